"""Reading rows from the pages of a damaged SQLite file, where SQLite itself finds the way to them no more.

A table is a tree of pages; its rows stand in the leaves. Where a page further up is damaged, SQLite cannot reach the leaves below
it, though they are sound. So every page of the file is looked at by itself: a leaf of a table says so in its first byte, and its
rows are told by their number of columns and by what stands in them. The layout is that of https://www.sqlite.org/fileformat2.html.
Nothing here trusts the file: every position is checked, and a row that does not fit is passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MAX_PAGES: Final = 1_000_000
MAX_ROW: Final = 64 * 2**20
_LEAF: Final = 0x0D
_INTEGER_BYTES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Row = tuple[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a file, those of its write-ahead log in place of older ones. usable: bytes of a page that hold content."""

    by_number: dict[int, bytes]
    usable: int

    def rows(self) -> Iterator[Row]:
        """Yield (row id, columns) of every row that stands in a leaf of a table; text and blobs come as bytes."""
        for number, page in sorted(self.by_number.items()):
            yield from self._rows_of(page, 100 if number == 1 else 0)

    def _rows_of(self, page: bytes, start: int) -> Iterator[Row]:
        if page[start] != _LEAF:
            return
        (cells,) = struct.unpack_from(">H", page, start + 3)
        if start + 8 + 2 * cells > len(page):
            return
        for at in struct.unpack_from(f">{cells}H", page, start + 8):
            try:
                yield self._row(page, at)
            except (ValueError, IndexError, struct.error):
                continue

    def _row(self, page: bytes, at: int) -> Row:
        size, at = _varint(page, at)
        row_id, at = _varint(page, at)
        if not 0 < size <= MAX_ROW or row_id >= 1 << 62:
            raise ValueError("not a row")
        return row_id, _columns(self._payload(page, at, size))

    def _payload(self, page: bytes, at: int, size: int) -> bytes:
        most = self.usable - 35
        if size <= most:
            here = size
        else:
            least = (self.usable - 12) * 32 // 255 - 23
            here = least + (size - least) % (self.usable - 4)
            here = least if here > most else here
        found = bytearray(page[at : at + here])
        if len(found) != here:
            raise ValueError("a row beyond its page")
        if here < size:
            (following,) = struct.unpack_from(">I", page, at + here)
            self._follow(following, found, size)
        return bytes(found)

    def _follow(self, number: int, found: bytearray, size: int) -> None:
        """Add what stands on overflow pages; a chain that ends early or goes round has fewer bytes than it says."""
        for _ in range(size // (self.usable - 4) + 1):
            page = self.by_number.get(number)
            if page is None:
                break
            (number,) = struct.unpack_from(">I", page)
            found += page[4 : min(self.usable, 4 + size - len(found))]
            if len(found) == size:
                return
        raise ValueError("a row of which a part is missing")


def read_pages(path: Path) -> Pages:
    """Return the pages of a file and of the log beside it; raises OSError, and ValueError where there are none."""
    whole = path.read_bytes()
    size = _page_size(whole)
    count = min(len(whole) // size, MAX_PAGES)
    pages = {number + 1: whole[number * size : (number + 1) * size] for number in range(count)}
    log = path.with_name(path.name + "-wal")
    if log.is_file():
        pages.update(_logged(log.read_bytes(), size))
    if not pages:
        raise ValueError("no pages")
    return Pages(pages, size)


def _page_size(whole: bytes) -> int:
    """The page size that the header names; a header that is damaged is taken to be one of Keel's, with pages of 4 KiB."""
    if whole[:16] == b"SQLite format 3\0":
        (size,) = struct.unpack_from(">H", whole, 16)
        size = 65536 if size == 1 else size
        if 512 <= size <= 65536 and size & (size - 1) == 0:
            return int(size)
    return 4096


def _logged(log: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield (number, page) of the frames of the log that belong to it, the newest of a page last."""
    salts = log[16:24]
    for at in range(32, len(log) - size - 23, size + 24):
        (number,) = struct.unpack_from(">I", log, at)
        if log[at + 8 : at + 16] != salts or not number:
            return
        yield number, log[at + 24 : at + 24 + size]


def _columns(payload: bytes) -> list[Any]:
    header, at = _varint(payload, 0)
    if not 0 < header <= min(len(payload), 1000):
        raise ValueError("not a row")
    kinds = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != header:
        raise ValueError("not a row")
    found: list[Any] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        found.append(value)
    if at != len(payload):
        raise ValueError("not a row")
    return found


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind == 7:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    length = _INTEGER_BYTES.get(kind, (kind - 12) // 2 if kind >= 12 else 0)
    if (not length and kind < 12) or at + length > len(payload):
        raise ValueError("not a value")
    part = payload[at : at + length]
    if kind < 12:
        return int.from_bytes(part, "big", signed=True), at + length
    return (part if kind % 2 == 0 else Text(part)), at + length


class Text(bytes):
    """Bytes that the file calls text."""


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | data[at + 8], at + 9
