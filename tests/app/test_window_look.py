"""A step of the text size restyles the window once, however many were asked for, and reaches all that is in it."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolTip

from app.theme import DARK, LIGHT, apply_theme, apply_zoom, look, zoom

CTRL = Qt.KeyboardModifier.ControlModifier


class Restyles(QObject):
    """Counts how often a widget was given its style anew."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.count += event.type() == QEvent.Type.StyleChange
        return False


@pytest.fixture
def window(qtbot, qapp, open_window):
    window = open_window(wait=False)
    qtbot.wait(50)
    yield window
    if zoom() != 1.0:
        apply_zoom(qapp, 1.0)
    if qapp.property("keel_theme_mode") != "light":
        apply_theme(qapp, "light")


def press(window, *keys):
    for key in keys:
        QTest.keyClick(window, key, CTRL)


def test_several_steps_in_a_row_cost_as_much_as_one_and_end_at_the_last_size(qtbot, window, tmp_path):
    title, before = window.header.title, window.header.title.fontInfo().pointSizeF()
    restyles = Restyles(title)
    press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: restyles.count > 0)
    qtbot.wait(100)
    one, restyles.count = restyles.count, 0
    press(window, *[Qt.Key.Key_Plus] * 5, Qt.Key.Key_Minus)
    assert zoom() == window.controller.settings.settings.zoom == 1.5
    qtbot.waitUntil(lambda: title.fontInfo().pointSizeF() == pytest.approx(1.5 * before, rel=0.1))
    qtbot.wait(100)
    assert restyles.count == one
    assert json.loads((tmp_path / "data" / "settings.json").read_text(encoding="utf-8"))["zoom"] == 1.5
    press(window, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: title.fontInfo().pointSizeF() == pytest.approx(before))


def test_what_is_not_on_show_has_the_new_size_too(qtbot, window):
    window.models_binding.open()
    page = window.models_binding.page
    qtbot.waitUntil(lambda: bool(page.offered))
    card = next(iter(page.offered.values()))
    before = card.title.fontInfo().pointSizeF()
    window.show_chat()
    press(window, *[Qt.Key.Key_Plus] * 5)
    window.models_binding.open()
    qtbot.waitUntil(lambda: card.title.fontInfo().pointSizeF() == pytest.approx(1.5 * before, rel=0.1))
    card.pill.click()
    figures = [label for label in card.figures.findChildren(QLabel) if label.isVisible()]
    assert figures
    assert all(label.fontInfo().pointSizeF() > 1.3 * before for label in figures)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_pop_ups_of_the_window_wear_its_colours(qtbot, window):
    window.controller.settings.update(theme="dark")
    qtbot.wait(50)
    window.show_help()
    menu = window.header.chat_menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    QToolTip.showText(window.mapToGlobal(window.rect().center()), "A tip", window)
    tip = next(each for each in window.findChildren(QLabel) if each.inherits("QTipLabel"))
    for popup in (menu, tip, window.findChild(QObject, "helpSheet")):
        ground = popup.grab().toImage().pixelColor(8, popup.height() // 2)
        assert ground.lightness() < 90, popup
    QToolTip.hideText()
    menu.hide()


def test_the_program_itself_wears_no_sheet_while_a_window_does(qapp, window):
    assert qapp.styleSheet() == ""
    assert "QPushButton" in window.styleSheet()
    assert "#composer" in window.styleSheet()


def test_the_window_follows_the_system(qtbot, qapp, window, monkeypatch):
    window.controller.settings.update(theme="light")
    monkeypatch.setattr(look, "system_is_dark", lambda _app: True)  # no display here reports a scheme
    window.controller.settings.update(theme="system")
    qtbot.waitUntil(lambda: DARK.window in window.styleSheet())
    monkeypatch.setattr(look, "system_is_dark", lambda _app: False)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    qtbot.waitUntil(lambda: LIGHT.text in window.styleSheet() and DARK.window not in window.styleSheet())
    assert qapp.styleSheet() == ""
