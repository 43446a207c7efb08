"""What stands in the list of chats, line by line: pinned chats, folders, then all others by date."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from app.chat.markdown import printable
from app.conversations.records import Chat, Entry, Folder
from app.language import translate
from app.sidebar.dates import Groups

Listed = Entry | Chat
"""What the list needs to know of a chat."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading, a folder or a chat.

    id: of the chat or the folder, 0 for a heading. count: how many chats a folder holds. folded: its chats are not listed.
    inside: the chat stands below its folder.
    """

    kind: Literal["heading", "folder", "chat"]
    text: str
    id: int = 0
    count: int = 0
    folded: bool = False
    inside: bool = False
    pinned: bool = False
    drifted: bool = False
    temporary: bool = False


def rows_of(chats: Sequence[Listed], folders: Sequence[Folder], folded: Collection[int], now: date) -> list[Row]:
    """Return the lines for these chats, given with the one used last first."""
    return [
        *_pinned([chat for chat in chats if chat.pinned]),
        *_foldered(chats, folders, folded),
        *_dated(chats, {folder.id for folder in folders}, now),
    ]


def name_of(title: str) -> str:
    """Return the title of a chat as one line, with words for a chat that has none yet."""
    plain = title if title.isprintable() else printable(title)  # asking is much quicker than replacing
    return " ".join(plain.split()) or translate("ChatList", "New chat")


def _pinned(chats: Sequence[Listed]) -> Iterator[Row]:
    if chats:
        yield Row("heading", translate("ChatList", "Pinned"))
        yield from (_row(chat) for chat in chats)


def _foldered(chats: Sequence[Listed], folders: Sequence[Folder], folded: Collection[int]) -> Iterator[Row]:
    inside: dict[int, list[Listed]] = {folder.id: [] for folder in folders}
    for chat in chats:
        if chat.folder_id in inside and not chat.pinned:
            inside[chat.folder_id].append(chat)
    if folders:
        yield Row("heading", translate("ChatList", "Folders"))
    for folder in folders:
        closed = folder.id in folded
        yield Row("folder", name_of(folder.name), folder.id, count=len(inside[folder.id]), folded=closed)
        if not closed:
            yield from (_row(chat, inside=True) for chat in inside[folder.id])


def _dated(chats: Sequence[Listed], known: Collection[int], now: date) -> Iterator[Row]:
    loose = [chat for chat in chats if not chat.pinned and chat.folder_id not in known]
    groups = Groups(now)
    for name, members in groupby(loose, key=lambda chat: groups.name(chat.updated_at)):
        yield Row("heading", name)
        yield from (_row(chat) for chat in members)


def _row(chat: Listed, *, inside: bool = False) -> Row:
    return Row(
        "chat",
        name_of(chat.title),
        chat.id,
        inside=inside,
        pinned=chat.pinned,
        drifted=chat.drifted,
        temporary=chat.temporary,
    )
