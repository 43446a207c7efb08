"""Fetching a file from a server that does everything a server should not do."""

from __future__ import annotations

import dataclasses
import os
import time

import pytest

from app.downloads.part import bad_path, note_path, part_path, read_note
from app.downloads.problem import DownloadProblem
from app.downloads.wanted import Wanted
from app.downloads.worker import Job
from tests.downloads.hub_server import (
    COMMIT,
    FILE,
    QUICK,
    REPOSITORY,
    as_hub,
    as_store,
    cut_after,
    facts,
    sends_to,
    some_bytes,
    status,
)


def final(folder):
    return folder / "models" / "keel-tests__small-model" / FILE


def assert_arrived(world, folder):
    assert final(folder).read_bytes() == world.content
    assert os.listdir(final(folder).parent) == [FILE]


def failing(fetch, *words):
    with pytest.raises(DownloadProblem) as caught:
        fetch()
    sentence = caught.value.sentence
    assert all(word in sentence for word in words), sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "signature" not in sentence
    return caught.value


def part_way(world, fetch, size):
    """Have this many bytes arrive, then end; the rest has to be gone on with."""
    world.store.extend([cut_after(size), *[status(410)] * QUICK.tries])
    failing(fetch)
    world.store.clear()
    world.asked.clear()


def test_a_file_arrives_whole_and_from_a_pinned_address(world, fetch, tmp_path):
    assert fetch() == final(tmp_path)
    assert_arrived(world, tmp_path)
    assert [each.path for each in world.asked if each.side == "hub"] == [
        f"/{REPOSITORY}/resolve/main/{FILE}",
        f"/{REPOSITORY}/resolve/{COMMIT}/{FILE}",
    ]
    assert [each.path for each in world.to("store")] == [world.secret_path]
    assert "Range" not in world.to("store")[0].headers


def test_nothing_but_what_is_needed_is_sent(world, fetch):
    fetch()
    for each in world.asked:
        assert set(each.headers) == {"Host", "Accept", "Accept-Encoding", "User-Agent"}
        assert each.headers["User-Agent"] == "Keel"


def test_what_was_cut_is_gone_on_with_where_it_ended(world, fetch, tmp_path):
    world.store.extend([cut_after(700_000), cut_after(900_000)])
    fetch()
    assert_arrived(world, tmp_path)
    ranges = [each.headers.get("Range") for each in world.to("store")]
    assert ranges == [None, "bytes=700000-", "bytes=1600000-"]
    assert [each.headers.get("If-Range") for each in world.to("store")] == [None, world.etag, world.etag]


def test_a_later_run_goes_on_where_the_earlier_one_ended(world, fetch, tmp_path):
    part_way(world, fetch, 1_000_000)
    assert not final(tmp_path).exists()
    note = read_note(final(tmp_path))
    assert (note.stored, note.size, note.sha256, note.commit, note.etag) == (
        1_000_000,
        len(world.content),
        world.sha256,
        COMMIT,
        world.etag,
    )
    fetch()
    assert_arrived(world, tmp_path)
    assert [each.headers.get("Range") for each in world.to("store")] == ["bytes=1000000-"]
    assert world.to("hub", "HEAD")[0].path == f"/{REPOSITORY}/resolve/{COMMIT}/{FILE}"


def test_a_whole_file_in_answer_to_a_piece_starts_over(world, fetch, tmp_path):
    part_way(world, fetch, 1_000_000)

    def everything(handler):
        handler.head(200, {"ETag": world.etag, "Content-Length": str(len(world.content))})
        handler.pour(world.content)

    world.store.append(everything)
    fetch()
    assert_arrived(world, tmp_path)
    assert len(world.to("store")) == 1


def test_a_file_that_changed_in_the_store_starts_over(world, fetch, tmp_path):
    """If-Range makes the store send all of it."""
    part_way(world, fetch, 1_000_000)
    world.etag = '"store-2"'
    fetch()
    assert_arrived(world, tmp_path)
    assert [each.headers.get("If-Range") for each in world.to("store")] == ['"store-1"']


def test_a_piece_of_another_version_is_not_joined(world, fetch, tmp_path):
    """A store that ignores If-Range and sends the rest of something else."""
    part_way(world, fetch, 1_000_000)

    def other(handler):
        handler.head(
            206,
            {
                "ETag": '"store-2"',
                "Content-Length": "1500000",
                "Content-Range": f"bytes 1000000-{len(world.content) - 1}/{len(world.content)}",
            },
        )
        handler.pour(bytes(1_500_000))

    world.store.append(other)
    fetch()
    assert_arrived(world, tmp_path)
    assert [each.headers.get("Range") for each in world.to("store")] == ["bytes=1000000-", None]


