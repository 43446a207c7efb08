"""What the program has acknowledged, line by line, and whether the chat file still has it after a kill."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.conversations import backups
from app.conversations.store import Store

LOST_SECONDS = 1.0
"""What was typed or received may be missing where it is younger than this."""


def whole(path: Path) -> None:
    """The file is sound, and so is every backup beside it."""
    for file in (path, *backups.copies(path)):
        with contextlib.closing(sqlite3.connect(file)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", file
            assert db.execute("PRAGMA foreign_key_check").fetchall() == [], file


@dataclass
class Books:
    """Everything acknowledged over many runs on one folder."""

    said: dict[int, str] = field(default_factory=dict)
    replies: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    imported: set[int] = field(default_factory=set)
    waiting: dict[int, tuple[str, ...]] = field(default_factory=dict)
    youngest_loss: float = 0.0
    checked: dict[str, int] = field(default_factory=dict)

    def check(self, path: Path, lines: Iterable[str], killed: float) -> None:
        """Take in what one run told, and hold the file against all of it; killed: when, on the monotonic clock."""
        told = [json.loads(line) for line in lines]
        for fact in told:
            self._take(fact)
        whole(path)
        store = Store(path)
        try:
            assert store.recovery is None, store.notice
            self._check_kept(store)
            self._check_growing(store, told, killed)
            self._check_typed(store, told, killed)
        finally:
            store.close()

    def _take(self, fact: dict[str, Any]) -> None:
        if fact["what"] == "kept" and fact["role"] == "user":
            self.said[fact["id"]] = fact["text"]
        elif fact["what"] == "finished":
            self.replies[fact["id"]] = fact["text"]
        elif fact["what"] == "renamed":
            self.names[fact["chat"]] = fact["title"]
        elif fact["what"] == "imported":
            self.imported |= set(fact["chats"])
        self._count(fact["what"])

    def _count(self, what: str) -> None:
        self.checked[what] = self.checked.get(what, 0) + 1

    def _check_kept(self, store: Store) -> None:
        for message_id, text in {**self.said, **self.replies}.items():
            assert store.message(message_id).content == text, message_id
        for chat_id, title in self.names.items():
            # A name that was given and told is there, or one that was given after it.
            assert store.chat(chat_id).title.startswith("named "), title
        assert self.imported <= {chat.id for chat in store.chats()}

    def _check_growing(self, store: Store, told: list[dict[str, Any]], killed: float) -> None:
        ended = {fact["id"] for fact in told if fact["what"] == "finished"}
        grown = [fact for fact in told if fact["what"] == "grew" and fact["id"] not in ended]
        if not grown:
            return
        message = store.message(grown[-1]["id"])
        assert message.state != "growing"
        if message.state != "interrupted":  # it ended, and was kept so, just before that could be told
            return
        self._count("interrupted replies")
        missing = [fact["t"] for fact in grown if fact["id"] == message.id and fact["length"] > len(message.content)]
        if missing:
            self.youngest_loss = max(self.youngest_loss, killed - missing[0])
            assert killed - missing[0] <= LOST_SECONDS, f"{killed - missing[0]:.2f} s of a reply are missing"

    def _check_typed(self, store: Store, told: list[dict[str, Any]], killed: float) -> None:
        """What stood in the message box a second ago is still there, was sent, or waits."""
        states = [fact for fact in told if fact["what"] == "typed"]
        old = [index for index, fact in enumerate(states) if fact["t"] <= killed - LOST_SECONDS]
        if not old:
            return
        chat_id = states[old[-1]]["chat"]
        chat = store.chat(chat_id)
        allowed = {fact["text"] for fact in states[old[-1] :] if fact["chat"] == chat_id}
        everything = [message.content for message in store.tree(chat_id)]
        text = states[old[-1]]["text"]
        found = chat.draft in allowed or text in chat.draft or text in chat.queued or any(text in each for each in everything)
        assert found, f"typed {text!r}, found the draft {chat.draft!r} and the waiting message {chat.queued!r}"
        self._count("drafts")

    def report(self) -> dict[str, Any]:
        """Return how much was held against the file."""
        return {"acknowledged": self.checked, "longest_loss_of_a_growing_reply_s": round(self.youngest_loss, 2)}
