"""The whole window with the real engine and a small real model."""

from __future__ import annotations

import os
import signal
import time

import psutil
import pytest
from PySide6.QtCore import Qt

from app.conversations.store import Store
from app.settings.store import SettingsStore
from tests.app.conftest import TIMEOUT_MS, close_window


@pytest.fixture
def window(open_window):
    return open_window()


def idle(window):
    return not window.controller.busy and window.controller.loader.state == "ready"


def say(qtbot, window, text):
    window.composer.set_text(text)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)


def shown_texts(window):
    return [widget.text() for widget in window.chat_view.message_widgets]


def stored(window):
    return window.controller.store.path(window.controller.chat.id)


def test_a_message_is_sent_answered_shown_and_kept(qtbot, window):
    say(qtbot, window, "what are you")
    messages = stored(window)
    assert [message.role for message in messages] == ["user", "assistant"]
    assert messages[1].content
    assert messages[1].state in {"complete", "length"}
    assert messages[1].stats["tokens"] > 0
    assert messages[1].receipt["sampler"]["seed"] == 1
    assert shown_texts(window) == [message.content for message in messages]
    assert window.composer.text() == ""
    assert window.sidebar.titles() == ["what are you"]
    assert "tokens in use" in window.status_line.text()
    assert "runs on this computer" in window.header.model.text()


def test_chats_and_the_draft_survive_a_restart(qtbot, open_window):
    first = open_window()
    say(qtbot, first, "remember me")
    before = [message.content for message in stored(first)]
    first.composer.set_text("half a thought")
    close_window(qtbot, first)
    second = open_window()
    assert [message.content for message in stored(second)] == before
    assert shown_texts(second) == before
    assert second.composer.text() == "half a thought"


def test_typing_while_busy_queues_and_the_queue_is_sent(qtbot, window):
    window.controller.settings.update(max_tokens=120)
    window.composer.set_text("first")
    window.composer.submit()
    assert window.controller.busy
    window.composer.set_text("second")
    window.composer.submit()
    assert window.controller.chat.queued == "second"
    assert window.composer.text() == ""
    qtbot.waitUntil(lambda: len(stored(window)) == 4 and idle(window), timeout=TIMEOUT_MS)
    assert stored(window)[2].content == "second"
    assert window.controller.chat.queued == ""


def test_a_queued_message_can_be_taken_back(qtbot, window):
    window.controller.settings.update(max_tokens=200)
    window.composer.set_text("first")
    window.composer.submit()
    window.composer.set_text("second")
    window.composer.submit()
    window.chat_view.queued_withdrawn.emit()
    assert window.composer.text() == "second"
    window.controller.stop()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    qtbot.wait(100)
    assert len(stored(window)) == 2


def test_stop_keeps_the_reply_and_continue_and_regenerate_work(qtbot, window):
    window.controller.settings.update(max_tokens=400)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    assert window.composer.button.text() == "Stop"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    stopped = stored(window)[-1]
    assert stopped.state in {"stopped", "length", "complete"}
    assert stopped.content
    window.controller.settings.update(max_tokens=8)
    window.controller.go_on()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    longer = stored(window)[-1]
    assert longer.id == stopped.id
    assert longer.content.startswith(stopped.content)
    window.controller.regenerate()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    other = stored(window)[-1]
    assert window.controller.store.siblings(other.id) == [longer.id, other.id]
    window.controller.show_version(longer.id)
    assert shown_texts(window)[-1] == longer.content


def test_a_killed_engine_keeps_the_partial_reply_and_the_next_message_works(qtbot, window):
    window.controller.settings.update(max_tokens=400)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignals([window.controller.reply_grew] * 1, timeout=TIMEOUT_MS):
        window.composer.submit()
    os.kill(window.controller.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)
    partial = stored(window)[-1]
    assert partial.state == "interrupted"
    assert partial.content
    assert shown_texts(window)[-1] == partial.content
    assert "started again" in window.chat_view.notice.sentence()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    window.controller.settings.update(max_tokens=8)
    say(qtbot, window, "and now")
    assert stored(window)[-1].state in {"complete", "length"}


def test_closing_while_generating_saves_and_ends_within_four_seconds(qtbot, window, tmp_path):
    window.controller.settings.update(max_tokens=450)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    window.composer.set_text("typed meanwhile")
    engine = psutil.Process(window.controller.client.pid)
    began = time.monotonic()
    with qtbot.waitSignal(window.closed, timeout=4000):
        window.close()
        assert time.monotonic() - began < 0.5
    assert not engine.is_running()
    store = Store(tmp_path / "data" / "chats.db")
    (chat,) = store.chats()
    reply = store.path(chat.id)[-1]
    assert (reply.state, chat.draft) == ("interrupted", "typed meanwhile")
    assert reply.content
    store.close()


def test_closing_while_loading_ends_at_once(qtbot, open_window):
    window = open_window(wait=False)
    with qtbot.waitSignal(window.closed, timeout=4000):
        window.close()


