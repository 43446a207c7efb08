"""A smaller model that guesses what the model itself will say: it has the same vocabulary and a KV cache of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes.gguf_header import MAX_LIST_BYTES, ArraySpan, GGUFError, GGUFHeader
from axes.split_files import ModelFiles
from engine.llama_api import Cancelled, Context, LlamaError, Model, loop_addresses
from engine.memory_need import ModelShape
from engine.model_shape import model_shape
from engine.native_loop import Draft
from engine.offload import Offload, on_processor
from engine.probe import LoadError, check_file, check_model
from engine.protocol import Sampler
from engine.sampling import SamplerChain

MOST_DRAFTED: Final = 8
"""Tokens guessed at once at most; how many it really is follows what was right before."""
SPARE_TOKENS: Final = 128
"""By so many tokens at the end vocabularies of one family differ, which nothing ever writes."""
_WORDS: Final = "tokenizer.ggml.tokens"
_SAME: Final = ("tokenizer.ggml.model", "tokenizer.ggml.pre")


class DraftModel:
    """A draft model that is loaded, until it is closed. name: as people know it; where: what of it lies on a graphics device."""

    def __init__(self, model: Model, context: Context, name: str, where: Offload) -> None:
        self.name = name
        self.where = where
        self._model = model
        self._context = context
        self._chain = SamplerChain(Sampler(temperature=0.0), model.n_vocab)
        self._known = np.zeros(context.n_ctx, dtype=np.int32)
        self._n = 0

    def draft(self, n_vocab: int) -> Draft:
        """Return what the native token loop needs to know, for a model with so many tokens."""
        found = loop_addresses(self._context, self._chain.handle)
        return Draft(found["context"], found["memory"], found["sampler"], MOST_DRAFTED, n_vocab)

    @property
    def n(self) -> int:
        """Tokens in the KV cache."""
        return self._n

    def read(self, tokens: NDArray[np.int32], should_stop: Callable[[], bool]) -> None:
        """Bring the KV cache to hold the first tokens of a conversation; raises Cancelled, and LlamaError where it cannot."""
        n = min(len(tokens), self._context.n_ctx)
        same = self._known[: min(self._n, n)] == tokens[: min(self._n, n)]
        self._n = len(same) if same.all() else int(np.argmin(same))
        if not self._context.keep(self._n):
            self._n = 0
            self._context.clear()
        while self._n < n:
            if should_stop():
                raise Cancelled
            end = min(self._n + self._context.n_batch, n)
            try:
                self._context.decode(tokens[self._n : end].tolist(), self._n)
            except (Cancelled, LlamaError):
                self.forget()
                raise
            self._known[self._n : end] = tokens[self._n : end]
            self._n = end

    def heard(self, tokens: NDArray[np.int32], n: int) -> None:
        """Take note that the native loop brought the KV cache to hold the first n of these tokens."""
        self._n = min(n, len(tokens))
        self._known[: self._n] = tokens[: self._n]

    def forget(self) -> None:
        """Forget everything in the KV cache."""
        self._n = 0
        self._context.clear()

    def close(self) -> None:
        """Free the model; harmless when repeated."""
        self._chain.close()
        self._context.close()
        self._model.close()


def open_draft(
    path: Path,
    target: GGUFHeader,
    context: Context,
    place: Callable[[ModelShape | None], Offload],
    progress: Callable[[float], bool],
) -> DraftModel:
    """Load a draft model for a model that is loaded in `context`.

    target: that model's header. place: decides where a model of a shape lies (None: not known), once the model itself has taken its
    room; where a graphics device fails, the processor does it. Raises LoadError in one sentence where the draft model cannot be
    used, Cancelled where progress says so.
    """
    files = check_file(path)
    try:
        if not _same_words(files.first, target):
            raise LoadError(f"{path.name} has another vocabulary than the model, so it cannot guess for it.")
    except GGUFError as error:
        raise LoadError(str(error)) from error
    where = place(_shape(files))
    try:
        return _open_at(files, context, where, progress)
    except LlamaError as error:
        if not where.n_gpu_layers:
            raise LoadError(str(error), error.details) from error
    try:
        return _open_at(files, context, on_processor(where), progress)
    except LlamaError as error:
        raise LoadError(str(error), error.details) from error


def _open_at(files: ModelFiles, context: Context, where: Offload, progress: Callable[[float], bool]) -> DraftModel:
    file = files.first.path
    with contextlib.ExitStack() as stack:
        model = stack.enter_context(Model(file, where.n_gpu_layers, progress))
        check_model(model, file)
        if not model.can_go_back:
            raise LoadError(f"{file.name} cannot take a word back, so it cannot guess for another model.")
        flash = "auto" if context.flash else "off"
        n_ctx = min(context.n_ctx, model.n_ctx_train) if model.n_ctx_train > 0 else context.n_ctx
        made = Context(model, n_ctx, context.n_threads, None, abort=context.hook, flash_attention=flash)
        stack.pop_all()
    return DraftModel(model, made, model.metadata("general.name") or file.stem, where)


def _shape(files: ModelFiles) -> ModelShape | None:
    try:
        return model_shape(files)
    except GGUFError:
        return None


def _same_words(one: GGUFHeader, other: GGUFHeader) -> bool:
    """Whether two vocabularies have the same tokens in the same order, but for spare ones at the end."""
    if any(one.text(key) != other.text(key) for key in _SAME):
        return False
    spans = [header.fields[_WORDS].value if _WORDS in header.fields else None for header in (one, other)]
    first, second = (span if isinstance(span, ArraySpan) and span.n_bytes <= MAX_LIST_BYTES else None for span in spans)
    if first is None or second is None or abs(first.length - second.length) > SPARE_TOKENS:
        return False
    shared = min(first.n_bytes, second.n_bytes)
    return one.raw(first.offset, shared) == other.raw(second.offset, shared)
