"""The first start: three steps in the window, shown once, skipped with Escape or a button, and nothing contacted."""

from __future__ import annotations

import json
import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from app.downloads.ledger import LEDGER_NAME
from app.downloads.queue import DownloadQueue
from app.models.memory import machine
from app.settings.store import SETTINGS_FILE
from app.window.start import build_window
from tests.app.conftest import close_window
from tests.downloads.hub_server import QUICK, World, facts, serving


@pytest.fixture
def start(qtbot, qapp, tmp_path, tiny_model):
    """Return a function that starts the program as somebody does who names no model."""
    windows = []

    def make(*, model=None, wait=False):
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        window = build_window(data)
        windows.append(window)
        window.resize(1240, 800)
        window.show()
        window.start(model, None)
        if wait:
            qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=60_000)
        return window

    yield make
    for window in windows:
        close_window(qtbot, window)


def texts(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_it_is_shown_at_the_first_start_only(qtbot, start, tmp_path):
    window = start()
    page = window.first_run_binding.page
    assert window.is_shown(page)
    assert window.header.title.full_text() == "Welcome to Keel"
    assert json.loads((tmp_path / "data" / SETTINGS_FILE).read_text())["first_run_done"] is True
    close_window(qtbot, window)
    again = start()
    assert again.first_run_binding.page is None
    assert again.composer.isVisible()


def test_nobody_who_asked_for_a_model_is_held_up(start, tiny_model):
    window = start(model=str(tiny_model))
    assert window.first_run_binding.page is None
    assert window.composer.isVisible()


def test_nobody_who_has_chats_already_is_held_up(qtbot, start, tmp_path):
    from app.conversations.store import Store

    (tmp_path / "data").mkdir()
    store = Store(tmp_path / "data" / "chats.db")
    store.create_chat("From before")
    store.close()
    window = start()
    assert window.first_run_binding.page is None
    assert window.composer.isVisible()


def test_escape_skips_all_of_it_from_every_step(qtbot, start):
    window = start()
    for steps in range(3):
        window.first_run_binding.open()
        page = window.first_run_binding.page
        for _ in range(steps):
            page.go_on.click()
        assert page.step == steps
        QTest.keyClick(page.go_on, Qt.Key.Key_Escape)
        assert window.composer.isVisible()
        assert window.first_run_binding.page is None
        assert QApplication.focusWidget() is window.composer.editor or not window.isActiveWindow()


def test_enter_presses_the_button_with_the_focus(qtbot, start):
    window = start()
    window.first_run_binding.open()
    page = window.first_run_binding.page
    for button, step in ((page.go_on, 1), (page.go_on, 2), (page.back, 1)):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert page.step == step
    page.skip.setFocus()
    QTest.keyClick(page.skip, Qt.Key.Key_Enter)
    assert window.first_run_binding.page is None
    assert window.composer.isVisible()


def test_three_steps_lead_to_the_chat(qtbot, start):
    window = start()
    page = window.first_run_binding.page
    page.take_focus()
    assert page.steps.count() == 3
    assert page.where.text() == "Step 1 of 3"
    assert page.back.isHidden()
    assert "Nothing leaves this computer" in texts(page)
    QTest.keyClick(page.go_on, Qt.Key.Key_Space)
    assert page.where.text() == "Step 2 of 3"
    assert "Your computer" in texts(page)
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert page.where.text() == "Step 1 of 3"
    page.go_on.click()
    page.go_on.click()
    assert "built-in model" in texts(page)
    assert "understands English only" in texts(page)
    assert page.go_on.text() == "Start chatting"
    assert page.skip.isHidden()
    page.go_on.click()
    assert window.composer.isVisible()


def test_the_second_step_tells_of_this_very_computer_and_contacts_nothing(qtbot, start, tmp_path):
    window = start(wait=True)
    page = window.first_run_binding.page
    page.go_on.click()
    told = texts(page.computer)
    assert f"{machine().cores} processor core" in told
    assert "GB of memory" in told
    assert window.controller.loader.model.device_reason.split(",")[0] in told
    assert 1 <= len(page.computer.cards) <= 3
    for card in page.computer.cards:
        assert card.fetch.isEnabled()
        assert "to download" in card.facts.text()
        assert "licence" in card.facts.text()
        assert card.pill.text() in ("Fits", "May be slow")
    assert not (tmp_path / "data" / LEDGER_NAME).exists()
    assert window.controller.shelf.fetches() == []


def test_all_models_are_one_click_away(start):
    window = start()
    page = window.first_run_binding.page
    page.go_on.click()
    page.computer.all_models.click()
    assert window.is_shown(window.models_binding.page)
    assert window.first_run_binding.page is None


def test_a_first_message_is_answered_by_the_built_in_model(qtbot, start):
    window = start()  # not loaded yet: the message waits
    page = window.first_run_binding.page
    page.go_on.click()
    page.go_on.click()
    page.chat.examples[0].click()
    assert window.composer.isVisible()
    flow = window.controller
    qtbot.waitUntil(lambda: len(flow.open_chat.messages) == 2 and not flow.busy, timeout=60_000)
    asked, reply = flow.open_chat.messages
    assert asked.content == "What is the capital of France?"
    assert reply.content.strip()
    assert reply.state == "complete"


def test_opening_a_chat_ends_it(start):
    window = start()
    window.controller.open_chat.new()
    assert window.first_run_binding.page is None
    assert window.composer.isVisible()


def any_file(handler):
    """A hub that has whatever is asked for."""
    handler.head(302, {**facts(handler.world), "Location": handler.world.store_base + "/x", "Content-Length": "0"})


def test_three_clicks_lead_to_a_real_model(qtbot, qapp, tmp_path, tiny_model, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    data = tmp_path / "data"
    data.mkdir()
    with serving(World(tiny_model.read_bytes())) as world:
        world.hub.extend([any_file] * 4)
        window = build_window(data, downloads=DownloadQueue(data, hub=world.address, pace=QUICK))
        window.show()
        window.start(None, None)
        page = window.first_run_binding.page
        QTest.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
        qtbot.wait(200)
        assert world.asked == []
        card = page.computer.cards[-1]
        QTest.mouseClick(card.fetch, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: card.fetch.text() in ("Being downloaded", "Is here already"), timeout=10_000)
        assert not card.fetch.isEnabled()
        qtbot.waitUntil(lambda: window.notice.action == "load_arrived", timeout=60_000)
        page.skip.click()
        use = next(each for each in window.notice.findChildren(QAbstractButton) if each.text() == "Use it now")
        QTest.mouseClick(use, Qt.MouseButton.LeftButton)
        loader = window.controller.loader
        file = card.suggestion.file.file
        qtbot.waitUntil(lambda: loader.state == "ready" and loader.model.path.endswith(file), timeout=60_000)
        assert (loader.model.name, world.asked[0].method) == ("tiny-0", "HEAD")
        window.show_network()
        qtbot.waitUntil(lambda: window.network_binding.page.list.count() >= 2, timeout=5_000)
        shown = window.network_binding.page.list.item(0).text()
        assert shown.startswith("127.0.0.1:")
        close_window(qtbot, window)
