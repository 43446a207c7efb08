"""Refuses files that are sound but no models, and models with values at which llama.cpp would end the engine."""

from __future__ import annotations

import math
from typing import Final

from gguf.constants import GGMLQuantizationType

from axes.gguf_header import ArraySpan, GGUFError, GGUFHeader

MAX_BLOCKS: Final = 512
MAX_EXPERTS: Final = 512
MAX_SECTIONS: Final = 16
MIN_ALIGNMENT: Final = 32
"""What llama.cpp's own buffers ask for; every file that its tools write has it."""

_NO_MODELS: Final = {
    "axis": "{0} holds an axis, not a model; choose the model it belongs to.",
    "guesses": "{0} holds a table of guesses, not a model; choose the model it belongs to.",
    "controlvector": "{0} holds a control vector, not a model; choose the model it belongs to.",
    "clip": "{0} holds only the part of a model that sees pictures; choose the model it belongs to.",
    "adapter": "{0} holds changes to a model, not a model; choose one that is complete.",
    "mmproj": "{0} holds only the part of a model that sees pictures; choose the model it belongs to.",
    "imatrix": "{0} holds measurements of a model, not a model; choose the model itself.",
}
"""Kinds of files that are no models, by what they say of themselves."""
_NO_WEIGHTS: Final = frozenset(
    int(getattr(GGMLQuantizationType, name)) for name in ("Q8_1", "Q8_K", "I8", "I16", "I32", "I64", "F64")
)
"""Kinds of numbers that llama.cpp has for its own use; multiplying with such weights ends it."""


def check_is_model(header: GGUFHeader) -> None:
    """Raise GGUFError in one sentence for a sound file that llama.cpp cannot use as a model."""
    name, architecture = header.path.name, header.text("general.architecture")
    if not architecture:
        raise GGUFError(f"{name} does not say what kind of model it is, so it cannot be used.")
    what = _NO_MODELS.get(architecture) or _NO_MODELS.get(header.text("general.type") or "")
    if what is not None:
        raise GGUFError(what.format(name))
    if not header.tensors and (header.integer("split.count") or 1) == 1:
        raise GGUFError(f"{name} holds no weights, so it cannot be used.")
    _check_blocks(header, architecture)
    _check_experts(header, architecture)
    _check_numbers(header, architecture)


def _check_blocks(header: GGUFHeader, architecture: str) -> None:
    blocks = header.integer(f"{architecture}.block_count")
    ahead = header.integer(f"{architecture}.nextn_predict_layers") or 0
    if blocks is not None and not (1 <= blocks <= MAX_BLOCKS and 0 <= ahead < blocks):
        raise GGUFError(f"{header.path.name} claims a number of layers that no model has, so it is damaged.")


def _check_experts(header: GGUFHeader, architecture: str) -> None:
    experts = header.integer(f"{architecture}.expert_count") or 0
    used = header.integer(f"{architecture}.expert_used_count") or 0
    if not 0 <= used <= experts <= MAX_EXPERTS or (experts > 0) != (used > 0):
        raise GGUFError(f"{header.path.name} claims {experts} experts of which {used} are used, so it is damaged.")


def _check_numbers(header: GGUFHeader, architecture: str) -> None:
    for key in ("attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"):
        found = header.fields.get(f"{architecture}.{key}")
        if found is not None and not isinstance(found.value, ArraySpan | str) and not 0 <= found.value < math.inf:
            raise GGUFError(f"{header.path.name} holds an impossible number where a small one belongs, so it is damaged.")
    if not _turns(header, architecture):
        raise GGUFError(f"{header.path.name} does not say how it tells places in a text apart, so it is damaged.")
    odd = any(span.type in _NO_WEIGHTS and len(span.shape) > 1 for span in header.tensors.values())
    if odd or header.alignment % MIN_ALIGNMENT:
        raise GGUFError(f"{header.path.name} keeps its weights in a way that no model does, so it is damaged.")


def _turns(header: GGUFHeader, architecture: str) -> bool:
    """Whether positions in sections, where a model has them, have at least one number each: llama.cpp would never end otherwise."""
    key = f"{architecture}.rope.dimension_sections"
    found = header.fields.get(key)
    if found is None:
        return True
    if not isinstance(found.value, ArraySpan) or not 1 <= found.value.length <= MAX_SECTIONS:
        return False
    return sum(max(0, int(each)) for each in header.array(key)) > 0 and header.integer(f"{architecture}.rope.dimension_count") != 0
