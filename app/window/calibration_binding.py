"""Keeps the calibration and the parts of the window that speak of it in step: page, drift panel, header, notices."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app.calibration.words import remaining, verdict
from app.drift.words import percent
from app.language.telling import told
from app.window.model_loader import Problem
from engine import protocol

if TYPE_CHECKING:
    from app.window.window import MainWindow

SHOW: Final = "show_calibration"


class CalibrationBinding(QObject):
    """The window's slots that concern making and importing an axis."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._flow = window.controller
        self._run = window.controller.calibration
        page, panel = window.calibration_page, window.drift_panel
        self._run.changed.connect(self._show_state)
        self._run.progressed.connect(self._show_progress)
        self._run.ended.connect(self._on_ended)
        self._run.imported.connect(self._on_imported)
        self._run.failed.connect(self._on_failed)
        self._flow.busy_changed.connect(self._show_busy)
        self._flow.loader.changed.connect(self._show_state)
        self._flow.model_is_calibrating.connect(self._on_wanted)
        window.page_changed.connect(self._show_state)
        page.back_requested.connect(window.show_chat)
        page.import_requested.connect(window.choose_axis)
        panel.calibrate_requested.connect(self.open)
        panel.import_requested.connect(window.choose_axis)
        self._show_state()

    def open(self) -> None:
        """Show the page: the calibration under way, or the sizes to choose from. A model that was put away is brought back."""
        if self._flow.loader.state == "unloaded":
            self._flow.loader.load_again()
        if not self._run.active:
            self._window.calibration_page.begin()
        self._window.show_calibration()

    def import_files(self, axis_files: Sequence[str]) -> None:
        """Import an axis, and show how far that is."""
        if self._flow.when_loaded.later(functools.partial(self.import_files, axis_files)):
            return
        self._run.import_files(axis_files)
        if self._run.active:
            self._window.show_calibration()

    def act(self, action: str) -> bool:
        """Do what a notice's button offers; returns whether it was one of these."""
        if action == SHOW:
            self._window.show_calibration()
        return action == SHOW

    # --- from the run --------------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        loader, window = self._flow.loader, self._window
        window.calibration_page.show_model(loader.name)
        if self._run.active:
            self._show_progress(self._run.progress)
            window.header.show_model(loader.name, self.tr("being calibrated"))
        else:
            offer = self._run.possible and not window.calibration_is_shown
            window.drift_panel.offer_calibration(offer, stopped=self._run.kept is not None)
            if loader.state == "ready":
                window.header.show_model(loader.name, self.tr("runs on this computer"))

    def _show_progress(self, progress: protocol.Progress | None) -> None:
        if progress is None:
            return
        parts = [self.tr("{share} done").format(share=percent(progress.fraction)), remaining(progress.remaining_s)]
        words = " · ".join(part for part in parts if part)
        self._window.drift_panel.show_calibration(progress.fraction, words, offer=not self._window.calibration_is_shown)

    def _show_busy(self) -> None:
        self._window.calibration_page.set_busy(self._flow.busy)

    def _on_ended(self, result: protocol.Calibrated) -> None:
        if self._window.calibration_is_shown:
            return
        name, meaning, _tone = verdict(result.verdict)
        sentence = self.tr("The calibration has ended with this verdict: {verdict}. {meaning}").format(
            verdict=name, meaning=meaning
        )
        self._window.notice.present(sentence, action=SHOW, label=self.tr("Show"), tone="info")

    def _on_imported(self, event: protocol.Imported) -> None:
        self._window.show_chat()
        sentence = self.tr("The axis was imported.")
        self._window.notice.present(f"{sentence} {told(event.text)}", tone="info")

    def _on_failed(self, problem: Problem) -> None:
        if not self._window.calibration_is_shown:
            self._window.notice.present(problem.sentence, details=problem.details, tone=problem.tone)

    def _on_wanted(self) -> None:
        sentence = self.tr(
            "The model is being calibrated, so it cannot answer now. You can stop the calibration and go on with it later."
        )
        self._window.notice.present(sentence, action=SHOW, label=self.tr("Show"), tone="info")
