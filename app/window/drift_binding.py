"""Keeps readings and what can be done about drift in step with the window: panel, warning, hand-over, versions."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.conversations.records import Message, StoreError
from app.drift.panel import TurnReading
from app.language import translate
from app.settings.fields import INFO
from app.window.drift_notices import DriftNotices
from app.window.model_loader import Problem
from app.window.prompt import STEPS
from engine.protocol import ReplyStats

if TYPE_CHECKING:
    from app.window.window import MainWindow

MOST_OTHERS: Final = 400
"""Other versions of replies that are drawn, the newest ones; a chat has seldom more."""

MOST_KEPT: Final = 4000
"""Readings of other versions that are kept in memory, so that they are read from the disk once."""


class DriftBinding(QObject):
    """The window's slots that concern drift."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._flow = window.controller
        self._notices = DriftNotices(window)
        self._turns: list[TurnReading] = []
        self._known: dict[int, TurnReading] = {}
        # Other versions are read from the disk once the conversation is on screen, so that it does not wait for them.
        self._others_later = QTimer(self)
        self._others_later.setSingleShot(True)
        self._others_later.setInterval(0)
        self._others_later.timeout.connect(self._show_others)
        self._connect_flow()
        self._connect_wishes()

    def _connect_flow(self) -> None:
        flow, panel = self._flow, self._window.drift_panel
        flow.reply_began.connect(panel.begin_reply)
        flow.readings_added.connect(panel.add_readings)
        flow.watch.warning_due.connect(self._present_warning)
        flow.watch.warning_over.connect(self._window.warning_strip.dismiss)
        flow.watch.state_changed.connect(self._show_state)
        flow.settings.changed.connect(self._on_settings)
        actions, made = flow.drift_actions, flow.hand_over
        actions.chat_changed.connect(self._on_chat_changed)
        made.changed.connect(self._show_hand_over)
        made.progressed.connect(self._window.hand_over_strip.show_progress)

    def _connect_wishes(self) -> None:
        window, actions = self._window, self._flow.drift_actions
        window.drift_panel.turn_selected.connect(window.chat_view.scroll_to)
        window.drift_panel.version_selected.connect(self._on_version_selected)
        card = window.drift_panel.chat_card
        card.cap_chosen.connect(actions.set_cap)
        card.role_play_chosen.connect(actions.set_role_play)
        card.go_back_requested.connect(actions.go_back_to_steady)
        strip = window.warning_strip
        strip.fresh_chat_requested.connect(actions.fresh_chat_with_summary)
        strip.go_back_requested.connect(actions.go_back_to_steady)
        strip.strengthen_requested.connect(actions.strengthen_cap)
        strip.not_now_requested.connect(self._flow.answer_not_now)
        strip.meant_requested.connect(self._on_meant)
        window.hand_over_strip.skip_requested.connect(self._flow.hand_over.skip)
        window.hand_over_strip.cancel_requested.connect(self._flow.hand_over.cancel)
        window.chat_view.other_cap_requested.connect(self._on_other_cap)

    def act(self, action: str) -> bool:
        """Do what a notice's button offers; returns whether it was one of these."""
        return self._notices.act(action)

    # --- readings ------------------------------------------------------------------------------------------------------------

    def show_axis(self) -> None:
        """Show the axis of the model that was loaded."""
        loader = self._flow.loader
        self._window.drift_panel.set_axis(loader.axis, loader.axis_problem)
        self.show_threshold()

    def show_threshold(self) -> None:
        """Draw the threshold that is in force."""
        threshold = self._flow.watch.threshold
        if threshold is not None:
            self._window.drift_panel.set_threshold(threshold)

    def show_finished(self, stats: ReplyStats) -> None:
        """Show the figures of the reply that has just ended."""
        self._window.drift_panel.finish_reply(stats)

    def show_history(self, replies: Sequence[Message]) -> None:
        """Show the finished replies of the chat on screen, with their other versions."""
        if self._flow.loader.reads:
            episodes = self._flow.watch.episodes(replies)
            self._turns = [_turn(reply, episodes[at]) for at, reply in enumerate(replies)]
            self._window.drift_panel.set_history(self._turns)
            self._others_later.start()
            if replies and not self._flow.busy_here:
                self._window.drift_panel.show_reply(replies[-1].readings, replies[-1].stats)
        self._show_chat_card()

    def _show_others(self) -> None:
        try:
            versions = self._flow.store.versions([turn.index for turn in self._turns])
            pairs = [(shown, each) for shown, ids in versions.items() for each in ids if each != shown][-MOST_OTHERS:]
            found = [(shown, other) for shown, each in pairs if (other := self._other(each)) is not None]
        except StoreError as error:
            self._flow.problem.emit(Problem(error.sentence))
            return
        if not found:
            return
        others: dict[int, tuple[TurnReading, ...]] = {}
        for shown, other in found:
            others[shown] = (*others.get(shown, ()), other)
        self._turns = [dataclasses.replace(turn, others=others.get(turn.index, ())) for turn in self._turns]
        self._window.drift_panel.set_history(self._turns)

    def _other(self, message_id: int) -> TurnReading | None:
        """Return another version of a reply, None while it grows and where it has no reading."""
        if message_id not in self._known:
            message = self._flow.store.message(message_id)
            if message.state == "growing" or message.stats.get("reading") is None:
                return None
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[message_id] = _turn(message, bool(message.drifted))
        return self._known[message_id]

    def _show_state(self, _state: object) -> None:
        watch = self._flow.watch
        self._window.status_line.show_drift(watch.state, watch.threshold)

    def _on_settings(self, _settings: object) -> None:
        self.show_threshold()
        self._show_chat_card()

    def _on_chat_changed(self) -> None:
        self._show_chat_card()

    def _show_chat_card(self) -> None:
        flow, card = self._flow, self._window.drift_panel.chat_card
        own = flow.chat.overrides.get("cap")
        steps = [(str(choice.value), translate("Settings", choice.name)) for choice in INFO["cap"].choices]
        known = own if own in STEPS else None
        card.show_cap(steps, known, flow.drift_actions.inherited_cap(), possible=flow.loader.caps)
        card.show_role_play(flow.chat.role_play)
        card.offer_way_back(flow.drift_actions.last_steady() is not None)

    def _on_version_selected(self, message_id: int) -> None:
        self._flow.show_version(message_id)
        self._window.chat_view.scroll_to(message_id)

    # --- the warning and what follows from it ----------------------------------------------------------------------------------

    def _present_warning(self) -> None:
        flow = self._flow
        step = flow.replies.settings_of(flow.chat).cap
        back = flow.drift_actions.last_steady() is not None
        self._window.warning_strip.present(step != "off", flow.loader.caps and step != STEPS[-1], back)

    def _on_meant(self) -> None:
        self._flow.answer_meant()
        self._notices.tell_meant()

    def _show_hand_over(self) -> None:
        chat_id, strip = self._flow.hand_over.chat_id, self._window.hand_over_strip
        if chat_id is None:
            strip.end()
            return
        strip.begin(self._flow.store.chat(chat_id).title or self.tr("New chat"))

    def _on_other_cap(self, message_id: int) -> None:
        flow = self._flow
        step = flow.drift_actions.other_cap(message_id)
        if step is None:
            return
        if step != "off" and not flow.loader.caps:
            sentence = self.tr("This model's axis shows readings only, so its replies cannot be held.")
            flow.problem.emit(Problem(sentence, tone="info"))
        else:
            flow.regenerate(message_id, step)


def _turn(message: Message, drifted: bool) -> TurnReading:
    stats = message.stats
    return TurnReading(
        index=message.id,
        reading=stats.get("reading"),
        early=stats.get("early"),
        engaged=stats.get("engaged"),
        drifted=drifted,
        capped=stats.get("percentile") is not None,
    )
