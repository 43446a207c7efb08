"""What the store holds: chats and messages, as frozen dataclasses, and the errors it raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.problems import UserError

Role = Literal["user", "assistant"]
State = Literal["complete", "growing", "stopped", "interrupted", "length", "context_full"]
Answer = Literal["not_now", "meant_it"]


class StoreError(UserError):
    """Chats cannot be read or written; the text says in one sentence what it means and what to do."""


class NewerStoreError(StoreError):
    """The chats were written by a newer Keel; the file was left as it is."""


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation.

    system_prompt None inherits the settings. draft: what stands in its composer; queued: a message sent while the model was busy.
    leaf_id: last message of the version on show. continued_from: the chat this one was started from. answers: what the person
    said to drift warnings, each with the id of the reply it came after.
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
