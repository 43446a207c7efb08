"""One file that somebody asked for, and how far it has come."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.downloads.problem import DownloadProblem

MODELS: Final = "models"
"""The folder of Keel's data that fetched models are in."""

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_-])?"
_REPOSITORY: Final = re.compile(rf"{_NAME}/{_NAME}")
_PIECE: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9 ._+()-]{0,198}[A-Za-z0-9_)])?")
_SPLIT: Final = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf")
_MOST_PARTS: Final = 200
_RESERVED: Final = {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10))}
"""Names that are devices on Windows, with any ending."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of the hub.

    repository: "owner/name"; file: its path in there, ending in .gguf; folder: name of the folder in Keel's `models` that it
    goes to, "" for the one of the repository; expected_size: bytes as the catalogue has them, None where it does not say (the
    hub's own figure counts); title: what people are shown. Raises DownloadProblem for names that are none.
    """

    repository: str
    file: str
    folder: str = ""
    expected_size: int | None = None
    title: str = ""

    def __post_init__(self) -> None:
        pieces = self.file.split("/")
        if not _REPOSITORY.fullmatch(self.repository) or ".." in self.repository:
            raise DownloadProblem(
                f"{self.repository!r} is not the name of a repository", "nothing is downloaded", "write it as owner/name"
            )
        if not self.file.endswith(".gguf") or len(pieces) > 8 or not all(map(_plain, pieces)):
            raise DownloadProblem(
                f"{self.file!r} is not the name of a model file", "nothing is downloaded", "name a file that ends in .gguf"
            )
        if self.folder and not _plain(self.folder):
            raise DownloadProblem(f"{self.folder!r} is not the name of a folder", "nothing is downloaded", "choose a simple name")

    @property
    def key(self) -> str:
        """What this download is called in the queue: the same file in the same folder always has the same key."""
        text = f"{self.repository}\n{self.file}\n{self.folder}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def shown(self) -> str:
        """What people are shown."""
        return self.title or self.file.rpartition("/")[2]

    def place(self, data_dir: Path) -> Path:
        """Return where the finished file is: data_dir/models/<owner>__<name>/<file>."""
        folder = self.folder or self.repository.replace("/", "__")
        return data_dir / MODELS / folder / self.file.rpartition("/")[2]


def _plain(name: str) -> bool:
    """Whether a name is one on every system: no path, no device, nothing hidden."""
    return bool(_PIECE.fullmatch(name)) and ".." not in name and name.partition(".")[0].lower() not in _RESERVED


def parts_of(file: str) -> list[str]:
    """Return all files of the split model that `file` belongs to, in order, or `file` alone where it is whole."""
    split = _SPLIT.fullmatch(file)
    if split is None or not 1 <= int(split["number"]) <= int(split["count"]) <= _MOST_PARTS:
        return [file]
    count = int(split["count"])
    return [f"{split['stem']}-{n:05d}-of-{count:05d}.gguf" for n in range(1, count + 1)]


@dataclass(frozen=True, slots=True)
class DownloadState:
    """How far one download is.

    state: "queued" (waits for its turn), "running", "paused", "failed" (`sentence` says why) or "done"; received, total: bytes,
    total None where nobody knows yet; bytes_per_second, seconds_left: None where there is nothing to reckon from; sentence: one
    to show, in the window's language, "" where there is nothing to say (while running: what it is waiting for); path: where the
    file is or will be.
    """

    key: str
    wanted: Wanted
    state: str
    received: int
    total: int | None
    bytes_per_second: float | None
    seconds_left: float | None
    sentence: str
    path: Path
