"""Which addresses may be contacted, and which names are names."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.downloads.answers import asked_wait, length_of, range_of, strong_etag
from app.downloads.hub import Hub
from app.downloads.pace import Pace
from app.downloads.problem import DownloadProblem
from app.downloads.speed import Speed
from app.downloads.wanted import Wanted, parts_of


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/a/b/resolve/main/c.gguf",
        "https://HuggingFace.co/x",
        "https://huggingface.co:443/x",
        "https://cdn-lfs.hf.co/x?signature=1",
        "https://cas-bridge.xethub.hf.co/x",
        "https://us.aws.cdn.hf.co/x",
        "https://cdn-lfs-us-1.huggingface.co/x",
        "https://hf.co./x",
    ],
)
def test_the_hub_and_its_stores_may_be_contacted(url):
    assert Hub().check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://huggingface.co/x",
        "ftp://huggingface.co/x",
        "file:///etc/passwd",
        "//huggingface.co/x",
        "huggingface.co",
        "",
        "https://",
        "https://huggingface.co.evil.example/x",
        "https://cdn.hf.co.evil.example/x",
        "https://evilhuggingface.co/x",
        "https://evil-hf.co/x",
        "https://huggingface.co@evil.example/x",
        "https://user:word@huggingface.co/x",
        "https://@huggingface.co/x",
        "https://huggingface.co:8443/x",
        "https://huggingface.co:99999/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://[::1/x",
        "https://user-content.hf.space/x",
        "https://evil.example\\.hf.co/x",
        "https://evil.example?.hf.co/x",
        "https://evil.example#.hf.co/x",
        "https://evil.example/.hf.co",
    ],
)
def test_nothing_else_may_be(url):
    with pytest.raises(DownloadProblem):
        Hub().check(url)


def test_the_token_is_for_the_hub_alone():
    hub = Hub()
    assert hub.is_home("https://huggingface.co/a/b")
    for url in ("https://cdn-lfs.hf.co/a", "http://huggingface.co/a", "https://huggingface.co:444/a", "https://hf.co/a"):
        assert not hub.is_home(url)


@pytest.mark.parametrize(
    "text", ["a", "a/b/c", "../b", "a/..", "a/.", ".a/b", "a/b.", "a b/c", "a/b?x", "a/b#", "a\\b", "", "a/b\n", "é/b"]
)
def test_a_repository_has_an_owner_and_a_name(text):
    with pytest.raises(DownloadProblem, match="repository"):
        Wanted(text, "x.gguf")


BAD_FILES = (
    *("x.bin", ".gguf", "/x.gguf", "../x.gguf", "a/../x.gguf", "a//x.gguf", "con.gguf", "a/nul/x.gguf", "x\0.gguf", "x\n.gguf"),
    *("a\\x.gguf", "..gguf", "x.gguf ", "C:x.gguf", "~x.gguf", "x" * 300 + ".gguf"),
)


@pytest.mark.parametrize("text", BAD_FILES)
def test_a_file_stays_in_its_folder(text):
    with pytest.raises(DownloadProblem, match="model file"):
        Wanted("a/b", text)


@pytest.mark.parametrize("text", ["..", "a/b", "/tmp", "con", "a\\b", " a", "a."])
def test_a_folder_is_a_simple_name(text):
    with pytest.raises(DownloadProblem, match="folder"):
        Wanted("a/b", "x.gguf", text)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_whatever_the_names_the_place_is_within_keels_models(tmp_path_factory, repository, file, folder):
    data_dir = tmp_path_factory.getbasetemp()
    try:
        wanted = Wanted(repository, f"{file}.gguf", folder)
    except DownloadProblem:
        return
    place = wanted.place(data_dir)
    assert place.resolve().parent.parent == (data_dir / "models").resolve()


def test_the_same_file_has_the_same_key_and_another_has_not():
    assert Wanted("a/b", "x.gguf").key == Wanted("a/b", "x.gguf", title="X", expected_size=5).key
    assert len({Wanted("a/b", "x.gguf").key, Wanted("a/b", "y.gguf").key, Wanted("a/c", "x.gguf").key}) == 3


def test_a_split_model_is_all_its_parts():
    assert parts_of("q/x-00002-of-00003.gguf") == [f"q/x-0000{n}-of-00003.gguf" for n in (1, 2, 3)]
    for name in ("x.gguf", "x-00004-of-00003.gguf", "x-00000-of-00003.gguf", "x-00001-of-99999.gguf"):
        assert parts_of(name) == [name]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120.0), ("0", 0.0), ("", None), ("-5", None), ("soon", None), ("1e9", None), ("9" * 30, None)],
)
def test_how_long_to_wait_is_read(text, seconds):
    assert asked_wait({"Retry-After": text}) == seconds


def test_how_long_to_wait_is_read_as_a_date():
    now = datetime.datetime(2030, 1, 1, 12, 0, 0, tzinfo=datetime.UTC)
    assert asked_wait({"Retry-After": "Tue, 01 Jan 2030 12:01:30 GMT"}, now) == 90.0
    assert asked_wait({"Retry-After": "Tue, 01 Jan 2030 11:00:00 GMT"}, now) == 0.0


@given(st.text(max_size=60))
def test_headers_of_any_kind_are_read_without_harm(text):
    headers = {"Content-Range": text, "Content-Length": text, "ETag": text, "Retry-After": text}
    assert range_of(headers) is None or min(range_of(headers)[:2]) >= 0
    assert length_of(headers) is None or length_of(headers) >= 0
    assert strong_etag(headers) in ("", text.strip())
    assert asked_wait(headers) is None or asked_wait(headers) >= 0


def test_pauses_grow_and_differ_and_end_somewhere():
    pace = Pace(first_wait=1.0, longest_wait=60.0)
    for tries, most in ((1, 1), (2, 2), (3, 4), (6, 32), (9, 60), (50, 60)):
        waits = [pace.wait(tries) for _ in range(50)]
        assert most / 2 <= min(waits) <= max(waits) <= most
        assert len(set(waits)) > 40
    assert 30 <= pace.wait(1, 30) <= 31


def test_speed_is_that_of_the_last_seconds():
    speed = Speed()
    assert speed.bytes_per_second(0.0) is None
    for second in range(30):
        speed.add(second * 1_000_000, float(second))
    for second in range(30, 60):
        speed.add(30_000_000 + (second - 30) * 5_000_000, float(second))
    assert speed.bytes_per_second(59.0) == pytest.approx(5_000_000, rel=0.01)
    assert speed.bytes_per_second(90.0) < 2_000_000, "a stall shows"
