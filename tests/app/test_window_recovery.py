"""A damaged chat file in the window: what happened is said, and the backup fills the gaps at a click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.conversations.store import Store
from app.window.start import build_window


@pytest.fixture
def damaged(tmp_path):
    path = tmp_path / "chats.db"
    store = Store(path)
    for number in range(5):
        chat = store.create_chat(f"Chat {number}")
        store.add_message(chat.id, "user", f"kept in the backup {number}", parent_id=None)
    store.close()
    Store(path).close()
    path.write_bytes(b"\0" * path.stat().st_size)
    return path


def test_the_backup_is_offered_and_fills_the_list(qtbot, tmp_path, damaged):
    window = build_window(tmp_path)
    qtbot.addWidget(window)
    window.show()
    window.binding.show_start()
    assert "was damaged" in window.notice.sentence()
    assert "backup" in window.notice.sentence()
    (button,) = [each for each in window.notice.findChildren(QPushButton) if each.text() == "Take it from the backup"]
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "5 chats and 5 messages were taken from the backup." in window.notice.sentence()
    assert {f"Chat {number}" for number in range(5)} <= {chat.title for chat in window.controller.store.chats()}
    assert [hit.snippet for hit in window.controller.store.search("backup 3")] == ["kept in the backup 3"]
    window.controller.store.close()
