"""Binds the list of chats, the search and the find bar to the conversation flow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.conversations.records import Hit, StoreError
from app.finding.search_dialog import SearchDialog
from app.sidebar.kept_folds import FILE as FOLDS_FILE
from app.sidebar.kept_folds import load_folds, save_folds
from app.window.model_loader import Problem

if TYPE_CHECKING:
    from app.window.window import MainWindow


class FindingBinding(QObject):
    """The window's slots that concern finding and sorting chats."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._flow = window.controller
        self._folds_file = window.controller.settings.path.parent / FOLDS_FILE
        flow, sidebar, sorting = window.controller, window.sidebar, window.controller.sorting
        sidebar.new_requested.connect(flow.open_chat.new)
        sidebar.search_requested.connect(self.search)
        sidebar.chat_chosen.connect(self._on_chat_chosen)
        sidebar.rename_requested.connect(flow.open_chat.rename)
        sidebar.delete_requested.connect(flow.open_chat.delete_all)
        sidebar.pin_requested.connect(sorting.pin)
        sidebar.move_requested.connect(sorting.move)
        sidebar.move_to_new_requested.connect(sorting.move_to_new)
        sidebar.folder_requested.connect(sorting.add_folder)
        sidebar.folder_renamed.connect(sorting.rename_folder)
        sidebar.folder_delete_requested.connect(sorting.delete_folder)
        sidebar.begin_with_folds(load_folds(self._folds_file))
        sidebar.folds_changed.connect(self._on_folds)
        sorting.folder_made.connect(self._on_folder_made)
        flow.open_chat.deleted.connect(self._on_deleted)
        flow.open_chat.opened.connect(window.find_bar.close_bar)
        flow.messages_replaced.connect(window.find_bar.again)
        window.find_bar.closed.connect(self._on_find_closed)
        flow.busy_changed.connect(self._show_growing)
        self._show_growing()
        new_folder = QAction(self.tr("New folder"), window)
        new_folder.triggered.connect(sorting.add_folder)
        window.header.chat_menu.addAction(new_folder)

    # --- searching -----------------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Open the search over all chats."""
        dialog = SearchDialog(self._find, self._window)
        dialog.chosen.connect(self.jump)
        dialog.open()

    def find(self) -> None:
        """Open the find bar of the chat on screen."""
        if not self._window.chat_is_shown:
            self._window.show_chat()
        self._window.find_bar.open_bar()

    def jump(self, chat_id: int, message_id: int, text: str) -> None:
        """Open a chat and bring one of its messages (0: none) on screen, with the text that found it marked."""
        flow, window = self._flow, self._window
        if flow.chat.id != chat_id:
            flow.open_chat.open(chat_id)
        elif not window.chat_is_shown:
            window.show_chat()
        if flow.chat.id != chat_id or not message_id:
            return
        if message_id not in [message.id for message in flow.open_chat.messages]:
            flow.show_version(message_id)
        window.chat_view.scroll_to(message_id)
        whole = " ".join(text.split())
        for words in (whole, *sorted(whole.split(), key=len, reverse=True)):
            if window.find_bar.show_finds(words, message_id):
                break

    def _find(self, text: str, limit: int) -> Sequence[Hit]:
        try:
            if text.strip():
                return self._flow.store.search(text, limit)
            chats = self._flow.store.listed()[:limit]
        except StoreError as error:
            self._flow.problem.emit(Problem(error.sentence))
            return []
        return [Hit(chat.id, None, chat.title, chat.title, [], chat.updated_at) for chat in chats]

    def _on_find_closed(self) -> None:
        if self._window.chat_is_shown:
            self._window.composer.setFocus()

    # --- the list ------------------------------------------------------------------------------------------------------------

    def _on_chat_chosen(self, chat_id: int) -> None:
        flow = self._flow
        if chat_id != flow.chat.id or not self._window.chat_is_shown:
            flow.open_chat.open(chat_id)

    def _on_folder_made(self, folder_id: int) -> None:
        if self._window.sidebar.isHidden():
            self._window.toggle_sidebar()
        self._window.sidebar.name_folder(folder_id)

    def _on_folds(self, folded: Collection[int]) -> None:
        save_folds(self._folds_file, folded)

    def _on_deleted(self, titles: Sequence[str]) -> None:
        sentence = self.tr("{count} chats were deleted.").format(count=len(titles))
        if len(titles) == 1:
            sentence = self.tr("“{title}” was deleted.").format(title=titles[0] or self.tr("New chat"))
        self._window.notice.present(sentence, action="undo_delete", label=self.tr("Undo"), tone="info")

    def _show_growing(self) -> None:
        message = self._flow.run.message
        self._window.sidebar.set_growing(message.chat_id if message is not None else 0)
        if message is None:  # how the reply reads may have put a sign on its chat
            self._window.sidebar.show_chats(self._flow.store.listed(), self._flow.chat.id, self._flow.store.folders())
