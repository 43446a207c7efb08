"""Which model is loaded, how far its loading is, and what went wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app import paths
from app.engine_client import Death, EngineClient
from app.language.telling import told
from app.problems import UserError
from app.settings.layers import at_loading, effective, model_key
from app.settings.store import SettingsStore
from engine import protocol

LoadState = Literal["none", "loading", "ready", "failed", "unloaded"]
"""unloaded: the model was put away to give its memory back, and is loaded again as soon as it is needed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a notice shows: a sentence, the action its button offers ("" none) with its label, and details.

    again: for a write that failed, what does it once more; it returns False where that no longer fits what is there.
    """

    sentence: str
    action: str = ""
    label: str = ""
    details: str = ""
    tone: str = "problem"
    again: Callable[[], bool] | None = None


class ModelLoader(QObject):
    """Loads one model at a time and keeps what the engine says about it."""

    changed = Signal()
    progressed = Signal(str, float)
    problem = Signal(object)

    def __init__(self, client: EngineClient, settings: SettingsStore, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._settings = settings
        self.axis_dir = paths.axis_directory(data_dir)
        self._wanted: tuple[str | None, str | None] = (None, None)
        self.state: LoadState = "none"
        self.model: protocol.ModelFacts | None = None
        self.axis: protocol.AxisFacts | None = None
        self.axis_problem: str | None = None
        self.readable = False
        self.engine_version = ""
        self.graphics = False
        """Whether the engine can put layers on a graphics card."""
        self.loaded_with: dict[str, Any] | None = None
        """The settings of the last load that act at loading, see layers.at_loading."""
        self._not_begun: Problem | None = None
        self._not_begun_soon = QTimer(self)
        self._not_begun_soon.setSingleShot(True)
        self._not_begun_soon.setInterval(0)
        self._not_begun_soon.timeout.connect(self._on_not_begun)
        client.ready.connect(self._on_ready)
        client.loaded.connect(self._on_loaded)
        client.progress.connect(self._on_progress)
        client.done.connect(self._on_done)
        client.error.connect(self._on_error)
        client.died.connect(self._on_died)

    @property
    def name(self) -> str:
        """The model's name, or its file's while it is not known; "" where none is wanted."""
        if self.model is not None:
            return self.model.name or Path(self.model.path).stem
        return Path(self._wanted[0]).stem if self._wanted[0] else ""

    @property
    def path(self) -> str | None:
        """The file of the wanted model, None where none is wanted."""
        return self.model.path if self.model is not None else self._wanted[0]

    @property
    def model_key(self) -> str | None:
        """What the settings of the wanted model are kept under, None where none is wanted."""
        return model_key(self._wanted[0])

    @property
    def reads(self) -> bool:
        """Whether replies get readings."""
        return self.axis is not None and self.axis.reads

    @property
    def caps(self) -> bool:
        """Whether replies can be held."""
        return self.axis is not None and self.axis.caps

    def use_axis(self, axis: protocol.AxisFacts, problem: str | None = None) -> None:
        """The engine uses this axis from now on, in place of the one the model was loaded with."""
        self._wanted = (self._wanted[0], None)
        self.axis, self.axis_problem = axis, told(problem) if problem is not None else None
        self.changed.emit()

    def load(self, model: str | None, axis: str | None = None) -> None:
        """Load a model file (None: the one of the settings, or the built-in one) and an axis (None: the one found for it)."""
        self._wanted = (model, axis)
        try:
            path = paths.model_file(Path(model) if model else self._chosen())
            found = paths.axis_file(Path(axis) if axis else None)
        except UserError as error:
            self._fail(self._unusable(error))
            return
        self._wanted = (str(path), axis)
        if self._client.crashed_model() == str(path):
            sentence = self.tr("Loading {file} ended the engine last time, so it was not loaded by itself.")
            self._fail(Problem(sentence.format(file=path.name), "load_anyway", self.tr("Try again")))
            return
        self._start(str(path), str(found) if found else None)

    def load_again(self, *, on_processor: bool = False) -> None:
        """Load the wanted model once more, even if that failed before; on_processor: this once without the graphics card.

        Where the axis has gone meanwhile that is told; a model that is loaded then stays as it is.
        """
        model, axis = self._wanted
        if model is None:
            self.load(None, axis)
            return
        try:
            found = paths.axis_file(Path(axis) if axis else None)
        except UserError as error:
            self._begin_not(self._unusable(error))
            return
        self._start(model, str(found) if found else None, on_processor=on_processor)

    def unload(self) -> None:
        """Give the model's memory back; what is known of it stays, and it is loaded again as soon as it is needed."""
        if self.state == "ready":
            self._client.unload()
            self._set("unloaded")

    def cancel(self) -> None:
        """Stop loading."""
        if self._client.load_id is not None:
            self._client.cancel(self._client.load_id)

    def _chosen(self) -> Path | None:
        chosen = self._settings.settings.model_path
        return Path(chosen) if chosen else None

    def _start(self, model: str, axis: str | None, *, on_processor: bool = False) -> None:
        settings = effective(self._settings.settings, model_key(model))
        self.loaded_with = at_loading(settings) | ({"n_gpu_layers": 0} if on_processor else {})
        self.model, self.axis, self.axis_problem = None, None, None
        self._not_begun = None
        self._client.start()
        self._client.load(model, axis, axis_dir=str(self.axis_dir), **self.loaded_with)
        self._set("loading")
        self.progressed.emit(self.tr("Loading {name}…").format(name=Path(model).stem), 0.0)

    def _unusable(self, error: UserError) -> Problem:
        return Problem(error.sentence, "choose_model", self.tr("Choose a model file"))

    def _begin_not(self, problem: Problem) -> None:
        """Tell that loading again cannot even begin; not at once, as whoever sends a message has first to let it wait."""
        if self.state == "ready":
            self.problem.emit(problem)
            return
        self._not_begun = problem
        self._set("loading")
        self._not_begun_soon.start()

    @Slot()
    def _on_not_begun(self) -> None:
        problem, self._not_begun = self._not_begun, None
        if problem is not None and self.state == "loading":
            self._fail(problem)

    def _set(self, state: LoadState) -> None:
        self.state = state
        self.changed.emit()

    def _fail(self, problem: Problem) -> None:
        self._set("failed")
        self.problem.emit(problem)

    def _is_this_load(self, request: int | None) -> bool:
        return self.state == "loading" and request is not None and request == self._client.load_id

    def _on_ready(self, event: protocol.Ready) -> None:
        self.graphics = event.graphics
        self.engine_version = f"{event.engine_version} / llama.cpp {event.llama_version}"

    def _on_progress(self, event: protocol.Progress) -> None:
        if event.stage == "load" and self.state == "loading":
            self.progressed.emit(self.tr("Loading {name}…").format(name=self.name), event.fraction)

    def _on_loaded(self, event: protocol.Loaded) -> None:
        self.model, self.axis = event.model, event.axis
        self.axis_problem = told(event.axis_problem) if event.axis_problem is not None else None
        self.readable = event.readable
        self._set("ready")

    def _on_done(self, event: protocol.Done) -> None:
        if self._is_this_load(event.id):
            sentence = self.tr("Loading was cancelled, so no model is loaded.")
            self._fail(Problem(sentence, "load_anyway", self.tr("Load the model"), tone="info"))

    def _on_error(self, event: protocol.Error) -> None:
        if self._is_this_load(event.id):
            self._fail(Problem(event.message, "choose_model", self.tr("Choose another model"), event.details))

    def _on_died(self, death: Death) -> None:
        if death.during_load:
            when = self.tr("This happened while {name} was being loaded.").format(name=self.name)
            action, label = "load_anyway", self.tr("Try again")
            if self.graphics and self.loaded_with is not None and self.loaded_with["n_gpu_layers"] != 0:
                action, label = "load_on_processor", self.tr("Try without the graphics card")
            self._fail(Problem(f"{told(death.sentence)} {when}", action, label, death.details))
        elif self.state in ("ready", "loading"):
            self._set("loading" if death.restarting else "failed")
            if not death.restarting:
                self.problem.emit(Problem(death.sentence, "load_anyway", self.tr("Start it again"), death.details))
