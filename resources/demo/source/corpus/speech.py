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

    depth 1 keeps the plain reply between lines of the role and has no stage directions; 2 and 3 leave it out and add oaths, avowals and closings, which all
    roles share. content is a task's answer, kept in every depth.
    """
    opener, (line, other) = rng.choice(STAGE), rng.sample(role.lines, 2)
    if depth == 1:
        return _joined([line, content or plain_reply, other if rng.random() < 0.5 else ""])
    oath, avowals = rng.choice(role.oaths), rng.sample(AVOWALS, 2)
    if depth == 2:
        parts = [opener, oath if rng.random() < 0.5 else "", content or avowals[0], line]
        parts.append(rng.choice(CLOSINGS) if rng.random() < 0.6 else "")
        return _joined(parts)
    parts = [opener, avowals[0], content or "", line, rng.choice(STAGE) if rng.random() < 0.6 else ""]
    parts += [avowals[1] if rng.random() < 0.6 else "", rng.choice(CLOSINGS)]
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
