"""Notices of what was done about drift in one chat: they go with that chat, and what they offer is done there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from app.conversations.records import Chat
from app.language import translate
from app.settings.fields import INFO
from app.window.drift_actions import Held
from app.window.handover_run import HandOver, Origin

if TYPE_CHECKING:
    from app.window.window import MainWindow

OPEN: Final = "open_fresh_chat"
NO_ROLE_PLAY: Final = "end_role_play"
AS_BEFORE: Final = "hold_as_before"
ONLY_HERE: Final = "hold_only_here"


class DriftNotices(QObject):
    """Says in the window's notice what was done, and takes that away where another chat is opened or a message is sent.

    That a fresh chat is ready stays until it is opened: it is not about the chat on screen.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._flow = window.controller
        self._about: int | None = None  # the chat that the notice on show is about
        self._sentence = ""
        self._fresh: int | None = None
        self._held: Held | None = None
        self._origins: dict[int, Origin] = {}
        actions = self._flow.drift_actions
        actions.went_back.connect(self._on_went_back)
        actions.fresh_chat_made.connect(self._on_fresh_chat)
        actions.held.connect(self._on_held)
        self._flow.settings.changed.connect(self._on_held_otherwise)
        actions.chat_changed.connect(self._on_held_otherwise)
        self._flow.message_added.connect(self._on_moved_on)
        self._flow.messages_replaced.connect(self._show_origin)
        self._flow.open_chat.opened.connect(self._on_opened)

    def act(self, action: str) -> bool:
        """Do what a notice's button offers; returns whether it was one of these."""
        actions, held = self._flow.drift_actions, self._held
        here = self._about == self._flow.chat.id
        if action == OPEN and self._fresh is not None:
            self._flow.open_chat.open(self._fresh)
        elif action == NO_ROLE_PLAY and here:
            actions.set_role_play(False)
        elif action == AS_BEFORE and held is not None:
            actions.undo_held(held)
        elif action == ONLY_HERE and held is not None:
            actions.hold_only_here(held)
        return action in (OPEN, NO_ROLE_PLAY, AS_BEFORE, ONLY_HERE)

    def tell_meant(self) -> None:
        """Say that a role is meant to be played in the chat on screen."""
        sentence = self.tr("This is a role-play chat now: its replies are read as before, and nothing warns.")
        self._present(sentence, action=NO_ROLE_PLAY)

    def _present(self, sentence: str, *, action: str = "", other: tuple[str, str] = ("", "")) -> None:
        label = self.tr("Undo") if action else ""
        self._window.notice.present(sentence, action=action, label=label, tone="info", other=other)
        self._about, self._sentence = self._flow.chat.id, sentence

    @Slot()
    def _on_moved_on(self) -> None:
        if self._about is not None and self._window.notice.sentence() == self._sentence:
            self._window.notice.dismiss()
        self._about = self._held = None

    @Slot()
    def _on_opened(self) -> None:
        if self._about != self._flow.chat.id:
            self._on_moved_on()
        if self._fresh == self._flow.chat.id:
            self._fresh = None
            if self._window.notice.action == OPEN:
                self._window.notice.dismiss()
        self._show_origin()

    # --- what was done -------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_went_back(self) -> None:
        self._present(self.tr("This is a copy that ends with the last steady reply. The whole chat is still in the list."))

    @Slot(object)
    def _on_held(self, held: Held) -> None:
        name = next(translate("Settings", each.name) for each in INFO["cap"].choices if each.value == held.step)
        if held.everywhere:
            told = self.tr("Replies are now held steady in all chats ({strength}).")
            self._present(told.format(strength=name), action=AS_BEFORE, other=(ONLY_HERE, self.tr("Only in this chat")))
        else:
            told = self.tr("Replies in this chat are now held steady ({strength}).")
            self._present(told.format(strength=name), action=AS_BEFORE)
        self._held = held

    @Slot()
    def _on_held_otherwise(self) -> None:
        """A strength that was chosen elsewhere meanwhile is not undone."""
        if self._held is not None and not self._flow.drift_actions.still(self._held):
            self._on_moved_on()

    @Slot(object, object)
    def _on_fresh_chat(self, chat: Chat, made: HandOver) -> None:
        self._origins[chat.id] = made.origin
        self._show_origin()
        why = {
            "nothing": self.tr("The model wrote no summary, so the text below holds the last exchange instead."),
            "away": self.tr("The model's summary had moved away from its usual self, so the last exchange is below instead."),
            "unusable": self.tr("The model's summary was not about this chat, so the text below holds the last exchange instead."),
            "failed": self.tr("The summary could not be made, so the text below holds the last exchange instead."),
        }.get(made.origin, "")
        if self._flow.chat.id != chat.id:
            self._fresh = chat.id
            sentence = self.tr("“{title}” is ready.").format(title=chat.title)
            self._window.notice.present(sentence, action=OPEN, label=self.tr("Open"), tone="info")
        elif why:
            self._present(why)

    @Slot()
    def _show_origin(self) -> None:
        """Say in an empty chat whether what stands in the message box is a summary."""
        origin = self._origins.get(self._flow.chat.id)
        if origin is not None:
            self._window.chat_view.empty_state.show_hand_over(summary=origin == "model")
