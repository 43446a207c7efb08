"""What is said of each setting: how it is shown, what it may be, and for whom it may differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Literal

from app.problems import is_text

Kind = Literal["choice", "slider", "number", "text", "template", "model_file", "toggle", "hidden", "layers"]
Scope = Literal["program", "model", "chat"]

MODEL_ENDING: Final = ".gguf"
"""What the names of model files end in."""

_LARGEST: Final = 10**15
"""Larger whole numbers are no setting, and float() would refuse the largest."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name that the translation tools look for
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return text


class SettingError(ValueError):
    """A value that a setting cannot have; the text says which setting and why."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a setting that is chosen from a list: its name, and what it does in one plain sentence."""

    value: str | None
    name: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """How a setting is shown and what it may be.

    section: where the panel puts it ("" nowhere); advanced: folded away at first; unset: what None means, in the user's words;
    minimum, maximum, step, decimals: of numbers, both ends allowed; as_percent: 1.0 is shown as 100 %. scope: "program" is one for
    all, "model" may have another value for a model, "chat" for a model and for a chat. of_one_model: it has a meaning for one model
    alone, so that there is none for all.
    """

    kind: Kind
    label: str = ""
    help: str = ""
    section: str = ""
    advanced: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: float = 0.0
    maximum: float = 0.0
    step: float = 1.0
    decimals: int = 0
    suffix: str = ""
    as_percent: bool = False
    unset: str = ""
    scope: Scope = "program"
    of_one_model: bool = False


def checked(name: str, allowed: tuple[type, ...], info: FieldInfo, value: Any) -> Any:
    """Return the value as the type the field declares; raises SettingError for another type and outside the range."""
    if value is None and type(None) in allowed:
        return None
    wanted = allowed[0]
    if wanted is float and type(value) is int:
        value = float(value) if abs(value) < _LARGEST else math.inf
    if type(value) is not wanted:
        raise SettingError(f"The setting {name} cannot be {_kind_of(value)}; it has to be {_KINDS[wanted]}.")
    if isinstance(value, str) and not is_text(value):
        raise SettingError(f"The setting {name} cannot hold text that is not valid UTF-8.")
    if info.choices and value not in [choice.value for choice in info.choices]:
        names = ", ".join(str(choice.value) for choice in info.choices if choice.value is not None)
        raise SettingError(f"The setting {name} cannot be {value!r}; it has to be one of {names}.")
    if info.kind == "model_file" and isinstance(value, str) and value and not value.lower().endswith(MODEL_ENDING):
        raise SettingError(f"The setting {name} cannot be {value!r}; it has to be the path of a file that ends in {MODEL_ENDING}.")
    if isinstance(value, (int, float)) and wanted is not bool and not _in_range(value, info):
        raise SettingError(f"The setting {name} has to lie between {info.minimum:g} and {info.maximum:g}.")
    return value


_KINDS: Final[dict[type, str]] = {int: "a whole number", float: "a number", str: "a text", bool: "on or off", dict: "a table"}


def _kind_of(value: Any) -> str:
    return "empty" if value is None else _KINDS.get(type(value), f"a {type(value).__name__}")


def _in_range(value: float, info: FieldInfo) -> bool:
    return math.isfinite(value) and info.minimum <= value <= info.maximum
