"""What could not be written because the disk was full is offered again, and done only while it still fits what is there."""

from __future__ import annotations

import contextlib
import json

import pytest
from PySide6.QtWidgets import QPushButton

from tests.app.test_window_faults import press, room


@pytest.fixture
def window(qtbot, open_window):
    """A window with three chats of one exchange each and two folders; the last chat is open."""
    window = open_window(wait=False)
    store = window.controller.store
    store._db.execute("PRAGMA wal_autocheckpoint = 0")  # so that the log only grows, and a limit means what it says
    for name in ("alpha", "beta", "gamma"):
        chat = store.create_chat()
        asked = store.add_message(chat.id, "user", name, parent_id=None)
        store.add_message(chat.id, "assistant", f"about {name}", parent_id=asked.id)
    store.create_folder("Work")
    store.set_draft(store.create_chat("large").id, "x" * 300_000)  # no other file that is written here gets near the limit
    window.controller.open_chat.open(ids(window)["gamma"])
    window.controller.open_chat.list_changed.emit()
    return window


def ids(window):
    return {chat.title: chat.id for chat in window.controller.store.listed()}


def chat(window, name):
    return next(each for each in window.controller.store.chats() if each.title == name)


def folders(window):
    return {folder.name: folder.id for folder in window.controller.store.folders()}


@contextlib.contextmanager
def full_disk(tmp_path):
    with room((tmp_path / "data" / "chats.db-wal").stat().st_size):
        yield


def offered(notice):
    return [button.text() for button in notice.findChildren(QPushButton) if not button.isHidden() and len(button.text()) > 1]


def rename(window):
    window.sidebar.rename_requested.emit(ids(window)["alpha"], "omega")


def pin(window):
    window.sidebar.pin_requested.emit([ids(window)["alpha"], ids(window)["beta"]], True)


def move(window):
    window.sidebar.move_requested.emit([ids(window)["alpha"], ids(window)["beta"]], folders(window)["Work"])


def move_to_new(window):
    window.sidebar.move_to_new_requested.emit([ids(window)["alpha"]])


def delete(window):
    window.sidebar.delete_requested.emit([ids(window)["alpha"], ids(window)["beta"]])


def make_folder(window):
    window.sidebar.folder_requested.emit()


def rename_folder(window):
    window.sidebar.folder_renamed.emit(folders(window)["Work"], "Play")


def delete_folder(window):
    window.sidebar.folder_delete_requested.emit(folders(window)["Work"])


def delete_message(window):
    window.controller.delete_message(window.controller.open_chat.messages[1].id)


def branch(window):
    window.controller.branch_from(window.controller.open_chat.messages[1].id)


def settings_of_the_chat(window):
    window.settings_panel.chat_edited.emit(window.controller.chat.id, {"temperature": 0.25})


def prompt_of_the_chat(window):
    window.settings_panel.chat_prompt_edited.emit(window.controller.chat.id, "Be brief.")


def cap_of_the_chat(window):
    window.controller.drift_actions.set_cap("strong")


def role_play(window):
    window.controller.drift_actions.set_role_play(True)


DONE = {
    rename: lambda w: "omega" in ids(w) and "alpha" not in ids(w),
    pin: lambda w: chat(w, "alpha").pinned and chat(w, "beta").pinned,
    move: lambda w: chat(w, "alpha").folder_id == chat(w, "beta").folder_id == folders(w)["Work"],
    move_to_new: lambda w: chat(w, "alpha").folder_id == folders(w).get("New folder", 0),
    delete: lambda w: not {"alpha", "beta"} & set(ids(w)),
    make_folder: lambda w: list(folders(w)).count("New folder") == 1,
    rename_folder: lambda w: set(folders(w)) == {"Play"},
    delete_folder: lambda w: not folders(w),
    delete_message: lambda w: len(w.controller.open_chat.messages) == 1,
    branch: lambda w: sum(title.startswith("gamma (") for title in ids(w)) == 1 and len(w.controller.open_chat.messages) == 2,
    settings_of_the_chat: lambda w: chat(w, "gamma").overrides == {"temperature": 0.25},
    prompt_of_the_chat: lambda w: chat(w, "gamma").system_prompt == "Be brief.",
    cap_of_the_chat: lambda w: chat(w, "gamma").overrides == {"cap": "strong"},
    role_play: lambda w: chat(w, "gamma").role_play,
}


