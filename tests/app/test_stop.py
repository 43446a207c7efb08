"""Stop takes effect within half a second in every phase: loading, reading the prompt, generating; measured in the whole window."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt

from tests.app.conftest import TIMEOUT_MS

STOP_SECONDS = 0.5
BUTTON_SECONDS = 0.1
LONG = "over the hills and along the river to the town where nobody is awake. " * 30


@pytest.fixture(scope="module")
def slow_model(tmp_path_factory):
    """A random model that needs seconds for a long prompt on one thread."""
    from tests.conftest import write_model

    return write_model(tmp_path_factory.mktemp("slow") / "slow.gguf", n_layer=16, n_embd=512, n_ctx=8192)


@pytest.fixture
def window(open_window, slow_model):
    return open_window(model=slow_model, wait=False)


def ready(qtbot, window):
    window.controller.settings.update(n_ctx=8192, n_threads=1, max_tokens=4000)
    window.controller.loader.load_again()
    qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)


def stored(window):
    return window.controller.store.path(window.controller.chat.id)


def stop(qtbot, window, ended):
    """Press Escape as a person does; returns the seconds until it is done."""
    began = time.monotonic()
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    assert time.monotonic() - began < BUTTON_SECONDS
    qtbot.waitUntil(ended, timeout=TIMEOUT_MS)
    return time.monotonic() - began


def test_while_the_model_is_loading(qtbot, window):
    qtbot.waitUntil(lambda: window.controller.client.load_id is not None, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: bool(window.controller.loader.engine_version), timeout=TIMEOUT_MS)  # the process has started
    window.controller.loader.load_again()
    assert window.controller.loader.state == "loading"
    assert window.composer.button.text() == "Stop"
    took = stop(qtbot, window, lambda: window.controller.loader.state != "loading")
    assert took < STOP_SECONDS
    assert "cancelled" in window.chat_view.notice.sentence() or window.controller.loader.state == "ready"
    assert window.composer.button.text() == "Send"


def test_while_the_prompt_is_read(qtbot, window):
    ready(qtbot, window)
    window.composer.set_text(LONG)
    with qtbot.waitSignal(window.controller.run.waiting, timeout=TIMEOUT_MS):
        window.composer.submit()
    assert window.controller.busy
    assert stored(window)[-1].state == "growing"
    took = stop(qtbot, window, lambda: not window.controller.busy)
    assert took < STOP_SECONDS
    question, reply = stored(window)
    assert (reply.state, reply.content) == ("stopped", "")
    assert question.content == LONG
    assert window.composer.button.text() == "Send"


def test_while_the_reply_is_made(qtbot, window):
    ready(qtbot, window)
    window.composer.set_text("tell me everything")
    window.composer.submit()
    qtbot.waitUntil(lambda: window.controller.busy and len(window.controller.run.message.content) > 5, timeout=TIMEOUT_MS)
    took = stop(qtbot, window, lambda: not window.controller.busy)
    assert took < STOP_SECONDS
    reply = stored(window)[-1]
    assert reply.state == "stopped"
    assert reply.content
    assert reply.stats["tokens"] > 0


def test_while_a_reply_is_made_again_from_its_receipt(qtbot, window):
    ready(qtbot, window)
    window.controller.settings.update(max_tokens=12)
    window.composer.set_text(LONG)
    window.composer.submit()
    qtbot.waitUntil(lambda: not window.controller.busy and len(stored(window)) == 2, timeout=TIMEOUT_MS)
    reply = stored(window)[-1]
    if reply.state == "complete":
        pytest.skip("this model ended its reply by itself")
    window.controller.client.restart()  # nothing of the conversation is in memory any more
    qtbot.waitUntil(lambda: window.controller.loader.state == "loading", timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
    window.controller.reproduce(reply.id)
    qtbot.wait(150)
    assert window.controller.busy
    took = stop(qtbot, window, lambda: not window.controller.busy)
    assert took < STOP_SECONDS
    assert "was stopped" in window.notice.sentence()
    assert stored(window)[-1] == reply
