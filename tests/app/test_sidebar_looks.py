"""What looks chosen in the list of chats, what a menu leaves behind, and names that are cut to their line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.sidebar.delegate import elided
from app.sidebar.sidebar import Sidebar
from app.theme import LIGHT, apply_theme
from tests.app.test_sidebar import entry


@pytest.fixture
def sidebar(qtbot):
    """A list of three chats, the third open."""
    made = Sidebar()
    qtbot.addWidget(made)
    made.resize(236, 300)
    made.show()
    made.show_chats([entry(number) for number in (1, 2, 3)], 3)
    return made


def right_click(sidebar: Sidebar, chat: int) -> QMenu:
    """Press the right button on a chat and return the menu that opens."""
    view = sidebar.list.viewport()
    at = sidebar.list.visualRect(sidebar.list._rows.place("chat", chat)).center()
    QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_menu_that_is_closed_again_leaves_what_was_chosen(qtbot, sidebar):
    assert sidebar.list.chosen() == [3]
    menu = right_click(sidebar, 1)
    assert sidebar.list.chosen() == [1]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: sidebar.list.chosen() == [3], timeout=2000)
    assert sidebar.list._rows.row(sidebar.list.currentIndex()).id == 3


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_a_menu_was_opened_for_stays_chosen_once_something_was_done(qtbot, sidebar):
    pinned = []
    sidebar.pin_requested.connect(lambda chats, _on: pinned.append(chats))
    menu = right_click(sidebar, 1)
    action = next(each for each in menu.actions() if each.text() == "Pin to the top")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    qtbot.wait(50)
    assert pinned == [[1]]
    assert sidebar.list.chosen() == [1]


def test_only_what_is_chosen_has_the_ground_of_it(qapp, sidebar):
    apply_theme(qapp, "light")
    place = sidebar.list._rows.place
    sidebar.list.selectionModel().setCurrentIndex(place("chat", 1), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    picture = sidebar.list.viewport().grab().toImage()
    grounds = {}
    for chat in (1, 3):
        rect = sidebar.list.visualRect(place("chat", chat))
        grounds[chat] = picture.pixelColor(rect.right() - 12, rect.top() + 6).name()
    assert grounds[1] == LIGHT.soft != grounds[3]


def test_an_ending_in_brackets_is_not_cut_off(qapp):
    metrics = QFontMetrics(qapp.font())
    title = "How do I make a good cup of tea on a cold morning"
    width = metrics.horizontalAdvance("How do I make a good cup o…") + 10
    for ending in (" (continued)", " (copy)"):
        cut = elided(title + ending, metrics, width)
        assert cut.startswith("How")
        assert cut.endswith(f"…{ending}")
        assert metrics.horizontalAdvance(cut) <= width
    assert elided(title, metrics, width).endswith("…")
    long = elided(f"{title} (from the last steady reply of this long chat)", metrics, width)
    assert long.startswith("How")
    assert long.endswith("chat)")
    assert elided("Tea (hot)", metrics, width) == "Tea (hot)"
