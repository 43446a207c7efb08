"""Malformed files: every one is answered in a sentence by the reader, and a sample of what passes ends at most the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import engine_run, reader_run
from tests.hostile.generator import base_model, cases
from tests.hostile.layout import take_apart


@pytest.mark.slow
def test_the_reader_answers_ten_thousand_files_at_once_and_in_one_sentence(tmp_path: Path) -> None:
    figures = reader_run.run(tmp_path, seed=1)
    assert figures["wrong"] == []
    assert figures["files"] >= 10_000
    assert figures["accepted"] >= 1_000, "files that pass are needed to try llama.cpp with"
    assert figures["refused by the reader"] >= 5_000


@pytest.mark.slow
def test_what_passes_the_reader_ends_at_most_the_engine(tmp_path: Path) -> None:
    figures = engine_run.run(tmp_path, seed=1, every=25)
    assert figures["wrong"] == []
    assert figures["files"] >= 60
    assert figures["loaded"] >= 5
    assert figures["refused"] >= 20
    assert figures["engines_started"] <= figures["engines_ended"] + 1


def test_the_generator_makes_the_same_files_again_and_its_base_is_sound(tmp_path: Path) -> None:
    first = [(case.name, hash(case.data), case.length) for case, _ in zip(cases(tmp_path), range(2_000), strict=False)]
    again = [(case.name, hash(case.data), case.length) for case, _ in zip(cases(tmp_path), range(2_000), strict=False)]
    assert first == again
    assert len({name for name, _, _ in first}) == len(first)
    parts = base_model(tmp_path)
    assert parts.build() == (tmp_path / "base.gguf").read_bytes()
    assert take_apart(parts.build()).tensors == parts.tensors