@pytest.mark.parametrize("place", ["bytes 900000-2499999/2500000", "bytes 1000000-2499999/9999999", "bytes 5-1/1", "nonsense", ""])
def test_a_piece_from_another_place_is_not_joined(world, fetch, tmp_path, place):
    part_way(world, fetch, 1_000_000)

    def other(handler):
        handler.head(206, {"ETag": world.etag, "Content-Length": "1500000", "Content-Range": place})
        handler.pour(bytes(1_500_000))

    world.store.append(other)
    fetch()
    assert_arrived(world, tmp_path)


def test_a_rest_that_is_said_not_to_exist_starts_over(world, fetch, tmp_path):
    part_way(world, fetch, 1_000_000)
    world.store.append(status(416))
    fetch()
    assert_arrived(world, tmp_path)
    assert [each.headers.get("Range") for each in world.to("store")] == ["bytes=1000000-", None]


def test_a_wrong_file_never_becomes_a_model(world, fetch, tmp_path):
    world.store.append(lambda handler: as_store(handler, body=some_bytes(len(world.content), seed=2)))
    failing(fetch, "checksum", "put aside")
    assert not final(tmp_path).exists()
    assert bad_path(final(tmp_path)).stat().st_size == len(world.content)
    fetch()
    assert_arrived(world, tmp_path)


def test_one_wrong_byte_in_the_joined_piece_never_becomes_a_model(world, fetch, tmp_path):
    part_way(world, fetch, 1_000_000)
    changed = bytearray(world.content)
    changed[1_700_000] ^= 1
    world.store.append(lambda handler: as_store(handler, body=bytes(changed)))
    failing(fetch, "checksum")
    assert not final(tmp_path).exists()


def test_one_byte_changed_on_the_disk_meanwhile_never_becomes_a_model(world, fetch, tmp_path):
    part_way(world, fetch, 1_000_000)
    with part_path(final(tmp_path)).open("r+b") as stream:
        stream.seek(300_000)
        stream.write(b"?")
    failing(fetch, "checksum")
    assert not final(tmp_path).exists()


def test_a_file_replaced_on_the_hub_meanwhile_is_gone_on_with_in_its_own_commit(world, fetch, tmp_path):
    """A new commit does not spoil a download of the old one, as long as the hub still has that."""
    part_way(world, fetch, 1_000_000)

    def newer(handler):
        assert handler.path.endswith(f"/{COMMIT}/{FILE}"), "asked for the newest"
        as_hub(handler)

    world.hub.extend([newer, newer])
    fetch()
    assert_arrived(world, tmp_path)


def test_a_commit_that_is_gone_starts_over_with_the_newest(world, fetch, tmp_path):
    part_way(world, fetch, 1_000_000)
    world.replace(some_bytes(1_800_000, seed=3))
    world.commit, world.etag = "d" * 40, '"store-9"'
    fetch()
    assert_arrived(world, tmp_path)
    assert [each.path.split("/")[4] for each in world.to("hub", "HEAD")] == [COMMIT, "main"]
    assert [each.headers.get("Range") for each in world.to("store")] == [None]


def test_a_file_that_changes_between_question_and_download_is_noticed(world, fetch, tmp_path):
    world.store.extend([lambda handler: as_store(handler, body=some_bytes(len(world.content) + 5, seed=4))] * QUICK.tries)
    failing(fetch, "another size")
    assert not final(tmp_path).exists()


def test_more_than_announced_is_refused(world, fetch, tmp_path):
    def endless(handler):
        handler.head(200, {"ETag": world.etag, "Connection": "close"})
        handler.close_connection = True
        handler.pour(world.content + b"more")

    world.store.extend([endless] * QUICK.tries)
    failing(fetch, "more than the hub announced")
    assert not final(tmp_path).exists()


def test_less_than_announced_is_asked_for_again(world, fetch, tmp_path):
    """Without a length, an early end looks like a whole answer."""

    def short(handler):
        handler.head(200, {"ETag": world.etag, "Connection": "close"})
        handler.close_connection = True
        handler.pour(world.content[:600_000])

    world.store.append(short)
    fetch()
    assert_arrived(world, tmp_path)


def test_a_body_in_pieces_of_unknown_length_arrives(world, fetch, tmp_path):
    def chunked(handler):
        handler.head(200, {"ETag": world.etag, "Transfer-Encoding": "chunked"})
        for start in range(0, len(world.content), 100_000):
            piece = world.content[start : start + 100_000]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    world.store.append(chunked)
    fetch()
    assert_arrived(world, tmp_path)


