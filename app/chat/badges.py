"""The small marks below a reply: how it ended, whether it was capped, whether it drifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.conversations.records import Message
from app.drift.words import figure

Tone = Literal["plain", "good", "warn"]

_ENDINGS = {
    "stopped": ("■ Stopped", "You stopped this reply. It can be continued."),
    "interrupted": ("⚠ Interrupted", "The model stopped before this reply was finished. What had arrived was kept."),
    "length": ("… Reached the length limit", "The reply was as long as the settings allow. It can be continued."),
    "context_full": ("⚠ The model's memory is full", "The chat is longer than the model can look back on. Start a new chat."),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One badge: what it says, its explanation, and its tone."""

    text: str
    explanation: str
    tone: Tone = "plain"


def marks(message: Message) -> list[Mark]:
    """Return the badges of a finished reply, the most important first."""
    found = []
    if message.state in _ENDINGS:
        text, explanation = _ENDINGS[message.state]
        found.append(Mark(text, explanation, "warn" if text.startswith("⚠") else "plain"))
    stats = message.stats
    reading = stats.get("reading")
    if message.drifted and reading is not None:
        explanation = "The reading of this reply lies below the drift threshold. 1 is the usual Assistant, 0 is the average role."
        found.append(Mark(f"◆ Drifted {figure(reading)}", explanation, "warn"))
    if stats.get("percentile") is not None:
        found.append(_capped(stats))
    return found


def _capped(stats: Mapping[str, Any]) -> Mark:
    engaged = stats.get("engaged") or 0.0
    acted = f"acted on {engaged:.0%}" if engaged >= 0.005 or engaged == 0 else "acted on less than 1%"
    explanation = "This reply was held steady. The share says at how many of the model's steps that changed anything."
    return Mark(f"● Held steady, {acted}", explanation, "good")


class Badge(QLabel):
    """A mark on screen."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(mark.text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("badge")
        self.setProperty("tone", mark.tone)
        self.setToolTip(mark.explanation)
        self.setAccessibleName(f"{mark.text}. {mark.explanation}")