@pytest.mark.parametrize("act", DONE, ids=lambda act: act.__name__)
def test_what_was_not_written_is_done_at_the_press_of_the_button(qtbot, window, tmp_path, act):
    notice = window.chat_view.notice
    with full_disk(tmp_path):
        act(window)
        assert not DONE[act](window)
        assert "was not saved" in notice.sentence() or "not saved" in notice.sentence(), notice.sentence()
        assert offered(notice) == ["Try again"]
        press(qtbot, notice, ("Try again",))  # there is still no room
        assert not DONE[act](window)
        assert offered(notice) == ["Try again"]
    press(qtbot, notice, ("Try again",))
    assert DONE[act](window)
    assert not notice.sentence()


def test_an_undo_that_was_not_written_is_tried_again(qtbot, window, tmp_path):
    delete_folder_with = window.controller.sorting.delete_folder
    move(window)
    delete_folder_with(folders(window)["Work"])
    with full_disk(tmp_path):
        press(qtbot, window.notice, ("Undo",))
        assert not folders(window)
    press(qtbot, window.chat_view.notice, ("Try again",))
    assert chat(window, "alpha").folder_id == folders(window)["Work"]
    delete(window)
    with full_disk(tmp_path):
        press(qtbot, window.notice, ("Undo",))
    press(qtbot, window.chat_view.notice, ("Try again",))
    assert {"alpha", "beta"} <= set(ids(window))


def test_a_folder_that_came_back_only_in_part_does_not_come_back_twice(qtbot, window, tmp_path):
    move(window)
    window.controller.sorting.delete_folder(folders(window)["Work"])
    log = tmp_path / "data" / "chats.db-wal"
    halves = 0
    with room(log.stat().st_size):
        press(qtbot, window.notice, ("Undo",))
    for steps in range(1, 40):
        with room(log.stat().st_size + 4200 * (steps % 4 + 1)):
            if not window.chat_view.notice.sentence():
                break
            press(qtbot, window.chat_view.notice, ("Try again",))
            halves += bool(folders(window)) and bool(window.chat_view.notice.sentence())
    assert halves, "no write failed after the folder was there"
    assert list(folders(window)) == ["Work"]
    assert chat(window, "alpha").folder_id == folders(window)["Work"]


def test_nothing_is_tried_again_that_no_longer_fits(qtbot, window, tmp_path):
    with full_disk(tmp_path):
        rename(window)
    window.controller.store.rename_chat(ids(window)["alpha"], "another name")
    press(qtbot, window.chat_view.notice, ("Try again",))
    assert "another name" in ids(window)
    assert "Something has changed since then" in window.chat_view.notice.sentence()
    assert offered(window.chat_view.notice) == []


def test_nothing_is_tried_again_on_a_chat_that_has_gone(qtbot, window, tmp_path):
    with full_disk(tmp_path):
        move(window)
    window.controller.store.delete_chats([ids(window)["alpha"]])
    press(qtbot, window.chat_view.notice, ("Try again",))
    assert chat(window, "beta").folder_id is None
    assert "Something has changed since then" in window.chat_view.notice.sentence()


def test_another_chat_takes_the_offer_away(qtbot, window, tmp_path):
    with full_disk(tmp_path):
        delete_message(window)
    assert offered(window.chat_view.notice) == ["Try again"]
    window.controller.open_chat.open(ids(window)["beta"])
    assert not window.chat_view.notice.sentence()
    window.controller.act("write_again")
    assert len(window.controller.store.path(ids(window)["gamma"])) == 2
    assert len(window.controller.open_chat.messages) == 2


def test_settings_that_were_not_saved_are_saved_at_the_press_of_the_button(qtbot, window, tmp_path):
    file = tmp_path / "data" / "settings.json"
    with room(10):
        window.controller.settings.update(temperature=0.35)
        sentence = window.notice.sentence()
        shown = offered(window.notice)
    assert "could not be saved" in sentence
    assert shown == ["Try again"]
    assert json.loads(file.read_text())["temperature"] != 0.35
    with room(10):
        press(qtbot, window.notice, ("Try again",))
        sentence = window.notice.sentence()
    assert "could not be saved" in sentence
    press(qtbot, window.notice, ("Try again",))
    assert not window.notice.sentence()
    assert json.loads(file.read_text())["temperature"] == 0.35
    assert not window.controller.settings.unsaved


def test_a_later_change_saves_what_was_not_saved_and_takes_the_notice_away(window, tmp_path):
    with room(10):
        window.controller.settings.update(temperature=0.35)
    assert offered(window.notice) == ["Try again"]
    window.controller.settings.update(top_k=11)
    assert not window.notice.sentence()
    kept = json.loads((tmp_path / "data" / "settings.json").read_text())
    assert (kept["temperature"], kept["top_k"]) == (0.35, 11)
