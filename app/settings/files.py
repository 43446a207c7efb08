"""The settings file: one JSON object, replaced as a whole or not at all.

Version 1: {"version": 1, "<setting>": <value>, ...}; a setting at its default is left out, so that a better default reaches
everyone who never touched it. Names this version does not know are kept as they are. "models" and "presets" hold tables of the
same kind, one for each model and preset.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.problems import is_text
from app.settings.fields import DEFAULTS, INFO, SettingError, Settings, check_value
from axes.os_reasons import reason as reason_of

VERSION: Final = 1
MAX_BYTES: Final = 16 << 20
_TEMPORARY_PREFIX: Final = ".settings-"
_KEPT_BROKEN_FILES: Final = 9


@dataclass(frozen=True)
class Loaded:
    """What was read: the settings, the names this version does not know, and one sentence for the user if something was wrong."""

    settings: Settings = DEFAULTS
    unknown: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None


def load_settings(path: Path, *, tidy: bool = True) -> Loaded:
    """Read the settings file; never raises. What cannot be used keeps its default, and the file is then kept aside as `.bad`.

    tidy: also remove what a program killed in the middle of a save has left behind; not while another one may be saving.
    """
    if tidy:
        _remove_leftovers(path)
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except FileNotFoundError:
        return Loaded()
    except OSError as error:
        reason = reason_of(error)
        return Loaded(problem=f"The settings in {path} could not be read ({reason}), so the defaults are used for now.")
    body = None if raw is None else parse(raw)
    if body is None:
        kept = _keep_aside(path, raw)
        return Loaded(problem=f"The settings file was damaged, so the defaults are used; the old file is kept as {kept}.")
    settings, wrong = _settings_of(body)
    unknown = {name: value for name, value in body.items() if name not in INFO and name != "version"}
    if not wrong:
        return Loaded(settings, unknown)
    kept = _keep_aside(path, raw)
    names = ", ".join(INFO[name].label or name for name in wrong)
    return Loaded(
        settings, unknown, f"Some settings were not valid and have their defaults again ({names}); the old file is kept as {kept}."
    )


def save_settings(path: Path, settings: Settings, unknown: dict[str, Any]) -> None:
    """Replace the settings file; raises OSError and then leaves the old file as it was."""
    values = dataclasses.asdict(settings)
    changed = {name: value for name, value in values.items() if value != getattr(DEFAULTS, name)}
    body = {"version": VERSION, **changed, **{name: value for name, value in unknown.items() if name not in INFO}}
    text = json.dumps(body, indent=2, ensure_ascii=True, allow_nan=False)
    write_whole(Path(os.path.realpath(path)), text.encode("ascii") + b"\n")


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in the place of the file in one step that survives a power cut; raises OSError, the old file then stays."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_TEMPORARY_PREFIX, suffix=".tmp")  # made for its owner only
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder durable."""
    if os.name != "posix":  # elsewhere a folder cannot be opened, and the file system orders the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def parse(raw: bytes) -> dict[str, Any] | None:
    """Read a JSON object; None for anything else, for one nested too deeply, and for numbers that are not finite."""
    try:
        body = json.loads(raw.decode("utf-8-sig"), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _finite(text: str) -> float:
    """Read a number; NaN and infinity are no JSON and could not be written again."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is not a finite number")
    return value


def _settings_of(body: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Build the settings name by name, so that one wrong value costs only itself; also return the names of the wrong ones."""
    settings, wrong = DEFAULTS, []
    for name in INFO:
        if name in body:
            value, whole = _cleaned(name, body[name])
            try:
                settings = dataclasses.replace(settings, **{name: value})
            except SettingError:
                whole = False
            if not whole:
                wrong.append(name)
    return settings, wrong


def _cleaned(name: str, value: Any) -> tuple[Any, bool]:
    """Take out of a table of layers what none of them can have; also return whether it was all right."""
    if INFO[name].kind != "layers" or not isinstance(value, dict):
        return value, True
    layers, whole = {}, True
    for title, layer in value.items():
        if not isinstance(layer, dict) or not is_text(title):
            whole = False
            continue
        layers[title] = {each: one for each, one in layer.items() if _fits(name, each, one)}
        whole = whole and len(layers[title]) == len(layer)
    return layers, whole


def _fits(name: str, each: str, one: Any) -> bool:
    try:
        check_value(name, {"": {each: one}})
    except SettingError:
        return False
    return True


def _keep_aside(path: Path, raw: bytes | None) -> str:
    """Keep the broken file under a free name beside it and return that name; the file itself stays until the next save."""
    names = [path.with_name(path.name + ".bad" + (str(n) if n > 1 else "")) for n in range(1, _KEPT_BROKEN_FILES + 1)]
    try:
        same = [name for name in names if raw is not None and name.is_file() and name.read_bytes() == raw]
        free = [name for name in names if not name.exists()]
        target = (same or free or names[-1:])[0]
        if raw is None:
            os.replace(path, target)
        elif not same:
            write_whole(target, raw)
    except OSError:
        return path.name
    return target.name


def _remove_leftovers(path: Path) -> None:
    """Remove what a program killed in the middle of a save has left behind."""
    for leftover in Path(os.path.realpath(path)).parent.glob(f"{_TEMPORARY_PREFIX}*.tmp"):
        try:
            leftover.unlink()
        except OSError:
            continue
