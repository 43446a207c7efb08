"""The downloads of a window: one after the other, each in a process of its own, the list kept on disk.

Nothing is contacted before `add` or `resume`. Needs a running QCoreApplication and no widgets.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.downloads.hub import Hub
from app.downloads.pace import Pace
from app.downloads.part import discard
from app.downloads.problem import ENDED
from app.downloads.queue_file import Item, load_items, refresh, save_items
from app.downloads.speed import Speed
from app.downloads.wanted import DownloadState, Wanted
from app.downloads.worker_process import WorkerProcess
from app.language.telling import told

_log = logging.getLogger(__name__)

AT_ONCE = 1
"""Downloads that run side by side; with one, the first model is there soonest."""


class DownloadQueue(QObject):
    """The list of downloads of one data folder.

    hub, pace: where from and how patiently, other than usual in tests only. Call `shutdown` before the program ends. A download
    that is done stays listed, also over a restart, until `discard` takes it off the list, so that no finished file goes unseen.
    """

    changed = Signal(str)
    """Something about this download is new; "" where the list has another length."""

    finished = Signal(str, str)
    """This download is done; where its file is."""

    def __init__(self, data_dir: Path, parent: QObject | None = None, *, hub: Hub | None = None, pace: Pace | None = None) -> None:
        super().__init__(parent)
        self._data_dir = data_dir
        self._hub = hub or Hub()
        self._pace = pace or Pace()
        self._items: dict[str, Item] = {item.wanted.key: item for item in load_items(data_dir)}
        self._workers: dict[str, WorkerProcess] = {}
        self._speeds: dict[str, Speed] = {}
        self._doomed: dict[str, Item] = {}
        self._shut_down = False

    # --- what people do ------------------------------------------------------------------------------------------------------

    def add(self, wanted: Wanted) -> str:
        """Start a download, or go on with the same one, as soon as it is its turn; returns its key."""
        key = wanted.key
        self._doomed.pop(key, None)
        if key in self._items:
            item = self._items[key]
            item.wanted = wanted
            if item.state == "done" and not item.path.is_file():
                item.state = "paused"
            if item.state != "done":
                self.resume(key)
            return key
        item = Item(wanted, wanted.place(self._data_dir))
        refresh(item)
        self._items[key] = item
        self.changed.emit("")
        self._settle(key, "queued")
        return key

    def pause(self, key: str) -> None:
        """Stop a download and keep what has arrived."""
        if (item := self._items.get(key)) is not None and item.state in ("queued", "running"):
            self._stop(key)
            self._settle(key, "paused")

    def resume(self, key: str) -> None:
        """Go on with a download that is paused or failed."""
        if (item := self._items.get(key)) is not None and item.state in ("paused", "failed"):
            self._settle(key, "queued")

    def cancel(self, key: str) -> None:
        """Stop a download and take it off the list; what has arrived is kept, and adding the same again goes on with it."""
        if self._items.pop(key, None) is not None:
            self._stop(key)
            self._save()
            self.changed.emit("")
            self._start_next()

    def discard(self, key: str) -> None:
        """Take a download off the list and delete what has arrived of it; the file of one that is done stays."""
        item = self._items.get(key)
        if item is None:
            return
        if item.state != "done":
            self._doomed[key] = item
        self.cancel(key)
        if key not in self._workers:
            self._delete_part(key)

    def items(self) -> list[DownloadState]:
        """Return how far every download is, in the order they were added."""
        return [self._state(key) for key in self._items]

    def item(self, key: str) -> DownloadState | None:
        """Return how far one download is, None where it is not on the list."""
        return self._state(key) if key in self._items else None

    def shutdown(self) -> None:
        """End what runs, keeping what has arrived; takes a second at most, and nothing starts after it."""
        self._shut_down = True
        for worker in list(self._workers.values()):
            worker.stop()
        for worker in list(self._workers.values()):
            worker.finish_now()
        self._save()

    # --- running -------------------------------------------------------------------------------------------------------------

    def _settle(self, key: str, state: str, sentence: str = "") -> None:
        """Put a download into another state, remember it, and let the next one have its turn."""
        item = self._items[key]
        item.state, item.sentence = state, sentence
        if state != "running":
            self._speeds.pop(key, None)
            refresh(item)
        self._save()
        self.changed.emit(key)
        self._start_next()

    def _start_next(self) -> None:
        if self._shut_down:
            return
        for key, item in list(self._items.items()):
            if len(self._workers) >= AT_ONCE:
                return
            if item.state == "queued" and key not in self._workers:
                self._start(key, item)

    def _start(self, key: str, item: Item) -> None:
        worker = WorkerProcess(key, self)
        worker.told.connect(self._on_told)
        worker.ended.connect(self._on_ended)
        self._workers[key] = worker
        self._speeds[key] = Speed()
        item.state, item.sentence = "running", ""
        self._save()
        self.changed.emit(key)
        worker.start(item.wanted, self._data_dir, self._hub, self._pace)

    def _stop(self, key: str) -> None:
        if key in self._workers:
            self._workers[key].stop()

    def _on_told(self, key: str, event: object) -> None:
        """Take a line of the worker: progress, or how it ended."""
        item = self._items.get(key)
        if item is None or item.state != "running" or not isinstance(event, dict):
            return
        kind = event.get("t")
        if kind == "progress":
            item.received, item.total, item.sentence = event["received"], event["total"], event["sentence"]
            if event["arriving"]:
                self._speeds[key].add(item.received)
            else:
                self._speeds[key] = Speed()
            self.changed.emit(key)
        elif kind == "done":
            self._settle(key, "done")
            self.finished.emit(key, str(item.path))
        elif kind == "failed":
            self._settle(key, "failed", event["sentence"])

    def _on_ended(self, key: str) -> None:
        """Take note that the worker's process is gone, whatever it has said before."""
        worker = self._workers.pop(key, None)
        if worker is not None:
            worker.deleteLater()
        if key in self._doomed:
            self._delete_part(key)
        item = self._items.get(key)
        if item is not None and item.state == "running":
            self._settle(key, "paused" if self._shut_down else "failed", "" if self._shut_down else ENDED)
        elif item is not None and item.state != "done":
            refresh(item)
            self.changed.emit(key)
        self._start_next()

    def _delete_part(self, key: str) -> None:
        item = self._doomed.pop(key, None)
        if item is not None:
            try:
                discard(item.path)
            except OSError as error:
                _log.warning("an unfinished download could not be deleted (%s)", error.strerror)

    # --- keeping -------------------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        try:
            save_items(self._data_dir, list(self._items.values()))
        except OSError as error:
            # The parts and their notes are what counts; a full disk only costs the list after a restart.
            _log.warning("the list of downloads could not be saved (%s)", error.strerror)

    def _state(self, key: str) -> DownloadState:
        item = self._items[key]
        speed = self._speeds[key].bytes_per_second() if key in self._speeds else None
        left = None
        if speed and item.total is not None:
            left = max(0, item.total - item.received) / speed
        sentence = told(item.sentence)
        return DownloadState(key, item.wanted, item.state, item.received, item.total, speed, left, sentence, item.path)
