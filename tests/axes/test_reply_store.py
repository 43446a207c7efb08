"""Finished replies survive whatever ends the process, and nothing half-written is ever taken for whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from axes.axis import AxisError
from axes.reply_store import ReplyStore
from axes.source import Sample

LAYERS, WIDTH = 2, 3


def sample(number: int) -> Sample:
    rows = np.full((LAYERS, WIDTH), number, dtype=np.float32) + np.arange(LAYERS, dtype=np.float32)[:, None] / 10
    return Sample(f"reply {number} – naïve\nline", rows, -rows, number, number / 10)


def opened(path: Path, key: str = "key") -> ReplyStore:
    return ReplyStore(path, key, LAYERS, WIDTH)


def test_what_was_appended_is_there_again(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as store:
        for number in (5, 2, 9):
            store.append(number, sample(number))
    with opened(tmp_path / "a") as store:
        assert store.done == {5, 2, 9}
        assert [reply.text for reply in store.replies] == [sample(number).text for number in (5, 2, 9)]
        assert store.replies[1].engaged == 0.2
        np.testing.assert_array_equal(store.indices(), [5, 2, 9])
        np.testing.assert_allclose(store.layer("reply", 1)[:, 0], [5.1, 2.1, 9.1], rtol=1e-6)
        np.testing.assert_allclose(store.layer("header", 0)[:, 0], [-5, -2, -9])
        store.append(1, sample(1))
        assert len(store.layer("reply", 0)) == 4


def test_another_key_starts_anew_and_leaves_other_files_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.append(0, sample(1))
    (tmp_path / "mine.txt").write_text("mine")
    with opened(tmp_path, "other") as store:
        assert store.done == set()
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_files_cut_off_at_any_byte_lose_no_more_than_what_was_cut(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    with opened(whole) as store:
        for number in range(4):
            store.append(number, sample(number + 1))
    lines, rows = (whole / "replies.jsonl").read_bytes(), (whole / "activations.f32").read_bytes()
    line_ends = [place + 1 for place, byte in enumerate(lines) if byte == 10]
    row = 4 * 2 * LAYERS * WIDTH
    for name, data in (("replies.jsonl", lines), ("activations.f32", rows)):
        for cut in range(len(data)):
            folder = tmp_path / "cut"
            shutil.copytree(whole, folder)
            (folder / name).write_bytes(data[:cut])
            expected = sum(end <= cut for end in line_ends) if name == "replies.jsonl" else cut // row
            with opened(folder) as store:
                assert len(store.replies) == expected
                store.append(7, sample(7))
                np.testing.assert_array_equal(store.layer("reply", 0)[-1], sample(7).reply[0])
            with opened(folder) as store:
                assert store.done == {*range(expected), 7}
                assert len(store.layer("header", 1)) == expected + 1
            shutil.rmtree(folder)


@pytest.mark.parametrize("junk", [b"\x00\xff\n", b"{}\n", b'{"index": "x"}\n', b"[" * 5000 + b"\n", b'{"index": 0}\n'])
def test_lines_that_are_not_ours_end_what_is_believed(tmp_path: Path, junk: bytes) -> None:
    with opened(tmp_path) as store:
        store.append(0, sample(1))
        store.append(1, sample(2))
    lines = (tmp_path / "replies.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "replies.jsonl").write_bytes(lines[0] + junk + lines[1])
    with opened(tmp_path) as store:
        assert store.done == {0}


def test_a_killed_process_leaves_what_it_had_finished(tmp_path: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from tests.axes.test_reply_store import opened, sample
        store = opened(Path(sys.argv[1]))
        for number in range(100000):
            store.append(number, sample(number % 100 + 1))
            print(number, flush=True)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    for _ in range(40):
        said = child.stdout.readline()
    child.kill()
    child.wait()
    child.stdout.close()
    with opened(tmp_path) as store:
        assert store.done >= set(range(int(said) + 1))
        for place, reply in enumerate(store.replies):
            assert reply.n_tokens == reply.index % 100 + 1
            assert store.layer("reply", 0)[place, 0] == reply.n_tokens


def test_what_cannot_be_kept_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(AxisError, match="choose another place"):
        opened(tmp_path / "file")
    with opened(tmp_path / "b") as store, pytest.raises(AxisError, match="shape"):
        store.append(0, Sample("x", np.zeros((1, 3), np.float32), np.zeros((1, 3), np.float32), 1))
