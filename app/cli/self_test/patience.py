"""Waiting for the window to do something, with the event loop running and an end in sight."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot

from app.cli.interrupt import Interrupt
from app.cli.self_test.steps import StepFailed

POLL_MS = 20


class Patience(QObject):
    """Waits for conditions until an overall deadline; Ctrl+C ends every wait at once with KeyboardInterrupt."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._deadline = time.monotonic() + seconds
        self._limit = seconds
        self._interrupted = False
        self._condition: Callable[[], bool] | None = None
        self._loop = QEventLoop(self)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.look)
        self._interrupt = Interrupt(self)
        self._interrupt.requested.connect(self._on_interrupt)
        self._interrupt.install()

    def until(self, condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        """Return as soon as the condition holds; raises StepFailed after `seconds` or at the overall deadline."""
        end = min(time.monotonic() + seconds, self._deadline)
        while not condition():
            if self._interrupted:
                raise KeyboardInterrupt
            if time.monotonic() >= self._deadline:
                raise StepFailed(f"the time limit of {self._limit:g} seconds was reached while waiting for {what}")
            if time.monotonic() >= end:
                raise StepFailed(f"waited {seconds:g} seconds in vain for {what}")
            self._run_loop(condition, end)

    def allow(self, seconds: float) -> None:
        """Make sure that at least this much time is left, for putting things in order; Ctrl+C counts anew."""
        self._deadline = max(self._deadline, time.monotonic() + seconds)
        self._interrupted = False

    def pause(self, seconds: float) -> None:
        """Let the window go on for a moment, in which something must not happen."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end, "a pause to end", seconds + 5.0)

    def end(self) -> None:
        """Stop listening to Ctrl+C."""
        self._interrupt.remove()

    def _run_loop(self, condition: Callable[[], bool], end: float) -> None:
        self._condition, self._end = condition, end
        self._poll.start()
        self._loop.exec()
        self._poll.stop()

    @Slot()
    def look(self) -> None:
        """Ask the condition now instead of at the next tick."""
        if self._interrupted or time.monotonic() >= self._end or (self._condition is not None and self._condition()):
            self._loop.quit()

    @Slot()
    def _on_interrupt(self) -> None:
        self._interrupted = True
        self._loop.quit()
