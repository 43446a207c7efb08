"""A disk that fills up while one chats: what cannot be written is told in a sentence, and trying again puts everything right."""

from __future__ import annotations

import contextlib
import resource
import signal
import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.app.conftest import TIMEOUT_MS

TEXT = "is there room for this"
STEP = 4200  # a page and its frame, so that a limit falls between any two writes


@contextlib.contextmanager
def room(size):
    """No file of this process may grow beyond `size` bytes."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


def idle(window):
    return not window.controller.busy and window.controller.loader.state == "ready"


def notices(window):
    return [notice for notice in (window.notice, window.chat_view.notice) if notice.sentence()]


def press(qtbot, notice, words):
    (button,) = [each for each in notice.findChildren(QPushButton) if each.text() in words and not each.isHidden()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.slow
def test_a_message_is_sent_whichever_write_fails(qtbot, open_window, tmp_path):
    window = open_window()
    window.controller.settings.update(max_tokens=12)
    store = window.controller.store
    store._db.execute("PRAGMA wal_autocheckpoint = 0")  # so that the log only grows, and the limit means what it says
    log = tmp_path / "data" / "chats.db-wal"
    store.set_draft(store.create_chat("large").id, "x" * 300_000)  # no other file that is written here gets near the limit
    failures = set()
    for attempt in range(60):
        window.controller.open_chat.new()
        chat = window.controller.chat.id
        window.composer.set_text(TEXT)
        window.controller.open_chat.flush_draft()
        for notice in (window.notice, window.chat_view.notice):
            notice.dismiss()
        with room(log.stat().st_size + attempt * STEP):
            qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
        kept = [message.content for message in store.path(chat) if message.role == "user"]
        if not notices(window):
            break
        (notice,) = notices(window)
        assert "was not saved" in notice.sentence()
        if kept:
            assert kept == [TEXT]
            failures.add(notice.action)
            press(qtbot, notice, ("Try again", "Save again"))
        else:
            assert window.composer.text() == TEXT, "what was typed is gone"
            failures.add("send")
            qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)
        asked, answer = store.path(chat)
        assert (asked.content, asked.role) == (TEXT, "user")
        assert answer.content
        assert answer.state in {"complete", "length"}
    assert "send" in failures
    assert "regenerate" in failures or "save_again" in failures
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "chats.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
