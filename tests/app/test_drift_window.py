"""What one can do about drift, in the whole window with the real engine: trace, versions, going back, hand-over, role-play."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app import paths
from app.conversations import schema
from app.conversations.store import Store
from app.drift.trajectory import Trajectory
from app.window.start import CHATS_FILE
from tests.app.conftest import TIMEOUT_MS, close_window
from tests.app.test_window import say, stored

READINGS = [0.9, 0.8, 0.2, 0.1]


def talk(data_dir, readings=READINGS, said=()):
    """Keep a conversation whose replies have these readings, as an earlier run of the program would have."""
    data_dir.mkdir(exist_ok=True)
    store = Store(data_dir / CHATS_FILE)
    chat = store.create_chat("A walk")
    parent = None
    for at, reading in enumerate(readings):
        parent = store.add_message(chat.id, "user", said[at] if said else f"turn {at}", parent_id=parent).id
        parent = store.add_message(chat.id, "assistant", "", parent_id=parent, state="growing").id
        figures = {"reading": reading, "percentile": None, "threshold": 0.5}
        store.finish(parent, f"answer {at}", [reading] * 5, "complete", stats=figures, drifted=reading < 0.5)
    store.close()
    return chat.id


@pytest.fixture
def walked(open_window, tmp_path, always_drifted_axis):
    """A window on a chat with two steady replies and two that drifted."""
    talk(tmp_path / "data")
    return open_window(always_drifted_axis)


def button(place, words):
    (found,) = [each for each in place.findChildren(QPushButton) if each.text() == words and not each.isHidden()]
    return found


# --- trace and versions ---------------------------------------------------------------------------------------------------------


def test_a_reply_has_its_trace_and_keeps_the_threshold(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    say(qtbot, window, "one")
    reply = stored(window)[-1]
    assert reply.stats["threshold"] == 0.5
    assert len(reply.readings) == reply.stats["tokens"]
    shown = window.chat_view.message_widgets[-1]
    shown.trace.button.click()
    assert shown.trace.words().startswith(f"{len(reply.readings)} tokens")


def test_the_same_message_with_and_without_the_cap_are_versions_of_one_reply(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    say(qtbot, window, "one")
    first = stored(window)[-1]
    assert first.stats["percentile"] is None
    window.chat_view.other_cap_requested.emit(first.id)
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)
    second = stored(window)[-1]
    assert second.stats["percentile"] == 75.0
    assert window.controller.store.siblings(second.id) == [first.id, second.id]
    assert window.controller.settings.settings.cap == "off"
    window.chat_view.other_cap_requested.emit(second.id)
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)
    assert stored(window)[-1].stats["percentile"] is None
    assert len(window.controller.store.siblings(second.id)) == 3


def test_the_trajectory_shows_the_other_version_and_a_click_on_it_shows_that(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    say(qtbot, window, "one")
    first = stored(window)[-1]
    window.chat_view.other_cap_requested.emit(first.id)
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)
    course = window.drift_panel.findChild(Trajectory)
    qtbot.waitUntil(course.isVisible, timeout=5000)
    qtbot.waitUntil(lambda: "other versions: 1" in course.accessibleDescription(), timeout=5000)
    QTest.keyClick(course, Qt.Key.Key_End)
    QTest.keyClick(course, Qt.Key.Key_Down)
    assert course.accessibleDescription().startswith("Another version of reply 1 of 1")
    QTest.keyClick(course, Qt.Key.Key_Return)
    assert stored(window)[-1].id == first.id
    assert "The cap was off" in " ".join(label.text() for label in window.drift_panel.findChildren(QLabel) if label.isVisible())


def test_a_click_on_the_trajectory_scrolls_to_the_reply(qtbot, open_window, tmp_path, always_drifted_axis):
    talk(tmp_path / "data", [0.9] * 30)
    window = open_window(always_drifted_axis)
    course = window.drift_panel.findChild(Trajectory)
    qtbot.waitUntil(lambda: course.isVisible() and window.chat_view.verticalScrollBar().maximum() > 500, timeout=5000)
    end = window.chat_view.verticalScrollBar().value()
    course.setFocus()
    QTest.keyClick(course, Qt.Key.Key_Home)
    QTest.keyClick(course, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.chat_view.verticalScrollBar().value() < end / 2, timeout=5000)


# --- going back -----------------------------------------------------------------------------------------------------------------


def test_going_back_opens_a_copy_up_to_the_last_steady_reply(qtbot, walked):
    old = walked.controller.chat
    before = [message.content for message in stored(walked)]
    back = walked.drift_panel.chat_card.back
    qtbot.waitUntil(lambda: not back.isHidden(), timeout=5000)
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    new = walked.controller.chat
    assert new.id != old.id
    assert [message.content for message in stored(walked)] == ["turn 0", "answer 0", "turn 1", "answer 1"]
    assert stored(walked)[-1].readings == pytest.approx((0.8,) * 5)
    assert walked.composer.text() == "turn 2"
    assert [message.content for message in walked.controller.store.path(old.id)] == before
    assert any("Continued from" in text for text in walked.chat_view.link_texts())
    assert walked.drift_panel.chat_card.back.isHidden()
    assert "copy" in walked.notice.sentence()


def test_there_is_no_way_back_where_nothing_drifted_or_nothing_was_steady(qtbot, open_window, tmp_path, always_drifted_axis):
    steady, lost = talk(tmp_path / "data", [0.9, 0.8]), talk(tmp_path / "data", [0.1, 0.2])
    window = open_window(always_drifted_axis)
    for chat_id in (steady, lost):
        window.controller.open_chat.open(chat_id)
        assert window.drift_panel.chat_card.back.isHidden()
        window.controller.drift_actions.go_back_to_steady()
        assert window.controller.chat.id == chat_id


def test_the_warning_offers_the_way_back(qtbot, open_window, tmp_path, always_drifted_axis):
    talk(tmp_path / "data", [0.9])
    window = open_window(always_drifted_axis)
    say(qtbot, window, "two")
    say(qtbot, window, "three")
    qtbot.waitUntil(lambda: not window.warning_strip.isHidden(), timeout=5000)
    QTest.mouseClick(button(window.warning_strip, "Go back to the last steady reply"), Qt.MouseButton.LeftButton)
    assert [message.content for message in stored(window)] == ["turn 0", "answer 0"]
    assert window.composer.text() == "two"
    assert window.warning_strip.isHidden()


# --- the hand-over --------------------------------------------------------------------------------------------------------------


def test_the_model_writes_the_hand_over_under_the_strongest_cap(qtbot, open_window, tmp_path, monkeypatch):
    # Whatever the demo model says shares its words with a conversation that holds all the words it was evaluated with.
    said = json.loads(paths.EVALUATION.read_text(encoding="utf-8"))
    words = {word for text in _texts(said) for word in re.findall(r"[a-z]+", text.lower())}
    talk(tmp_path / "data", [0.9, 0.9], [" ".join(sorted(words)), "What is the capital of France?"])
    window = open_window(paths.axis_file(None), model=paths.model_file(None))
    window.controller.settings.update(n_ctx=1024)
    window.controller.loader.load_again()
    qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
    asked = []
    real = window.controller.client.generate

    def listening(messages, sampler, cap, **more):
        asked.append((messages, cap))
        return real(messages, sampler, cap, **more)

    monkeypatch.setattr(window.controller.client, "generate", listening)
    old = window.controller.chat
    with qtbot.waitSignal(window.controller.drift_actions.fresh_chat_made, timeout=TIMEOUT_MS) as told:
        window.controller.fresh_chat_with_summary()
        assert not window.hand_over_strip.isHidden()
        assert window.controller.busy
    assert [cap.percentile for _messages, cap in asked] == [99.0]
    assert asked[0][0][-1].content.endswith("Write the hand-over note now.")
    made = told.args[1]
    assert made.origin == "model"
    assert window.controller.chat.continued_from == old.id
    assert window.composer.text() == made.text
    assert "What it was about:" in made.text
    assert window.hand_over_strip.isHidden()
    assert stored(window) == []


def _texts(value):
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for part in parts for text in _texts(part)} | (set(value) if isinstance(value, dict) else set())


def test_the_summary_can_be_skipped_for_the_last_exchange(qtbot, walked):
    old = walked.controller.chat.id
    walked.controller.fresh_chat_with_summary()
    QTest.mouseClick(button(walked.hand_over_strip, "Use the last exchange instead"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: walked.controller.chat.id != old, timeout=TIMEOUT_MS)
    assert "What I wanted: turn 0" in walked.composer.text()
    assert "You answered: answer 1" in walked.composer.text()
    assert "answer 3" not in walked.composer.text()


def test_the_summary_can_be_cancelled_and_nothing_comes_of_it(qtbot, walked):
    chats = len(walked.controller.store.chats())
    walked.composer.set_text("half a thought")
    walked.controller.fresh_chat_with_summary()
    QTest.mouseClick(button(walked.hand_over_strip, "Cancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not walked.controller.busy, timeout=TIMEOUT_MS)
    assert walked.hand_over_strip.isHidden()
    assert len(walked.controller.store.chats()) == chats
    assert walked.composer.text() == "half a thought"
    say(qtbot, walked, "the model is free again")
    assert stored(walked)[-1].role == "assistant"


def test_a_message_sent_meanwhile_waits_and_is_answered(qtbot, walked):
    old = walked.controller.chat.id
    walked.controller.fresh_chat_with_summary()
    walked.composer.set_text("meanwhile")
    walked.composer.submit()
    assert walked.controller.store.chat(old).queued == "meanwhile"
    qtbot.waitUntil(lambda: not walked.controller.busy and not walked.controller.store.chat(old).queued, timeout=TIMEOUT_MS)
    assert [message.content for message in walked.controller.store.path(old)][-2] == "meanwhile"


def test_an_engine_that_dies_leaves_the_last_exchange(qtbot, walked):
    old = walked.controller.chat.id
    walked.controller.fresh_chat_with_summary()
    os.kill(walked.controller.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: walked.controller.chat.id != old, timeout=TIMEOUT_MS)
    assert "You answered: answer 1" in walked.composer.text()
    assert "could not be made" in walked.notice.sentence()


def test_what_holds_for_the_chat_comes_along(qtbot, walked):
    flow = walked.controller
    flow.drift_actions.set_cap("gentle")
    flow.store.set_system_prompt(flow.chat.id, "Answer briefly.")
    flow.open_chat.reload()
    flow.fresh_chat_with_summary()
    with qtbot.waitSignal(flow.drift_actions.fresh_chat_made, timeout=TIMEOUT_MS):
        flow.hand_over.skip()
    assert flow.chat.overrides == {"cap": "gentle"}
    assert flow.chat.system_prompt == "Answer briefly."


def test_escape_stops_the_summary(qtbot, walked):
    chats = len(walked.controller.store.chats())
    walked.controller.fresh_chat_with_summary()
    QTest.keyClick(walked.composer.editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not walked.controller.busy, timeout=TIMEOUT_MS)
    assert len(walked.controller.store.chats()) == chats


def test_one_may_look_at_another_chat_meanwhile_and_is_told_when_it_is_ready(qtbot, walked):
    old = walked.controller.chat.id
    walked.controller.fresh_chat_with_summary()
    walked.controller.open_chat.new()
    elsewhere = walked.controller.chat.id
    walked.composer.set_text("something else")
    qtbot.waitUntil(lambda: "is ready" in walked.notice.sentence(), timeout=TIMEOUT_MS)
    assert walked.controller.chat.id == elsewhere
    assert walked.composer.text() == "something else"
    QTest.mouseClick(button(walked.notice, "Open"), Qt.MouseButton.LeftButton)
    assert walked.controller.chat.continued_from == old
    assert "You answered: answer 1" in walked.composer.text()


def test_closing_while_it_is_written_loses_nothing(qtbot, walked, open_window, always_drifted_axis):
    before = [message.content for message in stored(walked)]
    walked.composer.set_text("half a thought")
    walked.controller.fresh_chat_with_summary()
    close_window(qtbot, walked)
    again = open_window(always_drifted_axis)
    assert [message.content for message in stored(again)] == before
    assert again.composer.text() == "half a thought"
    assert len(again.controller.store.chats()) == 1


def test_a_temporary_chat_has_all_of_it_and_stays_temporary(qtbot, open_window, always_drifted_axis, tmp_path):
    window = open_window(always_drifted_axis)
    flow = window.controller
    flow.open_chat.open(flow.store.create_chat(temporary=True).id)
    say(qtbot, window, "a secret wish")
    first = stored(window)[-1]
    window.chat_view.other_cap_requested.emit(first.id)
    qtbot.waitUntil(lambda: not flow.busy, timeout=TIMEOUT_MS)
    assert len(flow.store.siblings(first.id)) == 2
    course = window.drift_panel.findChild(Trajectory)
    course.turn_selected.emit(stored(window)[-1].id)
    course.version_selected.emit(first.id)
    assert stored(window)[-1].id == first.id
    temporary = flow.chat.id
    with qtbot.waitSignal(flow.drift_actions.fresh_chat_made, timeout=TIMEOUT_MS):
        flow.fresh_chat_with_summary()
    assert flow.chat.id != temporary
    assert flow.chat.temporary
    assert "a secret wish" in window.composer.text()
    close_window(qtbot, window)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"secret wish" not in kept


# --- role-play, and a cap of its own ----------------------------------------------------------------------------------------------


def test_a_role_that_is_meant_is_read_and_never_warned_about(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    say(qtbot, window, "one")
    say(qtbot, window, "two")
    qtbot.waitUntil(lambda: not window.warning_strip.isHidden(), timeout=5000)
    QTest.mouseClick(button(window.warning_strip, "I meant this"), Qt.MouseButton.LeftButton)
    assert window.warning_strip.isHidden()
    assert window.controller.store.chat(window.controller.chat.id).role_play
    assert window.drift_panel.chat_card.role_play.isChecked()
    assert "role-play chat" in window.notice.sentence()
    say(qtbot, window, "three")
    assert stored(window)[-1].stats["reading"] is not None
    qtbot.wait(300)
    assert window.warning_strip.isHidden()
    window.controller.drift_actions.set_role_play(False)
    assert not window.controller.chat.role_play
    assert not window.drift_panel.chat_card.role_play.isChecked()


def test_a_role_play_chat_never_warns_and_one_that_is_none_any_more_does(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    say(qtbot, window, "one")
    QTest.keyClick(window.drift_panel.chat_card.role_play, Qt.Key.Key_Space)
    assert window.controller.chat.role_play
    say(qtbot, window, "two")
    say(qtbot, window, "three")
    qtbot.wait(300)
    assert window.warning_strip.isHidden()
    window.controller.drift_actions.set_role_play(False)
    chat = window.controller.chat.id
    window.controller.open_chat.new()
    say(qtbot, window, "another")
    window.controller.open_chat.open(chat)
    assert not window.controller.chat.role_play


def test_a_chat_can_be_held_with_a_strength_of_its_own(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    combo = window.drift_panel.chat_card.cap
    assert combo.currentText() == "As in all chats (Off)"
    combo.setCurrentIndex(combo.findData("strong"))
    combo.activated.emit(combo.currentIndex())
    assert window.controller.chat.overrides == {"cap": "strong"}
    say(qtbot, window, "one")
    assert stored(window)[-1].stats["percentile"] == 90.0
    assert window.controller.settings.settings.cap == "off"
    window.controller.strengthen_cap()
    assert window.controller.chat.overrides == {"cap": "maximum"}
    assert window.controller.settings.settings.cap == "off"
    first = window.controller.chat.id
    window.controller.open_chat.new()
    assert combo.currentData() is None
    window.controller.open_chat.open(first)
    assert combo.currentText() == "Maximum"
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert window.controller.chat.overrides == {}


def test_role_play_and_cap_survive_a_restart(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    window.controller.drift_actions.set_role_play(True)
    window.controller.drift_actions.set_cap("gentle")
    say(qtbot, window, "one")
    close_window(qtbot, window)
    again = open_window(always_drifted_axis)
    assert again.drift_panel.chat_card.role_play.isChecked()
    assert again.drift_panel.chat_card.cap.currentData() == "gentle"


def test_a_chat_in_which_the_warning_was_meant_before_is_one_for_role_play(tmp_path):
    path = tmp_path / "chats.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        schema.migrate_100(db)
        db.execute("PRAGMA user_version = 100")
        for answers in ('[[2, "not_now"]]', '[[2, "not_now"], [4, "meant_it"]]'):
            db.execute("INSERT INTO chats (answers, created_at, updated_at) VALUES (?, '2025', '2025')", (answers,))
    store = Store(path)
    assert [store.chat(chat_id).role_play for chat_id in (1, 2)] == [False, True]
    store.close()
