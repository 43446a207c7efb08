"""The trace under a reply: its figures, its columns, how it unfolds, and what it says of single tokens."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QVBoxLayout, QWidget

from app.chat.message import ReplyMessage
from app.conversations.records import Message
from app.drift.course import columns, course_of
from app.drift.reply_trace import ReplyTrace
from app.theme import DARK, LIGHT, apply_theme

READINGS = [0.9] * 30 + [0.1] * 10 + [0.8] * 20


@pytest.fixture
def trace(qapp, qtbot):
    """A trace with its button as they stand below a reply: the button in a line, the trace under it."""
    apply_theme(qapp, "light")
    place = QWidget()
    qtbot.addWidget(place)
    trace = ReplyTrace(READINGS, 0.5, place, early=0.7)
    column = QVBoxLayout(place)
    column.addWidget(trace.button)
    column.addWidget(trace)
    column.addStretch(1)
    place.resize(500, 300)
    place.show()
    qtbot.waitExposed(place)
    trace.place = place  # keeps it alive
    return trace


def reply(readings=(), **stats):
    figures = {"reading": sum(readings) / len(readings), **stats} if readings else dict(stats)
    at = "2026-01-01T00:00:00+00:00"
    return Message(2, 1, 1, "assistant", "An answer.", "complete", at, readings=tuple(readings), stats=figures)


def has_colour(widget, name):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return QColor(name).rgb() in memoryview(image.constBits()).cast("I")


# --- the course -----------------------------------------------------------------------------------------------------------------


def test_the_figures_of_a_course():
    course = course_of([1.0, 0.2, 0.6, 0.2])
    assert course.mean == pytest.approx(0.5)
    assert (course.lowest, course.lowest_at) == (0.2, 1)
    assert course.below(0.5) == 0.5
    assert course.below(0.2) == 0.0


def test_no_readings_no_course_and_what_is_no_number_repeats_the_token_before():
    assert course_of([]) is None
    assert course_of([math.nan, math.inf]) is None
    assert course_of([math.nan, 0.5, math.nan, 0.7]).readings == (0.5, 0.5, 0.5, 0.7)


@given(st.lists(st.floats(min_value=-5, max_value=5), min_size=1, max_size=700), st.integers(min_value=1, max_value=300))
def test_every_token_is_in_exactly_one_column(readings, most):
    course = course_of(readings)
    parts = columns(course, most)
    assert len(parts) == min(len(readings), most)
    assert min(part.low for part in parts) == min(readings)
    assert max(part.high for part in parts) == max(readings)
    assert all(part.low <= part.high for part in parts)
    if most >= len(readings):
        assert [part.low for part in parts] == list(course.readings)


# --- folded and unfolded --------------------------------------------------------------------------------------------------------


def test_it_is_folded_at_first_and_nothing_of_the_picture_is_built(trace):
    assert trace.isHidden()
    assert trace.picture is None
    assert trace.button.text() == "0.73"
    assert trace.button.accessibleName() == "Reading 0.73, close to its usual self. Show its course, token by token"
    assert not trace.button.icon().isNull()


def test_it_unfolds_and_says_in_words_what_the_picture_shows(trace):
    QTest.mouseClick(trace.button, Qt.MouseButton.LeftButton)
    assert trace.isVisible()
    assert trace.picture.isVisible()
    said = trace.words().replace("\u00a0", " ")
    assert said == "60 tokens · lowest 0.10 at token 31 · 17 % of them below the mark at 0.50"
    assert trace.button.accessibleName().endswith("Hide its course")
    QTest.keyClick(trace.button, Qt.Key.Key_Space)
    assert trace.isHidden()


def test_a_reply_without_readings_has_no_button(trace):
    QTest.mouseClick(trace.button, Qt.MouseButton.LeftButton)
    trace.show_reply([], None)
    assert trace.button.isHidden()
    assert trace.isHidden()
    assert trace.words() == ""


@pytest.mark.parametrize(("mode", "c"), [("light", LIGHT), ("dark", DARK)])
def test_the_picture_shows_both_sides_of_the_mark_in_the_colours_of_the_theme(qapp, trace, mode, c):
    apply_theme(qapp, mode)
    trace.button.click()
    assert has_colour(trace.picture, c.steady)
    assert has_colour(trace.picture, c.drifting)
    trace.show_reply([0.9] * 20, None)
    assert has_colour(trace.picture, c.steady)
    assert not has_colour(trace.picture, c.drifting)
    apply_theme(qapp, "light")


def test_the_keyboard_walks_over_the_tokens(trace):
    trace.button.click()
    picture = trace.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Home)
    assert picture.accessibleDescription() == "Token 1 of 60: 0.90, close to its usual self"
    for _ in range(3):
        QTest.keyClick(picture, Qt.Key.Key_PageDown)
    assert picture.cursor_at == 30
    assert picture.accessibleDescription() == "Token 31 of 60: 0.10, away from its usual self"
    QTest.keyClick(picture, Qt.Key.Key_End)
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert picture.cursor_at == 59
    trace.button.setFocus()
    assert picture.cursor_at is None


def test_the_pointer_says_what_a_token_read(trace):
    trace.button.click()
    picture = trace.picture
    QApplication.processEvents()
    QTest.mouseMove(picture, QPoint(picture.width() // 2, 10))
    assert picture.cursor_at in range(25, 36)
    assert QToolTip.text().startswith(f"Token {picture.cursor_at + 1} of 60")
    QToolTip.hideText()


@pytest.mark.parametrize(("capped", "words"), [(False, "Answer again under the cap"), (True, "Answer again without the cap")])
def test_the_same_message_with_the_other_cap_is_offered(trace, qtbot, capped, words):
    trace.show_reply(READINGS, 0.5, capped=capped)
    trace.button.click()
    (button,) = [each for each in trace.findChildren(QPushButton) if each.isVisible()]
    assert button.text() == words
    with qtbot.waitSignal(trace.other_cap_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_absurd_and_single_readings_are_drawn(trace):
    trace.button.click()
    for readings in ([0.4], [1e9, -1e9], [float("nan"), 0.3]):
        trace.show_reply(readings, 0.5, early=1e6)
        assert not trace.grab().isNull()
        assert not trace.button.grab().isNull()


# --- below a reply --------------------------------------------------------------------------------------------------------------


def test_a_reply_carries_its_trace_with_the_threshold_it_was_made_under(qtbot):
    shown = ReplyMessage(reply(READINGS, threshold=0.85), [2])
    qtbot.addWidget(shown)
    shown.resize(600, 300)
    shown.show()
    assert shown.trace.button.isVisible()
    assert shown.trace.button.parentWidget() is shown.footer
    shown.trace.button.click()
    assert "below the mark at 0.85" in shown.trace.words()
    with qtbot.waitSignal(shown.other_cap_requested) as told:
        shown.trace.other_cap_requested.emit()
    assert told.args == [2]


def test_a_reply_without_an_axis_has_none(qtbot):
    shown = ReplyMessage(reply(), [2])
    qtbot.addWidget(shown)
    shown.show()
    assert shown.trace.button.isHidden()
    assert shown.trace.isHidden()
