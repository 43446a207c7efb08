"""Where chats can be written to: links, pipes, what a shell hands over, and never over the chats themselves."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
import sys

import pytest

from app.conversations.store import Store
from app.exchange.found import ExchangeError
from app.exchange.writing import WholeFile, write
from tests.app.cli_process import keel, one_sentence

WAIT_MS = 60_000

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")


@pytest.fixture
def data(tmp_path):
    """A data folder with one chat."""
    folder = tmp_path / "data"
    folder.mkdir()
    with contextlib.closing(Store(folder / "chats.db")) as store:
        chat = store.create_chat("The sea")
        store.add_message(chat.id, "user", "How deep is the sea? " * 20_000, parent_id=None)
    return folder


def export(tmp_path, data, target, *more):
    return keel("chats", "export", "--all", "--form", "json", "--to", str(target), "--data-dir", str(data), *more, home=tmp_path)


def test_a_pipe_gets_the_chats_and_stays_a_pipe(tmp_path, data):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reads = "import sys; sys.stdout.write(str(len(open(sys.argv[1]).read())))"
    with subprocess.Popen([sys.executable, "-c", reads, pipe], stdout=subprocess.PIPE, text=True) as reader:
        done = export(tmp_path, data, pipe)
        length, _ = reader.communicate(timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(length) > 20_000 * 20
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "pipe"]


def test_a_reader_that_leaves_early_is_one_sentence(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    file = WholeFile(pipe, streams=True)
    file.add("begun")
    os.close(reader)
    with pytest.raises(ExchangeError, match="could not be written"):
        file.add("more")
    assert pipe.exists()


def test_what_the_shell_calls_standard_output_can_be_named(tmp_path, data):
    done = export(tmp_path, data, "/dev/stdout")
    assert done.returncode == 0
    assert json.JSONDecoder().raw_decode(done.stdout)[0]["chats"][0]["title"] == "The sea"


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed_and_stays_a_link(tmp_path, there):
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "chats.md", tmp_path / "chats.md"
    if there:
        target.write_text("old")
    link.symlink_to(target)
    write(link, iter(["new"]))
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["chats.md"]


def test_the_window_does_not_write_to_a_pipe_for_that_could_take_for_ever(qtbot, open_window, tmp_path):
    window = open_window(wait=False)
    store = window.controller.store
    chat = store.create_chat()
    store.add_message(chat.id, "user", "Hello", parent_id=None)
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    window.exchange_binding.exchange.write(pipe, [chat.id], "markdown")
    qtbot.waitUntil(lambda: "no ordinary file" in window.notice.sentence(), timeout=WAIT_MS)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert not window.exchange_binding.exchange.exports.active


@pytest.mark.parametrize("name", ["chats.db", "chats.db-wal", "chats.db-shm"])
def test_the_chats_are_never_written_over_themselves(open_window, tmp_path, name):
    window = open_window(wait=False)
    flow, folder = window.controller, window.controller.settings.path.parent
    flow.store.add_message(flow.chat.id, "user", "Hello", parent_id=None)
    before = (folder / name).stat().st_ino
    window.exchange_binding.exchange.write(folder / name, [flow.chat.id], "json")
    assert "keeps them in that very file" in window.notice.sentence()
    (tmp_path / "link.json").symlink_to(folder / name)
    done = export(tmp_path, folder, tmp_path / "link.json")
    assert done.returncode == 2
    assert one_sentence(done.stderr)
    assert (folder / name).stat().st_ino == before
