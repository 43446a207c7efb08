"""Full-text search over titles and messages, as one types: newest first, with a snippet and where in it the words stand."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

from app.conversations.base import Tables
from app.conversations.faults import Database
from app.conversations.records import Hit
from app.conversations.rows import clean

MAX_WORDS = 16
SNIPPET_WORDS = 14
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters, which no text that is exchanged contains
_SPACE = re.compile(r"\s+")
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


class Search(Tables):
    """The part of the store that finds."""

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Return where all the words occur, titles first, then messages, newest first; the last word may be a beginning.

        Upper and lower case and accents make no difference. Whatever is typed is looked for as text.
        """
        words = [word for word in clean(text).replace("\0", " ").split() if any(char.isalnum() for char in word)][:MAX_WORDS]
        if not words:
            return []
        looking = _among if any(_unspaced(char) for word in words for char in word) else _indexed
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
    found = " AND ".join(f"instr(lower({column}), ?)" for _ in words)
    if titles:
        query = f"SELECT c.id, NULL, c.title, c.title, c.updated_at FROM chats c WHERE c.deleted_at IS NULL AND {found}"
        query += " ORDER BY c.id DESC LIMIT ?"
    else:
        query = f"""
            SELECT m.chat_id, m.id, c.title, m.content, m.created_at FROM messages m CROSS JOIN chats c ON c.id = m.chat_id
            WHERE m.deleted_at IS NULL AND c.deleted_at IS NULL AND m.state <> 'growing' AND {found} ORDER BY m.id DESC LIMIT ?
        """
    lower = [word.lower() for word in words]
    return [_hit_around(row, lower[0]) for row in database.rows(query, (*lower, limit))]


def _hit(row: sqlite3.Row) -> Hit:
    snippet, marks = read_marks(row[3])
    return Hit(row[0], row[1], row[2], snippet, marks, row[4])


def _hit_around(row: sqlite3.Row, word: str) -> Hit:
    text = _SPACE.sub(" ", row[3])
    at = max(text.lower().find(word), 0)
    start = max(at - 20, 0)
    end = min(at + len(word) + 60, len(text))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    begin = at - start + len(before)
    return Hit(row[0], row[1], row[2], f"{before}{text[start:end]}{after}", [(begin, begin + len(word))], row[4])


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


def _unspaced(char: str) -> bool:
    return ord(char) > 0x0DFF and unicodedata.name(char, "").startswith(_UNSPACED)
