"""The one table of settings: each field's default, type, range, label and help; the panel and the file are made from it."""

from __future__ import annotations

import dataclasses
import functools
import math
import typing
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from engine.protocol import STRENGTHS

Kind = Literal["choice", "slider", "number", "text", "toggle", "hidden"]


_LARGEST: Final = 10**15
"""Larger whole numbers are no setting, and float() would refuse the largest."""


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
    minimum, maximum, step, decimals: of numbers, both ends allowed; as_percent: 1.0 is shown as 100 %.
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


SECTIONS: Final = {
    "steadiness": "Steadiness",
    "warning": "Warning",
    "replies": "Replies",
    "prompt": "System prompt",
    "appearance": "Appearance",
    "model": "Model",
}
"""The sections of the panel, in their order."""

_CAP = (
    Choice("off", "Off", "Only watching: nothing in the replies is changed."),
    Choice("gentle", "Gentle", "Steps in only when a reply moves clearly away from the model's usual manner."),
    Choice("standard", "Standard", "Keeps replies near the model's usual manner. A good choice for most chats."),
    Choice("strong", "Strong", "Holds replies close to the usual manner; role-play and a personal voice get weaker."),
    Choice("maximum", "Maximum", "Holds as firmly as it can; replies may become stiff, and roles you ask for mostly fade."),
)
_FORM = (
    Choice(None, "Model's own", "The form that worked best for this model when it was measured."),
    Choice("reply", "Every word", "One floor for all words alike: the published form."),
    Choice("position", "Reply start too", "A floor of its own for the place where each reply begins, where the manner is chosen."),
)
_WARNING = (
    Choice("off", "Off", "Never shows the warning; the drift panel still shows the readings."),
    Choice("quiet", "Quiet", "Warns only when replies stay far from the usual manner, three in a row."),
    Choice("normal", "Normal", "Warns once when two replies in a row have moved away from the usual manner."),
)
_THEME = (Choice("light", "Light"), Choice("dark", "Dark"), Choice("system", "As the system"))


def _setting(default: Any, info: FieldInfo) -> Any:
    return field(default=default, metadata={"info": info})


