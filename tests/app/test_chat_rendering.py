"""How replies look: code in colours, tables, task lists, links, and text that arrives in pieces."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication, QTextListFormat
from PySide6.QtWidgets import QToolButton

from app.chat import markdown
from app.chat.body import ReplyBody
from app.chat.code_block import CodeBlock
from app.chat.text_body import TableBody, TextBody

CODE = "```python\ndef f(x):\n    return x + 1  # one more\n```\n"
PIECES = [
    "plain words\n",
    "\n",
    "# heading\n",
    "- item\n",
    "1. one\n",
    "```python\nx = 1\n",
    "```\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "$$\na\n",
    "+ b\n$$\n",
    "\\[ c \\]\n",
    "*emph* `code` $x$\n",
    "<think>thought",
    "</think>\n",
]


@pytest.fixture
def body(qtbot):
    body = ReplyBody()
    qtbot.addWidget(body)
    body.resize(600, 400)
    body.show()
    return body


def shown(body):
    return [area.code() if isinstance(area, CodeBlock) else area.toHtml() for area in body.areas()]


def colours(block):
    document = block.findChild(type(block._area)).document()
    found, line = set(), document.begin()
    while line.isValid():
        found.update(form.format.foreground().color().name() for form in line.layout().formats())
        line = line.next()
    return found


def test_code_gets_its_colours_when_its_fence_closes(qtbot, body):
    for end in range(1, len(CODE) - 4):
        body.set_text(CODE[:end], complete=False)
    (block,) = body.areas()
    assert colours(block) == set()
    body.set_text(CODE.rstrip("\n"), complete=False)
    assert body.areas() == [block]
    qtbot.waitUntil(lambda: len(colours(block)) > 2)
    body.set_text(CODE + "\nmore", complete=False)
    assert body.areas()[0] is block
    assert block.code() == "def f(x):\n    return x + 1  # one more"


def test_long_code_gets_all_its_colours_without_holding_anything_up(qtbot, body):
    line = "value = function(argument, 'text', 123)  # remark\n"
    body.set_text("```python\n" + line * 800 + "```\n", complete=True)
    (block,) = body.areas()
    first, last = (block._area.document().findBlockByNumber(number) for number in (0, 799))
    qtbot.waitUntil(lambda: len(first.layout().formats()) > 3, timeout=10_000)
    assert last.layout().formats() == []
    qtbot.waitUntil(lambda: len(last.layout().formats()) > 3, timeout=10_000)


def test_the_copy_button_copies_the_code(qtbot, body):
    body.set_text(CODE, complete=True)
    body.findChild(QToolButton, "quietButton").click()
    assert QGuiApplication.clipboard().text() == "def f(x):\n    return x + 1  # one more"


def test_task_lists_have_boxes(body):
    kinds = QTextListFormat.Style

    def lines(source):
        body.set_text(source, complete=True)
        line, found = body.areas()[0].document().begin(), []
        while line.isValid():
            found.append((line.text().rstrip(), line.textList().format().style(), line.blockFormat().textIndent() < 0))
            line = line.next()
        return found

    tasks = lines("- [x] done\n- [ ] to do\n")
    assert tasks == [("☑\u00a0done", kinds.ListStyleUndefined, True), ("☐\u00a0to do", kinds.ListStyleUndefined, True)]
    mixed = lines("- [x] done\n- [y] neither\n")
    assert mixed == [("☑\u00a0done", kinds.ListDisc, False), ("[y] neither", kinds.ListDisc, False)]
    assert lines("1. [x] done\n") == [("☑\u00a0done", kinds.ListDecimal, False)]
    within = lines("- plain\n  - [ ] to do\n")
    assert within == [("plain", kinds.ListDisc, False), ("☐\u00a0to do", kinds.ListStyleUndefined, True)]


def test_the_first_four_kinds_of_headings_have_sizes_of_their_own(body):
    body.set_text("".join(f"{'#' * level} Heading {level}\n\n" for level in range(1, 7)) + "Text\n", complete=True)
    sizes = {}
    for area in body.areas():
        line = area.document().begin()
        while line.isValid():
            sizes[line.text()] = line.layout().lineAt(0).glyphRuns()[0].rawFont().pixelSize()  # as it is drawn
            line = line.next()
    assert sizes["Heading 1"] > sizes["Heading 2"] > sizes["Heading 3"] > sizes["Heading 4"]
    assert sizes["Heading 1"] == pytest.approx(1.5 * sizes["Text"], abs=1)
    assert sizes["Heading 4"] == pytest.approx(sizes["Text"], abs=0.6)


def test_a_wide_table_scrolls_sideways_and_a_narrow_one_does_not(qtbot, body):
    def table(columns):
        return "| " + " | ".join(f"column-number-{n}" for n in range(columns)) + " |\n|" + "---|" * columns + "\n"

    body.set_text(table(2), complete=True)
    (narrow,) = body.areas()
    assert isinstance(narrow, TableBody)
    assert narrow.horizontalScrollBar().maximum() == 0
    body.set_text(table(14), complete=True)
    (wide,) = body.areas()
    qtbot.waitUntil(lambda: wide.horizontalScrollBar().maximum() > 200)
    assert wide.height() > wide.document().size().height() + 5


def test_aligned_cells_keep_their_border(body):
    made = markdown.to_html("| a | b |\n|--:|:-:|\n| 1 | 2 |\n")
    assert 'align="right"' in made
    assert "style=" not in made


def test_a_link_tells_where_it_leads_whatever_it_says(body):
    body.set_text('[https://good.example](https://bad.example "https://good.example")', complete=True)
    fragment = body.areas()[0].document().begin().begin().fragment()
    assert fragment.charFormat().toolTip() == "https://bad.example"


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.lists(st.integers(1, 40), min_size=1, max_size=30))
@example(["+ b\n$$\n```python\nx = 1\n$$\na\n"], [40])
@example(["+ b\n$$\n```python\nx = 1\n$$\na\n"], [1] * 40)
@settings(max_examples=60, deadline=None)
def test_text_in_pieces_ends_as_the_whole_text_would(qapp, pieces, steps):
    source = "".join(pieces)
    grown, whole = ReplyBody(), ReplyBody()
    end = 0
    for step in steps:
        end = min(len(source), end + step)
        grown.set_text(source[:end], complete=False)
    grown.set_text(source, complete=True)
    whole.set_text(source, complete=True)
    assert shown(grown) == shown(whole)
    grown.deleteLater()
    whole.deleteLater()


def test_a_long_list_that_grows_is_drawn_in_parts(body):
    entry = "1. an entry of the list that is some words long\n"
    body.set_text(entry * 200, complete=False)
    first = body.areas()
    assert len(first) > 3
    body.set_text(entry * 201, complete=False)
    assert body.areas()[: len(first) - 1] == first[:-1]
    assert sum(area.toPlainText().count("an entry") for area in body.areas()) == 201


def test_a_long_reply_is_drawn_in_steps_and_whole_in_the_end(qtbot, body):
    source = "".join(f"Paragraph {number} with a few words in it.\n\n" for number in range(2000))
    body.set_text(source, complete=True)
    drawn = sum(widget.toPlainText().count("Paragraph") for widget in body.findChildren(TextBody))
    assert 0 < drawn < 2000
    qtbot.waitUntil(lambda: sum(w.toPlainText().count("Paragraph") for w in body.findChildren(TextBody)) == 2000, timeout=20_000)


def test_the_work_for_a_reply_grows_with_its_length_and_no_faster(monkeypatch, body):
    """Counted in characters that are cut into blocks or turned into HTML, because seconds depend on the machine."""
    looked_at = 0

    def counted(real):
        def count(source):
            nonlocal looked_at
            looked_at += len(source)
            return real(source)

        return count

    for name in ("cut", "to_html"):
        monkeypatch.setattr(markdown, name, counted(getattr(markdown, name)))

    def work(count):
        nonlocal looked_at
        looked_at = 0
        body.set_text("", complete=False)
        source = "Some words of a reply, **bold** and `code`.\n\n- a point\n- another\n\n" * count
        for end in range(40, len(source), 40):
            body.set_text(source[:end], complete=False)
        return looked_at / len(source)

    short, long = work(100), work(800)
    assert short > 1
    assert long < 1.3 * short
