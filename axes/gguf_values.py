"""GGUF metadata values as bytes, and files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from axes.axis import AxisError, FloatArray
from axes.gguf_header import MAGIC, NUMBER_TYPES, ValueType


def text_bytes(text: str) -> bytes:
    """Encode a text without a type code, as keys are written."""
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def count_bytes(number: int) -> bytes:
    """Encode a size or an index, type code first."""
    return struct.pack("<II", ValueType.UINT32, number)


def float_bytes(values: FloatArray) -> bytes:
    """Encode an array of any shape, row after row, as a list of 32-bit floats, type code first."""
    return _list(ValueType.FLOAT32, values.size) + np.ascontiguousarray(values, dtype="<f4").tobytes()


def list_bytes(values: NDArray[np.integer[Any]]) -> bytes:
    """Encode an array of any shape, row after row, as a list of its own type of whole numbers, type code first."""
    kind = next(kind for kind, dtype in NUMBER_TYPES.items() if dtype == values.dtype)
    return _list(kind, values.size) + np.ascontiguousarray(values).tobytes()


def value_bytes(value: object) -> bytes:
    """Encode a text, truth value, number or list of one of these, type code first; raises AxisError for anything else."""
    if isinstance(value, str):
        return struct.pack("<I", ValueType.STRING) + text_bytes(value)
    if isinstance(value, bool | np.bool_):
        return struct.pack("<I?", ValueType.BOOL, bool(value))
    if isinstance(value, int | np.integer):
        return struct.pack("<Iq", ValueType.INT64, int(value))
    if isinstance(value, float | np.floating):
        return struct.pack("<Id", ValueType.FLOAT64, float(value))
    if isinstance(value, list | tuple | np.ndarray):
        return _sequence(list(value))
    raise AxisError(f"An axis cannot hold a value of the type {type(value).__name__}.")


def _list(kind: ValueType, length: int) -> bytes:
    return struct.pack("<IIQ", ValueType.ARRAY, kind, length)


def _sequence(values: list[Any]) -> bytes:
    if values and all(isinstance(item, str) for item in values):
        return _list(ValueType.STRING, len(values)) + b"".join(text_bytes(item) for item in values)
    array = np.asarray(values)
    if array.dtype.kind not in "biuf" or array.ndim != 1:
        raise AxisError("An axis can hold lists of numbers or of texts only.")
    kind, code = {"b": (ValueType.BOOL, "?"), "f": (ValueType.FLOAT64, "<f8")}.get(array.dtype.kind, (ValueType.INT64, "<i8"))
    return _list(kind, array.size) + array.astype(code).tobytes()


def write_metadata(path: str | os.PathLike[str], entries: Mapping[str, bytes]) -> None:
    """Write a GGUF file without tensors, whole or not at all: keys, each with its value's bytes (type code first)."""
    head = MAGIC + struct.pack("<IQQ", 3, 0, len(entries))
    with whole_file(path) as file:
        file.write(head + b"".join(text_bytes(key) + value for key, value in entries.items()))


@contextlib.contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Give a file to write to that takes the place of `path` once it is complete and on disk.

    Where the block raises, what was there before stays untouched and nothing is left behind.
    """
    target = Path(path)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; only POSIX systems can open a folder for that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
