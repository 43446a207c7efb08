"""The window without a mouse: Enter presses what has the focus, and Tab goes along as the parts stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox

from app.conversations.records import Message
from app.settings.panel import SettingsPanel


@pytest.fixture
def window(qtbot, open_window):
    window = open_window(wait=False)
    window.show_chat()
    qtbot.wait(50)
    window.activateWindow()
    return window


def button(parent, text):
    return next(each for each in parent.findChildren(QAbstractButton) if each.isVisible() and each.text() == text)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_with_the_focus_as_space_does(qtbot, window, key):
    when = "2026-01-01T00:00:00+00:00"
    window.chat_view.show_messages([Message(1, 1, None, "user", "One?", "complete", when)], {})
    window.warning_strip.present(False, True, False)
    qtbot.wait(50)
    copy = button(window.chat_view, "Copy")
    not_now = button(window.warning_strip, "Not now")
    for each, pressed in ((copy, copy.clicked), (not_now, window.warning_strip.not_now_requested)):
        each.setFocus()
        with qtbot.waitSignal(pressed):
            QTest.keyClick(each, key)
    assert QApplication.clipboard().text() == "One?"


def test_enter_in_the_settings_turns_a_switch(qtbot, window):
    window.toggle_settings()
    box = next(box for box in window.findChild(SettingsPanel).findChildren(QCheckBox) if box.isVisible() and box.isEnabled())
    box.setFocus()
    before = box.isChecked()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.isChecked() != before


def test_enter_with_another_key_belongs_to_that_pair(qtbot, window):
    window.toggle_settings()
    box = next(box for box in window.findChild(SettingsPanel).findChildren(QCheckBox) if box.isVisible() and box.isEnabled())
    box.setFocus()
    before = box.isChecked()
    for modifier in (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier):
        QTest.keyClick(box, Qt.Key.Key_Return, modifier)
    assert box.isChecked() == before


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_goes_along_the_header_as_it_stands(qtbot, window, key):
    window.composer.setFocus()
    places = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), key)
        focus = QApplication.focusWidget()
        if window.header.isAncestorOf(focus):
            places.append(focus.mapTo(window.header, QPoint(0, 0)).x())
        elif places:
            break
    assert len(places) == 5
    assert places == sorted(places, reverse=key == Qt.Key.Key_Backtab)
