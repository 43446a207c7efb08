"""What a model file is, from its header alone: nothing is loaded, and llama.cpp never sees the file."""

from __future__ import annotations

import math
import os
from collections import Counter
from pathlib import Path
from typing import Final

from gguf.constants import GGMLQuantizationType, LlamaFileType

from axes.axis import AxisError
from axes.checks import check_fits
from axes.fingerprint import fingerprint
from axes.format import read_axis, sidecar_path
from axes.gguf_header import GGUFError, GGUFHeader
from axes.split_files import ModelFiles, model_stem, read_model_files
from engine.file_types import GUESSED, UNKNOWN, file_type_name
from engine.kept_axes import find_kept_axis
from engine.model_checks import check_is_model
from engine.model_shape import model_shape
from engine.protocol import ModelReport

MAX_NAME: Final = 200
_USUAL_TYPES: Final[dict[int, int]] = {
    int(getattr(GGMLQuantizationType, kind)): int(getattr(LlamaFileType, file_type))
    for kind, file_type in {
        "F32": "ALL_F32",
        **{each: f"MOSTLY_{each}" for each in ("F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q6_K")},
        **{each: f"MOSTLY_{each}_M" for each in ("Q3_K", "Q4_K", "Q5_K")},
    }.items()
}

Axis = tuple[str, str, list[str]]


def inspect(path: str | os.PathLike[str], axis_dir: str | os.PathLike[str] | None = None) -> ModelReport:
    """Return what the header of a model file says; of a model in several files, any of them may be given.

    axis_dir: a folder of axes, where one made for this very model goes before any other. Raises GGUFError in one sentence where the
    file is not a usable model.
    """
    files = read_model_files(path)
    header = files.first
    check_is_model(header)
    shape = model_shape(files)
    tensors = files.tensors()
    quantization = _quantization(files)
    mark, notices = "", _notices(header)
    try:
        mark = fingerprint(files)
    except GGUFError as error:
        notices.append(str(error))
    folder = None if axis_dir is None else Path(axis_dir)
    kind, source, said = _axis(header, folder, shape.n_layer, shape.n_embd, mark, quantization)
    return ModelReport(
        name=_plain(header.text("general.name")) or model_stem(header.path),
        architecture=_plain(shape.architecture),
        quantization=quantization,
        parameters=sum(math.prod(span.shape) for _, span in tensors.values()),
        n_layer=shape.n_layer,
        n_embd=shape.n_embd,
        n_ctx_train=shape.n_ctx_train,
        file_bytes=files.size,
        parts=[part.path.name for part in files.parts],
        licence=_plain(header.text("general.license.name")) or _plain(header.text("general.license")),
        has_template="tokenizer.chat_template" in header.fields,
        axis=kind,
        axis_source=source,
        fingerprint=mark,
        shape=shape,
        notices=notices + said,
    )


def _quantization(files: ModelFiles) -> str:
    """Return the name of the file type as llama.cpp gives it, from what is stated or else from the kind most weights have."""
    stated = files.first.integer("general.file_type")
    if stated is not None:
        return file_type_name(stated)
    kinds: Counter[int] = Counter()
    for _, span in files.tensors().values():
        if len(span.shape) > 1:
            kinds[span.type] += math.prod(span.shape)
    usual = kinds.most_common(1)[0][0] if kinds else -1
    return file_type_name(_USUAL_TYPES[usual] | GUESSED) if usual in _USUAL_TYPES else UNKNOWN


def _notices(header: GGUFHeader) -> list[str]:
    notices = []
    architecture = header.text("general.architecture") or ""
    if f"{architecture}.pooling_type" in header.fields:
        notices.append("This model is made to compare texts, not to chat.")
    if "tokenizer.chat_template" not in header.fields:
        notices.append("This model does not say how a conversation is written for it, so its replies may be poor.")
    if header.integer(f"{architecture}.context_length") is None:
        notices.append("This model does not say how long a conversation it was made for.")
    return notices


def _axis(header: GGUFHeader, folder: Path | None, n_layer: int, n_embd: int, mark: str, quantization: str) -> Axis:
    """Return "good", "reading" or "none", the file, and what is to be said of it."""
    said: list[str] = []
    if not mark:
        return "none", "", said
    kept = find_kept_axis(folder, mark, quantization) if folder is not None else None
    for source in (kept, _beside(header)):
        if source is None:
            continue
        try:
            axis = read_axis(source)
            said = check_fits(axis, n_layer=n_layer, n_embd=n_embd, fingerprint=mark, quantization=quantization)
        except (AxisError, GGUFError) as error:
            said = [str(error)]
            continue
        if not axis.readings:
            said.append("This axis can cap but shows no readings.")
        return ("reading" if axis.quality.get("verdict") == "reading only" else "good"), str(source), said
    return "none", "", said


def _beside(header: GGUFHeader) -> Path | None:
    """Return where `axes.format.find_axis` would find the axis, without reading the header once more."""
    sidecar = sidecar_path(header.path)
    if os.path.isfile(sidecar):
        return sidecar
    return header.path if "axis.version" in header.fields else None


def _plain(text: str | None) -> str:
    """Return a text from the file as it may be shown: one line, short, without control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in (text or "")[:MAX_NAME]).split())
