"""What the person can do about drift: start afresh, go back, hold the replies more firmly, or say that it is meant."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.conversations import handover
from app.conversations.records import Answer, Chat, Message
from app.conversations.store import Store
from app.settings.layers import effective
from app.settings.store import Settings, SettingsStore
from app.window import prompt
from app.window.drift_watch import DriftWatch
from app.window.flow_part import FlowPart
from app.window.handover_run import HandOver, HandOverRun
from app.window.model_loader import ModelLoader
from app.window.open_chat import OpenChat
from app.window.replies import Replies
from engine.protocol import STRENGTHS, Cap

_CAP = ("cap", "percentile")
_STRONGEST = Cap(max(percentile for percentile in STRENGTHS.values() if percentile is not None))


@dataclass(frozen=True, slots=True)
class Held:
    """What `strengthen_cap` did, so that it can be taken back.

    step: now in force. everywhere: in all chats, else in that chat alone. before: the values of the cap that it took the place of;
    without "cap" where the chat had none of its own.
    """

    chat_id: int
    step: str
    everywhere: bool
    before: dict[str, Any]


class DriftActions(FlowPart):
    """Acts on the chat on screen. `chat_changed`: what is set for it is another now."""

    chat_changed = Signal()
    went_back = Signal()
    held = Signal(object)
    """Replies are held more firmly from now on: a Held."""
    fresh_chat_made = Signal(object, object)
    """A fresh chat with its hand-over stands ready: the Chat and the HandOver. It is open where its origin was on screen."""

    def __init__(
        self,
        store: Store,
        settings: SettingsStore,
        open_chat: OpenChat,
        watch: DriftWatch,
        loader: ModelLoader,
        replies: Replies,
        hand_over: HandOverRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._settings = settings
        self._open = open_chat
        self._watch = watch
        self._loader = loader
        self._replies = replies
        self.hand_over = hand_over
        hand_over.finished.connect(self._on_handed_over)

    # --- a fresh chat --------------------------------------------------------------------------------------------------------

    def fresh_chat_with_summary(self) -> None:
        """Open a new chat whose composer holds an editable hand-over; nothing is sent.

        The model writes it, under the strongest cap; where no model is free, the last exchange takes its place at once.
        """
        old = self._open.chat
        if self.hand_over.active:
            return
        self._open.flush_draft()
        self._watch.acted()
        turns = [handover.Turn(message.role, message.content, bool(message.drifted)) for message in self._open.messages]
        model = self._loader.model
        if model is None or not handover.build(turns) or not self._replies.can_answer():
            self._on_handed_over(HandOver(old.id, handover.build(turns), "skipped"))
            return
        held = _STRONGEST if self._loader.caps else Cap()
        self.hand_over.start(old.id, turns, held, n_ctx=model.n_ctx, threshold=self._watch.threshold)

    def _on_handed_over(self, made: HandOver) -> None:
        self.guarded(self._open_continuation, made)

    def _open_continuation(self, made: HandOver) -> None:
        try:
            old = self._store.chat(made.chat_id)
        except KeyError:  # deleted meanwhile
            return
        chat = self._store.create_chat(
            self.tr("{title} (continued)").format(title=self._plain_title(old)),
            system_prompt=old.system_prompt,
            draft=made.text,
            continued_from=old.id,
            temporary=old.temporary,
            overrides=old.overrides,
            role_play=old.role_play,
            folder_id=old.folder_id,
        )
        self._open.list_changed.emit()
        if self._open.chat.id == old.id:
            self._open.open(chat.id)
        self.fresh_chat_made.emit(chat, made)

    def _plain_title(self, chat: Chat) -> str:
        """Return a title without the endings that earlier steps gave it."""
        title = chat.title or self.tr("New chat")
        for ending in (self.tr("{title} (continued)"), self.tr("{title} (from the last steady reply)")):
            title = title.removesuffix(ending.format(title=""))
        return title.strip()

    # --- going back ----------------------------------------------------------------------------------------------------------

    def last_steady(self) -> Message | None:
        """Return the last reply on show at or above the threshold, None where there is none or the newest reply is that one."""
        threshold = self._watch.threshold
        replies = [each for each in self._open.messages if each.role == "assistant" and each.state != "growing"]
        if threshold is None:
            return None
        known = [(reply, float(reading)) for reply in replies if (reading := reply.stats.get("reading")) is not None]
        if not known or known[-1][1] >= threshold:
            return None
        # One that came back in the midst of a drift counts: it is what the person sees marked as close to the usual self.
        return next((reply for reply, reading in reversed(known) if reading >= threshold), None)

    def go_back_to_steady(self) -> None:
        """Branch into a new chat that ends with the last steady reply; its composer holds the message that came next."""
        reply = self.last_steady()
        if reply is None:
            return
        self._open.flush_draft()
        self._watch.acted()
        self.guarded(self._branch, reply)

    def _branch(self, reply: Message) -> None:
        old = self._open.chat
        after = next((each for each in self._open.messages if each.parent_id == reply.id), None)
        title = self.tr("{title} (from the last steady reply)").format(title=self._plain_title(old))
        chat = self._store.copy_to_new_chat(reply.id, title)
        if after is not None and after.role == "user":
            self._store.set_draft(chat.id, after.content)
        self._open.list_changed.emit()
        self._open.open(chat.id)
        self.went_back.emit()

    # --- the cap -------------------------------------------------------------------------------------------------------------

    def strengthen_cap(self) -> None:
        """Turn the cap on, or up by one step: in all chats, or in this one where it has a strength of its own."""
        self._watch.acted()
        chat, settings = self._open.chat, self._settings.settings
        step = prompt.next_step(self._replies.settings_of(chat))
        everywhere = self._in_force(dataclasses.replace(settings, cap=step, percentile=None)) == step
        if everywhere:
            before: dict[str, Any] = {name: getattr(settings, name) for name in _CAP}
            if not self._settings.update(cap=step, percentile=None):  # in force, and the notice that it is not saved says more
                return
        else:
            before = {name: value for name, value in chat.overrides.items() if name in _CAP}
            if not self.set_cap(step):
                return
        self.held.emit(Held(chat.id, step, everywhere, before))

    def undo_held(self, held: Held) -> None:
        """Hold the replies as they were held before; nothing where the chat is no longer on screen or the strength is another."""
        if not self.still(held):
            return
        if held.everywhere:
            self._settings.update(**held.before)
        else:
            self._set_own_cap(held.before)

    def hold_only_here(self, held: Held) -> None:
        """Let what was done for all chats hold in this one alone."""
        # First here, then the others: where the chat cannot be written, everything stays as it is.
        if self.still(held) and held.everywhere and self.set_cap(held.step):
            self._settings.update(**held.before)

    def still(self, held: Held) -> bool:
        """Whether what was done is still in force, in the chat on screen."""
        if self._open.chat.id != held.chat_id:
            return False
        if held.everywhere:
            settings = self._settings.settings
            return (
                settings.cap == held.step
                and settings.percentile is None
                and not any(name in self._open.chat.overrides for name in _CAP)
            )
        return bool(self._open.chat.overrides.get("cap") == held.step)

    def set_cap(self, step: str | None) -> bool:
        """Hold the replies of this chat with a strength of its own; None inherits. Returns whether that was kept."""
        return self._set_own_cap({} if step is None else {"cap": step})

    def _set_own_cap(self, values: dict[str, Any]) -> bool:
        chat = self._open.chat
        overrides = {name: value for name, value in chat.overrides.items() if name not in _CAP} | values
        again = functools.partial(self._set_own_cap, values)
        kept = self.guarded(self._store.set_overrides, chat.id, overrides, again=again, state=self._chat_settings)
        if kept:
            self._open.reload()
            self.chat_changed.emit()
        return kept

    def inherited_cap(self) -> str:
        """Return the step that holds in this chat where it has none of its own."""
        settings = self._settings.settings
        overrides = {name: value for name, value in self._open.chat.overrides.items() if name not in _CAP}
        return effective(settings, self._loader.model_key, overrides).cap

    def other_cap(self, message_id: int) -> str | None:
        """Return the step under which another version of a reply shows what the cap changes: "off" where it was held."""
        message = next((each for each in self._open.messages if each.id == message_id), None)
        if message is None or message.role != "assistant":
            return None
        if message.stats.get("percentile") is not None:
            return "off"
        in_force = self._replies.settings_of(self._open.chat).cap
        return "standard" if in_force == "off" else in_force

    def _chat_settings(self) -> tuple[int, dict[str, Any], bool]:
        chat = self._open.chat
        return chat.id, dict(chat.overrides), chat.role_play

    def _in_force(self, settings: Settings) -> str:
        return effective(settings, self._loader.model_key, self._open.chat.overrides).cap

    # --- answers to the warning ----------------------------------------------------------------------------------------------

    def answer(self, answer: Answer) -> None:
        """Keep what the person said to the warning: silent until the next step ("not_now"), or it is meant ("meant_it")."""
        after = self._watch.answer(answer)
        if after is None:
            return
        self.guarded(self._store.add_answer, self._open.chat.id, after, answer)
        if answer == "meant_it":
            self.set_role_play(True)
        else:
            self._open.reload()

    def set_role_play(self, role_play: bool) -> None:
        """Say whether a role is meant to be played in this chat: its replies are read as before, and nothing warns."""
        again = functools.partial(self.set_role_play, role_play)
        if self.guarded(self._store.set_role_play, self._open.chat.id, role_play, again=again, state=self._chat_settings):
            self._open.reload()
            self._watch.set_role_play(role_play)
            self.chat_changed.emit()
