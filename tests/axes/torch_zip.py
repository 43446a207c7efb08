"""Writes files as torch.save does, without PyTorch: a zip of a pickle that names PyTorch's functions, and the numbers beside it."""

from __future__ import annotations

import io
import pickle
import sys
import types
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass
class Tensor:
    """An array to be saved as a tensor; kind: the name of its storage."""

    values: np.ndarray
    kind: str = "FloatStorage"


def bfloat16(values: np.ndarray) -> np.ndarray:
    """Return the values as bfloat16 can hold them, in float32."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return (((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16) << 16).astype(np.uint32).view(np.float32)


def _raw(tensor: Tensor) -> bytes:
    if tensor.kind == "BFloat16Storage":
        return (bfloat16(tensor.values).view(np.uint32) >> 16).astype("<u2").tobytes()
    return tensor.values.astype({"FloatStorage": "<f4", "DoubleStorage": "<f8", "HalfStorage": "<f2"}[tensor.kind]).tobytes()


@contextmanager
def _named_modules() -> Iterator[tuple[Any, dict[str, type]]]:
    """Functions and classes that a pickle will name as PyTorch's own."""
    before = {name: sys.modules.get(name) for name in ("torch", "torch._utils")}
    torch, inner = types.ModuleType("torch"), types.ModuleType("torch._utils")
    kinds = {}
    for name in ("FloatStorage", "BFloat16Storage", "HalfStorage", "DoubleStorage", "LongStorage"):
        kinds[name] = type(name, (), {"__module__": "torch"})
        setattr(torch, name, kinds[name])

    def rebuild(*_arguments: object) -> None:
        raise AssertionError("nothing in a file is ever called")

    rebuild.__module__, rebuild.__qualname__, rebuild.__name__ = "torch._utils", "_rebuild_tensor_v2", "_rebuild_tensor_v2"
    inner._rebuild_tensor_v2 = rebuild  # type: ignore[attr-defined]
    torch._utils = inner  # type: ignore[attr-defined]
    sys.modules["torch"], sys.modules["torch._utils"] = torch, inner
    try:
        yield rebuild, kinds
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


@dataclass
class _Storage:
    kind: str
    key: str
    length: int


def torch_bytes(content: Any, *, compression: int = zipfile.ZIP_STORED, lie: int = 0) -> bytes:
    """Return a file that holds `content`, with Tensors as tensors; lie: elements that storages claim to have beyond their own."""
    parts: list[bytes] = []
    with _named_modules() as (rebuild, kinds):

        class Pickler(pickle.Pickler):
            def persistent_id(self, found: Any) -> Any:
                if isinstance(found, _Storage):
                    return ("storage", kinds[found.kind], found.key, "cpu", found.length)
                return None

            def reducer_override(self, found: Any) -> Any:
                if not isinstance(found, Tensor):
                    return NotImplemented
                parts.append(_raw(found))
                storage = _Storage(found.kind, str(len(parts) - 1), found.values.size + lie)
                strides = tuple(step // found.values.itemsize for step in np.ascontiguousarray(found.values).strides)
                shape = tuple(found.values.shape)
                return rebuild, (storage, 0, shape, strides if shape else (), False, {})

        stream = io.BytesIO()
        Pickler(stream, protocol=2).dump(content)
    return zip_bytes(stream.getvalue(), parts, compression)


def zip_bytes(pickled: bytes, parts: list[bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive as PyTorch lays it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/byteorder", b"little")
        for number, part in enumerate(parts):
            archive.writestr(f"archive/data/{number}", part)
        archive.writestr("archive/version", b"3\n")
    return out.getvalue()
