"""Ctrl+C as a signal of Qt: the event loop runs in C++, so Python would not notice the key press by itself."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot


class Interrupt(QObject):
    """Emits `requested` for every Ctrl+C from `install` until `remove`."""

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inside, self._outside = socket.socketpair()
        self._inside.setblocking(False)
        self._outside.setblocking(False)
        self._notifier = QSocketNotifier(self._inside.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._before = signal.getsignal(signal.SIGINT)

    def install(self) -> None:
        """Take over Ctrl+C."""
        # The interpreter writes a byte into the socket the moment the signal comes; the notifier then wakes the event loop.
        signal.set_wakeup_fd(self._outside.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, _noted)

    def remove(self) -> None:
        """Give Ctrl+C back to whoever had it."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, self._before)
        self._inside.close()
        self._outside.close()

    @Slot()
    def _woken(self) -> None:
        numbers = self._inside.recv(64)
        for _ in range(numbers.count(signal.SIGINT)):
            self.requested.emit()


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the wake-up byte carries the news."""
