"""Taking an import back in the real window: what somebody did in the meantime is never taken away with it."""

from __future__ import annotations

import json

import pytest

from app.conversations.store import Store
from app.exchange.writing import pieces

WAIT_MS = 60_000


@pytest.fixture
def window(open_window):
    return open_window(wait=False)


def brought(qtbot, window, tmp_path, *titles: str) -> list[int]:
    """Import chats of these titles, and return their ids."""
    turns = [{"role": "user", "content": "Deep?"}, {"role": "assistant", "content": "Yes."}]
    (tmp_path / "in.json").write_text(json.dumps(dict.fromkeys(titles, turns)))
    exchange = window.exchange_binding.exchange
    with qtbot.waitSignal(exchange.imports.finished, timeout=WAIT_MS):
        exchange.import_files([str(tmp_path / "in.json")])
    assert window.notice.action == "undo_import"
    chats = {chat.title: chat.id for chat in window.controller.store.chats()}
    return [chats[title] for title in titles]


def undo(window, action: str = "undo_import") -> None:
    window.notice.action_requested.emit(action)


def titles(window) -> set[str]:
    return {chat.title for chat in window.controller.store.chats() if chat.leaf_id is not None}


def test_an_import_that_was_taken_back_by_mistake_can_be_had_again(qtbot, window, tmp_path):
    brought(qtbot, window, tmp_path, "The sea", "The sky")
    undo(window)
    assert titles(window) == set()
    assert window.notice.action == "undo_delete"
    undo(window, "undo_delete")
    assert titles(window) == {"The sea", "The sky"}


@pytest.mark.parametrize("what", ["message", "longer reply", "version", "draft", "waiting", "name", "settings"])
def test_a_chat_that_somebody_has_gone_on_with_is_kept(qtbot, window, tmp_path, what):
    sea, _sky = brought(qtbot, window, tmp_path, "The sea", "The sky")
    store, open_chat = window.controller.store, window.controller.open_chat
    open_chat.open(sea)
    end = open_chat.messages[-1]
    if what == "message":
        store.add_message(sea, "user", "Mine", parent_id=end.id)
    elif what == "longer reply":
        store.checkpoint(end.id, "Yes. And more.", [], "complete")
    elif what == "version":
        store.add_message(sea, "assistant", "No.", parent_id=end.parent_id)
    elif what == "draft":
        window.composer.set_text("half typed")
        open_chat.set_draft("half typed")
    elif what == "waiting":
        store.set_queued(sea, "waits")
    elif what == "name":
        store.rename_chat(sea, "The sea")
        store.rename_chat(sea, "My sea")
    else:
        store.set_system_prompt(sea, "Be brief.")
    undo(window)
    assert titles(window) == {"My sea" if what == "name" else "The sea"}
    assert "changed since were kept" in window.notice.sentence()
    assert window.controller.chat.id == sea
    if what == "draft":
        assert store.chat(sea).draft == "half typed"
        assert window.composer.text() == "half typed"
    undo(window, "undo_delete")
    assert "The sky" in titles(window)


def test_what_has_been_changed_altogether_is_kept_with_a_word(qtbot, window, tmp_path):
    (sea,) = brought(qtbot, window, tmp_path, "The sea")
    window.controller.store.set_draft(sea, "mine")
    undo(window)
    assert titles(window) == {"The sea"}
    assert "so they were kept" in window.notice.sentence()
    assert window.notice.action == ""


def test_the_window_goes_on_and_closes_after_an_import_on_screen_was_taken_back(qtbot, window, tmp_path):
    (sea,) = brought(qtbot, window, tmp_path, "The sea")
    assert window.controller.chat.id == sea
    undo(window)
    assert window.controller.chat.id != sea
    window.controller.open_chat.set_draft("typed afterwards")
    window.controller.open_chat.flush_draft()
    assert window.controller.chat.draft == "typed afterwards"


def test_only_folders_that_the_import_made_go_with_it(qtbot, window, tmp_path):
    other = Store(tmp_path / "other.db")
    chats = []
    for name in ("From elsewhere", "Renamed later"):
        chats.append(other.create_chat(folder_id=other.create_folder(name).id))
        other.add_message(chats[-1].id, "user", "Hello", parent_id=None)
    (tmp_path / "in.json").write_text("".join(pieces(other, [chat.id for chat in chats], "json", "0.1.0")), "utf-8")
    other.close()
    exchange, store = window.exchange_binding.exchange, window.controller.store
    store.create_folder("Empty before")
    with qtbot.waitSignal(exchange.imports.finished, timeout=WAIT_MS):
        exchange.import_files([str(tmp_path / "in.json")])
    store.create_folder("Empty since")
    store.rename_folder(next(each.id for each in store.folders() if each.name == "Renamed later"), "Work")
    undo(window)
    assert [folder.name for folder in store.folders()] == ["Empty before", "Work", "Empty since"]
