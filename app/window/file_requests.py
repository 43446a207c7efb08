"""Files that the system asks the program to open: on macOS they come as events, not on the command line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class FileRequests(QObject):
    """To be installed as an event filter on the application; `requested` carries the path of a file."""

    requested = Signal(str)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take requests to open files; everything else goes its way."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.requested.emit(event.file())
            return True
        return super().eventFilter(watched, event)
