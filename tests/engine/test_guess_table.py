"""The table of guesses beside a model: read as it was written, and never a danger where it is not sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from axes.gguf_header import GGUFError
from axes.gguf_values import list_bytes, value_bytes, write_metadata
from engine.guess_table import Tables, read_tables, table_path, write_tables
from engine.model import load
from engine.protocol import ChatMessage, Sampler
from engine.session import Session
from tests.engine.replies import guesses

TABLES = (np.array([[1, 2, 3, 4], [1, 2, 4, 0]], dtype=np.int32), np.array([[7, 9], [8, 9]], dtype=np.int32))


@pytest.mark.parametrize("n_vocab", [10, 200_000])
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, n_vocab: int) -> None:
    tables = (TABLES[0] + n_vocab - 10, TABLES[1])
    write_tables(tmp_path / "m.guesses.gguf", tables, "mark", n_vocab)
    found = read_tables(tmp_path / "m.guesses.gguf", "mark", n_vocab)
    assert [each.tolist() for each in found] == [each.tolist() for each in tables]
    assert all(each.dtype == np.int32 and each.flags.carray for each in found)


@pytest.mark.parametrize(("mark", "n_vocab"), [("other", 10), ("mark", 11), ("", 10)])
def test_a_table_of_another_model_is_refused(tmp_path: Path, mark: str, n_vocab: int) -> None:
    write_tables(tmp_path / "m.guesses.gguf", TABLES, "mark", 10)
    with pytest.raises(GGUFError, match="made for another model"):
        read_tables(tmp_path / "m.guesses.gguf", mark, n_vocab)


def entries(**changes: bytes | None) -> dict[str, bytes]:
    sound = {
        "general.architecture": value_bytes("guesses"),
        "guesses.version": value_bytes("1.0"),
        "guesses.model.fingerprint": value_bytes("mark"),
        "guesses.vocabulary": value_bytes(10),
        "guesses.widths": list_bytes(np.array([1], dtype="<i4")),
        "guesses.rows.1": list_bytes(np.array([7, 9], dtype="<u2")),
    }
    changed = sound | {name.replace("__", "."): value for name, value in changes.items()}
    return {name: value for name, value in changed.items() if value is not None}


UNSOUND = {
    "an axis": {"general__architecture": value_bytes("axis")},
    "newer": {"guesses__version": value_bytes("2.0")},
    "no version": {"guesses__version": None},
    "no widths": {"guesses__widths": None},
    "none at all": {"guesses__widths": list_bytes(np.zeros(0, dtype="<i4"))},
    "too many": {"guesses__widths": list_bytes(np.array([1, 1, 1], dtype="<i4"))},
    "too wide": {"guesses__widths": list_bytes(np.array([900], dtype="<i4"))},
    "negative width": {"guesses__widths": list_bytes(np.array([-1], dtype="<i4"))},
    "no rows": {"guesses__rows__1": None},
    "half a row": {"guesses__rows__1": list_bytes(np.array([7, 9, 1], dtype="<u2"))},
    "beyond the vocabulary": {"guesses__rows__1": list_bytes(np.array([7, 10], dtype="<u2"))},
    "negative": {"guesses__rows__1": list_bytes(np.array([7, -1], dtype="<i4"))},
    "fractions": {"guesses__rows__1": list_bytes(np.array([7, 1], dtype="<f4"))},
    "texts": {"guesses__rows__1": value_bytes(["a", "b"])},
}


def test_the_sound_one_is_sound(tmp_path: Path) -> None:
    write_metadata(tmp_path / "m.guesses.gguf", entries())
    assert [each.tolist() for each in read_tables(tmp_path / "m.guesses.gguf", "mark", 10)] == [[[7, 9]]]


@pytest.mark.parametrize("changes", UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_table_is_refused_in_one_sentence(tmp_path: Path, changes: dict[str, bytes | None]) -> None:
    write_metadata(tmp_path / "m.guesses.gguf", entries(**changes))
    with pytest.raises(GGUFError, match=r"^[^\n]*\.$"):
        read_tables(tmp_path / "m.guesses.gguf", "mark", 10)


def test_a_model_finds_its_table_and_chats_without_one_that_is_damaged(tmp_path: Path, tiny_model: Path) -> None:
    model = tmp_path / "tiny.gguf"
    shutil.copyfile(tiny_model, model)
    source = table_path(model)
    with load(model, find=False) as loaded:
        mark, n_vocab = loaded.facts.fingerprint, loaded.facts.n_vocab
        assert loaded.guesses == ()
        assert not any("longer" in notice for notice in loaded.facts.notices)
        talk = [ChatMessage("user", "what is the river")]
        plain = Session(loaded).generate(talk, Sampler(temperature=0.0), None, 30)
    tables: Tables = (
        np.array(sorted([*row] for row in np.lib.stride_tricks.sliding_window_view(plain.tokens, 3)), dtype=np.int32),
    )
    write_tables(source, tables, mark, n_vocab)
    with load(model, find=False) as loaded:
        assert [each.tolist() for each in loaded.guesses] == [tables[0].tolist()]
        guessed = Session(loaded).generate(talk, Sampler(temperature=0.0), None, 30, guess="auto")
    assert (guessed.tokens, guessed.text) == (plain.tokens, plain.text)
    assert guesses(guessed) > 5
    source.write_bytes(source.read_bytes()[:-3])
    with load(model, find=False) as loaded:
        assert loaded.guesses == ()
        assert any("longer" in notice for notice in loaded.facts.notices)
        again = Session(loaded).generate(talk, Sampler(temperature=0.0), None, 30, guess="auto")
    assert (again.tokens, guesses(again)) == (plain.tokens, 0)
