"""From the messages of another program to a tree of Keel's: what is left out is bridged, answers in pieces are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.conversations.chats import title_of
from app.conversations.records import Chat, Message, Role, Tree
from app.exchange.found import LeftOut, UnreadableChatError

MOST_MESSAGES = 100_000

NodeRole = Literal["user", "assistant", ""]


@dataclass(slots=True)
class Node:
    """One entry of a foreign tree; role "" stands for what Keel has no place for. created_at is ISO 8601 or None."""

    key: str
    parent: str | None
    role: NodeRole
    text: str = ""
    created_at: str | None = None
    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Kept:
    """A node that becomes a message: what it stands on, and what it goes on with (an answer in several pieces)."""

    node: Node
    above: _Kept | None
    goes_on: _Kept | None
    length: int
    answered: bool = False
    gone_on: _Kept | None = None
    id: int = 0

    @property
    def is_message(self) -> bool:
        return self.answered or self.gone_on is None


def tree_of(
    number: int,
    nodes: Sequence[Node],
    left_out: LeftOut,
    *,
    title: str,
    created_at: str,
    updated_at: str | None = None,
    current: str | None = None,
    system_prompt: str | None = None,
    pinned: bool = False,
    folder: str | None = None,
) -> Tree:
    """Return a chat made of these nodes, with the version on show that ends at `current` (None: the last one).

    Raises UnreadableChatError where nothing can be made of them.
    """
    if len(nodes) > MOST_MESSAGES:
        raise UnreadableChatError
    kept, place = _walk(nodes, left_out)
    messages = _messages(number, [each for each in kept if each.is_message], created_at)
    shown = place.get(current) if current is not None else None
    while shown is not None and not shown.is_message:
        shown = shown.gone_on
    if shown is None and messages:
        shown = next(each for each in reversed(kept) if each.is_message)
    first = next((message.content for message in messages if message.role == "user"), "")
    chat = Chat(
        id=number,
        title=title or (title_of(first) if first else ""),
        renamed=bool(title),
        system_prompt=system_prompt or None,
        draft="",
        queued="",
        leaf_id=None if shown is None else shown.id,
        continued_from=None,
        answers=(),
        created_at=created_at,
        updated_at=updated_at or created_at,
        pinned=pinned,
    )
    return Tree(chat, messages, folder)


def _walk(nodes: Sequence[Node], left_out: LeftOut) -> tuple[list[_Kept], dict[str, _Kept | None]]:
    """Return what is kept, each behind what it stands on, and for every node the nearest that is kept at or above it."""
    keys = {node.key for node in nodes}
    children: dict[str | None, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent if node.parent in keys else None, []).append(node)
    kept: list[_Kept] = []
    place: dict[str, _Kept | None] = {}
    waiting: list[tuple[Node, _Kept | None]] = [(node, None) for node in reversed(children.get(None, []))]
    while waiting:
        node, above = waiting.pop()
        if node.role and node.text.strip():
            above = _keep(node, above)
            kept.append(above)
        place[node.key] = above
        waiting.extend((child, above) for child in reversed(children.get(node.key, [])))
    left_out["unreadable_messages"] += len(nodes) - len(place)  # they stand below one another in a circle
    _check_length(kept)
    return kept, place


def _keep(node: Node, above: _Kept | None) -> _Kept:
    if above is not None and above.node.role == node.role == "assistant":
        made = _Kept(node, above.above, above, above.length + len(node.text))
        above.gone_on = made
        return made
    if above is not None:
        above.answered = True
    return _Kept(node, above, None, len(node.text))


def _check_length(kept: Sequence[_Kept]) -> None:
    """Many answers that go on with the same long piece would grow without bound; no program writes such chats."""
    given = sum(len(each.node.text) for each in kept)
    if sum(each.length for each in kept if each.is_message) > 4 * given + 1_000_000:
        raise UnreadableChatError


def _messages(number: int, kept: Sequence[_Kept], made: str) -> list[Message]:
    for count, each in enumerate(kept, start=1):
        each.id = count
    return [
        Message(
            id=each.id,
            chat_id=number,
            parent_id=None if each.above is None else each.above.id,
            role=_role(each.node),
            content=_whole(each),
            state="complete",
            created_at=each.node.created_at or made,
            receipt=each.node.receipt,
        )
        for each in kept
    ]


def _role(node: Node) -> Role:
    return "user" if node.role == "user" else "assistant"


def _whole(kept: _Kept) -> str:
    pieces = []
    piece: _Kept | None = kept
    while piece is not None:
        pieces.append(piece.node.text)
        piece = piece.goes_on
    return "\n\n".join(reversed(pieces))
