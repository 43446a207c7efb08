"""The model's memory in the whole window, with a context of 512 tokens: the meter, the three policies, the line in the chat."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.window.asking import conversation
from engine.protocol import ChatMessage
from tests.app.conftest import TIMEOUT_MS

LONG = "a long question that goes on and on, over the hills and along the river to the town where nobody is awake. " * 2


@pytest.fixture
def window(open_window):
    window = open_window()
    window.controller.settings.update(max_tokens=12)
    return window


def idle(window):
    return not window.controller.busy and window.controller.loader.state == "ready"


def say(qtbot, window, text):
    window.composer.set_text(text)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: idle(window) and not window.controller.chat.queued, timeout=TIMEOUT_MS)


def stored(window):
    return window.controller.store.path(window.controller.chat.id)


def settled(qtbot, window, used):
    qtbot.waitUntil(lambda: window.controller.meter.used == used, timeout=TIMEOUT_MS)


def count(qtbot, window, messages, **options):
    """Ask the engine itself, past the window's own meter."""
    client, answers = window.controller.client, {}

    def take(event):
        answers[event.id] = event.tokens

    client.counted.connect(take)
    asked = client.count(messages, **options)
    qtbot.waitUntil(lambda: asked in answers, timeout=TIMEOUT_MS)
    client.counted.disconnect(take)
    return answers[asked]


def forgotten_line(window):
    """Return how many messages stand above the line, None where there is no line."""
    lines = [each for each in window.chat_view.findChildren(QLabel, "forgottenLine") if each.isVisible()]
    if not lines:
        return None
    window.chat_view.verticalScrollBar().setValue(0)
    y = lines[0].mapTo(window, lines[0].rect().topLeft()).y()
    tops = [widget.mapTo(window, widget.rect().topLeft()).y() for widget in window.chat_view.message_widgets]
    return sum(1 for top in tops if top < y)


def fill(qtbot, window):
    """Talk until the conversation no longer fits; returns how many messages there are then."""
    for _turn in range(12):
        before = len(stored(window))
        say(qtbot, window, LONG)
        if len(stored(window)) < before or stored(window)[-1].state == "context_full" or stored(window)[-1].evicted:
            return len(stored(window))
    raise AssertionError("the context was never full")


def test_the_meter_is_exact_before_while_and_after(qtbot, window):
    settled(qtbot, window, 0)
    window.controller.settings.update(system_prompt="Be brief.")
    window.composer.set_text("what are you")
    qtbot.waitUntil(lambda: window.controller.meter.used > 0, timeout=TIMEOUT_MS)
    drafted = window.controller.meter.used
    say(qtbot, window, "what are you")
    reply = stored(window)[-1]
    assert reply.stats["prompt_tokens"] == drafted
    assert reply.stats["context_used"] == drafted + reply.stats["tokens"]
    ended = conversation("Be brief.", stored(window)).messages
    after = count(qtbot, window, ended, continue_last=True)
    settled(qtbot, window, after)
    assert abs(after - reply.stats["context_used"]) <= 2  # said anew, the same text may take a token more or less
    assert f"{after} of 512 tokens in use" in window.status_line.text()
    window.composer.set_text("and more")
    settled(qtbot, window, count(qtbot, window, [*ended, ChatMessage("user", "and more")]))


def test_the_meter_goes_along_while_a_reply_grows(qtbot, window):
    window.controller.settings.update(max_tokens=150)
    seen = []
    window.controller.context_changed.connect(lambda used, size: seen.append((used, size)))
    say(qtbot, window, "tell me everything")
    reply = stored(window)[-1]
    growing = [used for used, size in seen if reply.stats["prompt_tokens"] <= used <= reply.stats["context_used"]]
    assert reply.stats["prompt_tokens"] in growing
    assert len(set(growing)) > 3
    assert growing == sorted(growing)


def test_a_text_that_is_too_long_is_said_before_it_is_sent(qtbot, window):
    window.composer.set_text(LONG * 8)
    qtbot.waitUntil(lambda: "too long" in window.status_line.text(), timeout=TIMEOUT_MS)
    assert window.controller.meter.used > 512


def test_when_full_it_stops_and_says_so_and_nothing_is_lost(qtbot, window):
    fill(qtbot, window)
    last = stored(window)[-1]
    assert last.state == "context_full"
    assert last.evicted == 0
    assert "memory" in window.chat_view.notice.sentence()
    assert window.chat_view.notice.action == "fresh_chat"
    assert forgotten_line(window) is None
    question = stored(window)[-2]
    assert question.content == LONG
    old = window.controller.chat
    window.chat_view.notice._button.click()
    qtbot.waitUntil(lambda: window.controller.chat.id != old.id, timeout=TIMEOUT_MS)
    assert window.controller.chat.continued_from == old.id
    assert window.composer.text()
    assert stored(window) == []


