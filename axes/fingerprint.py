"""The fingerprint that ties an axis to its model, whatever the model's quantisation."""

from __future__ import annotations

import hashlib
import os
import re

from axes.gguf_header import GGUFError, GGUFHeader, read_header

_ATTENTION_NORM = re.compile(r"blk\.(\d+)\.attn_norm\.weight")
_OUTPUT_NORM = "output_norm.weight"


def fingerprint(model: str | os.PathLike[str] | GGUFHeader) -> str:
    """Return the SHA-256, in hex, over a model's norm weights: the output norm, then every attention norm in block order.

    These one-dimensional tensors stay F32 in every quantisation of a model. Raises GGUFError where the file has none of them or
    stores them otherwise.
    """
    header = model if isinstance(model, GGUFHeader) else read_header(model)
    blocks = sorted((int(match[1]), name) for name in header.tensors if (match := _ATTENTION_NORM.fullmatch(name)))
    names = [_OUTPUT_NORM] * (_OUTPUT_NORM in header.tensors) + [name for _, name in blocks]
    if not names:
        raise GGUFError(f"{header.path.name} has no norm weights, so no axis can be tied to it.")
    digest = hashlib.sha256()
    for name in names:
        digest.update(header.tensor_f32(name).tobytes())
    return digest.hexdigest()
