"""The measurement `extraction`: replies with their activations made together against one at a time, and nothing else differing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from axes.plan import plan_asks
from axes.source import Prompt
from engine.activations import TEMPERATURE, TOP_K, TOP_P, SessionSource, chat_messages
from engine.axis_build import spec_of_size
from engine.batch_context import MAX_SEQUENCES
from engine.bench.evaluation import EvaluationError
from engine.bench.setting import described, heading
from engine.model import LoadedModel, default_threads, load
from engine.protocol import Sampler
from engine.session import Session

N_CTX: Final = 1024
WARM_UP_REPLIES: Final = 2

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ExtractionPlan:
    """What is timed: `replies` replies of at most `tokens` tokens, in `pairs` rounds that make them both ways."""

    pairs: int = 3
    replies: int = 32
    tokens: int = 40
    sequences: int = MAX_SEQUENCES
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One way of making all replies: seconds it took, content tokens, texts and means at the middle layer per reply."""

    seconds: float
    tokens: int
    texts: list[str]
    means: list[np.ndarray[Any, np.dtype[np.float32]]]


def measure_extraction(model: Path, plan: ExtractionPlan, report: Report) -> dict[str, Any]:
    """Make the same replies one at a time and together, in turn, and return medians and the median of the paired ratios.

    Both ways use the same weights, prompts, seeds, threads and residual hook. Raises LoadError, and EvaluationError for a plan
    that cannot be.
    """
    if min(plan.pairs, plan.replies, plan.tokens, plan.sequences) < 1:
        raise EvaluationError("Numbers of rounds, replies, tokens and sequences start at 1.")
    threads = plan.threads or default_threads()
    with load(model, n_ctx=N_CTX, n_threads=threads, find=False) as loaded:
        prompts = asked(loaded, plan.replies)
        ways = {"one_at_a_time": _one_at_a_time, "together": _together}
        for way in ways.values():
            way(loaded, prompts[:WARM_UP_REPLIES], plan)
        runs: dict[str, list[Run]] = {name: [] for name in ways}
        for number in range(plan.pairs):
            for name in list(ways) if number % 2 == 0 else list(ways)[::-1]:
                report(f"round {number + 1} of {plan.pairs}, {name.replace('_', ' ')}")
                runs[name].append(ways[name](loaded, prompts, plan))
        found = described(loaded.facts, threads)
    chosen = {"replies": plan.replies, "max_tokens": plan.tokens, "sequences": plan.sequences}
    return found | chosen | _figures(runs)


def asked(loaded: LoadedModel, replies: int) -> list[Prompt]:
    """Return the first prompts of a quick extraction; raises EvaluationError where there are not so many."""
    prompts = [ask.prompt for ask in plan_asks(spec_of_size("quick", loaded.facts.name))]
    if replies > len(prompts):
        raise EvaluationError(f"A quick extraction has {len(prompts)} replies, not {replies}; choose fewer.")
    return prompts[:replies]


def _figures(runs: dict[str, list[Run]]) -> dict[str, Any]:
    """Return medians per way and the paired ratios; same_text counts replies of equal words, whose means are compared."""
    found: dict[str, Any] = {}
    for name, timed in runs.items():
        seconds = statistics.median(run.seconds for run in timed)
        found[name] = {
            "seconds": seconds,
            "tokens": timed[0].tokens,
            "tokens_per_second": statistics.median(run.tokens / run.seconds for run in timed),
        }
    pairs = list(zip(runs["one_at_a_time"], runs["together"], strict=True))
    # The same words are rarely said to the end, because rounding differs and sampling follows it; so speed is per token.
    ratios = [(together.tokens / together.seconds) / (alone.tokens / alone.seconds) for alone, together in pairs]
    same, apart = _agreement(*pairs[0])
    quartiles = np.percentile(ratios, (25, 75)).tolist()
    return found | {
        "ratio": statistics.median(ratios),
        "quartiles": quartiles,
        "pairs": len(pairs),
        "same_text": same,
        "apart": apart,
    }


def _agreement(alone: Run, together: Run) -> tuple[int, float]:
    """Return how many replies have equal words, and the largest relative distance of their means."""
    same = [number for number, text in enumerate(alone.texts) if text == together.texts[number]]
    apart = [
        float(np.linalg.norm(alone.means[number] - together.means[number]) / np.linalg.norm(alone.means[number])) for number in same
    ]
    return len(same), max(apart, default=0.0)


def extraction_table(figures: dict[str, Any]) -> str:
    """Return the figures as a table for a person."""
    lines = [
        heading(figures),
        f"{figures['replies']} replies of at most {figures['max_tokens']} tokens",
        "",
        f"{'':16}{'seconds':>10}{'tokens/s':>10}",
    ]
    for name in ("one_at_a_time", "together"):
        lines.append(f"{name.replace('_', ' '):16}{figures[name]['seconds']:10.1f}{figures[name]['tokens_per_second']:10.1f}")
    lines.append(f"Together, {figures['sequences']} at most, it is {figures['ratio']:.2f} times as fast.")
    return "\n".join(lines)


# --- the two ways ------------------------------------------------------------------------------------------------------------


def _together(loaded: LoadedModel, prompts: Sequence[Prompt], plan: ExtractionPlan) -> Run:
    source = SessionSource(Session(loaded), max_tokens=plan.tokens, sequences=plan.sequences)
    begun = time.perf_counter()
    found = dict(source.samples(prompts))
    seconds = time.perf_counter() - begun
    samples = [found[number] for number in range(len(prompts))]
    middle = loaded.facts.n_layer // 2
    return Run(
        seconds,
        sum(sample.n_tokens for sample in samples),
        [sample.text for sample in samples],
        [sample.reply[middle] for sample in samples],
    )


def _one_at_a_time(loaded: LoadedModel, prompts: Sequence[Prompt], plan: ExtractionPlan) -> Run:
    session, middle = Session(loaded), loaded.facts.n_layer // 2
    texts, means, tokens = [], [], 0
    begun = time.perf_counter()
    for prompt in prompts:
        sampler = Sampler(temperature=TEMPERATURE, top_k=TOP_K, top_p=TOP_P, seed=prompt.seed)
        reply = session.generate(chat_messages(prompt), sampler, None, plan.tokens, capture=True)
        texts.append(reply.text)
        seen = reply.activations
        tokens += seen.n_tokens if seen is not None else 0
        means.append(seen.mean[middle] if seen is not None else np.zeros(loaded.facts.n_embd, np.float32))
    return Run(time.perf_counter() - begun, tokens, texts, means)
