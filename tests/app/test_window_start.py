"""Starting the program as a person does: in a process of its own, once per data folder."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from app.window.single_instance import SingleInstance
from app.window.unexpected import UnexpectedErrors


def start(data_dir, model):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "app", "--data-dir", str(data_dir), "--model", str(model)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition, seconds=40.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def program(tiny_model, tmp_path):
    process = start(tmp_path / "data", tiny_model)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def engine_of(process):
    try:
        children = psutil.Process(process.pid).children()
    except psutil.NoSuchProcess:
        return None
    return children[0] if children else None


def test_a_second_start_leaves_at_once_and_ctrl_c_ends_the_first_in_order(program, tiny_model, tmp_path):
    assert wait_for(lambda: (tmp_path / "data" / "keel.show").exists())
    assert wait_for(lambda: engine_of(program) is not None)
    engine = engine_of(program)
    second = start(tmp_path / "data", tiny_model)
    assert second.communicate(timeout=60) == ("", "")
    assert second.returncode == 0
    assert program.poll() is None
    program.send_signal(signal.SIGINT)
    began = time.monotonic()
    output, errors = program.communicate(timeout=30)
    assert time.monotonic() - began < 6
    assert (program.returncode, output) == (0, "")
    assert errors.replace("This plugin does not support raise()\n", "") == ""  # what Qt says without a display
    assert not engine.is_running()


def test_a_killed_window_takes_its_engine_along_and_leaves_the_chats_whole(program, qapp, tmp_path):
    assert wait_for(lambda: engine_of(program) is not None and (tmp_path / "data" / "chats.db").exists())
    engine = engine_of(program)
    program.kill()
    assert wait_for(lambda: not engine.is_running() or engine.status() == psutil.STATUS_ZOMBIE, 10)
    program.wait()
    with sqlite3.connect(tmp_path / "data" / "chats.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
    next_one = SingleInstance(tmp_path / "data")
    assert next_one.acquire()
    next_one.release()


def test_the_first_window_hears_of_a_second_start(qtbot, tmp_path):
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    with qtbot.waitSignal(first.called, timeout=5000):
        assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_an_error_nobody_caught_becomes_a_notice(qtbot, monkeypatch):
    printed = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: printed.append(error))
    errors = UnexpectedErrors()
    errors.install()
    problems = []
    errors.problem.connect(problems.append)
    try:
        sys.excepthook(ValueError, ValueError("a bug"), None)
    finally:
        errors.remove()
    assert [problem.sentence for problem in problems] == [
        "Something went wrong in Keel itself. Your chats are saved; if the window behaves oddly, close it and start again."
    ]
    assert "a bug" in problems[0].details
    assert len(printed) == 1
