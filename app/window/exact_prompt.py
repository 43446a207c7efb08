"""The exact text the model reads before a reply, rendered by the engine with the model's own template."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.engine_client import EngineClient
from app.window.asking import conversation
from app.window.flow_part import FlowPart
from app.window.model_loader import Problem
from app.window.open_chat import OpenChat
from engine import protocol


class ExactPrompt(FlowPart):
    """Renders one prompt at a time; `rendered` carries the reply's id and the text."""

    rendered = Signal(int, str)

    def __init__(self, client: EngineClient, open_chat: OpenChat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._open = open_chat
        self._request: int | None = None
        self._message_id = 0
        client.rendered.connect(self._on_rendered)
        client.error.connect(self._on_error)

    def render(self, message_id: int) -> None:
        """Ask for the prompt of a reply of the chat on screen, as its receipt has it."""
        messages = self._open.messages
        at = next((n for n, message in enumerate(messages) if message.id == message_id), None)
        if at is None:
            return
        system = str(messages[at].receipt.get("system_prompt") or "")
        said = conversation(system, messages[:at])
        lead = len(said.messages) - len(said.ends)
        unseen = said.in_request(messages[at].evicted)
        self._message_id = message_id
        self._request = self._client.render([*said.messages[:lead], *said.messages[lead + unseen :]])

    def _on_rendered(self, event: protocol.Rendered) -> None:
        if event.id == self._request:
            self._request = None
            self.rendered.emit(self._message_id, event.text)

    def _on_error(self, event: protocol.Error) -> None:
        if event.id is not None and event.id == self._request:
            self._request = None
            self.problem.emit(Problem(event.message, details=event.details))
