"""Reading plain transcripts: lists of {"role", "content"}, alone, by name, in a list, or one per line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.conversations.records import Tree
from app.exchange import said
from app.exchange.foreign import MOST_MESSAGES, Node, tree_of
from app.exchange.found import LeftOut, UnreadableChatError
from app.exchange.values import moment, text_of, title_in

_LISTS = ("conversation", "conversations", "messages", "transcript", "turns")
"""Names that say "this is the conversation"; any other name of a list of messages is a title."""

_TITLES = ("title", "name", "id")


def transcripts_in(value: Any) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    """Yield each transcript in a JSON value: its title ("" none), what stands beside it, and its messages."""
    if isinstance(value, list) and any(said.is_message(each) for each in value[:20]):
        yield "", {}, value
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, dict | list):
                yield from _in_one(each)
    elif isinstance(value, dict):
        yield from _in_one(value)


def _in_one(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    if isinstance(value, list):
        if _is_transcript(value):
            yield "", {}, value
        return
    for name, messages in value.items():
        if _is_transcript(messages):
            known = name.strip().lower() in _LISTS
            titles = [title_in(value.get(each)) for each in _TITLES] if known else [title_in(name)]
            yield next(filter(None, titles), ""), value, messages
        elif isinstance(messages, dict):
            for inner, said_there in messages.items():
                if _is_transcript(said_there) and inner.strip().lower() in _LISTS:
                    yield title_in(name), messages, said_there


def _is_transcript(value: Any) -> bool:
    return isinstance(value, list) and any(said.is_message(each) for each in value[:20])


def read(number: int, title: str, beside: dict[str, Any], messages: list[Any], left_out: LeftOut, now: str) -> Tree:
    """Return one transcript as a chat; raises UnreadableChatError where it is too long. now: the time for what has none."""
    if len(messages) > MOST_MESSAGES:
        raise UnreadableChatError
    system = text_of(beside.get("system")) or text_of(beside.get("system_prompt"))
    nodes: list[Node] = []
    for count, entry in enumerate(messages):
        node = Node(str(count), str(count - 1) if count else None, "")
        nodes.append(node)
        if not isinstance(entry, dict):
            left_out["unreadable_messages"] += 1
            continue
        role, text = said.role_and_text(entry, left_out)
        if role == "system":
            first = not system and not any(each.role for each in nodes)
            system = text if first else system
            left_out["system_messages"] += not first
            continue
        node.role, node.text = role, text
        node.created_at = moment(entry.get("created_at")) or moment(entry.get("timestamp"))
    created = moment(beside.get("created_at")) or moment(beside.get("timestamp")) or next(_times(nodes), now)
    return tree_of(number, nodes, left_out, title=title, created_at=created, system_prompt=system)


def _times(nodes: list[Node]) -> Iterator[str]:
    return (node.created_at for node in nodes if node.created_at)
