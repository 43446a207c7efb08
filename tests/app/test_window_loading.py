"""Loading in the real window: a file that kills llama.cpp, another model in mid-chat, the model put away and brought back."""

import os
import signal
import struct
import sys
import time
from pathlib import Path

import psutil
import pytest

from app import engine_client
from app.chat import receipt_words
from app.window import idle_unload
from tests.app.conftest import TIMEOUT_MS, close_window
from tests.conftest import write_model


def idle(window):
    return window.controller.loader.state == "ready" and not window.controller.busy


def say(qtbot, window, text):
    window.composer.set_text(text)
    window.composer.submit()
    qtbot.waitUntil(lambda: idle(window) and answered(window), timeout=TIMEOUT_MS)


def answered(window):
    messages = window.controller.open_chat.messages
    return bool(messages) and messages[-1].role == "assistant" and messages[-1].state != "growing"


def texts(window):
    return [(message.role, message.content) for message in window.controller.open_chat.messages]


def wait_for(qtbot, window, state):
    qtbot.waitUntil(lambda: window.controller.loader.state == state, timeout=TIMEOUT_MS)


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.fixture
def deadly_model(tiny_model, tmp_path):
    """A model whose header is sound and on which llama.cpp ends its process: its vocabulary holds one token twice."""
    path = tmp_path / "deadly.gguf"
    one, other = (struct.pack("<Q", 1) + letter for letter in (b"A", b"B"))
    data = tiny_model.read_bytes()
    assert data.count(one) == data.count(other) == 1
    path.write_bytes(data.replace(one, other))
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes")
def test_a_file_whose_name_is_no_text_is_refused_in_words(qtbot, window, tiny_model, tmp_path):
    odd = tmp_path / "m\udcff.gguf"
    odd.write_bytes(tiny_model.read_bytes())
    window.controller.use_model(str(odd))
    wait_for(qtbot, window, "failed")
    assert "is not valid UTF-8 text" in window.chat_view.notice.sentence()
    assert window.controller.settings.settings.model_path is None
    window.controller.use_model(str(tiny_model))
    wait_for(qtbot, window, "ready")
    say(qtbot, window, "and again")
    assert len(texts(window)) == 2


# --- a file that kills llama.cpp ---------------------------------------------------------------------------------------------


def test_a_file_that_kills_llama_cpp_kills_only_the_engine(qtbot, window, deadly_model, tiny_model):
    say(qtbot, window, "hello")
    before, pid = texts(window), window.controller.client.pid
    window.composer.set_text("half a thought")
    window.controller.use_model(str(deadly_model))
    wait_for(qtbot, window, "failed")
    notice = window.chat_view.notice
    assert notice.isVisible()
    assert "stopped" in notice.sentence()
    assert "while deadly was being loaded" in notice.sentence()
    assert notice.action == "load_anyway"
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    assert texts(window) == before
    assert window.composer.text() == "half a thought"
    window.controller.use_model(str(tiny_model))
    wait_for(qtbot, window, "ready")
    say(qtbot, window, "and again")
    assert len(texts(window)) == 4


def test_what_killed_the_engine_is_not_loaded_again_by_itself_after_a_restart(
    qtbot, open_window, deadly_model, tiny_model, tmp_path
):
    first = open_window()
    first.controller.use_model(str(deadly_model))
    wait_for(qtbot, first, "failed")
    close_window(qtbot, first)
    again = open_window(model=deadly_model, wait=False)
    assert again.controller.loader.state == "failed"
    assert "Loading deadly.gguf ended the engine last time" in again.chat_view.notice.sentence()
    qtbot.waitUntil(lambda: again.controller.client.running, timeout=TIMEOUT_MS)
    qtbot.wait(300)
    assert again.controller.loader.state == "failed"
    assert not again.controller.client.busy
    again.controller.use_model(str(tiny_model))
    wait_for(qtbot, again, "ready")
    close_window(qtbot, again)
    third = open_window()  # a model that loaded since then clears the memory of the bad one
    assert idle(third)
    assert not (tmp_path / "data" / "loading").exists()


def test_the_setting_alone_does_not_bring_a_deadly_file_back(qtbot, open_window, deadly_model):
    """The file that was chosen in the window is the one that a start without arguments loads."""
    first = open_window()
    first.controller.use_model(str(deadly_model))
    wait_for(qtbot, first, "failed")
    close_window(qtbot, first)
    from app.window.start import build_window

    again = build_window(first.controller.settings.path.parent)
    try:
        again.show()
        again.start(None, None)
        assert again.controller.loader.state == "failed"
        assert "ended the engine last time" in again.chat_view.notice.sentence()
    finally:
        close_window(qtbot, again)


