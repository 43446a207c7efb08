"""Keel's own JSON: whole trees with receipts and readings, written so that reading it gives the same chats again.

The form: {"format": "keel-chats", "version": 1, "chats": [...]}. Ids are numbers within the file, counted from 1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

from app.conversations.records import Answer, Chat, Message, State, Tree
from app.conversations.store import Store
from app.conversations.trees import parents_first
from app.exchange import checks
from app.exchange.foreign import MOST_MESSAGES
from app.exchange.found import ExchangeError, Found, LeftOut, UnreadableChatError
from app.exchange.values import kept_mapping, kept_moment, list_of, mapping_of, title_in, whole

FORMAT = "keel-chats"
VERSION = 1

_STATES: tuple[State, ...] = tuple(state for state in get_args(State) if state != "growing")
_MOST_READINGS = 1_000_000


# --- writing -----------------------------------------------------------------------------------------------------------------


def pieces(store: Store, chat_ids: Sequence[int], made: str, keel: str) -> Iterator[str]:
    """Yield the text of a file with these chats, in pieces of about a message; raises KeyError for a chat that is gone."""
    head = {"format": FORMAT, "version": VERSION, "keel": keel, "exported_at": made}
    yield f'{_json(head)[:-1]}, "chats": ['
    numbers = {chat_id: number for number, chat_id in enumerate(chat_ids, start=1)}
    folders = {folder.id: folder.name for folder in store.folders()}
    for number, chat_id in enumerate(chat_ids, start=1):
        chat, messages = store.chat(chat_id), store.tree(chat_id)
        ids = {message.id: count for count, message in enumerate(messages, start=1)}
        fields = _chat_fields(chat, numbers, ids, folders)
        yield f'{"," if number > 1 else ""}\n{_json(fields)[:-1]}, "messages": ['
        for count, message in enumerate(messages):
            yield f"{',' if count else ''}\n  {_json(_message_fields(message, ids))}"
        yield "]}"
    yield "\n]}\n"


def _chat_fields(chat: Chat, numbers: Mapping[int, int], ids: Mapping[int, int], folders: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": numbers[chat.id],
        "title": chat.title,
        "renamed": chat.renamed,
        "created_at": chat.created_at,
        "updated_at": chat.updated_at,
        "pinned": chat.pinned,
        "folder": folders.get(chat.folder_id or 0),
        "system_prompt": chat.system_prompt,
        "settings": dict(chat.overrides),
        "role_play": chat.role_play,
        "continued_from": numbers.get(chat.continued_from or 0),
        "answers": [[ids[message_id], answer] for message_id, answer in chat.answers if message_id in ids],
        "draft": chat.draft,
        "queued": chat.queued,
        "shown": ids.get(chat.leaf_id or 0),
    }


def _message_fields(message: Message, ids: Mapping[int, int]) -> dict[str, Any]:
    return {
        "id": ids[message.id],
        "parent": ids.get(message.parent_id or 0),
        "role": message.role,
        "content": message.content,
        "state": "interrupted" if message.state == "growing" else message.state,
        "created_at": message.created_at,
        # Nine digits are enough to have every 32-bit number again.
        "readings": [float(f"{each:.9g}") if math.isfinite(each) else str(each) for each in message.readings],
        "stats": dict(message.stats),
        "receipt": dict(message.receipt),
        "drifted": message.drifted,
        "evicted": message.evicted,
    }


def _json(value: dict[str, Any]) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:  # figures that are no numbers
        return json.dumps(json.loads(json.dumps(value), parse_constant=_nothing), ensure_ascii=False)


def _nothing(_name: str) -> None:
    return None


# --- reading -----------------------------------------------------------------------------------------------------------------


def is_file(value: Any) -> bool:
    """Whether a JSON value is a file of Keel's chats."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def read(value: dict[str, Any], found: Found, name: str, now: str) -> None:
    """Add the chats of Keel's own JSON to `found`; raises ExchangeError for a file of a newer version."""
    version = whole(value.get("version"), 1)
    if version is None or version > VERSION:
        raise ExchangeError(
            f"The file {name} was written by a newer Keel", "this one does not know its form", "update Keel and try again"
        )
    found.form = "keel"
    before = len(found.trees)
    new_numbers: dict[int, int] = {}
    for entry in list_of(value.get("chats")):
        left_out = LeftOut()
        try:
            tree, number = _tree(len(found.trees) + 1, mapping_of(entry), left_out, now)
        except (UnreadableChatError, ValueError):
            found.left_out["unreadable_chats"] += 1
            continue
        found.left_out.update(left_out)
        found.trees.append(tree)
        if number is not None:
            new_numbers[number] = tree.chat.id
    for at, tree in enumerate(found.trees[before:], start=before):
        found.trees[at] = checks.linked(tree, new_numbers)


