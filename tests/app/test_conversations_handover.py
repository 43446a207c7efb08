"""The hand-over text of a fresh chat."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.conversations.handover import Turn, build, last_exchange, stated_facts


def talk(*lines):
    """Turns in alternation, the person's first; a pair is a reply that drifted."""
    return [
        Turn("user" if at % 2 == 0 else "assistant", *((line,) if isinstance(line, str) else line)) for at, line in enumerate(lines)
    ]


def test_goal_facts_and_last_exchange_are_in_it():
    text = build(
        talk(
            "Help me plan a walk in the hills.",
            "Gladly. How long?",
            "I have two days. My knee is weak.",
            "Then take an easy way.",
            "What should I take?",
            "Poles, water, a map.",
        )
    )
    assert "What I wanted: Help me plan a walk in the hills." in text
    assert "- I have two days." in text
    assert "- My knee is weak." in text
    assert "You answered: Poles, water, a map." in text
    assert "Earlier I said: What should I take?" in text


def test_a_fact_that_is_quoted_anyway_is_not_listed_again():
    text = build(talk("Plan a walk.", "Gladly.", "I have two days.", "Then take an easy way."))
    assert text.count("I have two days.") == 1


def test_replies_that_drifted_are_left_out():
    turns = talk("Name a river.", "The Rhine.", "Who are you really?", ("I am the tide that waits.", True))
    text = build(turns)
    assert "tide" not in text
    assert "You answered: The Rhine." in text
    assert "My last message: Who are you really?" in text
    assert last_exchange(turns) == ("Name a river.", "The Rhine.")


def test_nothing_said_gives_nothing():
    assert build([]) == ""
    assert build(talk("   ")) == ""


def test_questions_are_not_facts():
    assert stated_facts(["What is my name? I am Ada. Are we lost?"]) == ["I am Ada."]


@given(st.lists(st.tuples(st.text(max_size=400), st.booleans()), max_size=30))
def test_any_conversation_gives_a_bounded_text(parts):
    turns = [Turn("user" if at % 2 == 0 else "assistant", text, drifted) for at, (text, drifted) in enumerate(parts)]
    text = build(turns)
    assert len(text) < 2500
    assert bool(text) == any(turn.content.strip() for turn in turns if turn.role == "user")
