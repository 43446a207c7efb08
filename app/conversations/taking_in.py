"""Taking in many chats at once, all or none, without keeping others from writing while it lasts."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.conversations.base import show_leaf
from app.conversations.faults import Database
from app.conversations.records import Message, StoreError, Tree
from app.conversations.rows import clean, now, pack, pack_readings

STEP_SECONDS: Final = 0.06
PAUSE_SECONDS: Final = 0.03
"""Who waits for SQLite looks again after at most 25 ms at first, so that it comes into the first or second pause for certain."""

_MESSAGE: Final = (
    "INSERT INTO messages (chat_id, parent_id, state, role, content, created_at, readings, stats, receipt, drifted, evicted) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class TakingIn:
    """One import. Its chats count as deleted until the last of them is there, so that half an import is never seen.

    Where it ends early, what was written so far goes, at the latest with the next start of the window, like all that was deleted.
    """

    def __init__(self, database: Database, trees: Sequence[Tree], ordered: Sequence[Sequence[Message]]) -> None:
        self._database = database
        self._trees = trees
        self._ordered = ordered
        self._hidden = now()
        self._new: list[int] = []
        self._written = 0

    def run(self) -> list[int]:
        """Take everything in and return the new ids; raises StoreError, and then nothing has come in."""
        work, ended = self._work(), False
        try:
            while not ended:
                ended = self._step(work)
                if not ended:
                    time.sleep(PAUSE_SECONDS)
        except BaseException as error:
            removed = self._clear_away()
            if isinstance(error, StoreError) and removed:
                raise _removed_meanwhile() from error
            raise
        return self._new

    def _step(self, work: Iterator[None]) -> bool:
        """Do some of the work as one transaction; returns whether that was the last of it."""
        with self._database.writing():
            until = time.monotonic() + STEP_SECONDS
            ended = True
            for _ in work:
                if time.monotonic() >= until:
                    ended = False
                    break
        self._written = len(self._new)
        return ended

    def _work(self) -> Iterator[None]:
        """Write message after message, and in the end, in one piece, what makes the chats visible."""
        for tree, messages in zip(self._trees, self._ordered, strict=True):
            yield from self._add(tree, messages)
        connection = self._database.connection
        number_of = {tree.chat.id: chat_id for tree, chat_id in zip(self._trees, self._new, strict=True)}
        for tree, chat_id in zip(self._trees, self._new, strict=True):
            source = number_of.get(tree.chat.continued_from or 0)
            values = (source, _folder(connection, tree.folder), chat_id, self._hidden)
            shown = "UPDATE chats SET continued_from = ?, folder_id = ?, deleted_at = NULL WHERE id = ? AND deleted_at = ?"
            if connection.execute(shown, values).rowcount != 1:
                raise _removed_meanwhile()

    def _add(self, tree: Tree, messages: Sequence[Message]) -> Iterator[None]:
        chat = tree.chat
        cursor = self._database.connection.execute(
            "INSERT INTO chats (title, renamed, system_prompt, draft, queued, created_at, updated_at, pinned, overrides, "
            "role_play, deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                clean(chat.title),
                int(chat.renamed),
                None if chat.system_prompt is None else clean(chat.system_prompt),
                clean(chat.draft),
                clean(chat.queued),
                chat.created_at or now(),
                chat.updated_at or chat.created_at or now(),
                int(chat.pinned),
                pack(chat.overrides),
                int(chat.role_play),
                self._hidden,
            ),
        )
        chat_id = int(cursor.lastrowid or 0)
        self._new.append(chat_id)
        new: dict[int, int] = {}
        for message in messages:
            new[message.id] = _add_message(self._database.connection, chat_id, new, message)
            yield
        answers = [(new[message_id], answer) for message_id, answer in chat.answers if message_id in new]
        connection = self._database.connection
        connection.execute("UPDATE chats SET answers = ? WHERE id = ?", (json.dumps(answers), chat_id))
        show_leaf(connection, chat_id, new.get(chat.leaf_id) if chat.leaf_id is not None else None)
        yield

    def _clear_away(self) -> bool:
        """Remove what was written in the steps that ended; returns whether somebody else has removed of it before.

        Only those: an id of a step that was undone may be that of another program's chat by now.
        """
        written, removed = self._new[: self._written], False
        with contextlib.suppress(StoreError):  # it stays hidden, and goes with the next start
            for chat_id in written:
                with self._database.writing() as connection:
                    where, values = "WHERE id = ? AND deleted_at = ?", (chat_id, self._hidden)
                    there = connection.execute(f"SELECT 1 FROM chats {where}", values).fetchone()
                    removed = removed or there is None
                    # SQLite follows at most a thousand references from one deleted row to the next.
                    if there is not None:
                        connection.execute("UPDATE messages SET parent_id = NULL WHERE chat_id = ?", (chat_id,))
                    connection.execute(f"DELETE FROM chats {where}", values)
        return removed


def _removed_meanwhile() -> StoreError:
    return StoreError(
        "The chats could not be kept, because Keel was started or closed in the middle of it", "nothing was imported", "try again"
    )


def _add_message(connection: sqlite3.Connection, chat_id: int, new: Mapping[int, int], message: Message) -> int:
    cursor = connection.execute(
        _MESSAGE,
        (
            chat_id,
            None if message.parent_id is None else new[message.parent_id],
            "interrupted" if message.state == "growing" else message.state,
            message.role,
            clean(message.content),
            message.created_at or now(),
            pack_readings(message.readings),
            pack(message.stats),
            pack(message.receipt),
            None if message.drifted is None else int(message.drifted),
            message.evicted,
        ),
    )
    return int(cursor.lastrowid or 0)


def _folder(connection: sqlite3.Connection, name: str | None) -> int | None:
    """The folder of this name, made where it is missing."""
    if not name:
        return None
    found = connection.execute("SELECT id FROM folders WHERE name = ? ORDER BY position LIMIT 1", (clean(name),)).fetchone()
    if found is not None:
        return int(found[0])
    (position,) = connection.execute("SELECT coalesce(max(position) + 1, 0) FROM folders").fetchone()
    cursor = connection.execute("INSERT INTO folders (name, position) VALUES (?, ?)", (clean(name), position))
    return int(cursor.lastrowid or 0)
