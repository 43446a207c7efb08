"""Chats of other programs: what becomes of them, and that everything which cannot be taken is counted."""

from __future__ import annotations

import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.conversations.records import StoreError
from app.conversations.store import Store
from app.exchange import source, words
from app.exchange.found import ExchangeError
from app.exchange.importing import import_file
from app.exchange.reading import read_file


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    yield store
    store.close()


@pytest.fixture
def take(store, tmp_path):
    def imported(value, name="file.json"):
        path = tmp_path / name
        text = value if isinstance(value, str | bytes) else json.dumps(value)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_file(store, path)

    return imported


def shown(store, chat_id):
    return [(message.role, message.content) for message in store.path(chat_id)]


def said(key, parent, role, *parts, kind="text", recipient="all", **more):
    content = {"content_type": kind, "parts": list(parts)}
    message = {"id": key, "author": {"role": role}, "create_time": 1700000000.5, "content": content, "recipient": recipient}
    return {key: {"id": key, "parent": parent, "children": [], "message": message | more}}


def conversation(*nodes, current=None, **more):
    mapping = {"root": {"id": "root", "message": None, "parent": None, "children": []}}
    for node in nodes:
        mapping |= node
    return {
        "title": "The sea",
        "create_time": 1700000000.0,
        "update_time": 1700000100.0,
        "mapping": mapping,
        "current_node": current or list(mapping)[-1],
    } | more


def test_a_conversation_of_chatgpt_with_versions(store, take):
    value = conversation(
        said("s", "root", "system", ""),
        said("u", "s", "user", "How deep is the sea?"),
        said("a1", "u", "assistant", "Quite deep.", metadata={"model_slug": "gpt-4o"}),
        said("a2", "u", "assistant", "Eleven kilometres.", metadata={"model_slug": "gpt-4o"}),
        said("u2", "a2", "user", "Thanks"),
        current="a1",
    )
    done = take([value])
    assert (done.form, done.messages, done.left_out) == ("chatgpt", 4, {})
    chat = store.chat(done.chat_ids[0])
    assert (chat.title, chat.created_at, chat.updated_at) == (
        "The sea",
        "2023-11-14T22:13:20.000+00:00",
        "2023-11-14T22:15:00.000+00:00",
    )
    assert shown(store, chat.id) == [("user", "How deep is the sea?"), ("assistant", "Quite deep.")]
    reply = store.path(chat.id)[-1]
    assert reply.created_at == "2023-11-14T22:13:20.500+00:00"
    assert reply.receipt == {"imported_from": "ChatGPT", "model": {"name": "gpt-4o"}}
    store.show_version(store.siblings(reply.id)[1])
    assert shown(store, chat.id)[1:] == [("assistant", "Eleven kilometres."), ("user", "Thanks")]


def test_what_chatgpt_has_and_keel_has_not_is_bridged_and_counted(store, take):
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"}
    value = conversation(
        said("c", "root", "user", kind="user_editable_context"),
        said("u", "c", "user", picture, "What is this?", kind="multimodal_text"),
        said("t", "u", "assistant", kind="code", recipient="python"),
        said("r", "t", "tool", "output", kind="execution_output"),
        said("s", "r", "system", "Be brief."),
        said("a", "s", "assistant", "A fish."),
        said("b", "a", "assistant", "A cod, to be exact."),
        said("p", "b", "user", picture, kind="multimodal_text"),
        said("d", "p", "user", "And this?", metadata={"attachments": [{"mime_type": "text/csv"}, {"mime_type": "image/png"}]}),
        said("n", "d", "narrator", "Meanwhile"),
    )
    done = take([value])
    assert done.left_out == {
        "instructions": 1,
        "images": 2,
        "tool_messages": 2,
        "system_messages": 1,
        "attachments": 1,
        "unknown_roles": 1,
    }
    assert shown(store, done.chat_ids[0]) == [
        ("user", "What is this?"),
        ("assistant", "A fish.\n\nA cod, to be exact."),
        ("user", "And this?"),
    ]
    assert words.left_out(done.left_out)[:2] == ["Messages to and from tools: 2", "Pictures: 2"]


def test_a_reply_in_pieces_that_goes_on_in_two_ways(store, take):
    value = conversation(
        said("u", "root", "user", "Go"),
        said("a", "u", "assistant", "First."),
        said("b", "a", "assistant", "Second."),
        said("c", "a", "assistant", "Third."),
        said("d", "a", "user", "Wait"),
        current="c",
    )
    done = take([value])
    assert shown(store, done.chat_ids[0]) == [("user", "Go"), ("assistant", "First.\n\nThird.")]
    replies = [message for message in store.tree(done.chat_ids[0]) if message.role == "assistant"]
    assert sorted(message.content for message in replies) == ["First.", "First.\n\nSecond.", "First.\n\nThird."]
    assert len({message.parent_id for message in replies}) == 1


