"""A bounded reader of GGUF headers, for files that come from anywhere.

It never follows a count or a length that the file itself cannot hold, so a malformed file costs at most a fraction of a second and
no memory. Metadata scalars and strings are decoded at once; arrays are only located, and read when asked for. Tensor data stays in
the file; F32 tensors (norm weights) can be read one by one.
"""

from __future__ import annotations

import math
import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from numpy.typing import NDArray

MAGIC: Final = b"GGUF"
VERSIONS: Final = (2, 3)
MAX_TENSORS: Final = 65_536
MAX_KEYS: Final = 4_096
MAX_STRING_BYTES: Final = 1 << 20
MAX_ARRAY_STRINGS: Final = 1 << 20  # over all arrays together; the largest vocabularies with merges hold about 800,000
MAX_NAME_BYTES: Final = 63  # of a tensor; ggml itself stores 64 with the closing zero
MAX_KEY_BYTES: Final = 65_535
MAX_DIMENSIONS: Final = 4
MAX_NORM_ELEMENTS: Final = 1 << 22

_SIZES: Final[dict[int, tuple[int, int]]] = {int(kind): sizes for kind, sizes in GGML_QUANT_SIZES.items()}
T = TypeVar("T", int, float, str)
_U64 = struct.Struct("<Q").unpack_from
_U32 = struct.Struct("<I").unpack_from


