"""Fetching a model from the page, over real sockets: from the press of a button over pause and restart to a reply of that model."""

from __future__ import annotations

import functools
import os
import signal
import time

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.downloads.ledger import LEDGER_NAME, Ledger
from app.downloads.part import part_path
from app.downloads.queue import DownloadQueue
from app.models.catalogue import File, load_catalogue
from app.models.fetches import wanted_of
from app.window.start import build_window
from tests.app.conftest import TIMEOUT_MS, close_window
from tests.downloads.hub_server import QUICK, World, facts, serving, status

KEY = "qwen3-0.6b"


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch):
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def world(make_model):
    """A hub that has a real small model under every name."""
    content = make_model("on-the-hub.gguf", seed=7).read_bytes()
    with serving(World(content)) as world:
        world.hub.extend([any_file] * 500)
        yield world


def any_file(handler):
    handler.head(302, {**facts(handler.world), "Location": handler.world.store_base + "/x", "Content-Length": "0"})


@pytest.fixture
def start(qtbot, qapp, tmp_path, tiny_model, world):
    """Return a function that opens the real window on the models page, with that hub."""
    windows = []

    def make():
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        window = build_window(data, downloads=DownloadQueue(data, hub=world.address, pace=QUICK))
        windows.append(window)
        window.controller.settings.update(n_ctx=512, max_tokens=24, seed=1, temperature=0.0)
        window.resize(1240, 800)
        window.show()
        window.start(str(tiny_model), None)
        qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
        window.models_binding.open()
        return window

    yield make
    for window in windows:
        close_window(qtbot, window)


def shown(widget) -> str:
    found = [each for kind in (QLabel, QPushButton) for each in widget.findChildren(kind) if each.isVisible()]
    return " | ".join(each.text() for each in found if each.text()).replace("\u00a0", " ")


def press(qtbot, button):
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def page_of(window):
    return window.models_binding.page


def only_fetch(window):
    (card,) = page_of(window).fetched.values()
    return card


def place(window):
    entry = page_of(window).offered[KEY].entry
    return wanted_of(entry, entry.usual_file)[0].place(window.controller.loader.axis_dir.parent)


def fetched(window, path):
    return lambda: path.is_file() and path in page_of(window).installed


def test_a_model_is_fetched_listed_and_answers(qtbot, start, world):
    window = start()
    path = place(window)
    assert world.asked == []
    press(qtbot, page_of(window).offered[KEY].take)
    qtbot.waitUntil(fetched(window, path), timeout=TIMEOUT_MS)
    assert path.read_bytes() == world.content
    assert "has been fetched and checked" in page_of(window).notice.sentence()
    assert page_of(window).fetched == {}
    assert window.controller.downloads.items() == []
    qtbot.waitUntil(lambda: "tiny-7" in shown(page_of(window).installed[path]), timeout=TIMEOUT_MS)
    assert "on this computer" in shown(page_of(window).offered[KEY])
    assert page_of(window).offered[KEY].take.text() == "Load"
    (use,) = [each for each in page_of(window).notice.findChildren(QPushButton) if each.text() == "Use it now"]
    press(qtbot, use)
    qtbot.waitUntil(
        lambda: window.controller.loader.state == "ready" and window.controller.loader.name == "tiny-7", timeout=TIMEOUT_MS
    )
    window.show_chat()
    window.composer.set_text("hello")
    window.composer.submit()
    qtbot.waitUntil(lambda: len(window.controller.open_chat.messages) == 2 and not window.controller.busy, timeout=TIMEOUT_MS)
    assert {entry.host for entry in Ledger(path.parents[2] / LEDGER_NAME).entries()}


