"""The composer's keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.chat.composer import MAX_LINES, Composer


@pytest.fixture
def composer(qtbot):
    composer = Composer()
    qtbot.addWidget(composer)
    composer.show()
    return composer


@pytest.fixture
def sent(composer):
    texts = []
    composer.submitted.connect(texts.append)
    return texts


def press(qtbot, composer, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(composer.editor, key, modifier)


def test_enter_sends_and_shift_enter_breaks_the_line(qtbot, composer, sent):
    qtbot.keyClicks(composer.editor, "one")
    press(qtbot, composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.editor, "two")
    assert sent == []
    press(qtbot, composer, Qt.Key.Key_Return)
    assert sent == ["one\ntwo"]
    press(qtbot, composer, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert len(sent) == 2
    assert composer.text() == "one\ntwo"


def test_the_keys_can_be_swapped(qtbot, composer, sent):
    composer.set_enter_sends(False)
    qtbot.keyClicks(composer.editor, "one")
    press(qtbot, composer, Qt.Key.Key_Return)
    assert (sent, composer.text()) == ([], "one\n")
    press(qtbot, composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert sent == ["one\n"]


def test_enter_belongs_to_the_input_method_while_it_composes(qtbot, composer, sent):
    QApplication.sendEvent(composer.editor, QInputMethodEvent("にほ", []))
    press(qtbot, composer, Qt.Key.Key_Return)
    assert sent == []
    done = QInputMethodEvent("", [])
    done.setCommitString("日本")
    QApplication.sendEvent(composer.editor, done)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert len(sent) == 1
    assert "日本" in sent[0]


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t"])
def test_nothing_is_not_sent(qtbot, composer, sent, text):
    composer.set_text(text)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert sent == []
    assert not composer.button.isEnabled()


def test_one_button_sends_or_stops(qtbot, composer, sent):
    stops = []
    composer.stop_requested.connect(lambda: stops.append(1))
    composer.set_text("hello")
    composer.button.click()
    assert (sent, stops) == (["hello"], [])
    composer.set_busy(True)
    assert composer.button.text() == "Stop"
    composer.button.click()
    assert (len(sent), stops) == (1, [1])
    press(qtbot, composer, Qt.Key.Key_Escape)
    assert stops == [1, 1]
    press(qtbot, composer, Qt.Key.Key_Return)
    assert len(sent) == 2


def test_up_in_an_empty_box_asks_to_edit(qtbot, composer):
    edits = []
    composer.edit_requested.connect(lambda: edits.append(1))
    press(qtbot, composer, Qt.Key.Key_Up)
    composer.set_text("x")
    press(qtbot, composer, Qt.Key.Key_Up)
    assert edits == [1]


def test_pasting_keeps_plain_text_only(composer):
    data = QMimeData()
    data.setHtml("<b>bold</b><img src='file:///etc/passwd'>")
    data.setText("bold")
    composer.editor.insertFromMimeData(data)
    assert composer.text() == "bold"


def test_the_box_grows_to_a_limit(qtbot, composer):
    one = composer.editor.height()
    composer.set_text("a\nb\nc")
    three = composer.editor.height()
    composer.set_text("line\n" * 500)
    many = composer.editor.height()
    assert one < three < many
    assert many <= (MAX_LINES + 1) * composer.editor.fontMetrics().lineSpacing() + 12


def first_and_last_line(editor):
    """Where the first line begins and the last one ends, below the upper edge of what is on show."""
    first, last = editor.document().firstBlock(), editor.document().lastBlock()
    top = editor.blockBoundingGeometry(first).translated(editor.contentOffset()).top()
    return top, editor.blockBoundingGeometry(last).translated(editor.contentOffset()).bottom()


@pytest.mark.parametrize("size", [9.0, 10.0, 11.5, 13.0, 20.0, 33.0])
@pytest.mark.parametrize("lines", [1, 2, 5, 9, 12, MAX_LINES])
def test_every_line_is_in_view_up_to_the_limit(qtbot, composer, lines, size):
    editor = composer.editor
    font = editor.font()
    font.setPointSizeF(size)
    editor.setFont(font)
    composer.resize(700, 300)
    composer.set_text("\n".join(f"line {number} gjpqÄ" for number in range(lines)))
    qtbot.wait(1)
    top, bottom = first_and_last_line(editor)
    assert top >= 0
    assert bottom <= editor.viewport().height()
    assert editor.verticalScrollBar().maximum() == 0


def test_a_text_that_does_not_fit_shows_a_scroll_bar(qtbot, composer):
    composer.resize(700, 300)
    composer.set_text("line\n" * MAX_LINES)
    qtbot.waitUntil(composer.editor.verticalScrollBar().isVisible)
    composer.set_text("line\n" * (MAX_LINES - 1))
    qtbot.waitUntil(lambda: not composer.editor.verticalScrollBar().isVisible())
    composer.editor.set_limit(100)
    qtbot.waitUntil(composer.editor.verticalScrollBar().isVisible)
    assert composer.editor.height() <= 100


def test_a_megabyte_can_be_pasted(composer, sent):
    composer.set_text("word " * 200_000)
    composer.submit()
    assert len(sent[0]) == 1_000_000
