"""What the parts of the conversation flow have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.conversations.records import StoreError
from app.window.again import offering
from app.window.model_loader import Problem


class FlowPart(QObject):
    """A part of the conversation flow; `problem` carries a Problem to be told in the conversation."""

    problem = Signal(object)

    def guarded(
        self,
        write: Callable[..., object],
        *values: object,
        again: Callable[[], object] | None = None,
        state: Callable[[], object] | None = None,
    ) -> bool:
        """Call something that writes to the store; a failure becomes a problem, and the answer is then False.

        again: what the problem offers to do once more, for as long as `state` returns what it returns after the failure.
        """
        try:
            write(*values)
        except StoreError as error:
            if again is None or state is None:
                self.problem.emit(Problem(error.sentence))
            else:
                self.problem.emit(offering(error.sentence, again, state))
            return False
        return True