def test_progress_is_told_and_a_pause_lasts_over_a_restart(qtbot, start, world):
    world.pause, world.chunk = 0.05, 16 << 10
    window = start()
    path = place(window)
    press(qtbot, page_of(window).offered[KEY].take)
    qtbot.waitUntil(lambda: bool(page_of(window).fetched) and only_fetch(window).fetch.received > 60_000, timeout=TIMEOUT_MS)
    card = only_fetch(window)
    qtbot.waitUntil(lambda: "per second" in card.status.text() and "left" in card.status.text(), timeout=TIMEOUT_MS)
    assert card.title.text() == "Qwen3 0.6B · Q8_0"
    assert 0 < card.bar.value() < card.bar.maximum()
    assert "being fetched" in shown(page_of(window).offered[KEY])
    assert not page_of(window).offered[KEY].take.isEnabled()
    press(qtbot, card.go)
    qtbot.waitUntil(lambda: "Paused" in card.status.text(), timeout=TIMEOUT_MS)
    assert card.go.text() == "Resume"
    kept = card.fetch.received
    assert kept > 60_000
    close_window(qtbot, window)
    asked = len(world.asked)
    again = start()
    assert len(world.asked) == asked, "contacted without being asked"
    card = only_fetch(again)
    assert "Paused" in card.status.text()
    assert card.fetch.received >= kept
    world.pause = 0.0
    press(qtbot, card.go)
    qtbot.waitUntil(fetched(again, path), timeout=TIMEOUT_MS)
    assert path.read_bytes() == world.content
    assert any(each.headers.get("Range") for each in world.to("store"))


def test_cancel_keeps_what_has_arrived_and_cancel_and_delete_does_not(qtbot, start, world):
    world.pause, world.chunk = 0.05, 16 << 10
    window = start()
    path = place(window)
    for keeps in (True, False):
        press(qtbot, page_of(window).offered[KEY].take)
        qtbot.waitUntil(lambda: bool(page_of(window).fetched) and only_fetch(window).fetch.received > 40_000, timeout=TIMEOUT_MS)
        press(qtbot, only_fetch(window).cancel if keeps else only_fetch(window).discard)
        qtbot.waitUntil(lambda: not page_of(window).fetched, timeout=TIMEOUT_MS)
        qtbot.waitUntil(lambda keeps=keeps: part_path(path).exists() is keeps, timeout=TIMEOUT_MS)
        qtbot.waitUntil(page_of(window).offered[KEY].take.isEnabled, timeout=TIMEOUT_MS)


def test_a_failure_says_why_and_can_be_tried_again(qtbot, start, world):
    world.hub.clear()
    world.hub.append(status(404))
    window = start()
    path = place(window)
    press(qtbot, page_of(window).offered[KEY].take)
    qtbot.waitUntil(lambda: bool(page_of(window).fetched) and only_fetch(window).fetch.state == "failed", timeout=TIMEOUT_MS)
    card = only_fetch(window)
    qtbot.waitUntil(lambda: card.go.text() == "Try again", timeout=TIMEOUT_MS)
    assert card.fetch.sentence
    assert card.fetch.sentence in shown(card)
    world.hub.extend([any_file] * 50)
    press(qtbot, card.go)
    qtbot.waitUntil(fetched(window, path), timeout=TIMEOUT_MS)


def test_a_failure_is_told_also_where_the_page_is_not_on_show(qtbot, start, world):
    world.hub.clear()
    world.hub.append(status(404))
    window = start()
    press(qtbot, page_of(window).offered[KEY].take)
    window.show_chat()
    qtbot.waitUntil(lambda: "has stopped" in window.notice.sentence(), timeout=TIMEOUT_MS)
    assert "Qwen3 0.6B" in window.notice.sentence()
    (button,) = [each for each in window.notice.findChildren(QPushButton) if each.text() == "Show"]
    press(qtbot, button)
    qtbot.waitUntil(lambda: bool(page_of(window).fetched), timeout=TIMEOUT_MS)
    assert page_of(window).isVisible()
    assert only_fetch(window).go.text() == "Try again"


