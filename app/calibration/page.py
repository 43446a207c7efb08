"""The calibration page: choose a size, watch roles and usual replies separate, and read the verdict."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.calibration.choice import Choice
from app.calibration.outcome import Figures, Outcome
from app.calibration.picture import Picture
from app.calibration.run import IMPORT, CalibrationRun
from app.calibration.words import remaining, standing
from app.chat.notice import Notice
from app.language.telling import told
from app.theme import space
from app.window.model_loader import Problem
from app.window.page import Page, scrolled
from engine.protocol import Calibrated, Progress

COLUMN: Final = 640


class CalibrationPage(Page):
    """Shows a CalibrationRun and passes the person's wishes on to it."""

    back_requested = Signal()
    import_requested = Signal()

    def __init__(self, run: CalibrationRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calibrationPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Calibration"))
        self._run = run
        self._model_name = ""
        self._busy = False
        self._again = False
        self._told: Calibrated | None = None
        self._step = ""
        self._make_widgets()
        self._lay_out()
        # Asked for a little after the page is shown, so that a person who only looks in does not make the model work.
        self._measure_soon = QTimer(self)
        self._measure_soon.setSingleShot(True)
        self._measure_soon.setInterval(150)
        self._measure_soon.timeout.connect(self._measure)
        run.changed.connect(self._show_state)
        run.progressed.connect(self._show_progress)
        run.pictured.connect(self._show_points)
        run.failed.connect(self._show_problem)
        self._show_state()

    def show_model(self, name: str) -> None:
        """Name the model that would be calibrated."""
        self._model_name = name
        self._show_state()

    def set_busy(self, busy: bool) -> None:
        """Whether a reply is being made, so that a calibration has to wait."""
        self._busy = busy
        self._show_state()
        if self.isVisible():
            self._measure_soon.start()

    def begin(self) -> None:
        """Show the sizes to choose from, also where there is a result already."""
        self._again = True
        self.notice.dismiss()
        self._show_state()

    def take_focus(self) -> None:
        """Put the focus on what is done next here."""
        if self.stop.isVisibleTo(self):
            self.stop.setFocus()
        elif self.outcome.isVisibleTo(self):
            self.outcome.back.setFocus()
        else:
            self.choice.take_focus()

    # --- what is shown -------------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        run = self._run
        running = run.active
        if running:
            self._again = False
            self.notice.dismiss()
        result = None if running or self._again else run.result
        choosing = not running and result is None
        focus = QApplication.focusWidget()
        here = focus is not None and self.isVisible() and self.isAncestorOf(focus)
        step = "running" if running else "choosing" if choosing else "over"
        self._title.setText(self._heading(step))
        self._what.setVisible(choosing)
        self._what.setText(self._about())
        self.choice.setVisible(choosing)
        self.choice.show_times(run.estimates, are_measured=run.state == "measuring")
        self.choice.show_kept(run.kept)
        self.choice.allow(run.possible and run.state in ("idle", "measuring"), self._busy)
        self._progress_card.setVisible(running)
        self._picture_card.setVisible(run.state in ("running", "stopping") or (result is not None and bool(run.points)))
        self.outcome.setVisible(result is not None)
        self.figures.setVisible(result is not None)
        if result is not None and result is not self._told:
            self._told = result
            self.outcome.show_result(result)
            self.figures.show_result(result)
        self.stop.setEnabled(run.state in ("running", "importing"))
        self.stop.setText(self.tr("Stopping…") if run.state == "stopping" else self.tr("Stop"))
        if running and run.progress is not None:
            self._show_progress(run.progress)
        self._show_points(run.points)
        if here and step != self._step:
            self.take_focus()  # what had it may just have gone
        self._step = step

    def _heading(self, step: str) -> str:
        name = self._model_name or self.tr("this model")
        if step == "choosing":
            return self.tr("Calibrate {name}").format(name=name)
        if step == "over":
            return self.tr("Calibration of {name}").format(name=name)
        if self._run.size == IMPORT:
            return self.tr("Measuring the imported axis on {name}").format(name=name)
        return self.tr("Calibrating {name}").format(name=name)

    def _about(self) -> str:
        if self._model_name and not (self._run.possible or self._run.active):
            return self.tr("No axis can be made for this model, because its inside cannot be read.")
        return self.tr(
            "Keel asks the model the same questions as itself and in many roles, and measures inside it where its usual self ends."
            " It needs nothing but this computer."
        )

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setValue(round(progress.fraction * self.bar.maximum()))
        parts = [told(progress.text), remaining(progress.remaining_s)]
        self.status.setText(" · ".join(part for part in parts if part))

    def _show_points(self, points: list[tuple[str, float]]) -> None:
        if points != self.picture.points:
            self.picture.show_points(points)
        self._standing.setText(standing(points, over=self._run.state == "idle"))

    def _show_problem(self, problem: Problem) -> None:
        self.notice.present(problem.sentence, details=problem.details, tone=problem.tone)

    def _measure(self) -> None:
        if self.isVisible() and not self._busy and self.choice.isVisibleTo(self):
            self._run.measure()

    def showEvent(self, event: QShowEvent) -> None:
        """Find out how long each size takes."""
        super().showEvent(event)
        self._measure_soon.start()

    # --- wishes --------------------------------------------------------------------------------------------------------------

    def _on_start(self, size: str) -> None:
        self._again = False
        self._run.start(size)

    def _on_stop(self) -> None:
        self._run.stop()

    def _on_discard(self) -> None:
        self._run.discard()

    def _on_again(self) -> None:
        self.begin()
        self._measure_soon.start()

    # --- how it is built -----------------------------------------------------------------------------------------------------

    def _make_widgets(self) -> None:
        self.back = QPushButton(self.tr("‹ Back to the chat"))
        self.back.setProperty("look", "fold")
        self.back.setAccessibleName(self.tr("Back to the chat"))
        self.back.clicked.connect(self.back_requested)
        self._title, self._what, self.status, self._standing = QLabel(), QLabel(), QLabel(), QLabel()
        for label, tone in ((self._title, "title"), (self._what, "muted"), (self.status, "muted"), (self._standing, "")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", tone)
            label.setWordWrap(True)
        self.notice = Notice(self)
        self.choice, self.outcome, self.figures, self.picture = Choice(), Outcome(), Figures(), Picture()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How far the calibration is"))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setAutoDefault(False)
        self.stop.setToolTip(self.tr("Stop the calibration; what is finished is kept, and it can go on later"))
        self.stop.clicked.connect(self._on_stop)
        self.choice.start_requested.connect(self._on_start)
        self.choice.discard_requested.connect(self._on_discard)
        self.choice.import_requested.connect(self.import_requested)
        self.outcome.back_requested.connect(self.back_requested)
        self.outcome.again_requested.connect(self._on_again)

    def _lay_out(self) -> None:
        legend = QHBoxLayout()
        legend.setSpacing(space(6))
        marks = (("●", "steady", self.tr("usual replies")), ("◆", "drifting", self.tr("replies in a role")))
        for sign, tone, text in marks:
            for words, look in ((sign, tone), (text, "small")):
                label = QLabel(words)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("tone", look)
                legend.addWidget(label)
            legend.addSpacing(space(8))
        legend.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(space(12))
        line.addWidget(self.status, 1)
        line.addWidget(self.stop)
        self._progress_card = _card(self.bar, line)
        self._picture_card = _card(self.picture, legend, self._standing)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, space(10), 0, space(24))
        column.setSpacing(space(12))
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        parts = (
            self._title,
            self._what,
            self.notice,
            self.outcome,
            self._progress_card,
            self._picture_card,
            self.figures,
            self.choice,
        )
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        holder = QWidget()
        self._sides = QHBoxLayout(holder)
        self._sides.addWidget(self._column)
        scroll = scrolled(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable: in the middle, and no wider than that."""
        super().resizeEvent(event)
        side = max(space(20), (self.width() - space(COLUMN)) // 2)
        self._sides.setContentsMargins(side, 0, side, 0)


def _card(*parts: QWidget | QHBoxLayout) -> QFrame:
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(space(16), space(14), space(16), space(14))
    column.setSpacing(space(10))
    for part in parts:
        if isinstance(part, QHBoxLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    return card
