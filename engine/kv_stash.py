"""KV states of chats that were left: set aside in memory within a budget, so that coming back costs a copy and no evaluation."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.kv_state import KVState
from engine.llama_api import Context, LlamaError

BUDGET_BYTES: Final = 1 << 30
"""Most memory for all states together; a conversation of 4,000 tokens takes half of it on a model of 0.6 billion parameters."""
SMALL_BUDGET_BYTES: Final = 256 << 20
BUDGET_SHARE: Final = 8
"""A small computer gives at most this part of its memory."""
WORTH_TOKENS: Final = 64
"""Fewer tokens than this are evaluated again about as quickly as they are copied."""
SPARE: Final = 16
"""A sixteenth more memory is asked for than is needed, so that it can hold the chat again when a message has become longer: writing
to memory that is in use already takes half the time."""
SAME_CHAT: Final = 0.75
"""Share of a state that another has to hold for the two to count as the same chat."""


def default_budget() -> int:
    """Return the memory for states set aside on this computer, in bytes."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # where the system does not say
        return SMALL_BUDGET_BYTES
    return min(BUDGET_BYTES, memory // BUDGET_SHARE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A state, what the KV cache held of it, and the memory that lies in."""

    state: KVState
    kept: NDArray[np.uint8]
    memory: NDArray[np.uint8]


class KVStash:
    """States set aside, the one used last at the end; those used longest ago go first when the budget is spent.

    A state serves only under the cap plan it was evaluated under, and only from its first token on.
    """

    def __init__(self, budget: int | None = None) -> None:
        self.budget = default_budget() if budget is None else budget
        self._entries: deque[_Entry] = deque()

    @property
    def used(self) -> int:
        """Bytes that are set aside."""
        return sum(each.memory.size for each in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def swap(
        self, context: Context, state: KVState, tokens: Sequence[int], classes: NDArray[np.uint8], plan_key: str | None, own: int
    ) -> bool:
        """Set the current state aside where it would otherwise be lost, and bring back the one that serves these tokens best.

        own: tokens of the current state that serve. Returns whether `state` and the KV cache now hold another state.
        """
        best = self._best(np.asarray(tokens, dtype=np.int32), classes, plan_key, own) if self._entries else None
        if state.n - own >= WORTH_TOKENS:
            self._set_aside(context, state, best)
        if best is None:
            return False
        self._entries = deque(each for each in self._entries if each is not best)
        if not context.restore(best.kept):
            state.truncate(0)
            return True
        state.take(best.state)
        return True

    def _best(self, tokens: NDArray[np.int32], classes: NDArray[np.uint8], plan_key: str | None, own: int) -> _Entry | None:
        found, longest = None, own + WORTH_TOKENS - 1
        for each in self._entries:
            if each.state.plan_key == plan_key:
                length = each.state.common_prefix(tokens, classes)
                if length > longest:
                    found, longest = each, length
        return found

    def _set_aside(self, context: Context, state: KVState, keep: _Entry | None) -> None:
        needed = context.saved_bytes()
        asked = needed + needed // SPARE
        if asked > self.budget:
            return
        rest, memory = [], None
        for each in self._entries:
            if each is keep or not _same_chat(each.state, state):
                rest.append(each)
            elif needed <= each.memory.size <= asked + asked // SPARE:
                memory = each.memory  # the chat as it was before gives its place to the chat as it is now
        self._entries = deque(rest)
        try:
            memory = np.empty(asked, dtype=np.uint8) if memory is None else memory
            entry = _Entry(state.copy(), context.save(memory), memory)
        except (LlamaError, MemoryError):
            return  # it is evaluated again then
        room = self.budget - memory.size
        kept: deque[_Entry] = deque()
        for each in reversed(rest):
            if each is keep or each.memory.size <= room:
                kept.appendleft(each)
                room -= 0 if each is keep else each.memory.size
        kept.append(entry)
        self._entries = kept


def _same_chat(old: KVState, new: KVState) -> bool:
    """Whether most of one state lies in another, so that it adds little: a chat is kept as it was seen last."""
    return old.plan_key == new.plan_key and old.shared_with(new) >= SAME_CHAT * old.n
