"""The store of all chats: every change is committed before the call returns, so a crash loses nothing that was acknowledged."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from app.conversations import backups
from app.conversations.chats import title_of
from app.conversations.database import BUSY_TIMEOUT_MS, Salvaged, open_again, open_database, open_memory, read_copy
from app.conversations.faults import Database, not_saved
from app.conversations.open_file import OpenFile
from app.conversations.records import Recovery, StoreError
from app.conversations.salvage import take_over
from app.conversations.search import Search
from app.conversations.trees import Trees

__all__ = ["Store", "title_of"]

_LOST_IDS = 1_000_000


class Store(Trees, Search):
    """Chats, folders and messages in one SQLite file, temporary chats in memory. Not for use from several threads.

    recovery: what happened where the file was damaged when it was opened, else None. tidy=False leaves replies that still grow
    and deleted chats as they are: for a second program beside the window, which may be at work on them.
    """

    def __init__(self, path: Path, *, tidy: bool = True) -> None:
        connection, salvaged = open_database(path)
        super().__init__(path, Database(connection, OpenFile(path, open_again)), Database(open_memory()))
        self._tidies = False
        try:
            self.recovery = None if salvaged is None else self._recovery(salvaged)
            if tidy:
                self._tidy()
            self._tidies = tidy
        except BaseException:
            self.close()
            raise

    @property
    def _db(self) -> sqlite3.Connection:
        return self._disk.connection

    @property
    def notice(self) -> str | None:
        """A sentence for the person where the file had to be repaired when it was opened, else None."""
        return None if self.recovery is None else self.recovery.text

    def keeps(self, place: Path) -> bool:
        """Whether a place is where the chats themselves are kept, so that nothing else may be written there."""
        real, own = place.resolve(), self._file.resolve()
        return real.parent == own.parent and real.name in (f"{own.name}{ending}" for ending in ("", "-wal", "-shm", "-journal"))

    def hold_again(self) -> None:
        """Take the locks of the chat file again; to be called when something else in this process may have opened and closed it."""
        self._disk.hold_again()

    def close(self) -> None:
        """Remove for good what was deleted, close the file and forget the temporary chats; further calls fail."""
        if self._tidies:
            with contextlib.suppress(StoreError):  # it stays hidden, and goes at the next start
                self._remove_deleted()
        self._disk.close()
        self._memory.close()

    def set_patience(self, milliseconds: int | None) -> None:
        """Wait this long where another program is just writing to the file, for example an import; None: as usual."""
        self._db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS if milliseconds is None else int(milliseconds)}")

    def _tidy(self) -> None:
        """Finish what an earlier run left half done: replies that were growing, and what was deleted."""
        with self._disk.writing() as connection:
            connection.execute("UPDATE messages SET state = 'interrupted' WHERE state = 'growing'")
        self._remove_deleted()
        backups.take_if_due(self._db, self._file)

    def _remove_deleted(self) -> None:
        gone = [tuple(row) for row in self._disk.rows("SELECT id, created_at FROM messages WHERE deleted_at IS NOT NULL")]
        if gone:
            backups.forget(self._file, [], gone)
            with self._disk.writing() as connection:
                connection.execute("UPDATE messages SET parent_id = NULL WHERE deleted_at IS NOT NULL")
                connection.execute("DELETE FROM messages WHERE deleted_at IS NOT NULL")
            backups.merge_index(self._db)
        self.purge_deleted()

    # --- after damage --------------------------------------------------------------------------------------------------------

    def _recovery(self, salvaged: Salvaged) -> Recovery:
        found = f"{salvaged.chats} chats and {salvaged.messages} messages could be read and were taken over"
        if not salvaged.chats:
            found = "nothing in it could be read"
        text = f"The file with your chats was damaged; it was kept as {salvaged.aside.name}, and {found}."
        newest = backups.copies(self._file)[:1]
        day = backups.taken_at(newest[0]).date().isoformat() if newest else None
        if day is not None:
            text += f" There is a backup of {day}; what is missing can be taken from it."
            self._keep_ids_free()
        return Recovery(text, day, self._restore_backup)

    def _keep_ids_free(self) -> None:
        """New chats and messages get ids above all that the backup can hold, so that taking them from it never mixes them up."""
        with self._disk.writing() as connection:
            for table in ("folders", "chats", "messages"):
                (last,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
                connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
                connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last + _LOST_IDS))

    def _restore_backup(self) -> str:
        copies = backups.copies(self._file)
        if not copies:
            raise StoreError("There is no backup of your chats any more", "", "the damaged file is still there")
        try:
            with contextlib.closing(read_copy(copies[0])) as source:
                chats, messages = take_over(source, self._db)
        except sqlite3.Error as error:
            raise not_saved(error) from error
        return f"{chats} chats and {messages} messages were taken from the backup."
