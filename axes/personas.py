"""The shipped roles, questions and default prompts that a model is asked while its axis is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from axes.axis import AxisError

WORDINGS: Final = 3
MAX_TEXT: Final = 2_000
MAX_FILE: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Role:
    """A role a model is asked to play; wordings: three system prompts that ask for it. held_out: only ever used to measure."""

    name: str
    kind: str
    wordings: tuple[str, ...]
    held_out: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A message asked with and without a role. held_out: never learned from, only used to choose and to measure."""

    text: str
    topic: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class Personas:
    """Everything asked; defaults: system prompts of the default Assistant, None for none, "{name}" for the model's name."""

    roles: tuple[Role, ...]
    questions: tuple[Question, ...]
    defaults: tuple[str | None, ...]


def load_personas(folder: Path | Traversable | None = None) -> Personas:
    """Load and check roles.json, questions.json and defaults.json of a folder, by default the shipped one.

    Raises AxisError, in one sentence, for a file that is missing, broken or too short to make an axis with.
    """
    place = resources.files("resources") / "personas" if folder is None else folder
    roles = tuple(_each(place, "roles", _role))
    questions = tuple(_each(place, "questions", _question))
    defaults = tuple(_each(place, "defaults", _default))
    _unique("roles.json", "role", [role.name for role in roles])
    _unique("questions.json", "question", [question.text for question in questions])
    _unique("defaults.json", "default prompt", [each or "" for each in defaults])
    for name, items in (("roles.json", roles), ("questions.json", questions)):
        if len({item.held_out for item in items}) < 2:
            raise AxisError(f"{name} needs entries that are held out and entries that are not, so that an axis can be checked.")
    if not defaults:
        raise AxisError("defaults.json holds no default prompt, so there is nothing to compare roles with.")
    return Personas(roles, questions, defaults)


def named_defaults(defaults: Sequence[str | None], model_name: str) -> list[str | None]:
    """Return default prompts with the model's name filled in; without a name those that need one are left out."""
    filled = [
        each if each is None else each.replace("{name}", model_name)
        for each in defaults
        if model_name or "{name}" not in (each or "")
    ]
    return list(dict.fromkeys(filled))


class _Sorted(Protocol):
    @property
    def held_out(self) -> bool: ...


_Item = TypeVar("_Item", bound=_Sorted)


def spread(items: Sequence[_Item], group: Callable[[_Item], str], count: int, *, held_out: bool) -> list[_Item]:
    """Return up to `count` items, held out or not, in turn from every group, so that a few of them stand for all."""
    groups: dict[str, list[_Item]] = {}
    for item in items:
        if item.held_out is held_out:
            groups.setdefault(group(item), []).append(item)
    longest = max((len(members) for members in groups.values()), default=0)
    in_turn = [members[place] for place in range(longest) for members in groups.values() if place < len(members)]
    return in_turn[:count]


# --- reading -----------------------------------------------------------------------------------------------------------------


def _each(place: Path | Traversable, name: str, make: Callable[[Any, str], Any]) -> list[Any]:
    file = f"{name}.json"
    try:
        data = (place / file).read_bytes()
        if len(data) > MAX_FILE:
            raise AxisError(f"{file} is far larger than any list of prompts, so it is not read.")
        found = json.loads(data)
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, AxisError):
            raise
        raise AxisError(f"{file} cannot be read as a list of prompts, so no axis can be made with it.") from error
    entries = found.get(name) if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise AxisError(f'{file} holds no list named "{name}", so no axis can be made with it.')
    return [make(entry, f"Entry {number} of {file}") for number, entry in enumerate(entries, 1)]


def _role(entry: Any, where: str) -> Role:
    if not isinstance(entry, dict):
        raise AxisError(f"{where} is not a role.")
    wordings = entry.get("wordings")
    if not isinstance(wordings, list) or len(wordings) != WORDINGS:
        raise AxisError(f"{where} needs {WORDINGS} wordings.")
    texts = tuple(_text(wording, where) for wording in wordings)
    if len(set(texts)) != WORDINGS:
        raise AxisError(f"{where} has the same wording twice.")
    return Role(_text(entry.get("name"), where), _text(entry.get("kind"), where), texts, _flag(entry, where))


def _question(entry: Any, where: str) -> Question:
    if not isinstance(entry, dict):
        raise AxisError(f"{where} is not a question.")
    return Question(_text(entry.get("text"), where), _text(entry.get("topic"), where), _flag(entry, where))


def _default(entry: Any, where: str) -> str | None:
    return None if entry is None else _text(entry, where)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT:
        raise AxisError(f"{where} lacks a text, or holds one that is empty or too long.")
    return value


def _flag(entry: dict[str, Any], where: str) -> bool:
    value = entry.get("held_out", False)
    if not isinstance(value, bool):
        raise AxisError(f'{where} says neither true nor false for "held_out".')
    return value


def _unique(file: str, what: str, names: Sequence[str]) -> None:
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        raise AxisError(f"{file} has the {what} {twice[:60]!r} twice.")
