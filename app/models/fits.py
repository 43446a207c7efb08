"""The pill that says whether a model fits, and what it unfolds: where the figure comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from app.chat.text_body import plain_tooltip
from app.models.memory import Fit
from app.models.words import TONES, breakdown, in_short, meaning, verdict
from app.theme import space

_SIGNS = {"fits": "●", "slow": "◐", "too_large": "○"}
"""The verdict is told by words and a sign, never by colour alone."""


class FitsPill(QPushButton):
    """Fits, May be slow or Won't fit; pressed, it unfolds the figures. `unfolded` says whether they are wanted."""

    unfolded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fitsPill")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self.unfolded)
        self._shown: tuple[object, ...] = ()
        self.hide()

    def show_fit(self, fit: Fit | None) -> None:
        """Show a verdict; nothing for None."""
        self.setVisible(fit is not None)
        if fit is None:
            return
        words = verdict(fit.verdict)
        told = f"{meaning(fit.verdict)} {in_short(fit)}"
        if (words, told) == self._shown:
            return
        self._shown = (words, told)
        self.setText(f"{_SIGNS[fit.verdict]} {words} ▾")
        self.setAccessibleName(self.tr("{verdict}: where this comes from").format(verdict=words))
        self.setAccessibleDescription(told)
        self.setToolTip(plain_tooltip(told))
        if self.property("tone") != TONES[fit.verdict]:
            self.setProperty("tone", TONES[fit.verdict])
            self.style().unpolish(self)
            self.style().polish(self)


class FitFigures(QFrame):
    """What a verdict is made of, line by line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fitFigures")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(space(12), space(9), space(12), space(9))
        self._grid.setHorizontalSpacing(space(16))
        self._grid.setVerticalSpacing(space(3))
        self._grid.setColumnStretch(0, 1)
        self._meaning = self._label("")
        self._meaning.setWordWrap(True)
        self._grid.addWidget(self._meaning, 0, 0, 1, 2)
        self._lines: list[tuple[QLabel, QLabel]] = []
        self.hide()

    def show_fit(self, fit: Fit) -> None:
        """Show these figures."""
        self._meaning.setText(meaning(fit.verdict))
        rows = breakdown(fit)
        while len(self._lines) < len(rows):
            name, figure = self._label("small"), self._label("small")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            name.setWordWrap(True)
            place = len(self._lines) + 1
            self._grid.addWidget(name, place, 0)
            self._grid.addWidget(figure, place, 1)
            self._lines.append((name, figure))
        for place, (name, figure) in enumerate(self._lines):
            for label in (name, figure):
                label.setVisible(place < len(rows))
            if place < len(rows):
                name.setText(rows[place][0])
                figure.setText(rows[place][1])

    def texts(self) -> list[str]:
        """Return what is on show, line by line."""
        return [f"{name.text()}: {figure.text()}" for name, figure in self._lines if not name.isHidden()]

    def _label(self, tone: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", tone)
        return label
