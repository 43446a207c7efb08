"""Editing, versions, deleting with undo, branching and importing whole trees: nothing is overwritten."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3

import pytest

from app.conversations.records import TEMPORARY_FROM, Chat, Message, StoreError, Tree
from app.conversations.store import Store


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    yield store
    store.close()


def talk(store, *pairs, temporary=False, chat=None):
    chat = chat or store.create_chat(temporary=temporary)
    parent = None
    for question, answer in pairs:
        parent = store.add_message(chat.id, "user", question, parent_id=parent).id
        reply = store.add_message(chat.id, "assistant", "", parent_id=parent, state="growing", receipt={"seed": 7})
        store.finish(reply.id, answer, [0.5, -0.25], "complete", stats={"tokens": 2}, drifted=False)
        parent = reply.id
    return store.chat(chat.id)


def texts(store, chat_id):
    return [message.content for message in store.path(chat_id)]


def test_an_edit_is_another_version_and_the_first_one_stays(store):
    chat = talk(store, ("one", "first"), ("two", "second"))
    first, _, question, answer = store.path(chat.id)
    edited = store.add_message(chat.id, "user", "two, better", parent_id=question.parent_id)
    assert texts(store, chat.id) == ["one", "first", "two, better"]
    assert store.versions([first.id, question.id, edited.id]) == {
        first.id: [first.id],
        question.id: [question.id, edited.id],
        edited.id: [question.id, edited.id],
    }
    store.show_version(question.id)
    assert store.path(chat.id)[-1].id == answer.id
    assert [message.content for message in store.tree(chat.id)] == ["one", "first", "two", "second", "two, better"]


def test_an_edited_first_message_is_a_version_in_its_own_chat_only(store):
    chats = [talk(store, (f"hello {number}", "hi")) for number in range(3)]
    first = store.path(chats[1].id)[0]
    other = store.add_message(chats[1].id, "user", "good morning", parent_id=None)
    assert store.siblings(other.id) == [first.id, other.id]


def test_deleting_a_message_shows_the_nearest_version_and_can_be_undone(store):
    chat = talk(store, ("one", "first"), ("two", "second"))
    question, answer = store.path(chat.id)[2:]
    other = store.add_message(chat.id, "assistant", "another second", parent_id=question.id)
    deletion = store.delete_message(other.id)
    assert texts(store, chat.id) == ["one", "first", "two", "second"]
    assert store.siblings(answer.id) == [answer.id]
    store.restore_message(deletion)
    assert texts(store, chat.id)[-1] == "another second"
    assert store.siblings(answer.id) == [answer.id, other.id]


def test_deleting_takes_everything_below_and_goes_up_where_no_version_is_left(store):
    chat = talk(store, ("one", "first"), ("two", "second"), ("three", "third"))
    question = store.path(chat.id)[2]
    deletion = store.delete_message(question.id)
    assert texts(store, chat.id) == ["one", "first"]
    assert [hit.message_id for hit in store.search("third")] == []
    with pytest.raises(KeyError):
        store.message(question.id)
    store.restore_message(deletion)
    assert texts(store, chat.id) == ["one", "first", "two", "second", "three", "third"]
    assert len(store.search("third")) == 1


def test_deletions_inside_one_another_are_undone_one_by_one_in_any_order(store):
    chat = talk(store, ("one", "first"), ("two", "second"))
    messages = store.path(chat.id)
    inner, outer = store.delete_message(messages[3].id), store.delete_message(messages[1].id)
    assert texts(store, chat.id) == ["one"]
    store.restore_message(outer)
    assert texts(store, chat.id) == ["one", "first", "two"]
    store.delete_message(messages[1].id)
    store.restore_message(inner)
    assert texts(store, chat.id) == ["one", "first", "two", "second"]


def test_a_deleted_message_is_gone_from_every_file_at_the_next_start(tmp_path):
    store = Store(tmp_path / "chats.db")
    chat = talk(store, ("one", "first"), ("quagmire here", "zeugma there"))
    store.close()
    store = Store(tmp_path / "chats.db")  # takes the backup of the day, with these words in it
    assert any(b"zeugma" in path.read_bytes() for path in tmp_path.rglob("*-backups/*"))
    store.delete_message(store.path(chat.id)[2].id)
    store.close()
    Store(tmp_path / "chats.db").close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"zeugma" not in path.read_bytes(), path
            assert b"quagmire" not in path.read_bytes(), path


def test_a_branch_copies_the_line_with_receipts_and_readings(store):
    chat = talk(store, ("one", "first"), ("two", "second"))
    store.set_system_prompt(chat.id, "Be brief.")
    store.set_overrides(chat.id, {"temperature": 0.2})
    store.set_role_play(chat.id, True)
    branch = store.copy_to_new_chat(store.path(chat.id)[1].id, "A branch")
    assert (branch.title, branch.continued_from, branch.system_prompt, branch.role_play) == ("A branch", chat.id, "Be brief.", True)
    assert dict(branch.overrides) == {"temperature": 0.2}
    source, copy = store.path(chat.id)[:2], store.path(branch.id)
    assert [(m.content, m.readings, m.receipt, m.stats, m.created_at) for m in copy] == [
        (m.content, m.readings, m.receipt, m.stats, m.created_at) for m in source
    ]
    store.delete_message(store.path(chat.id)[0].id)
    assert texts(store, branch.id) == ["one", "first"]


def test_a_chat_knows_whether_the_version_on_show_has_drifted(store):
    chat = talk(store, ("one", "first"))
    steady = store.path(chat.id)[1]
    drifted = store.add_message(chat.id, "assistant", "", parent_id=steady.parent_id, state="growing")
    assert not store.chat(chat.id).drifted
    store.finish(drifted.id, "odd", [0.1], "complete", drifted=True)
    assert store.chat(chat.id).drifted
    store.add_message(chat.id, "user", "more", parent_id=drifted.id)
    assert store.chat(chat.id).drifted
    store.show_version(steady.id)
    assert not store.chat(chat.id).drifted
    store.show_version(drifted.id)
    assert store.chat(chat.id).drifted
    store.delete_message(drifted.id)
    assert not store.chat(chat.id).drifted


def tree(**changes):
    made = {"created_at": "2025-01-01T00:00:00.000+00:00"}
    messages = [
        Message(5, 9, None, "user", "hello", "complete", **made),
        Message(7, 9, 5, "assistant", "hi", "complete", **made, readings=(0.5,), stats={"n": 1}, receipt={"seed": 1}, drifted=True),
        Message(6, 9, 5, "assistant", "good day", "growing", **made),
    ]
    chat = Chat(9, "Brought along", True, "Be kind.", "", "", 7, None, ((7, "meant_it"),), "2025", "2026", pinned=True)
    return Tree(dataclasses.replace(chat, overrides={"top_k": 3}, role_play=True, **changes), messages, "Work")


def test_whole_trees_come_in_as_they_were(store):
    first = store.add_tree(tree())
    second = store.add_trees([tree(), tree(id=10, continued_from=9)])
    assert store.folders()[0].name == "Work"
    assert len(store.folders()) == 1
    assert (first.title, first.updated_at, first.pinned, first.role_play, first.drifted) == (
        "Brought along",
        "2026",
        True,
        True,
        True,
    )
    assert texts(store, first.id) == ["hello", "hi"]
    message = store.path(first.id)[1]
    assert (message.readings, message.stats, message.receipt, message.drifted) == ((0.5,), {"n": 1}, {"seed": 1}, True)
    assert first.answers == ((message.id, "meant_it"),)
    assert {each.content: each.state for each in store.tree(first.id)}["good day"] == "interrupted"
    assert store.chat(second[1]).continued_from == second[0]


def test_an_import_that_fails_leaves_nothing_behind(store):
    circle = [Message(1, 9, 2, "user", "a", "complete", ""), Message(2, 9, 1, "assistant", "b", "complete", "")]
    with pytest.raises(ValueError, match="circle"):
        store.add_trees([tree(), Tree(tree().chat, circle)])
    wrong = Message(1, 9, None, "user", "x", "complete", "2025", evicted="\0")
    bad = dataclasses.replace(wrong, role="wizard")
    with pytest.raises(StoreError):
        store.add_trees([tree(), Tree(tree().chat, [bad])])
    assert store.chats() == []
    assert store.folders() == []


def test_a_long_chat_in_any_order_comes_in(store):
    messages = [Message(n, 1, n - 1 or None, "user" if n % 2 else "assistant", str(n), "complete", "2025") for n in range(1, 5001)]
    chat = store.add_tree(Tree(Chat(1, "Long", False, None, "", "", 5000, None, (), "2025", "2025"), messages[::-1]))
    assert texts(store, chat.id) == [str(n) for n in range(1, 5001)]
    store.restore_message(store.delete_message(store.path(chat.id)[1].id))
    assert len(store.path(chat.id)) == 5000
    store.delete_chat(chat.id)
    store.purge_deleted()
    assert store._db.execute("SELECT count(*) FROM messages").fetchone()[0] == 0


def test_half_of_a_long_chat_is_deleted_for_good_at_the_next_start(tmp_path):
    store = Store(tmp_path / "chats.db")
    messages = [Message(n, 1, n - 1 or None, "user" if n % 2 else "assistant", str(n), "complete", "2025") for n in range(1, 3001)]
    chat = store.add_tree(Tree(Chat(1, "Long", False, None, "", "", 3000, None, (), "2025", "2025"), messages))
    store.close()
    store = Store(tmp_path / "chats.db")
    store.delete_message(store.path(chat.id)[1000].id)
    store.close()
    store = Store(tmp_path / "chats.db")
    assert texts(store, chat.id) == [str(n) for n in range(1, 1001)]
    assert store._db.execute("SELECT count(*) FROM messages").fetchone()[0] == 1000
    (copy,) = (tmp_path / "chats-backups").iterdir()
    with contextlib.closing(sqlite3.connect(copy)) as backup:
        assert backup.execute("SELECT count(*) FROM messages").fetchone()[0] == 1000
    store.close()


def test_folders_pins_and_settings_of_a_chat(store):
    chats = [talk(store, (f"question {n}", "answer")) for n in range(3)]
    work, home = store.create_folder("  Work  \n"), store.create_folder("Home")
    assert [(folder.name, folder.position) for folder in store.folders()] == [("Work", 0), ("Home", 1)]
    store.order_folders([home.id, work.id])
    store.rename_folder(home.id, "At home")
    assert [folder.name for folder in store.folders()] == ["At home", "Work"]
    store.move_chats([chats[0].id, chats[1].id], work.id)
    store.pin_chat(chats[2].id, True)
    assert [store.chat(chat.id).folder_id for chat in chats] == [work.id, work.id, None]
    assert store.chat(chats[2].id).pinned
    store.delete_folder(work.id)
    assert [store.chat(chat.id).folder_id for chat in chats] == [None] * 3
    store.delete_chats([chat.id for chat in chats[:2]])
    assert [chat.id for chat in store.chats()] == [chats[2].id]
    store.restore_chats([chat.id for chat in chats[:2]])
    assert len(store.chats()) == 3


def test_a_temporary_chat_never_touches_the_disk_and_does_everything_else(tmp_path):
    store = Store(tmp_path / "chats.db")
    lasting = talk(store, ("one", "first"))
    chat = talk(store, ("heliotrope secret", "vermilion answer"), temporary=True)
    assert chat.temporary
    assert chat.id >= TEMPORARY_FROM
    assert not lasting.temporary
    reply = store.path(chat.id)[1]
    assert reply.id >= TEMPORARY_FROM
    store.set_draft(chat.id, "cerulean draft")
    store.set_system_prompt(chat.id, "ochre prompt")
    store.add_message(chat.id, "assistant", "magenta version", parent_id=reply.parent_id)
    branch = store.copy_to_new_chat(reply.id, "umber branch")
    assert branch.temporary
    store.restore_message(store.delete_message(reply.id))
    assert {hit.chat_id for hit in store.search("heliotrope")} == {branch.id, chat.id}
    assert {each.id for each in store.chats()} == {lasting.id, chat.id, branch.id}
    store.pin_chat(chat.id, True)
    store.move_chats([chat.id, lasting.id], store.create_folder("Work").id)
    assert store.chat(chat.id).folder_id is None
    store.delete_chats([chat.id, lasting.id])
    store.restore_chats([chat.id, lasting.id])
    words = [b"heliotrope", b"vermilion", b"cerulean", b"ochre", b"magenta", b"umber"]
    found = [(path, word) for path in tmp_path.rglob("*") if path.is_file() for word in words if word in path.read_bytes()]
    assert found == []
    store.close()
    again = Store(tmp_path / "chats.db")
    assert [each.id for each in again.chats()] == [lasting.id]
    again.close()


def test_a_second_program_leaves_what_the_window_is_at_work_on(tmp_path):
    store = Store(tmp_path / "chats.db")
    chat = talk(store, ("one", "first"))
    other = talk(store, ("two", "second"))
    reply = store.add_message(chat.id, "assistant", "", parent_id=store.path(chat.id)[0].id, state="growing")
    store.delete_chat(other.id)
    beside = Store(tmp_path / "chats.db", tidy=False)
    assert beside.message(reply.id).state == "growing"
    beside.close()
    store.restore_chat(other.id)
    assert len(store.path(other.id)) == 2
    with pytest.raises(sqlite3.ProgrammingError):
        beside._db.execute("SELECT 1")
    store.close()