def test_several_wait_in_line(qtbot, start, world):
    world.pause, world.chunk = 0.02, 16 << 10
    window = start()
    for key in (KEY, "llama-3.2-1b"):
        press(qtbot, page_of(window).offered[key].take)
    qtbot.waitUntil(lambda: len(page_of(window).fetched) == 2, timeout=TIMEOUT_MS)
    first, second = page_of(window).fetched.values()
    qtbot.waitUntil(lambda: "Waits for its turn" in second.status.text(), timeout=TIMEOUT_MS)
    assert first.fetch.state == "running"
    world.pause = 0.0
    qtbot.waitUntil(lambda: not page_of(window).fetched and len(window.controller.shelf.library.models()) == 4, timeout=TIMEOUT_MS)


def test_a_split_model_is_one_download_and_becomes_one_model(qtbot, start, world):
    window = start()
    shelf = window.controller.shelf
    entry = page_of(window).offered[KEY].entry
    split = File(entry.usual_file.repository, "sub/big-00001-of-00003.gguf", "Q8_0", 3 * len(world.content))
    shelf.download(entry, split)
    qtbot.waitUntil(lambda: bool(page_of(window).fetched), timeout=TIMEOUT_MS)
    card = only_fetch(window)
    assert len(card.fetch.states) == 3
    assert card.fetch.total == 3 * len(world.content)
    path = wanted_of(entry, split)[0].place(window.controller.loader.axis_dir.parent)
    qtbot.waitUntil(lambda: path in page_of(window).installed, timeout=TIMEOUT_MS)
    assert page_of(window).fetched == {}
    assert window.controller.downloads.items() == []
    model = shelf.library.model(path)
    assert (model.origin, model.file_bytes) == ("downloaded", 3 * len(world.content))


def test_a_worker_that_is_killed_leaves_a_download_that_goes_on(qtbot, start, world):
    world.pause, world.chunk = 0.05, 16 << 10
    window = start()
    path = place(window)
    press(qtbot, page_of(window).offered[KEY].take)
    qtbot.waitUntil(lambda: bool(page_of(window).fetched) and only_fetch(window).fetch.received > 60_000, timeout=TIMEOUT_MS)
    workers = [child for child in psutil.Process().children(recursive=True) if "app.downloads.worker" in " ".join(child.cmdline())]
    assert workers
    for worker in workers:
        os.kill(worker.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: only_fetch(window).go.text() == "Try again", timeout=TIMEOUT_MS)
    world.pause = 0.0
    press(qtbot, only_fetch(window).go)
    qtbot.waitUntil(fetched(window, path), timeout=TIMEOUT_MS)
    assert path.read_bytes() == world.content


def test_what_finished_while_nobody_looked_is_listed_at_the_next_start(qtbot, start, world):
    window = start()
    path = place(window)
    press(qtbot, page_of(window).offered[KEY].take)
    qtbot.waitUntil(path.is_file, timeout=TIMEOUT_MS)
    window.close()
    again = start()
    qtbot.waitUntil(fetched(again, path), timeout=TIMEOUT_MS)
    assert again.controller.downloads.items() == []


def test_the_window_can_be_closed_while_something_is_fetched(qtbot, start, world):
    world.pause, world.chunk = 0.05, 16 << 10
    window = start()
    press(qtbot, page_of(window).offered[KEY].take)
    qtbot.waitUntil(lambda: bool(page_of(window).fetched) and only_fetch(window).fetch.received > 40_000, timeout=TIMEOUT_MS)
    began = time.monotonic()
    close_window(qtbot, window)
    assert time.monotonic() - began < 4.0
    again = start()
    assert only_fetch(again).fetch.state == "paused"


def test_a_catalogue_that_cannot_be_read_is_told(qtbot, start, monkeypatch, tmp_path):
    broken = tmp_path / "catalogue.json"
    broken.write_text("{broken")
    monkeypatch.setattr("app.models.shelf.load_catalogue", functools.partial(load_catalogue, broken))
    page = page_of(start())
    assert "The list of models cannot be read." in shown(page)
    assert page.offered == {}
