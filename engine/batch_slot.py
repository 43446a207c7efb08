"""One of several replies that are generated together: what of it is evaluated, what was said, what the cap did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.hook_plan import ORDINARY
from engine.sampling import SamplerChain
from engine.templates import Prompt

THINK_BEGIN: Final = b"<think>"
THINK_END: Final = b"</think>"


@dataclass
class Rows:
    """The rows of one evaluation, gathered over the slots, in batch order. group and mark: the slot's number, -1 for none."""

    tokens: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)
    wanted: list[bool] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def add(self, token: int, position: int, slot: int, *, wanted: bool, token_class: int, group: int, mark: int) -> None:
        """Add one row."""
        self.tokens.append(token)
        self.positions.append(position)
        self.sequences.append(slot)
        self.wanted.append(wanted)
        self.classes.append(token_class)
        self.groups.append(group)
        self.marks.append(mark)

    def arrays(self) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]:
        """Return classes, groups and marks as the residual hook takes them."""
        return np.array(self.classes, np.uint8), np.array(self.groups, np.int32), np.array(self.marks, np.int32)


@dataclass
class Slot:
    """A reply in the making, in sequence `number` of the context. index: place of its prompt in the order it was asked in."""

    number: int
    index: int
    prompt: Prompt
    chain: SamplerChain
    limit: int
    """Tokens the reply may have."""
    read: int = 0
    """Prompt tokens that are evaluated."""
    waiting: int | None = None
    """The token that was drawn and is not evaluated yet."""
    spoken: int = 0
    tokens: list[int] = field(default_factory=list)
    """The tokens drawn so far."""
    text: bytes = b""
    seen: int = 0
    lifted: int = 0
    first_row: int = -1
    last_row: int = -1
    """Rows of the evaluation in progress."""

    def thinks(self) -> bool:
        """Whether what was said so far belongs to the thoughts of a model that thinks aloud, its closing mark included."""
        start = self.text.lstrip()
        if not start.startswith(THINK_BEGIN):
            return False
        return THINK_END not in start or start.endswith(THINK_END)

    def add_rows(self, rows: Rows, room: int) -> None:
        """Add what comes next: the token that was drawn, or as much of the prompt as there is room for."""
        self.first_row = self.last_row = -1
        if room < 1:
            return
        self.first_row = len(rows.tokens)
        if self.waiting is not None:
            group = -1 if self.thinks() else self.number
            position = len(self.prompt.tokens) + self.spoken
            rows.add(self.waiting, position, self.number, wanted=True, token_class=ORDINARY, group=group, mark=-1)
        else:
            end = min(len(self.prompt.tokens), self.read + room)
            for position in range(self.read, end):
                last = position == len(self.prompt.tokens) - 1
                mark = self.number if position == self.prompt.header else -1
                token, token_class = self.prompt.tokens[position], int(self.prompt.classes[position])
                rows.add(token, position, self.number, wanted=last, token_class=token_class, group=-1, mark=mark)
            self.read = end
        self.last_row = len(rows.tokens) - 1

    @property
    def engaged(self) -> float:
        """Share of the reply's (token, layer) slots that the cap lifted, 0 without a cap."""
        return self.lifted / self.seen if self.seen else 0.0
