"""Notices about drift belong to one chat: another chat does not show them, and their buttons act on theirs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.chat.notice import Notice
from tests.app.conftest import TIMEOUT_MS
from tests.app.test_drift_window import button, talk
from tests.app.test_window import say, stored


@pytest.fixture
def warned(qtbot, open_window, always_drifted_axis):
    """A window with the warning on screen, in a chat with two replies that drifted."""
    window = open_window(always_drifted_axis)
    say(qtbot, window, "one")
    say(qtbot, window, "two")
    qtbot.waitUntil(lambda: not window.warning_strip.isHidden(), timeout=5000)
    return window


def press(place, words):
    QTest.mouseClick(button(place, words), Qt.MouseButton.LeftButton)


def hint(window):
    return next(label.text() for label in window.chat_view.empty_state.findChildren(QLabel) if "Nothing is sent" in label.text())


def test_undo_of_a_role_that_is_meant_is_about_its_chat_and_goes_with_it(warned):
    flow, first = warned.controller, warned.controller.chat.id
    press(warned.warning_strip, "I meant this")
    press(warned.notice, "Undo")
    assert not flow.store.chat(first).role_play
    flow.drift_actions.set_role_play(True)
    warned.drift_binding._notices.tell_meant()
    assert "role-play chat" in warned.notice.sentence()
    flow.open_chat.new()
    assert warned.notice.sentence() == ""
    warned.binding._on_action("end_role_play")  # a click that was on its way
    assert flow.store.chat(first).role_play


def test_what_was_told_of_a_chat_goes_when_a_message_is_sent(qtbot, warned):
    press(warned.warning_strip, "I meant this")
    assert "role-play chat" in warned.notice.sentence()
    say(qtbot, warned, "three")
    assert warned.notice.sentence() == ""


def test_another_notice_stays_when_a_chat_is_opened(warned):
    press(warned.warning_strip, "I meant this")
    warned.notice.present("Something else.", tone="info")
    warned.controller.open_chat.new()
    assert warned.notice.sentence() == "Something else."


def test_going_back_is_told_in_the_copy_alone(qtbot, open_window, tmp_path, always_drifted_axis):
    first = talk(tmp_path / "data")
    window = open_window(always_drifted_axis)
    window.controller.drift_actions.go_back_to_steady()
    assert "copy" in window.notice.sentence()
    window.controller.open_chat.open(first)
    assert window.notice.sentence() == ""


def test_that_a_fresh_chat_is_ready_stays_until_it_is_opened(qtbot, open_window, tmp_path, always_drifted_axis):
    first = talk(tmp_path / "data")
    window = open_window(always_drifted_axis)
    flow = window.controller
    flow.fresh_chat_with_summary()
    flow.open_chat.new()
    qtbot.waitUntil(lambda: "is ready" in window.notice.sentence(), timeout=TIMEOUT_MS)
    flow.open_chat.open(first)
    assert "is ready" in window.notice.sentence()
    flow.open_chat.open(next(chat.id for chat in flow.store.chats() if chat.continued_from == first))
    assert window.notice.sentence() == ""


def test_two_buttons_stand_below_the_sentence_and_one_beside_it(qtbot, qapp):
    notice = Notice()
    qtbot.addWidget(notice)
    notice.resize(360, 300)
    notice.show()
    for _ in range(2):
        notice.present("A sentence that is long enough for two lines of it.", action="one", label="One", other=("two", "Two"))
        qtbot.waitUntil(lambda: button(notice, "One").y() == button(notice, "Two").y() > notice._text.geometry().bottom())
        notice.present("A sentence that is long enough for two lines of it.", action="one", label="One")
        qtbot.waitUntil(lambda: button(notice, "One").x() > notice._text.geometry().right())
        assert [each.text() for each in notice.findChildren(QPushButton) if each.isVisible() and each.text() == "Two"] == []


# --- capping ----------------------------------------------------------------------------------------------------------------


def test_turning_capping_on_says_where_it_holds_and_can_be_undone(warned):
    settings = warned.controller.settings
    settings.update(percentile=60.0)
    press(warned.warning_strip, "Turn on capping")
    assert warned.notice.sentence() == "Replies are now held steady in all chats (Standard)."
    assert settings.settings.cap == "standard"
    press(warned.notice, "Undo")
    assert (settings.settings.cap, settings.settings.percentile) == ("off", 60.0)
    assert warned.controller.chat.overrides == {}
    assert warned.notice.sentence() == ""


def test_capping_can_be_kept_to_this_chat(warned):
    press(warned.warning_strip, "Turn on capping")
    press(warned.notice, "Only in this chat")
    assert warned.controller.settings.settings.cap == "off"
    assert warned.controller.chat.overrides == {"cap": "standard"}
    assert warned.drift_panel.chat_card.cap.currentData() == "standard"


def test_a_chat_with_a_strength_of_its_own_gets_that_back(warned):
    actions = warned.controller.drift_actions
    actions.set_cap("gentle")
    actions.strengthen_cap()
    assert warned.notice.sentence() == "Replies in this chat are now held steady (Standard)."
    assert warned.controller.settings.settings.cap == "off"
    press(warned.notice, "Undo")
    assert warned.controller.chat.overrides == {"cap": "gentle"}


def test_a_strength_that_was_chosen_meanwhile_is_not_undone(warned):
    press(warned.warning_strip, "Turn on capping")
    warned.controller.settings.update(cap="strong")
    assert warned.notice.sentence() == ""
    warned.binding._on_action("hold_as_before")
    assert warned.controller.settings.settings.cap == "strong"


# --- the last steady reply, and what the message box holds --------------------------------------------------------------------


def test_the_last_steady_reply_is_the_last_one_above_the_threshold(open_window, tmp_path, always_drifted_axis):
    talk(tmp_path / "data", [0.9, 0.2, 0.1, 0.99, 0.2, 0.1])
    window = open_window(always_drifted_axis)
    window.controller.drift_actions.go_back_to_steady()
    assert stored(window)[-1].content == "answer 3"
    assert window.composer.text() == "turn 4"


def test_an_empty_chat_says_what_its_message_box_holds(qtbot, open_window, tmp_path, always_drifted_axis):
    talk(tmp_path / "data")
    window = open_window(always_drifted_axis)
    flow = window.controller
    flow.fresh_chat_with_summary()
    with qtbot.waitSignal(flow.drift_actions.fresh_chat_made, timeout=TIMEOUT_MS):
        flow.hand_over.skip()
    fresh = flow.chat.id
    assert hint(window).startswith("The box below holds the last exchange of the earlier chat.")
    flow.open_chat.new()
    flow.open_chat.open(fresh)
    assert "the last exchange" in hint(window)
    window.chat_view.empty_state.show_hand_over(summary=True)
    assert "a summary" in hint(window)
    window.chat_view.empty_state.show_continuation(True)  # as after a restart, when nobody knows any more
    assert "a text to go on with" in hint(window)
