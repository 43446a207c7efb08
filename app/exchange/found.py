"""What was found in a file of chats: whole trees for the store, and what of the file could not be taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from app.conversations.records import Tree
from app.problems import UserError

Kind = Literal[
    "images",
    "sounds",
    "attachments",
    "tool_messages",
    "system_messages",
    "instructions",
    "unknown_roles",
    "empty_messages",
    "unreadable_messages",
    "receipts",
    "figures",
    "readings",
    "settings",
    "titles",
    "unreadable_chats",
    "empty_chats",
    "lines",
]
"""What can be left out of an import; `words.left_out` says each of them for people."""

LeftOut = Counter[Kind]

Form = Literal["keel", "chatgpt", "open_webui", "transcript"]


class ExchangeError(UserError):
    """A file cannot be read or written; one sentence says what happened, what it means and what to do."""


class UnreadableChatError(Exception):
    """One chat of a file makes no sense; the others may."""


@dataclass(slots=True)
class Found:
    """Chats read from one file; their ids are the file's own, the store gives new ones.

    left_out counts, by kind, what the file has and the trees have not.
    """

    form: Form | None = None
    trees: list[Tree] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=Counter)

    @property
    def messages(self) -> int:
        """How many messages the trees hold."""
        return sum(len(tree.messages) for tree in self.trees)
