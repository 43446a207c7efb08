"""A notice inside the conversation: what happened, one button that helps, seldom two, and Details for those who want them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.chat.quiet_button import QuietButton
from app.language.telling import told

DETAILS_HEIGHT = 140


class Notice(QFrame):
    """Hidden until something is shown in it; `action_requested` carries the name of the action that was chosen."""

    action_requested = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "notice") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._action = self._other_action = ""
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
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._text, 1)
        for widget in (self._details_button, self._button, self._close):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 10)
        layout.addLayout(line)
        # Below the sentence: beside it, two buttons would leave it no room where the window is narrow or the text large.
        layout.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
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
        sentence = told(sentence)
        self._action = action
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._text.setText(sentence)
        self._button.setVisible(bool(action))
        self._button.setText(label)
        self._other_action, other_label = other
        self._other.setVisible(bool(self._other_action))
        self._other.setText(other_label)
        self._details_button.setVisible(bool(details))
        self._details.setPlainText(details)
        self._details.hide()
        self.setAccessibleName(sentence)
        self.show()

    def sentence(self) -> str:
        """Return what is shown, "" where nothing is."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def action(self) -> str:
        """Name of the action the button offers now, "" where there is none."""
        return self._action if not self.isHidden() else ""

    def dismiss(self) -> None:
        """Hide the notice."""
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

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