def test_after_a_crash_with_a_graphics_card_one_may_try_without_it(qtbot, window, deadly_model):
    """The engine under test has none; the window is told that it had one."""
    flow = window.controller
    flow.loader.graphics = True
    flow.use_model(str(deadly_model))
    wait_for(qtbot, window, "failed")
    assert window.chat_view.notice.action == "load_on_processor"
    asked = []
    load = flow.client.load
    flow.client.load = lambda *values, **named: asked.append(named["n_gpu_layers"]) or load(*values, **named)
    window.chat_view.notice.action_requested.emit("load_on_processor")
    assert asked == [0]
    qtbot.waitUntil(lambda: flow.loader.state == "failed", timeout=TIMEOUT_MS)
    assert window.chat_view.notice.action == "load_anyway"


# --- another model in mid-chat -----------------------------------------------------------------------------------------------


def test_another_model_keeps_the_conversation(qtbot, window, tmp_path):
    other = write_model(tmp_path / "second.gguf", seed=7)
    say(qtbot, window, "the river and the house")
    before = texts(window)
    window.controller.use_model(str(other))
    wait_for(qtbot, window, "ready")
    assert window.controller.loader.model.name == "tiny-7"
    assert texts(window) == before
    say(qtbot, window, "and what now")
    assert texts(window)[:2] == before
    first, second = (message for message in window.controller.open_chat.messages if message.role == "assistant")
    assert first.receipt["model"]["fingerprint"] != second.receipt["model"]["fingerprint"]
    assert second.stats["prompt_tokens"] > first.stats["prompt_tokens"]


def test_another_model_while_a_reply_is_made_keeps_both(qtbot, window, tmp_path):
    other = write_model(tmp_path / "second.gguf", seed=7)
    window.controller.settings.update(max_tokens=200)
    window.composer.set_text("tell me everything")
    window.composer.submit()
    qtbot.waitUntil(lambda: window.controller.busy, timeout=TIMEOUT_MS)
    window.controller.use_model(str(other))
    qtbot.waitUntil(lambda: idle(window) and window.controller.loader.model.name == "tiny-7", timeout=TIMEOUT_MS)
    assert answered(window)
    say(qtbot, window, "and again")
    assert [role for role, _ in texts(window)] == ["user", "assistant"] * 2


# --- put away and brought back -----------------------------------------------------------------------------------------------


def test_an_idle_model_is_put_away_and_the_next_message_brings_it_back(qtbot, window, monkeypatch):
    say(qtbot, window, "hello")
    before = texts(window)
    monkeypatch.setattr(idle_unload, "MINUTE_S", 0.2)
    window.controller.settings.update(idle_unload_minutes=1)
    wait_for(qtbot, window, "unloaded")
    assert window.controller.client.running
    assert "put away until it is needed" in window.header.model.accessibleName()
    assert texts(window) == before
    monkeypatch.setattr(idle_unload, "MINUTE_S", 60.0)
    window.composer.set_text("are you there")
    window.composer.submit()
    assert window.controller.loader.state == "loading"
    assert window.composer.text() == ""
    qtbot.waitUntil(lambda: idle(window) and len(texts(window)) == 4 and answered(window), timeout=TIMEOUT_MS)
    assert texts(window)[:2] == before
    assert texts(window)[2] == ("user", "are you there")