def test_a_reply_belongs_to_the_chat_it_was_started_in(qtbot, window):
    window.controller.settings.update(max_tokens=150)
    first = window.controller.chat.id
    window.composer.set_text("start here")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    window.controller.open_chat.new()
    assert window.controller.chat.id != first
    assert shown_texts(window) == []
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert shown_texts(window) == []
    assert stored(window) == []
    window.controller.open_chat.open(first)
    assert len(shown_texts(window)) == 2
    assert shown_texts(window)[1] == stored(window)[1].content


def test_going_away_and_back_while_a_reply_grows_shows_all_of_it(qtbot, window):
    window.controller.settings.update(max_tokens=200)
    first = window.controller.chat.id
    window.composer.set_text("start here")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    window.controller.open_chat.new()
    window.controller.open_chat.open(first)
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert shown_texts(window) == [message.content for message in stored(window)]


def test_rename_delete_and_undo(qtbot, window):
    say(qtbot, window, "first chat")
    chat = window.controller.chat.id
    window.sidebar.rename_requested.emit(chat, "A better name")
    assert window.sidebar.titles() == ["A better name"]
    assert window.header.title.full_text() == "A better name"
    window.sidebar.delete_requested.emit([chat])
    assert "A better name" not in window.sidebar.titles()
    assert "was deleted" in window.notice.sentence()
    window.notice.action_requested.emit("undo_delete")
    assert "A better name" in window.sidebar.titles()
    assert window.controller.chat.id == chat


def test_a_missing_model_is_told_in_place_and_nothing_typed_is_lost(qtbot, open_window, tmp_path):
    window = open_window(model=tmp_path / "gone.gguf", wait=False)
    assert "does not exist" in window.chat_view.notice.sentence()
    assert window.chat_view.notice.action == "choose_model"
    window.composer.set_text("hello")
    window.composer.submit()
    assert window.composer.text() == "hello"
    assert stored(window) == []


def test_the_window_needs_no_more_than_800_by_600(qtbot, window):
    window.resize(800, 600)
    window.warning_strip.present(False)
    qtbot.wait(50)
    assert (window.width(), window.height()) == (800, 600)
    for widget in (window.composer.button, window.header.model, window.composer.editor):
        corner = widget.mapTo(window, widget.rect().bottomRight())
        assert 0 <= corner.x() < 800
        assert 0 <= corner.y() < 600
    window.toggle_settings()
    qtbot.wait(50)
    assert window.side.shown == "settings"
    corner = window.composer.button.mapTo(window, window.composer.button.rect().bottomRight())
    assert corner.x() < 800


@pytest.mark.parametrize(("size", "zoom"), [((800, 600), 1.0), ((1240, 800), 1.5), ((1240, 800), 2.0), ((800, 600), 1.5)])
def test_no_part_reaches_over_the_edge_of_the_window(qtbot, window, size, zoom):
    window.header.show_title("A title that is far too long for any header, whatever the size of the text may be")
    window.resize(*size)
    for panel in ("drift", "settings"):
        window.controller.settings.update(zoom=1.0)
        qtbot.wait(50)
        if window.side.shown != panel:
            window._toggle(panel)
        window.controller.settings.update(zoom=zoom)
        qtbot.wait(50)
        parts = [window.header, window.chat_view, window.composer, window.side, window.header.model, window.composer.button]

        def fits(parts=parts):
            assert window.width() <= size[0]
            for part in parts:
                assert part.mapTo(window, part.rect().bottomRight()).x() < window.width(), part

        qtbot.waitUntil(fits, timeout=5000)
        assert window.header.title.width() >= 60


def test_zoom_and_theme_reach_the_program(qtbot, window, tmp_path):
    size = window.font().pointSizeF()
    window.controller.settings.update(zoom=1.5, theme="dark")
    qtbot.wait(50)
    assert window.composer.editor.font().pointSizeF() > 1.4 * size
    assert window.palette().window().color().lightness() < 128
    assert SettingsStore(tmp_path / "data").settings.zoom == 1.5
    window.controller.settings.update(zoom=1.0, theme="light")


# --- drift -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def drifted(qtbot, open_window, always_drifted_axis):
    """A window in which two replies have drifted and the warning is shown."""
    window = open_window(always_drifted_axis)
    say(qtbot, window, "I have a small boat. Who are you?")
    assert window.warning_strip.isHidden()
    say(qtbot, window, "and what lies beyond")
    qtbot.waitUntil(lambda: not window.warning_strip.isHidden(), timeout=5000)
    return window


def test_the_warning_comes_after_two_drifted_replies_and_takes_no_focus(qtbot, drifted):
    assert [message.drifted for message in stored(drifted) if message.role == "assistant"] == [True, True]
    assert not drifted.warning_strip.hasFocus()
    assert not drifted.controller.busy