def _tree(number: int, entry: dict[str, Any], left_out: LeftOut, now: str) -> tuple[Tree, int | None]:
    """Return a chat with its messages, and its number in the file; raises where its messages form no tree."""
    entries = entry.get("messages")
    if not isinstance(entries, list) or len(entries) > MOST_MESSAGES:
        raise UnreadableChatError
    messages = [_message(number, each, left_out, now) for each in entries]
    ids = {message.id for message in messages}
    parents_first(messages)
    own_number = whole(entry.get("id"), 1)
    system_prompt, overrides = entry.get("system_prompt"), kept_mapping(entry.get("settings"))
    if overrides is None:
        left_out["settings"] += 1
    shown = whole(entry.get("shown"), 1)
    title = entry.get("title")
    if not isinstance(title, str) or len(title) > 1000:
        title, left_out["titles"] = title_in(title), left_out["titles"] + 1
    created = kept_moment(entry.get("created_at")) or now
    chat = Chat(
        id=number,
        title=title,
        renamed=entry.get("renamed") is True,
        system_prompt=_text(system_prompt) if isinstance(system_prompt, str) else None,
        draft=_text(entry.get("draft", "")),
        queued=_text(entry.get("queued", "")),
        leaf_id=shown if shown in ids else None,
        continued_from=whole(entry.get("continued_from"), 1),
        answers=tuple(_answers(entry.get("answers"), ids)),
        created_at=created,
        updated_at=kept_moment(entry.get("updated_at")) or created,
        pinned=entry.get("pinned") is True,
        overrides=overrides or {},
        role_play=entry.get("role_play") is True,
    )
    return Tree(chat, messages, title_in(entry.get("folder")) or None), own_number


def _message(number: int, entry: Any, left_out: LeftOut, now: str) -> Message:
    if not isinstance(entry, dict):
        raise UnreadableChatError
    message_id, parent, role = whole(entry.get("id"), 1), entry.get("parent"), entry.get("role")
    if message_id is None or not (parent is None or whole(parent, 1)) or role not in ("user", "assistant"):
        raise UnreadableChatError
    state, drifted = entry.get("state"), entry.get("drifted")
    return Message(
        id=message_id,
        chat_id=number,
        parent_id=parent,
        role="user" if role == "user" else "assistant",
        content=_text(entry.get("content")),
        state=next((each for each in _STATES if each == state), "interrupted"),
        created_at=kept_moment(entry.get("created_at")) or now,
        readings=_readings(entry.get("readings", []), left_out),
        stats=_checked(entry.get("stats", {}), checks.stats_fit, left_out, "figures"),
        receipt=_checked(entry.get("receipt", {}), checks.receipt_fits, left_out, "receipts"),
        drifted=drifted if isinstance(drifted, bool) else None,
        evicted=whole(entry.get("evicted"), 0, MOST_MESSAGES) or 0,
    )


def _text(value: Any) -> str:
    """Return a text of whatever length: what Keel has written it reads again; the size of the whole file is bounded."""
    if not isinstance(value, str):
        raise UnreadableChatError
    return value


def _answers(value: Any, ids: set[int]) -> Iterator[tuple[int, Answer]]:
    for each in list_of(value):
        if isinstance(each, list) and len(each) == 2 and each[1] in get_args(Answer) and whole(each[0], 1) in ids:
            yield each[0], each[1]


def _readings(value: Any, left_out: LeftOut) -> tuple[float, ...]:
    """Return readings as 32-bit numbers hold them; a list with anything else in it is left out."""
    try:
        if not isinstance(value, list) or len(value) > _MOST_READINGS:
            raise ValueError
        return tuple(map(checks.reading, value))
    except (ValueError, TypeError, OverflowError):
        left_out["readings"] += 1
        return ()


def _checked(value: Any, fits: Callable[[dict[str, Any]], bool], left_out: LeftOut, kind: Any) -> dict[str, Any]:
    kept = kept_mapping(value)
    if kept is None or not fits(kept):
        left_out[kind] += 1
        return {}
    return kept
