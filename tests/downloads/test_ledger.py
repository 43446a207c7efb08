"""The list of connections: every one is in it, also of a process that was killed."""

from __future__ import annotations

import json
import os
import threading

import pytest

from app.downloads.ledger import OPEN
from app.downloads.problem import DownloadProblem
from tests.downloads.hub_server import QUICK, REPOSITORY, sends_to, status


def test_there_is_nothing_before_anything_is_asked_for(ledger):
    assert ledger.entries() == []
    assert ledger.cleared() is None
    assert not ledger.path.exists()


def test_a_connection_is_there_from_the_moment_it_opens(ledger):
    entry = ledger.opened("hub.example", "a reason", "proxy:3128")
    (first,) = ledger.entries()
    assert (first.host, first.why, first.via, first.sent, first.received, first.outcome) == (
        "hub.example",
        "a reason",
        "proxy:3128",
        0,
        0,
        OPEN,
    )
    entry.note(10, 20)
    assert [(each.sent, each.received, each.outcome) for each in ledger.entries()] == [(10, 20, OPEN)]
    entry.ended(30, 40, "200")
    assert [(each.sent, each.received, each.outcome) for each in ledger.entries()] == [(30, 40, "200")]
    assert ledger.cleared() is None
    ledger.clear()
    assert ledger.entries() == []
    assert ledger.cleared() is not None
    ledger.opened("next.example", "another")
    assert [each.host for each in ledger.entries()] == ["next.example"]
    assert ledger.cleared() is None


def test_half_a_line_costs_only_itself(ledger):
    ledger.opened("one.example", "x").ended(1, 1, "200")
    with ledger.path.open("ab") as stream:
        stream.write(b'{"id": "half", "when": 17')
    ledger.opened("two.example", "y").ended(2, 2, "200")
    assert [each.host for each in ledger.entries()] == ["one.example", "two.example"]


@pytest.mark.parametrize("line", [b"[]", b"null", b'{"id": 1}', b"\xff\xfe", b'{"id":"a","when":"x"}', b"[" * 5000])
def test_lines_that_are_none_are_passed_over(ledger, line):
    ledger.path.write_bytes(line + b"\n")
    ledger.opened("one.example", "x")
    assert [each.host for each in ledger.entries()] == ["one.example"]


def test_many_at_once_lose_nothing(ledger):
    def many():
        for _ in range(50):
            ledger.opened("hub.example", "x").ended(1, 2, "200")

    threads = [threading.Thread(target=many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.entries()) == 400
    assert {each.outcome for each in ledger.entries()} == {"200"}


def test_a_download_writes_down_every_hop(world, fetch, ledger):
    world.store.append(lambda handler: handler.hang_up())
    fetch()
    found = [(each.host, each.outcome) for each in ledger.entries()]
    hub, store = world.hub_base.removeprefix("http://"), world.store_base.removeprefix("http://")
    assert found == [(hub, "302"), (hub, "302 sent on"), (store, "not reached"), (hub, "302 sent on"), (store, "200")]
    assert len(world.asked) == len(found)
    assert REPOSITORY in ledger.entries()[0].why
    assert ledger.entries()[-1].received >= len(world.content)
    assert all(each.sent > 50 for each in ledger.entries() if each.outcome != "not reached")
    assert "signature" not in ledger.path.read_text()


def test_what_is_not_followed_is_not_in_the_list_of_connections(world, fetch, ledger):
    world.hub.append(sends_to("https://models.example.org/file"))
    with pytest.raises(DownloadProblem):
        fetch()
    assert [(each.host, each.outcome) for each in ledger.entries()] == [
        (world.hub_base.removeprefix("http://"), "302 leads elsewhere, not followed")
    ]


def test_refusals_are_in_it(world, fetch, ledger):
    world.hub.extend([status(500)] * QUICK.tries)
    with pytest.raises(DownloadProblem):
        fetch()
    assert [each.outcome for each in ledger.entries()] == ["500"] * QUICK.tries


def test_what_cannot_be_written_down_is_not_done(world, fetch, ledger):
    ledger.path.mkdir()
    with pytest.raises(DownloadProblem, match="cannot write down"):
        fetch()
    assert world.asked == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are there on POSIX only")
def test_only_its_owner_reads_it(ledger):
    ledger.opened("one.example", "x")
    assert ledger.path.stat().st_mode & 0o077 == 0
    assert json.loads(ledger.path.read_text())["host"] == "one.example"
