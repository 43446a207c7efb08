"""Formulas are readable, nothing of them is lost, and copying gives their source."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from app.chat import markdown, maths
from app.chat.text_body import TextBody


def read(source):
    """A formula as text, raised parts behind ^ and lowered ones behind _."""
    marked = maths.to_html(source).replace("<sup>", "^").replace("<sub>", "_").replace("<br>", "\n")
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}", "x = (−b ± √(b^2 − 4ac))/(2a)"),
        (r"E=mc^2", "E = mc^2"),
        (r"\sum_{i=1}^{n} i", "∑_i=1^n\u2009i"),
        (r"\forall x \in \mathbb{R}", "∀x ∈ ℝ"),
        (r"\lim_{x \to 0} \frac{\sin x}{x} = 1", "lim_x→0\u2009(sin\u2009x)/x = 1"),
        (r"\text{if } x \le -1", "if x ≤ −1"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a\u2003b ; c\u2003d)"),
        (r"\left( \frac{1}{2} \right)^n", "(1/2)^n"),
        (r"\alpha\beta \neq \Gamma", "αβ ≠ Γ"),
        (r"\unknown{x}", r"\unknownx"),
        (r"\{a, b\}", "{a, b}"),
        (r"50\%", "50%"),
        ("{{x}", "{{x}"),
        (r"\sqrt[3]{8}", "^3√8"),
        (r"a \not= b", "a ≠ b"),
    ],
)
def test_a_formula_reads_as_it_is_meant(source, shown):
    assert read(source) == shown


@given(st.text(alphabet=r"\{}[]^_&$<>'\"ab12+-= frcsqrtbegindleft", max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_formula_becomes_harmless_html(source):
    made = maths.to_html(source)
    assert set(re.findall(r"</?([^>\s]*)[^>]*>", made)) <= {"i", "b", "sup", "sub", "br"}
    assert made.count("<sup>") == made.count("</sup>")


@pytest.mark.parametrize(
    "source", ["\\frac" * 700, "{" * 1900 + "}" * 1900, "^" * 3900, "\\sqrt[" * 600, "\\begin{a}" * 400, "a_" * 1900]
)
def test_hostile_formulas_take_no_time(source):
    began = time.perf_counter()
    maths.to_html(source)
    assert time.perf_counter() - began < 5.0


@pytest.mark.parametrize("piece", ["$a", "\\(", "\\[\n", "$$\n", "$", "$a$", "\\(a\\)"])
def test_many_signs_of_formulas_are_read_in_time(piece):
    text = piece * (18_000 // len(piece))
    began = time.perf_counter()
    for block in markdown.cut(text):
        if block.kind == "prose":
            markdown.to_html(text[block.start : block.end])
    assert time.perf_counter() - began < 9.0


@pytest.mark.parametrize(
    "text", ["It costs $5 and $6.", "From $5-$6 up.", "`$x$`", r"\$x\$ is no formula", "$ x $", "US$ 3 or 4 $"]
)
def test_prices_are_no_formulas(text):
    assert "<span" not in markdown.to_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "Then $x^2$ holds.",
        "Then \\(x^2\\) holds.",
        "$$\nx^2\n$$\n",
        "\\[\nx^2\n+ 1\n\\]\n",
        "$$x^2$$",
        "- $$x^2$$\n",
        "> \\[ x^2 \\]\n",
    ],
)
def test_every_way_of_writing_a_formula_is_known(text):
    (block,) = markdown.cut(text)
    made = markdown.to_html(text[block.start : block.end])
    assert "<i>x</i><sup>2</sup>" in made
    assert "$" not in re.sub(r'title="[^"]*"', "", made)
    assert "<li>+" not in made


def test_copying_gives_the_source_of_a_formula(qtbot):
    body = TextBody()
    qtbot.addWidget(body)
    body.show_prose("The area is $\\pi r^2$, see [there](https://example.org).\n\n$$\n\\frac{a}{b}\n= c\n$$\n\nEnd.")
    assert "πr2" in body.toPlainText()
    body.selectAll()
    copied = body.createMimeDataFromSelection()
    assert copied.text() == "The area is $\\pi r^2$, see there.\n$$\\frac{a}{b}\n= c$$\nEnd."
    cursor = QTextCursor(body.document())
    cursor.setPosition(body.toPlainText().index("π"))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
    body.setTextCursor(cursor)
    assert body.createMimeDataFromSelection().text() == "$\\pi r^2$"
