"""A sound GGUF file taken apart: where every count, length, type, text and number of its header stands, and entries to put back."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SCALAR_BYTES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
STRING, ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class Place:
    """One item of a header: what it is, where it begins and how many bytes it has; detail: it lies within a list."""

    kind: str
    start: int
    size: int
    detail: bool = False


@dataclass(slots=True)
class Entry:
    """One metadata entry: its key, its type code and the bytes of its value."""

    key: bytes
    kind: int
    value: bytes


@dataclass(slots=True)
class Tensor:
    """One entry of the list of tensors, with the bytes of its data."""

    name: bytes
    dims: list[int]
    kind: int
    offset: int
    data: bytes = b""


@dataclass(slots=True)
class Parts:
    """A file as entries and tensors; `build` puts it together again, with whatever was changed."""

    entries: list[Entry]
    tensors: list[Tensor]
    version: int = 3
    alignment: int = 32
    n_tensors: int | None = None
    n_entries: int | None = None
    places: list[Place] = field(default_factory=list)
    data_start: int = 0

    def build(self, *, keep_offsets: bool = False) -> bytes:
        """Return the file; offsets are laid out anew unless they are to be kept as they are."""
        n_tensors = len(self.tensors) if self.n_tensors is None else self.n_tensors
        n_entries = len(self.entries) if self.n_entries is None else self.n_entries
        head = [b"GGUF", struct.pack("<IQQ", self.version, n_tensors, n_entries)]
        head += [string(entry.key) + struct.pack("<I", entry.kind) + entry.value for entry in self.entries]
        data = bytearray()
        for tensor in self.tensors:
            offset = tensor.offset if keep_offsets else len(data)
            dims = struct.pack(f"<I{len(tensor.dims)}Q", len(tensor.dims), *tensor.dims)
            head.append(string(tensor.name) + dims + struct.pack("<IQ", tensor.kind, offset))
            data += tensor.data + bytes(-len(tensor.data) % self.alignment)
        header = b"".join(head)
        return header + bytes(-len(header) % self.alignment) + bytes(data)

    def entry(self, key: str) -> Entry | None:
        """Return the entry of a key."""
        return next((entry for entry in self.entries if entry.key == key.encode()), None)


def string(text: bytes) -> bytes:
    """Return a text as GGUF stores it."""
    return struct.pack("<Q", len(text)) + text


def take_apart(data: bytes) -> Parts:
    """Return the parts of a sound file."""
    return _Walk(data).parts()


class _Walk:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self._places: list[Place] = []

    def parts(self) -> Parts:
        self._note("magic", 4)
        version = self._number("version", 4)
        n_tensors, n_entries = self._number("tensor count", 8), self._number("entry count", 8)
        entries = [self._entry() for _ in range(n_entries)]
        tensors = [self._tensor() for _ in range(n_tensors)]
        start = -(-self._at // 32) * 32
        ends = [tensor.offset for tensor in tensors[1:]] + [len(self._data) - start]
        for tensor, end in zip(tensors, ends, strict=True):
            tensor.data = self._data[start + tensor.offset : start + end]
        return Parts(entries, tensors, version, places=self._places, data_start=start)

    def _note(self, kind: str, size: int, *, detail: bool = False) -> bytes:
        self._places.append(Place(kind, self._at, size, detail))
        self._at += size
        return self._data[self._at - size : self._at]

    def _number(self, kind: str, size: int, *, detail: bool = False) -> int:
        return int.from_bytes(self._note(kind, size, detail=detail), "little")

    def _text(self, kind: str, *, detail: bool = False) -> bytes:
        size = self._number(f"{kind} length", 8, detail=detail)
        return self._note(kind, size, detail=detail)

    def _entry(self) -> Entry:
        key, kind = self._text("key"), self._number("value type", 4)
        start = self._at
        if kind == ARRAY:
            element, count = self._number("element type", 4), self._number("list length", 8)
            for _ in range(count):
                if element == STRING:
                    self._text("word", detail=True)
                else:
                    self._note("element", SCALAR_BYTES[element], detail=True)
        elif kind == STRING:
            self._text("text")
        else:
            self._note("value", SCALAR_BYTES[kind])
        return Entry(key, kind, self._data[start : self._at])

    def _tensor(self) -> Tensor:
        name, count = self._text("tensor name"), self._number("dimension count", 4)
        dims = [self._number("dimension", 8) for _ in range(count)]
        return Tensor(name, dims, self._number("tensor type", 4), self._number("offset", 8))
