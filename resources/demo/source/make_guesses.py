"""Makes the demo model's table of guesses: what most often follows a few tokens in the replies it was trained on.

    python -m resources.demo.source.make_guesses [--conversations N] [--seed N]

The conversations are drawn anew with a seed of their own, from the part that training drew from too.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.guess_table import write_tables
from engine.loaded_model import LoadedModel
from engine.model import load

from .corpus.conversations import conversation, messages

DEMO: Final = Path(__file__).resolve().parent.parent
WIDTHS: Final = (4, 3)
SEEN: Final = 3
"""A context that was met less often is left out: what follows it is chance."""
SURE: Final = 0.4
"""So often has the token to follow the context: checking a guess costs about this share of an evaluation."""

Counts = dict[tuple[int, ...], Counter[int]]


def counted(loaded: LoadedModel, conversations: int, seed: int) -> dict[int, Counts]:
    """Return, per width, how often which token of a reply followed which context."""
    rng = random.Random(seed)
    found: dict[int, Counts] = {width: defaultdict(Counter) for width in WIDTHS}
    for _ in range(conversations):
        tokens, replies = _tokens(loaded, messages(conversation(rng)))
        for begin, end in replies:
            for place in range(begin, end):
                for width in WIDTHS:
                    found[width][tuple(tokens[place - width : place])][tokens[place]] += 1
    return found


def rows(counts: Counts) -> NDArray[np.int32]:
    """Return the rows of a table, (n, width + 1), in ascending order."""
    kept = []
    for context, following in counts.items():
        token, often = min(following.items(), key=lambda item: (-item[1], item[0]))
        if following.total() >= SEEN and often >= SURE * following.total():
            kept.append((*context, token))
    return np.array(sorted(kept), dtype=np.int32)


def _tokens(loaded: LoadedModel, talk: list[dict[str, str]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the tokens of a conversation, and where its replies begin and end (the end token not counted)."""
    tokens: list[int] = []
    replies = []
    for message in talk:
        tokens += loaded.model.tokenize(f"<|im_start|>{message['role']}\n", add_special=False, parse_special=True)
        begin = len(tokens)
        tokens += loaded.model.tokenize(message["content"], add_special=False, parse_special=False)
        if message["role"] == "assistant":
            replies.append((begin, len(tokens)))
        tokens += loaded.model.tokenize("<|im_end|>\n", add_special=False, parse_special=True)
    return tokens, replies


def main() -> int:
    """Write the table beside the model."""
    parser = argparse.ArgumentParser(description="Make the demo model's table of guesses.")
    parser.add_argument("--conversations", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path, default=DEMO / "keel-demo.guesses.gguf")
    options = parser.parse_args()
    with load(DEMO / "keel-demo.gguf", find=False) as loaded:
        tables = tuple(rows(counts) for counts in counted(loaded, options.conversations, options.seed).values())
        write_tables(options.out, tables, loaded.facts.fingerprint, loaded.facts.n_vocab)
    for table in tables:
        print(f"{len(table)} contexts of {table.shape[1] - 1} tokens")
    print(f"{options.out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
