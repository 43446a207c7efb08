"""Another program holds the chat file: replies and drafts that cannot be written stay on screen and are written once it is free."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
from PySide6.QtCore import Qt

from app.conversations.store import Store
from tests.app.conftest import TIMEOUT_MS, close_window
from tests.app.test_window_faults import press


@pytest.fixture
def window(open_window):
    """A window with an earlier chat of one exchange, and with a chat of its own on screen."""
    window = open_window()
    window.controller.settings.update(max_tokens=200)
    store = window.controller.store
    earlier = store.create_chat("earlier")
    asked = store.add_message(earlier.id, "user", "what was that", parent_id=None)
    store.add_message(earlier.id, "assistant", "that was it", parent_id=asked.id)
    mine = store.create_chat("mine")
    window.controller.open_chat.open(mine.id)
    return window


@contextlib.contextmanager
def held(tmp_path):
    """Another program is writing to the chat file."""
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "chats.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def ids(window):
    return {chat.title: chat.id for chat in window.controller.store.listed()}


def begin(qtbot, window, text="tell me everything"):
    """Send a message, and wait until its reply grows."""
    window.composer.set_text(text)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.run.active and len(window.controller.run.message.content) > 5, timeout=TIMEOUT_MS)


def stop(qtbot, window):
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)


def cut_off(qtbot, window, tmp_path):
    """Make a reply whose end cannot be written, and return it as it is on screen."""
    begin(qtbot, window)
    with held(tmp_path):
        stop(qtbot, window)
    reply = window.controller.open_chat.last
    assert len(stored(window, reply).content) < len(reply.content)
    return reply


def stored(window, message):
    return window.controller.store.message(message.id)


# --- replies ---------------------------------------------------------------------------------------------------------------------


def test_a_reply_that_could_not_be_saved_is_shown_whole_and_saved_when_its_chat_is_opened(qtbot, window, tmp_path):
    begin(qtbot, window)
    notice = window.chat_view.notice
    with held(tmp_path):
        stop(qtbot, window)
        reply = window.controller.open_chat.last
        assert notice.action == "save_again"
        window.controller.open_chat.open(ids(window)["earlier"])
        assert notice.action == "save_again"  # also where the reply is not
        window.controller.open_chat.open(reply.chat_id)
        assert window.chat_view.message_widgets[-1].text() == reply.content
        assert window.controller.open_chat.last == reply
        assert stored(window, reply).state == "growing"
        window.message_binding.editing.begin(reply.id)
        assert window.composer.text() == reply.content
    window.controller.open_chat.open(reply.chat_id)
    assert (stored(window, reply).content, stored(window, reply).state) == (reply.content, reply.state)
    assert not notice.sentence()


def test_a_reply_that_goes_on_is_not_overwritten_by_its_beginning(qtbot, window, tmp_path):
    reply = cut_off(qtbot, window, tmp_path)
    window.controller.settings.update(max_tokens=8)
    window.controller.go_on()
    assert window.chat_view.notice.action != "save_again"
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)
    longer = window.controller.open_chat.last
    assert longer.id == reply.id
    assert longer.content.startswith(reply.content)
    assert longer.stats["tokens"] > reply.stats["tokens"]
    window.controller.act("save_again")
    assert stored(window, reply).content == longer.content


def test_a_reply_that_cannot_go_on_because_it_cannot_be_saved_goes_on_at_the_press_of_a_button(qtbot, window, tmp_path):
    begin(qtbot, window)
    with held(tmp_path):
        stop(qtbot, window)
        reply = window.controller.open_chat.last
        window.controller.go_on()
        assert not window.controller.busy
    press(qtbot, window.chat_view.notice, ("Try again",))
    assert window.controller.busy
    stop(qtbot, window)
    assert stored(window, reply).content.startswith(reply.content)


def test_a_reply_is_saved_by_itself_once_that_is_possible(qtbot, window, tmp_path):
    reply = cut_off(qtbot, window, tmp_path)
    qtbot.waitUntil(lambda: stored(window, reply).content == reply.content, timeout=TIMEOUT_MS)
    assert stored(window, reply).state == reply.state
    assert not window.chat_view.notice.sentence()


def test_closing_saves_a_reply_that_could_not_be_saved(qtbot, window, tmp_path):
    reply = cut_off(qtbot, window, tmp_path)
    close_window(qtbot, window)
    with contextlib.closing(Store(tmp_path / "data" / "chats.db")) as store:
        assert store.message(reply.id).content == reply.content


def test_what_is_asked_next_follows_the_whole_reply(qtbot, window, tmp_path):
    window.controller.settings.update(n_ctx=2048)
    begin(qtbot, window)
    with held(tmp_path):
        stop(qtbot, window)
        reply = window.controller.open_chat.last
        window.controller.open_chat.reload()
        asked = window.controller.replies.asked(window.controller.chat, window.controller.open_chat.path(reply.chat_id))
    assert asked.conversation.messages[-1].content == reply.content


# --- drafts ----------------------------------------------------------------------------------------------------------------------


def test_a_draft_that_could_not_be_written_is_there_again_and_is_written(qtbot, window, tmp_path):
    mine, earlier = ids(window)["mine"], ids(window)["earlier"]
    with held(tmp_path):
        window.composer.set_text("half an hour of typing")
        window.controller.open_chat.open(earlier)
        assert window.composer.text() == ""
        assert window.chat_view.notice.action == "save_again"
        window.controller.open_chat.open(mine)
        assert window.composer.text() == "half an hour of typing"
        window.controller.open_chat.open(earlier)
        window.composer.set_text("more, elsewhere")
        assert not window.controller.store.chat(mine).draft
    press(qtbot, window.chat_view.notice, ("Save again",))
    assert window.controller.store.chat(mine).draft == "half an hour of typing"
    assert window.controller.store.chat(earlier).draft == "more, elsewhere"


def test_a_draft_of_another_chat_is_written_by_itself(qtbot, window, tmp_path):
    mine, earlier = ids(window)["mine"], ids(window)["earlier"]
    with held(tmp_path):
        window.composer.set_text("half an hour of typing")
        window.controller.open_chat.open(earlier)
    qtbot.waitUntil(lambda: window.controller.store.chat(mine).draft == "half an hour of typing", timeout=TIMEOUT_MS)
    assert not window.chat_view.notice.sentence()


def test_a_draft_taken_back_after_it_was_written_by_itself_is_gone(qtbot, window, tmp_path):
    mine = window.controller.chat.id
    with held(tmp_path):
        window.composer.set_text("a thought")
        window.controller.open_chat.flush_draft()
    qtbot.waitUntil(lambda: window.controller.store.chat(mine).draft == "a thought", timeout=TIMEOUT_MS)
    window.composer.set_text("")
    window.controller.open_chat.flush_draft()
    assert window.controller.store.chat(mine).draft == ""


def test_a_new_chat_leaves_what_was_typed_in_the_empty_one(qtbot, window, tmp_path):
    window.controller.open_chat.new()
    empty = window.controller.chat.id
    with held(tmp_path):
        window.composer.set_text("typed in an empty chat")
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert window.controller.chat.id == empty or window.controller.open_chat.unwritten.draft(empty) is not None
    window.controller.open_chat.new()
    assert window.controller.chat.id != empty
    assert window.controller.store.chat(empty).draft == "typed in an empty chat"


def test_closing_writes_the_drafts_of_every_chat(qtbot, window, tmp_path):
    mine, earlier = ids(window)["mine"], ids(window)["earlier"]
    with held(tmp_path):
        window.composer.set_text("half an hour of typing")
        window.controller.open_chat.open(earlier)
    close_window(qtbot, window)
    with contextlib.closing(Store(tmp_path / "data" / "chats.db")) as store:
        assert store.chat(mine).draft == "half an hour of typing"


def test_the_chat_on_screen_may_be_gone_when_its_draft_is_written(window):
    mine = window.controller.chat.id
    window.composer.set_text("typed into a chat that is gone")
    window.controller.store.delete_chats([mine])
    window.controller.open_chat.flush_draft()
    window.controller.store.restore_chats([mine])
    assert window.controller.store.chat(mine).draft == "typed into a chat that is gone"
