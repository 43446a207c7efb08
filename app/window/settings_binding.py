"""Keeps the settings panel in step with the chat and the model on screen, and keeps what is set for one chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from app.conversations.records import Message
from app.settings.installed_model import InstalledModel
from app.settings.pace import Pace

if TYPE_CHECKING:
    from app.window.window import MainWindow


class SettingsBinding(QObject):
    """The window's slots that concern settings of one chat and of one model."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._flow = window.controller
        self._panel = window.settings_panel
        self._pace = Pace()
        self._flow.open_chat.opened.connect(self.show_chat)
        self._flow.open_chat.opened.connect(self._show_pace)
        self._flow.run.finished.connect(self._on_finished)
        self._flow.open_chat.list_changed.connect(self.show_chat)
        self._flow.open_chat.settings_changed.connect(self.show_chat)
        self._flow.drift_actions.chat_changed.connect(self.show_chat)
        self._flow.loader.changed.connect(self.show_model)
        self._flow.shelf.changed.connect(self._show_models)
        self._panel.chat_edited.connect(self._keep_overrides)
        self._panel.chat_prompt_edited.connect(self._keep_prompt)
        self._panel.reload_requested.connect(self._flow.loader.load_again)
        self.show_model()
        self._show_models()
        self.show_chat()

    @Slot()
    def show_chat(self) -> None:
        """Show what the chat on screen sets itself."""
        chat = self._flow.chat
        self._panel.show_chat(chat.id, chat.title or self.tr("New chat"), chat.overrides, chat.system_prompt)

    @Slot()
    def show_model(self) -> None:
        """Show which model the settings of one model are for."""
        loader = self._flow.loader
        loaded = loader.loaded_with if loader.state == "ready" else None
        self._panel.show_model(loader.model_key, loader.name, loaded)
        self._panel.show_facts(loader.model)
        self._pace.begin(loader.model.fingerprint if loader.model is not None else None)
        self._show_pace()

    @Slot()
    def _show_models(self) -> None:
        """Show which models there are to choose a draft model from; those that are missing or damaged are left out."""
        here = [(model, model.file_bytes) for model in self._flow.shelf.models() if not model.problem]
        self._panel.show_models(
            [InstalledModel(each.path, each.name, size, each.report.shape if each.report else None) for each, size in here if size]
        )

    @Slot()
    def _show_pace(self) -> None:
        for message in self._flow.open_chat.messages:
            self._pace.add(message.id, message.stats, message.receipt)
        self._panel.show_speeds(*self._pace.medians())

    @Slot(object, object)
    def _on_finished(self, message: Message, _stats: object) -> None:
        self._pace.add(message.id, message.stats, message.receipt)
        self._panel.show_speeds(*self._pace.medians())

    @Slot(object, object)
    def _keep_overrides(self, chat_id: int, overrides: Mapping[str, Any]) -> None:
        self._flow.open_chat.set_overrides(chat_id, overrides)

    @Slot(object, object)
    def _keep_prompt(self, chat_id: int, system_prompt: str | None) -> None:
        self._flow.open_chat.set_system_prompt(chat_id, system_prompt)
