"""The one place that makes dialogs for files: none of them ever opens a file that it merely shows."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path

from PySide6.QtCore import QDir, QFileInfo, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QFileIconProvider, QStyle, QWidget


class FileDialog(QFileDialog):
    """A dialog for files that goes when it is closed.

    Qt's own look into every file they show, to find its icon. When any part of a process closes a file, the system drops all
    locks that the process holds on it; so a look at the folder with the chats would take away the locks of the open chat file, and
    the next program that reads the chats would remove the log that the window writes to. GTK's dialog runs in this process too and
    tells files by what is in them, so where the system offers that one, Qt's is shown all the same.
    """

    def __init__(self, parent: QWidget | None, title: str, place: str, *filters: str) -> None:
        super().__init__(parent, title, QDir.rootPath())  # reading the folder itself begins only when the icons are ours
        if sys.platform.startswith("linux") and not _in_sandbox():
            self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setIconProvider(_icons())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if filters:
            self.setNameFilters(list(filters))
        folders = (Path(place), Path(place).parent, Path.home())
        self.setDirectory(str(next((each for each in folders if place and each.is_dir()), Path.home())))


class _Icons(QFileIconProvider):
    """One icon for folders and one for files, and what is written behind the dot of a name."""

    def __init__(self) -> None:
        super().__init__()
        style = QApplication.style()
        self._folder = style.standardIcon(QStyle.StandardPixmap.SP_DirIcon)
        self._file = style.standardIcon(QStyle.StandardPixmap.SP_FileIcon)

    def icon(self, what: QFileInfo | QFileIconProvider.IconType) -> QIcon:
        """Return the icon of a file or of a kind of place."""
        if isinstance(what, QFileInfo):
            return self._folder if what.isDir() else self._file
        return self._file if what == QFileIconProvider.IconType.File else self._folder

    def type(self, info: QFileInfo) -> str:
        """Return what kind of file this is, told by its name alone."""
        return "" if info.isDir() else info.suffix().upper()


@functools.cache
def _icons() -> _Icons:
    """The icons of all dialogs; kept, because the thread of a dialog that is just going may still ask for one."""
    return _Icons()


def _in_sandbox() -> bool:
    """Whether the system's dialog is a program of its own, which is the only way to files outside of a sandbox."""
    return os.path.exists("/.flatpak-info") or "SNAP" in os.environ
