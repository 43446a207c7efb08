"""The unfinished file: what it counts as there, who may write to it, and what a full disk does."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from app.downloads.part import Note, Part, bad_path, discard, note_path, part_path, read_note, stored_bytes
from app.downloads.problem import DownloadProblem
from tests.downloads.hub_server import some_bytes

CONTENT = some_bytes(900_000)


def note(content=CONTENT, **changes):
    values = {
        "url": "https://hub/x",
        "commit": "c" * 40,
        "etag": "",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return Note(**{**values, **changes})


@pytest.fixture
def final(tmp_path):
    return tmp_path / "folder" / "model.gguf"


def test_what_was_not_written_through_does_not_count(final):
    """After a power cut the file may have its length but not its bytes."""
    with Part(final, note()) as part:
        part.write(CONTENT[:300_000])
        part.secure('"x"')
        part.write(CONTENT[300_000:500_000])
    assert part_path(final).stat().st_size == 500_000
    assert stored_bytes(final) == 300_000
    with part_path(final).open("r+b") as stream:
        stream.seek(300_000)
        stream.write(bytes(200_000))
    with Part(final, note()) as part:
        assert list(part.reread())[-1] == 300_000
        assert part.note.etag == '"x"'
        part.write(CONTENT[300_000:])
        assert part.adopt() == final
    assert final.read_bytes() == CONTENT
    assert os.listdir(final.parent) == [final.name]


def test_a_part_shorter_than_its_note_counts_for_its_own_length(final):
    with Part(final, note()) as part:
        part.write(CONTENT[:300_000])
        part.secure()
    os.truncate(part_path(final), 120_000)
    with Part(final, note()) as part:
        list(part.reread())
        assert part.size == 120_000
        part.write(CONTENT[120_000:])
        part.adopt()
    assert final.read_bytes() == CONTENT


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"size": 900_001}])
def test_what_belongs_to_another_file_is_not_gone_on_with(final, changes):
    with Part(final, note()) as part:
        part.write(CONTENT[:300_000])
        part.secure()
    with Part(final, note(**changes)) as part:
        assert (part.note.stored, part_path(final).stat().st_size) == (0, 0)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"version": 1}', '{"version": 2}', "\x00", "[" * 3000, "x" * 100_000],
)
def test_a_note_that_makes_no_sense_starts_from_nothing(final, text):
    with Part(final, note()) as part:
        part.write(CONTENT[:300_000])
        part.secure()
    note_path(final).write_text(text)
    assert read_note(final) is None
    assert stored_bytes(final) == 0
    with Part(final, note()) as part:
        assert part.note.stored == 0


@pytest.mark.parametrize("stored", [-1, 900_001, 1.5, "7", None, True])
def test_a_note_that_counts_what_cannot_be_is_not_believed(final, stored):
    with Part(final, note()):
        pass
    body = json.loads(note_path(final).read_text())
    note_path(final).write_text(json.dumps({**body, "stored": stored}))
    assert read_note(final) is None


def test_two_programs_do_not_write_to_the_same_part(final):
    with Part(final, note()) as part:
        part.write(CONTENT[:1000])
        code = (
            "import sys; from pathlib import Path; from app.downloads.part import *;"
            "from app.downloads.problem import DownloadProblem\n"
            "try: Part(Path(sys.argv[1]), Note('u', 'c', '', 5, '0' * 64))\n"
            "except DownloadProblem as problem: print(problem.sentence)"
        )
        done = subprocess.run([sys.executable, "-c", code, str(final)], capture_output=True, text=True, timeout=60)
        assert done.stdout.startswith("This file is already being downloaded"), done.stderr
        part.write(CONTENT[1000:])
        part.adopt()
    assert final.read_bytes() == CONTENT


@pytest.mark.skipif(os.name != "posix", reason="an open file has its name for good elsewhere")
def test_a_part_that_was_finished_in_the_meantime_is_not_written_to(final, monkeypatch):
    """Another program gives the file its name in the moment between opening and locking it."""
    import fcntl

    with Part(final, note()) as part:
        part.write(CONTENT)
        part.secure()
    real = fcntl.flock

    def late(file, how):
        os.replace(part_path(final), final)
        real(file, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with pytest.raises(DownloadProblem, match="already being downloaded"):
        Part(final, note(sha256="0" * 64))
    assert final.read_bytes() == CONTENT


def test_a_wrong_hash_is_put_aside_and_thrown_away_by_the_next_try(final):
    with Part(final, note(sha256="0" * 64)) as part:
        part.write(CONTENT)
        with pytest.raises(DownloadProblem, match=r"model\.gguf\.bad"):
            part.adopt()
    assert os.listdir(final.parent) == [bad_path(final).name]
    with Part(final, note()):
        assert not bad_path(final).exists()


def test_discarding_leaves_the_finished_file(final):
    with Part(final, note()) as part:
        part.write(CONTENT[:1000])
        part.secure()
    final.write_bytes(b"GGUF finished")
    bad_path(final).write_bytes(b"bad")
    discard(final)
    assert os.listdir(final.parent) == [final.name]
    discard(final)


@pytest.mark.skipif(os.name != "posix", reason="limits of this kind are there on POSIX only")
def test_a_disk_that_takes_no_more_keeps_what_is_there(final):
    code = (
        "import resource, sys; from pathlib import Path; from app.downloads.part import *;"
        "from app.downloads.problem import DownloadProblem;"
        "from tests.downloads.test_part import CONTENT, note\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "part = Part(Path(sys.argv[1]), note())\n"
        "part.write(CONTENT[:300_000]); part.secure()\n"
        "try: part.write(CONTENT[300_000:])\n"
        "except DownloadProblem as problem: print(problem.sentence)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(final)], capture_output=True, text=True, timeout=60)
    assert "takes no more; what has arrived is kept; make room" in done.stdout, done.stderr
    assert not final.exists()
    with Part(final, note()) as part:
        list(part.reread())
        assert part.size == 300_000
        part.write(CONTENT[300_000:])
        part.adopt()
    assert final.read_bytes() == CONTENT


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="an administrator writes everywhere")
def test_a_folder_that_cannot_be_written_is_one_sentence(final):
    final.parent.mkdir()
    final.parent.chmod(0o500)
    with pytest.raises(DownloadProblem, match="access is not allowed"):
        Part(final, note())
    final.parent.chmod(0o700)


def test_a_file_in_the_place_of_the_folder_is_one_sentence(final):
    final.parent.write_text("a file")
    with pytest.raises(DownloadProblem, match="cannot be written"):
        Part(final, note())


def test_a_folder_that_vanishes_is_one_sentence(final):
    import shutil

    with Part(final, note()) as part:
        part.write(CONTENT)
        shutil.rmtree(final.parent)
        with pytest.raises(DownloadProblem, match="cannot be written"):
            part.adopt()
    assert not final.exists()
