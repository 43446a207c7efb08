"""The models Keel knows on this computer: which files, where they came from, when they were used, what their headers say.

One JSON file in the data folder, replaced as a whole. A model is known by its file, a split one by its first part.
Version 1: {"version": 1, "models": [{"path", "origin", "last_used", "stamp", "inspected"}]}; "inspected" is the engine's answer.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from app import paths
from app.downloads.wanted import MODELS, parts_of
from app.problems import UserError
from app.settings.files import parse, write_whole
from axes.os_reasons import reason as reason_of
from engine import protocol
from engine.protocol import ModelReport

_log = logging.getLogger(__name__)

LIBRARY_NAME: Final = "models.json"
VERSION: Final = 1
_MOST_BYTES: Final = 16 << 20
_MOST_MODELS: Final = 2000
_DEEPEST: Final = 2

Origin = Literal["demo", "opened", "downloaded"]
Stamp = tuple[int, int]
"""Size and time of the last change (ns) of all files of a model together."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model: its file (a split model's first), where it came from, when it was last used (seconds since 1970).

    report: what its header says, None where nobody has looked yet; stamp: of the files when it was looked at; problem: the sentence
    of a look that failed, "" where none did.
    """

    path: Path
    origin: Origin
    last_used: float | None = None
    report: ModelReport | None = None
    stamp: Stamp | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        """The model's own name, its file's where it has none."""
        return (self.report.name if self.report is not None else "") or self.path.stem

    @property
    def missing(self) -> bool:
        """Whether a file of it is no longer there."""
        return stamp_of(self.path) is None

    @property
    def file_bytes(self) -> int:
        """Size of all its files, 0 where they are not there."""
        stamp = stamp_of(self.path)
        return stamp[0] if stamp is not None else 0


class Library:
    """The models of one data folder, the built-in one first among equals. Needs no Qt.

    problem: a sentence about a list that could not be read, "" where all is well.
    """

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / LIBRARY_NAME
        self._downloads = data_dir / MODELS
        self.problem = ""
        self._known: dict[Path, KnownModel] = {}
        for model in self._read():
            self._known[model.path] = model
        if paths.DEMO_MODEL.is_file():
            kept = self._known.get(paths.DEMO_MODEL)
            self._known[paths.DEMO_MODEL] = replace(kept, origin="demo") if kept else KnownModel(paths.DEMO_MODEL, "demo")
        self.find_downloaded()

    # --- what is known -------------------------------------------------------------------------------------------------------

    def models(self) -> list[KnownModel]:
        """Return all models, the one used last first, those never used by name."""
        return sorted(self._known.values(), key=lambda each: (-(each.last_used or 0.0), each.name.casefold(), str(each.path)))

    def model(self, path: Path) -> KnownModel | None:
        """Return the model that a file belongs to, None where it is not known."""
        return self._known.get(first_part(path))

    # --- changes -------------------------------------------------------------------------------------------------------------

    def add(self, path: Path, origin: Origin = "opened") -> KnownModel:
        """Put a model on the list; one that is there already stays as it is. The file is not touched."""
        place = first_part(path)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = KnownModel(place, self._true_origin(place, origin))
            self._save()
        return known

    def note_used(self, path: Path, when: float) -> None:
        """Remember that a model was loaded, in seconds since 1970."""
        known = self.add(path)
        self._known[known.path] = replace(known, last_used=when)
        self._save()

    def note_report(self, path: Path, report: ModelReport, stamp: Stamp | None) -> None:
        """Keep what the header of a model says; stamp: of the files before it was read."""
        self._change(path, report=report, stamp=stamp, problem="")

    def note_problem(self, path: Path, sentence: str) -> None:
        """Keep why a model's header could not be read; not written to the disk, since it may be otherwise at the next look."""
        known = self.model(path)
        if known is not None:
            self._known[known.path] = replace(known, problem=sentence, report=None, stamp=None)

    def remove(self, path: Path) -> None:
        """Take a model off the list; its file stays. The built-in one cannot be removed."""
        known = self.model(path)
        if known is not None and known.origin != "demo":
            del self._known[known.path]
            self._save()

    def may_delete(self, path: Path) -> bool:
        """Whether Keel fetched this model itself, so that its file is Keel's to delete."""
        known = self.model(path)
        return known is not None and known.origin == "downloaded" and self._is_ours(known.path)

    def delete(self, path: Path) -> None:
        """Delete the files of a model that Keel fetched, and take it off the list; raises UserError and then it stays listed."""
        place = first_part(path)
        if not self.may_delete(place):
            raise UserError(f"Keel did not fetch {place.name}, so it does not delete it", "", "delete it where your files are")
        try:
            for file in reversed(files_of(place)):  # the first one last: it is the one that stands for the model
                file.unlink(missing_ok=True)
        except OSError as error:
            reason = reason_of(error)
            raise UserError(
                f"The file {place.name} could not be deleted ({reason})", "", "close what uses it and try again"
            ) from error
        for folder in (place.parent, place.parent.parent):
            if folder != self._downloads and self._is_ours(folder):
                _remove_if_empty(folder)
        self.remove(place)

    def find_downloaded(self) -> bool:
        """Take in models that lie in Keel's folder without being listed, such as those a terminal command fetched."""
        found = [path for path in sorted(_model_files(self._downloads)) if first_part(path) not in self._known]
        for path in found:
            if stamp_of(path) is not None:
                self._known.setdefault(first_part(path), KnownModel(first_part(path), self._true_origin(path, "downloaded")))
        return bool(found)

    def _change(self, path: Path, **values: Any) -> None:
        known = self.model(path)
        if known is None:
            return
        changed = replace(known, **values)
        if changed != known:
            self._known[known.path] = changed
            self._save()

    def _true_origin(self, path: Path, origin: Origin) -> Origin:
        if path == paths.DEMO_MODEL:
            return "demo"
        return "downloaded" if origin == "downloaded" and self._is_ours(path) else "opened"

    def _is_ours(self, path: Path) -> bool:
        try:
            return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._downloads))
        except (OSError, ValueError):
            return False

    # --- on disk -------------------------------------------------------------------------------------------------------------

    def _read(self) -> list[KnownModel]:
        try:
            raw = self._file.read_bytes() if self._file.stat().st_size <= _MOST_BYTES else b""
        except FileNotFoundError:
            return []
        except OSError as error:
            reason = reason_of(error)
            self._put_aside(f"could not be read ({reason})")
            return []
        body = parse(raw)
        stored = body.get("models") if body is not None else None
        if body is None or body.get("version") != VERSION or not isinstance(stored, list):
            self._put_aside("was damaged")
            return []
        found = (_known_model(each) for each in stored[:_MOST_MODELS])
        return [replace(each, origin=self._true_origin(each.path, each.origin)) for each in found if each is not None]

    def _put_aside(self, why: str) -> None:
        """Keep a list that cannot be used out of the way of the next one that is written."""
        aside = self._file.with_name(LIBRARY_NAME + ".bad")
        self.problem = f"The list of models {why}, so it begins anew; the old one is kept as {aside.name}."
        try:
            os.replace(self._file, aside)
        except OSError as error:
            _log.warning("the damaged list of models could not be put aside (%s)", error.strerror)

    def _save(self) -> None:
        body = {"version": VERSION, "models": [_stored(each) for each in self._known.values()]}
        try:
            write_whole(self._file, json.dumps(body, indent=1, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n")
        except OSError as error:
            # The files themselves are what counts; a full disk only costs when each was used.
            _log.warning("the list of models could not be saved (%s)", error.strerror)


# --- files ---------------------------------------------------------------------------------------------------------------------


def first_part(path: Path) -> Path:
    """Return the file that stands for a model, absolute: the first part of a split one."""
    place = Path(os.path.abspath(path.expanduser()))
    return place.with_name(parts_of(place.name)[0])


def files_of(path: Path) -> list[Path]:
    """Return all files of the model that this one belongs to, in order."""
    return [path.with_name(name) for name in parts_of(path.name)]


def stamp_of(path: Path) -> Stamp | None:
    """Return size and newest change of a model's files, None where one is not there or is no file."""
    size, newest = 0, 0
    try:
        for file in files_of(path):
            if not file.is_file():
                return None
            facts = file.stat()
            size, newest = size + facts.st_size, max(newest, facts.st_mtime_ns)
    except (OSError, ValueError):
        return None
    return size, newest


_BESIDE: Final = (".axis.gguf", ".guesses.gguf")
"""Files that lie beside a model and are none."""


def _model_files(folder: Path) -> Iterable[Path]:
    for depth in range(1, _DEEPEST + 1):
        try:
            yield from (path for path in folder.glob("*/" * (depth - 1) + "*.gguf") if not path.name.endswith(_BESIDE))
        except OSError:
            return


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _stored(model: KnownModel) -> dict[str, Any]:
    body: dict[str, Any] = {"path": str(model.path), "origin": model.origin, "last_used": model.last_used}
    if model.report is not None and model.stamp is not None:
        body["stamp"] = list(model.stamp)
        body["inspected"] = json.loads(protocol.encode(protocol.Inspected(0, "", model.report)))
    return body


def _known_model(body: Any) -> KnownModel | None:
    """Read one entry; None for anything that is none. A report that this version does not understand is left out."""
    try:
        path, origin, used = Path(str(body["path"])), body["origin"], body["last_used"]
        if not path.is_absolute() or origin not in ("demo", "opened", "downloaded") or not isinstance(used, int | float | None):
            return None
    except (KeyError, TypeError, ValueError):
        return None
    model = KnownModel(first_part(path), origin, None if used is None else float(used))
    try:
        size, changed = body["stamp"]
        event = protocol.decode(json.dumps(body["inspected"]).encode())
    except (KeyError, TypeError, ValueError, protocol.ProtocolError):
        return model
    if not isinstance(event, protocol.Inspected) or not (isinstance(size, int) and isinstance(changed, int)):
        return model
    return replace(model, report=event.report, stamp=(size, changed))