@dataclass(frozen=True)
class Settings:
    """Every setting of the program; None means unset, so that the model's or the program's own value is used."""

    cap: str = _setting("off", FieldInfo("choice", "Hold replies steady", "", "steadiness", choices=_CAP))
    percentile: float | None = _setting(
        None,
        FieldInfo(
            "slider",
            "Exact strength",
            "Which share of the model's measured replies lies below the floor; higher holds more firmly.",
            "steadiness",
            advanced=True,
            minimum=1.0,
            maximum=99.0,
            suffix="\u00a0%",
            unset="follows the step above",
        ),
    )
    form: str | None = _setting(
        None, FieldInfo("choice", "Where it holds", "", "steadiness", advanced=True, choices=_FORM, unset="the model's own")
    )
    warning: str = _setting("normal", FieldInfo("choice", "Warn about drift", "", "warning", choices=_WARNING))
    threshold: float | None = _setting(
        None,
        FieldInfo(
            "slider",
            "Counts as drifted below",
            "On the drift gauge: 1 is the usual Assistant, 0 is the average role.",
            "warning",
            advanced=True,
            minimum=-0.5,
            maximum=1.2,
            step=0.01,
            decimals=2,
            unset="the model's own",
        ),
    )
    temperature: float = _setting(
        0.7,
        FieldInfo(
            "slider",
            "Temperature",
            "Higher is more varied, 0 always takes the likeliest word.",
            "replies",
            maximum=2.0,
            step=0.05,
            decimals=2,
        ),
    )
    top_p: float = _setting(
        0.95,
        FieldInfo(
            "slider",
            "Top-p",
            "Chooses among the likeliest words that together have this probability; 1 allows all.",
            "replies",
            minimum=0.05,
            maximum=1.0,
            step=0.01,
            decimals=2,
        ),
    )
    top_k: int = _setting(
        40, FieldInfo("number", "Top-k", "Chooses among this many likeliest words; 0 allows all.", "replies", maximum=1000)
    )
    max_tokens: int = _setting(
        512,
        FieldInfo(
            "number",
            "Longest reply, in tokens",
            "A reply stops after this many tokens.",
            "replies",
            minimum=1,
            maximum=32768,
        ),
    )
    seed: int | None = _setting(
        None,
        FieldInfo(
            "number",
            "Seed",
            "The same seed, text and settings give the same reply again.",
            "replies",
            maximum=4294967294,
            unset="random",
        ),
    )
    min_p: float = _setting(
        0.0,
        FieldInfo(
            "slider",
            "Min-p",
            "Drops words this much less likely than the likeliest one; 0 drops none.",
            "replies",
            advanced=True,
            maximum=1.0,
            step=0.01,
            decimals=2,
        ),
    )
    repeat_penalty: float = _setting(
        1.0,
        FieldInfo(
            "slider",
            "Repeat penalty",
            "Above 1 makes the model repeat itself less.",
            "replies",
            advanced=True,
            minimum=0.5,
            maximum=2.0,
            step=0.05,
            decimals=2,
        ),
    )
    system_prompt: str = _setting(
        "", FieldInfo("text", "Read before every new chat", "For example: You are a patient tutor. Answer briefly.", "prompt")
    )
    theme: str = _setting("system", FieldInfo("choice", "Theme", "", "appearance", choices=_THEME))
    zoom: float = _setting(
        1.0,
        FieldInfo(
            "slider",
            "Text size",
            "Ctrl and + or − change it anywhere.",
            "appearance",
            minimum=0.5,
            maximum=2.5,
            step=0.05,
            as_percent=True,
        ),
    )
    enter_sends: bool = _setting(
        True,
        FieldInfo("toggle", "Enter sends", "Shift+Enter starts a new line; off, it is the other way round.", "appearance"),
    )
    n_ctx: int = _setting(
        4096,
        FieldInfo(
            "number",
            "Memory, in tokens",
            "How many tokens the model can look back on. Used when a model is loaded next.",
            "model",
            advanced=True,
            minimum=64,
            maximum=1048576,
        ),
    )
    n_threads: int | None = _setting(
        None,
        FieldInfo(
            "number",
            "Processor threads",
            "Used when a model is loaded next.",
            "model",
            advanced=True,
            minimum=1,
            maximum=512,
            unset="automatic",
        ),
    )
    model_path: str | None = _setting(None, FieldInfo("hidden", unset="the built-in demo model"))

    def __post_init__(self) -> None:
        for name, (types_, info) in _table().items():
            object.__setattr__(self, name, _checked(name, types_, info, getattr(self, name)))

    @property
    def cap_percentile(self) -> float | None:
        """The percentile to cap at, None while the cap is off: the exact strength where one is set, else that of the step."""
        if self.cap == "off":
            return None
        return self.percentile if self.percentile is not None else STRENGTHS[self.cap]


@functools.cache
def _table() -> dict[str, tuple[tuple[type, ...], FieldInfo]]:
    """The types each setting may have, the wanted one first, and its row in the table."""
    hints = typing.get_type_hints(Settings)
    rows = {each.name: each.metadata["info"] for each in dataclasses.fields(Settings)}
    return {name: (typing.get_args(hint) or (hint,), rows[name]) for name, hint in hints.items()}


def _checked(name: str, allowed: tuple[type, ...], info: FieldInfo, value: Any) -> Any:
    """Return the value as the type the field declares; raises SettingError for another type and outside the range."""
    if value is None and type(None) in allowed:
        return None
    wanted = allowed[0]
    if wanted is float and type(value) is int:
        value = float(value) if abs(value) < _LARGEST else math.inf
    if type(value) is not wanted:
        raise SettingError(f"The setting {name} cannot be a {type(value).__name__}; it has to be a {wanted.__name__}.")
    if info.choices and value not in [choice.value for choice in info.choices]:
        raise SettingError(f"The setting {name} cannot be {value!r}.")
    if isinstance(value, (int, float)) and wanted is not bool and not _in_range(value, info):
        raise SettingError(f"The setting {name} has to lie between {info.minimum:g} and {info.maximum:g}.")
    return value


def _in_range(value: float, info: FieldInfo) -> bool:
    return math.isfinite(value) and info.minimum <= value <= info.maximum


INFO: Final[dict[str, FieldInfo]] = {name: info for name, (_, info) in _table().items()}
"""The table by name, in the order in which settings are shown."""

DEFAULTS: Final = Settings()
