"""Searching all chats as one types, jumping to what was found, and finding in the chat on screen."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.chat.text_body import TextBody
from app.conversations.records import Hit
from app.finding.hit_delegate import formats_of, from_first_mark
from app.finding.search_dialog import SearchDialog
from app.theme import LIGHT

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
FILLER = "There is nothing of interest in this long sentence about everything and nothing at all. " * 6


@pytest.fixture
def window(open_window: Any, qtbot: Any) -> Any:
    """The real window with a long chat about boats and a short one about bread."""
    made = open_window(wait=False)
    store = made.controller.store
    long = store.create_chat("Boats")
    parent = None
    for number in range(30):
        asked = store.add_message(long.id, "user", f"question {number} {FILLER}", parent_id=parent)
        text = f"answer {number} {FILLER}" + ("the zebrawood keel" if number in (3, 20) else "")
        parent = store.add_message(long.id, "assistant", text, parent_id=asked.id).id
    bread = store.create_chat("Bread & butter")
    asked = store.add_message(bread.id, "user", "how long does dough rise", parent_id=None)
    store.add_message(bread.id, "assistant", "Two hours of sourdough patience.", parent_id=asked.id)
    store.add_message(bread.id, "assistant", "One quick hour.", parent_id=asked.id)
    made.controller.open_chat.list_changed.emit()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow())
    return made


def chat_of(window: Any, title: str) -> int:
    """The id of a chat."""
    return int(next(chat.id for chat in window.controller.store.listed() if chat.title == title))


def search(window: Any, text: str = "") -> SearchDialog:
    """Open the search with its key and type into it."""
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    dialog = window.findChild(SearchDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.field, text)
    return dialog


def marked(window: Any) -> list[str]:
    """What is marked strongly in the conversation, as it is drawn."""
    found = []
    for body in window.chat_view.findChildren(TextBody):
        for each in body.extraSelections():
            if each.format.background().color() == QColor(LIGHT.accent):
                found.append(each.cursor.selectedText())
    return found


# --- the search --------------------------------------------------------------------------------------------------------------


def test_without_a_text_the_search_lists_the_chats_used_last(window):
    dialog = search(window)
    assert [hit.title for hit in dialog.hits()] == [chat.title for chat in window.controller.store.listed()]
    assert "Type to search" in dialog.count.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_finds_come_as_one_types_within_sixty_milliseconds(qtbot, window):
    dialog = search(window, "zebra")
    began = time.perf_counter()
    qtbot.waitUntil(lambda: len(dialog.hits()) == 2, timeout=2000)
    dialog.list.viewport().grab()
    assert time.perf_counter() - began < 0.06 * 5  # a busy machine may take longer; the benchmark has the figure
    assert dialog.count.text() == "2 found"
    assert all("zebrawood" in hit.snippet for hit in dialog.hits())
    QTest.keyClicks(dialog.field, "qqq")
    qtbot.waitUntil(lambda: dialog.hits() == [], timeout=2000)
    assert dialog.count.text() == "Nothing was found."


def test_enter_jumps_to_the_message_and_marks_what_was_found(qtbot, window):
    window.controller.open_chat.open(chat_of(window, "Bread & butter"))
    dialog = search(window, "zebrawood")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)  # before the pause is over: it searches first
    assert window.controller.chat.title == "Boats"
    assert window.find_bar.isVisible()
    assert window.find_bar.field.text() == "zebrawood"
    assert window.find_bar.count.text() == "2 of 2"
    qtbot.waitUntil(lambda: marked(window) == ["zebrawood"])
    body = next(body for body in window.chat_view.findChildren(TextBody) if "answer 20" in body.toPlainText())
    top = body.mapTo(window.chat_view, body.rect().topLeft()).y()
    assert -body.height() < top < window.chat_view.height()
    assert QApplication.focusWidget() is not window.find_bar.field


def test_the_arrow_keys_choose_another_find(qtbot, window):
    dialog = search(window, "zebrawood")
    qtbot.waitUntil(lambda: len(dialog.hits()) == 2)
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.list.currentIndex().row() == 1
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert window.find_bar.count.text() == "1 of 2"


def test_a_find_in_another_version_shows_that_version(qtbot, window):
    store = window.controller.store
    bread = chat_of(window, "Bread & butter")
    assert "One quick hour." in [message.content for message in store.path(bread)]
    dialog = search(window, "sourdough")
    qtbot.waitUntil(lambda: len(dialog.hits()) == 1)
    place = dialog.list.visualRect(dialog.list.currentIndex()).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.controller.chat.id == bread
    assert "Two hours of sourdough patience." in [message.content for message in window.controller.open_chat.messages]
    qtbot.waitUntil(lambda: marked(window) == ["sourdough"])


def test_a_find_in_a_title_opens_the_chat(qtbot, window):
    dialog = search(window, "butt")
    qtbot.waitUntil(lambda: [hit.message_id for hit in dialog.hits()] == [None])
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert window.controller.chat.title == "Bread & butter"
    assert not window.find_bar.isVisible()


@pytest.mark.parametrize("text", ['"', "*", "a OR", "NEAR(", "')--", "💥", "<b>", "\\", "x" * 5000])
def test_nothing_that_can_be_typed_breaks_the_search(qtbot, window, text):
    dialog = search(window)
    dialog.field.setText(text)
    dialog.search_now()
    dialog.list.viewport().grab()
    assert dialog.count.text()


def test_a_chat_that_went_away_meanwhile_is_no_problem(window):
    gone = window.controller.store.create_chat("soon gone")
    window.controller.store.delete_chat(gone.id)
    before = window.controller.chat.id
    window.finding_binding.jump(gone.id, 0, "soon")
    assert window.controller.chat.id == before


def test_marks_are_counted_as_qt_counts():
    (made,) = formats_of("💥💥 keel", [(3, 7)], LIGHT)
    assert (made.start, made.length) == (5, 4)


def test_a_find_far_behind_is_brought_to_the_front(qapp):
    metrics = QFontMetrics(QFont())
    text, marks = from_first_mark("one two three four keel five", [(19, 23)], metrics, metrics.horizontalAdvance("four keel.."))
    assert text == "…four keel five"
    assert [text[start:end] for start, end in marks] == ["keel"]
    assert from_first_mark("keel", [(0, 4)], metrics, 1) == ("keel", [(0, 4)])


def test_a_screen_reader_gets_title_and_place(window):
    dialog = search(window)
    dialog._model.show([Hit(1, 2, "Boats", "the keel", [(4, 8)], "2026-03-01T10:00:00+00:00")])
    said = dialog._model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Boats" in said
    assert "the keel" in said


# --- in the chat -------------------------------------------------------------------------------------------------------------


def find(qtbot: Any, window: Any, text: str) -> Any:
    """Open the find bar with its key and type into it."""
    window.controller.open_chat.open(chat_of(window, "Boats"))
    QTest.keyClick(window.composer.editor, Qt.Key.Key_F, CTRL)
    bar = window.find_bar
    assert bar.isVisible()
    assert QApplication.focusWidget() is bar.field
    QTest.keyClicks(bar.field, text)
    qtbot.waitUntil(lambda: not bar._pause.isActive())
    return bar


def test_finding_counts_steps_and_goes_round(qtbot, window):
    bar = find(qtbot, window, "ZEBRAWOOD")
    assert bar.count.text() == "1 of 2"  # it begins at the end of the chat, where there is none, and goes round
    assert marked(window) == ["zebrawood"]
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 2"
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "1 of 2"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.count.text() == "2 of 2"


def test_escape_takes_the_marks_away_and_gives_the_keyboard_back(qtbot, window):
    bar = find(qtbot, window, "zebrawood")
    stopped: list[bool] = []
    window._stop_action.triggered.connect(stopped.append)
    window.allow_stop(True)
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert marked(window) == []
    assert not stopped, "Escape closed the bar, and stopped a reply too"
    assert QApplication.focusWidget() is window.composer.editor


def test_what_is_not_there_is_said(qtbot, window):
    bar = find(qtbot, window, "nowhere to be seen")
    assert bar.count.text() == "Not found"
    assert bar.field.accessibleDescription() == "Not found"
    assert not bar._next.isEnabled()


def test_another_chat_closes_the_bar(qtbot, window):
    bar = find(qtbot, window, "zebrawood")
    window.controller.open_chat.open(chat_of(window, "Bread & butter"))
    assert not bar.isVisible()


def test_a_chat_shown_again_keeps_the_finds(qtbot, window):
    bar = find(qtbot, window, "zebrawood")
    window.controller.messages_replaced.emit()
    assert bar.count.text().endswith("of 2")
    qtbot.waitUntil(lambda: marked(window) == ["zebrawood"])


@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_the_bar_and_the_search_fit_a_small_window_at_every_text_size(qtbot, window, factor):
    window.resize(800, 600)
    window.controller.settings.update(zoom=factor)
    window.finding_binding.find()
    window.find_bar.field.setText("zebrawood")
    window.find_bar.find_now()
    qtbot.wait(60)
    assert (window.width(), window.height()) == (800, 600), "the window grew to hold the bar"
    close = window.find_bar._close
    assert window.rect().contains(close.mapTo(window, close.rect().center()))
    window.finding_binding.search()
    dialog = window.findChild(SearchDialog)
    assert dialog.width() <= 800
    assert dialog.height() <= 600
    assert dialog.list.viewport().height() >= dialog.list.sizeHintForRow(0)
    dialog.reject()
    window.controller.settings.update(zoom=1.0)
    qtbot.wait(20)
