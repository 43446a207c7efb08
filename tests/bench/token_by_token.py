"""The cost of the residual hook where a machine is uneven: every token is evaluated in all contexts in turn.

    python -m tests.bench.token_by_token MODEL [--threads N] [--tokens N]

Two bare contexts show how far equal things lie apart. Ratios are medians of the paired tokens, bare time over the other's.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.bench.speed import cap_plan, raw_context
from engine.hook_plan import ORDINARY, HookPlan
from engine.llama_api import Context, lib
from engine.model import load

PROMPT, N_CTX, WARM_UP = 64, 1024, 6


def bare(context: object, tokens: list[int]) -> None:
    """Evaluate with llama.cpp's functions alone."""
    held = (lib.llama_token * len(tokens))(*tokens)
    assert lib.llama_decode(context, lib.llama_batch_get_one(held, len(tokens))) == 0
    lib.llama_synchronize(context)


def hooked(context: Context, plan: HookPlan | None, tokens: list[int], position: int) -> None:
    """Evaluate with the hook reading, and capping under a plan."""
    assert context.hook is not None
    context.hook.set_plan(plan)
    context.hook.begin(np.full(len(tokens), ORDINARY, dtype=np.uint8))
    context.decode(tokens, position)
    context.hook.end()


def main() -> int:
    """Print the median ratios."""
    parser = argparse.ArgumentParser(description="The cost of the hook, token by token")
    parser.add_argument("model", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=60)
    options = parser.parse_args()
    rng = random.Random(1)
    with contextlib.ExitStack() as stack:
        loaded = stack.enter_context(load(options.model, None, n_ctx=N_CTX, n_threads=options.threads))
        drawn = [rng.randrange(loaded.facts.n_vocab) for _ in range(PROMPT + options.tokens)]
        prompt, reply = drawn[:PROMPT], drawn[PROMPT:]
        plan = cap_plan(loaded, prompt)
        raw = [stack.enter_context(raw_context(loaded, N_CTX, options.threads)) for _ in range(2)]
        flash = "auto" if loaded.context.flash else "off"
        own = [
            stack.enter_context(Context(loaded.model, N_CTX, options.threads, loaded.hook, flash_attention=flash)) for _ in range(2)
        ]
        ways: dict[str, Callable[[list[int], int], None]] = {
            "bare": lambda tokens, _position: bare(raw[0], tokens),
            "bare again": lambda tokens, _position: bare(raw[1], tokens),
            "read": lambda tokens, position: hooked(own[0], None, tokens, position),
            "read and capped": lambda tokens, position: hooked(own[1], plan, tokens, position),
        }
        for way in ways.values():
            way(prompt, 0)
        times: dict[str, list[float]] = {name: [] for name in ways}
        names = list(ways)
        for number, token in enumerate(reply):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                begun = time.perf_counter()
                ways[name]([token], PROMPT + number)
                times[name].append(time.perf_counter() - begun)
    for name in names:
        pairs = [one / other for one, other in zip(times["bare"], times[name], strict=True)][WARM_UP:]
        low, middle, high = statistics.quantiles(pairs, n=4)
        print(f"{name:16} {1000 * statistics.median(times[name]):8.2f} ms  {middle:.3f}  quartiles {low:.3f} to {high:.3f}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
