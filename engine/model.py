"""Loading a model and its axis: what is asked for, what of it can be had, and what is said where it cannot."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from axes.axis import AxisError
from axes.fingerprint import fingerprint
from axes.format import find_axis, read_axis
from axes.gguf_header import GGUFError
from axes.split_files import ModelFiles, model_stem
from engine import llama_api
from engine.draft_model import open_draft
from engine.guess_table import read_tables, table_path
from engine.llama_api import Cancelled, Context, LlamaError, Model
from engine.loaded_model import UNREADABLE, LoadedModel
from engine.memory_need import KV_TYPES, ModelShape, uses_flash
from engine.model_shape import model_shape
from engine.offload import PROCESSOR, Offload, choose, on_processor
from engine.probe import NO_END, Kept, LoadError, check_file, check_model, probe
from engine.protocol import FLASH_ATTENTION, ModelFacts
from engine.read_ahead import read_ahead
from engine.residual_hook import ResidualHook
from engine.templates import ChatTemplate
from engine.threads import MOST_THREADS, default_threads, threads_for, usable_cores

__all__ = ["LoadError", "LoadedModel", "default_threads", "load", "threads_for", "usable_cores"]

MIN_CONTEXT: Final = 64
READ_SHARE: Final = 0.6
"""Share of the progress that stands for reading the file."""
LOAD_SHARE: Final = 0.8
"""Share of the rest that stands for what llama.cpp does with it."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """How a model shall be loaded; see `load`."""

    path: Path
    n_ctx: int
    n_threads: int
    n_gpu_layers: int | None
    kv_type: str
    flash_attention: str
    template: str | None
    progress: Callable[[float], bool]
    watch: Callable[[ResidualHook], None]

    def reach(self, share: float) -> None:
        """Say how far loading is; raises Cancelled where it shall stop."""
        if not self.progress(share):
            raise Cancelled


def load(
    path: Path,
    axis_path: Path | None = None,
    *,
    n_ctx: int = 4096,
    n_threads: int | None = None,
    n_gpu_layers: int | None = None,
    kv_type: str = "f16",
    flash_attention: str = "auto",
    template: str | None = None,
    draft: Path | None = None,
    progress: Callable[[float], bool] | None = None,
    watch: Callable[[ResidualHook], None] | None = None,
    find: bool = True,
) -> LoadedModel:
    """Load a model file and its axis (given, beside the model, or inside it; find=False: only a given one).

    n_gpu_layers, kv_type, flash_attention, template, draft: see protocol.Load. progress gets 0..1 and returns False to abandon
    loading; watch gets every hook that evaluates while loading, whose cancel flag ends that at once. Raises LoadError in one
    sentence, Cancelled where progress or a flag said so. What cannot be had (the graphics card, a smaller memory, an axis, a draft
    model) never fails the load: `notices`, `device_reason` and `axis_problem` say why.
    """
    llama_api.check_library()
    files = check_file(path)
    path = files.first.path
    if n_ctx < MIN_CONTEXT:
        raise LoadError(f"A context of {n_ctx} tokens is too short to chat in; choose at least {MIN_CONTEXT}.")
    if kv_type not in KV_TYPES or flash_attention not in FLASH_ATTENTION:
        raise LoadError(f"A model cannot be loaded with {kv_type!r} and {flash_attention!r}; choose these settings again.")
    go_on = progress or _always
    threads = min(n_threads or default_threads(), MOST_THREADS)
    wish = _Wish(path, n_ctx, threads, n_gpu_layers, kv_type, flash_attention, template, go_on, watch or _unwatched)
    loaded = _open(wish, files)
    try:
        _load_axis(loaded, path, axis_path, find)
        _load_guesses(loaded, path)
        if draft is not None:
            _load_draft(loaded, draft, files, n_gpu_layers, lambda _share: go_on(0.99))
        if not go_on(1.0):
            raise Cancelled
    except BaseException:
        loaded.close()
        raise
    return loaded


def _always(_fraction: float) -> bool:
    return True


def _unwatched(_hook: ResidualHook) -> None:
    pass


def _open(wish: _Wish, files: ModelFiles) -> LoadedModel:
    """Load the model where it was decided to, and on the processor alone where a graphics device fails at it."""
    shape = _shape(files)
    n_ctx = min(wish.n_ctx, shape.n_ctx_train or wish.n_ctx) if shape is not None else wish.n_ctx
    devices = llama_api.graphics_devices()
    where = choose(wish.n_gpu_layers, devices, shape, n_ctx, wish.kv_type, wish.flash_attention, possible=llama_api.uses_graphics())
    if not read_ahead([part.path for part in files.parts], lambda share: wish.progress(READ_SHARE * share)):
        raise Cancelled
    try:
        return _open_at(wish, files, where, shape)
    except LlamaError as error:
        if not where.n_gpu_layers:
            raise LoadError(str(error), error.details) from error
        reason = error
    except LoadError as error:
        if not where.n_gpu_layers:
            raise
        reason = LlamaError(str(error), error.details)
    try:
        return _open_at(wish, files, on_processor(where), shape)
    except LlamaError as error:
        raise LoadError(str(error), f"{error.details}\n{reason}\n{reason.details}") from error


def _open_at(wish: _Wish, files: ModelFiles, where: Offload, shape: ModelShape | None) -> LoadedModel:
    wish = replace(wish, flash_attention=_attention(wish, where, shape))
    with contextlib.ExitStack() as stack:
        rest = 1 - READ_SHARE
        model = stack.enter_context(
            Model(wish.path, where.n_gpu_layers, lambda share: wish.progress(READ_SHARE + rest * LOAD_SHARE * share))
        )
        notices = check_model(model, wish.path) + ([where.reason] if where.failed else [])
        readable, kept = _probe(wish, model, notices)
        hook = ResidualHook(max(model.n_layer, 2), model.n_embd, llama_api.ggml_functions())
        n_ctx = min(wish.n_ctx, model.n_ctx_train) if model.n_ctx_train > 0 else wish.n_ctx
        wish.reach(0.97)
        context = stack.enter_context(
            Context(model, n_ctx, wish.n_threads, hook, kv_type=kept.kv_type, flash_attention=kept.flash_attention)
        )
        wish.reach(0.98)
        template = ChatTemplate(model, model.metadata("tokenizer.chat_template"), wish.template)
        wish.reach(0.99)
        facts = _facts(files, model, context, template, where)
        notices += template.notices
        if template.end.written and NO_END in notices:
            notices.remove(NO_END)  # the template says what the vocabulary does not
        facts = replace(facts, kv_type=kept.kv_type, notices=list(notices), shape=shape)
        loaded = LoadedModel(facts, model, context, hook, template, readable=readable and bool(facts.fingerprint), notices=notices)
        stack.pop_all()
        return loaded


def _attention(wish: _Wish, where: Offload, shape: ModelShape | None) -> str:
    """Return what llama.cpp is asked for: left to itself it would always use flash attention, which is slow on processors."""
    if wish.flash_attention != "auto" or shape is None:
        return wish.flash_attention
    n_ctx = min(wish.n_ctx, shape.n_ctx_train or wish.n_ctx)
    return "auto" if uses_flash(shape, n_ctx, wish.kv_type, "auto", where.n_gpu_layers) else "off"


def _probe(wish: _Wish, model: Model, notices: list[str]) -> tuple[bool, Kept]:
    """Return whether the model's inside can be read, and how its memory is kept: exactly, where the wished way cannot be had."""
    kept = Kept(wish.kv_type, wish.flash_attention)
    if wish.kv_type != "f16" and wish.flash_attention == "off":
        kept = Kept(wish.kv_type)
        notices.append("A memory that takes less room needs flash attention, so flash attention is on.")
    wish.reach(0.95)
    try:
        return probe(model, wish.path, wish.n_threads, wish.watch, kept), kept
    except (LlamaError, LoadError):
        if wish.kv_type == "f16":
            raise
    kept = Kept("f16", wish.flash_attention)
    readable = probe(model, wish.path, wish.n_threads, wish.watch, kept)
    notices.append("The memory of this model cannot be kept in less room, so it is kept exactly.")
    return readable, kept


