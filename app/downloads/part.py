"""A file that is being fetched: `<name>.part` and, beside it, `<name>.part.json` with what is known about the whole.

What arrives is hashed while it is written, and from time to time written through to the disk; only then does the note count it as
there. So neither a killed program nor a power cut leaves more than what was really stored, and the file gets its own name only
after its hash was found right.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from app.downloads.problem import DownloadProblem, disk_problem
from app.settings.files import parse, sync_folder

VERSION: Final = 1
BLOCK: Final = 4 << 20
_MOST_NOTE: Final = 64 << 10
_LOCKED_BYTE: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Note:
    """What is known about the whole file.

    url: its address, pinned to `commit`; etag: as the store called what it sent, "" where it did not say; size: bytes of the
    whole; sha256: of the whole, hexadecimal; stored: bytes from the start that are safely on the disk.
    """

    url: str
    commit: str
    etag: str
    size: int
    sha256: str
    stored: int = 0
    version: int = VERSION


def part_path(final: Path) -> Path:
    """Return where the unfinished file lies."""
    return final.with_name(final.name + ".part")


def note_path(final: Path) -> Path:
    """Return where the note about the unfinished file lies."""
    return final.with_name(final.name + ".part.json")


def _fresh_note_path(final: Path) -> Path:
    return final.with_name(final.name + ".part.json.new")


def bad_path(final: Path) -> Path:
    """Return where a file is put aside whose hash was wrong."""
    return final.with_name(final.name + ".bad")


def read_note(final: Path) -> Note | None:
    """Read the note of an unfinished file; None where there is none that can be used."""
    place = note_path(final)
    try:
        body = parse(place.read_bytes()) if place.stat().st_size <= _MOST_NOTE else None
    except OSError:
        return None
    if body is None or body.get("version") != VERSION:
        return None
    types = {"url": str, "commit": str, "etag": str, "size": int, "sha256": str, "stored": int}
    if not all(type(body.get(name)) is kind for name, kind in types.items()) or not 0 <= body["stored"] <= body["size"]:
        return None
    return Note(**{name: body[name] for name in types})


def stored_bytes(final: Path) -> int:
    """Return how much of an unfinished file can be gone on with."""
    note = read_note(final)
    try:
        return min(note.stored, part_path(final).stat().st_size) if note is not None else 0
    except OSError:
        return 0


def discard(final: Path) -> None:
    """Delete an unfinished file, its note, and what was put aside; the finished file stays. Raises OSError."""
    for path in (part_path(final), bad_path(final), _fresh_note_path(final), note_path(final)):
        path.unlink(missing_ok=True)


class Part:
    """An unfinished file, open and locked; `size` bytes of it are there and hashed.

    Raises DownloadProblem where the disk does not do its part, or where another program has the file. Use it in a `with`, or
    close it.
    """

    def __init__(self, final: Path, note: Note) -> None:
        self.final = final
        self.note = note
        self.size = 0
        self._hash = hashlib.sha256()
        self._place = str(final.parent)
        with self._disk():
            final.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(part_path(final), os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._file = FileIO(handle, "r+")
        try:
            _lock(self._file, part_path(final))
            self._begin(read_note(final))
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the unfinished file lies."""
        return part_path(self.final)

    def _begin(self, old: Note | None) -> None:
        """Keep what is safely there of the same file; anything else starts from nothing."""
        with self._disk():
            there = os.fstat(self._file.fileno()).st_size
            fits = old is not None and (old.sha256, old.size) == (self.note.sha256, self.note.size)
            kept = min(old.stored, there) if old is not None and fits else 0
            etag = old.etag if old is not None and kept else self.note.etag
            self.note = dataclasses.replace(self.note, stored=kept, etag=etag)
            # The note goes first: should the power fail in between, it never counts more than what is there.
            self._save_note()
            self._file.truncate(kept)
            if not kept:
                bad_path(self.final).unlink(missing_ok=True)

    def reread(self) -> Iterator[int]:
        """Hash what an earlier run left, block by block; yields the bytes done. Must be run to its end before `write`."""
        with self._disk():
            self._file.seek(0)
            while self.size < self.note.stored:
                block = self._file.read(min(BLOCK, self.note.stored - self.size))
                if not block:
                    raise OSError(0, "the file became shorter")
                self._hash.update(block)
                self.size += len(block)
                yield self.size

    def write(self, data: bytes) -> None:
        """Add what has arrived."""
        with self._disk():
            view = memoryview(data)
            while view:
                written = self._file.write(view)
                self._hash.update(view[:written])
                self.size += written
                view = view[written:]

    def secure(self, etag: str | None = None) -> None:
        """Write everything through to the disk and note how much that is; etag: the store's name for it, where it is new."""
        with self._disk():
            os.fsync(self._file.fileno())
            self.note = dataclasses.replace(self.note, stored=self.size, etag=self.note.etag if etag is None else etag)
            self._save_note()

    def restart(self) -> None:
        """Throw away what is there, because it does not belong to what is being sent."""
        with self._disk():
            self.note = dataclasses.replace(self.note, stored=0, etag="")
            self._save_note()
            self._file.truncate(0)
            self._file.seek(0)
            self.size = 0
            self._hash = hashlib.sha256()

    def adopt(self) -> Path:
        """Give the complete file its own name and return it; raises DownloadProblem and puts it aside where its hash is wrong."""
        self.secure()
        right = self.size == self.note.size and self._hash.hexdigest() == self.note.sha256
        target = self.final if right else bad_path(self.final)
        if sys.platform == "win32":  # an open file cannot be renamed there; elsewhere it stays locked until it is done
            self.close()
        with self._disk():
            os.replace(self.path, target)
            sync_folder(target.parent)
            note_path(self.final).unlink(missing_ok=True)
            _fresh_note_path(self.final).unlink(missing_ok=True)
        self.close()
        if not right:
            raise DownloadProblem(
                "What arrived is not the file that the hub announced: its checksum is different",
                f"it is not used and was put aside as {target.name}",
                "download it again",
            )
        return target

    def close(self) -> None:
        """Let go of the file; what is not secured yet may be fetched again."""
        self._file.close()

    def _save_note(self) -> None:
        """Replace the note; after a power cut it may be the one before, which counts less and is true as well."""
        text = json.dumps(dataclasses.asdict(self.note), ensure_ascii=True)
        fresh = _fresh_note_path(self.final)  # one name is enough, because the part is locked
        with fresh.open("wb") as stream:
            stream.write(text.encode("ascii") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, note_path(self.final))

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise disk_problem(error, self._place) from error


def _lock(file: FileIO, path: Path) -> None:
    """Keep every other program from writing to the same file; raises DownloadProblem where one already does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            position = file.tell()
            file.seek(_LOCKED_BYTE)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            finally:
                file.seek(position)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between opening and locking, another program may have finished this very file and given it its name.
        if not os.path.samestat(os.fstat(file.fileno()), path.stat()):
            raise FileNotFoundError(path)
    except OSError as error:
        raise DownloadProblem(
            "This file is already being downloaded", "it is not fetched twice", "wait until that has ended", again=True
        ) from error
