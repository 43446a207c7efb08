"""Reading the chats Open WebUI exports: a tree of messages by id below "history", or a plain list of them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from app.conversations.records import Tree
from app.exchange import said
from app.exchange.foreign import MOST_MESSAGES, Node, tree_of
from app.exchange.found import LeftOut, UnreadableChatError
from app.exchange.values import list_of, mapping_of, moment, text_of, title_in

NAME = "Open WebUI"


def is_one(value: Any) -> bool:
    """Whether a JSON value is a chat of Open WebUI."""
    if not isinstance(value, dict):
        return False
    body = _body(value)
    return isinstance(body.get("history"), dict) or ("chat" in value and isinstance(body.get("messages"), list))


def read(number: int, value: dict[str, Any], left_out: LeftOut, now: str) -> Tree:
    """Return one chat; raises UnreadableChatError where it makes no sense. now: the time for what has none."""
    body = _body(value)
    history = mapping_of(body.get("history"))
    entries: Mapping[str, Any] = mapping_of(history.get("messages"))
    current = history.get("currentId")
    if not entries:
        entries = _chained(list_of(body.get("messages")))
        current = None
    if len(entries) > MOST_MESSAGES:
        raise UnreadableChatError
    system = text_of(mapping_of(body.get("params")).get("system")) or text_of(body.get("system"))
    nodes = []
    for key, entry in entries.items():
        node, instruction = _node(key, entry, left_out)
        nodes.append(node)
        if instruction:
            first = not system and not any(each.role for each in nodes)
            system = instruction if first else system
            left_out["system_messages"] += not first
    created = moment(value.get("created_at")) or moment(body.get("timestamp")) or now
    return tree_of(
        number,
        nodes,
        left_out,
        title=title_in(value.get("title")) or title_in(body.get("title")),
        created_at=created,
        updated_at=moment(value.get("updated_at")) or created,
        current=current if isinstance(current, str) else None,
        system_prompt=system,
        pinned=value.get("pinned") is True,
    )


def _body(value: dict[str, Any]) -> dict[str, Any]:
    return mapping_of(value["chat"]) if "chat" in value else value


def _chained(messages: list[Any]) -> dict[str, Any]:
    """A list of messages as entries that each stand on the one before."""
    entries: dict[str, Any] = {}
    before = itertools.chain([None], map(str, itertools.count()))
    for count, (message, parent) in enumerate(zip(messages, before, strict=False)):
        entries[str(count)] = {**message, "parentId": parent} if isinstance(message, dict) else message
    return entries


def _node(key: str, entry: Any, left_out: LeftOut) -> tuple[Node, str]:
    """Return a message, and the text of a system message."""
    if not isinstance(entry, dict):
        left_out["unreadable_messages"] += 1
        return Node(key, None, ""), ""
    parent = entry.get("parentId")
    role, text = said.role_and_text(entry, left_out)
    for each in list_of(entry.get("files")):
        left_out["images" if mapping_of(each).get("type") == "image" else "attachments"] += 1
    node = Node(key, parent if isinstance(parent, str) else None, "", created_at=moment(entry.get("timestamp")))
    if role == "system":
        return node, text
    node.role, node.text = role, text
    if role == "assistant":
        model = title_in(entry.get("modelName")) or title_in(entry.get("model"))
        node.receipt = {"imported_from": NAME, **({"model": {"name": model}} if model else {})}
    return node, ""
