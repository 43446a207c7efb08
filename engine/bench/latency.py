"""The measurement `latency`: time to the first token late in a long chat, and after coming back to it, against new tokens alone.

Both sides evaluate the same new tokens behind the same ones with the same way of attention. These fit into one batch of either
unless the plan has very long messages; then llama.cpp alone has its own, larger batches, as it would have without Keel.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.bench.evaluation import EvaluationError
from engine.bench.setting import described, heading
from engine.bench.speed import GREEDY, cap_plan, raw_context
from engine.hook_plan import HookPlan
from engine.llama_api import LlamaError, lib
from engine.model import LoadedModel, default_threads, load
from engine.protocol import ChatMessage
from engine.sampling import SamplerChain
from engine.session import Piece, Session

WARM_UP: Final = 1
ROOM: Final = 256
WAYS: Final = ("same_chat", "said_anew", "coming_back")
"""The chat goes on behind a reply; its last message is said in other words, so that what was said before is set aside; the chat
goes on after another one was open."""

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
    """A chat up to the last message of the person, which is another one in every round."""

    before: list[ChatMessage]
    last: ChatMessage

    def whole(self, number: int) -> list[ChatMessage]:
        """Return the chat with the last message of round `number`: the same words in another order."""
        words = self.last.content.split()
        at = number % len(words)
        return [*self.before, ChatMessage("user", " ".join([*words[at:], *words[:at]]))]


def measure_latency(model: Path, axis: Path | None, plan: LatencyPlan, report: Report) -> dict[str, Any]:
    """Time the first token, capped and read, in all WAYS.

    A chat longer than the model's context is cut to that. The limit is llama.cpp's own evaluation of the tokens that are new, and
    the drawing of the first one. Returns medians in seconds and, as medians of the paired runs, the ratios to the limit. Raises
    LoadError, and EvaluationError for a plan that cannot be.
    """
    if plan.turns < 2 or plan.tokens < 20 * plan.turns:
        raise EvaluationError("A chat to measure has at least 2 turns, and 20 tokens in each.")
    threads, n_ctx = plan.threads or default_threads(), plan.tokens + ROOM
    with (
        load(model, axis, n_ctx=n_ctx, n_threads=threads) as loaded,
        raw_context(loaded, loaded.context.n_ctx, threads) as raw,
    ):
        if loaded.context.n_ctx < n_ctx:  # a model for short chats: as long a chat as it can hold
            plan = replace(plan, tokens=loaded.context.n_ctx - ROOM)
        if plan.tokens < 20 * plan.turns:
            raise EvaluationError(f"This model's context holds {loaded.context.n_ctx} tokens; choose fewer turns.")
        session = Session(loaded)
        one, other = (_chat(session, plan, seed) for seed in (1, 2))
        cap = cap_plan(loaded, loaded.template.prompt(one.before).tokens)
        times: dict[str, list[float]] = {f"{name}{kind}": [] for name in WAYS for kind in ("", "_limit")}
        reused: dict[str, list[int]] = {name: [] for name in WAYS}
        for chat in (other, one):
            session.read(chat.before, cap)
        limit = _Limit(raw, loaded)
        for number in range(plan.pairs + WARM_UP):
            report(f"{number} of {plan.pairs + WARM_UP} rounds")
            found = _round(session, one, other, cap, number)
            for way, first in found.items():
                bare = limit.first_token(first)
                if number >= WARM_UP:
                    times[way].append(first.seconds)
                    times[f"{way}_limit"].append(bare)
                    reused[way].append(first.known)
        length = session.count(one.whole(0))
        kept = session.evaluator.stash.used
        found = described(loaded.facts, threads)
    chosen = {
        "turns": plan.turns,
        "tokens": length,
        "new_tokens": length - min(min(each) for each in reused.values()),
    }
    return found | chosen | _figures(times) | {"set_aside_mib": round(kept / (1 << 20), 1), "pairs": plan.pairs}


def _figures(times: dict[str, list[float]]) -> dict[str, Any]:
    found: dict[str, Any] = {"seconds": {name: statistics.median(each) for name, each in times.items()}, "ratio": {}}
    for name in WAYS:
        pairs = [keel / bare for keel, bare in zip(times[name], times[f"{name}_limit"], strict=True)]
        found["ratio"] |= {name: statistics.median(pairs), f"{name}_quartiles": np.percentile(pairs, (25, 75)).tolist()}
    return found


def latency_table(figures: dict[str, Any]) -> str:
    """Return the figures as a table for a person."""
    lines = [
        f"{heading(figures)}:",
        f"first token of turn {figures['turns']} in a chat of {figures['tokens']} tokens, {figures['new_tokens']} of them new",
        "",
    ]
    for name in WAYS:
        seconds, limit = figures["seconds"][name] * 1000, figures["seconds"][f"{name}_limit"] * 1000
        words = f"{name.replace('_', ' '):14}{seconds:10.1f} ms, the new tokens alone {limit:10.1f} ms"
        lines.append(f"{words}, ratio {figures['ratio'][name]:.3f}")
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
    return _Chat(messages[:-1], messages[-1])


# --- what is timed -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _First:
    """A first token: seconds until it was there, the prompt's tokens, and how many of them were not evaluated again.

    shown: whether the token had text of its own; the rest of a character comes with the next one.
    """

    seconds: float
    tokens: list[int]
    known: int
    shown: bool


def _round(session: Session, one: _Chat, other: _Chat, cap: HookPlan, number: int) -> dict[str, _First]:
    """Return the first token of every way, the last message in other words each time."""
    found = {}
    for place, way in enumerate(WAYS):
        if way == "same_chat":
            session.read(one.before, cap)
        elif way == "coming_back":
            session.read(other.before, cap)
        found[way] = _first_token(session, one.whole(len(WAYS) * number + place), cap)
    return found


def _first_token(session: Session, messages: Sequence[ChatMessage], cap: HookPlan) -> _First:
    arrived: list[tuple[float, Piece]] = []
    begun = time.perf_counter()
    reply = session.generate(messages, GREEDY, cap, 1, on_piece=lambda piece: arrived.append((time.perf_counter(), piece)))
    if not arrived or reply.stats is None:
        raise EvaluationError("The model ended its reply before the first token, so nothing could be timed.")
    (ended, piece), tokens = arrived[0], session.loaded.template.prompt(messages).tokens
    return _First(ended - begun, tokens, reply.stats.reused_tokens, piece.n_tokens == 0)


class _Limit:
    """llama.cpp alone: keeps what it knows of a chat, evaluates what is new and draws the next token."""

    def __init__(self, raw: Any, loaded: LoadedModel) -> None:
        self._raw = raw
        self._n_vocab = loaded.facts.n_vocab
        self._known: list[int] = []

    def first_token(self, first: _First) -> float:
        """Return the seconds for the tokens that were not known and the next one, evaluated where the other side had to."""
        tokens, known = first.tokens, first.known
        pairs = enumerate(zip(self._known, tokens, strict=False))
        same = next((place for place, (one, other) in pairs if one != other), min(len(self._known), len(tokens)))
        kept = min(same, known)
        lib.llama_memory_seq_rm(lib.llama_get_memory(self._raw), 0, kept, -1)
        _decode(self._raw, tokens[kept:known])
        lib.llama_synchronize(self._raw)
        self._known = tokens[:known]
        with SamplerChain(GREEDY, self._n_vocab) as chain:
            begun = time.perf_counter()
            _decode(self._raw, tokens[known:])
            drawn = int(lib.llama_sampler_sample(chain.handle, self._raw, -1))
            if not first.shown:
                _decode(self._raw, [drawn])
                lib.llama_synchronize(self._raw)
            taken = time.perf_counter() - begun
        self._known = [*tokens, *([] if first.shown else [drawn])]
        return taken


def _decode(raw: Any, tokens: Sequence[int]) -> None:
    for begin in range(0, len(tokens), 512):
        part = tokens[begin : begin + 512]
        held = (lib.llama_token * len(part))(*part)  # the batch only points to it
        if lib.llama_decode(raw, lib.llama_batch_get_one(held, len(part))) != 0:
            raise LlamaError("The model could not evaluate the text.")
