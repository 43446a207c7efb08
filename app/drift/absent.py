"""What the drift panel shows instead of readings: why there are none, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.theme import space


class AbsentCard(QFrame):
    """A message with its reason and, where the model allows it, the offer to calibrate or to import an axis."""

    calibrate_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._message, self._reason, self._offer = QLabel(), QLabel(), QLabel()
        for label, tone in ((self._message, "heading"), (self._reason, "muted"), (self._offer, "muted")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", tone)
            label.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self.calibrate = QPushButton(self.tr("Calibrate…"))
        self.calibrate.setProperty("look", "primary")
        self.calibrate.clicked.connect(self.calibrate_requested)
        self.take_over = QPushButton(self.tr("Import an axis file…"))
        self.take_over.clicked.connect(self.import_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(12), space(10), space(12), space(12))
        column.setSpacing(space(8))
        for widget in (self._message, self._bar, self._reason, self._offer, self.calibrate, self.take_over):
            column.addWidget(widget)
        for button in (self.calibrate, self.take_over):
            button.setAutoDefault(False)
        self.show_absence("", "", offer=False, stopped=False)

    def show_absence(self, message: str, reason: str, *, offer: bool, stopped: bool) -> None:
        """Say that there are no readings and why; offer: an axis could be made; stopped: one was begun."""
        self._message.setText(message)
        self._reason.setText(reason)
        self._offer.setText(
            self.tr("A calibration of this model was stopped; it can go on from where it was.")
            if stopped
            else self.tr("Keel can find this model's axis itself: on this computer, in minutes to hours, depending on the model.")
        )
        self._offer.setVisible(offer)
        self._bar.hide()
        self.calibrate.setText(self.tr("Go on calibrating…") if stopped else self.tr("Calibrate…"))
        self.calibrate.setVisible(offer)
        self.take_over.setVisible(offer)

    def show_progress(self, fraction: float, text: str, *, offer: bool) -> None:
        """Say how far the calibration under way is, 0..1; offer: whether its page can be shown."""
        self._message.setText(self.tr("This model is being calibrated"))
        self._bar.setValue(round(fraction * 1000))
        self._bar.show()
        self._reason.setText(text)
        self._offer.hide()
        self.calibrate.setText(self.tr("Show"))
        self.calibrate.setVisible(offer)
        self.take_over.hide()