def _shape(files: ModelFiles) -> ModelShape | None:
    try:
        return model_shape(files)
    except GGUFError:
        return None  # llama.cpp may know more of this architecture


def _facts(files: ModelFiles, model: Model, context: Context, template: ChatTemplate, where: Offload) -> ModelFacts:
    try:
        mark = fingerprint(files)
    except GGUFError:
        mark = ""
    return ModelFacts(
        path=str(files.first.path),
        name=model.metadata("general.name") or model_stem(files.first.path),
        architecture=model.metadata("general.architecture") or "unknown",
        quantization=model.quantization,
        parameters=model.n_params,
        n_layer=model.n_layer,
        n_embd=model.n_embd,
        n_ctx=context.n_ctx,
        n_ctx_train=model.n_ctx_train,
        n_vocab=model.n_vocab,
        fingerprint=mark,
        template_sha256=template.sha256,
        device=where.device,
        device_reason=where.reason,
        weights_bytes=model.weights_bytes,
        kv_bytes=context.kv_bytes,
        compute_bytes=context.compute_bytes,
        flash_attention="on" if context.flash else "off",
    )


def _load_axis(loaded: LoadedModel, path: Path, axis_path: Path | None, find: bool) -> None:
    if not loaded.readable:
        loaded.axis_problem = UNREADABLE
        return
    try:
        source = axis_path or (find_axis(path) if find else None)
        if source is None:
            loaded.axis_problem = "This model has no axis yet, so there are no readings and no cap."
            return
        loaded.facts.notices.extend(loaded.use_axis(read_axis(source), str(source)))
    except (AxisError, GGUFError) as error:
        loaded.axis_problem = str(error)


def _load_draft(
    loaded: LoadedModel, path: Path, files: ModelFiles, n_gpu_layers: int | None, progress: Callable[[float], bool]
) -> None:
    """Load the draft model, on the graphics card where the model has left room; a notice says why where it cannot be used."""
    facts = loaded.facts
    if not loaded.model.can_go_back:
        facts.notices.append("This model cannot take a word back, so no other model guesses for it.")
        return

    def place(shape: ModelShape | None) -> Offload:
        # Where the model itself keeps off the card, or failed on it, so does its draft model.
        wanted = 0 if facts.device == PROCESSOR else n_gpu_layers
        return choose(wanted, llama_api.graphics_devices(), shape, facts.n_ctx, possible=llama_api.uses_graphics())

    try:
        loaded.draft = open_draft(path, files.first, loaded.context, place, progress)
    except LoadError as error:
        facts.notices.append(str(error))
        return
    if facts.device != PROCESSOR and not loaded.draft.where.n_gpu_layers:
        facts.notices.append("The graphics card has no room for the draft model, so it runs on the processor and may not help.")
    loaded.facts = replace(facts, draft=loaded.draft.name)


def _load_guesses(loaded: LoadedModel, path: Path) -> None:
    source = table_path(path)
    if source.is_file():
        try:
            loaded.guesses = read_tables(source, loaded.facts.fingerprint, loaded.facts.n_vocab)
        except GGUFError:
            loaded.facts.notices.append("The table of guesses beside this model cannot be used, so replies take a little longer.")
