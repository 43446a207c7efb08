"""Model files given to Keel: dropped onto the window, chosen, opened by the system, named at a further start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from app import paths
from app.window.file_requests import FileRequests
from app.window.single_instance import SingleInstance
from tests.app.conftest import TIMEOUT_MS


@pytest.fixture
def window(qtbot, open_window):
    window = open_window()
    window.resize(1240, 800)
    return window


def dragged(*files) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    data.setText("\n".join(str(file) for file in files))  # as file managers do
    return data


def drop(target, data) -> tuple[bool, bool]:
    """Drag something onto a widget and drop it there as Qt does; returns whether either was taken."""
    place, left = QPointF(5, 5), Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(target, enter)
    let_go = QDropEvent(place, Qt.DropAction.CopyAction, data, left, none)
    if enter.isAccepted():
        QApplication.sendEvent(target, let_go)
    return enter.isAccepted(), enter.isAccepted() and let_go.isAccepted()


def loaded(window, name):
    return lambda: window.controller.loader.state == "ready" and window.controller.loader.name == name


# --- dropping ----------------------------------------------------------------------------------------------------------------


def test_a_dropped_model_is_loaded_where_it_is(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    assert drop(window, dragged(other)) == (True, True)
    qtbot.waitUntil(loaded(window, "tiny-4"), timeout=TIMEOUT_MS)
    assert window.controller.settings.settings.model_path == str(other)
    assert window.controller.shelf.library.model(other).origin == "opened"
    assert window.controller.loader.path == str(other)


def test_the_message_box_leaves_files_to_the_window_and_takes_text(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    viewport = window.composer.editor.viewport()
    drop(viewport, dragged(other))
    qtbot.waitUntil(loaded(window, "tiny-4"), timeout=TIMEOUT_MS)
    assert window.composer.text() == ""
    text = QMimeData()
    text.setText("some words")
    drop(viewport, text)
    assert "some words" in window.composer.text()


def test_text_dropped_onto_the_window_is_no_file(window):
    text = QMimeData()
    text.setText("some words")
    assert drop(window, text) == (False, False)


def test_several_models_are_listed_and_none_is_loaded(qtbot, window, make_model, tiny_model):
    files = [make_model(f"m{seed}.gguf", seed=seed) for seed in (4, 5)]
    drop(window, dragged(*files))
    page = window.models_binding.page
    assert page.isVisible()
    assert "2 models were added to the list" in page.notice.sentence()
    assert set(files) <= set(page.installed)
    assert window.controller.loader.path == str(tiny_model)


def test_the_parts_of_a_split_model_are_one_model(qtbot, window, make_model, tmp_path):
    part = make_model("whole.gguf", seed=4)
    parts = [tmp_path / f"set-{n:05d}-of-00002.gguf" for n in (1, 2)]
    for each in parts:
        shutil.copy(part, each)
    window.models_binding.take_files([str(each) for each in reversed(parts)])
    assert window.controller.loader.path == str(parts[0])


@pytest.mark.parametrize("kind", ["text", "folder", "missing", "empty"])
def test_a_wrong_file_gets_a_sentence_and_the_model_stays(qtbot, window, tmp_path, kind, tiny_model):
    wrong = tmp_path / "wrong.gguf"
    if kind == "text":
        wrong.write_text("this is a letter")
    elif kind == "folder":
        wrong.mkdir()
    elif kind == "empty":
        wrong.touch()
    drop(window, dragged(wrong))
    assert str(wrong) in window.notice.sentence()
    assert window.notice.sentence().count(".") >= 1
    assert window.controller.loader.state == "ready"
    assert window.controller.loader.path == str(tiny_model)
    assert window.controller.shelf.library.model(wrong) is None


def test_among_several_files_the_wrong_ones_are_named(qtbot, window, tmp_path, make_model):
    letters = [tmp_path / name for name in ("a.txt", "b.txt")]
    for letter in letters:
        letter.write_text("a letter")
    good = make_model("good.gguf", seed=4)
    drop(window, dragged(*letters, good))
    said = window.models_binding.page.notice.sentence()
    assert str(letters[0]) in said
    assert "1 other" in said
    assert good in window.models_binding.page.installed


def test_a_dropped_axis_is_imported(qtbot, window, always_drifted_axis, tmp_path):
    axis = tmp_path / "mine.axis.gguf"
    shutil.copy(always_drifted_axis, axis)
    drop(window, dragged(axis))
    qtbot.waitUntil(lambda: window.controller.loader.reads, timeout=TIMEOUT_MS)


def test_open_a_model_file_shows_a_dialog_and_takes_what_is_chosen(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    window.models_binding.open()
    qtbot.mouseClick(window.models_binding.page.open, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.filesSelected.emit([str(other)])
    dialog.close()
    qtbot.waitUntil(loaded(window, "tiny-4"), timeout=TIMEOUT_MS)


# --- from outside ------------------------------------------------------------------------------------------------------------


def test_a_file_that_the_system_asks_to_open_is_passed_on(qtbot, qapp):
    requests = FileRequests()
    qapp.installEventFilter(requests)
    try:
        with qtbot.waitSignal(requests.requested, timeout=5000) as heard:
            QApplication.sendEvent(qapp, QFileOpenEvent("/somewhere/a.gguf"))
    finally:
        qapp.removeEventFilter(requests)
    assert heard.args == ["/somewhere/a.gguf"]


def test_a_further_start_hands_its_file_over(qtbot, tmp_path):
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    with qtbot.waitSignal(first.called, timeout=5000), qtbot.waitSignal(first.given, timeout=5000) as given:
        assert not second.acquire("/models/größe 🐦.gguf", "/axes/b.gguf")
    assert given.args == ["/models/größe 🐦.gguf", "/axes/b.gguf"]
    assert list(tmp_path.glob("keel.open-*")) == []
    first.release()


def test_many_starts_at_once_lose_no_file(qtbot, tmp_path):
    first = SingleInstance(tmp_path)
    assert first.acquire()
    heard: list[str] = []
    taker = lambda model, _axis: heard.append(model)  # noqa: E731
    first.given.connect(taker)
    for number in range(20):
        assert not SingleInstance(tmp_path).acquire(f"/models/{number}.gguf")
    qtbot.waitUntil(lambda: len(heard) == 20, timeout=5000)
    assert set(heard) == {f"/models/{number}.gguf" for number in range(20)}
    first.release()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"model": "a"}', "x" * 100_000, "\x00"])
def test_a_strange_hand_over_is_thrown_away(qtbot, tmp_path, content):
    first = SingleInstance(tmp_path)
    assert first.acquire()
    (tmp_path / "keel.open-strange").write_text(content)
    heard: list[str] = []
    taker = lambda model, _axis: heard.append(model)  # noqa: E731
    first.given.connect(taker)
    with qtbot.waitSignal(first.given, timeout=5000):
        SingleInstance(tmp_path).acquire("/models/good.gguf")
    assert heard == ["/models/good.gguf"]
    assert list(tmp_path.glob("keel.open-*")) == []
    first.release()


def test_what_was_given_to_a_window_that_is_no_more_is_forgotten(qtbot, tmp_path):
    (tmp_path / "keel.open-old").write_text(json.dumps({"model": "/old.gguf", "axis": ""}))
    first = SingleInstance(tmp_path)
    assert first.acquire()
    assert list(tmp_path.glob("keel.open-*")) == []
    first.release()


def start(data_dir, *files):
    command, environment = paths.module_command("app", "--data-dir", str(data_dir), *map(str, files))
    environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_running_program_opens_the_file_of_a_further_start(tmp_path, tiny_model, make_model):
    other = make_model("other.gguf", seed=4)
    data = tmp_path / "data"
    program = start(data, tiny_model)
    try:
        until(lambda: used(data, tiny_model))
        second = start(data, other)
        assert second.communicate(timeout=60)[0] == ""
        assert second.returncode == 0
        until(lambda: used(data, other))
        assert program.poll() is None
        settings = json.loads((data / "settings.json").read_text())
        assert settings["model_path"] == str(other)
    finally:
        children = psutil.Process(program.pid).children(recursive=True)
        program.terminate()
        program.communicate(timeout=30)
        psutil.wait_procs(children, timeout=10)


def used(data, path) -> bool:
    try:
        known = json.loads((data / "models.json").read_text())["models"]
    except (OSError, ValueError):
        return False
    return any(each["path"] == str(path) and each["last_used"] for each in known)


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
