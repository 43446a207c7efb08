"""Measuring a window from within its own event loop: how long each turn of the loop kept it busy, and when a widget was painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.bench_ui.store_bench import spread

IDLE_SECONDS = 0.001


@dataclass(slots=True)
class Turns:
    """Turns of the event loop: wall time of each, and the processor time its thread took for it, in milliseconds.

    What other programs take from the processor is in the first and not in the second.
    """

    wall: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, dict[str, float]]:
        """Return both with their percentiles."""
        return {"wall_ms": spread(self.wall), "work_ms": spread(self.work)}

    def add(self, other: Turns) -> None:
        """Take in other turns."""
        self.wall += other.wall
        self.work += other.work


def turn(turns: Turns | None = None) -> float:
    """Let everything happen that is due, and return how long that took in milliseconds."""
    wall, work = time.perf_counter(), time.thread_time()
    QApplication.processEvents()
    taken = (time.perf_counter() - wall) * 1e3
    if turns is not None:
        turns.wall.append(taken)
        turns.work.append((time.thread_time() - work) * 1e3)
    return taken


class Doing(QObject):
    """Does something from within the event loop, where a person's wishes come from: only there is deleted what was dropped."""

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__()
        self._call = call

    def turn(self, turns: Turns) -> None:
        """Do it in a turn of the loop."""
        QTimer.singleShot(0, self._run)
        turn(turns)

    @Slot()
    def _run(self) -> None:
        self._call()


def run_for(seconds: float, turns: Turns | None = None) -> None:
    """Let the window live for a while."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        turn(turns)
        time.sleep(IDLE_SECONDS)


class Paints(QObject):
    """Counts how often some widgets were painted."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count and let pass."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False

    def wait(self, seconds: float = 5.0) -> bool:
        """Let the window live until one of them is painted anew, and return whether that happened in time."""
        before, until = self.count, time.perf_counter() + seconds
        while self.count == before and time.perf_counter() < until:
            turn()
        return self.count > before
