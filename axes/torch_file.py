"""Reads the tensors of a PyTorch file (`.pt`) without PyTorch: a zip of a pickle and the numbers, both read within bounds."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from axes.axis import AxisError, FloatArray
from axes.pickle_reader import STORAGE_TYPES, PickleError, TensorRef, read_pickle

MAX_FILE_BYTES: Final = 1 << 28
MAX_MEMBERS: Final = 16_384
MAX_ELEMENTS: Final = 1 << 26
"""Numbers in all tensors of a file together."""
MAX_READ_BYTES: Final = 1 << 30
"""Tensors may share their numbers, which are then read more than once."""
_ENTRY: Final = b"PK\x01\x02"
_DAMAGED: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    struct.error,
)


class TorchFile:
    """One file written by torch.save; `content` is its data with TensorRefs in it, `array` reads one of these.

    Raises AxisError, in one sentence, for anything that is not such a file, is damaged, far too large, or asks for code to be run.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._elements = self._read = 0
        self._last: tuple[str, bytes] = ("", b"")
        try:
            data = self._bytes()
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._archive.infolist()}
            (pickled,) = (name for name in self._members if name.count("/") == 1 and name.endswith("/data.pkl"))
            self._folder = pickled.removesuffix("data.pkl")
            self._swapped = self._order() == b"big"
            self.content: Any = read_pickle(self._member("data.pkl"))
        except AxisError:
            raise
        except PickleError as error:
            raise AxisError(f"{self.path.name} {error}, so it is not read.") from error
        except _DAMAGED as error:
            raise AxisError(f"{self.path.name} is damaged or is not a file that PyTorch wrote, so it is not read.") from error

    def array(self, tensor: TensorRef) -> FloatArray:
        """Return the numbers of a tensor as float32, in its shape; raises AxisError where they do not lie in the file."""
        try:
            return self._array(tensor)
        except AxisError:
            raise
        except _DAMAGED as error:
            raise AxisError(f"{self.path.name} is damaged, so it is not read.") from error

    def _bytes(self) -> bytes:
        if not self.path.is_file():
            raise AxisError(f"{self.path.name} is not there or is not a file.")
        size = self.path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise AxisError(f"{self.path.name} is far larger than any axis, so it is not read.")
        data = self.path.read_bytes()
        if data.count(_ENTRY) > MAX_MEMBERS:
            raise AxisError(f"{self.path.name} holds far more parts than any axis, so it is not read.")
        return data

    def _order(self) -> bytes:
        return self._member("byteorder") if f"{self._folder}byteorder" in self._members else b"little"

    def _member(self, name: str) -> bytes:
        """Return a part of the archive; PyTorch never compresses them, so none can become larger than the file."""
        info = self._members[self._folder + name]
        if info.compress_type != zipfile.ZIP_STORED or info.file_size > MAX_FILE_BYTES:
            raise AxisError(f"{self.path.name} holds compressed parts, which PyTorch does not write, so it is not read.")
        return self._archive.read(info)

    def _storage(self, key: str) -> bytes:
        """Return the bytes of a storage; the one used last is kept, because tensors often share one."""
        if self._last[0] != key or not key:
            data = self._member(f"data/{key}")
            self._read += len(data)
            if self._read > MAX_READ_BYTES:
                raise AxisError(f"{self.path.name} reads the same numbers far more often than any axis, so it is not read.")
            self._last = (key, data)
        return self._last[1]

    def _array(self, tensor: TensorRef) -> FloatArray:
        kind, width = STORAGE_TYPES[tensor.storage.kind]
        count, reach = 1, 1
        for size, stride in zip(tensor.shape, tensor.strides, strict=True):
            count *= size
            reach += (size - 1) * stride if size else 0
            if count > MAX_ELEMENTS:
                raise AxisError(f"{self.path.name} holds a tensor far larger than any axis, so it is not read.")
        if count > tensor.storage.length:  # one number spread over a whole tensor: nothing that is saved looks like that
            raise AxisError(f"{self.path.name} promises numbers that are not in it, so it is not read.")
        self._elements += count
        if self._elements > MAX_ELEMENTS:
            raise AxisError(f"{self.path.name} holds far more numbers than any axis, so it is not read.")
        data = self._storage(tensor.storage.key)
        if len(data) != tensor.storage.length * width or (count and tensor.offset + reach > tensor.storage.length):
            raise AxisError(f"{self.path.name} promises numbers that are not in it, so it is not read.")
        if not count:
            return np.zeros(tensor.shape, dtype=np.float32)
        numbers = _decoded(data[tensor.offset * width : (tensor.offset + reach) * width], kind, self._swapped)
        steps = [stride * numbers.itemsize for stride in tensor.strides]
        view = np.lib.stride_tricks.as_strided(numbers, tensor.shape, steps, writeable=False)
        return np.array(view, dtype=np.float32)


def _decoded(data: bytes, kind: str, swapped: bool) -> NDArray[np.floating]:
    if kind == "bf16":  # the upper half of a 32-bit float
        halves = np.frombuffer(data, dtype=">u2" if swapped else "<u2").astype(np.uint32)
        return (halves << 16).view(np.float32)
    return np.frombuffer(data, dtype=kind.replace("<", ">") if swapped else kind)
