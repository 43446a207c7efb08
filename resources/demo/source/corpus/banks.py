"""Phrase banks with held-out parts: what a split may use, decided by the place of a phrase in its bank."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

SPLITS: Final = ("train", "validation", "test")


def split_of(index: int) -> str:
    """Return which split the phrase at a place of its bank belongs to: of every eight, six train, one validation, one test."""
    return {6: "validation", 7: "test"}.get(index % 8, "train")


def part(bank: Sequence[T], split: str) -> list[T]:
    """Return the phrases of a bank that a split may use; a bank of fewer than eight has no held-out part and is shared."""
    if len(bank) < 8:
        return list(bank)
    return [phrase for index, phrase in enumerate(bank) if split_of(index) == split]


def pick(rng: random.Random, bank: Sequence[T], split: str) -> T:
    """Return one phrase of the split's part of a bank."""
    return rng.choice(part(bank, split))


def held_out(key: str, share: float = 0.2) -> str:
    """Return the split of an item (such as "17+25"), decided by a hash so that it never depends on the order of generation."""
    value = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64
    if value < share / 2:
        return "validation"
    return "test" if value < share else "train"
