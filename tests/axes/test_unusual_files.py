"""What is no ordinary file, or stops being one: a sentence each, and never a wait."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from axes.gguf_header import GGUFError, MissingFileError, read_header
from engine.inspection import inspect
from engine.model import load
from engine.probe import LoadError
from tests.app.cli_process import keel, one_sentence

NOBODY = 65534
posix = pytest.mark.skipif(sys.platform == "win32", reason="this kind of file is made otherwise on Windows")


def loop(path: Path) -> None:
    path.symlink_to(path)


def chain(path: Path) -> None:
    other = path.with_name("other.gguf")
    path.symlink_to(other)
    other.symlink_to(path)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def pipe_behind_a_link(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to(path.with_name("pipe"))


def folder(path: Path) -> None:
    path.mkdir()


def empty(path: Path) -> None:
    path.touch()


def gone(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


UNUSUAL: tuple[Callable[[Path], None], ...] = (loop, chain, pipe, pipe_behind_a_link, folder, empty, gone, device)


@posix
@pytest.mark.parametrize("make", UNUSUAL, ids=lambda make: make.__name__)
def test_it_is_one_sentence_at_once(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    make(path)
    for read in (read_header, inspect, load):
        begun = time.monotonic()
        with pytest.raises((GGUFError, LoadError)) as caught:
            read(path)
        assert time.monotonic() - begun < 2, read.__name__
        text = str(caught.value)
        assert "model.gguf" in text
        assert text.endswith(".")
        assert "\n" not in text


@posix
@pytest.mark.parametrize("make", UNUSUAL, ids=lambda make: make.__name__)
def test_the_command_line_says_so_and_ends(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    make(path)
    done = keel("model", "inspect", str(path), home=tmp_path, timeout=30)
    assert done.returncode == 2
    assert one_sentence(done.stderr)
    assert done.stdout == ""
    spoken = keel("chat", "--model", str(path), "hello", home=tmp_path, timeout=30)
    assert spoken.returncode == 2
    assert one_sentence(spoken.stderr)


@posix
def test_a_file_one_may_not_read(tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(tiny_model.read_bytes())
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(GGUFError, match="access is not allowed"):
            read_header(path)
        with pytest.raises(LoadError, match="access is not allowed"):
            load(path)
    finally:
        if root:
            os.seteuid(0)


def test_a_missing_file_is_told_from_one_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        read_header(tmp_path / "model.gguf")
    with pytest.raises(GGUFError, match="name"):
        read_header(tmp_path / "mo\0del.gguf")


@posix
def test_a_file_that_vanishes_or_changes_while_it_is_read(tiny_model: Path, tmp_path: Path) -> None:
    """Again and again replaced, cut and removed by another thread: sound answers or sentences, nothing else."""
    path, spare, data = tmp_path / "model.gguf", tmp_path / "spare", tiny_model.read_bytes()
    stop = threading.Event()

    def disturb() -> None:
        while not stop.is_set():
            spare.write_bytes(data)
            spare.replace(path)
            os.truncate(path, 1000)
            path.unlink()
            os.mkfifo(path)
            path.unlink()

    path.write_bytes(data)
    thread = threading.Thread(target=disturb)
    thread.start()
    refused, end = set(), time.monotonic() + 3
    try:
        while time.monotonic() < end:
            try:
                inspect(path)
            except GGUFError as error:
                refused.add(str(error))
    finally:
        stop.set()
        thread.join()
    assert refused, "the file was never met in a bad moment"
    assert all(text.endswith(".") and "\n" not in text for text in refused)
