"""Loading a model and its axis: llama.cpp objects, the residual hook, the template, and the facts the window shows."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from axes.axis import Axis, AxisError
from axes.checks import check_fits
from axes.fingerprint import fingerprint
from axes.format import find_axis, read_axis
from axes.gguf_header import GGUFError, read_header
from engine import llama_api
from engine.hook_plan import UNTOUCHED
from engine.llama_api import Cancelled, Context, LlamaError, Model
from engine.protocol import AxisFacts, ModelFacts
from engine.residual_hook import HookError, ResidualHook
from engine.templates import ChatTemplate

MIN_CONTEXT = 64
NO_READINGS = (
    "This axis was imported without the figures that readings need, so it can cap but shows no readings;"
    " measure it on this model to have both."
)


class LoadError(RuntimeError):
    """A model that cannot be used; the text is one sentence, `details` is for the log."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


@dataclass(slots=True)
class LoadedModel:
    """A model ready to chat; a context manager that frees it.

    axis is None where there is none or it does not fit; axis_problem then says why in one sentence, and so it does for one that
    can cap but gives no readings. One LoadedModel has one KV cache and belongs to one thread, except `hook.cancel`.
    """

    facts: ModelFacts
    model: Model
    context: Context
    hook: ResidualHook
    template: ChatTemplate
    readable: bool
    axis: Axis | None = None
    axis_source: str = ""
    axis_problem: str | None = None
    notices: list[str] = field(default_factory=list)

    @property
    def axis_facts(self) -> AxisFacts | None:
        """What the window needs to know of the axis in use."""
        axis = self.axis
        if axis is None:
            return None
        forms = [form for form in axis.forms if form != "position" or self.template.has_header]
        layer, stats = axis.monitor_layer, axis.reply
        distance = float(stats.default_mean[layer] - stats.role_mean[layer]) if axis.readings else 1.0
        return AxisFacts(
            name=axis.name,
            source=self.axis_source,
            monitor_layer=layer,
            band_first=axis.band_first,
            band_last=axis.band_last,
            threshold=axis.threshold,
            percentile=axis.percentile,
            form=axis.form if axis.form in forms else "reply",
            forms=forms,
            default_std=float(stats.default_std[layer]) / distance if axis.readings else 0.0,
            role_std=float(stats.role_std[layer]) / distance if axis.readings else 0.0,
            reads=axis.readings,
            caps=axis.quality.get("verdict") != "reading only",
        )

    def use_axis(self, axis: Axis, source: str) -> list[str]:
        """Read and cap with this axis in every session made from now on; returns notices.

        Raises AxisError where it does not fit this model.
        """
        if not self.readable:
            raise AxisError("This model's inside cannot be read by Keel, so there are no readings and no cap.")
        facts = self.facts
        notices = check_fits(
            axis,
            n_layer=facts.n_layer,
            n_embd=facts.n_embd,
            fingerprint=facts.fingerprint,
            template_sha256=facts.template_sha256,
            quantization=facts.quantization,
        )
        stats = [axis.reply] + ([axis.header] if axis.header is not None else [])
        self.hook.set_monitor(axis.monitor_layer, np.stack([each.direction[axis.monitor_layer] for each in stats]))
        self.axis, self.axis_source = axis, source
        self.axis_problem = None if axis.readings else NO_READINGS
        return notices

    def close(self) -> None:
        """Free the context and the model; harmless when repeated."""
        self.context.close()
        self.model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def load(
    path: Path,
    axis_path: Path | None = None,
    *,
    n_ctx: int = 4096,
    n_threads: int | None = None,
    n_gpu_layers: int = 0,
    progress: Callable[[float], bool] | None = None,
    find: bool = True,
) -> LoadedModel:
    """Load a model file and its axis (given, beside the model, or inside it; find=False: only a given one).

    progress gets 0..1 and returns False to abandon loading. Raises LoadError in one sentence, Cancelled where progress said so. An
    axis that cannot be used never fails the load: `axis_problem` says why.
    """
    llama_api.check_library()
    _check_file(path)
    if n_ctx < MIN_CONTEXT:
        raise LoadError(f"A context of {n_ctx} tokens is too short to chat in; choose at least {MIN_CONTEXT}.")
    with contextlib.ExitStack() as stack:
        try:
            model = stack.enter_context(Model(path, n_gpu_layers, progress))
            loaded = _open(stack, path, model, n_ctx, n_threads, n_gpu_layers)
        except LlamaError as error:
            raise LoadError(str(error), error.details) from error
        _load_axis(loaded, path, axis_path, find)
        if progress is not None and not progress(1.0):
            raise Cancelled
        stack.pop_all()
        return loaded


