"""Escape leads from a page back to the chat, and the focus to where it was when the page was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

if TYPE_CHECKING:
    from app.window.window import MainWindow


class WayBack(QObject):
    """Remembers where the focus was in the chat, and says what Escape does on a page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None

    def remember(self) -> None:
        """Note what has the focus, just before a page takes the place of the chat."""
        self._before = QApplication.focusWidget()

    def escape(self) -> bool:
        """Do what Escape does on the page on show; returns False where it belongs to a panel beside the page.

        A field with something in it is emptied first.
        """
        focus, window = QApplication.focusWidget(), self._window
        if focus is not None and (window.side.isAncestorOf(focus) or window.sidebar.isAncestorOf(focus)):
            return False
        if isinstance(focus, QLineEdit) and focus.text() and not focus.isReadOnly():
            focus.clear()
            return True
        window.show_chat()
        before, self._before = self._before, None
        there = before is not None and any(each is before for each in window.findChildren(QWidget))  # it may have gone meanwhile
        if before is not None and there and before.isEnabled() and before.isVisible():
            before.setFocus()
        return True
