"""The measurement `latency`: time to the first token late in a long chat, and after coming back to it, against new tokens alone."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.bench.evaluation import EvaluationError
from engine.bench.speed import GREEDY, cap_plan, raw_context
from engine.hook_plan import HookPlan
from engine.llama_api import LlamaError, lib
from engine.model import LoadedModel, default_threads, load
from engine.protocol import ChatMessage
from engine.sampling import SamplerChain
from engine.session import Session

WARM_UP: Final = 1
ROOM: Final = 256
WAYS: Final = ("same_chat", "coming_back")

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LatencyPlan:
    """What is timed: the first token of the last of `turns` turns in a chat of `tokens` tokens, in `pairs` rounds."""

    pairs: int = 7
    turns: int = 20
    tokens: int = 4000
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class _Chat:
    """A chat up to its last message. before: without the last turn; whole: with the new message of the person."""

    before: list[ChatMessage]
    whole: list[ChatMessage]


def measure_latency(model: Path, axis: Path | None, plan: LatencyPlan, report: Report) -> dict[str, Any]:
    """Time the first token, capped and read, when a chat goes on and when one comes back to it from another.

    The limit is llama.cpp's own evaluation of the tokens that are new, and the drawing of the first one. Returns medians in seconds
    and, as medians of the paired runs, the ratios to the limit. Raises LoadError, and EvaluationError for a plan that cannot be.
    """
    if plan.turns < 2 or plan.tokens < 20 * plan.turns:
        raise EvaluationError("A chat to measure has at least 2 turns, and 20 tokens in each.")
    threads, n_ctx = plan.threads or default_threads(), plan.tokens + ROOM
    with load(model, axis, n_ctx=n_ctx, n_threads=threads) as loaded, raw_context(loaded, n_ctx, threads) as raw:
        if loaded.context.n_ctx < n_ctx:
            raise EvaluationError(f"This model's context holds {loaded.context.n_ctx} tokens; choose a shorter chat.")
        session = Session(loaded)
        one, other = (_chat(session, plan, seed) for seed in (1, 2))
        cap = cap_plan(loaded, loaded.template.prompt(one.before).tokens)
        times: dict[str, list[float]] = {name: [] for name in (*WAYS, "limit")}
        reused: dict[str, list[int]] = {name: [] for name in WAYS}
        for number in range(plan.pairs + WARM_UP):
            report(f"{number} of {plan.pairs + WARM_UP} rounds")
            found = _round(session, one, other, cap, number)
            limit = _limit(raw, loaded, one, min(count for _, count in found.values()))
            if number >= WARM_UP:
                times["limit"].append(limit)
                for name, (seconds, count) in found.items():
                    times[name].append(seconds)
                    reused[name].append(count)
        length = session.count(one.whole)
        kept = session.evaluator.stash.used
        facts = loaded.facts
    described = {"model": facts.name, "quantisation": facts.quantization, "parameters": facts.parameters, "layers": facts.n_layer}
    chosen = {
        "threads": threads,
        "turns": plan.turns,
        "tokens": length,
        "new_tokens": length - min(min(each) for each in reused.values()),
    }
    return described | chosen | _figures(times) | {"set_aside_mib": round(kept / (1 << 20), 1), "pairs": plan.pairs}


def _figures(times: dict[str, list[float]]) -> dict[str, Any]:
    found: dict[str, Any] = {"seconds": {name: statistics.median(each) for name, each in times.items()}, "ratio": {}}
    for name in WAYS:
        pairs = [keel / bare for keel, bare in zip(times[name], times["limit"], strict=True)]
        found["ratio"] |= {name: statistics.median(pairs), f"{name}_quartiles": np.percentile(pairs, (25, 75)).tolist()}
    return found


def latency_table(figures: dict[str, Any]) -> str:
    """Return the figures as a table for a person."""
    lines = [
        f"{figures['model']}, {figures['quantisation']}, {figures['threads']} threads, {figures['pairs']} paired runs:",
        f"first token of turn {figures['turns']} in a chat of {figures['tokens']} tokens, {figures['new_tokens']} of them new",
        "",
    ]
    lines += [f"{name.replace('_', ' '):14}{figures['seconds'][name] * 1000:10.1f} ms" for name in ("limit", *WAYS)]
    lines += [f"{name.replace('_', ' ') + '/limit':22}{figures['ratio'][name]:8.3f}" for name in WAYS]
    lines.append(f"{figures['set_aside_mib']} MiB are kept of chats that were left.")
    return "\n".join(lines)


# --- what is said ------------------------------------------------------------------------------------------------------------


def _chat(session: Session, plan: LatencyPlan, seed: int) -> _Chat:
    """Return a chat of random words that is as long as the plan says, to a few tokens."""
    rng = random.Random(seed)
    words = [f"{first}{rest}" for first in "bdfgklmnprst" for rest in ("ale", "ine", "ore", "ust", "eld")]
    messages: list[ChatMessage] = []
    sides = 2 * plan.turns - 1
    for number in range(sides):
        wanted = plan.tokens * (number + 1) // sides
        text: list[str] = []
        role = "assistant" if number % 2 else "user"
        step = max(1, (wanted - (session.count(messages) if messages else 0)) // 4)
        while True:
            text += [rng.choice(words) for _ in range(step)]
            said = [*messages, ChatMessage(role, " ".join(text))]
            missing = wanted - session.count(said)
            if missing <= 4:
                break
            step = max(1, missing // 4)
        messages = said
    return _Chat(messages[:-1], messages)


# --- what is timed -----------------------------------------------------------------------------------------------------------


def _round(session: Session, one: _Chat, other: _Chat, cap: HookPlan, number: int) -> dict[str, tuple[float, int]]:
    """Return per way (seconds to the first token, tokens that were not evaluated again); the ways take turns in being first."""
    found = {}
    for way in WAYS if number % 2 else WAYS[::-1]:
        session.reset()
        session.read(one.before, cap)
        if way == "coming_back":
            session.read(other.before, cap)
        found[way] = _first_token(session, one.whole, cap)
    return found


def _first_token(session: Session, messages: Sequence[ChatMessage], cap: HookPlan) -> tuple[float, int]:
    arrived: list[float] = []
    begun = time.perf_counter()
    reply = session.generate(messages, GREEDY, cap, 1, on_piece=lambda _piece: arrived.append(time.perf_counter()))
    if not arrived or reply.stats is None:
        raise EvaluationError("The model ended its reply before the first token, so nothing could be timed.")
    return arrived[0] - begun, reply.stats.reused_tokens


def _limit(raw: Any, loaded: LoadedModel, chat: _Chat, known: int) -> float:
    """Return the seconds llama.cpp alone needs for the tokens behind the first `known` ones, and to draw the next."""
    tokens = loaded.template.prompt(chat.whole).tokens
    lib.llama_memory_clear(lib.llama_get_memory(raw), True)
    _decode(raw, tokens[:known])
    lib.llama_synchronize(raw)
    with SamplerChain(GREEDY, loaded.facts.n_vocab) as chain:
        begun = time.perf_counter()
        _decode(raw, tokens[known:])
        lib.llama_sampler_sample(chain.handle, raw, -1)
        return time.perf_counter() - begun


def _decode(raw: Any, tokens: Sequence[int]) -> None:
    for begin in range(0, len(tokens), 512):
        part = tokens[begin : begin + 512]
        held = (lib.llama_token * len(part))(*part)  # the batch only points to it
        if lib.llama_decode(raw, lib.llama_batch_get_one(held, len(part))) != 0:
            raise LlamaError("The model could not evaluate the text.")
