"""One calibration under way, seen from the window: what was asked of the engine, how far it is, and what is kept when it stops."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

from app.calibration.kept import Kept, KeptRuns, axis_path
from app.engine_client import Death, EngineClient
from app.language.telling import told
from app.window.model_loader import ModelLoader, Problem
from engine import protocol

RunState = Literal["idle", "measuring", "running", "stopping", "importing"]
SAVE_SECONDS: Final = 3.0
IMPORT: Final = "import"
"""Stands in place of a size while an imported axis is measured."""
Points = list[tuple[str, float]]


class CalibrationRun(QObject):
    """Calibrates the loaded model, at most once at a time. Finished replies stay on disk until it has come to its end.

    `changed` comes with every other state, `progressed` with a Progress, `pictured` with a list of (role or "", reading), `ended`
    with a Calibrated, `imported` with an Imported, `failed` with a Problem. An axis that may be used is handed to the loader.
    """

    changed = Signal()
    progressed = Signal(object)
    pictured = Signal(object)
    ended = Signal(object)
    imported = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, loader: ModelLoader, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._loader = loader
        self._data_dir = data_dir
        self._request: int | None = None
        self._runs: KeptRuns | None = None
        self._running_for: KeptRuns | None = None
        self._model_key: tuple[str, ...] = ()
        self._saved = 0.0
        self.state: RunState = "idle"
        self.size = ""
        self.kept: Kept | None = None
        self.progress: protocol.Progress | None = None
        self.points: Points = []
        self.estimates: dict[str, float] = {}
        self.result: protocol.Calibrated | None = None
        loader.changed.connect(self._on_model)
        client.progress.connect(self._on_progress)
        client.pictured.connect(self._on_pictured)
        client.estimated.connect(self._on_estimated)
        client.calibrated.connect(self._on_calibrated)
        client.imported.connect(self._on_imported)
        client.done.connect(self._on_done)
        client.error.connect(self._on_error)
        client.died.connect(self._on_died)

    # --- state ---------------------------------------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether the model is taken up by a calibration or an import, so that it cannot answer."""
        return self.state in ("running", "stopping", "importing")

    @property
    def possible(self) -> bool:
        """Whether an axis could be made for the loaded model."""
        return self._loader.state == "ready" and self._loader.readable

    @property
    def fraction(self) -> float:
        """How much of the calibration under way, or of the one that was stopped, is done, 0..1."""
        if self.active:
            return self.progress.fraction if self.progress is not None else 0.0
        return self.kept.fraction if self.kept is not None else 0.0

    # --- wishes --------------------------------------------------------------------------------------------------------------

    def measure(self) -> None:
        """Find out how long each size would take on this computer, unless that is known."""
        if self.state == "idle" and self.possible and not self.estimates:
            self._request = self._client.estimate()
            self._set("measuring")

    def give_way(self) -> None:
        """Stop measuring, because the model is wanted for something else."""
        if self.state == "measuring" and self._request is not None:
            self._client.cancel(self._request)
            self._request = None
            self._set("idle")

    def start(self, size: str) -> None:
        """Begin a calibration, or go on with one of this size that was stopped."""
        self.give_way()
        model, runs = self._loader.model, self._runs
        if self.state != "idle" or not self.possible or model is None or runs is None:
            return
        went_on = self.kept is not None and self.kept.size == size
        if not went_on:
            runs.forget()
        self.size, self.result, self.points = size, None, []
        before = self.kept.fraction if self.kept is not None and went_on else 0.0
        self._running_for = runs
        out = axis_path(self._loader.axis_dir, model)
        self._request = self._client.calibrate(str(out), size, str(runs.work_dir(size)))
        self.progress = protocol.Progress(
            self._request, "calibrate", before, self.tr("Going on") if went_on else self.tr("Beginning")
        )
        self._set("running")

    def stop(self) -> None:
        """Stop the calibration or the import; what is finished is kept."""
        if self.state in ("running", "importing") and self._request is not None:
            self._keep()
            self._client.cancel(self._request)
            self._set("stopping")

    def discard(self) -> None:
        """Throw away what a stopped calibration had done."""
        if self.state in ("idle", "measuring") and self._runs is not None:
            self._runs.forget()
            self.kept = None
            self.changed.emit()

    def pause(self) -> None:
        """Remember how far a calibration is and listen no more; used when the program is closed."""
        if self.state in ("running", "stopping"):
            self._keep()
        self._request = None

    def import_files(self, axis_files: Sequence[str]) -> None:
        """Take over an axis from files made elsewhere; what it lacks is measured, which takes as long as a quick calibration."""
        self.give_way()
        model, runs = self._loader.model, self._runs
        if self.state != "idle" or self._loader.state != "ready" or model is None or runs is None:
            return
        self.size, self.result, self.points = IMPORT, None, []
        self._running_for = runs
        out = axis_path(self._loader.axis_dir, model, "imported")
        self._request = self._client.import_axis(axis_files, str(out), str(runs.work_dir(IMPORT)))
        self.progress = protocol.Progress(self._request, "import", 0.0, self.tr("Reading the file"))
        self._set("importing")

    # --- events --------------------------------------------------------------------------------------------------------------

    def _on_model(self) -> None:
        model = self._loader.model
        if self._loader.state != "ready" or model is None:
            if self.state == "measuring":
                self._request = None
                self._set("idle")
            return
        key = (model.path, model.fingerprint, model.quantization)
        if key != self._model_key and not self.active:
            self._model_key = key
            self.estimates, self.result, self.points, self.progress = {}, None, [], None
            self._runs = KeptRuns(self._data_dir, model)
        if not self.active:
            self.kept = self._runs.load() if self._runs is not None else None
        self.changed.emit()

    def _on_progress(self, event: protocol.Progress) -> None:
        if event.id != self._request or event.stage != "calibrate":
            return
        self.progress = event
        if self.state == "importing":
            self._set("running")
        now = time.monotonic()
        if now - self._saved >= SAVE_SECONDS:
            self._saved = now
            self._keep()
        self.progressed.emit(event)

    def _on_pictured(self, event: protocol.CalibrationPicture) -> None:
        if event.id == self._request:
            self.points = [(point.role, point.reading) for point in event.points]
            self.pictured.emit(self.points)

    def _on_estimated(self, event: protocol.Estimated) -> None:
        if event.id == self._request:
            self._request = None
            self.estimates = dict(event.seconds)
            self._set("idle")

    def _on_calibrated(self, event: protocol.Calibrated) -> None:
        if event.id != self._request:
            return
        self._request = None
        if self._running_for is not None:
            self._running_for.forget()
        self.kept, self.result = None, event
        if event.axis is not None:
            self._loader.use_axis(event.axis)  # before the model counts as free, so that what waits is answered with it
        self._set("idle")
        self.ended.emit(event)

    def _on_imported(self, event: protocol.Imported) -> None:
        if event.id == self._request:
            self._request = None
            self._loader.use_axis(event.axis, None if event.axis.reads else event.text)
            self._set("idle")
            self.imported.emit(event)

    def _on_done(self, event: protocol.Done) -> None:
        if event.id == self._request:
            self._end_early()

    def _on_error(self, event: protocol.Error) -> None:
        if event.id is not None and event.id == self._request:
            told = self.state != "measuring"
            self._end_early()
            if told:
                self.failed.emit(Problem(event.message, details=event.details))

    def _on_died(self, death: Death) -> None:
        if self._request not in death.lost:
            return
        running, stopping = self.state == "running", self.state == "stopping"
        self._end_early()
        if running:
            kept = self.tr("The replies that were finished are kept, so the calibration can go on from there.")
            sentence = f"{told(death.sentence)} {kept}"
            self.failed.emit(Problem(sentence, details=death.details))
        elif not stopping:
            self.failed.emit(Problem(death.sentence, details=death.details))

    def _end_early(self) -> None:
        if self.state in ("running", "stopping"):
            self._keep()
        self._request = None
        self._set("idle")
        self._on_model()

    def _keep(self) -> None:
        if self._running_for is not None and self.progress is not None and self.size != IMPORT:
            self._running_for.save(Kept(self.size, self.progress.fraction))

    def _set(self, state: RunState) -> None:
        self.state = state
        self.changed.emit()
