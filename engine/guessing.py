"""Whether and from what the tokens of a reply are guessed ahead.

What people and models write often comes again: names, code, quoted passages, and the phrases a model likes. A guess never changes a
reply: several tokens are evaluated together, and those are kept that the sampler then draws itself. What is computed for several
tokens at once is rounded a little differently, as it is wherever a batch is cut; that decides a draw once in thousands of tokens.
"""

from __future__ import annotations

from typing import Final

from engine.evaluator import GenerationError
from engine.loaded_model import LoadedModel
from engine.native_loop import Guessing
from engine.protocol import GUESSES

MATCH: Final = 3
"""Tokens that must have stood in the conversation before; fewer give many wrong guesses, each of which costs time."""
RECALLED: Final = 6
"""Tokens guessed at once from the conversation, where a passage that comes again is long."""
TABLED: Final = 3
"""Tokens guessed at once from a table, where every further one is less sure."""


def guessing(guess: str, loaded: LoadedModel) -> Guessing:
    """Return how to guess for a request; raises GenerationError for a way that does not exist."""
    if guess not in GUESSES:
        raise GenerationError(f"There is no way named {guess!r} to guess ahead.")
    if guess == "off" or not loaded.model.can_go_back:
        return Guessing()
    draft = loaded.draft.draft(loaded.facts.n_vocab) if loaded.draft is not None else None
    return Guessing(loaded.guesses, TABLED if loaded.guesses else 0, MATCH if guess == "on" else 0, RECALLED, draft)
