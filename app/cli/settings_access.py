"""The settings as `keel settings` reads and changes them: by name, with values that come as text."""

from __future__ import annotations

import contextlib
import math
import os
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.problems import UserError, is_text
from app.settings.fields import DEFAULTS, INFO, SECTIONS, SettingError, Settings
from app.settings.files import load_settings
from app.settings.info import MODEL_ENDING
from app.settings.layers import effective, may_differ, model_key
from app.settings.store import SETTINGS_FILE, SettingsStore

_ON_OFF = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}
_UNSET = "none"
_NAMES = tuple(name for name, info in INFO.items() if info.kind != "layers")


def settings_for(data_dir: Path, model: Path) -> tuple[Settings, str | None]:
    """Return the settings in force for a new chat with a model, and one sentence where the file could not be read as it was."""
    loaded = load_settings(data_dir / SETTINGS_FILE, tidy=False)
    return effective(loaded.settings, model_key(model)), loaded.problem


class SettingsAccess:
    """The settings in a data folder: of all chats, or of one model where its file is given.

    notice: one sentence where the settings file could not be read as it was. Everything here raises UserError.
    """

    def __init__(self, data_dir: Path, model: Path | None) -> None:
        self._store = SettingsStore(data_dir, tidy=False)
        self._key = model_key(model)
        self.notice = self._store.load_problem

    def facts(self) -> list[dict[str, Any]]:
        """Return all settings that there are for all chats, or for the one model."""
        return [self.fact(name) for name in _NAMES if (self._key is None and not INFO[name].of_one_model) or self._of_models(name)]

    def fact(self, name: str) -> dict[str, Any]:
        """Return a setting: what it is, what it may be, its value, and whether that was changed here."""
        info = INFO[self._known(name)]
        settings = self._store.settings
        own = settings.models.get(self._key, {}) if self._key is not None else {}
        return {
            "name": name,
            "value": getattr(effective(settings, self._key), name),
            "default": getattr(DEFAULTS, name) if self._key is None else getattr(settings, name),
            "changed": name in own if self._key is not None else not self._store.is_default(name),
            "type": " or ".join("none" if each is type(None) else each.__name__ for each in _types(name)),
            "minimum": info.minimum if info.kind in ("slider", "number") else None,
            "maximum": info.maximum if info.kind in ("slider", "number") else None,
            "choices": [choice.value for choice in info.choices] or None,
            "scope": info.scope,
            "section": SECTIONS.get(info.section, ""),
            "label": info.label,
            "help": info.help,
            "unset": info.unset,
        }

    def set(self, name: str, text: str) -> None:
        """Change a setting to the value that the text stands for."""
        self._known(name)
        if not is_text(text):
            raise UserError("The value is not valid UTF-8 text", "the setting stays as it was", "check the terminal's encoding")
        try:
            changes = {name: _value(name, text)}
            if name == "cap":
                changes["percentile"] = None  # a step is chosen, so an exact strength set before no longer counts
            saved = self._store.update(**changes) if self._key is None else self._store.update_model(self._key, changes)
        except SettingError as error:
            raise UserError(str(error), "", f"see keel settings get {name} --json") from error
        self._check(saved)

    def reset(self, names: Sequence[str]) -> None:
        """Let these settings have their defaults again, or be as for all models; all of them where none is named."""
        for name in names:
            self._known(name)
        if self._key is not None:
            self._check(self._store.reset_model(self._key, *names))
            return
        self._check(self._store.update(**{name: getattr(DEFAULTS, name) for name in names or _NAMES}))

    def _known(self, name: str) -> str:
        if name not in _NAMES:
            raise UserError(f"There is no setting named {name!r}", "", "keel settings list shows them all")
        if self._key is not None and not may_differ(name, "model"):
            raise UserError(f"The setting {name} is one for all models", "", "leave --model out")
        if self._key is None and INFO[name].of_one_model:
            raise UserError(f"The setting {name} is for one model alone", "", "say which with --model FILE")
        return name

    def _of_models(self, name: str) -> bool:
        return self._key is not None and may_differ(name, "model")

    def _check(self, saved: bool) -> None:
        if not saved:
            raise UserError(
                f"The settings in {self._store.path} could not be saved",
                "nothing was changed",
                "make room on the disk and see that the folder can be written to",
            )


def _types(name: str) -> tuple[type, ...]:
    hint = typing.get_type_hints(Settings)[name]
    return typing.get_args(hint) or (hint,)


def _value(name: str, text: str) -> Any:
    """Return what a text stands for, as the type of the setting; text that stands for nothing else is returned as it is."""
    if INFO[name].kind == "model_file":
        return _model_file(text)
    allowed = _types(name)
    if type(None) in allowed and text.strip().lower() == _UNSET:
        return None
    if allowed[0] is bool:
        return _ON_OFF.get(text.strip().lower(), text)
    with contextlib.suppress(ValueError, OverflowError):
        if allowed[0] is int:
            return int(text)
        if allowed[0] is float and math.isfinite(float(text)):
            return float(text)
    return text


def _model_file(text: str) -> str:
    """Return the whole path of a file that is there, "" for "none"; a name that is none of a model's is told by the table."""
    if text.strip().lower() in ("", _UNSET):
        return ""
    place = os.path.abspath(os.path.expanduser(text))
    if place.lower().endswith(MODEL_ENDING) and not os.path.isfile(place):
        raise UserError(f"There is no file {place}", "the setting stays as it was", "give the path of a smaller model, or none")
    return place
