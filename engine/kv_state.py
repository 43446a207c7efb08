"""What lies in the KV cache: the tokens, how they were evaluated, and what the residual hook saw of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.hook_plan import ORDINARY
from engine.residual_hook import Rows


class KVState:
    """One entry per token in the KV cache, in order.

    plan_key: the cap plan all of them were evaluated under (None: no cap); a state never mixes two. Two equal tokens of different
    token class were evaluated differently, so a common prefix compares both.
    """

    def __init__(self, capacity: int) -> None:
        self.n = 0
        self.plan_key: str | None = None
        self._tokens = np.zeros(capacity, dtype=np.int32)
        self._classes = np.zeros(capacity, dtype=np.uint8)
        self._readings = np.zeros((capacity, 2), dtype=np.float32)
        self._seen = np.zeros(capacity, dtype=np.int64)
        self._lifted = np.zeros(capacity, dtype=np.int64)
        self._lift = np.zeros(capacity, dtype=np.float64)

    def copy(self) -> KVState:
        """Return the entries as a state of their own that has no room for more."""
        other = KVState(0)
        other.n, other.plan_key = self.n, self.plan_key
        for name in ("_tokens", "_classes", "_readings", "_seen", "_lifted", "_lift"):
            setattr(other, name, getattr(self, name)[: self.n].copy())
        return other

    def take(self, other: KVState) -> None:
        """Hold the entries of a copy in place of the own ones."""
        self.n, self.plan_key = other.n, other.plan_key
        for name in ("_tokens", "_classes", "_readings", "_seen", "_lifted", "_lift"):
            getattr(self, name)[: other.n] = getattr(other, name)

    def common_prefix(self, tokens: Sequence[int] | NDArray[np.int32], classes: NDArray[np.uint8]) -> int:
        """Return how many first tokens are the same and were evaluated as the same class."""
        n = min(self.n, len(tokens))
        same = (self._tokens[:n] == np.asarray(tokens[:n], dtype=np.int32)) & (self._classes[:n] == classes[:n])
        return n if same.all() else int(np.argmin(same))

    def shared_with(self, other: KVState) -> int:
        """Return how many first entries are those of another state too."""
        return self.common_prefix(other._tokens[: other.n], other._classes[: other.n])

    def truncate(self, n: int) -> None:
        """Forget the entries from `n` on."""
        self.n = min(self.n, n)

    def append(self, tokens: Sequence[int] | NDArray[np.int32], classes: NDArray[np.uint8], rows: Rows) -> None:
        """Add evaluated tokens with what was seen of them."""
        new = slice(self.n, self.n + len(tokens))
        self._tokens[new], self._classes[new] = tokens, classes
        self._readings[new] = np.nan
        self._readings[new, : rows.readings.shape[1]] = rows.readings
        self._seen[new], self._lifted[new], self._lift[new] = rows.seen, rows.lifted, rows.lift
        self.n = new.stop

    @property
    def tokens(self) -> NDArray[np.int32]:
        """The tokens' own memory, (capacity,): the first n are those held, the rest is free for who `extend`s it next."""
        return self._tokens

    def extend(self, count: int, rows: Rows) -> None:
        """Add ordinary tokens, which lie behind the others in `tokens` already, with what was seen of them."""
        self.append(self._tokens[self.n : self.n + count], np.full(count, ORDINARY, dtype=np.uint8), rows)

    def projections(self, first: int, column: int = 0) -> NDArray[np.float32]:
        """Return the raw projections at the monitor layer from entry `first` on; column 0 reply direction, 1 header direction."""
        return self._readings[first : self.n, column].copy()

    @property
    def slots(self) -> tuple[int, int]:
        """How many (token, layer) slots were seen, and how many of them lifted."""
        return int(self._seen[: self.n].sum()), int(self._lifted[: self.n].sum())

    @property
    def engaged(self) -> float | None:
        """Share of (token, layer) slots lifted, None where no slot was seen."""
        seen, lifted = self.slots
        return lifted / seen if seen else None

    @property
    def mean_lift(self) -> float | None:
        """Mean lift of the lifted slots in units of the plan, 0 where none was lifted, None where no slot was seen."""
        if not self._seen[: self.n].any():
            return None
        lifted = int(self._lifted[: self.n].sum())
        return float(self._lift[: self.n].sum()) / lifted if lifted else 0.0
