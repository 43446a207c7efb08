"""The list of downloads on disk, so that a restart shows what was under way."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from app.downloads.part import read_note, stored_bytes
from app.downloads.problem import DownloadProblem
from app.downloads.wanted import Wanted
from app.settings.files import parse, write_whole

QUEUE_NAME: Final = "downloads.json"
VERSION: Final = 1
_MOST_BYTES: Final = 4 << 20
_MOST_ITEMS: Final = 1000


@dataclass(slots=True)
class Item:
    """One download of the list; see DownloadState for what the values mean."""

    wanted: Wanted
    path: Path
    state: str = "queued"
    received: int = 0
    total: int | None = None
    sentence: str = ""


def load_items(data_dir: Path) -> list[Item]:
    """Read the list; never raises. What was running or waiting is paused now; what cannot be read is left out."""
    try:
        place = data_dir / QUEUE_NAME
        body = parse(place.read_bytes()) if place.stat().st_size <= _MOST_BYTES else None
    except OSError:
        return []
    stored = body.get("downloads") if body is not None and body.get("version") == VERSION else None
    items = [_item(each, data_dir) for each in stored[:_MOST_ITEMS]] if isinstance(stored, list) else []
    unique = {item.wanted.key: item for item in items if item is not None}
    return list(unique.values())


def save_items(data_dir: Path, items: list[Item]) -> None:
    """Replace the list on disk; raises OSError, and then the old one stays."""
    stored = [{**asdict(item.wanted), "state": item.state, "sentence": item.sentence} for item in items]
    text = json.dumps({"version": VERSION, "downloads": stored}, indent=1, ensure_ascii=True)
    write_whole(data_dir / QUEUE_NAME, text.encode("ascii") + b"\n")


def _item(stored: Any, data_dir: Path) -> Item | None:
    """Build one item from what is stored and from what lies on the disk; None for anything that is none."""
    try:
        size = stored["expected_size"]
        wanted = Wanted(
            str(stored["repository"]),
            str(stored["file"]),
            str(stored["folder"]),
            size if isinstance(size, int) and size >= 0 else None,
            str(stored["title"]),
        )
        state, sentence = str(stored["state"]), str(stored["sentence"])
    except (KeyError, TypeError, DownloadProblem):
        return None
    item = Item(wanted, wanted.place(data_dir), state, sentence=sentence)
    refresh(item)
    # A file only gets its name once its hash is right, so one whose part is gone arrived while nobody was there to say so.
    arrived = item.path.is_file() and (state == "done" or (state == "running" and not part_exists(item)))
    item.state = "done" if arrived else "failed" if state == "failed" else "paused"
    if item.state != "failed":
        item.sentence = ""
    refresh(item)
    return item


def part_exists(item: Item) -> bool:
    """Say whether an unfinished file of this download lies on the disk."""
    return read_note(item.path) is not None or stored_bytes(item.path) > 0


def refresh(item: Item) -> None:
    """Take the figures of a download that is not running from what lies on the disk."""
    if item.state == "done":
        try:
            item.received = item.total = item.path.stat().st_size
        except OSError:
            item.received = item.total or 0
        return
    note = read_note(item.path)
    item.received = stored_bytes(item.path)
    item.total = note.size if note is not None else item.wanted.expected_size
