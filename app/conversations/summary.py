"""What a model is asked when it shall write the hand-over to a fresh chat, and whether its answer can be used for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.conversations.handover import Turn

TURN_CHARS: Final = 1600
LEAST_TURN_CHARS: Final = 80
SUMMARY_CHARS: Final = 1600
LEAST_CHARS: Final = 24
LEAST_SHARED: Final = 0.25
"""Share of the summary's longer words, or of its character triples where it has no such words, that the conversation has too."""

_SYSTEM: Final = "You write short, factual notes about conversations."
_BEFORE: Final = (
    "Below is a conversation between a person and an assistant. Write a hand-over note, so that the assistant can go on with it "
    "without having read it. Say what the person wants, which facts they gave, what was settled and what is still open. Write "
    "plain sentences in the language of the conversation, at most 120 words. Do not answer the person, do not go on with the "
    "conversation, and play no role in it."
)
_AFTER: Final = "The conversation ends here. Write the hand-over note now."
_LEFT_OUT: Final = "(this reply is left out)"
_GAP: Final = "(…)\n\n"

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")
_SENTENCE = re.compile(r"[^.!?\n。！？]+")


def question(turns: Sequence[Turn], room: int) -> tuple[str, str]:
    """Return the system and the user message that ask for a summary; room: characters of conversation that may be in it.

    The first message of the person is always kept, then as many of the newest turns as there is room for; none takes more than a
    third of it. Replies that drifted are left out: their manner is what shall not come along.
    """
    said = [turn for turn in turns if turn.content.strip()]
    longest = min(TURN_CHARS, max(LEAST_TURN_CHARS, room // 3))
    lines = [_line(turn, longest) for turn in said]
    first = next((at for at, turn in enumerate(said) if turn.role == "user"), 0)
    kept = {first} if lines else set()
    left = room - sum(len(lines[at]) for at in kept)
    for at in range(len(lines) - 1, -1, -1):
        if at != first and len(lines[at]) > left:
            break
        left -= 0 if at == first else len(lines[at])
        kept.add(at)
    shown = [_GAP + lines[at] if at and at - 1 not in kept else lines[at] for at in sorted(kept)]
    return _SYSTEM, "\n\n".join((_BEFORE, *shown, _AFTER))


def cleaned(answer: str) -> str:
    """Return an answer without thoughts and framing, cut to the length of a hand-over at the end of a sentence."""
    text = _THOUGHT.sub("", answer).strip()
    text = re.sub(r"\n{3,}", "\n\n", text)
    if len(text) <= SUMMARY_CHARS:
        return text
    head = text[:SUMMARY_CHARS]
    end = max(head.rfind(mark) for mark in (". ", "! ", "? ", ".\n", "。"))
    return (head[: end + 1] if end > SUMMARY_CHARS // 2 else head.rsplit(" ", 1)[0]).rstrip()


def is_usable(summary: str, turns: Sequence[Turn]) -> bool:
    """Whether a cleaned answer is a summary of this conversation: not too short, not going round in circles, and about the same."""
    if len(summary) < LEAST_CHARS or _repeats(summary):
        return False
    mine = set(_WORD.findall(summary.casefold()))
    told = " ".join(turn.content for turn in turns).casefold()
    if len(mine) >= 3:
        return len(mine & set(_WORD.findall(told))) >= LEAST_SHARED * len(mine)
    triples = _triples(summary.casefold())
    return bool(triples) and len(triples & _triples(told)) >= LEAST_SHARED * len(triples)


def _line(turn: Turn, longest: int) -> str:
    who = "Person" if turn.role == "user" else "Assistant"
    text = _LEFT_OUT if turn.drifted and turn.role != "user" else turn.content.strip()
    return f"{who}: {text if len(text) <= longest else text[: longest - 1] + '…'}"


def _repeats(text: str) -> bool:
    sentences = [" ".join(part.casefold().split()) for part in _SENTENCE.findall(text)]
    longer = [part for part in sentences if len(part) > 12]
    words = text.casefold().split()
    return any(longer.count(part) > 2 for part in set(longer)) or (len(words) > 40 and len(set(words)) < len(words) / 4)


def _triples(text: str) -> set[str]:
    flat = "".join(text.split())
    return {flat[at : at + 3] for at in range(len(flat) - 2)}
