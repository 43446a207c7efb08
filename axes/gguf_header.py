"""A bounded reader of GGUF headers, for files that come from anywhere.

It never follows a count or a length that the file itself cannot hold, so a malformed file costs at most a fraction of a second and
no memory. Metadata scalars and strings are decoded at once; arrays are only located, and read when asked for. Tensor data stays in
the file; F32 tensors (norm weights) can be read one by one.
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from numpy.typing import NDArray

from axes.file_window import FileWindow
from axes.file_window import GGUFError as GGUFError
from axes.file_window import MissingFileError as MissingFileError

MAGIC: Final = b"GGUF"
VERSIONS: Final = (2, 3)
MAX_TENSORS: Final = 8_192  # the largest models have about 2,000
MAX_KEYS: Final = 4_096
MAX_STRING_BYTES: Final = 1 << 20
MAX_ARRAY_STRINGS: Final = 900_000  # over all arrays together; the largest vocabularies with merges hold about 800,000
MAX_NAME_BYTES: Final = 63  # of a tensor; ggml itself stores 64 with the closing zero
MAX_KEY_BYTES: Final = 65_535
MAX_TEXT_BYTES: Final = 4 << 20  # keys and texts together; the longest chat templates have 0.1 MB
MAX_LIST_BYTES: Final = 64 << 20  # of one list that is asked for
MAX_DIMENSIONS: Final = 4
MAX_DIMENSION: Final = 1 << 40
MAX_NORM_ELEMENTS: Final = 1 << 22
SMALLEST_TENSOR_ENTRY: Final = 24  # bytes in the list of tensors: name length, dimensions, type, offset

_SIZES: Final[dict[int, tuple[int, int]]] = {int(kind): sizes for kind, sizes in GGML_QUANT_SIZES.items()}
T = TypeVar("T", int, float, str)
_U64 = struct.Struct("<Q").unpack_from
_U32 = struct.Struct("<I").unpack_from


class ValueType(IntEnum):
    """The types of GGUF metadata values."""

    UINT8 = 0
    INT8 = 1
    UINT16 = 2
    INT16 = 3
    UINT32 = 4
    INT32 = 5
    FLOAT32 = 6
    BOOL = 7
    STRING = 8
    ARRAY = 9
    UINT64 = 10
    INT64 = 11
    FLOAT64 = 12


NUMBER_TYPES: Final[dict[ValueType, np.dtype[Any]]] = {
    ValueType.UINT8: np.dtype("<u1"),
    ValueType.INT8: np.dtype("<i1"),
    ValueType.UINT16: np.dtype("<u2"),
    ValueType.INT16: np.dtype("<i2"),
    ValueType.UINT32: np.dtype("<u4"),
    ValueType.INT32: np.dtype("<i4"),
    ValueType.FLOAT32: np.dtype("<f4"),
    ValueType.BOOL: np.dtype("?"),
    ValueType.UINT64: np.dtype("<u8"),
    ValueType.INT64: np.dtype("<i8"),
    ValueType.FLOAT64: np.dtype("<f8"),
}
_SCALARS: Final = {
    kind: struct.Struct("<" + code)
    for kind, code in zip(
        (ValueType(n) for n in (0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12)),
        ("B", "b", "H", "h", "I", "i", "f", "?", "Q", "q", "d"),
        strict=True,
    )
}


@dataclass(frozen=True, slots=True)
class ArraySpan:
    """Where a metadata array lies: element type, number of elements, first byte of the elements and their size in bytes."""

    element_type: ValueType
    length: int
    offset: int
    n_bytes: int


@dataclass(frozen=True, slots=True)
class Field:
    """One metadata entry: value is a bool, int, float, str or ArraySpan; start and end bound its bytes, type code included.

    key_start: where the entry begins, its key included.
    """

    type: ValueType
    value: bool | int | float | str | ArraySpan
    start: int
    end: int
    key_start: int


@dataclass(frozen=True, slots=True)
class TensorSpan:
    """Where a tensor lies: ggml type, shape (innermost first), first byte in the file and size (None for an unknown type)."""

    type: int
    shape: tuple[int, ...]
    offset: int
    n_bytes: int | None


@dataclass(frozen=True, slots=True)
class GGUFHeader:
    """The header of one GGUF file; reading arrays or tensors opens the file again and raises GGUFError where that fails.

    tensor_info: first byte and end of the list of tensors. data_start: where tensor data begin, a multiple of alignment.
    """

    path: Path
    version: int
    size: int
    fields: Mapping[str, Field]
    tensors: Mapping[str, TensorSpan]
    tensor_info: tuple[int, int]
    data_start: int
    alignment: int

    def text(self, key: str) -> str | None:
        """Return a string value, None where the key is missing; raises GGUFError for another type."""
        return self._typed(key, str, "text")

    def integer(self, key: str) -> int | None:
        """Return an integer value, None where the key is missing; raises GGUFError for another type."""
        return self._typed(key, int, "a whole number")

    def number(self, key: str) -> float | None:
        """Return a float or integer value as float, None where the key is missing; raises GGUFError for another type."""
        found = self.fields.get(key)
        if found is not None and type(found.value) is int:
            return float(found.value)
        return self._typed(key, float, "a number")

    def array(self, key: str) -> NDArray[Any]:
        """Return an array of numbers, (length,), in the file's own type; raises GGUFError where it is missing or not numeric."""
        span = self._span(key)
        dtype = NUMBER_TYPES.get(span.element_type)
        if dtype is None:
            raise GGUFError(f"The value {key!r} in {self.path.name} is not a list of numbers.")
        self._check_list(key, span)
        return np.frombuffer(self.raw(span.offset, span.n_bytes), dtype=dtype)

    def strings(self, key: str) -> list[str]:
        """Return an array of strings; raises GGUFError where it is missing or holds something else."""
        span = self._span(key)
        if span.element_type is not ValueType.STRING:
            raise GGUFError(f"The value {key!r} in {self.path.name} is not a list of texts.")
        self._check_list(key, span)
        data, position, found = self.raw(span.offset, span.n_bytes), 0, []
        for _ in range(span.length):
            (size,) = _U64(data, position)
            found.append(data[position + 8 : position + 8 + size].decode("utf-8", "replace"))
            position += 8 + size
        return found

    def tensor_f32(self, name: str) -> NDArray[np.float32]:
        """Return the elements of an F32 tensor, flat; raises GGUFError where it is missing, of another type or very large."""
        return next(self.tensors_f32([name]))

    def tensors_f32(self, names: Iterable[str]) -> Iterator[NDArray[np.float32]]:
        """Yield the elements of F32 tensors, flat, one after the other; raises as `tensor_f32` does."""
        with FileWindow(self.path) as file:
            for name in names:
                span = self.norm_span(name)
                yield np.frombuffer(file.read(span.offset, span.n_bytes or 0), dtype="<f4")

    def norm_span(self, name: str) -> TensorSpan:
        """Return where an F32 tensor lies that is no larger than a norm weight; raises as `tensor_f32` does."""
        span = self.tensors.get(name)
        if span is None:
            raise GGUFError(f"{self.path.name} has no tensor {name!r}.")
        if span.type != GGMLQuantizationType.F32 or span.n_bytes is None:
            raise GGUFError(f"The tensor {name!r} in {self.path.name} is not stored as 32-bit floats.")
        if span.n_bytes > 4 * MAX_NORM_ELEMENTS:
            raise GGUFError(f"The tensor {name!r} in {self.path.name} is too large to be a norm weight.")
        return span

    def raw(self, offset: int, n_bytes: int) -> bytes:
        """Return bytes of the file; raises GGUFError where the file became shorter since its header was read."""
        with FileWindow(self.path) as file:
            return file.read(offset, n_bytes)

    def _check_list(self, key: str, span: ArraySpan) -> None:
        if span.n_bytes > MAX_LIST_BYTES:
            raise GGUFError(f"The list {key!r} in {self.path.name} is far longer than any real one, so it is not read.")

    def _typed(self, key: str, kind: type[T], words: str) -> T | None:
        found = self.fields.get(key)
        if found is None:
            return None
        if type(found.value) is not kind:
            raise GGUFError(f"The value {key!r} in {self.path.name} is not {words}.")
        return found.value

    def _span(self, key: str) -> ArraySpan:
        found = self.fields.get(key)
        if found is None or not isinstance(found.value, ArraySpan):
            raise GGUFError(f"{self.path.name} has no list {key!r}.")
        return found.value


