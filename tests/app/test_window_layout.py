"""How the parts of the window share its room: one column for what is read and what is typed, and nothing cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from app.chat.message import ReplyMessage
from app.conversations.records import Message
from app.theme import SCROLL_BAR, apply_zoom
from app.window.chat_page import OUTSET
from app.window.help_sheet import HelpSheet


def chat(count):
    when, roles = "2026-01-01T00:00:00+00:00", ["user", "assistant"]
    return [
        Message(number, 1, number - 1 or None, roles[(number - 1) % 2], "Some words. " * 20, "complete", when)
        for number in range(1, count + 1)
    ]


@pytest.fixture
def window(qtbot, qapp, open_window):
    window = open_window(wait=False)
    window.show_chat()
    window.chat_view.show_messages(chat(12), {})
    qtbot.wait(100)
    yield window
    apply_zoom(qapp, 1.0)


def across(window, widget):
    """Where a widget begins and ends, from the left edge of the window."""
    left = widget.mapTo(window, QPoint(0, 0)).x()
    return left, left + widget.width()


def in_one_column(window):
    left, right = across(window, window.chat_view.findChildren(ReplyMessage)[-1])
    box_left, box_right = across(window, window.composer)
    both = (left - box_left, box_right - right)
    return all(OUTSET <= each <= OUTSET + SCROLL_BAR for each in both) and both[0] == both[1]


def test_what_is_typed_stands_below_what_is_read_whatever_opens_and_closes(qtbot, window):
    for size in ((1240, 800), (1920, 1080), (2600, 900), (1100, 700), (1240, 800)):
        window.resize(*size)
        for change in (
            window.toggle_drift,
            window.toggle_sidebar,
            window.toggle_drift,
            window.toggle_settings,
            window.toggle_sidebar,
        ):
            change()
            qtbot.waitUntil(lambda: in_one_column(window), timeout=10_000)
        window.side.choose("")


@pytest.mark.parametrize("panel", ["drift", "settings"])
def test_a_panel_and_the_foot_changing_at_once_leave_the_messages_in_their_column(qtbot, window, panel):
    window.side.choose(panel)
    qtbot.waitUntil(lambda: in_one_column(window), timeout=10_000)
    before = window.chat_view.width()
    window.side.choose("")
    window.notice.present("A sentence")
    qtbot.waitUntil(lambda: window.chat_view.width() > before)
    qtbot.waitUntil(lambda: in_one_column(window), timeout=10_000)
    window.side.choose(panel)
    window.notice.dismiss()
    qtbot.waitUntil(lambda: window.chat_view.width() == before)
    qtbot.waitUntil(lambda: in_one_column(window), timeout=10_000)


# --- the warning strip -----------------------------------------------------------------------------------------------------------


def all_in_view(strip):
    """Whether every part of the strip that is shown has the size it asks for and lies inside, apart from all others."""
    parts = [part for part in strip.findChildren(QWidget) if part.isVisible() and isinstance(part, QAbstractButton | QLabel)]
    shapes = [QRect(part.mapTo(strip, QPoint(0, 0)), part.size()) for part in parts]
    apart = not any(one.intersects(other) for number, one in enumerate(shapes) for other in shapes[number + 1 :])
    high = all(part.height() >= part.heightForWidth(part.width()) for part in parts)
    return apart and high and len(parts) > 2 and all(strip.rect().contains(shape) for shape in shapes)


@pytest.mark.parametrize("factor", [1.0, 1.75, 2.5, 3.0])
@pytest.mark.parametrize("size", [(800, 600), (1240, 800)])
def test_every_way_on_from_a_warning_can_be_reached_at_every_text_size(qtbot, window, size, factor):
    strip = window.warning_strip
    window.controller.settings.update(zoom=factor)
    window.resize(*size)
    window.side.choose("")
    strip.present(False, True, True)
    qtbot.waitUntil(lambda: all_in_view(strip), timeout=10_000)
    qtbot.wait(50)
    assert all_in_view(strip)
    assert window.composer.isVisible()
    assert (window.width(), window.height()) == size
    buttons = [button for button in strip.findChildren(QAbstractButton) if button.isVisible()]
    offered = {action.text() for button in buttons if button.menu() for action in button.menu().actions() if action.isVisible()}
    offered |= {button.text() for button in buttons if not button.menu()}
    assert offered == {
        "Start fresh chat with a summary",
        "Go back to the last steady reply",
        "Turn on capping",
        "Not now",
        "I meant this",
    }


@pytest.mark.parametrize("factor", [1.0, 2.0, 3.0])
def test_a_long_text_leaves_room_for_its_button_and_the_line_below(qtbot, window, factor):
    window.controller.settings.update(zoom=factor)
    window.resize(800, 600)
    window.side.choose("")
    window.composer.set_text("Some words in a line\n" * 30)

    def fits():
        status, button = window.status_line, window.composer.button
        below = status.mapTo(window, QPoint(0, status.height())).y()
        return window.composer.editor.verticalScrollBar().isVisible() and below <= 600 and not button.visibleRegion().isEmpty()

    qtbot.waitUntil(fits, timeout=10_000)
    window.warning_strip.present(False, True, True)
    qtbot.waitUntil(fits, timeout=10_000)


# --- the panels ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [1.0, 1.5, 1.75, 2.0, 3.0])
@pytest.mark.parametrize("panel", ["drift", "settings"])
def test_no_panel_is_cut_off_at_its_side(qtbot, window, panel, factor):
    window.controller.settings.update(zoom=factor)
    window.resize(800, 600)
    window.side.choose(panel)
    area = next(area for area in window.side.findChildren(QScrollArea) if area.isVisible())
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width(), timeout=10_000)
    window.drift_panel.chat_card.back.setText("A way back in a few words more")
    window.drift_panel.chat_card.offer_way_back(True)
    qtbot.wait(50)
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width(), timeout=10_000)
    assert window.side.geometry().right() < window.width()


def test_a_panel_that_closes_gives_the_focus_to_the_message(qtbot, window):
    window.activateWindow()
    window.side.choose("settings")
    field = next(field for field in window.settings_panel.findChildren(QAbstractButton) if field.isVisible())
    field.setFocus()
    assert window.side.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.side.isHidden()
    assert QApplication.focusWidget() is window.composer.editor
    window.show_calibration()
    window.side.choose("settings")
    field.setFocus()
    window.side.toggle("settings")
    assert window.calibration_page.isAncestorOf(QApplication.focusWidget())


# --- the help sheet --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [1.0, 1.5, 3.0])
def test_the_help_sheet_lies_on_the_screen(qtbot, window, factor):
    window.controller.settings.update(zoom=factor)
    qtbot.wait(50)
    window.move(0, 0)
    window.resize(800, 600)
    window.show_help()
    sheet = window.findChild(HelpSheet)
    qtbot.waitUntil(sheet.isVisible)
    assert sheet.size() == sheet.sizeHint()
    assert sheet.screen().availableGeometry().contains(sheet.frameGeometry())
    sheet.close()
