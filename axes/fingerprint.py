"""The fingerprint that ties an axis to its model, whatever the model's quantisation."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from typing import Final

from axes.gguf_header import GGUFError, GGUFHeader
from axes.split_files import ModelFiles, read_model_files

MAX_BLOCKS: Final = 4_096
MAX_BYTES: Final = 32 << 20
"""Of all norm weights together; the largest models have 10 MB."""

_ATTENTION_NORM = re.compile(r"blk\.(\d+)\.attn_norm\.weight")
_OUTPUT_NORM = "output_norm.weight"


def fingerprint(model: str | os.PathLike[str] | GGUFHeader | ModelFiles) -> str:
    """Return the SHA-256, in hex, over a model's norm weights: the output norm, then every attention norm in block order.

    These one-dimensional tensors stay F32 in every quantisation of a model, in whichever files of a set they lie. Raises GGUFError
    where the model has none of them or stores them otherwise.
    """
    files = model if isinstance(model, ModelFiles) else _files(model)
    tensors = files.tensors()
    name = files.first.path.name
    blocks = sorted((int(match[1][:9]), name) for name in tensors if (match := _ATTENTION_NORM.fullmatch(name)))
    names = [_OUTPUT_NORM] * (_OUTPUT_NORM in tensors) + [each for _, each in blocks]
    if not names:
        raise GGUFError(f"{name} has no norm weights, so no axis can be tied to it.")
    sizes = [tensors[each][0].norm_span(each).n_bytes or 0 for each in names]
    if len(names) > MAX_BLOCKS or sum(sizes) > MAX_BYTES:
        raise GGUFError(f"{name} has far more norm weights than any real model, so no axis can be tied to it.")
    digest = hashlib.sha256()
    for _, group in itertools.groupby(names, key=lambda each: tensors[each][0].path):
        wanted = list(group)
        for values in tensors[wanted[0]][0].tensors_f32(wanted):
            digest.update(values.tobytes())
    return digest.hexdigest()


def _files(model: str | os.PathLike[str] | GGUFHeader) -> ModelFiles:
    if isinstance(model, GGUFHeader) and (model.integer("split.count") or 1) == 1:
        return ModelFiles((model,))
    return read_model_files(model.path if isinstance(model, GGUFHeader) else model)
