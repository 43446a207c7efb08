"""Refuses files that are sound but no models, and models with values at which llama.cpp would end the engine."""

from __future__ import annotations

import math
from typing import Final

from gguf.constants import GGMLQuantizationType

from axes.gguf_header import ArraySpan, GGUFError, GGUFHeader

MAX_BLOCKS: Final = 512
MAX_EXPERTS: Final = 512
MIN_ALIGNMENT: Final = 32
"""What llama.cpp's own buffers ask for; every file that its tools write has it."""

_NO_MODELS: Final = {
    "axis": "holds an axis, not a model; choose the model it belongs to",
    "controlvector": "holds a control vector, not a model; choose the model it belongs to",
    "clip": "holds only the part of a model that sees pictures; choose the model it belongs to",
    "adapter": "holds changes to a model, not a model; choose one that is complete",
    "mmproj": "holds only the part of a model that sees pictures; choose the model it belongs to",
    "imatrix": "holds measurements of a model, not a model; choose the model itself",
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
        raise GGUFError(f"{name} {what}.")
    if not header.tensors and (header.integer("split.count") or 1) == 1:
        raise GGUFError(f"{name} holds no weights, so it cannot be used.")
    wrong = _wrong_value(header, architecture)
    if wrong is not None:
        raise GGUFError(f"{name} holds {wrong}, so it is damaged or not meant for this program.")


def _wrong_value(header: GGUFHeader, architecture: str) -> str | None:
    """Return what cannot be, in words; None where nothing stands out."""
    blocks = header.integer(f"{architecture}.block_count")
    if blocks is not None and not 1 <= blocks <= MAX_BLOCKS:
        return f"a model of {blocks} layers"
    ahead = header.integer(f"{architecture}.nextn_predict_layers") or 0
    if blocks is not None and not 0 <= ahead < blocks:
        return f"a model of {blocks} layers of which {ahead} guess ahead"
    if header.alignment % MIN_ALIGNMENT:
        return f"weights that lie only {header.alignment} bytes apart"
    for key in ("attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"):
        found = header.fields.get(f"{architecture}.{key}")
        if found is not None and not isinstance(found.value, ArraySpan | str) and not 0 <= found.value < math.inf:
            return "an impossible number where a small one belongs"
    experts = header.integer(f"{architecture}.expert_count") or 0
    used = header.integer(f"{architecture}.expert_used_count") or 0
    if not 0 <= used <= experts <= MAX_EXPERTS or (experts > 0) != (used > 0):
        return f"a model of {experts} experts of which {used} are used"
    if any(span.type in _NO_WEIGHTS and len(span.shape) > 1 for span in header.tensors.values()):
        return "weights of a kind that no model has"
    return None
