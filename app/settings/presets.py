"""Presets: the settings that one puts in force together, under a name, and the file that carries one to another computer.

Version 1: {"keel_preset": 1, "name": "...", "settings": {"<setting>": <value>, ...}}.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.language import translate
from app.language.telling import told
from app.problems import UserError
from app.settings.fields import INFO, LONGEST_NAME, Layer, SettingError, Settings, check_value
from app.settings.files import parse, write_whole
from app.settings.wording import in_words
from axes.os_reasons import reason as reason_of

FORMAT: Final = "keel_preset"
VERSION: Final = 1
MAX_BYTES: Final = 1 << 20
NAMES: Final = tuple(name for name, info in INFO.items() if info.section in ("steadiness", "replies", "prompt"))
"""The settings a preset holds: how replies are held and drawn, and what is read before a chat."""


@dataclass(frozen=True, slots=True)
class PresetFile:
    """What was read from a file; left_out: labels of settings that had values they cannot have, or that Keel does not know."""

    name: str
    values: dict[str, Any]
    left_out: tuple[str, ...]


def preset_of(settings: Settings) -> dict[str, Any]:
    """Return what a preset made of these settings holds."""
    return {name: getattr(settings, name) for name in NAMES}


def tidy_name(name: str) -> str:
    """Return a name in one line, at most LONGEST_NAME characters; "" where nothing is left of it."""
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())[:LONGEST_NAME].strip()


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it where it is taken."""
    wanted, number = tidy_name(name) or translate("Presets", "Preset"), 1
    free = wanted
    while free in taken:
        number += 1
        free = f"{wanted[: LONGEST_NAME - 8]} ({number})"
    return free


def write_preset(path: Path, name: str, values: Layer) -> None:
    """Write a preset to a file, whole or not at all; raises UserError."""
    body = {FORMAT: VERSION, "name": name, "settings": dict(values)}
    try:
        write_whole(path, json.dumps(body, indent=2, allow_nan=False).encode("ascii") + b"\n")
    except OSError as error:
        reason = told(reason_of(error))
        raise UserError(
            translate("Presets", "The preset could not be written ({reason})").format(reason=reason),
            translate("Presets", "nothing was changed"),
            translate("Presets", "choose another folder"),
        ) from error


def read_preset(path: Path) -> PresetFile:
    """Read a preset from a file of at most MAX_BYTES; raises UserError for a file that holds none."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as error:
        reason = told(reason_of(error))
        raise UserError(
            translate("Presets", "The file could not be read ({reason})").format(reason=reason),
            "",
            translate("Presets", "choose another"),
        ) from error
    body = parse(raw)
    values = body.get("settings") if body is not None else None
    version = body.get(FORMAT) if body is not None else None
    if body is None or type(version) is not int or not isinstance(values, dict):
        raise UserError(
            translate("Presets", "This file holds no preset of Keel"),
            translate("Presets", "nothing was changed"),
            translate("Presets", "choose a file that Keel has exported"),
        )
    if version > VERSION:
        raise UserError(
            translate("Presets", "This preset was made by a newer Keel"),
            translate("Presets", "nothing was changed"),
            translate("Presets", "install the newer version to use it"),
        )
    name = body.get("name")
    good, left_out = _sorted_out(values)
    return PresetFile(tidy_name(name if isinstance(name, str) else path.stem), good, left_out)


def _sorted_out(values: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    good: dict[str, Any] = {}
    left_out = []
    for name, value in values.items():
        try:
            if name not in NAMES:
                raise SettingError(name)
            good[name] = check_value(name, value)
        except SettingError:
            left_out.append(in_words(INFO[name].label) if name in INFO else tidy_name(name))
    return good, tuple(left_out)
