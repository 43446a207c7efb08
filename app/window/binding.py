"""Keeps what is on screen and the conversation flow in step: the flow's signals to the widgets, the person's wishes to the flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.conversations.records import Message
from app.drift.words import percent
from app.language.telling import told
from app.window.again import SAVE_AGAIN, SAVE_SETTINGS, kept
from app.window.model_loader import Problem
from engine.protocol import ModelFacts, ReplyStats

if TYPE_CHECKING:
    from app.window.window import MainWindow


class Binding(QObject):
    """The window's slots that concern the conversation."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._filling = False
        self._example = ""
        self._connect_flow()
        self._connect_wishes()

    def _connect_flow(self) -> None:
        flow, view = self._controller, self._window.chat_view
        flow.message_added.connect(self._on_message_added)
        flow.reply_resumed.connect(view.resume)
        flow.reply_grew.connect(view.grow)
        flow.reply_finished.connect(self._on_reply_finished)
        flow.messages_replaced.connect(self._show_messages)
        flow.queue_changed.connect(view.set_queued)
        flow.busy_changed.connect(self._show_busy)
        flow.composer_filled.connect(self._fill_composer)
        flow.problem.connect(self.show_problem)
        flow.run.waiting.connect(self._on_waiting)
        flow.loader.changed.connect(self._show_model)
        flow.loader.progressed.connect(self._show_loading)
        flow.open_chat.opened.connect(self._on_opened)
        flow.open_chat.unwritten.settled.connect(self._on_settled)
        flow.open_chat.list_changed.connect(self._show_list)
        flow.settings.problem.connect(self._show_settings_problem)
        flow.settings.changed.connect(self._on_settings)

    def _connect_wishes(self) -> None:
        flow, window = self._controller, self._window
        window.composer.submitted.connect(self._on_submitted)
        window.composer.stop_requested.connect(flow.stop)
        window.composer.text_changed.connect(self._on_typed)
        view = window.chat_view
        view.example_chosen.connect(self._on_example)
        view.cancel_load_requested.connect(flow.loader.cancel)
        view.regenerate_requested.connect(flow.regenerate)
        view.continue_requested.connect(flow.go_on)
        view.version_requested.connect(flow.show_version)
        view.chat_requested.connect(flow.open_chat.open)
        view.queued_withdrawn.connect(flow.withdraw_queued)
        for notice in (view.notice, window.notice):
            notice.action_requested.connect(self._on_action)
        window.notice.dismissed.connect(self._on_notice_dismissed)

    # --- from the flow -------------------------------------------------------------------------------------------------------

    def show_start(self) -> None:
        """Tell what happened to the chats or the settings while they were opened."""
        recovery, problem = self._controller.store.recovery, self._controller.settings.load_problem
        if problem:
            self._show_sentence(problem)
        if recovery is not None and recovery.backup is not None:
            label = self.tr("Take it from the backup")
            self._window.notice.present(recovery.text, action="restore_backup", label=label, tone="info")
        elif recovery is not None:
            self._show_sentence(recovery.text)

    def _on_opened(self) -> None:
        flow, window = self._controller, self._window
        window.show_title()
        self._fill_composer(flow.open_chat.draft)
        window.show_chat()
        window.chat_view.notice.dismiss()
        window.drift_panel.clear()
        self._show_messages()
        self._show_list()
        unwritten = flow.open_chat.unwritten.sentence
        if unwritten:
            flow.problem.emit(kept(unwritten))

    def _on_settled(self) -> None:
        """What could not be written is on disk now."""
        notice = self._window.chat_view.notice
        if notice.action == SAVE_AGAIN:
            notice.dismiss()

    def _show_messages(self) -> None:
        flow, view = self._controller, self._window.chat_view
        messages = flow.open_chat.messages
        growing = flow.run.message
        shown = [growing if growing is not None and each.id == growing.id else each for each in messages]
        view.show_messages(shown, flow.versions())
        view.set_queued(flow.chat.queued)
        self._show_links()
        self._show_history()
        self._show_busy()

    def _show_links(self) -> None:
        flow = self._controller
        source = None
        if flow.chat.continued_from is not None:
            source = next((chat for chat in flow.store.chats() if chat.id == flow.chat.continued_from), None)
        self._window.chat_view.empty_state.show_continuation(flow.chat.continued_from is not None)
        self._window.chat_view.empty_state.show_temporary(flow.chat.temporary)
        self._window.chat_view.set_links(source, flow.store.continuations(flow.chat.id))

    def _show_list(self) -> None:
        flow = self._controller
        self._window.sidebar.show_chats(flow.store.listed(), flow.chat.id, flow.store.folders())
        self._window.show_title()

    def _on_message_added(self, message: Message, versions: list[int]) -> None:
        self._window.chat_view.notice.dismiss()
        self._window.chat_view.append(message, versions)

    def _on_reply_finished(self, message: Message, stats: ReplyStats | None) -> None:
        flow, window = self._controller, self._window
        window.chat_view.finish(message, flow.store.siblings(message.id))
        if stats is not None:
            window.drift_binding.show_finished(stats)
        self._show_history()

    def _show_history(self) -> None:
        """Give the panel the finished replies of the chat."""
        messages = self._controller.open_chat.messages
        replies = [message for message in messages if message.role == "assistant" and message.state != "growing"]
        self._window.drift_binding.show_history(replies)
        self._window.status_line.show_stats(replies[-1].stats if replies else {})
        evicted = replies[-1].evicted if replies else 0
        self._window.chat_view.set_forgotten(evicted)

    def _show_model(self) -> None:
        loader, window = self._controller.loader, self._window
        states = {
            "none": self.tr("no model"),
            "loading": self.tr("loading…"),
            "ready": self.tr("runs on this computer"),
            "failed": self.tr("not loaded"),
            "unloaded": self.tr("put away until it is needed"),
        }
        model = loader.model if loader.state == "ready" else None
        window.header.show_device(self._device(model) if model is not None else "")
        window.header.show_model(loader.name, states[loader.state])
        if loader.state == "loading":
            window.chat_view.empty_state.show_loading(self.tr("Loading {name}…").format(name=loader.name), 0.0)
        else:
            window.chat_view.empty_state.show_model(loader.name if loader.state in ("ready", "unloaded") else "")
        if loader.state == "ready":
            window.drift_binding.show_axis()
            window.settings_panel.set_axis(loader.axis, loader.axis_problem)
            self._show_history()
            if window.chat_view.notice.action in ("restart_engine", "load_anyway", "load_on_processor", "choose_model"):
                window.chat_view.notice.dismiss()
        self._show_busy()

    def _device(self, model: ModelFacts) -> str:
        """Return what the model runs on and why, and which draft model guesses for it."""
        guesses = self.tr("Draft model: {name}").format(name=model.draft) if model.draft else ""
        return "\n".join(filter(None, (told(model.device_reason), guesses)))

    def _show_loading(self, text: str, fraction: float) -> None:
        loader = self._controller.loader
        self._window.chat_view.empty_state.show_loading(text, fraction)
        self._window.header.show_model(loader.name, self.tr("loading, {share} done").format(share=percent(fraction)))

    def _show_busy(self) -> None:
        flow = self._controller
        busy = flow.busy or flow.loader.state == "loading"
        self._window.composer.set_busy(busy)
        self._window.allow_stop(busy)

    def _on_waiting(self, text: str) -> None:
        if self._controller.busy_here:
            self._window.chat_view.set_waiting(text)

    def _on_notice_dismissed(self) -> None:
        self._show_busy()

    def show_problem(self, problem: Problem) -> None:
        """Tell what went wrong, in the conversation."""
        view = self._window.chat_view
        view.notice.present(
            problem.sentence, action=problem.action, label=problem.label, details=problem.details, tone=problem.tone
        )
        view.scroll_to_end()

    def _show_settings_problem(self, sentence: str) -> None:
        action, label = (SAVE_SETTINGS, self.tr("Try again")) if self._controller.settings.unsaved else ("", "")
        self._window.notice.present(sentence, action=action, label=label, tone="info")

    def _on_settings(self) -> None:
        """A later change took what was not saved to the disk as well."""
        notice = self._window.notice
        if notice.action == SAVE_SETTINGS and not self._controller.settings.unsaved:
            notice.dismiss()

    def _show_sentence(self, sentence: str) -> None:
        self._window.notice.present(sentence, tone="info")

    # --- from the person -----------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """Hand the composer's text over, to be saved now."""
        text = self._window.composer.text()
        self._controller.open_chat.set_draft(self._window.message_binding.editing.draft(text))
        self._controller.meter.set_draft("" if self._window.message_binding.editing.active else text)

    def _on_submitted(self, text: str) -> None:
        editing = self._window.message_binding.editing
        if editing.active:
            editing.finish(text)
        elif self._controller.send(text):
            self._window.composer.clear()
            self.save_draft()
            self._controller.open_chat.flush_draft()

    def _on_typed(self) -> None:
        if not self._filling:
            self._controller.watch.note_typing()
            self.save_draft()

    def _fill_composer(self, text: str) -> None:
        self._window.message_binding.editing.forget()
        self._filling = True
        self._window.composer.set_text(text)
        self._filling = False
        self.save_draft()
        self._window.composer.setFocus()

    def _on_example(self, text: str) -> None:
        """Put an example into the box: in place of another example, else below what was typed."""
        composer = self._window.composer
        typed = composer.text()
        composer.replace_text(f"{typed}\n\n{text}" if typed.strip() and typed != self._example else text)
        self._example = text
        composer.setFocus()

    def _on_action(self, action: str) -> None:
        window = self._window
        if any(
            part.act(action)
            for part in (window.calibration_binding, window.drift_binding, window.exchange_binding, window.models_binding)
        ):
            return
        if action == "choose_model":
            self._window.choose_model()
        else:
            self._controller.act(action)
