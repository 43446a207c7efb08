"""The small marks below a reply: how it ended, whether it was capped, whether it drifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.conversations.records import Message
from app.drift.words import figure, percent
from app.language import translate

Tone = Literal["plain", "good", "warn"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One badge: what it says, its explanation, and its tone."""

    text: str
    explanation: str
    tone: Tone = "plain"


def marks(message: Message) -> list[Mark]:
    """Return the badges of a finished reply, the most important first."""
    found = []
    ending = _endings().get(message.state)
    if ending is not None:
        found.append(ending)
    stats = message.stats
    reading = stats.get("reading")
    if message.drifted and reading is not None:
        explanation = translate(
            "Badges", "The reading of this reply lies below the drift threshold. 1 is the usual Assistant, 0 is the average role."
        )
        found.append(Mark(translate("Badges", "◆ Drifted {reading}").format(reading=figure(reading)), explanation, "warn"))
    if stats.get("percentile") is not None:
        found.append(_capped(stats))
    if "edited_from" in message.receipt:
        explanation = translate("Badges", "You changed this text. The model's own words are kept as the version before it.")
        found.append(Mark(translate("Badges", "✎ Edited by you"), explanation))
    return found


def _endings() -> Mapping[str, Mark]:
    return {
        "stopped": Mark(translate("Badges", "■ Stopped"), translate("Badges", "You stopped this reply. It can be continued.")),
        "interrupted": Mark(
            translate("Badges", "⚠ Interrupted"),
            translate("Badges", "The model stopped before this reply was finished. What had arrived was kept."),
            "warn",
        ),
        "length": Mark(
            translate("Badges", "… Reached the length limit"),
            translate("Badges", "The reply was as long as the settings allow. It can be continued."),
        ),
        "context_full": Mark(
            translate("Badges", "⚠ The model's memory is full"),
            translate("Badges", "The chat is longer than the model can look back on. Go on in a fresh chat."),
            "warn",
        ),
    }


def _capped(stats: Mapping[str, Any]) -> Mark:
    share = percent(stats.get("engaged") or 0.0)
    explanation = translate(
        "Badges", "This reply was held steady. The share says at how many of the model's steps that changed anything."
    )
    return Mark(translate("Badges", "● Held steady, acted on {share}").format(share=share), explanation, "good")


class Badge(QLabel):
    """A mark on screen."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(mark.text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("badge")
        self.setProperty("tone", mark.tone)
        self.setToolTip(mark.explanation)
        self.setAccessibleName(f"{mark.text}. {mark.explanation}")
