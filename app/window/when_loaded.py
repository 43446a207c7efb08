"""What was wanted while the model was put away: it is loaded again, and then that is done."""

from __future__ import annotations

from collections.abc import Callable

from app.window.model_loader import ModelLoader
from app.window.open_chat import OpenChat


class WhenLoaded:
    """Holds at most one wish, which belongs to the chat that was on screen when it was made."""

    def __init__(self, loader: ModelLoader, open_chat: OpenChat) -> None:
        self._loader = loader
        self._open = open_chat
        self._wish: tuple[int, Callable[[], object]] | None = None

    def later(self, action: Callable[[], object]) -> bool:
        """Where the model was put away, load it and keep this for then; returns whether that is so."""
        if self._loader.state != "unloaded":
            return False
        self._wish = (self._open.chat.id, action)
        self._loader.load_again()
        return True

    def act(self) -> None:
        """Do what was wanted, once the model is ready and if its chat is still on screen; a load that failed ends the wish."""
        if self._wish is None or self._loader.state in ("loading", "unloaded"):
            return
        (chat, action), self._wish = self._wish, None
        if self._loader.state == "ready" and chat == self._open.chat.id:
            action()