def read_header(path: str | os.PathLike[str]) -> GGUFHeader:
    """Read and check the header of a GGUF file; raises GGUFError in one sentence for anything that is not sound.

    MissingFileError, a GGUFError, where there is no such file.
    """
    path = Path(path)
    with FileWindow(path) as file:
        if file.size < 24:
            raise GGUFError(f"{path.name} is too short to be a GGUF file ({file.size} bytes).")
        return _Reader(file).header()


class _Reader:
    """One pass over the header; every length is compared with what is left of the file before it is used."""

    def __init__(self, file: FileWindow) -> None:
        self._file, self._path, self._size = file, file.path, file.size
        self._position = 0
        self._strings_left = MAX_ARRAY_STRINGS
        self._text_left = MAX_TEXT_BYTES

    def header(self) -> GGUFHeader:
        if self._bytes(4) != MAGIC:
            raise self._damaged("does not begin like a GGUF file")
        version = self._u32()
        if version not in VERSIONS:
            kind = "big-endian" if version & 0xFFFF == 0 else f"version {version}"
            raise self._damaged(f"is a GGUF file of a kind that cannot be read here ({kind})")
        n_tensors, n_keys = self._u64(), self._u64()
        if n_tensors > MAX_TENSORS or n_keys > MAX_KEYS:
            raise self._damaged(f"claims {n_tensors} tensors and {n_keys} values, more than any real model has")
        fields: dict[str, Field] = {}
        for _ in range(n_keys):
            key_start = self._position
            key = self._string(MAX_KEY_BYTES)
            if not key or key in fields:
                raise self._damaged(f"holds the value {_shown(key)} twice" if key else "holds a value without a name")
            fields[key] = self._field(key_start)
        begin, alignment = self._position, _alignment(fields, self._path)
        tensors = self._tensors(n_tensors, alignment)
        data_start = -(-self._position // alignment) * alignment
        span = (begin, self._position)
        return GGUFHeader(self._path, version, self._size, fields, tensors, span, data_start, alignment)

    def _damaged(self, what: str) -> GGUFError:
        return GGUFError(f"{self._path.name} {what}, so it is damaged or not meant for this program.")

    def _advance(self, n_bytes: int) -> int:
        start = self._position
        if n_bytes > self._size - start:
            raise self._damaged("ends in the middle of its header")
        self._position = start + n_bytes
        return start

    def _bytes(self, n_bytes: int) -> bytes:
        begin = self._file.hold(self._advance(n_bytes), n_bytes)
        return self._file.buffer[begin : begin + n_bytes]

    def _u32(self) -> int:
        begin = self._file.hold(self._advance(4), 4)
        return int(_U32(self._file.buffer, begin)[0])

    def _u64(self) -> int:
        begin = self._file.hold(self._advance(8), 8)
        return int(_U64(self._file.buffer, begin)[0])

    def _string(self, limit: int = MAX_STRING_BYTES) -> str:
        n_bytes = self._u64()
        if n_bytes > limit:
            raise self._damaged(f"holds a text of {n_bytes} bytes in its header")
        self._text_left -= n_bytes
        if self._text_left < 0:
            raise self._damaged("holds more text in its header than any real model")
        return self._bytes(n_bytes).decode("utf-8", "replace")

    def _value_type(self) -> ValueType:
        code = self._u32()
        try:
            return ValueType(code)
        except ValueError:
            raise self._damaged(f"holds a value of the unknown type {code}") from None

    def _field(self, key_start: int) -> Field:
        start = self._position
        kind = self._value_type()
        value: bool | int | float | str | ArraySpan
        if kind is ValueType.ARRAY:
            value = self._array()
        elif kind is ValueType.STRING:
            value = self._string()
        else:
            scalar = _SCALARS[kind]
            (value,) = scalar.unpack(self._bytes(scalar.size))
        return Field(kind, value, start, self._position, key_start)

    def _array(self) -> ArraySpan:
        kind, length = self._value_type(), self._u64()
        if kind is ValueType.ARRAY:
            raise self._damaged("holds a list of lists in its header")
        start = self._position
        if kind is ValueType.STRING:
            self._skip_strings(length)
        else:
            self._advance(length * NUMBER_TYPES[kind].itemsize)
        return ArraySpan(kind, length, start, self._position - start)

    def _skip_strings(self, length: int) -> None:
        if length > (self._size - self._position) // 8:
            raise self._damaged("ends in the middle of its header")
        self._strings_left -= length
        if self._strings_left < 0:
            raise self._damaged("holds more words than any real vocabulary has")
        position = self._position
        while length:
            if position + 8 > self._size:
                raise self._damaged("ends in the middle of its header")
            at = self._file.hold(position, 8)
            at, length = _skip_words(self._file.buffer, at, length)
            position = self._file.base + at
        if position > self._size:
            raise self._damaged("ends in the middle of its header")
        self._position = position

    def _tensors(self, count: int, alignment: int) -> dict[str, TensorSpan]:
        found: dict[str, tuple[int, tuple[int, ...], int]] = {}
        if count > (self._size - self._position) // SMALLEST_TENSOR_ENTRY:
            raise self._damaged("ends in the middle of its header")
        for _ in range(count):
            name = self._string(MAX_NAME_BYTES)
            if name in found:
                raise self._damaged(f"holds the tensor {_shown(name)} twice")
            n_dims = self._u32()
            if n_dims > MAX_DIMENSIONS:
                raise self._damaged(f"holds a tensor of {n_dims} dimensions")
            *shape, kind, offset = struct.unpack(f"<{n_dims}QIQ", self._bytes(8 * n_dims + 12))
            if max(shape, default=0) > MAX_DIMENSION:
                raise self._damaged("holds a tensor of an impossible size")
            found[name] = (kind, tuple(shape), offset)
        return self._places(found, -(-self._position // alignment) * alignment, alignment)

    def _places(self, found: dict[str, tuple[int, tuple[int, ...], int]], begin: int, alignment: int) -> dict[str, TensorSpan]:
        """Return where each tensor lies; they follow each other without a gap, as whoever reads them takes for granted."""
        placed: dict[str, TensorSpan] = {}
        expected: int | None = 0
        for name, (kind, shape, offset) in found.items():
            n_bytes = _tensor_bytes(kind, shape)
            if shape and shape[0] % _SIZES.get(kind, (1, 1))[0]:
                raise self._damaged("holds a tensor of an impossible size")
            if offset % alignment or begin + offset + (n_bytes or 0) > self._size:
                raise self._damaged("promises tensor data that lies outside the file")
            if expected is not None and offset != expected:
                raise self._damaged("holds tensors that lie over each other or apart")
            expected = None if n_bytes is None else offset + -(-n_bytes // alignment) * alignment
            placed[name] = TensorSpan(kind, shape, begin + offset, n_bytes)
        return placed


def _skip_words(data: bytes, at: int, count: int) -> tuple[int, int]:
    """Return the place after as many words as lie in data from `at` on, and how many are left; the last may reach beyond data."""
    last, unpack = len(data) - 8, _U64
    for left in range(count, 0, -1):
        if at > last:
            return at, left
        at += 8 + unpack(data, at)[0]
    return at, 0


def _shown(name: str) -> str:
    """Return a name from the file as it may stand in a sentence: short, and without line ends and control characters."""
    return repr("".join(char for char in name[:80] if char.isprintable()))


def _alignment(fields: Mapping[str, Field], path: Path) -> int:
    found = fields.get("general.alignment")
    if found is None:
        return 32
    value = found.value
    if found.type is not ValueType.UINT32 or not isinstance(value, int) or value < 1 or value & (value - 1):
        raise GGUFError(f"{path.name} has an impossible alignment, so it is damaged or not meant for this program.")
    return value


def _tensor_bytes(kind: int, shape: tuple[int, ...]) -> int | None:
    """Return the size of a tensor's data; None for a ggml type this reader does not know (a newer one is no reason to refuse)."""
    sizes = _SIZES.get(kind)
    if sizes is None:
        return None
    block, block_bytes = sizes
    return -(-math.prod(shape) // block) * block_bytes
