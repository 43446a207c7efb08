"""What happens when Keel itself has a bug: the person is told in place, with details, and goes on; nothing is lost."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from app.window.model_loader import Problem


class UnexpectedErrors(QObject):
    """Reports every exception that nobody caught, also those of Qt's slots; one raised during a report is only printed."""

    problem = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook
        self._busy = False

    def install(self) -> None:
        """Take over from the interpreter."""
        self._before = sys.excepthook
        sys.excepthook = self._report

    def remove(self) -> None:
        """Give the errors back to whoever had them."""
        sys.excepthook = self._before

    def _report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before(kind, error, trace)
        if self._busy or issubclass(kind, KeyboardInterrupt):
            return
        self._busy = True
        try:
            details = "".join(traceback.format_exception(kind, error, trace))
            sentence = self.tr(
                "Something went wrong in Keel itself. Your chats are saved; if the window behaves oddly, close it and start again."
            )
            self.problem.emit(Problem(sentence, details=details))
        finally:
            self._busy = False
