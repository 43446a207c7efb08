"""What waits until the model is free gets its turn: after its chat was deleted and brought back, and after the file was held."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.app.conftest import TIMEOUT_MS
from tests.app.test_unwritten import begin, held, stop
from tests.app.test_window_faults import press


@pytest.fixture
def window(open_window):
    window = open_window()
    window.controller.settings.update(n_ctx=512, max_tokens=200)
    return window


def idle(window):
    return not window.controller.busy and window.controller.loader.state == "ready"


def say(qtbot, window, text):
    window.composer.set_text(text)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)


def told(window, chat_id):
    """What was sent in a chat, and who spoke in turn."""
    path = window.controller.store.path(chat_id)
    return [message.content for message in path if message.role == "user"], [message.role for message in path]


def queue_here_while_another_is_answered(qtbot, window, text):
    """Let a message wait in the chat on screen while another chat is answered; returns both ids."""
    here = window.controller.chat.id
    window.controller.open_chat.open(window.controller.store.create_chat("other").id)
    other = window.controller.chat.id
    window.controller.settings.update(max_tokens=400)
    begin(qtbot, window)
    window.controller.settings.update(max_tokens=8)
    window.controller.open_chat.open(here)
    say(qtbot, window, text)
    assert window.controller.chat.queued == text
    return here, other


def test_what_waits_in_a_chat_that_was_deleted_is_sent_when_it_is_brought_back(qtbot, window):
    here, _ = queue_here_while_another_is_answered(qtbot, window, "one more thing")
    window.controller.open_chat.delete(here)
    stop(qtbot, window)
    press(qtbot, window.notice, ("Undo",))
    assert window.controller.chat.id == here
    qtbot.waitUntil(lambda: idle(window) and len(window.controller.store.path(here)) == 2, timeout=TIMEOUT_MS)
    assert told(window, here) == (["one more thing"], ["user", "assistant"])
    assert window.controller.store.chat(here).queued == ""


def test_an_edited_message_of_a_chat_that_was_deleted_is_answered_when_it_is_brought_back(qtbot, window):
    window.controller.settings.update(max_tokens=8)
    say(qtbot, window, "what are you")
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    here, question = window.controller.chat.id, window.controller.open_chat.messages[0]
    window.controller.open_chat.open(window.controller.store.create_chat("other").id)
    window.controller.settings.update(max_tokens=400)
    begin(qtbot, window)
    window.controller.settings.update(max_tokens=8)
    window.controller.open_chat.open(here)
    assert window.controller.edit_message(question.id, "who are you")
    window.controller.open_chat.delete(here)
    stop(qtbot, window)
    press(qtbot, window.notice, ("Undo",))
    qtbot.waitUntil(lambda: idle(window) and len(window.controller.store.path(here)) == 2, timeout=TIMEOUT_MS)
    assert told(window, here) == (["who are you"], ["user", "assistant"])


def test_what_waits_in_a_chat_brought_back_without_a_model_is_in_the_box_again(qtbot, open_window, tmp_path):
    window = open_window(model=tmp_path / "missing.gguf", wait=False)
    qtbot.waitUntil(lambda: window.controller.loader.state == "failed", timeout=TIMEOUT_MS)
    here = window.controller.chat.id
    window.controller.store.set_queued(here, "from before")
    window.controller.open_chat.delete(here)
    window.controller.open_chat.undo_delete()
    assert window.composer.text() == "from before"
    assert window.controller.chat.queued == ""


def test_a_waiting_message_is_sent_once_the_file_is_free(qtbot, window, tmp_path):
    here = window.controller.chat.id
    begin(qtbot, window)
    say(qtbot, window, "and then")
    with held(tmp_path):
        stop(qtbot, window)
        first = window.controller.open_chat.last
        assert window.controller.chat.queued == "and then"
        notice = window.chat_view.notice
        assert notice.action == "save_again"
        window.controller.settings.update(max_tokens=8)
    press(qtbot, notice, ("Save again", "Try again"))
    assert window.controller.store.message(first.id).content == first.content
    qtbot.waitUntil(lambda: idle(window) and len(window.controller.store.path(here)) == 4, timeout=TIMEOUT_MS)
    assert told(window, here) == (["tell me everything", "and then"], ["user", "assistant"] * 2)
    assert window.controller.store.chat(here).queued == ""
    assert not notice.sentence()


def test_a_waiting_message_is_sent_by_itself_once_the_file_is_free(qtbot, window, tmp_path):
    here = window.controller.chat.id
    begin(qtbot, window)
    say(qtbot, window, "and then")
    with held(tmp_path):
        stop(qtbot, window)
        window.controller.settings.update(max_tokens=8)
    qtbot.waitUntil(lambda: idle(window) and len(window.controller.store.path(here)) == 4, timeout=TIMEOUT_MS)
    assert told(window, here) == (["tell me everything", "and then"], ["user", "assistant"] * 2)
    assert not window.chat_view.notice.sentence()


def test_what_is_sent_behind_a_message_that_could_not_be_sent_comes_after_it(qtbot, window, tmp_path):
    here = window.controller.chat.id
    begin(qtbot, window)
    say(qtbot, window, "second")
    with held(tmp_path):
        stop(qtbot, window)
        window.controller.settings.update(max_tokens=8)
    say(qtbot, window, "third")
    assert window.composer.text() == ""
    qtbot.waitUntil(lambda: idle(window) and len(window.controller.store.path(here)) == 4, timeout=TIMEOUT_MS)
    assert told(window, here)[0] == ["tell me everything", "second\n\nthird"]


def test_a_message_that_cannot_be_taken_back_waits_on(qtbot, window, tmp_path):
    here = window.controller.chat.id
    begin(qtbot, window)
    say(qtbot, window, "and then")
    window.composer.set_text("typed since")
    with held(tmp_path):
        window.chat_view.queued_withdrawn.emit()
        assert window.composer.text() == "typed since"
        assert window.controller.store.chat(here).queued == "and then"
    window.chat_view.queued_withdrawn.emit()
    assert window.composer.text() == "typed since\n\nand then"
    stop(qtbot, window)
    assert len(window.controller.store.path(here)) == 2
    window.controller.open_chat.flush_draft()
    assert window.controller.store.chat(here).draft == "typed since\n\nand then"


def test_an_edited_message_is_answered_before_what_waits_behind_it_is_sent(qtbot, window):
    window.controller.settings.update(max_tokens=8)
    say(qtbot, window, "what are you")
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    question = window.controller.open_chat.messages[0]
    here, _ = queue_here_while_another_is_answered(qtbot, window, "and then")
    assert window.controller.edit_message(question.id, "who are you")
    window.controller.stop()
    qtbot.waitUntil(lambda: idle(window) and len(window.controller.store.path(here)) == 4, timeout=TIMEOUT_MS)
    assert told(window, here) == (["who are you", "and then"], ["user", "assistant"] * 2)
