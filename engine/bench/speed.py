"""The measurement `speed`: Keel's own path, watched and capped, against the bare llama.cpp loop on the same weights."""

from __future__ import annotations

import contextlib
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.bench.evaluation import EvaluationError
from engine.bench.setting import described, heading
from engine.evaluator import Evaluator
from engine.hook_plan import ORDINARY, HookPlan
from engine.llama_api import lib
from engine.model import MIN_CONTEXT, LoadedModel, default_threads, load
from engine.protocol import Cap, Sampler
from engine.residual_hook import FloatArray
from engine.sampling import SamplerChain
from engine.templates import Prompt
from engine.turn import Turn

MODES: Final = ("raw", "monitored", "capped")
RAW_BATCH: Final = 2048
"""llama.cpp's own default of n_batch; its n_ubatch is 512."""
BAND_SHARE: Final = 0.2
WARM_UP: Final = 1
GREEDY: Final = Sampler(temperature=0.0)

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SpeedPlan:
    """What is timed: prompt tokens read, then tokens decoded one by one, in `pairs` rounds in which every mode has its turn."""

    pairs: int = 7
    prompt: int = 512
    tokens: int = 64
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Tokens per second of one run."""

    prefill: float
    decode: float


def measure_speed(model: Path, axis: Path | None, plan: SpeedPlan, report: Report) -> dict[str, Any]:
    """Time all modes in turn and return the figures: medians in tokens/s, and ratios to raw as medians of the paired runs.

    A model without an axis gets random directions with floors at their mean projection, on a fifth of its layers: the work is the
    same. Raises LoadError, and EvaluationError for a plan that does not fit the model's context.
    """
    threads = plan.threads or default_threads()
    n_ctx = max(MIN_CONTEXT, plan.prompt + plan.tokens + 8)
    with load(model, axis, n_ctx=n_ctx, n_threads=threads) as loaded:
        if loaded.context.n_ctx < plan.prompt + plan.tokens:
            raise EvaluationError(f"This model's context holds {loaded.context.n_ctx} tokens; choose a shorter prompt or reply.")
        prompt, never = _prompt(loaded, plan)
        cap = cap_plan(loaded, prompt)
        runs: dict[str, list[Timing]] = {mode: [] for mode in MODES}
        engaged: list[float] = []
        with raw_context(loaded, n_ctx, threads) as raw:
            for number in range(plan.pairs + WARM_UP):
                report(f"{number} of {plan.pairs + WARM_UP} rounds")
                for mode in MODES[number % 3 :] + MODES[: number % 3]:  # each mode is first, second and last equally often
                    if mode == "raw":
                        timing = _run_raw(raw, loaded, prompt, plan.tokens, never)
                    else:
                        timing, lifted = _run_keel(loaded, prompt, plan.tokens, never, cap if mode == "capped" else None)
                        engaged += [lifted] if lifted is not None else []
                    if number >= WARM_UP:
                        runs[mode].append(timing)
        found = described(loaded.facts, threads)
    return found | _figures(runs, cap, engaged) | {"prompt": plan.prompt, "tokens": plan.tokens}


def _figures(runs: dict[str, list[Timing]], cap: HookPlan, engaged: Sequence[float]) -> dict[str, Any]:
    """Return medians per mode and, per kind of work, the median and the quartiles of the paired ratios to raw."""
    found: dict[str, Any] = {
        mode: {kind: statistics.median(getattr(run, kind) for run in timings) for kind in ("decode", "prefill")}
        for mode, timings in runs.items()
    }
    found["capped"] |= {"layers": cap.layers, "engaged": statistics.fmean(engaged)}
    for mode, name in (("capped", "ratio"), ("monitored", "ratio_monitored")):
        found[name] = {}
        for kind in ("decode", "prefill"):
            pairs = [getattr(run, kind) / getattr(bare, kind) for run, bare in zip(runs[mode], runs["raw"], strict=True)]
            found[name] |= {kind: statistics.median(pairs), f"{kind}_quartiles": np.percentile(pairs, (25, 75)).tolist()}
    return found | {"pairs": len(runs["raw"])}


def speed_table(figures: dict[str, Any]) -> str:
    """Return the figures as a table for a person."""
    lines = [heading(figures), ""]
    lines.append(f"{'':12}{'decode':>12}{'prefill':>12}   tokens/s")
    lines += [f"{mode:12}{figures[mode]['decode']:12.1f}{figures[mode]['prefill']:12.1f}" for mode in MODES]
    for name, label in (("ratio_monitored", "watched/raw"), ("ratio", "capped/raw")):
        lines.append(f"{label:12}{figures[name]['decode']:12.3f}{figures[name]['prefill']:12.3f}")
    lines.append(
        f"The cap acted on layers {figures['capped']['layers']} and lifted {figures['capped']['engaged']:.0%} of the slots."
    )
    return "\n".join(lines)


# --- what is read and decoded ------------------------------------------------------------------------------------------------


def _prompt(loaded: LoadedModel, plan: SpeedPlan) -> tuple[list[int], list[int]]:
    """Return tokens of a prompt, drawn from the vocabulary, and those that would end a reply and are never drawn in one."""
    rng = random.Random(1)
    n_vocab, is_end = loaded.facts.n_vocab, loaded.model.is_end
    drawn: list[int] = []
    while len(drawn) < plan.prompt:
        token = rng.randrange(n_vocab)
        if not is_end(token) and loaded.model.piece(token):
            drawn.append(token)
    return drawn, [token for token in range(n_vocab) if is_end(token)]


def cap_plan(loaded: LoadedModel, prompt: Sequence[int]) -> HookPlan:
    """Return the axis's own plan at Standard, or one of the same cost on random directions."""
    if loaded.axis is not None:
        own = HookPlan.from_axis(loaded.axis, Cap(loaded.axis.percentile))
        if own is not None:
            return own
    if not loaded.readable:
        raise EvaluationError("This model's inside cannot be read by Keel, so there is nothing to compare.")
    n_layer, n_embd = loaded.facts.n_layer, loaded.facts.n_embd
    width = max(1, round(BAND_SHARE * n_layer))
    first = max(1, min(round(0.6 * n_layer), n_layer - 1 - width))
    drawn = np.random.default_rng(1).standard_normal((n_layer, n_embd))
    direction = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    means = _mean_stream(loaded, prompt)
    tau = np.einsum("le,le->l", means, direction[:-1])
    loaded.hook.set_monitor(max(0, first - 1), direction[max(0, first - 1)][None])
    return HookPlan.along(direction, np.append(tau, 0).astype(np.float32), range(first, first + width))


