"""The models of this computer as the window sees them: known files and their headers, what is on offer, what is being fetched.

No widgets here. Headers are read by the engine, one at a time and while it may be doing something else.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.downloads.queue import DownloadQueue
from app.engine_client import EngineClient
from app.language.telling import told
from app.models.catalogue import Catalogue, CatalogueError, Entry, File, load_catalogue
from app.models.fetches import Fetch, fetches, wanted_of
from app.models.library import KnownModel, Library, first_part, stamp_of
from app.models.memory import Fit, Machine, fit, freed_by_unloading, machine
from app.problems import UserError
from app.settings.fields import Settings
from app.settings.layers import at_loading, effective, model_key
from app.settings.store import SettingsStore
from app.window.model_loader import ModelLoader, Problem
from engine import protocol
from engine.memory_need import ModelShape

_log = logging.getLogger(__name__)


class ModelShelf(QObject):
    """What the models page shows and does."""

    changed = Signal()
    """The list of models, or something about one of them."""
    fetch_changed = Signal(str)
    """How far a download is; "" where the list of downloads has another length."""
    fetch_failed = Signal(object)
    """A Fetch that has just stopped with a sentence."""
    arrived = Signal(object)
    """A KnownModel that has just been fetched."""
    problem = Signal(object)
    """A Problem to tell."""

    def __init__(
        self,
        data_dir: Path,
        client: EngineClient,
        loader: ModelLoader,
        settings: SettingsStore,
        downloads: DownloadQueue,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client, self._loader, self._settings = client, loader, settings
        self.library = Library(data_dir)
        self.downloads = downloads
        self._catalogue: Catalogue | None = None
        self._data_dir = data_dir
        self._to_look: deque[Path] = deque()
        self._asked: tuple[int, Path] | None = None
        self._stamp: tuple[int, int] | None = None
        self._used = ""
        self._failed = {each.key for each in self.fetches() if each.state == "failed"}
        self.computer: Machine = Machine(1, 0, 0)
        loader.changed.connect(self._on_loader)
        client.ready.connect(self._on_engine_ready)
        client.inspected.connect(self._on_inspected)
        client.error.connect(self._on_error)
        client.died.connect(self._on_died)
        client.calibrated.connect(self._on_axis)
        client.imported.connect(self._on_axis)
        downloads.changed.connect(self._on_download)
        downloads.finished.connect(self._on_finished)
        self._take_in_finished()

    # --- what there is -------------------------------------------------------------------------------------------------------

    def models(self) -> list[KnownModel]:
        """Return the models that are known, the one in use first, those that are not there now last."""
        return sorted(self.library.models(), key=self._place)

    def offers(self) -> tuple[Entry, ...]:
        """Return what is on offer; nothing where the list cannot be read."""
        if self._catalogue is None:
            try:
                self._catalogue = load_catalogue()
            except CatalogueError as error:
                _log.warning("%s", error)
                self._catalogue = Catalogue("", ())
        return self._catalogue.entries

    def fetches(self) -> list[Fetch]:
        """Return the downloads that are not complete."""
        return [each for each in fetches(self.downloads.items()) if each.state != "done"]

    def fetch_of(self, entry: Entry, file: File) -> Fetch | None:
        """Return the download of a file on offer, None where it is not under way."""
        keys = {each.key for each in wanted_of(entry, file)}
        return next((each for each in self.fetches() if keys & set(each.keys)), None)

    def model_of(self, entry: Entry, file: File) -> KnownModel | None:
        """Return the model that came of a file on offer, None where it is not here."""
        model = self.library.model(wanted_of(entry, file)[0].place(self._data_dir))
        return model if model is not None and not model.missing else None

    def is_current(self, model: KnownModel) -> bool:
        """Whether this is the model in use, being loaded, or put away until it is needed."""
        path = self.current_path
        return path is not None and path == model.path

    @property
    def current_path(self) -> Path | None:
        """The file of the model in use, being loaded or put away until it is needed, None where there is none."""
        if self._loader.state not in ("loading", "ready", "unloaded"):
            return None
        path = self._loader.path
        return first_part(Path(path)) if path else None

    def axis_of(self, model: KnownModel) -> str:
        """Return "good", "reading" or "none" for the axis of a model; of the one in use, what is really in force."""
        if self.is_current(model) and self._loader.state in ("ready", "unloaded"):
            return "good" if self._loader.caps else "reading" if self._loader.reads else "none"
        return model.report.axis if model.report is not None else "none"

    # --- whether it fits -----------------------------------------------------------------------------------------------------

    @property
    def taken(self) -> int:
        """Bytes of memory that the model in use takes, as llama.cpp counts them; 0 where it does not say."""
        model = self._loader.model
        return 0 if model is None else model.weights_bytes + model.kv_bytes + model.compute_bytes

    def measure(self) -> None:
        """Look at this computer's memory again."""
        self.computer = machine()

    def fit(self, shape: ModelShape, path: Path | None = None) -> Fit | None:
        """Judge a model; path: its file, whose own settings count. None where the shape says too little."""
        if not self.computer.total:
            self.measure()
        if shape.weight_bytes <= 0:
            return None
        settings = effective(self._settings.settings, model_key(path))
        freed = freed_by_unloading(self._loader.model if self._loader.state == "ready" else None, self._client.pid)
        return fit(shape, settings, self.computer, freed, self._draft_shape(settings, path))

    def _draft_shape(self, settings: Settings, path: Path | None) -> ModelShape | None:
        """Return the shape of the draft model that would be loaded with a model, as far as it is known."""
        draft = at_loading(settings)["draft_path"]
        if draft is None or path is None or Path(draft) == path:
            return None
        known = self.library.model(Path(draft))
        return known.report.shape if known is not None and known.report is not None else None

    # --- looking at files ----------------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Take in new files, and read the headers of all that are there: file and axis may have changed."""
        self.library.find_downloaded()
        self.measure()
        self._look_at(model.path for model in self.library.models() if not model.missing)
        self.changed.emit()

    def _look_at(self, paths: Iterable[Path]) -> None:
        self._to_look.extend(path for path in paths if path not in self._to_look)
        self._look_on()

    def _look_on(self) -> None:
        while self._asked is None and self._to_look and self._client.running:
            path = self._to_look.popleft()
            self._stamp = stamp_of(path)
            if self._stamp is not None:
                self._asked = (self._client.inspect(str(path), str(self._loader.axis_dir)), path)

    def _on_engine_ready(self, _event: object) -> None:
        self._look_on()

    def _on_inspected(self, event: protocol.Inspected) -> None:
        if self._asked is not None and event.id == self._asked[0]:
            path, self._asked = self._asked[1], None
            self.library.note_report(path, event.report, self._stamp)
            self.changed.emit()
            self._look_on()

    def _on_error(self, event: protocol.Error) -> None:
        if self._asked is not None and event.id == self._asked[0]:
            path, self._asked = self._asked[1], None
            self.library.note_problem(path, told(event.message))
            self.changed.emit()
            self._look_on()

    def _on_died(self, _death: object) -> None:
        self._asked = None
        self._to_look.clear()

    def _on_axis(self, _event: object) -> None:
        if self.current_path is not None:
            self._look_at([self.current_path])

    # --- what people do ------------------------------------------------------------------------------------------------------

    def add(self, path: Path) -> KnownModel:
        """Put a file on the list of models, and read its header."""
        model = self.library.add(path)
        self._look_at([model.path])
        self.changed.emit()
        return model

    def remove(self, path: Path) -> None:
        """Take a model off the list; its file stays."""
        self.library.remove(path)
        self.changed.emit()

    def delete(self, path: Path) -> None:
        """Delete a model that Keel fetched."""
        try:
            self.library.delete(path)
        except UserError as error:
            self.problem.emit(Problem(told(error.sentence)))
        else:
            if self._settings.settings.model_path == str(path):  # or the next start would miss it
                self._settings.update(model_path=None)
        self.changed.emit()

    def download(self, entry: Entry, file: File) -> None:
        """Fetch a file on offer; this is what opens a connection."""
        for wanted in wanted_of(entry, file):
            self.downloads.add(wanted)

    def pause(self, fetch: Fetch) -> None:
        """Stop a download for now."""
        for key in fetch.keys:
            self.downloads.pause(key)

    def resume(self, fetch: Fetch) -> None:
        """Go on with a download; this opens a connection."""
        for key in fetch.keys:
            self.downloads.resume(key)

    def cancel(self, fetch: Fetch) -> None:
        """Take a download off the list; what has arrived is kept."""
        for key in fetch.keys:
            self.downloads.cancel(key)

    def discard(self, fetch: Fetch) -> None:
        """Take a download off the list and delete what has arrived."""
        for key in fetch.keys:
            self.downloads.discard(key)

    # --- events --------------------------------------------------------------------------------------------------------------

    def _place(self, model: KnownModel) -> int:
        return 0 if self.is_current(model) else 2 if model.missing else 1

    def _on_loader(self) -> None:
        ready = self._loader.model.path if self._loader.state == "ready" and self._loader.model is not None else ""
        if ready and ready != self._used:
            self.library.note_used(Path(ready), time.time())
            unread = [model.path for model in self.library.models() if model.report is None and not model.missing]
            self._look_at([first_part(Path(ready)), *unread])
        self._used = ready
        self.changed.emit()

    def _on_download(self, key: str) -> None:
        self.fetch_changed.emit(key)
        item = self.downloads.item(key) if key else None
        if item is None or item.state != "failed":
            self._failed.discard(key)
        elif key not in self._failed:
            self._failed.add(key)
            self.fetch_failed.emit(next(each for each in self.fetches() if key in each.keys))

    def _on_finished(self, _key: str, _path: str) -> None:
        for model in self._take_in_finished():
            self.arrived.emit(model)

    def _take_in_finished(self) -> list[KnownModel]:
        """Put models that have been fetched whole on the list of models, in place of the list of downloads."""
        found = []
        for each in fetches(self.downloads.items()):
            if each.state == "done" and stamp_of(each.path) is not None:
                found.append(self.library.add(each.path, "downloaded"))
                for key in each.keys:
                    self.downloads.discard(key)
        if found:
            self._look_at(model.path for model in found)
            self.changed.emit()
        return found
