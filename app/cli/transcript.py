"""How a conversation in the terminal is shown: as text while it happens, or as one JSON object at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.cli.conversation import Conversation, Turn
from app.cli.verdict import conversation_drifted
from app.problems import one_line, printable

_STOPS = {
    "length": "cut at the length limit",
    "cancelled": "stopped",
    "context_full": "the model's memory is full",
    "error": "failed",
}


class TextTranscript(QObject):
    """Streams the replies to standard output and one quiet line of figures per reply to standard error."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__(conversation)
        conversation.model_loaded.connect(self._on_loaded)
        conversation.text_added.connect(self._on_text)
        conversation.turn_ended.connect(self._on_turn_ended)
        self._conversation = conversation
        self._open_line = False

    def close(self) -> None:
        """End a line that was left open by a failure."""
        if self._open_line:
            print(flush=True)

    @Slot(object)
    def _on_loaded(self, event: object) -> None:
        facts = self._conversation.facts
        if facts.axis is None or not facts.axis.reads:
            why = facts.axis_problem or "there is no axis for this model."
            print(f"[no readings: {one_line(why)}]", file=sys.stderr, flush=True)
        if self._conversation.plan.cap.percentile is not None and self._conversation.cap.percentile is None:
            print("[no cap: this model has no axis that could hold its replies]", file=sys.stderr, flush=True)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        # A model's text may hold control sequences, and a terminal would obey them.
        print(printable(text), end="", flush=True)
        self._open_line = True

    @Slot(object)
    def _on_turn_ended(self, turn: Turn) -> None:
        print(flush=True)
        self._open_line = False
        if line := _figures(turn):
            print(f"[{line}]", file=sys.stderr, flush=True)


class JsonTranscript(QObject):
    """Prints the whole conversation as one JSON object when it is over, also after Ctrl+C; what was answered is never lost.

    Where it failed before the first reply nothing is printed, so that the error can be.
    """

    def __init__(self, conversation: Conversation, cap: str, settings: Mapping[str, Any]) -> None:
        super().__init__(conversation)
        self._conversation = conversation
        self._cap = cap
        self._settings = dict(settings)

    def close(self) -> None:
        """Print the object."""
        if self._conversation.problem is None or self._conversation.answered:
            print(json.dumps(self.as_object(), ensure_ascii=True, allow_nan=False), flush=True)

    def as_object(self) -> dict[str, Any]:
        """Return the conversation in the form that --json prints."""
        facts = self._conversation.facts
        ended = [turn for turn in self._conversation.turns if turn.stop is not None]
        readings = [turn.stats.reading if turn.stats is not None else None for turn in ended]
        own = self._conversation.plan.threshold
        return {
            "model": facts.model.name if facts.model is not None else None,
            "axis": facts.axis.name if facts.axis is not None else None,
            "cap": self._cap if self._conversation.cap.percentile is not None else "off",
            "settings": self._settings,
            "turns": [_turn_object(turn) for turn in ended],
            "drifted": facts.axis is not None and conversation_drifted(readings, facts.axis.threshold if own is None else own),
        }


def _turn_object(turn: Turn) -> dict[str, Any]:
    stats = turn.stats
    return {
        "user": turn.user,
        "reply": turn.reply,
        "reading": _rounded(stats.reading if stats else None),
        "early": _rounded(stats.early if stats else None),
        "engaged": _rounded(stats.engaged if stats else None),
        "mean_lift": _rounded(stats.mean_lift if stats else None),
        "tokens": stats.tokens if stats else 0,
        "tokens_per_second": _rounded(stats.tokens_per_second if stats else None),
        "stop": turn.stop,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _figures(turn: Turn) -> str:
    parts = []
    if turn.stats is not None:
        if turn.stats.reading is not None:
            parts.append(f"reading {turn.stats.reading:+.2f}")
        if turn.stats.engaged is not None:
            parts.append(f"cap acted on {turn.stats.engaged:.0%}")
        parts.append(f"{turn.stats.tokens} tokens, {turn.stats.tokens_per_second:.0f} a second")
    if turn.stop in _STOPS:
        parts.append(_STOPS[turn.stop])
    return ", ".join(parts)
