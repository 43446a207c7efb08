"""The list of downloads of a window, with real processes: one after the other, paused, killed, and there again after a restart."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from app.downloads.ledger import LEDGER_NAME
from app.downloads.part import bad_path, part_path, stored_bytes
from app.downloads.queue import DownloadQueue
from app.downloads.queue_file import QUEUE_NAME
from app.downloads.wanted import Wanted
from tests.downloads.hub_server import FILE, QUICK, REPOSITORY, as_store, facts, some_bytes, status

WAIT_MS = 30_000
OTHER = "other-Q8_0.gguf"


@pytest.fixture
def open_queue(qtbot, world, tmp_path):
    """Return a function that opens the list as a window does; every process is gone when the test ends."""
    queues = []

    def open_one():
        queue = DownloadQueue(tmp_path, hub=world.address, pace=QUICK)
        queues.append(queue)
        return queue

    yield open_one
    for queue in queues:
        queue.shutdown()
        queue.deleteLater()
    qtbot.wait(0)


def state(queue, key):
    return queue.item(key).state


def until(qtbot, queue, key, wanted_state):
    qtbot.waitUntil(lambda: state(queue, key) == wanted_state, timeout=WAIT_MS)


def arriving(qtbot, queue, key, size=300_000):
    qtbot.waitUntil(lambda: queue.item(key).state == "running" and queue.item(key).received >= size, timeout=WAIT_MS)


def any_file(handler):
    """The hub has whatever is asked for."""
    handler.head(302, {**facts(handler.world), "Location": handler.world.store_base + "/x", "Content-Length": "0"})


def test_nothing_is_contacted_before_something_is_added(qtbot, world, open_queue, tmp_path):
    queue = open_queue()
    qtbot.wait(300)
    assert (queue.items(), world.asked) == ([], [])
    assert not (tmp_path / LEDGER_NAME).exists()
    assert not (tmp_path / QUEUE_NAME).exists()


def test_a_download_runs_and_tells_how_far_it_is(qtbot, world, wanted, open_queue):
    world.pause = 0.02
    queue, seen = open_queue(), []
    queue.changed.connect(lambda key: seen.append(queue.item(key)) if key else None)
    with qtbot.waitSignal(queue.finished, timeout=WAIT_MS) as done:
        key = queue.add(wanted)
        assert state(queue, key) == "running"
    assert done.args == [key, str(queue.item(key).path)]
    assert queue.item(key).path.read_bytes() == world.content
    received = [each.received for each in seen]
    assert received == sorted(received)
    assert any(each.bytes_per_second and each.seconds_left is not None for each in seen)
    assert seen[0].state == "queued"
    assert {each.state for each in seen[1:]} == {"running", "done"}
    last = queue.item(key)
    assert (last.received, last.total, last.sentence) == (len(world.content), len(world.content), "")


def test_pause_keeps_what_has_arrived_and_resume_goes_on(qtbot, world, wanted, open_queue):
    world.pause = 0.03
    queue = open_queue()
    key = queue.add(wanted)
    arriving(qtbot, queue, key)
    queue.pause(key)
    assert state(queue, key) == "paused"
    qtbot.waitUntil(lambda: not queue._workers, timeout=WAIT_MS)
    held = stored_bytes(queue.item(key).path)
    assert queue.item(key).received == held >= 300_000
    assert queue.item(key).total == len(world.content)
    asked = len(world.asked)
    qtbot.wait(300)
    assert len(world.asked) == asked, "a paused download still asks"
    world.pause = 0.0
    queue.resume(key)
    until(qtbot, queue, key, "done")
    assert queue.item(key).path.read_bytes() == world.content
    assert world.to("store")[-1].headers["Range"] == f"bytes={held}-"


def test_pause_and_resume_at_once_is_a_download(qtbot, world, wanted, open_queue):
    world.pause = 0.005
    queue = open_queue()
    key = queue.add(wanted)
    for _ in range(5):
        qtbot.wait(60)
        queue.pause(key)
        queue.resume(key)
    until(qtbot, queue, key, "done")
    assert queue.item(key).path.read_bytes() == world.content


def test_cancel_keeps_the_part_and_discard_deletes_it(qtbot, world, wanted, open_queue):
    world.pause = 0.03
    queue = open_queue()
    key = queue.add(wanted)
    arriving(qtbot, queue, key)
    path = queue.item(key).path
    queue.cancel(key)
    assert queue.items() == []
    qtbot.waitUntil(lambda: not queue._workers, timeout=WAIT_MS)
    assert stored_bytes(path) >= 300_000
    assert queue.add(wanted) == key
    assert queue.item(key).received >= 300_000, "adding the same again goes on with it"
    arriving(qtbot, queue, key, 500_000)
    queue.discard(key)
    qtbot.waitUntil(lambda: not queue._workers, timeout=WAIT_MS)
    assert os.listdir(path.parent) == []


def test_cancelled_a_hundred_times_leaves_nothing_behind(qtbot, world, wanted, open_queue):
    queue = open_queue()
    for _ in range(100):
        key = queue.add(wanted)
        qtbot.wait(1)
        queue.cancel(key)
    qtbot.waitUntil(lambda: not queue._workers, timeout=WAIT_MS)
    assert queue.items() == []
    key = queue.add(wanted)
    until(qtbot, queue, key, "done")
    assert queue.item(key).path.read_bytes() == world.content


def test_several_wait_for_their_turn(qtbot, world, wanted, open_queue):
    world.hub.extend([any_file] * 4)
    world.pause = 0.01
    queue = open_queue()
    first, second = queue.add(wanted), queue.add(Wanted(REPOSITORY, OTHER, expected_size=77))
    assert [each.state for each in queue.items()] == ["running", "queued"]
    assert queue.item(second).total == 77
    until(qtbot, queue, first, "done")
    until(qtbot, queue, second, "running")
    until(qtbot, queue, second, "done")
    assert [each.path.name for each in queue.items()] == [FILE, OTHER]


def test_one_that_waits_can_be_paused_and_the_next_gets_its_turn(qtbot, world, wanted, open_queue):
    world.hub.extend([any_file] * 4)
    world.pause = 0.01
    queue = open_queue()
    first = queue.add(wanted)
    second, third = queue.add(Wanted(REPOSITORY, OTHER)), queue.add(Wanted(REPOSITORY, "third.gguf"))
    queue.pause(second)
    until(qtbot, queue, third, "done")
    assert [state(queue, each) for each in (first, second)] == ["done", "paused"]


def test_a_failure_is_told_and_the_next_gets_its_turn(qtbot, world, wanted, open_queue):
    world.hub.append(status(404))
    queue = open_queue()
    first, second = queue.add(Wanted(REPOSITORY, "missing.gguf")), queue.add(wanted)
    until(qtbot, queue, second, "done")
    assert state(queue, first) == "failed"
    assert "has no file missing.gguf" in queue.item(first).sentence
    world.hub.append(any_file)
    world.hub.append(any_file)
    queue.resume(first)
    until(qtbot, queue, first, "done")


def test_a_wrong_file_is_told_and_never_becomes_a_model(qtbot, world, wanted, open_queue):
    world.store.append(lambda handler: as_store(handler, body=some_bytes(len(world.content), seed=9)))
    queue = open_queue()
    key = queue.add(wanted)
    until(qtbot, queue, key, "failed")
    path = queue.item(key).path
    assert "checksum" in queue.item(key).sentence
    assert not path.exists()
    assert bad_path(path).exists()
    queue.discard(key)
    qtbot.waitUntil(lambda: not bad_path(path).exists(), timeout=WAIT_MS)


def test_a_worker_that_is_killed_is_told_and_gone_on_with(qtbot, world, wanted, open_queue):
    world.pause = 0.03
    queue = open_queue()
    key = queue.add(wanted)
    arriving(qtbot, queue, key)
    os.kill(queue._workers[key].pid, signal.SIGKILL)
    until(qtbot, queue, key, "failed")
    assert "what has arrived is kept" in queue.item(key).sentence
    world.pause = 0.0
    queue.resume(key)
    until(qtbot, queue, key, "done")
    assert queue.item(key).path.read_bytes() == world.content


def test_a_restart_shows_what_was_under_way_and_contacts_nobody(qtbot, world, wanted, open_queue, tmp_path):
    world.pause = 0.03
    queue = open_queue()
    key = queue.add(wanted)
    waiting = queue.add(Wanted(REPOSITORY, OTHER, title="Other", expected_size=123))
    arriving(qtbot, queue, key)
    begun = time.monotonic()
    queue.shutdown()
    assert time.monotonic() - begun < 2.5
    world.asked.clear()
    again = open_queue()
    qtbot.wait(200)
    assert world.asked == []
    assert [(each.key, each.state, each.sentence) for each in again.items()] == [(key, "paused", ""), (waiting, "paused", "")]
    assert again.item(key).received >= 300_000
    assert again.item(key).total == len(world.content)
    assert (again.item(waiting).total, again.item(waiting).wanted.title) == (123, "Other")
    world.pause = 0.0
    again.resume(key)
    until(qtbot, again, key, "done")
    assert world.to("store")[0].headers["Range"].startswith("bytes=")
    third = open_queue()
    assert [each.state for each in third.items()] == ["done", "paused"]
    third.discard(key)
    assert third.item(key) is None
    assert wanted.place(tmp_path).read_bytes() == world.content, "what is done is only taken off the list"


def test_a_file_that_arrived_while_nobody_was_there_is_done(qtbot, world, wanted, open_queue, tmp_path):
    """The window is killed in the moment between the file getting its name and being told so."""
    queue = open_queue()
    key = queue.add(wanted)
    until(qtbot, queue, key, "done")
    body = json.loads((tmp_path / QUEUE_NAME).read_text())
    body["downloads"][0]["state"] = "running"
    (tmp_path / QUEUE_NAME).write_text(json.dumps(body))
    assert state(open_queue(), key) == "done"
    part_path(wanted.place(tmp_path)).write_bytes(b"GGUF")
    wanted.place(tmp_path).unlink()
    assert state(open_queue(), key) == "paused"


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", '{"version": 1}', '{"version": 9, "downloads": []}', '{"version": 1, "downloads": 5}']
    + [json.dumps({"version": 1, "downloads": [each]}) for each in (None, 5, {}, {"repository": "../x"})],
)
def test_a_list_that_makes_no_sense_is_an_empty_one(qtbot, open_queue, tmp_path, text):
    (tmp_path / QUEUE_NAME).write_text(text)
    assert open_queue().items() == []


def test_a_list_that_leads_out_of_the_folder_is_not_followed(qtbot, open_queue, tmp_path):
    stored = {
        "repository": "a/b",
        "file": "x.gguf",
        "folder": "../..",
        "expected_size": None,
        "title": "",
        "state": "done",
        "sentence": "",
    }
    good = {**stored, "folder": "", "expected_size": -4}
    (tmp_path / QUEUE_NAME).write_text(json.dumps({"version": 1, "downloads": [stored, good]}))
    (item,) = open_queue().items()
    assert item.path == tmp_path / "models" / "a__b" / "x.gguf"
    assert (item.state, item.total) == ("paused", None)


def test_adding_what_is_there_already_is_no_second_download(qtbot, world, wanted, open_queue):
    queue = open_queue()
    key = queue.add(wanted)
    assert queue.add(wanted) == key
    until(qtbot, queue, key, "done")
    asked = len(world.asked)
    queue.add(wanted)
    qtbot.wait(200)
    assert (len(queue.items()), len(world.asked)) == (1, asked)
    queue.item(key).path.unlink()
    queue.add(wanted)
    until(qtbot, queue, key, "done")
    assert queue.item(key).path.read_bytes() == world.content


def test_shutdown_leaves_no_process(qtbot, world, wanted, open_queue):
    world.store.append(lambda _handler: time.sleep(10))
    queue = open_queue()
    key = queue.add(wanted)
    qtbot.waitUntil(lambda: len(world.to("store")) == 1, timeout=WAIT_MS)
    pid = queue._workers[key].pid
    begun = time.monotonic()
    queue.shutdown()
    assert time.monotonic() - begun < 2.5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    queue.resume(key)
    qtbot.wait(200)
    assert not queue._workers, "something started after the end"


def test_the_window_is_never_held_up(qtbot, world, wanted, open_queue):
    """What a slow download costs the thread of the window: no call takes longer than a frame or two."""
    world.pause = 0.002
    world.chunk = 4096
    queue = open_queue()
    longest, last = 0.0, time.monotonic()
    key = queue.add(wanted)
    while state(queue, key) != "done" and time.monotonic() - last < 30:
        begun = time.monotonic()
        qtbot.wait(1)
        queue.items()
        longest = max(longest, time.monotonic() - begun)
    assert state(queue, key) == "done"
    assert longest < 0.5
