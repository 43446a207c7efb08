"""Doing again what could not be written: a button in the notice that tells of it, for as long as what it is about is as it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.settings.store import SettingsStore
from app.window.flow_part import FlowPart
from app.window.model_loader import Problem


class Retrying(FlowPart):
    """Keeps the one thing that the notice of the last problem offers to do again."""

    def __init__(self, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._again: Callable[[], bool] | None = None

    def note(self, problem: Problem) -> None:
        """Keep what a problem that is being told offers; what an earlier one offered is no longer on show."""
        self._again = problem.again

    def act(self) -> None:
        """Do it again, or say that it no longer fits what is there."""
        again, self._again = self._again, None
        if again is not None and not again():
            sentence = self.tr("Something has changed since then, so it was not tried again. Please look at it and do it anew.")
            self.problem.emit(Problem(sentence, tone="info"))

    def save_settings(self) -> None:
        """Write the settings once more."""
        self._settings.save_again()
