"""Taking chats along from the real window: dialogs, files on disk, notices, undo."""

from __future__ import annotations

import json
import sqlite3
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from app.conversations.store import Store
from app.exchange.dialogs import PATIENCE_MS
from app.exchange.importing import import_file
from app.exchange.writing import pieces

WAIT_MS = 60_000


class Store_at:  # noqa: N801 - reads as an expression
    """A second look at the window's file."""

    def __init__(self, window) -> None:
        self.path = window.controller.settings.path.parent / "chats.db"

    def __enter__(self):
        self.store = Store(self.path, tidy=False)
        return self.store

    def __exit__(self, *_):
        self.store.close()


@pytest.fixture
def window(open_window, tmp_path, monkeypatch):
    """With a home of its own: a file there that has the proposed name would make the dialog ask, and the test wait."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return open_window(wait=False)


def dialog_of(qtbot, window) -> QFileDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)), timeout=WAIT_MS)
    return window.findChildren(QFileDialog)[0]


def answer(qtbot, dialog, path):
    """Type a path and press Enter, as a person does."""
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setText(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted, timeout=WAIT_MS)


def talk(window, question="How deep is the sea?", answer="Deep."):
    store = window.controller.store
    chat = store.create_chat()
    asked = store.add_message(chat.id, "user", question, parent_id=None)
    store.add_message(chat.id, "assistant", answer, parent_id=asked.id)
    window.controller.open_chat.open(chat.id)
    return chat.id


@pytest.mark.parametrize(
    ("name", "form", "word"),
    [("sea.md", 0, "## Reply"), ("sea.html", 1, "<!DOCTYPE html>"), ("sea.json", 2, '"keel-chats"'), ("sea", 1, "<article")],
)
def test_the_chat_on_screen_is_written_where_one_says(qtbot, window, tmp_path, name, form, word):
    talk(window)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(qtbot, window)
    assert dialog.selectedFiles()[0].endswith("How deep is the sea.md")
    dialog.selectNameFilter(dialog.nameFilters()[form])
    dialog.filterSelected.emit(dialog.nameFilters()[form])
    answer(qtbot, dialog, tmp_path / name)
    target = tmp_path / (name if "." in name else f"{name}.html")
    qtbot.waitUntil(target.exists, timeout=WAIT_MS)
    text = target.read_text("utf-8")
    assert word in text
    assert "Deep." in text
    qtbot.waitUntil(lambda: target.name in window.notice.sentence(), timeout=WAIT_MS)


def test_many_chats_from_the_list(qtbot, window, tmp_path):
    ids = [talk(window, f"Question {count}", f"Answer {count}") for count in range(3)]
    window.sidebar.export_requested.emit(ids[:2])
    dialog = dialog_of(qtbot, window)
    answer(qtbot, dialog, tmp_path / "some.json")
    qtbot.waitUntil(lambda: (tmp_path / "some.json").exists(), timeout=WAIT_MS)
    chats = json.loads((tmp_path / "some.json").read_text("utf-8"))["chats"]
    assert [chat["title"] for chat in chats] == ["Question 0", "Question 1"]


@pytest.mark.parametrize(("name", "form"), [("all.json", 2), ("all.md", 0), ("all.html", 1)])
def test_all_chats_are_those_too_in_which_nothing_has_been_sent_yet(qtbot, window, tmp_path, name, form):
    store = window.controller.store
    talk(window)
    typed, waiting, _blank = (store.create_chat() for _ in range(3))
    store.set_draft(typed.id, "half typed")
    store.set_queued(waiting.id, "waits to be sent")
    window.exchange_binding.export_all.trigger()
    dialog = dialog_of(qtbot, window)
    dialog.selectNameFilter(dialog.nameFilters()[form])
    answer(qtbot, dialog, tmp_path / name)
    qtbot.waitUntil((tmp_path / name).exists, timeout=WAIT_MS)
    text = (tmp_path / name).read_text("utf-8")
    assert "half typed" in text
    assert "waits to be sent" in text
    if form == 2:
        written = [(chat["draft"], chat["queued"], len(chat["messages"])) for chat in json.loads(text)["chats"]]
        assert sorted(written) == [("", "", 2), ("", "waits to be sent", 0), ("half typed", "", 0)]
    else:
        assert text.count("Not sent yet") == 2


def test_an_empty_chat_is_told_so(window):
    window.exchange_binding.export_chat.trigger()
    assert window.findChildren(QFileDialog) == []
    assert "nothing to export" in window.notice.sentence()


def test_a_place_that_cannot_be_written_is_one_sentence(qtbot, window, tmp_path):
    chat_id = talk(window)
    window.exchange_binding.exchange.write(tmp_path / "nowhere" / "x.md", [chat_id], "markdown")
    qtbot.waitUntil(lambda: "could not be written" in window.notice.sentence(), timeout=WAIT_MS)


def test_a_temporary_chat_is_written_only_where_one_asks_for_it(qtbot, window, tmp_path):
    store = window.controller.store
    chat = store.create_chat(temporary=True)
    store.add_message(chat.id, "user", "between us", parent_id=None)
    window.exchange_binding.exchange.write(tmp_path / "x.md", [chat.id], "markdown")
    qtbot.waitUntil((tmp_path / "x.md").exists, timeout=WAIT_MS)
    assert "between us" in (tmp_path / "x.md").read_text("utf-8")


def test_an_import_is_shown_told_and_taken_back(qtbot, window, tmp_path):
    kept = talk(window, "Kept", "Yes")
    (tmp_path / "in.json").write_text(
        json.dumps(
            {
                "The sea": [
                    {"role": "user", "content": "Deep?"},
                    {"role": "tool", "content": "x"},
                    {"role": "assistant", "content": "Yes."},
                ]
            }
        )
    )
    window.exchange_binding.import_chats.trigger()
    answer(qtbot, dialog_of(qtbot, window), tmp_path / "in.json")
    qtbot.waitUntil(lambda: "was imported" in window.notice.sentence(), timeout=WAIT_MS)
    assert window.notice.sentence() == (
        "One chat with 2 messages was imported from in.json. Not everything could be taken; see the details."
    )
    assert window.controller.chat.title == "The sea"
    assert [message.content for message in window.controller.open_chat.messages] == ["Deep?", "Yes."]
    assert window.notice.action == "undo_import"
    window.notice.action_requested.emit("undo_import")
    assert [chat.title for chat in window.controller.store.chats() if chat.leaf_id] == ["Kept"]
    assert window.controller.chat.title != "The sea"
    assert kept in [chat.id for chat in window.controller.store.chats()]


def test_undoing_an_import_takes_its_folder_away_but_no_other(qtbot, window, tmp_path):
    other = Store(tmp_path / "other.db")
    folder = other.create_folder("From elsewhere")
    mine = window.controller.store.create_folder("Mine")
    chat = other.create_chat(folder_id=folder.id)
    other.add_message(chat.id, "user", "Hello", parent_id=None)
    (tmp_path / "in.json").write_text("".join(pieces(other, [chat.id], "json", "0.1.0")), "utf-8")
    other.close()
    exchange = window.exchange_binding.exchange
    with qtbot.waitSignal(exchange.imports.finished, timeout=WAIT_MS):
        exchange.import_files([str(tmp_path / "in.json")])
    assert [each.name for each in window.controller.store.folders()] == ["Mine", "From elsewhere"]
    exchange.act("undo_import")
    assert window.controller.store.folders() == [mine]


def test_what_cannot_be_read_is_one_sentence_beside_what_can(qtbot, window, tmp_path):
    (tmp_path / "bad.json").write_text("Dear diary")
    (tmp_path / "good.json").write_text(json.dumps([[{"role": "user", "content": "a"}], [{"role": "user", "content": "b"}]]))
    exchange = window.exchange_binding.exchange
    with qtbot.waitSignal(exchange.imports.finished, timeout=WAIT_MS):
        exchange.import_files([str(tmp_path / "bad.json"), str(tmp_path / "good.json")])
    assert "The file bad.json is no JSON" in window.notice.sentence()
    assert "2 chats with 2 messages were imported from good.json." in window.notice.sentence()


def test_closing_ends_an_import_and_keeps_nothing_of_it(qtbot, window, tmp_path):
    turns = [{"role": "user", "content": "word " * 50}] * 50_000
    (tmp_path / "long.json").write_text(json.dumps(turns))
    exchange = window.exchange_binding.exchange
    exchange.import_files([str(tmp_path / "long.json")])
    assert exchange.imports.active
    exchange.imports.stop()
    assert not exchange.imports.active
    with Store_at(window) as store:
        assert [chat for chat in store.chats() if chat.leaf_id] == []


def test_a_real_reply_with_its_receipt_and_readings_makes_the_round_trip(qtbot, open_window, always_drifted_axis, tmp_path):
    window = open_window(always_drifted_axis)
    flow = window.controller
    flow.send("Tell me about rivers")
    qtbot.waitUntil(lambda: not flow.busy and len(flow.open_chat.messages) == 2, timeout=WAIT_MS)
    flow.regenerate()
    qtbot.waitUntil(lambda: flow.busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not flow.busy, timeout=WAIT_MS)
    before = flow.store.tree(flow.chat.id)
    assert len(before) == 3
    assert before[1].readings
    assert before[1].receipt["model"]["fingerprint"]
    (tmp_path / "x.json").write_text("".join(pieces(flow.store, [flow.chat.id], "json", "0.1.0")), "utf-8")
    other = Store(tmp_path / "other.db")
    done = import_file(other, tmp_path / "x.json")
    after = other.tree(done.chat_ids[0])
    other.close()
    assert done.left_out == {}
    names = ("role", "content", "state", "created_at", "readings", "stats", "receipt", "drifted", "evicted")
    assert [[getattr(each, name) for name in names] for each in after] == [
        [getattr(each, name) for name in names] for each in before
    ]


def test_a_draft_waits_for_an_import_that_is_just_being_written(window):
    chat = window.controller.store.create_chat()
    other = sqlite3.connect(window.controller.settings.path.parent / "chats.db", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(1.5, other.execute, ["COMMIT"])
    ends.start()
    window.controller.store.set_patience(PATIENCE_MS)
    window.controller.store.set_draft(chat.id, "typed meanwhile")
    window.controller.store.set_patience(None)
    ends.join()
    other.close()
    assert window.controller.store.chat(chat.id).draft == "typed meanwhile"
