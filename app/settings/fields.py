"""The one table of settings: each field's default, type, range, label and help; panel, file, commands and docs are made from it."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.problems import is_text
from app.settings import choices
from app.settings.info import QT_TRANSLATE_NOOP, Choice, FieldInfo, Kind, Scope, SettingError, checked
from engine.protocol import STRENGTHS

__all__ = [
    "DEFAULTS",
    "INFO",
    "SECTIONS",
    "Choice",
    "FieldInfo",
    "Kind",
    "Layer",
    "Scope",
    "SettingError",
    "Settings",
    "check_value",
]

Layer = Mapping[str, Any]
"""Values of some settings by name; a name that is not in it inherits."""

LONGEST_NAME: Final = 80
"""Characters in the name of a preset."""

SECTIONS: Final = {
    "steadiness": QT_TRANSLATE_NOOP("Settings", "Steadiness"),
    "warning": QT_TRANSLATE_NOOP("Settings", "Warning"),
    "replies": QT_TRANSLATE_NOOP("Settings", "Replies"),
    "prompt": QT_TRANSLATE_NOOP("Settings", "System prompt"),
    "context": QT_TRANSLATE_NOOP("Settings", "Long chats"),
    "appearance": QT_TRANSLATE_NOOP("Settings", "Appearance"),
    "model": QT_TRANSLATE_NOOP("Settings", "Model"),
}
"""The sections of the panel, in their order."""


def _setting(default: Any, info: FieldInfo) -> Any:
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"info": info})
    return field(default=default, metadata={"info": info})


@dataclass(frozen=True)
class Settings:
    """Every setting of the program; None means unset, so that the model's or the program's own value is used.

    models: by model (see layers.model_key) the values that differ for it. presets: by name the values that one puts in force
    together. Both are for reading only.
    """

    cap: str = _setting(
        "off",
        FieldInfo(
            "choice", QT_TRANSLATE_NOOP("Settings", "Hold replies steady"), "", "steadiness", choices=choices.CAP, scope="chat"
        ),
    )
    percentile: float | None = _setting(
        None,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Exact strength"),
            QT_TRANSLATE_NOOP(
                "Settings", "Which share of the model's measured replies lies below the floor; higher holds more firmly."
            ),
            "steadiness",
            advanced=True,
            minimum=1.0,
            maximum=99.0,
            suffix="\u00a0%",
            unset=QT_TRANSLATE_NOOP("Settings", "follows the step above"),
            scope="chat",
        ),
    )
    form: str | None = _setting(
        None,
        FieldInfo(
            "choice",
            QT_TRANSLATE_NOOP("Settings", "Where it holds"),
            "",
            "steadiness",
            advanced=True,
            choices=choices.FORM,
            unset=QT_TRANSLATE_NOOP("Settings", "the model's own"),
            scope="chat",
        ),
    )
    warning: str = _setting(
        "normal",
        FieldInfo(
            "choice", QT_TRANSLATE_NOOP("Settings", "Warn about drift"), "", "warning", choices=choices.WARNING, scope="chat"
        ),
    )
    threshold: float | None = _setting(
        None,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Counts as drifted below"),
            QT_TRANSLATE_NOOP("Settings", "On the drift gauge: 1 is the usual Assistant, 0 is the average role."),
            "warning",
            advanced=True,
            minimum=-0.5,
            maximum=1.2,
            step=0.01,
            decimals=2,
            unset=QT_TRANSLATE_NOOP("Settings", "the model's own"),
            scope="chat",
        ),
    )
    temperature: float = _setting(
        0.7,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Temperature"),
            QT_TRANSLATE_NOOP("Settings", "Higher is more varied, 0 always takes the likeliest word."),
            "replies",
            maximum=2.0,
            step=0.05,
            decimals=2,
            scope="chat",
        ),
    )
    top_p: float = _setting(
        0.95,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Top-p"),
            QT_TRANSLATE_NOOP("Settings", "Chooses among the likeliest words that together have this probability; 1 allows all."),
            "replies",
            minimum=0.05,
            maximum=1.0,
            step=0.01,
            decimals=2,
            scope="chat",
        ),
    )
    top_k: int = _setting(
        40,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Top-k"),
            QT_TRANSLATE_NOOP("Settings", "Chooses among this many likeliest words; 0 allows all."),
            "replies",
            maximum=1000,
            scope="chat",
        ),
    )
    max_tokens: int = _setting(
        512,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Longest reply, in tokens"),
            QT_TRANSLATE_NOOP("Settings", "A reply stops after this many tokens."),
            "replies",
            minimum=1,
            maximum=32768,
            scope="chat",
        ),
    )
    seed: int | None = _setting(
        None,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Seed"),
            QT_TRANSLATE_NOOP("Settings", "The same seed, text and settings give the same reply again."),
            "replies",
            maximum=4294967294,
            unset=QT_TRANSLATE_NOOP("Settings", "random"),
            scope="chat",
        ),
    )
    min_p: float = _setting(
        0.0,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Min-p"),
            QT_TRANSLATE_NOOP("Settings", "Drops words this much less likely than the likeliest one; 0 drops none."),
            "replies",
            advanced=True,
            maximum=1.0,
            step=0.01,
            decimals=2,
            scope="chat",
        ),
    )
    typical_p: float = _setting(
        1.0,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Typical-p"),
            QT_TRANSLATE_NOOP("Settings", "Chooses among the words that are about as surprising as usual; 1 allows all."),
            "replies",
            advanced=True,
            minimum=0.05,
            maximum=1.0,
            step=0.01,
            decimals=2,
            scope="chat",
        ),
    )
    repeat_penalty: float = _setting(
        1.0,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Repeat penalty"),
            QT_TRANSLATE_NOOP("Settings", "Above 1 makes the model repeat itself less."),
            "replies",
            advanced=True,
            minimum=0.5,
            maximum=2.0,
            step=0.05,
            decimals=2,
            scope="chat",
        ),
    )
    presence_penalty: float = _setting(
        0.0,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Presence penalty"),
            QT_TRANSLATE_NOOP("Settings", "Above 0 makes every word less likely that was said already."),
            "replies",
            advanced=True,
            minimum=-2.0,
            maximum=2.0,
            step=0.05,
            decimals=2,
            scope="chat",
        ),
    )
    frequency_penalty: float = _setting(
        0.0,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Frequency penalty"),
            QT_TRANSLATE_NOOP("Settings", "Above 0 makes a word less likely each time it is said again."),
            "replies",
            advanced=True,
            minimum=-2.0,
            maximum=2.0,
            step=0.05,
            decimals=2,
            scope="chat",
        ),
    )
    repeat_last_n: int = _setting(
        64,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Penalties look back, in tokens"),
            QT_TRANSLATE_NOOP("Settings", "How much of the reply's end the three penalties above look at; 0 turns them off."),
            "replies",
            advanced=True,
            maximum=32768,
            scope="chat",
        ),
    )
    dry_multiplier: float = _setting(
        0.0,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "DRY strength"),
            QT_TRANSLATE_NOOP("Settings", "Makes it less likely that a phrase said before is said again; 0 is off, 0.8 is usual."),
            "replies",
            advanced=True,
            maximum=5.0,
            step=0.05,
            decimals=2,
            scope="chat",
        ),
    )
    dry_base: float = _setting(
        1.75,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "DRY growth"),
            QT_TRANSLATE_NOOP("Settings", "How fast it gets stronger with the length of the phrase."),
            "replies",
            advanced=True,
            minimum=1.0,
            maximum=4.0,
            step=0.05,
            decimals=2,
            scope="chat",
        ),
    )
    dry_allowed_length: int = _setting(
        2,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "DRY allows, in tokens"),
            QT_TRANSLATE_NOOP("Settings", "Phrases up to this length may be said again."),
            "replies",
            advanced=True,
            minimum=1,
            maximum=100,
            scope="chat",
        ),
    )
    dry_penalty_last_n: int | None = _setting(
        None,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "DRY looks back, in tokens"),
            QT_TRANSLATE_NOOP("Settings", "How much of the reply's end is searched for the phrase."),
            "replies",
            advanced=True,
            minimum=1,
            maximum=32768,
            unset=QT_TRANSLATE_NOOP("Settings", "the whole reply"),
            scope="chat",
        ),
    )
    system_prompt: str = _setting(
        "",
        FieldInfo(
            "text",
            QT_TRANSLATE_NOOP("Settings", "Read before each chat"),
            QT_TRANSLATE_NOOP("Settings", "For example: You are a patient tutor. Answer briefly."),
            "prompt",
            scope="chat",
        ),
    )
    context_policy: str = _setting(
        "stop",
        FieldInfo(
            "choice",
            QT_TRANSLATE_NOOP("Settings", "When a chat no longer fits"),
            "",
            "context",
            choices=choices.CONTEXT,
            scope="chat",
        ),
    )
    theme: str = _setting(
        "system", FieldInfo("choice", QT_TRANSLATE_NOOP("Settings", "Theme"), "", "appearance", choices=choices.THEME)
    )
    language: str = _setting(
        "system",
        FieldInfo(
            "choice",
            QT_TRANSLATE_NOOP("Settings", "Language"),
            QT_TRANSLATE_NOOP("Settings", "Keel speaks it when it is opened next."),
            "appearance",
            choices=choices.LANGUAGE,
        ),
    )
    zoom: float = _setting(
        1.0,
        FieldInfo(
            "slider",
            QT_TRANSLATE_NOOP("Settings", "Text size"),
            QT_TRANSLATE_NOOP("Settings", "Ctrl and + or − change it anywhere."),
            "appearance",
            minimum=0.5,
            maximum=3.0,
            step=0.05,
            as_percent=True,
        ),
    )
    enter_sends: bool = _setting(
        True,
        FieldInfo(
            "toggle",
            QT_TRANSLATE_NOOP("Settings", "Enter sends"),
            QT_TRANSLATE_NOOP("Settings", "Shift+Enter starts a new line; off, it is the other way round."),
            "appearance",
        ),
    )
    n_ctx: int = _setting(
        4096,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Memory, in tokens"),
            QT_TRANSLATE_NOOP("Settings", "How many tokens the model can look back on. Used when a model is loaded next."),
            "model",
            advanced=True,
            minimum=64,
            maximum=1048576,
            scope="model",
        ),
    )
    n_threads: int | None = _setting(
        None,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Processor threads"),
            QT_TRANSLATE_NOOP("Settings", "Used when a model is loaded next."),
            "model",
            advanced=True,
            minimum=1,
            maximum=512,
            unset=QT_TRANSLATE_NOOP("Settings", "automatic"),
            scope="model",
        ),
    )
    n_gpu_layers: int | None = _setting(
        None,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Layers on the graphics card"),
            QT_TRANSLATE_NOOP(
                "Settings",
                "0 uses the processor alone; more than it has puts all there. Used when a model is loaded next.",
            ),
            "model",
            advanced=True,
            maximum=1000,
            unset=QT_TRANSLATE_NOOP("Settings", "as many as fit"),
            scope="model",
        ),
    )
    kv_type: str = _setting(
        "f16",
        FieldInfo(
            "choice",
            QT_TRANSLATE_NOOP("Settings", "How the memory is kept"),
            QT_TRANSLATE_NOOP("Settings", "Used when a model is loaded next."),
            "model",
            advanced=True,
            choices=choices.KV_TYPE,
            scope="model",
        ),
    )
    flash_attention: str = _setting(
        "auto",
        FieldInfo(
            "choice",
            QT_TRANSLATE_NOOP("Settings", "Flash attention"),
            QT_TRANSLATE_NOOP("Settings", "A way to compute that needs less working space. Used when a model is loaded next."),
            "model",
            advanced=True,
            choices=choices.FLASH_ATTENTION,
            scope="model",
        ),
    )
    idle_unload_minutes: int = _setting(
        15,
        FieldInfo(
            "number",
            QT_TRANSLATE_NOOP("Settings", "Unload the model after, in minutes"),
            QT_TRANSLATE_NOOP(
                "Settings",
                "Gives its memory back when nothing was asked for so long; the next message loads it again. 0 never does.",
            ),
            "model",
            advanced=True,
            maximum=1440,
        ),
    )
    guess_ahead: str = _setting(
        "auto",
        FieldInfo(
            "choice",
            QT_TRANSLATE_NOOP("Settings", "Guess ahead"),
            QT_TRANSLATE_NOOP("Settings", "Guesses the next words and checks several at once: the same replies, often sooner."),
            "model",
            advanced=True,
            choices=choices.GUESSES,
            scope="model",
        ),
    )
    draft_model: str = _setting(
        "",
        FieldInfo(
            "model_file",
            QT_TRANSLATE_NOOP("Settings", "Draft model"),
            QT_TRANSLATE_NOOP(
                "Settings",
                "A smaller model of the same family guesses the next words, which the model checks several at a time: the same "
                "replies, often sooner with large models. Used when a model is loaded next.",
            ),
            "model",
            advanced=True,
            unset=QT_TRANSLATE_NOOP("Settings", "none"),
            scope="model",
        ),
    )
    chat_template: str = _setting(
        "",
        FieldInfo(
            "template",
            QT_TRANSLATE_NOOP("Settings", "Chat template"),
            QT_TRANSLATE_NOOP(
                "Settings",
                "How a chat is written out for the model. Left empty, the model's own is used. Used when it is loaded next.",
            ),
            "model",
            advanced=True,
            scope="model",
            of_one_model=True,
        ),
    )
    model_path: str | None = _setting(
        None,
        FieldInfo(
            "hidden",
            QT_TRANSLATE_NOOP("Settings", "Model file to open"),
            unset=QT_TRANSLATE_NOOP("Settings", "the built-in demo model"),
        ),
    )
    first_run_done: bool = _setting(False, FieldInfo("hidden", QT_TRANSLATE_NOOP("Settings", "The first steps were shown")))
    models: Mapping[str, Layer] = _setting({}, FieldInfo("layers", QT_TRANSLATE_NOOP("Settings", "Settings of one model")))
    presets: Mapping[str, Layer] = _setting({}, FieldInfo("layers", QT_TRANSLATE_NOOP("Settings", "Presets")))

    def __post_init__(self) -> None:
        for name in _table():
            object.__setattr__(self, name, check_value(name, getattr(self, name)))

    @property
    def cap_percentile(self) -> float | None:
        """The percentile to cap at, None while the cap is off: the exact strength where one is set, else that of the step."""
        if self.cap == "off":
            return None
        return self.percentile if self.percentile is not None else STRENGTHS[self.cap]


def check_value(name: str, value: Any) -> Any:
    """Return the value as the setting's own type; raises SettingError for a value the setting cannot have and an unknown name."""
    if name not in _table():
        raise SettingError(f"There is no setting named {name}.")
    allowed, info = _table()[name]
    return _checked_layers(name, value) if info.kind == "layers" else checked(name, allowed, info, value)


