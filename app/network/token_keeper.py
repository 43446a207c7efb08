"""The access token of the hub, asked of the system's keyring where waiting for it holds nothing up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.problems import UserError

State = Literal["asking", "none", "kept", "unavailable"]


class TokenKeeper(QObject):
    """Looks for the token, keeps one and forgets it; a keyring may ask a person to unlock it, so each runs in a thread.

    state: "asking" while the keyring has not answered, "none", "kept", or "unavailable" where this computer has no keyring. The
    token itself is never held here.
    """

    changed = Signal()
    failed = Signal(str)
    """Carries one sentence: the token was not kept or not forgotten."""

    _answered = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = "none"
        self._answered.connect(self._on_answered)

    def look(self) -> None:
        """Find out whether a token is kept."""
        self._ask(_look)

    def keep(self, token: str) -> None:
        """Keep a token in place of the one before."""
        self._ask(_Keeping(token))

    def forget(self) -> None:
        """Forget the token."""
        self._ask(_forget)

    def _ask(self, question: Callable[[], State]) -> None:
        if self.state == "asking":
            return
        self.state = "asking"
        self.changed.emit()
        # A thread that ends with the program: a keyring that waits for a person must not keep the program from closing.
        threading.Thread(target=self._run, args=(question,), daemon=True, name="keyring").start()

    def _run(self, question: Callable[[], State]) -> None:
        state, sentence = "none", ""
        try:
            state = question()
        except UserError as error:
            sentence = error.sentence
            state = _look()
        try:
            self._answered.emit(state, sentence)
        except RuntimeError:
            return  # the window has gone meanwhile

    def _on_answered(self, state: State, sentence: str) -> None:
        self.state = state
        self.changed.emit()
        if sentence:
            self.failed.emit(sentence)


class _Keeping:
    """Keeps one token when called."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self) -> State:
        """Keep it; raises UserError."""
        from app.downloads.token import set_token

        set_token(self._token)
        return "kept"


def _look() -> State:
    from app.downloads.token import get_token, keyring_available

    if not keyring_available():
        return "unavailable"
    return "kept" if get_token() else "none"


def _forget() -> State:
    from app.downloads.token import delete_token

    delete_token()
    return "none"
