"""Cutting and rendering of replies: no text is lost, nothing is fetched."""

from __future__ import annotations

import html
import itertools
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.chat import markdown

TAG = re.compile(r"</?(p|a|em|strong|code|h\d|ul|ol|li|table|thead|tbody|tr|th|td|blockquote|hr|br|pre|s)\b[^>]*>")

PIECES = [
    "plain words\n",
    "\n",
    "# heading\n",
    "- item\n",
    "  - nested\n",
    "1. one\n",
    "```python\n",
    "```\n",
    "> quote\n",
    "| a | b |\n",
    "|---|---|\n",
    "---\n",
    "<div onclick=x>hello\n",
    "<think>",
    "[ref]: http://example.org\n",
    "![pic](file:///etc/passwd)\n",
    "    code\n",
    "*emph* **strong** `code`\n",
    "\t",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=300, deadline=None)
def test_blocks_cover_the_whole_text(parts):
    text = markdown.printable("".join(parts))
    blocks = markdown.cut(text)
    if not blocks:
        assert not text.strip()
        return
    assert not text[: blocks[0].start].strip()
    assert blocks[-1].end == len(text)
    assert all(one.end == other.start for one, other in itertools.pairwise(blocks))


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@example(["- item\n", "\t", "```python\n"])
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost(parts):
    text = markdown.printable("".join(parts))
    shown = ""
    for block in markdown.cut(text):
        if block.kind == "prose":
            shown += html.unescape(TAG.sub(" ", markdown.to_html(text[block.start : block.end])))
        else:
            shown += block.language + " " + (block.code or text[block.start : block.end])
    # A code block within a list has no heading of its own that would name its language.
    wanted = re.findall(r"[a-z]{3,}", re.sub(r"\]\([^)]*\)|```[a-z]*", " ", text))
    for word in wanted:
        assert word in shown, (word, text, shown)


HOSTILE = [
    '<img src="file:///etc/passwd">',
    "![x](file:///etc/passwd) ![y](//host/share/x.png) ![z](http://example.org/a.png)",
    "<script>alert(1)</script>",
    "<think>secret thoughts</think> then text",
    "x < y and <div>hello",
    "---\ntitle: front matter\n---\nbody",
    "[a]: http://example.org\n[b]: <javascript:alert(1)>",
    "[click](javascript:alert(1)) [click](data:text/html;base64,AAAA) [f](file:///etc/passwd)",
    "\u202eright to left\u202c",
    "nul \x00 bell \x07 escape \x1b[31m",
    "half \ud83d surrogate",
    "```python\nnever closed\n" + "x = 1\n" * 50,
    "| a |\n|---|\n" + "| 1 |\n" * 4000,
    "w" * 100_000,
    "word " * 100_000,
    ">" * 5000 + " deep",
    "- " * 5000 + "deep",
    "*" * 5000 + "a" + "*" * 5000,
    "[" * 5000 + "a" + "]" * 5000,
    "`" * 5000,
    "&nbsp;" * 2000,
]


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_names_no_resource_and_is_cut_in_time(source):
    began = time.perf_counter()
    text = markdown.printable(source)
    for block in markdown.cut(text):
        if block.kind == "prose":
            made = markdown.to_html(text[block.start : block.end])
            assert not re.search(r"<(img|script|iframe|object|link|style|div|think)", made, re.IGNORECASE)
            assert not re.search(r'href="(?!https?:|mailto:)', made) or 'href="//' in made
            assert "src=" not in re.sub(r"&lt;.*?&gt;", "", made)
    assert time.perf_counter() - began < 3.0


def test_code_knows_its_language_and_has_no_fence():
    (block,) = markdown.cut("```python title=x\nprint(1)\n```\n")
    assert (block.kind, block.language, block.code) == ("code", "python", "print(1)\n")