class GGUFError(ValueError):
    """A file that is not a usable GGUF file; the text says in one sentence why."""


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
        return np.frombuffer(self.raw(span.offset, span.n_bytes), dtype=dtype)

    def strings(self, key: str) -> list[str]:
        """Return an array of strings; raises GGUFError where it is missing or holds something else."""
        span = self._span(key)
        if span.element_type is not ValueType.STRING:
            raise GGUFError(f"The value {key!r} in {self.path.name} is not a list of texts.")
        data, position, found = self.raw(span.offset, span.n_bytes), 0, []
        for _ in range(span.length):
            (size,) = _U64(data, position)
            found.append(data[position + 8 : position + 8 + size].decode("utf-8", "replace"))
            position += 8 + size
        return found

    def tensor_f32(self, name: str) -> NDArray[np.float32]:
        """Return the elements of an F32 tensor, flat; raises GGUFError where it is missing, of another type or very large."""
        span = self.tensors.get(name)
        if span is None:
            raise GGUFError(f"{self.path.name} has no tensor {name!r}.")
        if span.type != GGMLQuantizationType.F32 or span.n_bytes is None:
            raise GGUFError(f"The tensor {name!r} in {self.path.name} is not stored as 32-bit floats.")
        if span.n_bytes > 4 * MAX_NORM_ELEMENTS:
            raise GGUFError(f"The tensor {name!r} in {self.path.name} is too large to be a norm weight.")
        return np.frombuffer(self.raw(span.offset, span.n_bytes), dtype="<f4")

    def raw(self, offset: int, n_bytes: int) -> bytes:
        """Return bytes of the file; raises GGUFError where the file became shorter since its header was read."""
        try:
            with self.path.open("rb") as file:
                file.seek(offset)
                data = file.read(n_bytes)
        except OSError as error:
            raise GGUFError(f"{self.path.name} cannot be read: {error.strerror}.") from error
        if len(data) != n_bytes:
            raise GGUFError(f"{self.path.name} became shorter while it was being read.")
        return data

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
    """Read and check the header of a GGUF file; raises GGUFError in one sentence for anything that is not sound."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < 24:
                raise GGUFError(f"{path.name} is too short to be a GGUF file ({size} bytes).")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _Reader(path, data, size).header()
    except OSError as error:
        raise GGUFError(f"{path.name} cannot be read: {error.strerror or error}.") from error


class _Reader:
    """One pass over the header; every length is compared with what is left of the file before it is used."""

    def __init__(self, path: Path, data: mmap.mmap, size: int) -> None:
        self._path, self._data, self._size = path, data, size
        self._position = 0
        self._strings_left = MAX_ARRAY_STRINGS

    def header(self) -> GGUFHeader:
        if self._data[:4] != MAGIC:
            raise self._error("does not begin like a GGUF file")
        (version,) = _U32(self._data, 4)
        if version not in VERSIONS:
            kind = "big-endian" if version & 0xFFFF == 0 else f"version {version}"
            raise self._error(f"is a GGUF file of a kind that cannot be read here ({kind})")
        self._position = 8
        n_tensors, n_keys = self._u64(), self._u64()
        if n_tensors > MAX_TENSORS or n_keys > MAX_KEYS:
            raise self._error(f"claims {n_tensors} tensors and {n_keys} values, more than any real model has")
        fields: dict[str, Field] = {}
        for _ in range(n_keys):
            key_start = self._position
            key = self._string(MAX_KEY_BYTES)
            if key in fields:
                raise self._error(f"holds the value {key[:80]!r} twice")
            fields[key] = self._field(key_start)
        begin, alignment = self._position, _alignment(fields, self._path)
        tensors = self._tensors(n_tensors, alignment)
        data_start = -(-self._position // alignment) * alignment
        span = (begin, self._position)
        return GGUFHeader(self._path, version, self._size, fields, tensors, span, data_start, alignment)

    def _error(self, what: str) -> GGUFError:
        return GGUFError(f"{self._path.name} {what}, so it is damaged or not meant for this program.")

    def _advance(self, n_bytes: int) -> int:
        start = self._position
        if n_bytes > self._size - start:
            raise self._error("ends in the middle of its header")
        self._position = start + n_bytes
        return start

    def _u32(self) -> int:
        return int(_U32(self._data, self._advance(4))[0])

    def _u64(self) -> int:
        return int(_U64(self._data, self._advance(8))[0])

    def _string(self, limit: int = MAX_STRING_BYTES) -> str:
        n_bytes = self._u64()
        if n_bytes > limit:
            raise self._error(f"holds a text of {n_bytes} bytes in its header")
        start = self._advance(n_bytes)
        return self._data[start : start + n_bytes].decode("utf-8", "replace")

    def _value_type(self) -> ValueType:
        code = self._u32()
        try:
            return ValueType(code)
        except ValueError:
            raise self._error(f"holds a value of the unknown type {code}") from None

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
            value = scalar.unpack_from(self._data, self._advance(scalar.size))[0]
        return Field(kind, value, start, self._position, key_start)

    def _array(self) -> ArraySpan:
        kind, length = self._value_type(), self._u64()
        if kind is ValueType.ARRAY:
            raise self._error("holds a list of lists in its header")
        start = self._position
        if kind is ValueType.STRING:
            self._skip_strings(length)
        else:
            self._advance(length * NUMBER_TYPES[kind].itemsize)
        return ArraySpan(kind, length, start, self._position - start)

    def _skip_strings(self, length: int) -> None:
        if length > (self._size - self._position) // 8:
            raise self._error("ends in the middle of its header")
        self._strings_left -= length
        if self._strings_left < 0:
            raise self._error("holds more words than any real vocabulary has")
        data, position, last = self._data, self._position, self._size - 8
        for _ in range(length):
            if position > last:
                raise self._error("ends in the middle of its header")
            (n_bytes,) = _U64(data, position)
            if n_bytes > MAX_STRING_BYTES:
                raise self._error(f"holds a word of {n_bytes} bytes in its header")
            position += 8 + n_bytes
        if position > self._size:
            raise self._error("ends in the middle of its header")
        self._position = position

    def _tensors(self, count: int, alignment: int) -> dict[str, TensorSpan]:
        found: dict[str, tuple[int, tuple[int, ...], int]] = {}
        for _ in range(count):
            name = self._string(MAX_NAME_BYTES)
            if name in found:
                raise self._error(f"holds the tensor {name!r} twice")
            n_dims = self._u32()
            if n_dims > MAX_DIMENSIONS:
                raise self._error(f"holds a tensor of {n_dims} dimensions")
            shape = struct.unpack_from(f"<{n_dims}Q", self._data, self._advance(8 * n_dims))
            found[name] = (self._u32(), shape, self._u64())
        begin = -(-self._position // alignment) * alignment
        return {name: self._place(begin, alignment, *entry) for name, entry in found.items()}

    def _place(self, begin: int, alignment: int, kind: int, shape: tuple[int, ...], offset: int) -> TensorSpan:
        n_bytes = _tensor_bytes(kind, shape)
        if offset % alignment or begin + offset + (n_bytes or 0) > self._size:
            raise self._error("promises tensor data that lies outside the file")
        return TensorSpan(kind, shape, begin + offset, n_bytes)


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
