"""Nothing typed is thrown away by a click: on an example, on Edit during a change, on what takes a message away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.chat.empty_state import ExampleCard
from tests.app.test_message_flow import act, idle, say, stored, widget_of

UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def window(open_window):
    window = open_window()
    window.resize(1240, 800)
    return window


def cards(window):
    return [card for card in window.findChildren(ExampleCard) if card.isVisible()]


def add(window, text):
    window.composer.editor.insertPlainText(text)


# --- examples --------------------------------------------------------------------------------------------------------------------


def test_an_example_comes_below_what_was_typed_and_can_be_undone(qtbot, window):
    add(window, "my long message")
    qtbot.mouseClick(cards(window)[0], Qt.MouseButton.LeftButton)
    typed, example = window.composer.text().split("\n\n", 1)
    assert typed == "my long message"
    assert example
    window.controller.open_chat.flush_draft()
    assert window.controller.chat.draft == window.composer.text()
    qtbot.keyClick(window.composer.editor, *UNDO)
    assert window.composer.text() == "my long message"


def test_an_example_takes_the_place_of_another(qtbot, window):
    first, second = cards(window)[:2]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    example = window.composer.text()
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert window.composer.text()
    assert example not in window.composer.text()
    assert window.composer.editor.hasFocus() or not window.isActiveWindow()


# --- changing one message, and then another --------------------------------------------------------------------------------------


def test_edit_on_another_message_leaves_what_is_being_changed(qtbot, window):
    say(qtbot, window, "first question")
    say(qtbot, window, "second question")
    first, _, second, _ = stored(window)
    widget_of(window, second.id).footer.edit.click()
    add(window, ", and ten more lines")
    widget_of(window, first.id).footer.edit.click()
    assert window.composer.text() == "second question, and ten more lines"
    assert "still changing another message" in window.chat_view.notice.sentence()
    widget_of(window, second.id).footer.edit.click()
    assert window.composer.text() == "second question, and ten more lines"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: idle(window) and len(stored(window)) == 4, timeout=60_000)
    assert [message.content for message in stored(window)][::2] == ["first question", "second question, and ten more lines"]
    assert stored(window)[2].parent_id == second.parent_id


def test_edit_on_another_message_goes_there_where_nothing_was_changed(qtbot, window):
    say(qtbot, window, "first question")
    say(qtbot, window, "second question")
    first, _, second, _ = stored(window)
    window.composer.set_text("half a thought")
    widget_of(window, second.id).footer.edit.click()
    widget_of(window, first.id).footer.edit.click()
    assert window.composer.text() == "first question"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    assert window.composer.text() == "half a thought"


def test_changed_words_come_back_after_escape(qtbot, window):
    say(qtbot, window, "first question")
    window.message_binding.editing.begin_last()
    add(window, ", with care")
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    assert window.composer.text() == ""
    qtbot.keyClick(window.composer.editor, *UNDO)
    assert window.composer.text() == "first question, with care"
    assert not window.composer.editing


# --- a message that is not there any more ----------------------------------------------------------------------------------------


def test_enter_after_the_message_was_deleted_keeps_what_was_typed_and_says_so(qtbot, window):
    say(qtbot, window, "first question")
    question = stored(window)[0]
    add(window, "unsent")
    widget_of(window, question.id).footer.edit.click()
    add(window, ", with care")
    act(window, question.id, "Delete")
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    assert not window.composer.editing
    assert window.composer.text() == "unsent\n\nfirst question, with care"
    assert "not on show any more" in window.chat_view.notice.sentence()
    window.controller.open_chat.flush_draft()
    assert window.controller.chat.draft == "unsent\n\nfirst question, with care"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: idle(window) and len(stored(window)) == 2, timeout=60_000)
    assert stored(window)[0].content == "unsent\n\nfirst question, with care"


def test_a_change_goes_on_where_the_version_is_on_show_again(qtbot, window):
    say(qtbot, window, "first question")
    question, first = stored(window)
    window.controller.settings.update(seed=2, temperature=1.5)
    window.controller.regenerate()
    qtbot.waitUntil(lambda: idle(window), timeout=60_000)
    second = stored(window)[-1]
    window.message_binding.editing.begin(second.id)
    window.composer.set_text("my own words")
    window.controller.show_version(first.id)
    window.controller.show_version(second.id)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    assert (stored(window)[-1].content, stored(window)[-1].parent_id) == ("my own words", question.id)
    window.message_binding.editing.begin(second.id)
    window.message_binding.editing.begin(stored(window)[-1].id)
    window.composer.set_text("other words")
    window.controller.show_version(first.id)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    assert window.composer.text() == "other words"
    assert "not on show any more" in window.chat_view.notice.sentence()
