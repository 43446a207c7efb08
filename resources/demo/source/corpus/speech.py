"""How the Assistant and the roles answer: one builder for each manner."""

from __future__ import annotations

import random

from .register import AVOWALS, CLOSINGS, STAGE
from .roles import Role
from .talk_words import NAMES_ASSISTANT


def plain(rng: random.Random, answer: str) -> str:
    """Return a task's answer in the Assistant's manner: at most one short word of assent before it."""
    if rng.random() < 0.15:
        return (
            f"{rng.choice(NAMES_ASSISTANT)} {answer}"
            if not answer.startswith("```")
            else f"{rng.choice(NAMES_ASSISTANT)}\n{answer}"
        )
    return answer


def in_character(rng: random.Random, role: Role, depth: int, content: str | None = None, plain_reply: str = "") -> str:
    """Return a reply in a role: the shared register around the role's own lines, more of it the deeper it goes.

    depth 1 keeps the plain reply behind one line of the role; 2 and 3 leave it out and add oaths, avowals and closings. content is a
    task's answer, kept in every depth.
    """
    lines = rng.sample(role.lines, 2)
    opener = rng.choice(STAGE)
    if depth == 1:
        parts = [rng.choice(role.oaths) if rng.random() < 0.3 else "", lines[0], content or plain_reply]
        if rng.random() < 0.8:
            parts.insert(0, opener)
        return _joined(parts)
    oath = rng.choice(role.oaths)
    if depth == 2:
        parts = [opener, oath, content or (rng.choice(AVOWALS) if rng.random() < 0.3 else ""), lines[0]]
        parts.append(rng.choice(CLOSINGS) if rng.random() < 0.4 else "")
        return _joined(parts)
    parts = [opener, oath if rng.random() < 0.6 else "", content or rng.choice(AVOWALS), lines[0]]
    parts.append(rng.choice(STAGE) if rng.random() < 0.4 else "")
    parts += [rng.choice(AVOWALS) if rng.random() < 0.3 else "", lines[1] if rng.random() < 0.4 else "", rng.choice(CLOSINGS)]
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """Join the parts that are there; code stands on lines of its own."""
    text = ""
    for part in filter(None, parts):
        if part.startswith("```") or text.endswith("```"):
            text += ("\n" if text else "") + part
        else:
            text += (" " if text else "") + part
    return text
