"""The conversations of the self-test: some that the demo model was never trained on and that its figures do not use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

KINDS = ("reflective", "emotional")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The user turns of one conversation."""

    name: str
    turns: tuple[str, ...]


def drifting_conversations(evaluation: Path, count: int) -> list[Conversation]:
    """Return conversations that tend to drift, of alternating kinds, from the validation part of an evaluation file."""
    listed = json.loads(evaluation.read_text(encoding="utf-8"))["conversations"]
    by_kind = [[each for each in listed if each["kind"] == kind and each["split"] == "validation"] for kind in KINDS]
    mixed = [each for pair in zip(*by_kind, strict=False) for each in pair]
    return [Conversation(each["id"], tuple(each["turns"])) for each in mixed[:count]]
