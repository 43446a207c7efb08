"""Catches what is raised inside Qt's slots: Qt only prints it and goes on, and a command would then wait for ever."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType


class SlotErrors:
    """While in use, collects exceptions that slots raise, oldest first, and calls `on_error` after each."""

    def __init__(self, on_error: Callable[[], None]) -> None:
        self.caught: list[BaseException] = []
        self._on_error = on_error
        self._before = sys.excepthook

    def __enter__(self) -> SlotErrors:
        self._before, sys.excepthook = sys.excepthook, self._take
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook = self._before

    def _take(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self.caught.append(error)
        self._on_error()
