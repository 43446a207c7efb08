"""Going through the conversation with the keyboard alone: where one is can always be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.chat.view import ChatView
from app.conversations.records import Message
from app.theme import LIGHT
from app.window.style import window_style

MANY = 24


def chat(count, **stats):
    when = "2026-01-01T00:00:00+00:00"
    roles = ["user", "assistant"]
    return [
        Message(number, 1, number - 1 or None, roles[(number - 1) % 2], f"Words {number}. " * 30, "complete", when, **stats)
        for number in range(1, count + 1)
    ]


@pytest.fixture
def view(qtbot):
    view = ChatView()
    qtbot.addWidget(view)
    view.setStyleSheet(window_style(LIGHT, 10, 1.0))
    view.resize(760, 500)
    view.show()
    view.show_messages(chat(MANY), {})
    qtbot.wait(100)
    view.activateWindow()
    view.setFocus()
    return view


def in_view(view, widget):
    """How much of a widget's height can be seen, and how much could be at most."""
    place = QRect(widget.mapTo(view.viewport(), QPoint(0, 0)), widget.size())
    seen = place.intersected(view.viewport().rect())
    return seen.height(), min(widget.height(), view.viewport().height() // 2)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_what_tab_comes_to_is_scrolled_into_view(qtbot, view, key):
    if key == Qt.Key.Key_Tab:
        QTest.keyClick(view, Qt.Key.Key_Home)
        qtbot.wait(100)
    visited = set()
    for _ in range(14 * MANY):
        QTest.keyClick(QApplication.focusWidget(), key)
        focus = QApplication.focusWidget()
        inside = [widget.message_id for widget in view.message_widgets if widget.isAncestorOf(focus)]
        if inside:
            visited.update(inside)
            seen, possible = in_view(view, focus)
            assert seen >= possible, (inside, focus)
        elif visited and focus is view:
            break
    assert visited == set(range(1, MANY + 1))


def edge_colour(view):
    return view.grab().toImage().pixelColor(view.viewport().width() // 2, 0).name()


def test_the_conversation_shows_that_tab_led_to_it(qtbot, view):
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert edge_colour(view) != LIGHT.accent
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge_colour(view) == LIGHT.accent
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert edge_colour(view) != LIGHT.accent


def test_tab_goes_along_the_line_below_a_reply_as_it_stands_there(qtbot):
    view = ChatView()
    qtbot.addWidget(view)
    view.resize(760, 500)
    view.show()
    view.show_messages(chat(2, readings=[0.4, 0.6] * 30, stats={"reading": 0.5, "threshold": 0.4}), {2: [2, 3]})
    qtbot.wait(100)
    view.activateWindow()
    footer = view.message_widgets[-1].footer
    view.setFocus()
    places = []
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if footer.isAncestorOf(focus):
            places.append((focus.mapTo(footer, QPoint(0, 0)).y() // footer.more.height(), focus.mapTo(footer, QPoint(0, 0)).x()))
        elif places:
            break
    assert len(places) >= 4
    assert places == sorted(places)
