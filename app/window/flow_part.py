"""What the parts of the conversation flow have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.conversations.records import StoreError
from app.window.model_loader import Problem


class FlowPart(QObject):
    """A part of the conversation flow; `problem` carries a Problem to be told in the conversation."""

    problem = Signal(object)

    def guarded(self, write: Callable[..., object], *values: object) -> bool:
        """Call something that writes to the store; a failure becomes a problem, and the answer is then False."""
        try:
            write(*values)
        except StoreError as error:
            self.problem.emit(Problem(error.sentence))
            return False
        return True
