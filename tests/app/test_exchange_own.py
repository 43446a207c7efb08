"""Keel's own JSON: what goes out comes in again, whatever it is; what is hostile is told in one sentence."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import math
import struct
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.conversations.records import Chat, Message, Tree
from app.conversations.store import Store
from app.exchange.found import ExchangeError
from app.exchange.importing import import_file
from app.exchange.writing import pieces, write

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TIME = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)).map(
    lambda at: at.isoformat(timespec="milliseconds") + "+00:00"
)
FLOAT32 = st.floats(width=32)
SCALAR = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
STATS = st.fixed_dictionaries(
    {},
    optional={
        "reading": st.none() | NUMBER,
        "tokens": st.integers(0, 2**40),
        "tokens_per_second": NUMBER,
        "seed": st.integers(0, 2**32),
        "prompt_sha256": TEXT,
        "percentile": st.none() | NUMBER,
        "threshold": NUMBER,
        "something new": SCALAR,
    },
)
RECEIPT = st.fixed_dictionaries(
    {},
    optional={
        "model": st.dictionaries(TEXT, SCALAR, max_size=3),
        "axis": st.none() | st.dictionaries(TEXT, SCALAR, max_size=3),
        "sampler": st.fixed_dictionaries({"temperature": NUMBER, "top_k": st.integers(0, 100)}),
        "cap": st.fixed_dictionaries({"percentile": st.none() | NUMBER, "form": st.none() | TEXT}),
        "system_prompt": TEXT,
        "max_tokens": st.integers(1, 10_000),
        "something new": st.lists(SCALAR, max_size=3),
    },
)


@st.composite
def trees(draw, number: int) -> Tree:
    """A chat with any tree of messages in it."""
    count = draw(st.integers(0, 8))
    messages = [
        Message(
            id=each,
            chat_id=number,
            parent_id=draw(st.none() | st.integers(1, each - 1)) if each > 1 else None,
            role=draw(st.sampled_from(["user", "assistant"])),
            content=draw(TEXT),
            state=draw(st.sampled_from(["complete", "stopped", "interrupted", "length", "context_full"])),
            created_at=draw(TIME),
            readings=tuple(draw(st.lists(FLOAT32, max_size=5))),
            stats=draw(STATS),
            receipt=draw(RECEIPT),
            drifted=draw(st.none() | st.booleans()),
            evicted=draw(st.integers(0, 50)),
        )
        for each in range(1, count + 1)
    ]
    some = st.integers(1, count) if count else st.nothing()
    chat = Chat(
        id=number,
        title=draw(TEXT),
        renamed=draw(st.booleans()),
        system_prompt=draw(st.none() | TEXT),
        draft=draw(TEXT),
        queued=draw(TEXT),
        leaf_id=draw(st.none() | some) if count else None,
        continued_from=draw(st.none() | st.integers(1, 3)),
        answers=tuple(draw(st.lists(st.tuples(some, st.sampled_from(["not_now", "meant_it"])), max_size=2))) if count else (),
        created_at=draw(TIME),
        updated_at=draw(TIME),
        pinned=draw(st.booleans()),
        overrides=draw(st.dictionaries(TEXT, SCALAR, max_size=3)),
        role_play=draw(st.booleans()),
    )
    return Tree(chat, messages, draw(st.none() | st.sampled_from(["Work", "Ideas and plans"])))


MANY = st.tuples(trees(1), trees(2), trees(3)).map(list)


def opened(folder: Path, name: str):
    return contextlib.closing(Store(folder / name))


def everything(store: Store, chat_ids) -> list[object]:
    """All there is to know of these chats, with ids replaced by places, and readings by their bits."""
    chats = {chat_id: place for place, chat_id in enumerate(chat_ids)}
    folders = {folder.id: folder.name for folder in store.folders()}
    known = []
    for chat_id in chat_ids:
        chat, messages = store.chat(chat_id), store.tree(chat_id)
        places = {message.id: place for place, message in enumerate(messages)}
        facts = dataclasses.asdict(chat) | {
            "id": chats[chat.id],
            "leaf_id": places.get(chat.leaf_id),
            "continued_from": chats.get(chat.continued_from),
            "answers": [(places[each], answer) for each, answer in chat.answers],
            "folder_id": folders.get(chat.folder_id),
        }
        rows = [
            dataclasses.asdict(message)
            | {"id": places[message.id], "chat_id": chats[chat.id], "parent_id": places.get(message.parent_id)}
            | {"readings": [None if math.isnan(each) else struct.pack("<f", each) for each in message.readings]}
            for message in messages
        ]
        known.append((facts, rows))
    return known


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(MANY)
def test_a_round_trip_through_own_json_loses_nothing(given_trees):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder, "one.db") as store:
            ids = store.add_trees(given_trees)
            before = everything(store, ids)
            write(folder / "chats.json", pieces(store, ids, "json", "0.1.0"))
        with opened(folder, "two.db") as store:
            store.create_chat("one that was there before")
            done = import_file(store, folder / "chats.json")
            assert (done.form, done.left_out) == ("keel", {})
            assert done.messages == sum(len(tree.messages) for tree in given_trees)
            assert everything(store, done.chat_ids) == before
            write(folder / "again.json", pieces(store, done.chat_ids, "json", "0.1.0"))
        first, second = (json.loads((folder / each).read_text("utf-8")) for each in ("chats.json", "again.json"))
        assert first["chats"] == second["chats"]


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path, "chats.db") as made:
        yield made


def exported(store, tmp_path, chat_ids) -> dict:
    write(tmp_path / "out.json", pieces(store, chat_ids, "json", "0.1.0"))
    return json.loads((tmp_path / "out.json").read_text("utf-8"))


def imported(store, tmp_path, value):
    (tmp_path / "in.json").write_text(json.dumps(value), "utf-8")
    return import_file(store, tmp_path / "in.json")


def a_chat(store):
    chat = store.create_chat()
    question = store.add_message(chat.id, "user", "How deep is the sea?", parent_id=None)
    reply = store.add_message(chat.id, "assistant", "", parent_id=question.id, state="growing", receipt={"engine": "1"})
    store.finish(reply.id, "Deep.", [0.5, 0.25], "complete", stats={"tokens": 2, "reading": 0.4}, drifted=True)
    return store.chat(chat.id)


def test_a_growing_reply_is_written_as_interrupted(store, tmp_path):
    chat = store.create_chat()
    question = store.add_message(chat.id, "user", "Go on", parent_id=None)
    reply = store.add_message(chat.id, "assistant", "", parent_id=question.id, state="growing")
    store.checkpoint(reply.id, "half a sen", [0.5])
    done = imported(store, tmp_path, exported(store, tmp_path, [chat.id]))
    assert [(each.content, each.state) for each in store.path(done.chat_ids[0])] == [
        ("Go on", "complete"),
        ("half a sen", "interrupted"),
    ]


def test_a_message_that_was_deleted_is_not_written(store, tmp_path):
    chat = a_chat(store)
    question, reply = store.path(chat.id)
    store.delete_message(reply.id)
    assert [each["content"] for each in exported(store, tmp_path, [chat.id])["chats"][0]["messages"]] == [question.content]


def test_figures_that_are_no_numbers_are_written_as_nothing(store, tmp_path):
    chat = a_chat(store)
    store.set_receipt(store.path(chat.id)[-1].id, {"odd": float("nan"), "large": [float("inf")]})
    receipt = exported(store, tmp_path, [chat.id])["chats"][0]["messages"][1]["receipt"]
    assert receipt == {"odd": None, "large": [None]}


def test_a_file_of_a_newer_version_is_refused(store, tmp_path):
    value = exported(store, tmp_path, [a_chat(store).id]) | {"version": 2}
    with pytest.raises(ExchangeError, match="newer Keel"):
        imported(store, tmp_path, value)
    assert len(store.chats()) == 1


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"stats": {"tokens": "many"}}, "figures"),
        ({"stats": {"context_used": 1}}, "figures"),
        ({"stats": [1]}, "figures"),
        ({"stats": {"reading": {"deep": 1}}}, "figures"),
        ({"stats": {"tokens": True}}, "figures"),
        ({"receipt": {"model": "a name"}}, "receipts"),
        ({"receipt": {"sampler": {"temperature": "hot"}}}, "receipts"),
        ({"receipt": {"cap": {"percentile": "75"}}}, "receipts"),
        ({"receipt": {"continued": [{"continued": [{}]}]}}, "receipts"),
        ({"receipt": {"max_tokens": "many"}}, "receipts"),
        ({"receipt": {"many": list(range(30_000))}}, "receipts"),
        ({"readings": [0.5, "soon"]}, "readings"),
        ({"readings": [1e300]}, "readings"),
        ({"readings": [True]}, "readings"),
        ({"readings": "0.5"}, "readings"),
    ],
)
def test_what_could_break_the_window_later_is_left_out_and_told(store, tmp_path, change, kind):
    value = exported(store, tmp_path, [a_chat(store).id])
    value["chats"][0]["messages"][1].update(change)
    done = imported(store, tmp_path, value)
    assert done.left_out == {kind: 1}
    reply = store.path(done.chat_ids[0])[-1]
    assert reply.content == "Deep."
    assert {"figures": reply.stats, "receipts": reply.receipt, "readings": reply.readings}[kind] in ({}, ())


def test_a_deeply_nested_receipt_is_left_out(store, tmp_path):
    value = exported(store, tmp_path, [a_chat(store).id])
    deep: dict = {}
    for _ in range(50):
        deep = {"deeper": deep}
    value["chats"][0]["messages"][1]["receipt"] = deep
    assert imported(store, tmp_path, value).left_out == {"receipts": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"parent": 2},
        {"parent": 99},
        {"parent": [1]},
        {"id": 1},
        {"id": "2"},
        {"id": 2**80},
        {"id": True},
        {"role": "system"},
        {"role": ["user"]},
        {"content": 5},
        {"content": None},
    ],
)
def test_a_chat_that_makes_no_sense_is_left_out_and_the_others_are_kept(store, tmp_path, change):
    chat = a_chat(store)
    value = exported(store, tmp_path, [chat.id])
    broken = json.loads(json.dumps(value["chats"][0]))
    broken["messages"][1].update(change)
    value["chats"].insert(0, broken)
    done = imported(store, tmp_path, value)
    assert (done.left_out, len(done.chat_ids)) == ({"unreadable_chats": 1}, 1)
    assert [each.content for each in store.path(done.chat_ids[0])] == ["How deep is the sea?", "Deep."]


@pytest.mark.parametrize(
    "field", ["id", "title", "folder", "settings", "answers", "shown", "continued_from", "created_at", "pinned"]
)
@pytest.mark.parametrize("value", [None, [], {}, -1, 2**90, 1e308, True, "", "x" * 5000, [[[1]]], {"a": {"b": []}}])
def test_a_field_of_a_chat_may_be_anything(store, tmp_path, field, value):
    whole = exported(store, tmp_path, [a_chat(store).id])
    whole["chats"][0][field] = value
    done = imported(store, tmp_path, whole)
    chat = store.chat(done.chat_ids[0])
    assert len(store.tree(chat.id)) == 2
    assert len(chat.title) <= 1000
    assert chat in store.chats()
    for form, chat_id in itertools.product(("markdown", "html", "json"), done.chat_ids):
        assert "Deep." in "".join(pieces(store, [chat_id], form, "0.1.0")) or field == "shown"


def test_a_message_of_any_length_is_read_again(tmp_path):
    text = ("x" * 99 + "\n") * 200_001  # more than twenty million characters
    with contextlib.closing(Store(tmp_path / "one.db")) as store:
        chat = store.create_chat("long")
        store.add_message(chat.id, "user", text, parent_id=None)
        write(tmp_path / "all.json", pieces(store, [chat.id], "json", "1"))
    with contextlib.closing(Store(tmp_path / "other.db")) as store:
        done = import_file(store, tmp_path / "all.json")
        assert (len(done.chat_ids), done.messages, dict(done.left_out)) == (1, 1, {})
        assert store.path(done.chat_ids[0])[0].content == text
