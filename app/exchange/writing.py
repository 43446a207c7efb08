"""Writing chats to a file in one of three forms; the file is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.conversations.rows import now
from app.conversations.store import Store
from app.exchange import markdown_text, own, page
from app.exchange.found import ExchangeError
from axes.os_reasons import reason as reason_of

SUFFIXES = {"markdown": ".md", "html": ".html", "json": ".json"}
"""The forms chats are written in, and the ending of their files."""

_NAMES = {"md": "markdown", "markdown": "markdown", "html": "html", "htm": "html", "json": "json"}
_UNFIT = set('<>:"/\\|?*')


def form_of(path: Path) -> str | None:
    """Return the form that a file's name asks for, None where it asks for none."""
    return _NAMES.get(path.suffix.lower().lstrip("."))


def pieces(store: Store, chat_ids: Sequence[int], form: str, keel: str) -> Iterator[str]:
    """Yield the text of a file with these chats in pieces of about a message; raises KeyError for a chat that is gone.

    form: a key of SUFFIXES. keel: the version that writes it.
    """
    if form == "markdown":
        return markdown_text.pieces(store, chat_ids)
    if form == "html":
        return page.pieces(store, chat_ids, now(), keel)
    return own.pieces(store, chat_ids, now(), keel)


def check_place(store: Store, path: Path) -> None:
    """Raise ExchangeError where the chats themselves are kept at a place that somebody chose for a file."""
    if store.keeps(path):
        raise ExchangeError(
            f"The chats cannot be written to {path}, because Keel keeps them in that very file",
            "your chats themselves are unchanged",
            "choose another place",
        )


def write(path: Path, text: Iterator[str]) -> None:
    """Write a whole file, or into a pipe; raises ExchangeError where that fails, and a file that was there before then stays."""
    file = WholeFile(path, streams=True)
    try:
        for piece in text:
            file.add(piece)
        file.finish()
    finally:
        file.abandon()


def file_name(title: str) -> str:
    """Return a title as a file name without ending, "" where nothing of it is left."""
    kept = "".join(" " if char in _UNFIT or not char.isprintable() else char for char in title)
    return " ".join(kept.split())[:80].strip(". ")


@dataclass(slots=True)
class WholeFile:
    """A file that grows beside the place it is for, and takes that place when it is finished. Raises ExchangeError.

    A link is followed to its end, which is what then gets another content. What is no ordinary file, such as a pipe, is never
    replaced: it is written to as it stands where streams is True, which may wait for whoever reads it, and refused else.
    """

    path: Path
    streams: bool = False
    _descriptor: int = -1
    _temporary: str = ""
    _place: str = ""

    def add(self, text: str) -> None:
        """Write some more text."""
        with self._told():
            if self._descriptor < 0:
                self._open()
            data = memoryview(text.encode("utf-8", "replace"))
            while data:
                data = data[os.write(self._descriptor, data) :]

    def finish(self) -> None:
        """Put the file in its place."""
        self.add("")
        with self._told():
            if self._temporary:
                os.fsync(self._descriptor)
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)
            if self._temporary:
                os.replace(self._temporary, self._place)
            self._temporary = ""

    def abandon(self) -> None:
        """Remove what was written, where it was not finished."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1
        if self._temporary:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary)
            self._temporary = ""

    def _open(self) -> None:
        if self.path.exists() and not (self.path.is_file() or self.path.is_dir()):
            if not self.streams:
                raise ExchangeError(
                    f"The chats cannot be written to {self.path}, which is no ordinary file",
                    "your chats themselves are unchanged",
                    "choose another place",
                )
            self._descriptor = os.open(self.path, os.O_WRONLY)
            return
        self._place = os.path.realpath(self.path)
        self._descriptor, self._temporary = tempfile.mkstemp(prefix=".keel-export-", dir=os.path.dirname(self._place))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.abandon()
            raise ExchangeError(
                f"The chats could not be written to {self.path}: {reason_of(error)}",
                "your chats themselves are unchanged",
                "make room on the disk or choose another place",
            ) from error
