"""What the store holds: chats, folders and messages, as frozen dataclasses, and the errors it raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.problems import UserError

Role = Literal["user", "assistant"]
State = Literal["complete", "growing", "stopped", "interrupted", "length", "context_full"]
Answer = Literal["not_now", "meant_it"]

TEMPORARY_FROM = 1 << 30
"""Ids of temporary chats and of their messages begin here; those of the file never get so far.

They have to fit into 32 bits with a sign, because that is what a Qt signal declared with `int` carries.
"""


class StoreError(UserError):
    """Chats cannot be read or written; the text says in one sentence what it means and what to do."""


class NewerStoreError(StoreError):
    """The chats were written by a newer Keel; the file was left as it is."""


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation.

    system_prompt None inherits the settings. draft: what stands in its composer; queued: a message sent while the model was busy.
    leaf_id: last message of the version on show. continued_from: the chat this one was started from. answers: what the person
    said to drift warnings, each with the id of the reply it came after. overrides: settings of this chat by name, unset inherits.
    role_play: readings go on, but nothing warns. drifted: a reply of the version on show reads below the threshold. temporary:
    kept in memory only.
    """

    id: int
    title: str
    renamed: bool
    system_prompt: str | None
    draft: str
    queued: str
    leaf_id: int | None
    continued_from: int | None
    answers: tuple[tuple[int, Answer], ...]
    created_at: str
    updated_at: str
    pinned: bool = False
    folder_id: int | None = None
    temporary: bool = False
    overrides: Mapping[str, Any] = field(default_factory=dict)
    role_play: bool = False
    drifted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A chat as a list of chats needs it; the fields are those of `Chat`."""

    id: int
    title: str
    updated_at: str
    pinned: bool
    folder_id: int | None
    drifted: bool
    temporary: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """A named group of chats; position orders the folders, from 0."""

    id: int
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat; parent_id makes a tree, so that another version of a reply is a sibling.

    state: "growing" while it is generated, else how it ended. readings: one normalised reading per token. stats: figures of
    the reply as the engine reported them. receipt: what is needed to make the reply again.
    """

    id: int
    chat_id: int
    parent_id: int | None
    role: Role
    content: str
    state: State
    created_at: str
    readings: tuple[float, ...] = ()
    stats: Mapping[str, Any] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)
    drifted: bool | None = None
    evicted: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole chat on its way into the store: ids are its own and are replaced, folder is a name or None.

    Messages may stand in any order; chat.leaf_id, parents and answers refer to the ids given here.
    """

    chat: Chat
    messages: Sequence[Message]
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """What one deletion of a message hid: hand it to `Store.restore_message` to have it back."""

    chat_id: int
    message_ids: tuple[int, ...]
    leaf_id: int | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a search found something; message_id None means the title of the chat.

    snippet: one line around the first find. marks: (start, end) of every find in it, in characters.
    """

    chat_id: int
    message_id: int | None
    title: str
    snippet: str
    marks: list[tuple[int, int]]
    created_at: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """What happened to a damaged file. text: a sentence or two for the person.

    backup: the day of the newest backup (ISO 8601), None where there is none. restore_backup() adds what the backup has and the
    file has lost, and returns a sentence about it; it raises StoreError where there is no backup or it cannot be read.
    """

    text: str
    backup: str | None
    restore_backup: Callable[[], str]
