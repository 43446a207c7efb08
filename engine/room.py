"""What of a conversation the model gets to see: all of it where it fits, else the newest turns behind the system prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.protocol import ChatMessage
from engine.templates import ChatTemplate, Prompt

REPLY_SHARE: Final = 8
"""A prompt leaves an eighth of the context to the reply, or what the reply may take at most, before the oldest turns give way."""
SPARE_SHARE: Final = 4
"""Where turns have to give way, a quarter of the context becomes free at once: each time costs reading all that is left anew."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A prompt, and how many of the conversation's first messages are not in it, system messages not counted."""

    prompt: Prompt
    evicted: int


class Room:
    """Fits one conversation into a context of n_ctx tokens.

    The system prompt and the last turn always stay. drop: whether older turns may give way, whole turns only, the oldest first.
    forgotten: how many messages gave way at the turn before; as long as they have to, the place stays, so that the KV cache serves.
    """

    def __init__(
        self,
        template: ChatTemplate,
        messages: Sequence[ChatMessage],
        n_ctx: int,
        *,
        continue_last: bool,
        drop: bool,
        forgotten: int,
    ) -> None:
        self._template = template
        self._n_ctx = n_ctx
        self._continue_last = continue_last
        lead = next((n for n, message in enumerate(messages) if message.role != "system"), len(messages))
        self._lead, self._rest = list(messages[:lead]), list(messages[lead:])
        starts = [n for n, message in enumerate(self._rest) if n and message.role == "user"]
        self._cuts = [0, *starts] if drop else [0]
        self._forgotten = forgotten
        self._known: dict[int, Seen] = {}

    def fit(self, max_tokens: int) -> Seen | None:
        """Return what the model sees of the conversation before a reply of at most max_tokens; None where it does not fit."""
        whole = self._seen(0)
        if len(self._cuts) == 1:
            return whole if self._fits(whole, min(max_tokens, 1)) else None
        reply = max(1, min(max_tokens, self._n_ctx // REPLY_SHARE))
        if self._fits(whole, reply):
            return whole
        later = [cut for cut in self._cuts if cut > 0]
        if self._forgotten in later:
            later = [cut for cut in later if cut >= self._forgotten]
            before = self._seen(self._forgotten)
            if self._fits(before, reply):
                return before
        return self._shortest_cut(later, (max(reply, self._n_ctx // SPARE_SHARE), reply, 1))

    def shorten(self, seen: Seen, said: int) -> Seen | None:
        """Return a shorter prompt for a reply that met the end of the context after `said` tokens; None where nothing may give way.

        The prompt is the one before the reply, also where the reply is one that was being continued.
        """
        self._rest = self._rest[:-1] if self._continue_last else self._rest
        self._continue_last = False
        self._known.clear()
        later = [cut for cut in self._cuts if seen.evicted < cut < len(self._rest)]
        return self._shortest_cut(later, (said + self._n_ctx // SPARE_SHARE, said + self._n_ctx // REPLY_SHARE, said + 1))

    def _shortest_cut(self, cuts: list[int], spares: Sequence[int]) -> Seen | None:
        """Return the conversation from the first of these cuts on that leaves room for the most of these spares."""
        for spare in spares:
            low, high, found = 0, len(cuts), None
            while low < high:
                middle = (low + high) // 2
                seen = self._seen(cuts[middle])
                if self._fits(seen, spare):
                    found, high = seen, middle
                else:
                    low = middle + 1
            if found is not None:
                return found
        return None

    def _seen(self, cut: int) -> Seen:
        if cut not in self._known:
            messages = [*self._lead, *self._rest[cut:]]
            self._known[cut] = Seen(self._template.prompt(messages, continue_last=self._continue_last), cut)
        return self._known[cut]

    def _fits(self, seen: Seen, spare: int) -> bool:
        return len(seen.prompt.tokens) + spare <= self._n_ctx
