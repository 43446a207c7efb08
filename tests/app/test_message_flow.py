"""What can be done with single messages, in the whole window with the real engine: edit, delete, branch, reproduce, details."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QPushButton

from app.chat.message import ReplyMessage, UserMessage
from app.window.reply_details import ReplyDetails
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


def stored(window):
    return window.controller.store.path(window.controller.chat.id)


def texts(window):
    return [widget.text() for widget in window.chat_view.message_widgets]


def widget_of(window, message_id):
    return next(widget for widget in window.chat_view.message_widgets if widget.message_id == message_id)


def act(window, message_id, words):
    """Choose an action from the menu of a message, as a person does."""
    menu = widget_of(window, message_id).footer.menu()
    (action,) = [each for each in menu.actions() if each.text() == words]
    action.trigger()
    menu.close()


# --- editing ---------------------------------------------------------------------------------------------------------------------


def test_an_edited_message_is_answered_anew_and_the_old_one_is_kept(qtbot, window):
    say(qtbot, window, "what are you")
    question, answer = stored(window)
    window.composer.set_text("half a thought")
    widget_of(window, question.id).footer.edit.click()
    assert window.composer.text() == "what are you"
    assert window.composer.editing
    window.composer.set_text("who are you")
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: idle(window) and len(stored(window)) == 2, timeout=TIMEOUT_MS)
    new_question, new_answer = stored(window)
    assert (new_question.content, new_question.parent_id) == ("who are you", question.parent_id)
    assert new_answer.parent_id == new_question.id
    assert new_answer.content
    assert window.composer.text() == "half a thought"
    assert not window.composer.editing
    assert window.controller.store.message(answer.id).content == answer.content
    switch = widget_of(window, new_question.id).footer.switch
    assert switch.isVisibleTo(window.chat_view)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert texts(window) == [question.content, answer.content]
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert texts(window) == ["who are you", new_answer.content]


def test_up_in_an_empty_box_edits_and_escape_gives_the_box_back(qtbot, window):
    say(qtbot, window, "what are you")
    before = stored(window)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Up)
    assert window.composer.text() == "what are you"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    assert window.composer.text() == ""
    assert not window.composer.editing
    assert stored(window) == before


def test_what_is_typed_into_an_edit_survives_the_end_of_the_program(qtbot, open_window):
    first = open_window()
    say(qtbot, first, "what are you")
    first.composer.set_text("unsent")
    first.message_binding.editing.begin_last()
    first.composer.set_text("what are you, really")
    close_window(qtbot, first)
    second = open_window()
    assert second.composer.text() == "unsent\n\nwhat are you, really"


def test_another_chat_ends_an_edit_and_has_its_own_draft(qtbot, window):
    say(qtbot, window, "what are you")
    window.message_binding.editing.begin_last()
    window.controller.open_chat.new()
    assert not window.composer.editing
    assert window.composer.text() == ""


def test_an_edited_reply_stands_beside_the_models_own(qtbot, window):
    say(qtbot, window, "what are you")
    question, answer = stored(window)
    act(window, answer.id, "Edit…")
    window.composer.set_text("I am a ship.")
    window.composer.submit()
    edited = stored(window)[-1]
    assert (edited.content, edited.role, edited.parent_id) == ("I am a ship.", "assistant", question.id)
    assert edited.receipt["edited_from"] == answer.id
    assert idle(window)
    assert texts(window)[-1] == "I am a ship."
    assert window.controller.store.siblings(edited.id) == [answer.id, edited.id]
    say(qtbot, window, "what kind of ship")
    assert stored(window)[1].content == "I am a ship."
    window.controller.reproduce(edited.id)
    assert "changed this text yourself" in window.notice.sentence()


def test_a_message_edited_while_another_chat_is_answered_is_answered_after_it(qtbot, window):
    say(qtbot, window, "what are you")
    first = window.controller.chat.id
    question = stored(window)[0]
    window.controller.settings.update(max_tokens=200)
    window.controller.open_chat.new()
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    second = window.controller.chat.id
    window.controller.open_chat.open(first)
    window.controller.settings.update(max_tokens=8)
    assert window.controller.edit_message(question.id, "who are you")
    assert [message.role for message in stored(window)] == ["user"]
    qtbot.waitUntil(lambda: len(stored(window)) == 2 and idle(window), timeout=TIMEOUT_MS)
    assert stored(window)[-1].content
    assert window.controller.store.path(second)[-1].content


def test_nothing_is_changed_in_a_chat_that_is_being_answered(qtbot, window):
    window.controller.settings.update(max_tokens=400)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    question = stored(window)[0]
    assert not window.controller.edit_message(question.id, "something else")
    window.controller.delete_message(question.id)
    assert "A reply is being made in this chat" in window.chat_view.notice.sentence()
    assert stored(window)[0] == question
    window.controller.stop()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)


# --- deleting, branching, temporary chats ----------------------------------------------------------------------------------------


def test_a_deleted_message_comes_back_with_what_followed_it(qtbot, window):
    say(qtbot, window, "one")
    say(qtbot, window, "two")
    before = stored(window)
    act(window, before[2].id, "Delete")
    assert texts(window) == [message.content for message in before[:2]]
    assert "the one that followed it were deleted" in window.notice.sentence()
    window.notice._button.click()
    assert stored(window) == before
    assert texts(window) == [message.content for message in before]


def test_deleting_one_version_shows_the_other(qtbot, window):
    say(qtbot, window, "one")
    first = stored(window)[-1]
    window.controller.settings.update(seed=2, temperature=1.5)
    window.controller.regenerate()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    second = stored(window)[-1]
    assert second.id != first.id
    window.controller.delete_message(second.id)
    assert stored(window)[-1].id == first.id
    assert texts(window)[-1] == first.content


def test_a_branch_is_a_chat_of_its_own(qtbot, window):
    say(qtbot, window, "one")
    say(qtbot, window, "two")
    old, before = window.controller.chat, stored(window)
    act(window, before[1].id, "Branch into a new chat")
    new = window.controller.chat
    assert new.id != old.id
    assert [(message.role, message.content) for message in stored(window)] == [("user", "one"), ("assistant", before[1].content)]
    assert stored(window)[1].receipt["sampler"] == before[1].receipt["sampler"]
    assert stored(window)[1].stats == before[1].stats
    assert "branch" in new.title
    say(qtbot, window, "another way")
    assert window.controller.store.path(old.id) == before


def test_a_temporary_chat_leaves_no_trace_on_the_disk(qtbot, window, tmp_path):
    say(qtbot, window, "kept words zanzibar")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.controller.chat.temporary
    assert window.header.temporary.isVisible()
    say(qtbot, window, "secret words xylophone")
    window.composer.set_text("a draft with quetzal")
    window.controller.open_chat.flush_draft()
    assert len(stored(window)) == 2
    assert stored(window)[-1].receipt["sampler"]["seed"] == 1
    close_window(qtbot, window)
    found = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"zanzibar" in found
    assert b"xylophone" not in found
    assert b"quetzal" not in found


# --- receipts --------------------------------------------------------------------------------------------------------------------


def test_the_receipt_says_everything_and_reproduces_the_text(qtbot, window):
    window.controller.settings.update(temperature=0.9, seed=None, max_tokens=16)
    say(qtbot, window, "what are you")
    say(qtbot, window, "and what else")
    reply = stored(window)[-1]
    facts, stats = reply.receipt, reply.stats
    model = window.controller.loader.model
    assert facts["model"]["fingerprint"] == model.fingerprint
    assert facts["model"]["quantization"] == model.quantization
    assert facts["model"]["template_sha256"] == model.template_sha256
    assert "llama.cpp" in facts["engine"]
    assert facts["sampler"]["temperature"] == 0.9
    assert len(stats["prompt_sha256"]) == 64
    assert stats["seed"] is not None
    assert stats["tokens"] > 0
    assert stats["time_to_first_token"] > 0
    before = stored(window)
    window.controller.reproduce(reply.id)
    assert window.controller.busy
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert "the text is identical" in window.notice.sentence()
    assert stored(window) == before


def test_a_reply_that_cannot_come_out_the_same_is_said_to_differ_and_can_be_kept(qtbot, window):
    window.controller.settings.update(temperature=0.0, max_tokens=16)
    say(qtbot, window, "what are you")
    reply = stored(window)[-1]
    window.controller.store.finish(reply.id, "zzz " + reply.content, reply.readings, reply.state, stats=reply.stats)
    window.controller.open_chat.open(window.controller.chat.id)
    window.controller.reproduce(reply.id)
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert "differs from character 1 on" in window.notice.sentence()
    window.notice._button.click()
    kept = stored(window)[-1]
    assert kept.content == reply.content
    assert kept.receipt["reproduces"] == reply.id
    assert window.controller.store.siblings(kept.id) == [reply.id, kept.id]
    assert texts(window)[-1] == reply.content


def test_a_reply_of_another_model_is_not_reproduced(qtbot, window, open_window, make_model, tmp_path):
    say(qtbot, window, "what are you")
    close_window(qtbot, window)
    other = open_window(model=make_model("other.gguf", seed=7))
    reply = stored(other)[-1]
    other.controller.reproduce(reply.id)
    assert "was made by tiny-0" in other.notice.sentence()
    assert idle(other)


def test_reproducing_can_be_stopped_and_what_is_sent_meanwhile_waits(qtbot, window):
    window.controller.settings.update(max_tokens=300)
    say(qtbot, window, "tell me everything")
    window.controller.settings.update(max_tokens=8)
    window.controller.reproduce(stored(window)[-1].id)
    window.composer.set_text("next")
    window.composer.submit()
    assert window.controller.chat.queued == "next"
    window.controller.stop()
    qtbot.waitUntil(lambda: len(stored(window)) == 4 and idle(window), timeout=TIMEOUT_MS)
    assert stored(window)[2].content == "next"


def test_details_show_the_receipt_and_the_exact_prompt(qtbot, window):
    window.controller.settings.update(system_prompt="Be brief.")
    say(qtbot, window, "what are you")
    say(qtbot, window, "and what else")
    reply = stored(window)[-1]
    act(window, reply.id, "Details…")
    (details,) = window.findChildren(ReplyDetails)
    for part in (reply.receipt["model"]["fingerprint"], str(reply.stats["seed"]), reply.stats["prompt_sha256"], "Be brief."):
        assert part in details.text()
    details.copy.click()
    assert QGuiApplication.clipboard().text() == details.text()
    details.prompt_button.click()
    qtbot.waitUntil(lambda: bool(details.prompt_verdict()), timeout=TIMEOUT_MS)
    assert "exactly what the model read" in details.prompt_verdict()
    assert "what are you" in details.prompt_text()
    assert "Be brief." in details.prompt_text()
    assert "<|im_start|>" in details.prompt_text()
    details.again.click()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert "identical" in window.notice.sentence()
    act(window, stored(window)[1].id, "Details…")
    assert not details.isVisible()
    (other,) = [each for each in window.findChildren(ReplyDetails) if each.isVisible()]
    window.controller.settings.update(max_tokens=200)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    assert not other.again.isEnabled()
    window.controller.stop()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert other.again.isEnabled()
    window.controller.open_chat.new()
    assert not other.isVisible()


def test_a_continued_reply_says_so_in_its_receipt(qtbot, window):
    window.controller.settings.update(max_tokens=4)
    say(qtbot, window, "what are you")
    first = stored(window)[-1]
    if first.state != "length":
        pytest.skip("this model ended its reply by itself")
    window.controller.go_on()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    reply = stored(window)[-1]
    assert [part["after_chars"] for part in reply.receipt["continued"]] == [len(first.content)]
    window.controller.reproduce(reply.id)
    assert "was continued" in window.notice.sentence()


def test_every_action_of_a_message_is_named_and_reached_by_keyboard(qtbot, window):
    say(qtbot, window, "what are you")
    for widget in window.chat_view.message_widgets:
        assert isinstance(widget, UserMessage | ReplyMessage)
        footer = widget.footer
        for button in (footer.copy, footer.edit, footer.again, footer.go_on, footer.more):
            assert button.accessibleName()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_prompt_hash_is_that_of_the_rendered_prompt(qtbot, window):
    say(qtbot, window, "what are you")
    reply = stored(window)[-1]
    with qtbot.waitSignal(window.controller.prompt_rendered, timeout=TIMEOUT_MS) as rendered:
        window.controller.render_prompt(reply.id)
    message_id, text = rendered.args
    assert message_id == reply.id
    assert hashlib.sha256(text.encode()).hexdigest() == reply.stats["prompt_sha256"]


def test_a_message_without_a_reply_can_be_answered(qtbot, window):
    say(qtbot, window, "one")
    question, answer = stored(window)
    window.controller.delete_message(answer.id)
    assert texts(window) == ["one"]
    button = widget_of(window, question.id).footer.again
    assert (button.text(), button.isVisibleTo(window.chat_view)) == ("Answer", True)
    button.click()
    qtbot.waitUntil(lambda: idle(window) and len(stored(window)) == 2, timeout=TIMEOUT_MS)
    assert stored(window)[-1].content
    assert not widget_of(window, question.id).footer.again.isVisibleTo(window.chat_view)


def test_a_continuation_that_is_stopped_at_once_keeps_the_figures(qtbot, window):
    window.controller.settings.update(max_tokens=6)
    say(qtbot, window, "what are you")
    first = stored(window)[-1]
    if first.state != "length":
        pytest.skip("this model ended its reply by itself")
    window.controller.go_on()
    window.controller.stop()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    reply = stored(window)[-1]
    assert reply.content.startswith(first.content)
    assert reply.stats["tokens"] >= first.stats["tokens"]
    window.controller.go_on()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert stored(window)[-1].stats["tokens"] > reply.stats["tokens"] - 1


def test_a_chat_has_its_own_system_prompt(qtbot, window):
    window.controller.settings.update(system_prompt="For all chats.")
    first = window.controller.chat
    window.controller.set_system_prompt(first.id, "Only here.")
    say(qtbot, window, "one")
    assert stored(window)[-1].receipt["system_prompt"] == "Only here."
    window.controller.open_chat.new()
    say(qtbot, window, "two")
    assert stored(window)[-1].receipt["system_prompt"] == "For all chats."
    window.controller.set_system_prompt(first.id, None)
    assert window.controller.store.chat(first.id).system_prompt is None


def test_messages_take_the_width_there_is_when_the_window_shrinks(qtbot, window):
    window.resize(1240, 800)
    for text in ("one", "two", "three", "four"):
        say(qtbot, window, text)
    window.resize(800, 600)
    qtbot.wait(300)
    wide = window.chat_view.viewport().width()
    assert {widget.width() for widget in window.chat_view.message_widgets} == {min(720, wide - 48)}


def test_the_reply_being_written_is_copied_as_it_is_on_screen(qtbot, window):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("copied before")
    window.controller.settings.update(max_tokens=450)
    window.composer.set_text("tell me everything")
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    run = window.controller.run
    (copy,) = [each for each in window.actions() if each.text() == "Copy the last reply"]
    assert run.message.content == ""
    copy.trigger()
    assert clipboard.text() == "copied before"
    qtbot.waitUntil(lambda: bool(run.message and run.message.content), timeout=TIMEOUT_MS)
    copy.trigger()
    assert clipboard.text() == run.message.content
    window.controller.stop()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    copy.trigger()
    assert clipboard.text() == stored(window)[-1].content
    window.controller.open_chat.new()
    copy.trigger()
    assert clipboard.text()


def test_a_way_back_is_there_again_when_what_was_told_after_it_is_closed(qtbot, window):
    window.controller.settings.update(max_tokens=60)
    say(qtbot, window, "one")
    say(qtbot, window, "two")
    _, first, question, _ = stored(window)
    notice, deleted = window.notice, "The message and the one that followed it were deleted."
    window.controller.reproduce(first.id)
    window.controller.delete_message(question.id)
    assert (notice.sentence(), notice.action) == (deleted, "undo_message")
    qtbot.waitUntil(lambda: idle(window) and notice.sentence() != deleted, timeout=TIMEOUT_MS)
    close = next(each for each in notice.findChildren(QAbstractButton) if each.toolTip() == "Close this notice")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert (notice.sentence(), notice.action) == (deleted, "undo_message")
    (undo,) = [each for each in notice.findChildren(QPushButton) if each.text() == "Undo" and each.isVisible()]
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert notice.sentence() == ""
    assert [message.content for message in stored(window)][::2] == ["one", "two"]


def test_a_way_back_that_something_later_has_taken_or_that_belongs_to_another_chat_does_not_come_again(qtbot, window):
    say(qtbot, window, "one")
    say(qtbot, window, "two")
    question, _, _, last = stored(window)
    notice = window.notice
    window.controller.delete_message(last.id)
    notice.present("Something else.")
    window.controller.delete_message(question.id)  # the undo is for this one now
    assert notice.action == "undo_message"
    notice.dismiss()
    assert notice.sentence() == ""
    window.controller.act("undo_message")
    window.controller.delete_message(stored(window)[-1].id)
    notice.present("Something else.")
    window.controller.open_chat.new()
    assert notice.sentence() == "Something else."
    notice.dismiss()
    assert notice.sentence() == ""