def test_what_chatgpt_thought_is_marked_as_reasoning(store, take):
    thoughts = said("t", "u", "assistant", kind="thoughts")
    thoughts["t"]["message"]["content"] = {"content_type": "thoughts", "thoughts": [{"summary": "Depth", "content": "Hm."}]}
    done = take([conversation(said("u", "root", "user", "Deep?"), thoughts, said("a", "t", "assistant", "Yes."))])
    assert shown(store, done.chat_ids[0])[1] == ("assistant", "<think>\nHm.\n</think>\n\nYes.")


def test_the_archive_that_chatgpt_sends_is_read_as_it_is(store, tmp_path):
    value = [conversation(said("u", "root", "user", "Hello"))]
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations-000.json", json.dumps(value))
        archive.writestr("conversations-001.json", json.dumps(value))
        archive.writestr("user.json", json.dumps({"email": "someone"}))
        archive.writestr("chat.html", "<html>")
    done = import_file(store, tmp_path / "export.zip")
    assert [shown(store, each) for each in done.chat_ids] == [[("user", "Hello")]] * 2


def test_a_chat_of_open_webui(store, take):
    messages = {
        "1": {
            "id": "1",
            "parentId": None,
            "role": "user",
            "content": "Hello",
            "timestamp": 1700000000,
            "files": [{"type": "image"}],
        },
        "2": {"id": "2", "parentId": "1", "role": "assistant", "content": "Hi", "timestamp": 1700000001, "modelName": "Llama"},
        "3": {"id": "3", "parentId": "1", "role": "assistant", "content": "Good day", "timestamp": 1700000002, "model": "llama:8b"},
        "4": {"id": "4", "parentId": "1", "role": "assistant", "content": "", "timestamp": 1700000003},
    }
    body = {"title": "Greeting", "params": {"system": "Be kind."}, "history": {"messages": messages, "currentId": "2"}}
    done = take(
        [{"id": "x", "title": "Greeting", "chat": body, "created_at": 1700000000, "updated_at": 1700000009, "pinned": True}]
    )
    assert (done.form, done.left_out) == ("open_webui", {"images": 1, "empty_messages": 1})
    chat = store.chat(done.chat_ids[0])
    assert (chat.title, chat.system_prompt, chat.pinned) == ("Greeting", "Be kind.", True)
    assert chat.updated_at == "2023-11-14T22:13:29.000+00:00"
    assert shown(store, chat.id) == [("user", "Hello"), ("assistant", "Hi")]
    versions = store.siblings(store.path(chat.id)[1].id)
    assert [store.message(each).receipt["model"]["name"] for each in versions] == ["Llama", "llama:8b"]


def test_a_chat_of_open_webui_without_a_tree(store, take):
    messages = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}]
    done = take([{"title": "Old", "chat": {"messages": messages, "timestamp": 1700000000000}}])
    assert (done.form, done.left_out, shown(store, done.chat_ids[0])) == ("open_webui", {}, EXPECTED)
    assert store.chat(done.chat_ids[0]).created_at == "2023-11-14T22:13:20.000+00:00"


TURNS = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}]
EXPECTED = [("user", "Hello"), ("assistant", "Hi")]


@pytest.mark.parametrize(
    ("value", "titles"),
    [
        (TURNS, ["Hello"]),
        ({"conversation": TURNS}, ["Hello"]),
        ({"conversation": TURNS, "title": "A greeting"}, ["A greeting"]),
        ({"A greeting": TURNS, "Another": TURNS}, ["A greeting", "Another"]),
        ([{"conversation": TURNS}, {"messages": TURNS}], ["Hello", "Hello"]),
        ([TURNS, TURNS], ["Hello", "Hello"]),
        ({"A greeting": {"messages": TURNS, "model": "x"}}, ["A greeting"]),
        ({"conversations": [{"from": "human", "value": "Hello"}, {"from": "gpt", "value": "Hi"}]}, ["Hello"]),
        (json.dumps({"messages": TURNS}) + "\n" + json.dumps({"messages": TURNS}) + "\n", ["Hello", "Hello"]),
        ("\ufeff" + json.dumps(TURNS), ["Hello"]),
        (json.dumps(TURNS).encode("utf-16"), ["Hello"]),
    ],
)
def test_plain_transcripts_in_all_their_forms(store, take, value, titles):
    done = take(value)
    assert (done.form, done.left_out) == ("transcript", {})
    assert [store.chat(each).title for each in done.chat_ids] == titles
    assert [shown(store, each) for each in done.chat_ids] == [EXPECTED] * len(titles)


