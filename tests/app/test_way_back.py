"""Escape leads from every page back to the chat and to where the focus was, unless something there has another use for it."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from tests.app.conftest import TIMEOUT_MS
from tests.conftest import write_model


@pytest.fixture
def window(qtbot, open_window):
    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.composer.setFocus()
    return window


def escape():
    """Press Escape where the focus is, as the keyboard does."""
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def in_chat(window) -> bool:
    return window.composer.isVisible() and not window.is_shown(window.calibration_page)


@pytest.mark.parametrize("page", ["models", "calibration", "network"])
def test_escape_leads_back_to_the_message_box(qtbot, window, page):
    window.composer.set_text("half a thought")
    {"models": window.models_binding, "calibration": window.calibration_binding, "network": window.network_binding}[page].open()
    assert not window.composer.isVisible()
    assert not window.composer.editor.hasFocus()
    escape()
    assert in_chat(window)
    assert window.composer.editor.hasFocus()
    assert window.composer.text() == "half a thought"


def test_the_focus_is_again_where_it_was(qtbot, window):
    window.drift_panel.setFocus()
    window.header.model.setFocus()
    window.models_binding.open()
    window.models_binding.page.network.click()
    assert window.header.title.full_text() == "Network"
    escape()
    assert in_chat(window)
    assert window.header.model.hasFocus()


def test_every_control_of_the_models_page_lets_escape_through(qtbot, window):
    page = window.models_binding.page
    window.models_binding.open()
    qtbot.waitUntil(lambda: bool(page.offered))
    offer = next(iter(page.offered.values()))
    card = next(iter(page.installed.values()))
    for control in (page.search, page.open, page.back, offer.choice, offer.pill, offer.take, card.load, card.more):
        window.show_page(page)
        control.setFocus()
        assert control.hasFocus()
        escape()
        assert in_chat(window), control


def test_escape_empties_the_search_first(qtbot, window):
    window.models_binding.open()
    page = window.models_binding.page
    QTest.keyClicks(page.search, "nothing like it")
    escape()
    assert page.search.text() == ""
    assert page.isVisible()
    escape()
    assert in_chat(window)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_escape_closes_an_open_list_and_an_open_menu_only(qtbot, window):
    window.models_binding.open()
    page = window.models_binding.page
    qtbot.waitUntil(lambda: bool(page.offered))
    choice = next(iter(page.offered.values())).choice
    choice.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    QTest.keyClick(popup.focusWidget() or popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert page.isVisible()
    window.header.chat_menu.popup(window.mapToGlobal(window.rect().center()))
    QTest.keyClick(window.header.chat_menu, Qt.Key.Key_Escape)
    assert not window.header.chat_menu.isVisible()
    assert page.isVisible()


def test_escape_keeps_a_file_that_was_about_to_be_deleted(qtbot, window, make_model, tmp_path):
    folder = tmp_path / "data" / "models" / "owner__name"
    folder.mkdir(parents=True)
    fetched = folder / "mine.gguf"
    shutil.copy(make_model("other.gguf", seed=4), fetched)
    window.models_binding.open()
    page = window.models_binding.page
    qtbot.waitUntil(lambda: fetched in page.installed and page.installed[fetched].delete.isVisible(), timeout=TIMEOUT_MS)
    card = page.installed[fetched]
    card.delete.trigger()
    assert card.keep.hasFocus()
    escape()
    assert not card.confirm.isVisible()
    assert page.isVisible()
    assert fetched.is_file()


def test_escape_leaves_a_running_calibration_alone(qtbot, window):
    window.calibration_binding.open()
    page, run = window.calibration_page, window.controller.calibration
    qtbot.waitUntil(lambda: bool(run.estimates), timeout=TIMEOUT_MS)
    qtbot.waitUntil(page.choice.start.isEnabled, timeout=TIMEOUT_MS)
    page.choice.start.click()
    qtbot.waitUntil(lambda: run.active and run.state != "measuring", timeout=TIMEOUT_MS)
    page.take_focus()
    escape()
    assert in_chat(window)
    assert run.active
    run.stop()
    qtbot.waitUntil(lambda: not run.active, timeout=TIMEOUT_MS)


def test_on_a_page_escape_stops_no_reply_and_in_the_chat_it_does(qtbot, open_window, tmp_path):
    window = open_window(model=write_model(tmp_path / "slow.gguf", n_layer=16, n_embd=512, n_ctx=8192), wait=False)
    window.controller.settings.update(n_ctx=8192, n_threads=1, max_tokens=4000)
    window.controller.loader.load_again()
    qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.composer.setFocus()
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    window.models_binding.open()
    escape()
    assert in_chat(window)
    assert window.controller.busy
    escape()
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)
    assert window.controller.open_chat.messages[-1].state == "stopped"


def test_beside_a_page_escape_belongs_to_the_panel(qtbot, window):
    window.network_binding.open()
    assert window.network_binding.page.findChild(QListWidget) is not None
    window.toggle_settings()
    window.settings_panel.row("seed").editor.setFocus()
    window.settings_panel.presets.setFocus()
    focus = next(each for each in window.settings_panel.findChildren(type(window.header.model)) if each.isVisible())
    focus.setFocus()
    escape()
    assert window.is_shown(window.network_binding.page)
