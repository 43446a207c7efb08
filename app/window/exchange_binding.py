"""Where the window offers to take chats along: the menu of the header, the list of chats, the notice that undoes an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from app.exchange.dialogs import Exchange
from app.window.model_loader import Problem

if TYPE_CHECKING:
    from app.window.window import MainWindow


class ExchangeBinding(QObject):
    """The window's actions for files of chats."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.exchange = Exchange(window.controller, window.controller.settings.path.parent, window)
        self.exchange.told.connect(self._on_told)
        menu = window.header.chat_menu
        menu.addSeparator()
        self.export_chat = self._action(self.tr("Export this chat…"), self.exchange.export_chat, "Ctrl+Shift+E")
        self.export_all = self._action(self.tr("Export all chats…"), self.exchange.export_all)
        self.import_chats = self._action(self.tr("Import chats…"), self.exchange.choose_files, "Ctrl+Shift+O")
        window.sidebar.export_requested.connect(self.exchange.export_chats)
        window.sidebar.allow_export()
        menu.addActions([self.export_chat, self.export_all, self.import_chats])

    def act(self, action: str) -> bool:
        """Do what a button of the notice offers, where it is for this part; returns whether it was."""
        return self.exchange.act(action)

    def _action(self, name: str, slot: object, *keys: str) -> QAction:
        action = QAction(name, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(slot)
        self._window.addAction(action)
        return action

    @Slot(object)
    def _on_told(self, problem: Problem) -> None:
        self._window.notice.present(
            problem.sentence, action=problem.action, label=problem.label, details=problem.details, tone=problem.tone
        )
