"""From rows of the chat file to records, and from values to what a column holds."""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.conversations.records import TEMPORARY_FROM, Chat, Folder, Message

CHAT_COLUMNS = (
    "id, title, renamed, system_prompt, draft, queued, leaf_id, continued_from, answers, created_at, updated_at, "
    "pinned, folder_id, overrides, role_play, drifted"
)
MESSAGE_COLUMNS = "id, chat_id, parent_id, role, content, state, created_at, readings, stats, receipt, drifted, evicted"


def clean(text: str) -> str:
    """Return the text as SQLite can hold it: half a surrogate pair becomes the replacement character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def now() -> str:
    """Return the time as it is kept: ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def pack_readings(readings: Sequence[float]) -> bytes:
    """Return readings as little-endian float32, 4 bytes each."""
    values = array("f", readings)
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def unpack_readings(blob: bytes) -> tuple[float, ...]:
    """Return the readings of `pack_readings`; bytes that do not fill a value are left out."""
    if not blob:
        return ()
    values = array("f")
    values.frombytes(blob[: len(blob) // 4 * 4])
    if sys.byteorder == "big":
        values.byteswap()
    return tuple(values)


def pack(values: Mapping[str, Any] | None) -> str:
    """Return a mapping as the JSON a column holds."""
    return clean(json.dumps(dict(values or {}), ensure_ascii=False))


def chat_of(row: sqlite3.Row) -> Chat:
    """Return the chat of a row with CHAT_COLUMNS."""
    answers, overrides = row[8], row[13]
    return Chat(
        id=row[0],
        title=row[1],
        renamed=bool(row[2]),
        system_prompt=row[3],
        draft=row[4],
        queued=row[5],
        leaf_id=row[6],
        continued_from=row[7],
        answers=() if answers == "[]" else tuple((int(message_id), answer) for message_id, answer in json.loads(answers)),
        created_at=row[9],
        updated_at=row[10],
        pinned=bool(row[11]),
        folder_id=row[12],
        temporary=row[0] >= TEMPORARY_FROM,
        overrides={} if overrides == "{}" else json.loads(overrides),
        role_play=bool(row[14]),
        drifted=bool(row[15]),
    )


def message_of(row: sqlite3.Row) -> Message:
    """Return the message of a row with MESSAGE_COLUMNS."""
    stats, receipt, drifted = row[8], row[9], row[10]
    return Message(
        id=row[0],
        chat_id=row[1],
        parent_id=row[2],
        role=row[3],
        content=row[4],
        state=row[5],
        created_at=row[6],
        readings=unpack_readings(row[7]),
        stats={} if stats == "{}" else json.loads(stats),
        receipt={} if receipt == "{}" else json.loads(receipt),
        drifted=None if drifted is None else bool(drifted),
        evicted=row[11],
    )


def folder_of(row: sqlite3.Row) -> Folder:
    """Return the folder of a row (id, name, position)."""
    return Folder(row[0], row[1], row[2])
