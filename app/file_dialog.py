"""The one place that makes dialogs for files, so that the chat file is held again after each of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


class FileDialog(QFileDialog):
    """A dialog for files that goes when it is closed.

    It may look into every file it shows, to find its icon. When any part of a process closes a file, the system drops all locks
    that the process holds on it; so a look at the folder with the chats takes away the locks of the open chat file, and the next
    program that reads the chats may remove the log that the window writes to. Once the dialog is gone, and nothing of it reads any
    more, the window it belongs to is told by its slot `hold_chats`. (Icons of our own would not look into files, but a thread of
    Qt's asks for them, and would wait for Python while Python may be waiting for that thread.)
    """

    def __init__(self, parent: QWidget | None, title: str, place: str, *filters: str) -> None:
        super().__init__(parent, title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if filters:
            self.setNameFilters(list(filters))
        folders = (Path(place), Path(place).parent, Path.home())
        self.setDirectory(str(next((each for each in folders if place and each.is_dir()), Path.home())))
        hold = getattr(parent.window() if parent is not None else None, "hold_chats", None)
        if hold is not None:
            self.destroyed.connect(hold)