def test_a_connection_that_stalls_is_left_and_gone_on_with(world, fetch, tmp_path):
    def stall(handler):
        handler.head(200, {"ETag": world.etag, "Content-Length": str(len(world.content))})
        handler.pour(world.content[:800_000])
        time.sleep(3 * QUICK.stall)

    world.store.append(stall)
    begun = time.monotonic()
    fetch()
    assert time.monotonic() - begun < 2.5 * QUICK.stall
    assert_arrived(world, tmp_path)
    assert [each.headers.get("Range") for each in world.to("store")] == [None, "bytes=800000-"]


def test_a_connection_that_trickles_counts_as_stalled(world, fetch, tmp_path):
    def trickle(handler):
        handler.head(200, {"ETag": world.etag, "Content-Length": str(len(world.content))})
        for start in range(4000):
            handler.pour(world.content[start : start + 1])
            time.sleep(0.01)

    world.store.append(trickle)
    begun = time.monotonic()
    fetch()
    assert time.monotonic() - begun < 4 * QUICK.stall
    assert_arrived(world, tmp_path)


def test_headers_that_never_come_end_in_a_sentence(world, fetch):
    world.hub.extend([lambda _handler: time.sleep(2 * QUICK.stall)] * QUICK.tries)
    failing(fetch, "does not answer")
    assert len(world.to("hub", "HEAD")) == QUICK.tries


def test_a_closed_port_ends_in_a_sentence(world, wanted, tmp_path):
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hub = dataclasses.replace(world.address, base=f"http://127.0.0.1:{port}", hosts=(f"127.0.0.1:{port}",))
    failing(Job(wanted, tmp_path, hub, QUICK, lambda _: None).run, "cannot be reached", "internet")


def test_nonsense_instead_of_an_answer_ends_in_a_sentence(world, fetch):
    def nonsense(handler):
        handler.wfile.write(b"\x00\xffhello\r\n\r\n")
        handler.hang_up()

    world.hub.extend([nonsense] * QUICK.tries)
    failing(fetch)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (401, ("only to people it knows", f"/{REPOSITORY} in a browser")),
        (403, ("only to people it knows", "token")),
        (404, ("has no file", FILE, REPOSITORY)),
        (400, ("refused", "400")),
    ],
)
def test_a_refusal_of_the_hub_is_final_and_plain(world, fetch, code, words):
    world.hub.extend([status(code)] * 3)
    failing(fetch, *words)
    assert len(world.asked) == 1


@pytest.mark.parametrize("code", [500, 502, 503, 408, 429])
def test_trouble_of_the_hub_is_waited_out(world, fetch, tmp_path, code):
    world.hub.extend([status(code), status(code)])
    fetch()
    assert_arrived(world, tmp_path)
    assert len(world.to("hub", "HEAD")) == 3


def test_trouble_that_stays_ends_in_a_sentence(world, fetch):
    world.hub.extend([status(500)] * 20)
    failing(fetch, "trouble", "500")
    assert len(world.asked) == QUICK.tries


def test_a_wait_that_the_hub_asks_for_is_kept(world, fetch, tmp_path):
    world.hub.append(status(429, Retry_After="1"))
    begun = time.monotonic()
    fetch()
    assert time.monotonic() - begun >= 1.0
    assert_arrived(world, tmp_path)


def test_a_very_long_wait_is_said_instead_of_done(world, fetch):
    world.hub.append(status(429, Retry_After="1800"))
    failing(fetch, "30 minutes")
    assert len(world.asked) == 1


@pytest.mark.parametrize("code", [401, 403, 404, 410, 500])
def test_an_address_in_the_store_that_has_expired_is_got_anew(world, fetch, tmp_path, code):
    world.store.extend([cut_after(900_000), status(code)])
    fetch()
    assert_arrived(world, tmp_path)
    assert len(world.to("hub", "GET")) == 3


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://models.example.org/file", ("models.example.org", "does not belong to the hub")),
        ("//models.example.org/file", ("models.example.org", "does not belong")),
        ("http://127.0.0.1:1/file", ("127.0.0.1:1", "does not belong")),
        ("ftp://127.0.0.1/file", ("without encryption",)),
        ("file:///etc/passwd", ("without encryption",)),
        ("http://user:word@127.0.0.1:1/", ("does not belong",)),
        ("http://[::1/", ("makes no sense",)),
        ("http://127.0.0.1:99999/", ("makes no sense",)),
        ("http://hub\x7f.example/", ("makes no sense",)),
    ],
)
def test_a_way_that_leads_elsewhere_is_not_taken(world, fetch, location, words):
    world.hub.extend([sends_to(location)] * QUICK.tries)
    failing(fetch, *words)
    assert world.to("store") == []


def test_a_way_that_leads_elsewhere_is_not_taken_from_the_store_either(world, fetch, tmp_path):
    world.store.append(sends_to("https://models.example.org/file"))
    failing(fetch, "models.example.org")


