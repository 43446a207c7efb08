"""Writes a model of a real shape with random weights: it says nothing, but takes as much time and memory as the real one."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
from gguf.constants import GGMLQuantizationType
from gguf.quants import quantize

from engine.bench.evaluation import EvaluationError
from engine.bench.shapes import FAMILIES, SHAPES, Shape
from engine.bench.vocabulary import Vocabulary, synthetic_vocabulary, vocabulary_of

FILE_TYPES: Final = {
    "Q8_0": (GGMLQuantizationType.Q8_0, gguf.LlamaFileType.MOSTLY_Q8_0),
    "F16": (GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    "F32": (GGMLQuantizationType.F32, gguf.LlamaFileType.ALL_F32),
}
MIN_LAYERS: Final = 3
"""Fewer cannot be read and capped."""
MAX_TEMPLATE_BYTES: Final = 1 << 17
LOGIT_STD: Final = 2.0
"""How far the logits of the made model lie apart, so that replies are neither one word for ever nor pure noise."""
BLOCK_NUMBERS: Final = 1 << 22
"""Random numbers drawn at a time."""


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """What to make. layers: fewer than the shape has, None for all; vocab and template: files to take these from."""

    shape: str
    layers: int | None = None
    type: str = "Q8_0"
    seed: int = 1
    vocab: Path | None = None
    template: Path | None = None


def make_model(plan: ModelPlan, out: Path, report: Callable[[str], None]) -> dict[str, Any]:
    """Write the model to out, whole or not at all, and return what was made. Equal plans make equal files.

    The weights hang on the shape, the seed and the tensor alone, so that files of several types hold the same model. Raises
    EvaluationError for a plan that cannot be, GGUFError for a vocabulary that cannot be read, OSError where writing fails.
    """
    shape = _shape(plan)
    template = _template(plan)
    if plan.vocab is not None:
        vocabulary = vocabulary_of(plan.vocab, shape.n_vocab)
    else:
        vocabulary = synthetic_vocabulary(FAMILIES[shape.family], shape.n_vocab)
    if template is None and not vocabulary.has_template:
        template = FAMILIES[shape.family].template
    shape = replace(shape, n_vocab=vocabulary.n_tokens)
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        _write(unfinished, plan, shape, vocabulary, template, report)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    count = sum(int(np.prod(dimensions)) for _, dimensions in shape.tensors())
    made = {"out": str(out), "shape": plan.shape, "type": plan.type, "layers": shape.n_layer, "seed": plan.seed}
    return made | {"vocabulary": shape.n_vocab, "parameters": count, "bytes": out.stat().st_size}


def _shape(plan: ModelPlan) -> Shape:
    if plan.shape not in SHAPES:
        raise EvaluationError(f"There is no shape called {plan.shape!r}; there are {', '.join(SHAPES)}.")
    if plan.type not in FILE_TYPES:
        raise EvaluationError(f"There is no type called {plan.type!r} here; there are {', '.join(FILE_TYPES)}.")
    shape = SHAPES[plan.shape]
    layers = shape.n_layer if plan.layers is None else plan.layers
    if not MIN_LAYERS <= layers <= shape.n_layer:
        raise EvaluationError(f"A model of the shape {plan.shape} has {MIN_LAYERS} to {shape.n_layer} layers here, not {layers}.")
    return replace(shape, n_layer=layers)


def _template(plan: ModelPlan) -> str | None:
    if plan.template is None:
        return None
    with plan.template.open("rb") as file:
        data = file.read(MAX_TEMPLATE_BYTES + 1)
    try:
        if len(data) > MAX_TEMPLATE_BYTES:
            raise ValueError
        return data.decode("utf-8")
    except ValueError as error:
        raise EvaluationError(f"{plan.template.name} is no chat template: it is too long, or not text.") from error


def _write(
    path: Path, plan: ModelPlan, shape: Shape, vocabulary: Vocabulary, template: str | None, report: Callable[[str], None]
) -> None:
    kind, file_type = FILE_TYPES[plan.type]
    with closing(gguf.GGUFWriter(path, shape.architecture)) as writer:
        writer.add_name(f"{plan.shape} with random weights, {shape.n_layer} layers, seed {plan.seed}")
        writer.add_file_type(file_type)
        writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
        _describe(writer, shape)
        vocabulary.write(writer, template)
        tensors = [
            (name, dimensions, kind if len(dimensions) > 1 else GGMLQuantizationType.F32) for name, dimensions in shape.tensors()
        ]
        for name, dimensions, stored in tensors:
            empty = quantize(np.zeros((1, dimensions[-1]), np.float32), stored)
            n_bytes = int(np.prod(dimensions[:-1])) * empty.nbytes
            writer.add_tensor_info(name, dimensions, np.dtype(np.float32), n_bytes, raw_dtype=stored)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        for number, (name, dimensions, stored) in enumerate(tensors):
            if number % 25 == 0:
                report(f"{number} of {len(tensors)} tensors")
            writer.write_tensor_data(np.concatenate([quantize(rows, stored) for rows in _weights(plan, shape, name, dimensions)]))


def _describe(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_context_length(shape.n_ctx)
    writer.add_embedding_length(shape.n_embd)
    writer.add_block_count(shape.n_layer)
    writer.add_feed_forward_length(shape.n_ff)
    writer.add_head_count(shape.n_head)
    writer.add_head_count_kv(shape.n_head_kv)
    writer.add_key_length(shape.head)
    writer.add_value_length(shape.head)
    writer.add_layer_norm_rms_eps(shape.eps)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_rope_dimension_count(shape.head)
    writer.add_vocab_size(shape.n_vocab)
    if shape.window is not None:
        writer.add_sliding_window(shape.window)


def _weights(
    plan: ModelPlan, shape: Shape, name: str, dimensions: tuple[int, ...]
) -> Iterator[np.ndarray[Any, np.dtype[np.float32]]]:
    """Yield a tensor's numbers in blocks of rows: norms about 1, biases small, matrices such that they keep the scale."""
    random = np.random.default_rng([plan.seed, zlib.crc32(name.encode())])
    if len(dimensions) == 1:
        drawn = 0.1 * random.standard_normal(dimensions, dtype=np.float32)
        yield drawn if name.endswith("bias") else 1 + drawn
        return
    rows, columns = dimensions
    scale = columns**-0.5 * (LOGIT_STD if name in ("token_embd.weight", "output.weight") else 1.0)
    step = max(1, BLOCK_NUMBERS // columns)
    for first in range(0, rows, step):
        yield random.standard_normal((min(step, rows - first), columns), dtype=np.float32) * np.float32(scale)
