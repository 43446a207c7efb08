"""Markdown and HTML for people: complete, safe, and whole or not there at all."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.chat.markdown import printable
from app.conversations.store import Store
from app.exchange import coloured, page
from app.exchange.found import ExchangeError
from app.exchange.markdown_text import closed, plain
from app.exchange.writing import WholeFile, file_name, pieces, write
from app.theme.colours import contrast

VOID = {"meta", "br", "hr"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "nav", "article", "section", "footer", "details", "summary"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "span", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "a"),
    *("ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "style", "start", "title"}


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    yield store
    store.close()


def talk(store, question, answer, title=None, **more):
    chat = store.create_chat(**more)
    asked = store.add_message(chat.id, "user", question, parent_id=None)
    facts = {"model": {"name": "Keel demo"}}
    reply = store.add_message(chat.id, "assistant", "", parent_id=asked.id, state="growing", receipt=facts)
    store.finish(reply.id, answer, [0.1], "stopped", stats={"reading": 0.123, "percentile": 75.0}, drifted=True)
    if title is not None:
        store.rename_chat(chat.id, title)
    return chat.id


def text_of(store, ids, form):
    return "".join(pieces(store, ids, form, "0.1.0"))


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.said += data


def checked(text: str) -> Page:
    """A page that holds only what shows text, and names nothing to be loaded or run."""
    found = Page(text)
    assert found.open == []
    assert {tag for tag, _ in found.tags} <= ALLOWED
    for tag, attributes in found.tags:
        assert set(attributes) <= ATTRIBUTES, (tag, attributes)
        assert tag == "a" or "href" not in attributes
        target = attributes.get("href") or "#"
        assert target.startswith(("#", "http://", "https://", "mailto:"))
        if "style" in attributes:
            assert re.fullmatch(r"text-align:(left|right|center)", attributes["style"] or "")
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(style) == 1
    assert not re.search(r"url|@import|expression", style[0])
    return found


HOSTILE = """<script>alert(1)</script> <img src="http://tracker/x.png"> ![p](http://tracker/p.png) [x](javascript:alert(1))
[data](data:text/html;base64,PHNjcmlwdD4=) [file](file:///etc/passwd) <javascript:alert(1)> <http://fine.example/a"onclick="x>

[fine](https://example.org "a title") </section></main><iframe src="//x">

<div style="background:url(http://tracker/b)">

| a | b |
|:--|--:|
| 1 | <b>2</b> |

```html" onmouseover="alert(1)
<script>alert(2)</script>
```

[r]: javascript:alert(3)
"""


def test_a_page_is_safe_whatever_was_said(store):
    ids = [
        talk(store, HOSTILE, f"<think>{HOSTILE}</think>{HOSTILE}", title=HOSTILE, system_prompt=HOSTILE),
        talk(store, "second", "fine", title='"></title><script>'),
    ]
    found = checked(text_of(store, ids, "html"))
    assert "<script>alert(1)</script>" in found.said
    assert [attributes.get("href") for tag, attributes in found.tags if tag == "a"].count("https://example.org") == 1
    policy = next(attributes for _, attributes in found.tags if attributes.get("http-equiv"))
    assert policy["content"].startswith("default-src 'none'")


PIECES = (
    *("<", ">", '"', "'", "&", "`", "```", "~~~", "\n", "\n\n", "[", "](", ")", "!", "*", "_", "#", "|", "-", "> ", "    ", "a"),
    *("javascript:", "http://x", "data:", "<img src=x onerror=y>", "<!--", "-->", "<![CDATA[", "\x00", "\\", "$", ":", "1. "),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_becomes_nothing_but_text(text):
    checked(f"<style></style>{page.to_html(text)}")


CODE = """def greet(name: str) -> str:
    # "quotes", <tags> & signs
    return f"<b>{name}</b>" if name else ''
"""


def test_code_is_coloured_for_light_and_for_dark_and_says_the_same(store):
    text = text_of(store, [talk(store, "How?", f"So:\n\n```python\n{CODE}```\n\nand\n\n```\nplain <b>\n```")], "html")
    found = checked(text)
    assert CODE.rstrip("\n") in found.said
    used = {str(attributes["class"]) for tag, attributes in found.tags if tag == "span" and "class" in attributes}
    assert {"k", "nf", "c1"} <= used
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    for scheme in ("light", "dark"):
        (rules,) = re.findall(rf"@media \(prefers-color-scheme: {scheme}\) {{\n(pre .*?)\n}}", style, re.DOTALL)
        assert "pre .k {" in rules
    assert "<pre><code>plain &lt;b&gt;" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_code_can_be_read(scheme):
    ground = re.findall(r"--page: (#\w{6})", page._STYLE)[scheme == "dark"]
    rules = coloured.rules().split("@media")[1 + (scheme == "dark")]
    found = re.findall(r"pre \.([\w-]+) {([^}]*)}", rules)
    assert len(found) > 40
    for name, body in found:
        colour = re.search(r"(?<!-)color: (#\w{3,6})", body)
        behind = re.search(r"background-color: (#\w{6})", body)
        if colour is not None and name != "w":  # spaces
            assert contrast(_long(colour[1]), behind[1] if behind else ground) >= 4.5, (name, body)


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


LANGUAGES = ("python", "html", "javascript", "c++", "json", "bash", "diff", "php", "yaml", "latex", "console", "unknown", "")
CODE_PIECES = (*PIECES, "<?php", "'''", "{{", "</script>", "$(", "if ")


@pytest.mark.parametrize("code", ["<", "$ ls\nabc", "abc", "$ ls\nabc\n", "", "\n"])
def test_the_last_line_of_what_a_terminal_said_is_there(code):
    assert checked(f"<style></style><pre><code>{coloured.coloured(code, 'console')}</code></pre>").said == code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(CODE_PIECES), max_size=30).map("".join))
def test_any_code_in_any_language_stays_the_same_text(language, code):
    code = printable(code)
    found = checked(f"<style></style><pre><code>{coloured.coloured(code, language)}</code></pre>")
    assert found.said == code


def test_a_page_shows_the_version_on_show_and_says_what_is_missing(store):
    chat_id = talk(store, "How deep?\n  Really", "**Deep**", title="The sea")
    question = store.path(chat_id)[0]
    second = store.add_message(chat_id, "assistant", "- [x] eleven\n- kilometres", parent_id=question.id)
    found = checked(text_of(store, [chat_id], "html"))
    assert "eleven" in found.said
    assert "Deep" not in found.said.replace("How deep", "")
    assert "One message of another version is not here" in found.said
    store.show_version(store.siblings(second.id)[0])
    said = checked(text_of(store, [chat_id], "html")).said
    assert "How deep?\n  Really" in said
    assert "Keel demo · stopped · reading 0.12 · drifted · held steady" in said


def test_reasoning_is_folded(store):
    text = text_of(store, [talk(store, "Deep?", "<think>Hm, well</think>Yes.")], "html")
    assert "<details><summary>What the model thought first</summary>Hm, well</details>" in text


def test_reasoning_is_a_quotation_in_markdown(store):
    text = text_of(store, [talk(store, "Deep?", "<think>Hm,\n```\nwell</think>Yes.")], "markdown")
    assert "> **What the model thought first**\n>\n> Hm,\n> ```\n> well\n> ```\n\nYes.\n" in text


def test_markdown_has_every_message_and_no_block_swallows_the_next(store):
    ids = [
        talk(store, "Show *me*\n```", "```python\nprint(1)", title="# A *title*", system_prompt="Be\n```\nkind"),
        talk(store, "b", "c"),
    ]
    text = text_of(store, ids, "markdown")
    tokens = MarkdownIt("commonmark").parse(text)
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0]
    assert headings == [r"\# A \*title\*", "You", "Reply", "b", "You", "Reply"]
    assert [token.content for token in tokens if token.type == "fence" and token.info == "python"] == ["print(1)\n"]
    assert "*Keel demo · stopped · reading 0.12 · drifted · held steady*" in text


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("a", ""),
        ("```\nx", "\n```"),
        ("```\nx\n```", ""),
        ("````\n```\nx", "\n````"),
        ("~~~\n```", "\n~~~"),
        ("``` a ` b", ""),
        ("- ```\n  x", "\n```"),
    ],
)
def test_an_open_code_block_is_closed(text, end):
    assert closed(text) == text + end


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_a_title_stays_what_it_is_in_markdown(title):
    shown = MarkdownIt("commonmark", {"html": False}).parse(f"# {plain(title)}\n")
    inner = "".join(child.content for token in shown if token.children for child in token.children)
    expected = " ".join(title.replace("\ufdd0", "\ufffd").replace("\ufdd1", "\ufffd").split())
    assert inner == expected or "&" in title


def test_a_file_is_whole_or_not_there(store, tmp_path):
    target = tmp_path / "out" / "chats.md"
    target.parent.mkdir()
    target.write_text("what was there before")

    def ends_early():
        yield "half a "
        raise KeyError(1)

    with pytest.raises(KeyError):
        write(target, ends_early())
    assert [path.name for path in target.parent.iterdir()] == ["chats.md"]
    assert target.read_text() == "what was there before"
    with pytest.raises(ExchangeError, match="could not be written"):
        write(tmp_path / "nowhere" / "chats.md", iter(["text"]))
    with pytest.raises(ExchangeError, match="could not be written"):
        write(target.parent, iter(["text"]))
    assert [path.name for path in target.parent.iterdir()] == ["chats.md"]


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    before, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    file = WholeFile(tmp_path / "chats.md")
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
        with pytest.raises(ExchangeError, match="make room"):
            file.add("x" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []


def test_titles_become_file_names():
    assert file_name('a/b\\c: "d"?\n') == "a b c d"
    assert file_name("..") == ""
    assert len(file_name("x" * 500)) == 80