def test_going_round_in_a_circle_ends(world, fetch):
    world.hub.extend([lambda handler: sends_to(world.hub_base + handler.path)(handler)] * 50)
    failing(fetch, "circle")
    assert len(world.asked) <= QUICK.tries * 7


def test_the_body_of_a_redirect_is_not_read(world, fetch, tmp_path):
    """It could be endless."""

    def endless(handler):
        handler.head(302, {"Location": world.store_base + "/x", "Connection": "close"})
        for _ in range(10_000):
            handler.pour(bytes(1 << 20))
        raise AssertionError("all of it was read")

    world.hub.extend([as_hub, endless])
    begun = time.monotonic()
    fetch()
    assert time.monotonic() - begun < 5
    assert_arrived(world, tmp_path)


def test_a_long_chain_ends(world, fetch):
    world.hub.extend([sends_to(f"{world.hub_base}/{n}") for n in range(100)])
    failing(fetch, "circle")


def test_a_renamed_repository_is_followed_within_the_hub(world, fetch, tmp_path):
    world.hub.append(sends_to(f"/{REPOSITORY}/resolve/main/{FILE}", 307))
    fetch()
    assert_arrived(world, tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Linked-Etag": ""},
        {"X-Linked-Etag": '"abc"'},
        {"X-Linked-Size": ""},
        {"X-Linked-Size": "-5"},
        {"X-Linked-Size": "0"},
        {"X-Linked-Size": "9" * 40},
    ],
)
def test_what_cannot_be_checked_is_not_downloaded(world, fetch, changed):
    world.hub.append(lambda handler: handler.head(200, {**facts(world), **changed, "Content-Length": "0"}))
    failing(fetch, "checksum")
    assert len(world.asked) == 1


def test_a_commit_that_is_none_does_not_get_into_an_address(world, fetch, tmp_path):
    world.commit = "../../evil"
    fetch()
    assert_arrived(world, tmp_path)
    assert [each.path for each in world.to("hub")] == [f"/{REPOSITORY}/resolve/main/{FILE}"]


def test_the_stores_word_on_the_checksum_counts_for_nothing(world, fetch):
    """Only the hub itself says what a file is."""
    world.hub.append(lambda handler: handler.head(302, {"Location": world.store_base + "/x", "Content-Length": "0"}))
    failing(fetch, "checksum")
    assert world.to("store", "HEAD") == []


def test_a_file_that_is_there_is_not_fetched_again(world, fetch, tmp_path):
    fetch()
    world.asked.clear()
    before = final(tmp_path).stat()
    assert fetch() == final(tmp_path)
    assert (world.to("store"), world.to("hub")) == ([], [])
    assert final(tmp_path).stat().st_mtime_ns == before.st_mtime_ns


def test_another_file_of_the_same_name_stays_until_the_new_one_is_complete(world, fetch, tmp_path):
    final(tmp_path).parent.mkdir(parents=True)
    final(tmp_path).write_bytes(b"GGUF old")
    part_way(world, fetch, 1_000_000)
    assert final(tmp_path).read_bytes() == b"GGUF old"
    fetch()
    assert_arrived(world, tmp_path)


def test_a_disk_without_room_is_noticed_before_anything_arrives(world, fetch, tmp_path):
    world.size = 1 << 49
    failing(fetch, "on the disk", "GB are free")
    assert world.to("store") == []


def test_a_weak_name_of_the_store_is_not_relied_on(world, fetch, tmp_path):
    world.etag = 'W/"weak"'
    world.store.append(cut_after(700_000))
    fetch()
    assert_arrived(world, tmp_path)
    assert "If-Range" not in world.to("store")[1].headers


def test_parts_of_a_split_model_lie_side_by_side(world, tmp_path):
    name = "big-00001-of-00002.gguf"
    world.hub.extend(
        [lambda handler: handler.head(302, {**facts(world), "Location": world.store_base + "/x", "Content-Length": "0"})] * 2
    )
    path = Job(Wanted(REPOSITORY, f"Q8_0/{name}"), tmp_path, world.address, QUICK, lambda _: None).run()
    assert path == tmp_path / "models" / "keel-tests__small-model" / name
    assert world.to("hub")[0].path == f"/{REPOSITORY}/resolve/{COMMIT}/Q8_0/{name}"
    assert not note_path(path).exists()


def test_progress_is_told_up_to_the_last_byte(world, wanted, tmp_path):
    world.pause = 0.01
    events = []
    Job(wanted, tmp_path, world.address, QUICK, events.append).run()
    received = [event["received"] for event in events]
    assert received == sorted(received)
    assert received[-1] == len(world.content)
    assert {event["total"] for event in events} == {None, len(world.content)}
    assert len({event["received"] for event in events if event["arriving"]}) > 5
