"""Taking an import back: its chats go, except those that somebody has gone on with, and so do the folders that it made."""

from __future__ import annotations

from collections.abc import Sequence

from app.conversations.records import Chat
from app.conversations.store import Store
from app.window.open_chat import OpenChat


class ImportedChats:
    """What the last import brought, as it came."""

    def __init__(self, store: Store, open_chat: OpenChat) -> None:
        self._store = store
        self._open = open_chat
        self._there: set[int] | None = None
        self._came: dict[int, object] = {}
        self._folders: dict[int, str] = {}

    def begin(self) -> None:
        """Note which folders there are before an import; raises StoreError, and then none will be removed."""
        self._there = None
        self._there = {folder.id for folder in self._store.folders()}

    def note(self, chat_ids: Sequence[int]) -> None:
        """Note the chats that came, and the folders that were made for them; raises StoreError."""
        came = set(chat_ids)
        chats = [chat for chat in self._store.chats() if chat.id in came]
        ends = self._store.ends()
        self._came = {chat.id: self._state(chat, ends.get(chat.id)) for chat in chats}
        there = self._there
        inside = {chat.folder_id for chat in chats} - there if there is not None else set()
        self._folders = {folder.id: folder.name for folder in self._store.folders() if folder.id in inside}

    def take_back(self) -> tuple[bool, bool]:
        """Delete what is as it came, so that it can be restored like every deleted chat; raises StoreError.

        Returns whether chats were deleted and whether others were kept.
        """
        came, self._came = self._came, {}
        folders, self._folders = self._folders, {}
        self._open.flush_draft()
        there, ends = [chat for chat in self._store.chats() if chat.id in came], self._store.ends()
        same = [chat.id for chat in there if self._state(chat, ends.get(chat.id)) == came[chat.id]]
        self._open.delete_all(same)
        left = self._store.chats()
        if {chat.id for chat in left} & set(same):  # could not be deleted, which has been told
            self._came, self._folders = came, folders
            return False, False
        filled = {chat.folder_id for chat in left}
        for folder in self._store.folders():
            if folders.get(folder.id) == folder.name and folder.id not in filled:
                self._store.delete_folder(folder.id)
        self._open.list_changed.emit()
        return bool(same), len(same) < len(there)

    def _state(self, chat: Chat, end: object) -> object:
        """What changes in a chat when somebody does something in it; end: how its last message is."""
        own = (chat.title, chat.system_prompt, chat.overrides, chat.role_play, chat.answers)
        return chat.updated_at, chat.leaf_id, end, self._open.draft_of(chat), chat.queued, own
