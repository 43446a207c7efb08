"""Which folders are folded, kept over a restart in a small file of its own: {"version": 1, "folded": [<id of a folder>, ...]}."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Collection
from pathlib import Path
from typing import Final

from app.settings.files import parse, write_whole

FILE: Final = "view.json"
VERSION: Final = 1
MOST_BYTES: Final = 1 << 20

_log = logging.getLogger(__name__)


def load_folds(path: Path) -> set[int]:
    """Return the ids of the folders that are folded; none where the file is not there or cannot be read. Never raises."""
    with contextlib.suppress(OSError):
        body = parse(path.read_bytes()) if path.stat().st_size <= MOST_BYTES else None
        folded = body.get("folded") if body is not None else None
        return {each for each in folded if type(each) is int} if isinstance(folded, list) else set()
    return set()


def save_folds(path: Path, folded: Collection[int]) -> None:
    """Keep which folders are folded. Where that fails they are unfolded at the next start, which is no reason to bother anyone."""
    try:
        write_whole(path, json.dumps({"version": VERSION, "folded": sorted(folded)}).encode("ascii") + b"\n")
    except OSError as error:
        _log.warning("Which folders are folded could not be kept: %s", error)
