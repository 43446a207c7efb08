"""The store of all chats: every change is committed before the call returns, so a crash loses nothing that was acknowledged."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.conversations.database import open_database
from app.conversations.records import Answer, Chat, Message, Role, State, StoreError

TITLE_CHARS = 60


class Store:
    """Chats and messages in one SQLite file. Not for use from several threads.

    notice: a sentence for the person where the file had to be repaired when it was opened, else None.
    """

    def __init__(self, path: Path) -> None:
        self._db, self.notice = open_database(path)
        with self._writing():
            self._db.execute("UPDATE messages SET state = 'interrupted' WHERE state = 'growing'")
            self._db.execute("DELETE FROM chats WHERE deleted_at IS NOT NULL")

    def close(self) -> None:
        """Close the file; further calls fail."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; whatever goes wrong undoes all of it and becomes a StoreError."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise StoreError(
                f"The last change was not saved ({error})", "it is still on the screen", "make room on the disk and try again"
            ) from error
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"Your chats cannot be read ({error})", "", "start Keel again; it then checks and repairs the file"
            ) from error

    # --- chats ---------------------------------------------------------------------------------------------------------------

    def chats(self) -> list[Chat]:
        """Return all chats, the one used last first."""
        return [_chat(row) for row in self._rows("SELECT * FROM chats WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC")]

    def chat(self, chat_id: int) -> Chat:
        """Return one chat; raises KeyError where there is none."""
        rows = self._rows("SELECT * FROM chats WHERE id = ? AND deleted_at IS NULL", (chat_id,))
        if not rows:
            raise KeyError(chat_id)
        return _chat(rows[0])

    def continuations(self, chat_id: int) -> list[Chat]:
        """Return the chats that were started from this one."""
        query = "SELECT * FROM chats WHERE continued_from = ? AND deleted_at IS NULL ORDER BY id"
        return [_chat(row) for row in self._rows(query, (chat_id,))]

    def create_chat(
        self, title: str = "", *, system_prompt: str | None = None, draft: str = "", continued_from: int | None = None
    ) -> Chat:
        """Make a chat and return it."""
        now = _now()
        with self._writing():
            cursor = self._db.execute(
                "INSERT INTO chats (title, system_prompt, draft, continued_from, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
                (_clean(title), system_prompt, _clean(draft), continued_from, now, now),
            )
        return self.chat(int(cursor.lastrowid or 0))

    def rename_chat(self, chat_id: int, title: str) -> None:
        """Give a chat the title a person chose."""
        self._set(chat_id, title=_clean(title).strip()[: 4 * TITLE_CHARS], renamed=1)

    def set_draft(self, chat_id: int, draft: str) -> None:
        """Keep what stands in the chat's composer."""
        self._set(chat_id, draft=_clean(draft))

    def set_queued(self, chat_id: int, text: str) -> None:
        """Keep the message that waits until the model is free."""
        self._set(chat_id, queued=_clean(text))

    def add_answer(self, chat_id: int, message_id: int, answer: Answer) -> None:
        """Keep what the person said to the drift warning that followed a reply."""
        self._set(chat_id, answers=json.dumps([*self.chat(chat_id).answers, (message_id, answer)]))

    def set_system_prompt(self, chat_id: int, system_prompt: str | None) -> None:
        """Give the chat a system prompt of its own; None inherits the settings."""
        self._set(chat_id, system_prompt=system_prompt)

    def delete_chat(self, chat_id: int) -> None:
        """Hide a chat; it can be restored until `purge_deleted` or the next start."""
        self._set(chat_id, deleted_at=_now())

    def restore_chat(self, chat_id: int) -> None:
        """Bring a deleted chat back."""
        self._set(chat_id, deleted_at=None)

    def purge_deleted(self) -> None:
        """Remove deleted chats for good."""
        with self._writing():
            self._db.execute("DELETE FROM chats WHERE deleted_at IS NOT NULL")

    def _set(self, chat_id: int, **values: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        with self._writing():
            self._db.execute(f"UPDATE chats SET {names} WHERE id = ?", (*values.values(), chat_id))

    # --- messages ------------------------------------------------------------------------------------------------------------

    def add_message(
        self,
        chat_id: int,
        role: Role,
        content: str,
        *,
        parent_id: int | None,
        state: State = "complete",
        receipt: Mapping[str, Any] | None = None,
    ) -> Message:
        """Add a message below parent_id and make it the chat's last one; a first user message also names the chat."""
        now = _now()
        text = _clean(content)
        with self._writing():
            cursor = self._db.execute(
                "INSERT INTO messages (chat_id, parent_id, role, content, state, created_at, receipt) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (chat_id, parent_id, role, text, state, now, json.dumps(dict(receipt or {}))),
            )
            message_id = int(cursor.lastrowid or 0)
            self._db.execute("UPDATE chats SET leaf_id = ?, updated_at = ? WHERE id = ?", (message_id, now, chat_id))
            if role == "user":
                self._db.execute("UPDATE chats SET title = ? WHERE id = ? AND title = ''", (title_of(text), chat_id))
        return self.message(message_id)

    def message(self, message_id: int) -> Message:
        """Return one message; raises KeyError where there is none."""
        rows = self._rows("SELECT * FROM messages WHERE id = ?", (message_id,))
        if not rows:
            raise KeyError(message_id)
        return _message(rows[0])

    def checkpoint(self, message_id: int, content: str, readings: Sequence[float], state: State = "growing") -> None:
        """Keep the text and the readings a growing reply has so far."""
        with self._writing():
            self._db.execute(
                "UPDATE messages SET content = ?, readings = ?, state = ? WHERE id = ?",
                (_clean(content), json.dumps(list(readings)), state, message_id),
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
        """Keep a reply as it ended and return it."""
        with self._writing():
            self._db.execute(
                "UPDATE messages SET content = ?, readings = ?, state = ?, stats = ?, drifted = ?, evicted = ? WHERE id = ?",
                (
                    _clean(content),
                    json.dumps(list(readings)),
                    state,
                    json.dumps(dict(stats or {})),
                    None if drifted is None else int(drifted),
                    evicted,
                    message_id,
                ),
            )
        return self.message(message_id)

    def path(self, chat_id: int) -> list[Message]:
        """Return the messages on show, first to last."""
        query = """
            WITH RECURSIVE line (id, parent_id, depth) AS (
                SELECT m.id, m.parent_id, 0 FROM messages m JOIN chats c ON c.leaf_id = m.id WHERE c.id = ?
                UNION ALL SELECT m.id, m.parent_id, line.depth + 1 FROM messages m JOIN line ON m.id = line.parent_id
            )
            SELECT messages.* FROM messages JOIN line ON line.id = messages.id ORDER BY line.depth DESC
        """
        return [_message(row) for row in self._rows(query, (chat_id,))]

    def siblings(self, message_id: int) -> list[int]:
        """Return the ids of all versions of a message, itself included, oldest first."""
        query = """
            SELECT other.id FROM messages other JOIN messages mine ON mine.id = ?
            WHERE other.chat_id = mine.chat_id AND other.role = mine.role AND other.parent_id IS mine.parent_id ORDER BY other.id
        """
        return [int(row[0]) for row in self._rows(query, (message_id,))]

    def set_leaf(self, chat_id: int, message_id: int | None) -> None:
        """Show the chat up to this message."""
        self._set(chat_id, leaf_id=message_id)

    def show_version(self, message_id: int) -> None:
        """Show the chat with this version of a message and the newest messages that follow it."""
        query = """
            WITH RECURSIVE line (id) AS (
                SELECT ? UNION ALL
                SELECT (SELECT max(m.id) FROM messages m WHERE m.parent_id = line.id) FROM line WHERE line.id IS NOT NULL
            )
            SELECT max(id) FROM line
        """
        (leaf,) = self._rows(query, (message_id,))[0]
        self.set_leaf(self.message(message_id).chat_id, int(leaf))


def title_of(text: str) -> str:
    """Return a title made from a first message: its first line, cut at a word."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "New chat")
    if len(line) <= TITLE_CHARS:
        return line
    return line[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _clean(text: str) -> str:
    """SQLite cannot hold half a surrogate pair; it becomes the replacement character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _chat(row: sqlite3.Row) -> Chat:
    names = [name for name in Chat.__dataclass_fields__ if name not in ("renamed", "answers")]
    answers = tuple((int(message_id), answer) for message_id, answer in json.loads(row["answers"]))
    return Chat(renamed=bool(row["renamed"]), answers=answers, **{name: row[name] for name in names})


def _message(row: sqlite3.Row) -> Message:
    plain = {name: row[name] for name in ("id", "chat_id", "parent_id", "role", "content", "state", "created_at", "evicted")}
    return Message(
        **plain,
        readings=tuple(json.loads(row["readings"])),
        stats=json.loads(row["stats"]),
        receipt=json.loads(row["receipt"]),
        drifted=None if row["drifted"] is None else bool(row["drifted"]),
    )
