"""After a dialog for files that showed the folder with the chats, the open chat file is locked as before, and nothing is lost."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QFileSystemModel

from app.conversations.store import Store
from app.file_dialog import FileDialog
from tests.app.conftest import close_window

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel for locks as Linux keeps them")

WAIT_MS = 60_000
PLACES = {"chats.db": (0x40000002, 510), "chats.db-shm": (128, 1)}
"""The bytes SQLite locks as long as a file is open: those of a reader, and the one that says the index is in use."""

HOLDERS = """
import fcntl, os, struct, sys
for place in sys.argv[1:]:
    name, first, size = place.rsplit(":", 2)
    with open(name, "r+b") as file:
        asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, int(first), int(size), 0)
        print(struct.unpack("hhqqi4x", fcntl.fcntl(file, fcntl.F_GETLK, asked))[4])
"""


def holders(folder: Path) -> list[int]:
    """Ask from another process who holds the locks of the chat file and of its index; 0 where nobody does."""
    assert struct.calcsize("hhqqi4x") == 32
    asked = [f"{folder / name}:{first}:{size}" for name, (first, size) in PLACES.items()]
    ended = subprocess.run([sys.executable, "-c", HOLDERS, *asked], capture_output=True, text=True, check=True, timeout=60)
    return [int(line) for line in ended.stdout.split()]


def wait_for_the_folder(qtbot, dialog: QFileDialog, folder: Path) -> None:
    """Wait until the dialog shows every file of the folder with its icon and its kind."""
    model = dialog.findChild(QFileSystemModel)
    model.setFilter(QDir.Filter.AllEntries | QDir.Filter.NoDotAndDotDot)
    model.setNameFilters([])

    def shown() -> bool:
        places = [model.index(str(folder / name)) for name in PLACES]
        return all(place.isValid() and not model.fileIcon(place).isNull() and model.type(place) is not None for place in places)

    qtbot.waitUntil(shown, timeout=WAIT_MS)


def opened_by(window, what: str) -> FileDialog:
    """Open one of the dialogs as its button does."""
    if what == "model":
        window.choose_model()
    elif what == "axis":
        window.choose_axis()
    elif what == "import":
        window.exchange_binding.exchange.choose_files()
    elif what == "export":
        window.exchange_binding.exchange.export_all()
    else:
        window.settings_panel.presets._choose_import()
    (dialog,) = window.findChildren(FileDialog)
    return dialog


@pytest.mark.parametrize("what", ["model", "axis", "import", "export", "preset"])
def test_after_every_dialog_the_chat_file_is_locked(qtbot, open_window, what):
    window = open_window(wait=False)
    folder, store, chat = window.controller.settings.path.parent, window.controller.store, window.controller.chat
    said = store.add_message(chat.id, "user", "Hello", parent_id=None)
    assert holders(folder) == [os.getpid(), os.getpid()]
    dialog = opened_by(window, what)
    dialog.setDirectory(str(folder))
    wait_for_the_folder(qtbot, dialog, folder)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(FileDialog), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: holders(folder) == [os.getpid(), os.getpid()], timeout=WAIT_MS)
    store.add_message(chat.id, "assistant", "Good day.", parent_id=said.id)
    assert [message.content for message in store.path(chat.id)] == ["Hello", "Good day."]


def test_a_program_that_reads_the_chats_while_a_dialog_shows_them_loses_nothing(qtbot, open_window):
    window = open_window(wait=False)
    folder, store, chat = window.controller.settings.path.parent, window.controller.store, window.controller.chat
    said = store.add_message(chat.id, "user", "Hello", parent_id=None)
    dialog = opened_by(window, "model")
    dialog.setDirectory(str(folder))
    wait_for_the_folder(qtbot, dialog, folder)
    listing = [sys.executable, "-m", "app", "chats", "list", "--data-dir", str(folder)]
    assert subprocess.run(listing, capture_output=True, check=True, timeout=60).stdout
    store.add_message(chat.id, "assistant", "Good day.", parent_id=said.id)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(FileDialog), timeout=WAIT_MS)
    second = Store(folder / "chats.db", tidy=False)
    try:
        assert [message.content for message in second.path(chat.id)] == ["Hello", "Good day."]
    finally:
        second.close()


def test_a_window_that_is_closed_with_a_dialog_open_goes_quietly(qtbot, open_window):
    window = open_window(wait=False)
    dialog = opened_by(window, "model")
    assert dialog.isVisible()
    close_window(qtbot, window)


@pytest.mark.parametrize("name", PLACES)
def test_a_chat_file_that_is_chosen_for_a_preset_is_neither_opened_nor_replaced(open_window, name):
    window = open_window(wait=False)
    folder, presets = window.controller.settings.path.parent, window.settings_panel.presets
    window.controller.store.add_message(window.controller.chat.id, "user", "Hello", parent_id=None)
    before = (folder / name).stat().st_ino
    for use in (presets.import_from, presets.export_to):
        use(str(folder / name))
        assert "holds your chats" in presets.line.text()
    assert (folder / name).stat().st_ino == before
    assert holders(folder) == [os.getpid(), os.getpid()]


def test_a_store_that_is_closed_is_not_opened_again_to_be_held(tmp_path):
    store = Store(tmp_path / "chats.db")
    store.create_chat("A chat")
    store.hold_again()
    assert holders(tmp_path) == [os.getpid(), os.getpid()]
    store.close()
    store.hold_again()
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith("chats.db")) == ["chats.db"]


@pytest.mark.parametrize(("place", "begins"), [("there", "there"), ("there/new.json", "there"), ("gone/new.json", ""), ("", "")])
def test_a_dialog_begins_in_a_folder_that_is_there(qtbot, tmp_path, monkeypatch, place, begins):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "there").mkdir()
    dialog = FileDialog(None, "Choose", str(tmp_path / place) if place else "")
    qtbot.addWidget(dialog)
    assert Path(dialog.directory().path()) == tmp_path / begins
