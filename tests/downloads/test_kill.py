"""The process of a download is killed at any moment; what it leaves is gone on with and gives the exact file."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from app import paths
from app.downloads.ledger import LEDGER_NAME, Ledger
from app.downloads.part import part_path, stored_bytes
from tests.downloads.hub_server import QUICK

PACE = dataclasses.replace(QUICK, secure_bytes=64 << 10, secure_every=0.02)


def start(world, wanted, data_dir, *, limit=None, pace=PACE):
    """Start the worker as the window does."""
    command, environment = paths.module_command("app.downloads.worker")
    task = {"wanted": wanted, "hub": world.address, "pace": pace}
    line = json.dumps({**{name: dataclasses.asdict(each) for name, each in task.items()}, "data_dir": str(data_dir)})
    child = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=limit,
    )
    child.stdin.write(line.encode() + b"\n")
    child.stdin.flush()
    return child


def ended(child, timeout=60):
    """Wait for the end and return the exit status and the last line."""
    out = child.stdout.read()
    child.stdin.close()
    child.stdout.close()
    lines = [json.loads(line) for line in out.splitlines()]
    return child.wait(timeout), lines[-1] if lines else {}


def wait_for_bytes(final, size, child):
    until = time.monotonic() + 30
    while time.monotonic() < until and child.poll() is None:
        if part_path(final).exists() and part_path(final).stat().st_size >= size:
            return
        time.sleep(0.002)
    raise AssertionError("it never got that far")


@pytest.mark.slow
def test_killed_at_any_moment_it_gives_the_exact_file(world, wanted, tmp_path):
    final, chance = wanted.place(tmp_path), random.Random(7)
    rounds = 0
    for seed in range(6):
        world.pause, world.chunk, begun = 0.008, 16 << 10, time.monotonic()
        before = 0
        for _ in range(4):
            child = start(world, wanted, tmp_path)
            time.sleep(chance.uniform(0.15, 0.75))
            child.kill()
            ended(child)
            rounds += 1
            if final.exists():
                break
            assert stored_bytes(final) >= before, "something that was secure has gone"
            before = stored_bytes(final)
        world.pause, world.chunk = 0.0, 64 << 10
        status, last = ended(start(world, wanted, tmp_path))
        assert (status, last) == (0, {"t": "done", "path": str(final)})
        assert final.read_bytes() == world.content
        assert os.listdir(final.parent) == [final.name], f"round {seed} left something, after {time.monotonic() - begun:.1f} s"
        final.unlink()
    assert rounds >= 15
    assert any("Range" in each.headers for each in world.to("store")), "no kill was late enough to leave something"


def test_what_a_killed_process_connected_to_is_in_the_list(world, wanted, tmp_path):
    world.pause = 0.02
    child = start(world, wanted, tmp_path)
    wait_for_bytes(wanted.place(tmp_path), 1_000_000, child)
    child.kill()
    ended(child)
    entries = Ledger(tmp_path / LEDGER_NAME).entries()
    assert [each.host for each in entries] == [
        base.removeprefix("http://") for base in (world.hub_base, world.hub_base, world.store_base)
    ]
    assert entries[-1].outcome == "open"
    assert entries[-1].received > 100_000


def test_it_ends_with_its_window_and_keeps_what_it_has(world, wanted, tmp_path):
    """The window is killed: its end of the pipe closes."""
    world.pause = 0.05
    child = start(world, wanted, tmp_path)
    final = wanted.place(tmp_path)
    wait_for_bytes(final, 500_000, child)
    begun = time.monotonic()
    child.stdin.close()
    assert child.wait(10) == 0
    assert time.monotonic() - begun < 2
    child.stdout.close()
    assert stored_bytes(final) == part_path(final).stat().st_size >= 500_000


@pytest.mark.parametrize("how", ["stop", "signal"])
def test_it_stops_at_once_even_where_nothing_arrives(world, wanted, tmp_path, how):
    def silent(handler):
        handler.head(200, {"ETag": world.etag, "Content-Length": str(len(world.content))})
        handler.pour(world.content[:300_000])
        time.sleep(20)

    world.store.append(silent)
    child = start(world, wanted, tmp_path, pace=dataclasses.replace(PACE, stall=30.0))
    final = wanted.place(tmp_path)
    wait_for_bytes(final, 300_000, child)
    time.sleep(0.2)
    begun = time.monotonic()
    if how == "stop":
        child.stdin.write(b"stop\n")
        child.stdin.flush()
    else:
        child.send_signal(signal.SIGTERM)
    status, last = ended(child)
    assert time.monotonic() - begun < 2
    assert status == 0
    assert last["t"] == "progress"
    assert stored_bytes(final) == 300_000


def test_a_full_disk_ends_in_a_sentence_and_is_gone_on_with(world, wanted, tmp_path):
    import resource

    def little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    final = wanted.place(tmp_path)
    status, last = ended(start(world, wanted, tmp_path, limit=little))
    assert status == 2
    assert last["t"] == "failed"
    assert "takes no more" in last["sentence"]
    assert 0 < stored_bytes(final) <= 1_000_000
    status, last = ended(start(world, wanted, tmp_path))
    assert status == 0
    assert final.read_bytes() == world.content


def test_two_at_once_fetch_it_once(world, wanted, tmp_path):
    world.pause = 0.01
    patient = dataclasses.replace(PACE, tries=60)
    first = start(world, wanted, tmp_path, pace=patient)
    wait_for_bytes(wanted.place(tmp_path), 200_000, first)
    second = start(world, wanted, tmp_path, pace=patient)
    assert [ended(child) for child in (first, second)] == [(0, {"t": "done", "path": str(wanted.place(tmp_path))})] * 2
    assert wanted.place(tmp_path).read_bytes() == world.content
    assert len(world.to("store")) == 1


@pytest.mark.parametrize("task", [b"", b"{}", b"nonsense", b'{"hub": {}}'])
def test_a_task_that_is_none_ends_it(task):
    command, environment = paths.module_command("app.downloads.worker")
    done = subprocess.run([*command], env=environment, input=task + b"\n", capture_output=True, timeout=60)
    assert done.returncode != 0
    assert sys.platform == "win32" or done.returncode > 0, "it crashed"
