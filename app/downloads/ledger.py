"""The list of every connection Keel has made: JSON lines in a file of the data folder, written before and after each.

A connection has one line when it is opened, one from time to time while it lasts, and one when it ends; the newest line of a
connection counts. Each is written in one piece at the end of the file, so two processes may write, and one that is killed leaves
at most half a line, which is passed over.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LEDGER_NAME: Final = "network.jsonl"
OPEN: Final = "open"
"""Outcome of a connection whose end has not been written (yet)."""

_MOST_READ: Final = 16 << 20
_SHORT: Final = 300


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection.

    when: seconds since 1970 (UTC) at which it was opened; host: name of the computer it went to (with the port where it is not
    the usual one); why: what it was for; sent, received: bytes of the request and of the answer, headers included, encryption
    not; outcome: "open", an HTTP status such as "200", or what went wrong in a few words; via: the proxy it went through, "" for
    none.
    """

    when: float
    host: str
    why: str
    sent: int
    received: int
    outcome: str
    via: str = ""


class Ledger:
    """The list in one file, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[Connection]:
        """Return all connections, oldest first; lines that cannot be read are passed over. Raises OSError, not for no file."""
        found: dict[str, Connection] = {}
        for line in self._lines():
            try:
                body = json.loads(line)
                found[str(body["id"])] = _connection(body)
            except (ValueError, TypeError, KeyError, RecursionError):
                continue
        return sorted(found.values(), key=lambda each: each.when)

    def opened(self, host: str, why: str, via: str = "") -> LedgerEntry:
        """Write that a connection is about to be made; raises OSError, and then it must not be made."""
        return LedgerEntry(self, Connection(time.time(), host[:_SHORT], why[:_SHORT], 0, 0, OPEN, via[:_SHORT]))

    def clear(self) -> None:
        """Forget all connections; the empty file stays and says when that was. Raises OSError."""
        if self.path.exists():
            os.truncate(self.path, 0)

    def cleared(self) -> float | None:
        """Return when the list was cleared, in seconds since 1970, if it has been empty since; else None."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime if found.st_size == 0 else None

    def append(self, number: str, connection: Connection) -> None:
        """Add a line; number: what the lines of one connection have in common. Raises OSError."""
        line = json.dumps({"id": number, **dataclasses.asdict(connection)}, ensure_ascii=True) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(handle, self._mended(handle) + line.encode("ascii"))
        finally:
            os.close(handle)

    def _mended(self, handle: int) -> bytes:
        """Return a line break where the file ends in half a line, so that the next line is whole."""
        size = os.fstat(handle).st_size
        if size == 0:
            return b""
        with self.path.open("rb") as stream:
            stream.seek(size - 1)
            return b"" if stream.read(1) == b"\n" else b"\n"

    def _lines(self) -> list[bytes]:
        try:
            with self.path.open("rb") as stream:
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, size - _MOST_READ))
                return stream.read(_MOST_READ).splitlines()
        except FileNotFoundError:
            return []


class LedgerEntry:
    """One connection while it lasts; made by `Ledger.opened`, which has written its first line."""

    def __init__(self, ledger: Ledger, connection: Connection) -> None:
        self._ledger = ledger
        self._number = secrets.token_hex(8)
        self._now = connection
        ledger.append(self._number, connection)

    def note(self, sent: int, received: int) -> None:
        """Write how much has gone either way so far, in bytes."""
        self._write(sent=sent, received=received)

    def ended(self, sent: int, received: int, outcome: str) -> None:
        """Write the last line of this connection."""
        self._write(sent=sent, received=received, outcome=outcome[:_SHORT])

    def _write(self, **changes: Any) -> None:
        self._now = dataclasses.replace(self._now, **changes)
        # The line of its opening is there; a full disk only costs the figures.
        with contextlib.suppress(OSError):
            self._ledger.append(self._number, self._now)


def _connection(body: dict[str, Any]) -> Connection:
    """Read one line; raises KeyError, TypeError or ValueError for anything that is none."""
    return Connection(
        float(body["when"]),
        str(body["host"]),
        str(body["why"]),
        int(body["sent"]),
        int(body["received"]),
        str(body["outcome"]),
        str(body.get("via", "")),
    )
