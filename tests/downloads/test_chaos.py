"""A server whose every answer goes wrong in some way: what comes out is the exact file or one sentence, never anything else."""

from __future__ import annotations

import random

import pytest

from app.downloads.part import part_path, stored_bytes
from app.downloads.problem import DownloadProblem
from app.downloads.worker import Job
from tests.downloads.hub_server import QUICK, World, as_hub, as_store, cut_after, facts, sends_to, serving, some_bytes, status

SEEDS = 40
SIZE = 700_000


def garbage(seed):
    def manner(handler):
        handler.wfile.write(random.Random(seed).randbytes(300))
        handler.hang_up()

    return manner


def lying_head(name, value):
    def manner(handler):
        handler.head(302, {**facts(handler.world), "Location": handler.world.store_base + "/x", "Content-Length": "0", name: value})

    return manner


def lying_body(seed, code, headers):
    def manner(handler):
        chance = random.Random(seed)
        handler.head(code, {"ETag": chance.choice(['"store-1"', '"other"', 'W/"x"', ""]), **headers})
        handler.pour(chance.randbytes(chance.randrange(SIZE)))
        handler.hang_up()

    return manner


def hub_manner(chance, world):
    seed = chance.random()
    return chance.choice(
        [
            *[as_hub] * 14,
            garbage(seed),
            status(chance.choice([500, 502, 429, 408])),
            lying_head("X-Linked-Size", chance.choice(["1", "x", str(SIZE * 2)])),
            lying_head("X-Linked-Etag", "0" * 64),
            lying_head("Location", chance.choice(["/", "http://[", "https://elsewhere.example/", "\\\\x", "?"])),
            sends_to(world.hub_base + "/round"),
            lambda handler: handler.hang_up(),
        ]
    )


def store_manner(chance):
    seed, some = chance.random(), chance.randrange(1, SIZE)
    return chance.choice(
        [
            *[cut_after(some)] * 8,
            garbage(seed),
            status(chance.choice([403, 404, 416, 429, 500, 503, 206, 304])),
            lying_body(seed, 200, {"Content-Length": str(SIZE)}),
            lying_body(seed, 206, {"Content-Length": str(SIZE), "Content-Range": f"bytes {some}-{SIZE - 1}/{SIZE}"}),
            lying_body(seed, 200, {"Content-Length": "12"}),
            lying_body(seed, 200, {"Content-Encoding": "gzip", "Content-Length": str(SIZE)}),
            lambda handler: as_store(handler, body=some_bytes(SIZE, seed=5)),
        ]
    )


@pytest.mark.slow
def test_whatever_the_server_does_it_is_the_exact_file_or_a_sentence(wanted, tmp_path):
    arrived = refused = 0
    for seed in range(SEEDS):
        chance, folder = random.Random(seed), tmp_path / str(seed)
        folder.mkdir()
        with serving(World(some_bytes(SIZE, seed))) as world:
            world.hub.extend(hub_manner(chance, world) for _ in range(10))
            world.store.extend(store_manner(chance) for _ in range(8))
            final = wanted.place(folder)
            for _ in range(10):
                try:
                    Job(wanted, folder, world.address, QUICK, lambda _event: None).run()
                    break
                except DownloadProblem as problem:
                    refused += 1
                    # What was asked is no business of this test, only that an unfinished file never has the name of one.
                    told = problem.sentence
                assert told.endswith("."), told
                assert not final.exists()
                assert stored_bytes(final) == 0 or stored_bytes(final) <= part_path(final).stat().st_size
            if final.exists():
                arrived += 1
                assert final.read_bytes() == world.content, f"seed {seed}"
    assert arrived >= SEEDS * 3 // 4, (arrived, refused)
    assert refused > 10
