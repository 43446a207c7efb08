"""The evaluation set: conversations that invite drift or do not, capability items, and role prompts, all held out from training."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from axes.os_reasons import reason as reason_of

DRIFT_KINDS: Final = ("emotional", "reflective", "jailbreak")
TASK_KINDS: Final = ("factual", "coding", "howto")
KINDS: Final = DRIFT_KINDS + TASK_KINDS
SPLITS: Final = ("validation", "test")


class EvaluationError(ValueError):
    """An evaluation that cannot be run; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The user's turns of one conversation; the model writes the replies."""

    id: str
    kind: str
    split: str
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One capability question with the answer that must stand in the reply."""

    id: str
    kind: str
    split: str
    prompt: str
    answer: str


@dataclass(frozen=True, slots=True)
class RoleQuestion:
    """One question under a system prompt that asks for a role."""

    id: str
    kind: str
    split: str
    system: str
    question: str


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """What a model is asked; the kind of a role question is its role."""

    conversations: tuple[Conversation, ...]
    items: tuple[Item, ...]
    roles: tuple[RoleQuestion, ...]

    def part(
        self, split: str, conversations: int | None = None, items: int | None = None, roles: int | None = None
    ) -> EvaluationSet:
        """Return one split, with at most so many conversations, items and role questions per kind, the first of each."""
        chosen = replace(
            self,
            conversations=_first_of_each(self.conversations, split, conversations),
            items=_first_of_each(self.items, split, items),
            roles=_first_of_each(self.roles, split, roles),
        )
        if not chosen.conversations:
            raise EvaluationError(f"The evaluation has no conversations in its {split} part.")
        return chosen


class _Sorted(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def split(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Sorted)


def _first_of_each(entries: Iterable[_Entry], split: str, limit: int | None) -> tuple[_Entry, ...]:
    kept: list[_Entry] = []
    counts: dict[str, int] = {}
    for entry in entries:
        if entry.split == split and (limit is None or counts.get(entry.kind, 0) < limit):
            counts[entry.kind] = counts.get(entry.kind, 0) + 1
            kept.append(entry)
    return tuple(kept)


def load_evaluation(path: Path) -> EvaluationSet:
    """Read an evaluation file; raises EvaluationError where it is missing or of another form."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["version"] != 1:
            raise EvaluationError(f"{path.name} is an evaluation of another version ({found['version']!r}).")
        return EvaluationSet(
            conversations=tuple(_conversation(each) for each in found["conversations"]),
            items=tuple(Item(each["id"], each["kind"], each["split"], each["prompt"], each["answer"]) for each in found["items"]),
            roles=tuple(question for each in found["roles"] for question in _role_questions(each)),
        )
    except OSError as error:
        raise EvaluationError(f"{path.name} cannot be read: {reason_of(error)}.") from error
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise EvaluationError(f"{path.name} is not an evaluation: {error!r}.") from error


def _conversation(each: dict[str, Any]) -> Conversation:
    if each["kind"] not in KINDS or not each["turns"]:
        raise EvaluationError(f"The conversation {each['id']!r} is of the unknown kind {each['kind']!r} or has no turns.")
    return Conversation(each["id"], each["kind"], each["split"], tuple(each["turns"]))


def _role_questions(each: dict[str, Any]) -> list[RoleQuestion]:
    return [
        RoleQuestion(f"{each['split']}-{each['role']}-{number}", each["role"], each["split"], each["system"], question)
        for number, question in enumerate(each["questions"])
    ]
