"""What the person wants done with single messages, and what the flow tells about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.window.editing import Editing
from app.window.model_loader import Problem
from app.window.reply_details import ReplyDetails

if TYPE_CHECKING:
    from app.window.window import MainWindow


class MessageBinding(QObject):
    """The window's slots that concern single messages."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._flow = window.controller
        self.editing = Editing(window)
        self._details: ReplyDetails | None = None
        self._told: list[str] = []
        view, flow = window.chat_view, self._flow
        view.edit_requested.connect(self.editing.begin)
        view.delete_requested.connect(flow.delete_message)
        view.branch_requested.connect(flow.branch_from)
        view.reproduce_requested.connect(flow.reproduce)
        view.details_requested.connect(self.show_details)
        flow.told.connect(self._on_told)
        flow.message_added.connect(self._on_moved_on)
        flow.open_chat.opened.connect(self._on_opened)
        flow.context_changed.connect(window.status_line.show_context)
        flow.busy_changed.connect(self._on_busy)

    def step_version(self, step: int) -> None:
        """Show the version before or after the one on show, of the last message that has several."""
        versions = self._flow.versions()
        for message in reversed(self._flow.open_chat.messages):
            ids = versions.get(message.id, [message.id])
            if len(ids) > 1:
                at = ids.index(message.id) + step
                if 0 <= at < len(ids):
                    self._flow.show_version(ids[at])
                return

    @Slot(int)
    def show_details(self, message_id: int) -> None:
        """Open the receipt of a reply."""
        message = next((each for each in self._flow.open_chat.messages if each.id == message_id), None)
        if message is None:
            return
        if self._details is not None:
            self._details.close()
        self._details = ReplyDetails(message, self._window)
        self._details.reproduce_requested.connect(self._flow.reproduce)
        self._details.prompt_requested.connect(self._flow.render_prompt)
        self._flow.prompt_rendered.connect(self._details.show_prompt)
        self._details.finished.connect(self._on_details_gone)
        self._details.set_busy(self._flow.busy)
        self._details.show()

    @Slot(int)
    def _on_details_gone(self, _result: int) -> None:
        self._details = None

    @Slot(object)
    def _on_told(self, problem: Problem) -> None:
        self._told.append(problem.sentence)
        self._window.notice.present(
            problem.sentence, action=problem.action, label=problem.label, details=problem.details, tone=problem.tone
        )

    @Slot()
    def _on_opened(self) -> None:
        if self._details is not None:
            self._details.close()
        self._on_moved_on()

    @Slot()
    def _on_moved_on(self) -> None:
        """What was told of one message does not stay on screen for ever."""
        gone, self._told = self._told, []
        self._window.notice.withdraw(gone)

    @Slot()
    def _on_busy(self) -> None:
        if self._details is not None:
            self._details.set_busy(self._flow.busy)
