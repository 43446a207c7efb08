"""What the hook saw of a reply, kept apart from the KV cache, which may be emptied or read anew before the figures are drawn up."""

from __future__ import annotations

from collections.abc import Sequence

from engine.kv_state import KVState


class Account:
    """Raw projections at the monitor layer, one per token of the reply as it was said, and what the cap did up to there.

    header: the projection at the prompt's last header token, None where it was not read. engaged and mean_lift: see KVState.
    """

    def __init__(self) -> None:
        self.projections: list[float] = []
        self.header: float | None = None
        self.engaged: float | None = None
        self.mean_lift: float | None = None

    def begin(self, state: KVState, reply_start: int, header: int, header_column: int) -> None:
        """Take over a prompt that has been read: a part of the reply that it ends with, and its header token's reading."""
        self.projections = state.projections(reply_start).tolist()
        if 0 <= header < state.n:
            self.header = float(state.projections(header, header_column)[0])
        self.note(state)

    def hear(self, projections: Sequence[float]) -> None:
        """Take over what was read of tokens that were said."""
        self.projections += projections

    def note(self, state: KVState) -> None:
        """Remember what the cap did, while the KV cache holds the conversation as far as it was said."""
        self.engaged, self.mean_lift = state.engaged, state.mean_lift
