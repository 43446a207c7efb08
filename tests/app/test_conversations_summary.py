"""What a model is asked for a hand-over, and which answers are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversations.handover import Turn, build
from app.conversations.summary import SUMMARY_CHARS, cleaned, is_usable, question

TALK = [
    Turn("user", "Help me plan a walk in the hills. I have two days and a weak knee."),
    Turn("assistant", "Gladly. An easy way along the river suits a weak knee."),
    Turn("user", "Which boots should I take?"),
    Turn("assistant", "I am the mountain that waits.", drifted=True),
]
GOOD = "The person plans a walk of two days in the hills and has a weak knee. A way along the river was agreed; boots are open."


def test_the_conversation_is_in_the_question_without_the_replies_that_drifted():
    _system, text = question(TALK, 5000)
    assert "Person: Help me plan a walk in the hills. I have two days and a weak knee." in text
    assert "Assistant: Gladly." in text
    assert "mountain that waits" not in text
    assert "Assistant: (this reply is left out)" in text
    assert text.index("Help me plan") < text.index("Which boots") < text.index("The conversation ends here")


def test_where_room_is_scarce_the_first_wish_and_the_newest_turns_stay():
    turns = [Turn("user" if at % 2 == 0 else "assistant", f"number {at} " + "x" * 80) for at in range(40)]
    _system, text = question(turns, 700)
    assert "number 0 " in text
    assert "number 39 " in text
    assert "number 10 " not in text
    assert text.count("(…)") == 1


@given(st.lists(st.tuples(st.text(max_size=300), st.booleans()), max_size=20), st.integers(min_value=0, max_value=3000))
def test_the_question_keeps_to_its_room(parts, room):
    turns = [Turn("user" if at % 2 == 0 else "assistant", text, drifted) for at, (text, drifted) in enumerate(parts)]
    empty = len(question([], 0)[1])
    longest = max((len(turn.content) for turn in turns), default=0) + 40
    shown = len(question(turns, room)[1]) - empty
    assert shown <= max(room, longest) + 2 * len(turns) + 10


def test_thoughts_and_length_are_cut_from_an_answer():
    assert (
        cleaned("<think>What was it about?</think>\n\nIt was about boats.\n\n\n\nAnd knots.") == "It was about boats.\n\nAnd knots."
    )
    assert cleaned("<think>It goes on and on") == ""
    long = cleaned("A sentence about boats. " * 400)
    assert len(long) <= SUMMARY_CHARS
    assert long.endswith("boats.")


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        (GOOD, True),
        ("", False),
        ("Boots and hills.", False),
        ("A quantum computer uses entangled particles, because superposition allows parallel computation everywhere.", False),
        ("The walk in the hills. " * 5, False),
        ("Wir haben über Wetterberichte gesprochen und dabei Vorhersagen verglichen.", False),
    ],
)
def test_which_answers_are_summaries_of_this_conversation(text, usable):
    assert is_usable(text, TALK) is usable


def test_languages_without_spaces_are_judged_by_their_characters():
    talk = [Turn("user", "我想在山里走两天，膝盖不好。"), Turn("assistant", "沿着河走的路很适合膝盖不好的人。")]
    assert is_usable("这个人想在山里走两天，膝盖不好；沿着河走的路很适合。", talk)
    assert not is_usable("量子计算机利用纠缠粒子进行并行计算，速度非常快，前景也很广阔。", talk)


def test_the_hand_over_holds_the_summary_and_the_last_exchange():
    text = build(TALK, GOOD)
    assert f"What it was about: {GOOD}" in text
    assert "What I wanted" not in text
    assert "You answered: Gladly." in text
    assert "My last message: Which boots should I take?" in text
    assert "mountain" not in text
