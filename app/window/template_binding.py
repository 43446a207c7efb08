"""Lets the engine try the chat template that is being written in the settings panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.language.telling import told
from app.settings.template_editor import LONGEST, TemplateEditor
from engine import protocol

if TYPE_CHECKING:
    from app.window.window import MainWindow


class TemplateBinding(QObject):
    """Carries templates to the engine and what came of them back; the newest one counts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._loader = window.controller.loader
        self._client = window.controller.client
        editor = window.settings_panel.row("chat_template").editor
        assert isinstance(editor, TemplateEditor)
        self._editor = editor
        self._asked: int | None = None
        self._editor.check_requested.connect(self._ask)
        self._client.template_checked.connect(self._on_checked)
        self._client.error.connect(self._on_error)
        self._loader.changed.connect(self._on_model)
        self._on_model()

    @Slot(str)
    def _ask(self, source: str) -> None:
        if len(source) > LONGEST:
            self._editor.show_check(False, "", self.tr("This template cannot be used: it is far too long."), source)
            return
        if self._client.running and (source or self._loader.state == "ready"):
            self._asked = self._client.check_template(source)

    @Slot(object)
    def _on_checked(self, event: protocol.TemplateChecked) -> None:
        if event.id == self._asked:
            self._asked = None
            self._editor.show_check(event.ok, event.text, told(event.sentence), event.source)

    @Slot(object)
    def _on_error(self, event: protocol.Error) -> None:
        if event.id is not None and event.id == self._asked:
            self._asked = None
            self._editor.show_check(False, "", told(event.message), "")

    @Slot()
    def _on_model(self) -> None:
        """Another model has another template, and other special tokens."""
        ready = self._loader.state == "ready"
        self._editor.own.setEnabled(ready)
        if ready and self._editor.isVisible():
            self._editor.check()
