"""A write that failed as something to be told, with a button that does it again while what it is about is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.conversations.records import StoreError
from app.language import translate
from app.window.model_loader import Problem

WRITE_AGAIN: Final = "write_again"
SAVE_AGAIN: Final = "save_again"
SAVE_SETTINGS: Final = "save_settings"


def offering(sentence: str, do: Callable[[], object], state: Callable[[], object]) -> Problem:
    """Return the problem of a write that failed, with a button that does it again while `state` still returns what it does now."""
    try:
        was = state()
    except (KeyError, StoreError):  # what it was about has gone, or nothing can be read either
        return Problem(sentence)
    again = _Again(do, state, was)
    return Problem(sentence, WRITE_AGAIN, translate("Retrying", "Try again"), again=again)


def kept(sentence: str) -> Problem:
    """Return the problem of a text that could not be written and is kept; its button tries at once to write it."""
    return Problem(sentence, SAVE_AGAIN, translate("ReplyRun", "Save again"))


@dataclass(frozen=True, slots=True)
class _Again:
    do: Callable[[], object]
    state: Callable[[], object]
    was: object

    def __call__(self) -> bool:
        try:
            same = self.state() == self.was
        except (KeyError, StoreError):
            same = False
        if same:
            self.do()
        return same
