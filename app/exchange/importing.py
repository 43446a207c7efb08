"""Putting what a file holds into the store: all of it in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.conversations.store import Store
from app.exchange.found import ExchangeError, Form, Found, LeftOut
from app.exchange.reading import read_file


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file: who wrote it, the new chats in its order, how many messages they have, what was left out."""

    file: str
    form: Form
    chat_ids: list[int] = field(default_factory=list)
    messages: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)


def import_file(store: Store, path: Path) -> Imported:
    """Read a file and keep its chats; raises ExchangeError where it cannot be read, StoreError where they cannot be kept."""
    return keep(store, path, read_file(path))


def keep(store: Store, path: Path, found: Found) -> Imported:
    """Keep chats that were read from a file, in one transaction."""
    if not found.trees:
        raise ExchangeError(f"None of the chats in {path.name} could be read", "nothing was imported", "choose another file")
    assert found.form is not None
    chat_ids = store.add_trees(found.trees)
    return Imported(path.name, found.form, chat_ids, found.messages, found.left_out)
