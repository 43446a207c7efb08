"""Files with values at which llama.cpp would end or hold up the engine are refused from their header, in a sentence each."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from axes.gguf_header import GGUFError
from engine.inspection import inspect
from engine.model import load
from engine.probe import LoadError
from tests.hostile.generator import base_model
from tests.hostile.layout import ARRAY, STRING, Entry, Tensor, string

NAN, NEGATIVE = struct.pack("<f", float("nan")), struct.pack("<f", -1.0)
EPSILON = "llama.attention.layer_norm_rms_epsilon"
SECTIONS = struct.pack("<IQ4i", 5, 4, 0, 0, 0, 0)


def number(value: int) -> bytes:
    return struct.pack("<I", value)


WRONG = {
    "no layer": ([Entry(b"llama.block_count", 4, number(0))], "layers"),
    "too many layers": ([Entry(b"llama.block_count", 4, number(513))], "layers"),
    "all layers guess ahead": ([Entry(b"llama.nextn_predict_layers", 4, number(3))], "layers"),
    "experts of which none is used": ([Entry(b"llama.expert_count", 4, number(8))], "experts"),
    "more experts used than there are": (
        [Entry(b"llama.expert_count", 4, number(2)), Entry(b"llama.expert_used_count", 4, number(3))],
        "experts",
    ),
    "a number that is none": ([Entry(EPSILON.encode(), 6, NAN)], "impossible number"),
    "a number below zero": ([Entry(EPSILON.encode(), 6, NEGATIVE)], "impossible number"),
    "weights too close together": ([Entry(b"general.alignment", 4, number(8))], "weights"),
    "empty sections of places": ([Entry(b"llama.rope.dimension_sections", ARRAY, SECTIONS)], "places"),
    "an adapter": ([Entry(b"general.type", STRING, string(b"adapter"))], "changes to a model"),
    "a part that sees": ([Entry(b"general.type", STRING, string(b"mmproj"))], "sees pictures"),
}


def spoiled(tmp_path: Path, entries: list[Entry]) -> Path:
    parts = base_model(tmp_path)
    keys = {entry.key for entry in entries}
    parts.entries = [entry for entry in parts.entries if entry.key not in keys] + entries
    path = tmp_path / "spoiled.gguf"
    path.write_bytes(parts.build())
    return path


@pytest.mark.parametrize("what", WRONG)
def test_it_is_refused_before_llama_cpp_sees_it(what: str, tmp_path: Path) -> None:
    entries, words = WRONG[what]
    path = spoiled(tmp_path, entries)
    with pytest.raises(GGUFError, match=words) as caught:
        inspect(path)
    with pytest.raises(LoadError, match=words):
        load(path)
    text = str(caught.value)
    assert text.startswith("spoiled.gguf ")
    assert text.endswith(".")


@pytest.mark.parametrize("kind", [9, 15, 24])
def test_weights_of_a_kind_for_inner_use_are_refused(kind: int, tmp_path: Path) -> None:
    parts = base_model(tmp_path)
    last = parts.tensors[-1]
    parts.tensors[-1] = Tensor(last.name, [256, 1], kind, 0, bytes(4096))
    path = tmp_path / "spoiled.gguf"
    path.write_bytes(parts.build())
    with pytest.raises(GGUFError, match="weights"):
        inspect(path)


def test_the_model_they_are_made_from_is_accepted_and_loads(tmp_path: Path) -> None:
    path = spoiled(tmp_path, [])
    assert inspect(path).n_layer == 3
    with load(path, n_ctx=128, n_threads=1) as loaded:
        assert loaded.readable
