"""llama.cpp's control-vector files: GGUF with an F32 tensor `direction.<l>` per layer, added to the residual stream of block l.

Blocks are counted from 0 here and there (`direction.<l>` is added to what becomes `l_out-<l>`), but llama.cpp has none for block 0.
"""

from __future__ import annotations

import os
import re
import struct
from typing import Final

import numpy as np

from axes.axis import Axis, AxisError, FloatArray
from axes.checks import MAX_LAYERS, MAX_WIDTH
from axes.gguf_header import MAGIC, GGUFError, GGUFHeader, read_header
from axes.gguf_values import count_bytes, text_bytes, value_bytes, whole_file

ARCHITECTURE: Final = "controlvector"
ALIGNMENT: Final = 32
_TENSOR: Final = re.compile(r"direction\.(\d{1,4})")


def read_control_vector(path: str | os.PathLike[str], n_layer: int) -> FloatArray:
    """Return the vectors of a control-vector file for a model of n_layer blocks, (n_layer, n_embd), zero where it has none.

    Raises AxisError, in one sentence, for any other file and for one with more layers than the model.
    """
    try:
        return _read(read_header(path), n_layer)
    except GGUFError as error:
        raise AxisError(str(error)) from error


def _read(header: GGUFHeader, n_layer: int) -> FloatArray:
    name = header.path.name
    if header.text("general.architecture") != ARCHITECTURE:
        raise AxisError(f"{name} is not a control vector.")
    found: dict[int, str] = {}
    for tensor in header.tensors:
        match = _TENSOR.fullmatch(tensor)
        if match is None or not 1 <= int(match[1]) < MAX_LAYERS:
            raise AxisError(f"{name} holds {tensor[:40]!r}, which no control vector has, so it is not imported.")
        if int(match[1]) in found:
            raise AxisError(f"{name} holds two vectors for layer {match[1]}, so it is not imported.")
        found[int(match[1])] = tensor
    shapes = {header.tensors[tensor].shape for tensor in found.values()}
    if len(shapes) != 1 or len(shape := shapes.pop()) != 1 or not 1 <= shape[0] <= MAX_WIDTH:
        raise AxisError(f"{name} does not hold one vector per layer, all of one width, so it is not imported.")
    if max(found) >= n_layer:
        raise AxisError(f"{name} has a vector for layer {max(found)}, but the model has only {n_layer} layers, so it does not fit.")
    vectors = np.zeros((n_layer, shape[0]), dtype=np.float32)
    for layer, tensor in found.items():
        vectors[layer] = header.tensor_f32(tensor)
    return vectors


def write_control_vector(axis: Axis, path: str | os.PathLike[str], layers: range) -> None:
    """Write an axis as a control vector for some of its layers, whole or not at all.

    Each vector is the raw difference, norm times direction: added once, it moves the residual stream by the distance between the
    average role and the default Assistant. Layer 0 and the last one are left out. Raises AxisError where no layer is left and
    OSError where writing fails.
    """
    axis.validate()
    chosen = [layer for layer in layers if 1 <= layer < axis.n_layer - 1 and axis.reply.norm[layer] > 0]
    if not chosen:
        raise AxisError("The axis has no directions at these layers, so there is nothing to export.")
    vectors = (axis.reply.direction.astype(np.float64) * axis.reply.norm[:, None]).astype("<f4")
    entries = {
        "general.architecture": value_bytes(ARCHITECTURE),
        f"{ARCHITECTURE}.model_hint": value_bytes(axis.model_architecture),
        f"{ARCHITECTURE}.layer_count": count_bytes(axis.n_layer - 1),
    }
    head = MAGIC + struct.pack("<IQQ", 3, len(chosen), len(entries)) + b"".join(text_bytes(key) + entries[key] for key in entries)
    step = -(-4 * axis.n_embd // ALIGNMENT) * ALIGNMENT
    for place, layer in enumerate(chosen):
        head += text_bytes(f"direction.{layer}") + struct.pack("<IQIQ", 1, axis.n_embd, 0, place * step)
    with whole_file(path) as file:
        file.write(head + bytes(-len(head) % ALIGNMENT))
        for layer in chosen:
            file.write(vectors[layer].tobytes().ljust(step, b"\0"))
