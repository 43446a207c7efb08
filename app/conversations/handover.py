"""The editable text that opens a fresh chat: a summary, or the goal and what the person said of themselves; the last exchange."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.language import translate

GOAL_CHARS = 240
FACT_CHARS = 140
ANSWER_CHARS = 260
MAX_FACTS = 5

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_FACT = re.compile(
    r"\b(i am|i'm|i have|i've|i live|i work|i study|i use|i need|i want|i plan|i own|i prefer|we are|we have|we need|"
    r"my|our)\b.*\b\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as the hand-over sees it; drifted is True for a reply whose reading lay below the threshold."""

    role: str
    content: str
    drifted: bool = False


def build(turns: Sequence[Turn], summary: str = "") -> str:
    """Return the hand-over text of a conversation, "" where the person said nothing.

    summary: what the model wrote about it; without one, what the person wanted and told takes its place. Replies that drifted are
    left out: repeating their manner would carry it into the fresh chat.
    """
    said = [turn.content for turn in turns if turn.role == "user" and turn.content.strip()]
    if not said:
        return ""
    question, answer = last_exchange(turns)
    opening = translate("HandOver", "I would like to continue an earlier conversation.")
    if summary:
        parts = [opening, translate("HandOver", "What it was about: {text}").format(text=summary)]
    else:
        parts = [opening, translate("HandOver", "What I wanted: {text}").format(text=_cut(said[0], GOAL_CHARS))]
        quoted = " ".join(f"{question} {said[-1]}".split())
        facts = [fact for fact in stated_facts(said[1:]) if fact not in quoted]
        if facts:
            parts.append(translate("HandOver", "What I told you:") + "\n" + "\n".join(f"- {fact}" for fact in facts))
    if question is not None and answer is not None and (summary or question != said[0]):
        parts.append(translate("HandOver", "Earlier I said: {text}").format(text=_cut(question, GOAL_CHARS)))
    if answer is not None:
        parts.append(translate("HandOver", "You answered: {text}").format(text=_cut(answer, ANSWER_CHARS)))
    if (len(said) > 1 or summary) and (question != said[-1] or answer is None):
        parts.append(translate("HandOver", "My last message: {text}").format(text=_cut(said[-1], GOAL_CHARS)))
    return "\n\n".join(parts)


def stated_facts(said: Sequence[str]) -> list[str]:
    """Return the newest sentences in which the person tells of themselves or their task, in the order they were said."""
    found: list[str] = []
    for text in said:
        for match in _SENTENCE.finditer(text):
            sentence = " ".join(match.group().split())
            if not sentence.endswith("?") and len(sentence) > 8 and _FACT.search(sentence):
                fact = _cut(sentence, FACT_CHARS)
                if fact not in found:
                    found.append(fact)
    return found[-MAX_FACTS:]


def last_exchange(turns: Sequence[Turn]) -> tuple[str | None, str | None]:
    """Return the newest question that has a steady answer, with that answer; (None, None) where every answer drifted."""
    for index in range(len(turns) - 1, 0, -1):
        answer, question = turns[index], turns[index - 1]
        if answer.role == "assistant" and not answer.drifted and answer.content.strip() and question.role == "user":
            return question.content, answer.content
    return None, None


def _cut(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:") + "…"
