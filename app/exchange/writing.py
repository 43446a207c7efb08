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


def write(path: Path, text: Iterator[str]) -> None:
    """Write a whole file; raises ExchangeError where that fails, and what was there before then stays."""
    file = WholeFile(path)
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
    """A file that grows beside the place it is for, and takes that place when it is finished. Raises ExchangeError."""

    path: Path
    _descriptor: int = -1
    _temporary: str = ""

    def add(self, text: str) -> None:
        """Write some more text."""
        with self._told():
            if self._descriptor < 0:
                self._descriptor, self._temporary = tempfile.mkstemp(prefix=".keel-export-", dir=self.path.parent)
            data = memoryview(text.encode("utf-8", "replace"))
            while data:
                data = data[os.write(self._descriptor, data) :]

    def finish(self) -> None:
        """Put the file in its place."""
        self.add("")
        with self._told():
            os.fsync(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1
            os.replace(self._temporary, self.path)
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
