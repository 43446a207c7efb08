"""The store's part of `keel bench ui`: opening long chats, searching tens of thousands of messages, keeping a growing reply.

The texts are made of invented words whose frequencies fall as those of a language do (the n-th most frequent word comes up 1/n as
often), always the same ones.
"""

from __future__ import annotations

import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.conversations.records import Chat, Message, Tree
from app.conversations.store import Store

LONG_CHAT: Final = 2000
MESSAGES: Final = 50_000
CHAT_LENGTH: Final = 50
_MADE: Final = "2026-01-01T00:00:00.000+00:00"
_STARTS: Final = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "st", "tr"]
_VOWELS: Final = ["a", "e", "i", "o", "u", "ai", "ou"]

Report = Callable[[str], None]


@dataclass(slots=True)
class Words:
    """An endless supply of text: `known` invented words, drawn by rank."""

    known: int = 20_000
    source: random.Random = field(default_factory=lambda: random.Random(1))
    words: list[str] = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.words = ["".join(self._syllable() for _ in range(self.source.randint(1, 4))) for _ in range(self.known)]
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, self.known + 1)))

    def text(self, count: int) -> str:
        """Return so many words."""
        return " ".join(self.source.choices(self.words, cum_weights=self.weights, k=count))

    def _syllable(self) -> str:
        return self.source.choice(_STARTS) + self.source.choice(_VOWELS)


def long_tree(words: Words, count: int, title: str) -> Tree:
    """Return a chat of `count` messages as they are kept: 20 words asked, 90 answered, 120 readings, figures and a receipt."""
    stats = {"tokens": 120, "reading": 0.5, "early": 0.4, "engaged": 0.1, "tokens_per_second": 40.0}
    receipt = {"model": "invented", "fingerprint": "f" * 64, "sampler": {"temperature": 0.7, "top_k": 40}, "seed": 3}
    messages = []
    for number in range(1, count + 1):
        parent = number - 1 or None
        if number % 2:
            messages.append(Message(number, 1, parent, "user", words.text(20), "complete", _MADE))
        else:
            text = words.text(90)
            messages.append(Message(number, 1, parent, "assistant", text, "complete", _MADE, (0.5,) * 120, stats, receipt, False))
    return Tree(Chat(1, title, False, None, "", "", count, None, (), _MADE, _MADE), messages)


def fill(store: Store, words: Words, messages: int = MESSAGES) -> int:
    """Fill a store with one chat of 2,000 messages and others of 50, and return the id of the long one."""
    long = store.add_tree(long_tree(words, min(LONG_CHAT, messages), words.text(4)))
    left = max(0, messages - LONG_CHAT) // CHAT_LENGTH
    for begin in range(0, left, 100):
        store.add_trees([long_tree(words, CHAT_LENGTH, words.text(4)) for _ in range(begin, min(begin + 100, left))])
    return long.id


def typed(words: Words, count: int) -> list[str]:
    """Return what stands in the search field after every key while `count` words, and a second one for each, are typed."""
    found = []
    for _ in range(count):
        first, second = words.text(2).split()
        whole = f"{first} {second}"
        found += [whole[:end] for end in range(1, len(whole) + 1) if whole[:end].strip() == whole[:end]]
    return found


def measure(report: Report, *, quick: bool = False) -> dict[str, Any]:
    """Return figures in milliseconds, each with count, median, p95, p99 and greatest; quick uses a tenth of the messages."""
    messages = MESSAGES // 10 if quick else MESSAGES
    words = Words()
    with tempfile.TemporaryDirectory(prefix="keel-bench-") as folder:
        path = Path(folder) / "chats.db"
        report(f"writing {messages:,} messages")
        store = Store(path)
        long = fill(store, words, messages)
        store.close()
        Store(path).close()  # takes the backup of the day, which is not what is measured
        report("opening, searching, writing")
        began = time.perf_counter()
        store = Store(path)
        opened = time.perf_counter() - began
        try:
            figures = _figures(store, long, words, quick)
        finally:
            store.close()
        size = path.stat().st_size
    return {"messages": messages, "file_mib": round(size / 2**20, 1), "open_file_ms": round(opened * 1e3, 1), **figures}


def _figures(store: Store, long: int, words: Words, quick: bool) -> dict[str, Any]:
    rounds = 5 if quick else 30
    shown = [message.id for message in store.path(long)]
    reply = store.add_message(long, "assistant", "", parent_id=shown[-1], state="growing")
    text, readings = words.text(600), [0.5] * 1000
    return {
        "search_ms": spread([timed(store.search, asked) for asked in typed(words, 5 if quick else 40)]),
        "read_long_chat_ms": spread([timed(store.path, long) for _ in range(rounds)]),
        "versions_of_long_chat_ms": spread([timed(store.versions, shown) for _ in range(rounds)]),
        "list_chats_ms": spread([timed(store.chats) for _ in range(rounds)]),
        "checkpoint_ms": spread([timed(store.checkpoint, reply.id, f"{text} {n}", readings) for n in range(rounds)]),
        "finish_ms": spread([timed(store.finish, reply.id, f"{text} {n}", readings, "complete") for n in range(rounds)]),
    }


def timed(call: Callable[..., object], *values: object) -> float:
    """Return how long a call takes, in milliseconds."""
    began = time.perf_counter()
    call(*values)
    return (time.perf_counter() - began) * 1e3


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return count, median, 95th and 99th percentile and greatest of some figures."""
    ordered = sorted(values)

    def at(part: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))], 2)

    return {"n": len(ordered), "median": round(statistics.median(ordered), 2), "p95": at(0.95), "p99": at(0.99), "max": at(1.0)}
