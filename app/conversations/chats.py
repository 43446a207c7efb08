"""Chats and folders in the store: making, naming, sorting, deleting and restoring them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.conversations import backups
from app.conversations.base import Tables
from app.conversations.records import Answer, Chat, Entry, Folder
from app.conversations.rows import CHAT_COLUMNS, chat_of, clean, folder_of, now, pack

TITLE_CHARS = 60


class Chats(Tables):
    """The part of the store that knows chats and folders."""

    def chats(self) -> list[Chat]:
        """Return all chats, temporary ones too, the one used last first."""
        query = f"SELECT {CHAT_COLUMNS} FROM chats WHERE deleted_at IS NULL"
        found = [chat_of(row) for database in (self._disk, self._memory) for row in database.rows(query)]
        return sorted(found, key=_last_used, reverse=True)

    def listed(self) -> list[Entry]:
        """Return all chats as a list shows them, temporary ones too, the one used last first; much quicker than `chats`."""
        query = """
            SELECT id, title, updated_at, pinned, folder_id, drifted FROM chats
            WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC
        """
        found = [
            Entry(row[0], row[1], row[2], bool(row[3]), row[4], bool(row[5]), database is self._memory)
            for database in (self._memory, self._disk)
            for row in database.rows(query)
        ]
        return sorted(found, key=_last_used, reverse=True)

    def chat(self, chat_id: int) -> Chat:
        """Return one chat; raises KeyError where there is none."""
        query = f"SELECT {CHAT_COLUMNS} FROM chats WHERE id = ? AND deleted_at IS NULL"
        rows = self._of(chat_id).rows(query, (chat_id,))
        if not rows:
            raise KeyError(chat_id)
        return chat_of(rows[0])

    def continuations(self, chat_id: int) -> list[Chat]:
        """Return the chats that were started from this one."""
        query = f"SELECT {CHAT_COLUMNS} FROM chats WHERE continued_from = ? AND deleted_at IS NULL ORDER BY id"
        return [chat_of(row) for row in self._of(chat_id).rows(query, (chat_id,))]

    def create_chat(
        self,
        title: str = "",
        *,
        system_prompt: str | None = None,
        draft: str = "",
        continued_from: int | None = None,
        temporary: bool = False,
        overrides: Mapping[str, Any] | None = None,
        role_play: bool = False,
        folder_id: int | None = None,
    ) -> Chat:
        """Make a chat and return it; a temporary one is gone when the program ends, and never touches the disk.

        A temporary chat is in no folder, and a link between a temporary chat and one that stays is not kept.
        """
        database = self._memory if temporary else self._disk
        if continued_from is not None and self._of(continued_from) is not database:
            continued_from = None
        made = now()
        with database.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO chats (title, system_prompt, draft, continued_from, overrides, role_play, folder_id, created_at, "
                "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    clean(title),
                    None if system_prompt is None else clean(system_prompt),
                    clean(draft),
                    continued_from,
                    pack(overrides),
                    int(role_play),
                    None if temporary else folder_id,
                    made,
                    made,
                ),
            )
        return self.chat(int(cursor.lastrowid or 0))

    def rename_chat(self, chat_id: int, title: str) -> None:
        """Give a chat the title a person chose."""
        self._set([chat_id], title=clean(title).strip()[: 4 * TITLE_CHARS], renamed=1)

    def set_draft(self, chat_id: int, draft: str) -> None:
        """Keep what stands in the chat's composer."""
        self._set([chat_id], draft=clean(draft))

    def set_queued(self, chat_id: int, text: str) -> None:
        """Keep the message that waits until the model is free."""
        self._set([chat_id], queued=clean(text))

    def take_back_queued(self, chat_id: int, draft: str) -> None:
        """Let nothing wait in the chat any more, and keep what then stands in its composer, in one step."""
        self._set([chat_id], draft=clean(draft), queued="")

    def add_answer(self, chat_id: int, message_id: int, answer: Answer) -> None:
        """Keep what the person said to the drift warning that followed a reply."""
        self._set([chat_id], answers=json.dumps([*self.chat(chat_id).answers, (message_id, answer)]))

    def set_system_prompt(self, chat_id: int, system_prompt: str | None) -> None:
        """Give the chat a system prompt of its own; None inherits the settings."""
        self._set([chat_id], system_prompt=None if system_prompt is None else clean(system_prompt))

    def set_overrides(self, chat_id: int, overrides: Mapping[str, Any]) -> None:
        """Give the chat settings of its own, by name; what is not named inherits. Values are JSON values."""
        self._set([chat_id], overrides=pack(overrides))

    def set_role_play(self, chat_id: int, role_play: bool) -> None:
        """Say whether a role is meant to be played in this chat: readings go on, nothing warns."""
        self._set([chat_id], role_play=int(role_play))

    def pin_chat(self, chat_id: int, pinned: bool) -> None:
        """Keep a chat at the top of the list, or no longer."""
        self._set([chat_id], pinned=int(pinned))

    # --- deleting ------------------------------------------------------------------------------------------------------------

    def delete_chat(self, chat_id: int) -> None:
        """Hide a chat; it can be restored until `purge_deleted` or the next start."""
        self.delete_chats([chat_id])

    def restore_chat(self, chat_id: int) -> None:
        """Bring a deleted chat back."""
        self.restore_chats([chat_id])

    def delete_chats(self, chat_ids: Sequence[int]) -> None:
        """Hide chats, all or none; they can be restored until `purge_deleted` or the next start."""
        self._set(chat_ids, deleted_at=now())

    def restore_chats(self, chat_ids: Sequence[int]) -> None:
        """Bring deleted chats back."""
        self._set(chat_ids, deleted_at=None)

    def purge_deleted(self) -> None:
        """Remove deleted chats for good, from the backups too."""
        gone = [tuple(row) for row in self._disk.rows("SELECT id, created_at FROM chats WHERE deleted_at IS NOT NULL")]
        if gone:
            backups.forget(self._file, gone, [])
        for database in (self._disk, self._memory):
            with database.writing() as connection:
                # Cut the chain first: SQLite follows at most a thousand references from one deleted row to the next.
                connection.execute(
                    "UPDATE messages SET parent_id = NULL WHERE chat_id IN (SELECT id FROM chats WHERE deleted_at IS NOT NULL)"
                )
                connection.execute("DELETE FROM chats WHERE deleted_at IS NOT NULL")
        if gone:
            backups.merge_index(self._disk.connection)

    # --- folders -------------------------------------------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        """Return all folders in their order."""
        return [folder_of(row) for row in self._disk.rows("SELECT id, name, position FROM folders ORDER BY position, id")]

    def create_folder(self, name: str) -> Folder:
        """Make a folder below the others and return it."""
        with self._disk.writing() as connection:
            (position,) = connection.execute("SELECT coalesce(max(position) + 1, 0) FROM folders").fetchone()
            values = (_folder_name(name), position)
            cursor = connection.execute("INSERT INTO folders (name, position) VALUES (?, ?)", values)
        return Folder(int(cursor.lastrowid or 0), *values)

    def rename_folder(self, folder_id: int, name: str) -> None:
        """Give a folder another name."""
        with self._disk.writing() as connection:
            connection.execute("UPDATE folders SET name = ? WHERE id = ?", (_folder_name(name), folder_id))

    def order_folders(self, folder_ids: Sequence[int]) -> None:
        """Put the folders into this order."""
        with self._disk.writing() as connection:
            connection.executemany("UPDATE folders SET position = ? WHERE id = ?", list(enumerate(folder_ids)))

    def delete_folder(self, folder_id: int) -> None:
        """Remove a folder; the chats in it stay, in no folder."""
        with self._disk.writing() as connection:
            connection.execute("DELETE FROM folders WHERE id = ?", (folder_id,))

    def move_chats(self, chat_ids: Sequence[int], folder_id: int | None) -> None:
        """Put chats into a folder (None: into none); temporary chats stay where they are."""
        self._set([each for each in chat_ids if self._of(each) is self._disk], folder_id=folder_id)


def title_of(text: str) -> str:
    """Return a title made from a first message: its first line, cut at a word."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "New chat")
    if len(line) <= TITLE_CHARS:
        return line
    return line[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _folder_name(name: str) -> str:
    return clean(" ".join(name.split()))[: 2 * TITLE_CHARS] or "New folder"


def _last_used(chat: Chat | Entry) -> tuple[str, int]:
    return chat.updated_at, chat.id
