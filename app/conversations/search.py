"""Full-text search over titles and messages, as one types: newest first, with a snippet and where in it the words stand."""

from __future__ import annotations

import itertools
import re
import sqlite3

from app.conversations.base import Tables
from app.conversations.faults import Database
from app.conversations.folding import folded, unspaced
from app.conversations.records import Hit
from app.conversations.rows import clean

MAX_WORDS = 16
SNIPPET_WORDS = 14
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters, which no text that is exchanged contains
_SPACE = re.compile(r"\s+")


class Search(Tables):
    """The part of the store that finds."""

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Return where all the words occur, titles first, then messages, newest first; the last word may be a beginning.

        Upper and lower case and accents make no difference. Whatever is typed is looked for as text.
        """
        words = [word for word in clean(text).replace("\0", " ").split() if any(char.isalnum() for char in word)][:MAX_WORDS]
        if not words:
            return []
        looking = _among if any(unspaced(char) for word in words for char in word) else _indexed
        titles: list[Hit] = []
        messages: list[Hit] = []
        for database in (self._memory, self._disk):
            titles += looking(database, words, limit, True)
            messages += looking(database, words, limit, False)
        return [*titles, *messages][:limit]


def _indexed(database: Database, words: list[str], limit: int, titles: bool) -> list[Hit]:
    quoted = [f'"{word.replace(chr(34), chr(34) * 2)}"' for word in words]
    asked = f"{' '.join(quoted)}*"
    if titles:
        query = f"""
            SELECT c.id, NULL, c.title, highlight(title_words, 0, '{_OPEN}', '{_CLOSE}'), c.updated_at
            FROM title_words CROSS JOIN chats c ON c.id = title_words.rowid
            WHERE title_words MATCH ? AND c.deleted_at IS NULL ORDER BY title_words.rowid DESC LIMIT ?
        """
    else:
        query = f"""
            SELECT m.chat_id, m.id, c.title, snippet(message_words, 0, '{_OPEN}', '{_CLOSE}', '…', {SNIPPET_WORDS}), m.created_at
            FROM message_words CROSS JOIN messages m ON m.id = message_words.rowid CROSS JOIN chats c ON c.id = m.chat_id
            WHERE message_words MATCH ? AND m.deleted_at IS NULL AND c.deleted_at IS NULL
            ORDER BY message_words.rowid DESC LIMIT ?
        """
    return [_hit(row) for row in database.rows(query, (asked, limit))]


def _among(database: Database, words: list[str], limit: int, titles: bool) -> list[Hit]:
    """Look through the texts themselves: scripts without spaces between words have no words an index could hold."""
    column = "c.title" if titles else "m.content"
    sought = [folded(word) for word in words]
    runs = [run for word in sought for run in _unspaced_runs(word)]
    # Most texts lack the letters that SQLite can look for by itself; only the others are worth folding.
    found = " AND ".join([*(f"instr({column}, ?)" for _ in runs), *(f"instr(folded({column}), ?)" for _ in sought)])
    if titles:
        query = f"SELECT c.id, NULL, c.title, c.title, c.updated_at FROM chats c WHERE c.deleted_at IS NULL AND {found}"
        query += " ORDER BY c.id DESC LIMIT ?"
    else:
        query = f"""
            SELECT m.chat_id, m.id, c.title, m.content, m.created_at FROM messages m CROSS JOIN chats c ON c.id = m.chat_id
            WHERE m.deleted_at IS NULL AND c.deleted_at IS NULL AND m.state <> 'growing' AND {found} ORDER BY m.id DESC LIMIT ?
        """
    return [_hit_around(row, sought[0]) for row in database.rows(query, (*runs, *sought, limit))]


def _hit(row: sqlite3.Row) -> Hit:
    snippet, marks = read_marks(row[3])
    return Hit(row[0], row[1], row[2], snippet, marks, row[4])


def _hit_around(row: sqlite3.Row, word: str) -> Hit:
    text = _SPACE.sub(" ", row[3])
    at, behind = _place_of(word, text)
    start = max(at - 20, 0)
    end = min(behind + 60, len(text))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    moved = len(before) - start
    return Hit(row[0], row[1], row[2], f"{before}{text[start:end]}{after}", [(at + moved, behind + moved)], row[4])


def _place_of(word: str, text: str) -> tuple[int, int]:
    """Where a folded word stands in a text as it was written, (start, end) in characters; its beginning where it is not found."""
    same = folded(text)
    at = same.find(word)
    if at < 0 or len(same) == len(text):
        return max(at, 0), max(at, 0) + len(word)
    places = [index for index, char in enumerate(text) for _ in folded(char)]
    return places[at], places[at + len(word) - 1] + 1


def read_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text in one line without its marks, and the (start, end) of what they enclosed, in characters."""
    marked = _SPACE.sub(" ", marked).strip()
    plain: list[str] = []
    marks: list[tuple[int, int]] = []
    length, begin = 0, None
    for part in re.split(f"([{_OPEN}{_CLOSE}])", marked):
        if part == _OPEN:
            begin = length
        elif part == _CLOSE:
            if begin is not None and length > begin:
                marks.append((begin, length))
            begin = None
        else:
            plain.append(part)
            length += len(part)
    return "".join(plain), marks


def _unspaced_runs(word: str) -> list[str]:
    return ["".join(run) for is_unspaced, run in itertools.groupby(word, unspaced) if is_unspaced]
