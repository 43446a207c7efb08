"""What the header of a model file says of the model, without loading it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from axes.axis import AxisError
from axes.checks import MAX_LAYERS, MAX_WIDTH
from axes.fingerprint import fingerprint
from axes.gguf_header import GGUFError, GGUFHeader
from axes.split_files import model_stem, read_model_files


@dataclass(frozen=True, slots=True)
class ModelShape:
    """A model as an axis knows it; n_parameters counts the weights in all its files."""

    n_layer: int
    n_embd: int
    n_parameters: int
    architecture: str
    name: str
    fingerprint: str


def read_model_shape(path: str | os.PathLike[str]) -> ModelShape:
    """Return the facts of a model file that an axis depends on; raises AxisError in one sentence where it is no such file."""
    try:
        files = read_model_files(path)
        header = files.first
        architecture = header.text("general.architecture") or ""
        if architecture in ("", "axis", "controlvector"):
            raise AxisError(f"{header.path.name} is not a model, so no axis can be tied to it.")
        return ModelShape(
            n_layer=_size(header, f"{architecture}.block_count", MAX_LAYERS),
            n_embd=_size(header, f"{architecture}.embedding_length", MAX_WIDTH),
            n_parameters=sum(_elements(tensor.shape) for _, tensor in files.tensors().values()),
            architecture=architecture,
            name=header.text("general.name") or model_stem(header.path),
            fingerprint=fingerprint(files),
        )
    except GGUFError as error:
        raise AxisError(str(error)) from error


def _size(header: GGUFHeader, key: str, limit: int) -> int:
    value = header.integer(key)
    if value is None or not 1 <= value <= limit:
        raise AxisError(f"{header.path.name} does not say how large its model is, so no axis can be tied to it.")
    return value


def _elements(shape: tuple[int, ...]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count
