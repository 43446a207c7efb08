"""Copies a model file with an axis in its own metadata, piece by piece, so that the model's size does not matter."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from axes.axis import Axis, AxisError
from axes.format import PREFIX, axis_entries
from axes.gguf_header import MAGIC, GGUFError, GGUFHeader, read_header
from axes.gguf_values import text_bytes, whole_file

PIECE_BYTES: Final = 4 << 20


class EmbeddingStopped(Exception):  # noqa: N818 - not an error: it was asked for
    """The copy was given up."""


def embed_axis(
    model_path: str | os.PathLike[str],
    axis: Axis,
    out_path: str | os.PathLike[str],
    progress: Callable[[float], bool] | None = None,
) -> None:
    """Write a copy of a model whose own metadata carries the axis in place of any it had; everything else stays byte for byte.

    Tensor data keep their alignment and their order. progress gets 0..1 and returns False to stop. Raises EmbeddingStopped then,
    AxisError for a file that is no whole model and for too little room, and OSError where writing fails; nothing is left behind.
    The axis is not compared with the model (see axes.checks.check_fits).
    """
    model, out = Path(model_path), Path(out_path)
    try:
        header = read_header(model)
        if header.text("general.architecture") in (None, "axis", "controlvector") or not header.tensors:
            raise AxisError(f"{model.name} is not a model, so no axis can be put into it.")
        if (header.integer("split.count") or 1) > 1:
            raise AxisError(f"{model.name} is one part of a model in several files; merge them into one file first.")
    except GGUFError as error:
        raise AxisError(str(error)) from error
    if out.exists() and out.samefile(model):
        raise AxisError("The copy cannot take the place of the model it is made from; choose another name for it.")
    entries = axis_entries(axis)
    head = _metadata(header, entries)
    _check_room(out.parent, header.size + len(head))
    with model.open("rb") as source, whole_file(out) as target:
        begin, end = header.tensor_info
        target.write(head)
        source.seek(begin)
        target.write(source.read(end - begin))
        target.write(bytes(-target.tell() % header.alignment))
        source.seek(header.data_start)
        _copy(source, target, max(0, header.size - header.data_start), progress)


def _metadata(header: GGUFHeader, entries: dict[str, bytes]) -> bytes:
    """Return the head of the copy: the model's own entries as they are, without those of an older axis, and the new ones."""
    kept = [field for key, field in header.fields.items() if not key.startswith(PREFIX)]
    data = [MAGIC, struct.pack("<IQQ", header.version, len(header.tensors), len(kept) + len(entries))]
    data += [header.raw(field.key_start, field.end - field.key_start) for field in kept]
    data += [text_bytes(key) + value for key, value in entries.items()]
    return b"".join(data)


def _check_room(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise AxisError(f"The copy needs {wanted / 1e9:.1f} GB, but only {free / 1e9:.1f} GB are free; choose another place.")


def _copy(source: IO[bytes], target: IO[bytes], n_bytes: int, progress: Callable[[float], bool] | None) -> None:
    left = n_bytes
    while left:
        piece = source.read(min(left, PIECE_BYTES))
        if not piece:
            raise AxisError("The model file became shorter while it was being copied.")
        target.write(piece)
        left -= len(piece)
        if progress is not None and not progress(1 - left / n_bytes):
            raise EmbeddingStopped