def test_the_memory_is_really_given_back(qtbot, open_window, tmp_path):
    large = write_model(tmp_path / "large.gguf", n_embd=512, n_layer=8, n_ctx=8192)
    window = open_window(model=large)
    window.controller.settings.update(n_ctx=8192)
    window.controller.loader.load_again()
    qtbot.waitUntil(lambda: idle(window) and window.controller.loader.model.n_ctx == 8192, timeout=TIMEOUT_MS)
    engine = psutil.Process(window.controller.client.pid)
    model = window.controller.loader.model
    held = engine.memory_info().rss
    window.controller.unload_model()
    qtbot.waitUntil(lambda: engine.memory_info().rss < held - model.weights_bytes // 2, timeout=10_000)
    assert engine.is_running()


def test_a_busy_model_is_not_idle_and_zero_never_puts_it_away(qtbot, window, monkeypatch):
    monkeypatch.setattr(idle_unload, "MINUTE_S", 0.05)
    window.controller.settings.update(idle_unload_minutes=0, max_tokens=400)
    qtbot.wait(300)
    assert window.controller.loader.state == "ready"
    window.composer.set_text("hello")
    window.composer.submit()
    qtbot.waitUntil(lambda: window.controller.busy, timeout=TIMEOUT_MS)
    window.controller.settings.update(idle_unload_minutes=1)
    while window.controller.busy:
        assert window.controller.loader.state == "ready"
        qtbot.wait(20)
    assert answered(window)
    wait_for(qtbot, window, "unloaded")


@pytest.mark.parametrize("wish", ["regenerate", "go_on"])
def test_a_wish_that_needs_the_model_brings_it_back(qtbot, window, wish):
    say(qtbot, window, "hello")
    flow = window.controller
    reply = flow.open_chat.messages[-1]
    flow.unload_model()
    assert flow.loader.state == "unloaded"
    getattr(flow, wish)()
    qtbot.waitUntil(lambda: idle(window) and answered(window) and flow.open_chat.messages[-1] != reply, timeout=TIMEOUT_MS)
    if wish == "regenerate":
        assert len(flow.store.siblings(flow.open_chat.messages[-1].id)) == 2
    else:
        assert flow.open_chat.messages[-1].content.startswith(reply.content)
        assert len(flow.open_chat.messages[-1].content) > len(reply.content)


def test_a_wish_of_a_chat_that_was_left_is_dropped(qtbot, window):
    say(qtbot, window, "hello")
    flow = window.controller
    first = flow.chat.id
    flow.unload_model()
    flow.regenerate()
    flow.open_chat.new()
    say(qtbot, window, "something else")
    assert len(flow.open_chat.messages) == 2
    assert len(flow.store.path(first)) == 2
    assert len(flow.store.siblings(flow.store.path(first)[-1].id)) == 1


def test_unloading_stops_a_reply_and_keeps_what_has_come(qtbot, window):
    flow = window.controller
    flow.settings.update(max_tokens=450)
    window.composer.set_text("tell me everything")
    window.composer.submit()
    qtbot.waitUntil(lambda: bool(flow.run.message and flow.run.message.content), timeout=TIMEOUT_MS)
    window.composer.set_text("one more thing")
    window.composer.submit()
    assert flow.chat.queued == "one more thing"
    flow.unload_model()
    wait_for(qtbot, window, "unloaded")
    assert texts(window)[-1][1]
    assert flow.chat.queued == ""
    assert window.composer.text() == "one more thing"


def test_an_axis_that_is_imported_brings_the_model_back(qtbot, window, always_drifted_axis):
    flow = window.controller
    assert flow.loader.axis is None
    flow.unload_model()
    window.calibration_binding.import_files([str(always_drifted_axis)])
    qtbot.waitUntil(lambda: idle(window) and flow.loader.axis is not None, timeout=TIMEOUT_MS)
    assert flow.loader.axis.name == "Always drifted"


def test_a_message_sent_after_the_axis_has_gone_is_in_the_box_once(qtbot, open_window, always_drifted_axis, tiny_model, tmp_path):
    axis = tmp_path / "named.axis.gguf"
    axis.write_bytes(always_drifted_axis.read_bytes())
    window = open_window(axis)
    flow = window.controller
    flow.unload_model()
    wait_for(qtbot, window, "unloaded")
    axis.unlink()
    window.composer.set_text("after the axis went")
    for _ in range(2):  # once more with Enter changes nothing
        window.composer.submit()
        wait_for(qtbot, window, "failed")
        assert (window.composer.text(), flow.chat.queued) == ("after the axis went", "")
    window.composer.set_text("")
    flow.regenerate()
    flow.act("load_anyway")
    wait_for(qtbot, window, "failed")
    notice = window.chat_view.notice
    assert (notice.isVisible(), notice.action) == (True, "choose_model")
    assert f"The axis file {axis} does not exist" in notice.sentence()
    flow.use_model(str(tiny_model))
    wait_for(qtbot, window, "ready")
    say(qtbot, window, "and again")
    assert [role for role, _ in texts(window)] == ["user", "assistant"]


def test_a_model_that_is_loaded_stays_where_its_axis_has_gone_meanwhile(qtbot, open_window, always_drifted_axis, tmp_path):
    axis = tmp_path / "named.axis.gguf"
    axis.write_bytes(always_drifted_axis.read_bytes())
    window = open_window(axis)
    axis.unlink()
    window.settings_panel.reload_requested.emit()
    assert f"The axis file {axis} does not exist" in window.chat_view.notice.sentence() + window.notice.sentence()
    assert window.controller.loader.state == "ready"
    say(qtbot, window, "still there")
    assert len(texts(window)) == 2


def test_what_a_chat_takes_stays_on_show_while_the_model_is_away(qtbot, window):
    say(qtbot, window, "hello")
    flow = window.controller
    flow.unload_model()
    qtbot.wait(50)
    assert flow.meter.size == 512
    assert flow.meter.used >= flow.open_chat.messages[-1].stats["context_used"] > 0


def test_an_engine_that_dies_while_the_model_is_away_changes_nothing(qtbot, window):
    say(qtbot, window, "hello")
    flow = window.controller
    flow.unload_model()
    qtbot.waitUntil(lambda: not flow.client._open, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(flow.client.died, timeout=TIMEOUT_MS):
        os.kill(flow.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: flow.client.running, timeout=TIMEOUT_MS)
    assert flow.loader.state == "unloaded"
    say(qtbot, window, "still there")
    assert len(texts(window)) == 4


# --- what is told ------------------------------------------------------------------------------------------------------------


def test_what_there_is_to_say_of_a_model_is_told_once(qtbot, window, tmp_path):
    flow = window.controller
    told = []
    flow.told.connect(told.append)
    flow.settings.update(kv_type="q8_0")  # its heads are too narrow for that
    flow.loader.load_again()
    qtbot.waitUntil(lambda: bool(told) and idle(window), timeout=TIMEOUT_MS)
    assert "cannot be kept in less room" in told[0].sentence
    assert "cannot be kept in less room" in window.chat_view.notice.sentence() + window.notice.sentence()
    flow.loader.load_again()
    wait_for(qtbot, window, "ready")
    assert len(told) == 1


def test_the_model_says_what_it_runs_on_and_why(qtbot, window):
    reason = "This copy of Keel works without graphics cards, so the model runs on the processor."
    assert window.controller.loader.model.device_reason == reason
    assert reason in window.header.model.toolTip()
    window.controller.unload_model()
    assert reason not in window.header.model.toolTip()


def test_settings_say_what_they_cost_while_they_are_changed(qtbot, open_window):
    demo = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
    window = open_window(model=demo)
    flow, panel = window.controller, window.settings_panel
    window.toggle_settings()
    model = flow.loader.model
    assert model.shape is not None
    flow.settings.update(n_ctx=1024)
    exact = panel.row("kv_type").note.text()
    assert exact == "8.4\u00a0MB for 1,024 tokens."
    longer = panel.row("n_ctx").note.text()
    assert "in all" in longer
    assert "at most" not in longer
    flow.settings.update(n_ctx=512)
    assert panel.row("kv_type").note.text() == "4.2\u00a0MB for 512 tokens."
    assert panel.row("n_ctx").note.text() != longer
    flow.settings.update(kv_type="q8_0")
    assert "Kept exactly, it would take" in panel.row("kv_type").note.text()
    flow.settings.update(flash_attention="off")
    assert "used all the same" in panel.row("flash_attention").note.text()
    assert panel.row("n_gpu_layers").note.text() == model.device_reason != ""
    flow.settings.update(n_ctx=1_000_000)
    assert "at most" in panel.row("n_ctx").note.text()


def test_a_receipt_says_how_the_memory_was_kept_and_making_it_again_says_what_changed(qtbot, open_window):
    demo = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
    window = open_window(model=demo)
    flow = window.controller
    told = []
    flow.told.connect(told.append)
    say(qtbot, window, "What is the capital of France?")
    reply = flow.open_chat.messages[-1]
    assert reply.receipt["model"]["kv_type"] == "f16"
    shown = dict(row for _, rows in receipt_words.sections(reply) for row in rows)
    assert (shown["How the memory is kept"], shown["Flash attention"]) == ("Exact", "Off")
    flow.settings.update(kv_type="q4_0")
    flow.loader.load_again()
    wait_for(qtbot, window, "ready")
    flow.reproduce(reply.id)
    qtbot.waitUntil(lambda: bool(told) and "its receipt" in told[-1].sentence and not flow.busy, timeout=TIMEOUT_MS)
    assert "how the memory is kept, flash attention" in told[-1].sentence


# --- cancelling --------------------------------------------------------------------------------------------------------------


def test_loading_stops_at_once_even_where_the_engine_does_not_answer(qtbot, window):
    flow = window.controller
    say(qtbot, window, "hello")
    before, pid = texts(window), flow.client.pid
    os.kill(pid, signal.SIGSTOP)  # it stands still, as it may in the middle of a call
    flow.loader.load_again()
    assert flow.loader.state == "loading"
    qtbot.wait(50)
    began = time.monotonic()
    flow.stop()
    qtbot.waitUntil(lambda: flow.loader.state == "failed", timeout=5000)
    assert time.monotonic() - began < engine_client.LOAD_STOP_MS / 1000 + 0.6
    assert "cancelled" in window.chat_view.notice.sentence()
    qtbot.waitUntil(lambda: flow.client.running and flow.client.pid != pid, timeout=TIMEOUT_MS)
    assert not flow.client.crashed_model()
    assert texts(window) == before
    flow.act("load_anyway")
    wait_for(qtbot, window, "ready")
    say(qtbot, window, "again")
