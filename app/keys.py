"""Which keys do what in a window, read from the actions and shortcuts that are really in it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

KEYS_NOTE = "keys_note"
"""A widget that handles keys itself tells them in this property: a list of (what it does, key), keys as QKeySequence reads them."""


def keys_of(window: QWidget) -> list[tuple[str, list[str]]]:
    """Return (what it does, its keys as they are printed on this keyboard) for everything in the window that has a key.

    Actions come in the order in which they were added, then shortcuts, then what widgets tell in their KEYS_NOTE. A key that does
    the same in several places is listed once.
    """
    found: dict[str, list[str]] = {}
    for words, key in _all(window):
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        name = words.replace("&", "").removesuffix("…")
        if shown and name and shown not in found.setdefault(name, []):
            found[name].append(shown)
    return [(name, keys) for name, keys in found.items() if keys]


def _all(window: QWidget) -> Iterator[tuple[str, QKeySequence]]:
    for action in _ordered(window):
        for key in action.shortcuts():
            yield action.text(), key
    for shortcut in window.findChildren(QShortcut):
        keys = shortcut.keys()
        yield from ((shortcut.whatsThis(), key) for key in keys)
    for widget in window.findChildren(QWidget):
        for words, written in widget.property(KEYS_NOTE) or []:
            yield words, QKeySequence(written)


def _ordered(window: QWidget) -> list[QAction]:
    """The window's own actions first, as they were added; then those of its parts."""
    own = window.actions()
    known: set[QObject] = set(own)
    return own + [action for action in window.findChildren(QAction) if action not in known]
