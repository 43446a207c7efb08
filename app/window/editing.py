"""A message is changed in the composer: what stood there is set aside meanwhile, and nothing typed is lost in a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.window.model_loader import Problem

if TYPE_CHECKING:
    from app.conversations.records import Message
    from app.window.window import MainWindow


class Editing(QObject):
    """Puts one message at a time into the composer; Escape or another chat ends that without a change."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._flow = window.controller
        self._composer = window.composer
        self._message_id: int | None = None
        self._original = ""
        self._aside = ""
        self._composer.edit_cancelled.connect(self.cancel)
        self._composer.edit_requested.connect(self.begin_last)
        self._flow.open_chat.opened.connect(self.forget)

    @property
    def active(self) -> bool:
        """Whether a message is being changed."""
        return self._message_id is not None

    @Slot(int)
    def begin(self, message_id: int) -> None:
        """Put a message of the chat on screen into the composer; one that is being changed there already stays."""
        message = self._on_show(message_id)
        if message is None or message.state == "growing":
            return
        if self.active and self._composer.text().strip() and self._composer.text() != self._original:
            self._stay(message_id)
            return
        if not self.active:
            self._aside = self._composer.text()
        self._message_id, self._original = message_id, message.content
        mine = message.role == "user"
        words = self.tr("You change your message. It is answered anew; the old version is kept.")
        if not mine:
            words = self.tr("You change the reply. The model's own words are kept as the version before it.")
        self._composer.begin_edit(words, self.tr("Send") if mine else self.tr("Save"))
        self._composer.set_text(message.content)
        self._composer.setFocus()

    @Slot()
    def begin_last(self) -> None:
        """Put the last message of the person into the composer."""
        mine = [message for message in self._flow.open_chat.messages if message.role == "user"]
        if mine:
            self.begin(mine[-1].id)

    def finish(self, text: str) -> None:
        """Keep what the composer holds as another version of the message; where that fails, it stays in the composer."""
        message_id = self._message_id
        if message_id is None:
            return
        if not self._on_show(message_id):
            self._become_draft(text)
        elif self._flow.edit_message(message_id, text):
            self.cancel()

    @Slot()
    def cancel(self) -> None:
        """End the change; the composer holds again what stood there before."""
        if not self.active:
            return
        aside = self._aside
        self.forget()
        self._composer.replace_text(aside)  # Ctrl+Z brings the changed words back
        self._composer.setFocus()

    @Slot()
    def forget(self) -> None:
        """End the change and leave the composer to someone else."""
        self._message_id, self._original, self._aside = None, "", ""
        self._composer.end_edit()

    def draft(self, text: str) -> str:
        """Return what is to be kept on disk while the composer holds this text."""
        if not self.active or text == self._original:
            return self._aside if self.active else text
        return f"{self._aside}\n\n{text}" if self._aside.strip() else text

    def _on_show(self, message_id: int) -> Message | None:
        return next((each for each in self._flow.open_chat.messages if each.id == message_id), None)

    def _stay(self, message_id: int) -> None:
        """Leave what is being changed in the composer, and say so where another message was asked for."""
        if message_id != self._message_id:
            sentence = self.tr("You are still changing another message. Send or save it first, or press Esc to leave it as it was.")
            self._flow.problem.emit(Problem(sentence, tone="info"))
        self._composer.setFocus()

    def _become_draft(self, text: str) -> None:
        """End the change of a message that is not on show any more; what was typed stays in the composer."""
        together = self.draft(text)
        self.forget()
        self._composer.replace_text(together)
        sentence = self.tr(
            "The message you were changing is not on show any more. What you typed is in the box still, as a new message."
        )
        self._flow.problem.emit(Problem(sentence, tone="info"))