def _mean_stream(loaded: LoadedModel, tokens: Sequence[int]) -> FloatArray:
    """Return the mean residual stream over a prompt's tokens but its first, (n_layer - 1, n_embd)."""
    count = min(len(tokens), loaded.context.n_batch)
    hook = loaded.hook
    hook.capture(1)
    groups = np.zeros(count, dtype=np.int32)
    groups[0] = -1  # the first token's residual stream is an outlier in most models
    hook.begin(np.full(count, ORDINARY, dtype=np.uint8), groups=groups)
    try:
        loaded.context.decode(tokens[:count], 0)
        hook.end()
        means: FloatArray = hook.captured_means()[0].copy()
        return means
    finally:
        hook.stop_capture()
        loaded.context.clear()


# --- the two loops -----------------------------------------------------------------------------------------------------------


def _run_keel(
    loaded: LoadedModel, prompt: Sequence[int], length: int, never: Sequence[int], plan: HookPlan | None
) -> tuple[Timing, float | None]:
    """Read the prompt and speak a reply through the engine's own turn; returns the timing and the share of slots lifted."""
    evaluator = Evaluator(loaded)
    loaded.context.clear()
    classes = np.full(len(prompt), ORDINARY, dtype=np.uint8)
    turn = Turn(evaluator, Prompt("", list(prompt), classes, len(prompt) - 1), plan, lambda: False)
    with SamplerChain(GREEDY, loaded.facts.n_vocab, never=never) as chain:
        begun = time.perf_counter()
        turn.read_prompt(None)
        read = time.perf_counter()
        turn.speak(chain, length, lambda _piece: None)
        ended = time.perf_counter()
    engaged = evaluator.state.engaged if plan is not None else None
    return Timing(len(prompt) / (read - begun), length / (ended - read)), engaged


@contextlib.contextmanager
def raw_context(loaded: LoadedModel, n_ctx: int, threads: int) -> Iterator[Any]:
    """A context without any callback, with llama.cpp's own batch sizes and the way of attention that Keel has chosen."""
    params = lib.llama_context_default_params()
    params.flash_attn_type = int(loaded.context.flash)
    params.n_ctx, params.n_batch = n_ctx, RAW_BATCH
    params.n_threads = params.n_threads_batch = threads
    params.no_perf = True
    context = lib.llama_init_from_model(loaded.model.handle, params)
    if not context:
        raise EvaluationError("There is not enough memory for a second context, so nothing can be compared.")
    try:
        yield context
    finally:
        lib.llama_free(context)


def _run_raw(context: Any, loaded: LoadedModel, prompt: Sequence[int], length: int, never: Sequence[int]) -> Timing:
    """Read the prompt and decode a reply with llama.cpp's functions alone: the limit."""
    lib.llama_memory_clear(lib.llama_get_memory(context), True)
    tokens, one = (lib.llama_token * len(prompt))(*prompt), (lib.llama_token * 1)()
    with SamplerChain(GREEDY, loaded.facts.n_vocab, never=never) as chain:
        sampler = chain.handle
        begun = time.perf_counter()
        _check(lib.llama_decode(context, lib.llama_batch_get_one(tokens, len(prompt))))
        lib.llama_synchronize(context)
        read = time.perf_counter()
        for _ in range(length):
            one[0] = lib.llama_sampler_sample(sampler, context, -1)
            _check(lib.llama_decode(context, lib.llama_batch_get_one(one, 1)))
        lib.llama_synchronize(context)
        ended = time.perf_counter()
    return Timing(len(prompt) / (read - begun), length / (ended - read))


def _check(code: int) -> None:
    if code != 0:
        raise EvaluationError(f"llama.cpp could not evaluate the text (code {code}).")
