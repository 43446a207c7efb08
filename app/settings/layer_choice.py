"""The choice of whom the settings on show are for: all chats, the chats with one model, or one chat."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.settings.fields import Choice, Scope
from app.settings.segments import Segments
from app.theme import space

_SCOPES: Final[tuple[Scope, ...]] = ("program", "model", "chat")


class LayerChoice(QFrame):
    """Three buttons, and a sentence that says what the chosen one means."""

    chosen = Signal(str)
    """Carries the Scope a person chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = (self.tr("All chats"), self.tr("This model"), self.tr("This chat"))
        choices = [Choice(scope, name) for scope, name in zip(_SCOPES, names, strict=True)]
        self.segments = Segments(choices, self.tr("These settings are for"), self)
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setProperty("tone", "small")
        self._sentence.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(5))
        column.addWidget(self.segments)
        column.addWidget(self._sentence)
        self._model, self._chat = "", ""
        self.segments.chosen.connect(self._chosen)
        self.show_scope("program")

    @property
    def scope(self) -> Scope:
        """The layer on show."""
        return next(scope for scope in _SCOPES if scope == self.segments.value)

    def button(self, scope: Scope) -> QPushButton:
        """Return the button of a layer."""
        return self.segments.buttons[_SCOPES.index(scope)]

    def set_names(self, model: str, chat: str) -> None:
        """Say which model and which chat are meant; "" where there is none, which then cannot be chosen."""
        self._model, self._chat = model, chat
        self.button("model").setEnabled(bool(model))
        self.button("chat").setEnabled(bool(chat))
        wanted: Scope = self.scope
        if (wanted == "model" and not model) or (wanted == "chat" and not chat):
            wanted = "program"
        self.show_scope(wanted)

    def show_scope(self, scope: Scope) -> None:
        """Show a layer as chosen."""
        self.segments.show_value(scope)
        sentences: dict[Scope, str] = {
            "program": self.tr("For every chat and every model that has no value of its own."),
            "model": self.tr("For chats with {name}; what is not set here is as for all chats.").format(name=self._model),
            "chat": self.tr("For “{title}” alone; what is not set here is as for all chats.").format(title=self._chat),
        }
        self._sentence.setText(sentences[scope])

    @Slot(object)
    def _chosen(self, scope: Scope) -> None:
        self.show_scope(scope)
        self.chosen.emit(scope)