def test_a_transcript_with_system_tools_pictures_and_broken_lines(store, take):
    lines = [
        {"messages": [{"role": "system", "content": "Be kind."}, *TURNS, {"role": "system", "content": "Now be brief."}]},
        {
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": "See"}, {"type": "image_url", "image_url": {}}]},
                {"role": "assistant", "content": None, "tool_calls": [{}]},
                {"role": "tool", "content": "42"},
                {"role": "assistant", "content": "Forty-two"},
            ]
        },
    ]
    done = take("\n".join(json.dumps(each) for each in lines) + '\n{"half a li', "file.jsonl")
    assert done.left_out == {"system_messages": 1, "images": 1, "tool_messages": 2, "lines": 1}
    first, second = done.chat_ids
    assert (store.chat(first).system_prompt, shown(store, first)) == ("Be kind.", EXPECTED)
    assert shown(store, second) == [("user", "See"), ("assistant", "Forty-two")]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xff\xff\xfe\x00\x01", "no text"),
        (b"Dear diary", "no JSON"),
        (b'[{"mapping": ', "only a part"),
        (b"{}", "No chats"),
        (b"[1, 2, 3]", "No chats"),
        (b'"text"', "No chats"),
        (b"null", "No chats"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" + b"9" * 10_000 + b"]", "too long"),
        (b"PK\x03\x04 and then nothing", "damaged archive"),
        (b'[{"mapping": {"a": 1}}]', "could be read"),
        (b'{"format": "keel-chats", "version": 99, "chats": []}', "newer Keel"),
        (b'{"format": "keel-chats", "version": 1, "chats": {}}', "None of the chats"),
    ],
)
def test_hostile_files_are_one_sentence_and_leave_the_chats_alone(store, take, data, word):
    with pytest.raises(ExchangeError, match=word) as caught:
        take(data)
    assert caught.value.sentence.endswith(".")
    assert "\n" not in caught.value.sentence
    assert store.chats() == []


def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", "[" + " " * 3_000_000)
    with pytest.raises(ExchangeError, match="too large"):
        source.read_values(tmp_path / "bomb.zip", most_bytes=1_000_000)
    (tmp_path / "long.json").write_text(" " * 1_000_001)
    with pytest.raises(ExchangeError, match="too large"):
        source.read_values(tmp_path / "long.json", most_bytes=1_000_000)


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path):
    for path in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(ExchangeError, match="cannot be read"):
            read_file(path)


def test_nodes_in_a_circle_and_a_tangle_of_pieces(store, take):
    circle = conversation(said("u", "root", "user", "Hello"), said("a", "b", "assistant", "x"), said("b", "a", "assistant", "y"))
    done = take([circle])
    assert (shown(store, done.chat_ids[0]), done.left_out) == ([("user", "Hello")], {"unreadable_messages": 2})
    # Every piece of a long chain goes on in a second way: written out, it would be a thousand times as long as the file.
    nodes = [said("n0", "root", "assistant", "x" * 20_000)]
    for count in range(1, 3000):
        nodes += [said(f"n{count}", f"n{count - 1}", "assistant", "x"), said(f"m{count}", f"n{count - 1}", "assistant", "x")]
    with pytest.raises(ExchangeError, match="None of the chats"):
        take([conversation(*nodes)])


def test_an_import_is_one_transaction(store, take):
    store._db.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN new.content = 'no' BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(StoreError):
        take([TURNS, [{"role": "user", "content": "no"}]])
    assert store.chats() == []
    store._db.execute("DROP TRIGGER refuse")
    assert len(take([TURNS, TURNS]).chat_ids) == 2


NAMES = [
    "id",
    "parent",
    "message",
    "mapping",
    "author",
    "role",
    "content",
    "content_type",
    "parts",
    "create_time",
    "current_node",
    "title",
    "chat",
    "history",
    "messages",
    "parentId",
    "timestamp",
    "files",
    "currentId",
    "format",
    "version",
    "chats",
    "conversation",
    "from",
    "value",
    "metadata",
    "attachments",
    "params",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["user", "text", "all", "root"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=6,
        )
    ),
    max_leaves=40,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(JSON, st.sampled_from(["mapping", "history", "messages", "own"]))
def test_any_json_is_read_or_refused_as_a_whole(tmp_path, value, kind):
    wrapped = {
        "mapping": [{"mapping": {"a": value, "b": {"message": value, "parent": "a"}}, "title": value}],
        "history": [{"chat": {"history": {"messages": {"a": value, "b": value}, "currentId": value}, "params": value}}],
        "messages": {"messages": [{"role": "user", "content": "x"}, value, {"role": "assistant", "content": value}]},
        "own": {"format": "keel-chats", "version": 1, "chats": [value, {"messages": [value], "answers": value}]},
    }[kind]
    path = tmp_path / "any.json"
    path.write_text(json.dumps(wrapped))
    try:
        found = read_file(path)
    except ExchangeError:
        return  # any other exception fails the test
    with_text = sum(len(message.content) for tree in found.trees for message in tree.messages)
    assert with_text <= len(path.read_text()) * 4
