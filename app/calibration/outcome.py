"""What came of a calibration: the verdict in plain words, and the figures for those who ask."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.calibration.words import figure_rows, verdict
from app.drift.flow import FlowLayout
from app.language.telling import told
from app.theme import colours, icon, pixmap, space
from engine.protocol import Calibrated


class Figures(QFrame):
    """A folded table: what was measured, its value, and what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.fold = QPushButton(self.tr("Details"))
        self.fold.setProperty("look", "fold")
        self.fold.setCheckable(True)
        self.fold.setAutoDefault(False)
        self.fold.setAccessibleName(self.tr("Details: the figures of this calibration"))
        self.fold.toggled.connect(self._unfold)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space(16))
        self._grid.setVerticalSpacing(space(1))
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(16), space(8), space(16), space(8))
        column.setSpacing(space(6))
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._table)
        self._unfold(False)

    def show_result(self, result: Calibrated) -> None:
        """Show the figures of a calibration, folded."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, (name, value, meaning) in enumerate(figure_rows(result)):
            self._grid.addWidget(_label(name), 2 * place, 0)
            shown = _label(value, "heading")
            shown.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(shown, 2 * place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            about = _label(meaning, "small")
            about.setContentsMargins(0, 0, 0, space(7))
            self._grid.addWidget(about, 2 * place + 1, 0, 1, 2)
        self.fold.setChecked(False)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_grid"):
            self._draw_icon()

    def _unfold(self, unfolded: bool) -> None:
        self._table.setVisible(unfolded)
        self._draw_icon()

    def _draw_icon(self) -> None:
        side = space(12)
        self.fold.setIcon(icon("chevron-down" if self.fold.isChecked() else "chevron-right", colours(self).muted))
        self.fold.setIconSize(QSize(side, side))


class Outcome(QFrame):
    """The verdict, why, what it means from now on, and the ways on."""

    back_requested = Signal()
    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._tone = "steady"
        self._icon = QLabel()
        self._verdict, self._why, self._meaning = _label("", "title"), _label(""), _label("", "muted")
        self.back = QPushButton(self.tr("Back to the chat"))
        self.back.setProperty("look", "primary")
        self.back.clicked.connect(self.back_requested)
        self.again = QPushButton(self.tr("Calibrate again…"))
        self.again.clicked.connect(self.again_requested)
        head = QHBoxLayout()
        head.setSpacing(space(9))
        head.addWidget(self._icon)
        head.addWidget(self._verdict, 1)
        flow = FlowLayout(gap=space(8))
        for button in (self.back, self.again):
            button.setAutoDefault(False)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(16), space(14), space(16), space(14))
        column.setSpacing(space(8))
        column.addLayout(head)
        column.addWidget(self._why)
        column.addWidget(self._meaning)
        column.addSpacing(space(4))
        column.addLayout(flow)

    def show_result(self, result: Calibrated) -> None:
        """Show what came of a calibration."""
        name, meaning, self._tone = verdict(result.verdict)
        self._verdict.setText(name)
        why = told(result.text)
        self._why.setText(why)
        self._meaning.setText(meaning)
        self.setAccessibleName(f"{name}. {why} {meaning}")
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        c = colours(self)
        colour = {"steady": c.steady, "drifting": c.drifting}.get(self._tone, c.away)
        self._icon.setPixmap(pixmap(self._tone, colour, space(22), self.devicePixelRatioF()))


def _label(text: str, tone: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    label.setWordWrap(tone != "heading")
    return label
