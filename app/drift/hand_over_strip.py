"""The line that stands above the composer while a hand-over is being written: how far it is, and two ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.drift.flow import FlowLayout
from app.theme import space


class HandOverStrip(QFrame):
    """Hidden until a hand-over begins. It takes no focus, and one may go on reading and typing meanwhile."""

    skip_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title, self._progress = QLabel(self), QLabel(self)
        for label, tone in ((self._title, "heading"), (self._progress, "muted")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", tone)
            label.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._skip = self._button(self.tr("Use the last exchange instead"))
        self._skip.clicked.connect(self.skip_requested)
        self._cancel = self._button(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancel_requested)
        buttons = FlowLayout(gap=space(8))
        buttons.addWidget(self._skip)
        buttons.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(14), space(10), space(14), space(11))
        column.setSpacing(space(7))
        for widget in (self._title, self._bar, self._progress):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.hide()

    def begin(self, title: str) -> None:
        """Show that the hand-over of a chat with this title is being written."""
        words = self.tr("The model is summing up “{title}” for a fresh chat").format(title=title)
        self._title.setText(words)
        self.setAccessibleName(words)
        self._progress.setText("")
        self.show()

    def show_progress(self, words: str) -> None:
        """Say how far it is."""
        self._progress.setText(words)

    def end(self) -> None:
        """Hide it."""
        self.hide()

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where one was typing
        button.setAutoDefault(False)
        return button