def _checked_layers(name: str, value: Any) -> dict[str, dict[str, Any]]:
    """Return the layers as plain dicts. Names of a later version are kept in them; settings of the whole program do not belong."""
    if not isinstance(value, Mapping):
        raise SettingError(f"The setting {name} has to be a table.")
    for title, layer in value.items():
        if not isinstance(title, str) or not isinstance(layer, Mapping):
            raise SettingError(f"The setting {name} has to be a table of tables.")
        if not is_text(title):
            raise SettingError(f"The setting {name} cannot hold a name that is not valid UTF-8.")
    return {title: {each: _layered(each, one) for each, one in layer.items()} for title, layer in value.items()}


def _layered(name: str, value: Any) -> Any:
    if name not in _table():
        return value
    if _table()[name][1].scope == "program":
        raise SettingError(f"The setting {name} is one for all chats.")
    return check_value(name, value)


@functools.cache
def _table() -> dict[str, tuple[tuple[type, ...], FieldInfo]]:
    """The types each setting may have, the wanted one first, and its row in the table."""
    hints = typing.get_type_hints(Settings)
    rows = {each.name: each.metadata["info"] for each in dataclasses.fields(Settings)}
    return {name: (typing.get_args(hint) or (hint,), rows[name]) for name, hint in hints.items()}


INFO: Final[dict[str, FieldInfo]] = {name: info for name, (_, info) in _table().items()}
"""The table by name, in the order in which settings are shown."""

DEFAULTS: Final = Settings()
"""The settings of a program that nobody has changed."""
