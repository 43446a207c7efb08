"""What the cards of the models page share: a title with marks beside it, lines of facts, buttons that flow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.chat.markdown import printable
from app.drift.flow import FlowLayout
from app.models.fits import FitFigures, FitsPill
from app.models.memory import Fit
from app.theme import space


def plain(text: str) -> str:
    """Return a text from a file in one line without control characters."""
    return " ".join(printable(text).split())


class Card(QFrame):
    """A card with a title line, room for texts, the figures of its pill, and a line of buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.title = self.label("heading")
        self.mark = self.label("")
        self.mark.setObjectName("badge")
        self.mark.setWordWrap(False)
        self.mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.mark.hide()
        self.pill = FitsPill()
        self.figures = FitFigures()
        self.pill.unfolded.connect(self._on_unfolded)
        self._fit: Fit | None = None
        head = QHBoxLayout()
        head.setSpacing(space(8))
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self.texts = QVBoxLayout()
        self.texts.setSpacing(space(4))
        self.buttons = FlowLayout(gap=space(8))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space(16), space(12), space(16), space(13))
        self._column.setSpacing(space(7))
        self._column.addLayout(head)
        self._column.addLayout(self.texts)
        self._column.addWidget(self.figures)
        self._column.addLayout(self.buttons)

    def label(self, tone: str) -> QLabel:
        """Make a line of text."""
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", tone)
        label.setWordWrap(True)
        return label

    def button(self, look: str = "") -> QPushButton:
        """Make a button at the end of the line of buttons; its words are given with `name`."""
        made = QPushButton(self)
        made.setAutoDefault(False)
        if look:
            made.setProperty("look", look)
        self.buttons.addWidget(made)
        return made

    def name(self, button: QPushButton, words: str, explanation: str = "") -> None:
        """Put words on a button; for a screen reader the model is named with them, since many cards have the same words."""
        button.setText(words)
        button.setToolTip(explanation)
        button.setAccessibleName(f"{words}: {self.title.text()}")
        button.setAccessibleDescription(explanation)

    def controls(self) -> list[QWidget]:
        """Return what Tab reaches here, in the order in which it is seen."""
        found = (self.buttons.itemAt(place) for place in range(self.buttons.count()))
        widgets = [item.widget() for item in found if item is not None]
        return [self.pill, *(widget for widget in widgets if widget is not None)]

    def show_mark(self, words: str, tone: str = "") -> None:
        """Show a word beside the title, none for ""."""
        self.mark.setText(words)
        if self.mark.property("tone") != tone:
            self.mark.setProperty("tone", tone)
            self.mark.style().unpolish(self.mark)
            self.mark.style().polish(self.mark)
        self.mark.setVisible(bool(words))

    def show_fit(self, fit: Fit | None) -> None:
        """Show whether it fits; the figures only as far as they are unfolded."""
        self._fit = fit
        self.pill.show_fit(fit)
        self._on_unfolded(self.pill.isChecked())

    def _on_unfolded(self, unfolded: bool) -> None:
        """Fill the figures when they are wanted: most never are, and every line of every card would have to be styled."""
        wanted = unfolded and self._fit is not None
        if wanted and self._fit is not None:
            self.figures.show_fit(self._fit)
        self.figures.setVisible(wanted)

    @staticmethod
    def set_look(button: QPushButton, look: str) -> None:
        """Give a button another look."""
        if button.property("look") != look:
            button.setProperty("look", look)
            button.style().unpolish(button)
            button.style().polish(button)