def _open(
    stack: contextlib.ExitStack, path: Path, model: Model, n_ctx: int, n_threads: int | None, n_gpu_layers: int
) -> LoadedModel:
    if not model.generates:
        raise LoadError(f"{path.name} is not a model for chatting, so it cannot be used here.")
    hook = ResidualHook(max(model.n_layer, 2), model.n_embd, llama_api.ggml_functions())
    n_ctx = min(n_ctx, model.n_ctx_train) if model.n_ctx_train > 0 else n_ctx
    context = stack.enter_context(Context(model, n_ctx, n_threads or default_threads(), hook))
    template = ChatTemplate(model, model.metadata("tokenizer.chat_template"))
    readable = _probe(context, hook, model)
    try:
        mark = fingerprint(path)
    except GGUFError:
        mark = ""
    facts = ModelFacts(
        path=str(path),
        name=model.metadata("general.name") or path.stem,
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
        device="GPU" if n_gpu_layers and llama_api.device_name() == "GPU" else "CPU",
        notices=list(template.notices),
    )
    return LoadedModel(facts, model, context, hook, template, readable=readable and bool(mark))


def _check_file(path: Path) -> None:
    """Refuse anything llama.cpp should not even be shown: missing files, folders, pipes, malformed headers."""
    if not path.exists():
        raise LoadError(f"There is no file {path.name} any more; choose another model.")
    if not path.is_file():
        raise LoadError(f"{path.name} is not a file, so it cannot be loaded as a model.")
    try:
        architecture = read_header(path).text("general.architecture")
    except GGUFError as error:
        raise LoadError(str(error)) from error
    if architecture == "axis":
        raise LoadError(f"{path.name} holds an axis, not a model; choose the model it belongs to.")


def _probe(context: Context, hook: ResidualHook, model: Model) -> bool:
    """Return whether one evaluated token shows a residual stream of the right width at every layer that would be used."""
    if model.n_layer < 3:
        return False
    hook.capture(1)
    hook.begin(np.array([UNTOUCHED], dtype=np.uint8), groups=np.zeros(1, dtype=np.int32))
    try:
        context.decode([0], 0)
        hook.end()
    except HookError:
        return False
    except LlamaError as error:
        hook.discard()
        raise LoadError("The model cannot be evaluated by this version of llama.cpp.", f"{error}\n{error.details}") from error
    finally:
        hook.stop_capture()
        context.clear()
    return True


def _load_axis(loaded: LoadedModel, path: Path, axis_path: Path | None, find: bool) -> None:
    try:
        source = axis_path or (find_axis(path) if find else None)
        if source is None:
            loaded.axis_problem = "This model has no axis yet, so there are no readings and no cap."
            return
        loaded.facts.notices.extend(loaded.use_axis(read_axis(source), str(source)))
    except (AxisError, GGUFError) as error:
        loaded.axis_problem = str(error)


def default_threads() -> int:
    """Return how many threads evaluate a model unless it is said otherwise; see `threads_for`."""
    return threads_for(usable_cores())


def threads_for(cores: int) -> int:
    """Return the threads for a number of processor cores: one fewer, at least one.

    Threads that evaluate a model wait for each other without sleeping, thousands of times a second, so that one core taken away by
    another program holds up all of them: on two cores, two threads were 1.5 times as fast as one on an idle computer, and 0.4 times
    as fast on a busy one.
    """
    return max(1, cores - 1)


def usable_cores() -> int:
    """Return how many cores this process may use; two hardware threads of one core count once."""
    usable = sorted(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else list(range(os.cpu_count() or 1))
    cores = set()
    for number in usable:
        try:
            cores.add(Path(f"/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list").read_text())
        except OSError:
            cores.add(str(number))
    return len(cores)
