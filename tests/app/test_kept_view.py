"""How the window was left is how it comes back; what cannot be read or written costs nothing but that."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from app.window.kept_view import FILE, MOST_BYTES, KeptView
from app.window.start import build_window
from app.window.window import FIRST_SIZE, MainWindow
from tests.app.conftest import close_window


@pytest.fixture
def opened(qtbot):
    """Return a function that opens the window on a data folder as the program does."""
    windows: list[MainWindow] = []

    def make(data_dir: Path) -> MainWindow:
        window = build_window(data_dir)
        windows.append(window)
        KeptView(window, data_dir).restore()
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        close_window(qtbot, window)


def look(window: MainWindow) -> tuple[bool, str]:
    return not window.sidebar.isHidden(), window.side.shown


def test_size_and_place_come_back(qtbot, opened, tmp_path):
    first = opened(tmp_path)
    assert first.size().toTuple() == FIRST_SIZE
    first.setGeometry(QRect(0, 30, 800, 640))  # the screen that is drawn into memory is 800 wide
    close_window(qtbot, first)
    second = opened(tmp_path)
    assert second.size().toTuple() == (800, 640)
    assert second.geometry().top() == 30


def test_panels_come_back(qtbot, opened, tmp_path):
    first = opened(tmp_path)
    assert look(first) == (True, "drift")
    first.toggle_sidebar()
    first.toggle_drift()
    assert look(first) == (False, "")
    close_window(qtbot, first)
    second = opened(tmp_path)
    second.resize(*FIRST_SIZE)
    assert look(second) == (False, "")
    second.toggle_drift()
    assert look(second) == (False, "drift")
    close_window(qtbot, second)
    third = opened(tmp_path)
    third.resize(*FIRST_SIZE)
    assert look(third) == (False, "drift")


def test_a_window_that_filled_the_screen_does_so_again(qtbot, opened, tmp_path):
    first = opened(tmp_path)
    first.showMaximized()
    qtbot.waitUntil(first.isMaximized)
    close_window(qtbot, first)
    second = opened(tmp_path)
    assert second.isMaximized()


def test_the_settings_do_not_come_back_in_place_of_the_drift_panel(qtbot, opened, tmp_path):
    first = opened(tmp_path)
    first.toggle_settings()
    assert look(first)[1] == "settings"
    close_window(qtbot, first)
    second = opened(tmp_path)
    second.resize(*FIRST_SIZE)
    assert look(second) == (True, "drift")


def test_a_panel_that_gave_way_comes_back_only_where_it_was_wanted(qtbot, opened, tmp_path):
    window = opened(tmp_path)
    window.resize(800, 600)
    assert window.side.shown == ""
    window.resize(1240, 800)
    assert window.side.shown == "drift"
    window.toggle_drift()
    window.resize(800, 600)
    window.resize(1240, 800)
    assert window.side.shown == ""
    close_window(qtbot, window)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1, 2]",
        b'{"geometry": 5, "sidebar": "no"}',
        b'{"geometry": "%%%"}',
        b'{"geometry": "AAAA"}',
        b'{"geometry": "\xc3\xa4"}',
        b'{"geometry": "' + b"A" * MOST_BYTES + b'"}',
    ],
)
def test_a_damaged_file_is_the_first_start_again(qtbot, opened, tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    window = opened(tmp_path)
    assert window.size().toTuple() == FIRST_SIZE
    assert look(window) == (True, "drift")
    close_window(qtbot, window)
    assert json.loads((tmp_path / FILE).read_bytes())["drift"] is True


def test_a_place_that_cannot_be_written_is_only_logged(qtbot, opened, tmp_path, caplog):
    window = opened(tmp_path)
    (tmp_path / FILE).mkdir()
    with caplog.at_level(logging.WARNING):
        close_window(qtbot, window)
    assert "could not be kept" in caplog.text