def test_the_warning_waits_while_someone_types(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    say(qtbot, window, "one")
    window.composer.set_text("two")
    window.composer.submit()
    while window.controller.busy:
        qtbot.keyClick(window.composer.editor, "x")
        qtbot.wait(20)
    qtbot.keyClick(window.composer.editor, "x")
    qtbot.wait(300)
    assert window.warning_strip.isHidden()
    qtbot.waitUntil(lambda: not window.warning_strip.isHidden(), timeout=5000)
    assert window.composer.text().startswith("x")


def test_a_fresh_chat_opens_with_an_editable_summary_that_is_not_sent(qtbot, drifted):
    old = drifted.controller.chat
    drifted.warning_strip.fresh_chat_requested.emit()
    qtbot.waitUntil(lambda: drifted.controller.chat.id != old.id, timeout=TIMEOUT_MS)
    new = drifted.controller.chat
    assert new.continued_from == old.id
    assert "What I wanted: I have a small boat." in drifted.composer.text()
    assert drifted.warning_strip.isHidden()
    qtbot.wait(300)
    assert stored(drifted) == []
    assert not drifted.controller.busy
    links = drifted.chat_view.link_texts()
    assert any("Continued from" in text for text in links)
    drifted.controller.open_chat.open(old.id)
    assert any("Continued in" in text for text in drifted.chat_view.link_texts())
    assert drifted.composer.text() == ""
    drifted.controller.open_chat.open(new.id)
    assert "What I wanted" in drifted.composer.text()


def test_strengthening_turns_the_cap_on_and_the_next_reply_is_capped(qtbot, drifted):
    drifted.warning_strip.strengthen_requested.emit()
    assert drifted.controller.settings.settings.cap == "standard"
    assert drifted.warning_strip.isHidden()
    say(qtbot, drifted, "once more")
    assert stored(drifted)[-1].stats["percentile"] == 75.0
    drifted.controller.strengthen_cap()
    assert drifted.controller.settings.settings.cap == "strong"


@pytest.mark.parametrize("answer", ["not_now_requested", "meant_requested"])
def test_an_answer_silences_the_warning_even_after_a_restart(qtbot, drifted, open_window, always_drifted_axis, answer):
    getattr(drifted.warning_strip, answer).emit()
    assert drifted.warning_strip.isHidden()
    close_window(qtbot, drifted)
    again = open_window(always_drifted_axis)
    say(qtbot, again, "still there")
    qtbot.wait(300)
    assert again.warning_strip.isHidden()
    assert len(again.controller.chat.answers) == 1


def test_the_warning_can_be_switched_off(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    window.controller.settings.update(warning="off")
    say(qtbot, window, "one")
    say(qtbot, window, "two")
    qtbot.wait(300)
    assert window.warning_strip.isHidden()


def test_another_chat_has_its_own_warning(qtbot, drifted):
    first = drifted.controller.chat.id
    drifted.controller.open_chat.new()
    assert drifted.warning_strip.isHidden()
    drifted.controller.open_chat.open(first)
    qtbot.waitUntil(lambda: not drifted.warning_strip.isHidden(), timeout=3000)


# --- loading, and leaving nothing behind -----------------------------------------------------------------------------------------


def test_loading_can_be_cancelled_and_what_was_queued_comes_back(qtbot, window):
    loader = window.controller.loader
    os.kill(window.controller.client.pid, signal.SIGSTOP)
    loader.load_again()
    assert loader.state == "loading"
    assert window.chat_view.empty_state.isVisible()
    window.composer.set_text("sent too early")
    window.composer.submit()
    assert window.controller.chat.queued == "sent too early"
    window.controller.stop()
    os.kill(window.controller.client.pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: loader.state != "loading", timeout=TIMEOUT_MS)
    if loader.state == "failed":  # else the model was loaded before the wish to stop was seen
        assert "cancelled" in window.chat_view.notice.sentence()
        assert window.composer.text() == "sent too early"
        window.controller.act("load_anyway")
        qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)


def test_a_model_that_crashed_the_engine_is_not_loaded_by_itself(qtbot, open_window, tiny_model, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "loading").write_text(str(tiny_model))
    window = open_window(wait=False)
    assert "ended the engine last time" in window.chat_view.notice.sentence()
    assert window.chat_view.notice.action == "load_anyway"
    window.chat_view.notice.action_requested.emit("load_anyway")
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)


def test_an_engine_that_dies_for_good_can_be_restarted_by_hand(qtbot, window):
    client = window.controller.client
    for _ in range(3):
        qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
        with qtbot.waitSignal(client.died, timeout=TIMEOUT_MS):
            os.kill(client.pid, signal.SIGKILL)
    assert window.controller.loader.state == "failed"
    assert window.chat_view.notice.action == "load_anyway"
    window.chat_view.notice.action_requested.emit("load_anyway")
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)


def test_windows_leave_no_process_thread_or_widget_behind(qtbot, qapp, open_window, tmp_path):
    def once(number):
        window = open_window(data_dir=tmp_path / f"data{number}")
        engine = psutil.Process(window.controller.client.pid)
        close_window(qtbot, window)
        qtbot.wait(50)
        assert not engine.is_running()
        mine = [widget for widget in qapp.topLevelWidgets() if widget.objectName() == "mainWindow"]
        return len(mine), psutil.Process().num_threads(), len(psutil.Process().open_files())

    first = once(0)
    assert first[0] == 0
    assert once(1) == first
    assert once(2) == first