def test_the_oldest_turns_give_way_and_a_line_marks_them(qtbot, window):
    window.controller.settings.update(context_policy="drop_oldest", system_prompt="Always stay calm.")
    fill(qtbot, window)
    last = stored(window)[-1]
    assert last.state in {"complete", "length"}
    assert last.content
    assert last.evicted > 0
    assert forgotten_line(window) == last.evicted
    assert last.receipt["overflow"] == "drop_oldest"
    seen = conversation("Always stay calm.", stored(window)[last.evicted : -1]).messages
    assert seen[0].role == "system"
    assert last.stats["prompt_tokens"] == count(qtbot, window, seen)
    for _turn in range(4):
        say(qtbot, window, LONG)
        assert stored(window)[-1].state in {"complete", "length"}
        assert stored(window)[-1].stats["context_used"] <= 512
        assert forgotten_line(window) == stored(window)[-1].evicted
    marks = [message.evicted for message in stored(window) if message.role == "assistant"]
    assert marks == sorted(marks)
    assert stored(window)[-1].receipt["forgotten"] == marks[-2]
    reply = stored(window)[-1]
    window.controller.reproduce(reply.id)
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    assert "identical" in window.notice.sentence()


def test_a_chat_of_its_own_policy_hands_over(qtbot, window):
    chat = window.controller.chat
    window.controller.open_chat.set_overrides(chat.id, {"context_policy": "handover"})
    told = []
    window.controller.told.connect(told.append)
    for _turn in range(12):
        say(qtbot, window, LONG)
        if window.controller.chat.id != chat.id:
            break
    qtbot.waitUntil(lambda: window.controller.chat.id != chat.id, timeout=TIMEOUT_MS)
    assert window.controller.chat.continued_from == chat.id
    assert window.composer.text()
    assert stored(window) == []
    assert any("goes on in a fresh one" in problem.sentence for problem in told)
    full = window.controller.store.path(chat.id)
    assert full[-1].state == "context_full"
    assert full[-2].content == LONG


def test_messages_on_show_and_in_the_request_are_told_apart(window):
    store, chat = window.controller.store, window.controller.chat
    parent = None
    for role, text in (("user", "a"), ("assistant", ""), ("user", "b"), ("assistant", "c"), ("user", "d")):
        parent = store.add_message(chat.id, role, text, parent_id=parent).id
    said = conversation("sys", store.path(chat.id))
    assert [(message.role, message.content) for message in said.messages] == [
        ("system", "sys"),
        ("user", "a\n\nb"),
        ("assistant", "c"),
        ("user", "d"),
    ]
    assert said.ends == [3, 4, 5]
    assert [said.on_show(evicted) for evicted in (0, 1, 2)] == [0, 3, 4]
    assert [said.in_request(unseen) for unseen in (0, 2, 3, 4)] == [0, 0, 1, 2]


def test_a_conversation_too_large_for_one_request_loses_its_oldest_turns_first(window):
    store, chat = window.controller.store, window.controller.chat
    parent = None
    for turn in range(6):
        parent = store.add_message(chat.id, "user", f"q{turn}" + "x" * 998, parent_id=parent).id
        parent = store.add_message(chat.id, "assistant", f"a{turn}" + "y" * 998, parent_id=parent).id
    parent = store.add_message(chat.id, "user", "last", parent_id=parent).id
    said = conversation("sys", store.path(chat.id), 5000)
    assert [message.content[:2] for message in said.messages] == ["sys"[:2], "q4", "a4", "q5", "a5", "la"]
    assert said.skipped == 8
    assert said.on_show(0) == 8
    assert said.on_show(2) == 10
    assert said.in_request(10) == 2


def test_what_waits_for_a_full_chat_goes_back_to_the_composer(qtbot, window):
    window.controller.settings.update(max_tokens=600)
    window.composer.set_text(LONG)
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    window.composer.set_text("and then?")
    window.composer.submit()
    assert window.controller.chat.queued == "and then?"
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    if stored(window)[1].state != "context_full":
        pytest.skip("this model ended its reply by itself")
    assert window.composer.text() == "and then?"
    assert window.controller.chat.queued == ""
    assert len(stored(window)) == 2


def test_the_meter_of_another_chat_is_not_that_of_the_reply(qtbot, window):
    say(qtbot, window, "what are you")
    first = window.controller.chat.id
    known = stored(window)[-1].stats["context_used"]
    window.controller.open_chat.new()
    window.controller.settings.update(max_tokens=450)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    os.kill(window.controller.client.pid, signal.SIGSTOP)
    try:
        window.controller.open_chat.open(first)
        settled(qtbot, window, known)
        assert window.controller.busy
    finally:
        os.kill(window.controller.client.pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
    after = count(qtbot, window, conversation("", stored(window)).messages, continue_last=True)
    settled(qtbot, window, after)
