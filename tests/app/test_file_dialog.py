"""Dialogs for files that show the folder with the chats leave the locks of the open chat file in place."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QDir
from PySide6.QtWidgets import QDialog, QFileDialog, QFileSystemModel, QLineEdit

from app.conversations.store import Store
from app.file_dialog import FileDialog

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
def test_every_dialog_leaves_the_locks_in_place(qtbot, open_window, what):
    window = open_window(wait=False)
    folder = window.controller.settings.path.parent
    window.controller.store.add_message(window.controller.chat.id, "user", "Hello", parent_id=None)
    assert holders(folder) == [os.getpid(), os.getpid()]
    dialog = opened_by(window, what)
    dialog.setDirectory(str(folder))
    wait_for_the_folder(qtbot, dialog, folder)
    assert holders(folder) == [os.getpid(), os.getpid()]
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(FileDialog), timeout=WAIT_MS)
    assert holders(folder) == [os.getpid(), os.getpid()]


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


def test_a_dialog_that_begins_among_the_chats_leaves_their_locks_too(qtbot, tmp_path, monkeypatch):
    """Qt begins where the last dialog was, or where the program was started, before it is told where to look."""
    store = Store(tmp_path / "chats.db")
    store.create_chat("A chat")
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        dialog = FileDialog(None, "Choose", str(tmp_path))
        dialog.open()
        wait_for_the_folder(qtbot, dialog, tmp_path)
        assert holders(tmp_path) == [os.getpid(), os.getpid()]
        dialog.findChild(QLineEdit, "fileNameEdit").setText("chats.db")
        with qtbot.waitSignal(dialog.destroyed, timeout=WAIT_MS):
            dialog.accept()
            assert dialog.result() == QDialog.DialogCode.Accepted
        assert holders(tmp_path) == [os.getpid(), os.getpid()]
    store.close()


@pytest.mark.parametrize(("place", "begins"), [("there", "there"), ("there/new.json", "there"), ("gone/new.json", ""), ("", "")])
def test_a_dialog_begins_in_a_folder_that_is_there(qtbot, tmp_path, monkeypatch, place, begins):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "there").mkdir()
    dialog = FileDialog(None, "Choose", str(tmp_path / place) if place else "")
    qtbot.addWidget(dialog)
    assert Path(dialog.directory().path()) == tmp_path / begins


def test_what_is_chosen_is_told_by_icon_and_name(qtbot, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "talk.json").write_text("[]")
    dialog = FileDialog(None, "Choose", str(tmp_path), "Talks (*.json)", "All files (*)")
    assert dialog.nameFilters() == ["Talks (*.json)", "All files (*)"]
    assert Path(dialog.directory().path()) == tmp_path
    dialog.open()
    model = dialog.findChild(QFileSystemModel)
    folder, file = (str(tmp_path / name) for name in ("folder", "talk.json"))
    qtbot.waitUntil(lambda: model.type(model.index(file)) == "JSON" and model.index(folder).isValid(), timeout=WAIT_MS)
    kinds = [model.fileIcon(model.index(each)).pixmap(16).toImage() for each in (folder, file)]
    assert kinds[0] != kinds[1]
    with qtbot.waitSignal(dialog.destroyed, timeout=WAIT_MS):
        dialog.reject()
