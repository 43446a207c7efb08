"""Writing chats as one HTML page that stands alone: no script, no picture, no font, nothing from anywhere else."""

from __future__ import annotations

import functools
import html
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt

from app.chat import markdown, reasoning
from app.conversations.records import Message
from app.conversations.store import Store
from app.exchange import captions, coloured
from app.language import code, translate

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Even if something slipped through, a browser that obeys this loads and runs nothing."""

_SCHEMES = ("http://", "https://", "mailto:")

_STYLE = """
:root { color-scheme: light dark; --page: #f6f5f2; --card: #ffffff; --own: #e9eef2; --text: #1d2329; --muted: #56606a;
  --line: #d8d6cf; --link: #0b5f86; }
@media (prefers-color-scheme: dark) { :root { --page: #16191d; --card: #1f2429; --own: #26313a; --text: #e6e9ec; --muted: #a3adb6;
  --line: #363d44; --link: #7cc4e8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .25rem; overflow-wrap: anywhere; }
nav { margin: 0 0 2.5rem; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
nav h2 { font-size: 1rem; margin: 0 0 .25rem; }
nav ol { margin: 0; padding-left: 1.5rem; overflow-wrap: anywhere; }
article + article { margin-top: 3rem; padding-top: 2rem; border-top: 1px solid var(--line); }
section { margin: 1.25rem 0; padding: .75rem 1.25rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card);
  overflow-wrap: anywhere; }
section.user { margin-left: 12%; background: var(--own); white-space: pre-wrap; }
section > h2 { font-size: .85rem; margin: 0 0 .25rem; color: var(--muted); }
section h2 span { font-weight: normal; }
.notes, footer { color: var(--muted); font-size: .85rem; margin: 0 0 1rem; }
section h1, section h3, section h4 { font-size: 1.1rem; margin: 1rem 0 .5rem; }
p, ul, ol, pre, table, blockquote { margin: .5rem 0; }
pre { padding: .75rem 1rem; background: var(--page); border: 1px solid var(--line); border-radius: .5rem; overflow-x: auto;
  overflow-wrap: normal; }
code { font: .875em/1.5 ui-monospace, monospace; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
blockquote { padding-left: 1rem; border-left: 3px solid var(--line); color: var(--muted); }
details { margin: .5rem 0; color: var(--muted); white-space: pre-wrap; }
summary { cursor: pointer; }
a { color: var(--link); }
"""


def pieces(store: Store, chat_ids: Sequence[int], made: str, keel: str) -> Iterator[str]:
    """Yield the text of a page with these chats, in pieces of about a message; raises KeyError for a chat that is gone."""
    titles = [captions.line_of(store, chat_id).title for chat_id in chat_ids[:1]]
    if len(chat_ids) > 1:
        titles = [" ".join(store.chat(each).title.split()) or translate("Exchange", "New chat") for each in chat_ids]
    several = len(titles) > 1
    name = translate("Exchange", "{count} chats").format(count=len(titles)) if several else titles[0] if titles else ""
    yield (
        f'<!DOCTYPE html>\n<html lang="{_attribute(code())}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_attribute(POLICY)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(name)}</title>\n<style>{_STYLE}{coloured.rules()}</style>\n</head>\n<body>\n<main>\n"
    )
    if several:
        rows = "\n".join(f'<li><a href="#chat-{count}">{_text(title)}</a></li>' for count, title in enumerate(titles, start=1))
        yield f"<nav>\n<h2>{_text(name)}</h2>\n<ol>\n{rows}\n</ol>\n</nav>\n"
    for count, chat_id in enumerate(chat_ids, start=1):
        line = captions.line_of(store, chat_id)
        yield f'<article id="chat-{count}">\n<h1>{_text(line.title)}</h1>\n<p class="notes">{_text(" ".join(line.notes))}</p>\n'
        if line.chat.system_prompt:
            yield _section("user", translate("Exchange", "System prompt"), [], _text(line.chat.system_prompt))
        for message in line.messages:
            yield _message(message)
        if line.unsent:
            yield _section("user", captions.not_sent(), [], _text(line.unsent.strip()))
        yield "</article>\n"
    footer = translate("Exchange", "Written by Keel {version}, {when}.").format(version=keel, when=captions.when(made))
    yield f"<footer>{_text(footer)}</footer>\n</main>\n</body>\n</html>\n"


def to_html(source: str) -> str:
    """Return Markdown as HTML of text, lists, tables, code and links; tags and pictures in it are shown as text."""
    text = markdown.printable(source)
    return "\n".join(_block(block, text) for block in markdown.cut(text))


def _block(block: markdown.Block, text: str) -> str:
    if block.kind == "code":
        return f"<pre><code>{coloured.coloured(markdown.printable(block.code), block.language)}</code></pre>"
    if block.kind != "prose":
        return f"<pre>{_text(text[block.start : block.end])}</pre>"
    return str(_parser().render(text[block.start : block.end])).strip()


def _message(message: Message) -> str:
    if message.role == "user":
        return _section("user", captions.author(message), [], _text(message.content.strip()))
    parts = []
    for part in reasoning.split(message.content):
        if part.is_reasoning:
            parts.append(f"<details><summary>{_text(captions.thought())}</summary>{_text(part.text)}</details>")
        else:
            parts.append(to_html(part.text))
    return _section("reply", captions.author(message), captions.facts(message), "\n".join(parts))


def _section(kind: str, author: str, facts: Sequence[str], body: str) -> str:
    caption = f" <span>· {_text(' · '.join(facts))}</span>" if facts else ""
    # No line break before the body: in a message of the person it would show.
    return f'<section class="{kind}"><h2>{_text(author)}{caption}</h2>{body}</section>\n'


def _text(text: str) -> str:
    return html.escape(markdown.printable(text), quote=False)


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)


@functools.cache
def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "breaks": True, "typographer": False, "maxNesting": markdown.MAX_NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable(["image", "reference"])
    parser.validateLink = _is_safe  # type: ignore[method-assign]
    return parser


def _is_safe(url: str) -> bool:
    return url.strip().lower().startswith(_SCHEMES)
