"""Messages in the store: adding them, keeping a growing reply, and the tree of versions they form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.conversations.base import Tables, show_leaf
from app.conversations.chats import title_of
from app.conversations.records import Message, Role, State
from app.conversations.rows import MESSAGE_COLUMNS, clean, message_of, now, pack, pack_readings
from app.conversations.schema import DRIFTED, NEWEST_BELOW

_COLUMNS = ", ".join(f"m.{name.strip()}" for name in MESSAGE_COLUMNS.split(","))


class Messages(Tables):
    """The part of the store that knows messages; deleted ones are hidden everywhere."""

    def add_message(
        self,
        chat_id: int,
        role: Role,
        content: str,
        *,
        parent_id: int | None,
        state: State = "complete",
        receipt: Mapping[str, Any] | None = None,
        waited: bool = False,
    ) -> Message:
        """Add a message below parent_id and make it the chat's last one; a first user message also names the chat.

        A parent that has a message below it already gets another version of that one. waited: it is the chat's waiting message,
        which in the same step waits no longer.
        """
        made = now()
        text = clean(content)
        with self._of(chat_id).writing() as connection:
            cursor = connection.execute(
                "INSERT INTO messages (chat_id, parent_id, role, content, state, created_at, receipt) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (chat_id, parent_id, role, text, state, made, pack(receipt)),
            )
            message_id = int(cursor.lastrowid or 0)
            (leaf,) = connection.execute("SELECT leaf_id FROM chats WHERE id = ?", (chat_id,)).fetchone() or (None,)
            connection.execute("UPDATE chats SET leaf_id = ?, updated_at = ? WHERE id = ?", (message_id, made, chat_id))
            if leaf != parent_id:
                show_leaf(connection, chat_id, message_id)
            if waited:
                connection.execute("UPDATE chats SET queued = '' WHERE id = ?", (chat_id,))
            if role == "user":
                connection.execute("UPDATE chats SET title = ? WHERE id = ? AND title = ''", (title_of(text), chat_id))
        return self.message(message_id)

    def message(self, message_id: int) -> Message:
        """Return one message; raises KeyError where there is none."""
        query = f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE id = ? AND deleted_at IS NULL"
        rows = self._of(message_id).rows(query, (message_id,))
        if not rows:
            raise KeyError(message_id)
        return message_of(rows[0])

    def checkpoint(self, message_id: int, content: str, readings: Sequence[float], state: State = "growing") -> None:
        """Keep the text and the readings a growing reply has so far."""
        with self._of(message_id).writing() as connection:
            connection.execute(
                "UPDATE messages SET content = ?, readings = ?, state = ? WHERE id = ?",
                (clean(content), pack_readings(readings), state, message_id),
            )

    def finish(
        self,
        message_id: int,
        content: str,
        readings: Sequence[float],
        state: State,
        *,
        stats: Mapping[str, Any] | None = None,
        drifted: bool | None = None,
        evicted: int = 0,
    ) -> Message:
        """Keep a reply as it ended and return it; raises KeyError where it was deleted meanwhile."""
        with self._of(message_id).writing() as connection:
            connection.execute(
                "UPDATE messages SET content = ?, readings = ?, state = ?, stats = ?, drifted = ?, evicted = ? WHERE id = ?",
                (
                    clean(content),
                    pack_readings(readings),
                    state,
                    pack(stats),
                    None if drifted is None else int(drifted),
                    evicted,
                    message_id,
                ),
            )
            chat = "(SELECT chat_id FROM messages WHERE id = ?)"
            connection.execute(f"UPDATE chats SET drifted = {DRIFTED} WHERE id = {chat}", (message_id,))
        return self.message(message_id)

    def set_receipt(self, message_id: int, receipt: Mapping[str, Any]) -> None:
        """Replace what is needed to make the reply again."""
        with self._of(message_id).writing() as connection:
            connection.execute("UPDATE messages SET receipt = ? WHERE id = ?", (pack(receipt), message_id))

    # --- the tree ------------------------------------------------------------------------------------------------------------

    def path(self, chat_id: int) -> list[Message]:
        """Return the messages on show, first to last."""
        query = f"""
            WITH RECURSIVE line (id, parent_id, depth) AS (
                SELECT m.id, m.parent_id, 0 FROM messages m JOIN chats c ON c.leaf_id = m.id WHERE c.id = ?
                UNION ALL SELECT m.id, m.parent_id, line.depth + 1 FROM messages m JOIN line ON m.id = line.parent_id
            )
            SELECT {_COLUMNS} FROM line CROSS JOIN messages m ON line.id = m.id WHERE m.deleted_at IS NULL ORDER BY line.depth DESC
        """
        return [message_of(row) for row in self._of(chat_id).rows(query, (chat_id,))]

    def tree(self, chat_id: int) -> list[Message]:
        """Return every message of the chat, of all versions, in the order they were made."""
        query = f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE chat_id = ? AND deleted_at IS NULL ORDER BY id"
        return [message_of(row) for row in self._of(chat_id).rows(query, (chat_id,))]

    def siblings(self, message_id: int) -> list[int]:
        """Return the ids of all versions of a message, itself included, oldest first."""
        return self.versions([message_id]).get(message_id, [])

    def versions(self, message_ids: Sequence[int]) -> dict[int, list[int]]:
        """Return, for each of these messages, the ids of all its versions, itself included, oldest first."""
        query = """
            SELECT mine.id, other.id FROM json_each(?) AS asked CROSS JOIN messages AS mine ON mine.id = asked.value
            CROSS JOIN messages AS other
                ON other.chat_id = mine.chat_id AND other.parent_id IS mine.parent_id AND other.role = mine.role
            WHERE mine.deleted_at IS NULL AND other.deleted_at IS NULL ORDER BY other.id
        """
        found: dict[int, list[int]] = {}
        for database, ids in self._split(message_ids):
            for mine, other in database.rows(query, (json.dumps(ids),)):
                found.setdefault(mine, []).append(other)
        return found

    def set_leaf(self, chat_id: int, message_id: int | None) -> None:
        """Show the chat up to this message."""
        with self._of(chat_id).writing() as connection:
            show_leaf(connection, chat_id, message_id)

    def show_version(self, message_id: int) -> None:
        """Show the chat with this version of a message and the newest messages that follow it; KeyError where there is none."""
        chat_id = self.message(message_id).chat_id
        with self._of(message_id).writing() as connection:
            show_leaf(connection, chat_id, connection.execute(NEWEST_BELOW, (message_id,)).fetchone()[0])
