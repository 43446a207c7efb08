"""What tests ask of a reply."""

from __future__ import annotations

from engine.session import Reply


def guesses(reply: Reply) -> int:
    """How many of its tokens were guessed ahead."""
    assert reply.stats is not None
    return reply.stats.guessed
