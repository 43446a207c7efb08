"""A notice inside the conversation: what happened, one button that helps, seldom two, and Details for those who want them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.chat.quiet_button import QuietButton
from app.drift.flow import FlowLayout
from app.language.telling import told

DETAILS_HEIGHT = 140
WAY_BACK: Final = "undo_"
"""What the names of actions begin with that bring something back."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a notice shows, or has shown before."""

    sentence: str
    action: str
    label: str
    details: str
    tone: str
    other: tuple[str, str]


class Notice(QFrame):
    """Hidden until something is shown in it; `action_requested` carries the name of the action that was chosen.

    What offers a way back is only set aside while something else is shown, and comes again when that is closed.
    """

    action_requested = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "notice") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._action = self._other_action = ""
        self._said: _Said | None = None
        self._aside: list[_Said] = []
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton(self)
        self._button.clicked.connect(self._on_button)
        self._other = QPushButton(self)
        self._other.clicked.connect(self._on_other)
        self._details_button = QuietButton(self.tr("Details"), self)
        self._details_button.clicked.connect(self._on_details)
        self._close = QuietButton("✕", self, explanation=self.tr("Close this notice"))
        self._close.clicked.connect(self._on_close)
        self._details = QPlainTextEdit(self)
        self._details.setObjectName("details")
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setReadOnly(True)
        self._details.setFixedHeight(DETAILS_HEIGHT)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self._text, 1)
        for widget in (self._details_button, self._button, self._close):
            self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 10)
        layout.addLayout(self._line)
        self._below = FlowLayout()
        self._below.addWidget(self._other)
        layout.addLayout(self._below)
        layout.addWidget(self._details)
        self.hide()

    def present(
        self,
        sentence: str,
        *,
        action: str = "",
        label: str = "",
        details: str = "",
        tone: str = "problem",
        other: tuple[str, str] = ("", ""),
    ) -> None:
        """Show a sentence; action and label make the button, other a second one; details stay folded until asked for.

        The sentence may come from where Qt is not known (the engine, the chats on disk): it is put into the window's language here.
        """
        said = _Said(told(sentence), action, label, details, tone, other)
        before = self._said if not self.isHidden() else None
        if before is not None and before.action.startswith(WAY_BACK):
            self._aside.append(before)
        # The same action now brings back something later, and no longer what it did.
        self._aside = [each for each in self._aside if each.action != action]
        self._show(said)

    def withdraw(self, sentences: Collection[str]) -> None:
        """Take back what was said with these sentences, on show or set aside."""
        gone = {told(each) for each in sentences}
        self._aside = [each for each in self._aside if each.sentence not in gone]
        if self.sentence() in gone:
            self.dismiss()

    def _show(self, said: _Said) -> None:
        self._said, self._action = said, said.action
        self.setProperty("tone", said.tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._text.setText(said.sentence)
        self._button.setVisible(bool(said.action))
        self._button.setText(said.label)
        self._other_action, other_label = said.other
        if self._other_action and self._below.indexOf(self._button) < 0:
            # Below the sentence: beside it, two would leave it no room where the window is narrow or the text large.
            self._below.addWidget(self._button)
        elif not self._other_action and self._line.indexOf(self._button) < 0:
            self._line.insertWidget(2, self._button, 0, Qt.AlignmentFlag.AlignTop)
        self._other.setVisible(bool(self._other_action))
        self._other.setText(other_label)
        self._details_button.setVisible(bool(said.details))
        self._details.setPlainText(said.details)
        self._details.hide()
        self.setAccessibleName(said.sentence)
        self.show()

    def sentence(self) -> str:
        """Return what is shown, "" where nothing is."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def action(self) -> str:
        """Name of the action the button offers now, "" where there is none."""
        return self._action if not self.isHidden() else ""

    def dismiss(self) -> None:
        """Hide what is shown; a way back that was set aside for it is shown again."""
        if self.isHidden():
            return
        self.hide()
        self.dismissed.emit()
        if self._aside and self.isHidden():
            self._show(self._aside.pop())

    def _on_button(self) -> None:
        self._choose(self._action)

    def _on_other(self) -> None:
        self._choose(self._other_action)

    def _choose(self, action: str) -> None:
        self.dismiss()
        self.action_requested.emit(action)

    def _on_details(self) -> None:
        self._details.setVisible(self._details.isHidden())

    def _on_close(self) -> None:
        self.dismiss()
