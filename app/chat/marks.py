"""Marks on what was searched for, in the documents that show it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from app.theme import colours

MAX_MARKS = 2000
"""More finds than this in one text are counted no further: nobody steps through them, and each costs memory."""


def places(document: QTextDocument, needle: str) -> list[QTextCursor]:
    """Return a selection of every place where the needle stands, upper and lower case alike, in order."""
    found: list[QTextCursor] = []
    if not needle:
        return found
    cursor = document.find(needle, 0)
    while not cursor.isNull() and len(found) < MAX_MARKS:
        found.append(cursor)
        cursor = document.find(needle, cursor)
    return found


def selections(found: Sequence[QTextCursor], current: int | None, widget: QWidget) -> list[QTextEdit.ExtraSelection]:
    """Return how the places are shown: all marked, the current one (an index into them) more strongly."""
    chosen = colours(widget)
    made = []
    for index, cursor in enumerate(found):
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        form = QTextCharFormat()
        strong = index == current
        form.setBackground(QColor(chosen.accent if strong else chosen.notice_edge))
        form.setForeground(QColor(chosen.on_accent if strong else chosen.text))
        selection.format = form
        made.append(selection)
    return made
