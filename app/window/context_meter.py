"""How much of the model's memory the chat on screen takes, counted by the engine with the model's own template and tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.calibration.run import CalibrationRun
from app.conversations.records import Message
from app.engine_client import EngineClient
from app.window.asking import Ask
from app.window.model_loader import ModelLoader
from app.window.open_chat import OpenChat
from app.window.reply_run import ReplyRun
from engine import protocol

TYPING_MS = 350
UNKNOWN = -1


class ContextMeter(QObject):
    """Counts what would be sent now, the text in the composer included, and goes along while a reply grows.

    `changed` carries the tokens in use (UNKNOWN where they are not known) and the size of the memory (0 without a model).
    """

    changed = Signal(int, int)

    def __init__(
        self,
        client: EngineClient,
        loader: ModelLoader,
        open_chat: OpenChat,
        run: ReplyRun,
        calibration: CalibrationRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._loader = loader
        self._open = open_chat
        self._reply_run = run
        self._calibration = calibration
        self._asked: Callable[..., Ask] | None = None
        self._request: int | None = None
        self._followed: int | None = None
        self._draft = ""
        self.used = UNKNOWN
        self.size = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._count)
        client.counted.connect(self._on_counted)
        client.error.connect(self._on_error)
        run.advanced.connect(self._on_advanced)

    def count_with(self, asked: Callable[..., Ask]) -> None:
        """Take the function that says what would be asked: `Replies.asked`."""
        self._asked = asked

    def set_draft(self, text: str) -> None:
        """Take in what stands in the composer; it is counted when the typing pauses."""
        if text != self._draft:
            self._draft = text
            self._soon.start(TYPING_MS)

    def refresh(self) -> None:
        """Count again, because the chat, its messages, the settings or the model are others now."""
        self._followed = None
        self._soon.start(0)

    def follow(self, chat_id: int, asked: Ask) -> None:
        """Count the prompt of a reply that is about to be made; its tokens are added as they come."""
        self._soon.stop()
        self._followed = chat_id
        self._send(asked)

    def _count(self) -> None:
        chat, messages = self._open.chat, self._open.messages
        if self._loader.state == "unloaded" and self._loader.model is not None:
            self._show(_known(messages), self._loader.model.n_ctx)  # it is counted anew when the model is back
            return
        if self._loader.state != "ready" or self._loader.model is None or self._asked is None:
            self._show(UNKNOWN, 0)
            return
        growing = self._reply_run.message
        if growing is not None and growing.chat_id == chat.id and self._followed == chat.id:
            return
        if growing is not None or self._calibration.active:
            self._show(_known(messages), self._loader.model.n_ctx)  # the engine answers when it is free again
            return
        if self._draft.strip():
            drafted = Message(0, chat.id, None, "user", self._draft, "complete", "")
            self._send(self._asked(chat, [*messages, drafted]))
        elif not messages:
            self._show(0, self._loader.model.n_ctx)
        else:
            ended = messages[-1].role == "assistant" and bool(messages[-1].content.strip())
            self._send(self._asked(chat, messages, continue_last=ended))

    def _send(self, asked: Ask) -> None:
        self._request = self._client.count(
            asked.conversation.messages,
            max_tokens=asked.max_tokens,
            continue_last=asked.continue_last,
            overflow=asked.overflow,
            forgotten=asked.forgotten_in_request,
        )

    def _on_counted(self, event: protocol.Counted) -> None:
        if event.id == self._request and self._followed in (None, self._open.chat.id):
            self._request = None
            self._show(event.tokens, event.limit)

    def _on_advanced(self, chat_id: int, n_tokens: int) -> None:
        if chat_id == self._followed == self._open.chat.id and self.used != UNKNOWN:
            self._show(min(self.used + n_tokens, self.size), self.size)

    def _on_error(self, event: protocol.Error) -> None:
        if event.id is not None and event.id == self._request:
            self._request = None
            self._show(UNKNOWN, self.size)

    def _show(self, used: int, size: int) -> None:
        if (used, size) != (self.used, self.size):
            self.used, self.size = used, size
            self.changed.emit(used, size)


def _known(messages: Sequence[Message]) -> int:
    """Return what the last finished reply of a chat took, UNKNOWN where there is none."""
    for message in reversed(messages):
        if "context_used" in message.stats:
            return int(message.stats["context_used"])
    return UNKNOWN
