"""The catalogue is well formed, its shapes give the sizes it states, and every architecture in it can be read inside."""

from __future__ import annotations

import json
import re

import pytest

from app.downloads.wanted import Wanted
from app.models.catalogue import BITS_PER_WEIGHT, CATALOGUE, GOOD_AT, CatalogueError, load_catalogue
from app.models.memory import Machine
from app.models.suggestions import LARGEST_BYTES, suggestions
from app.settings.fields import Settings
from engine.memory_need import memory_need

ENTRIES = load_catalogue().entries
FILES = [(entry, file) for entry in ENTRIES for file in entry.files]
READABLE = {"llama", "qwen3", "qwen3moe", "gemma3", "phi3", "smollm3"}
"""Architectures whose graph in llama-cpp-python 0.3.36 names the residual stream l_out after every block."""
GB = 10**9


def test_there_are_about_fifteen_from_a_third_of_a_billion_to_32_billion_and_the_two_with_published_axes():
    usual = [entry for entry in ENTRIES if not entry.published_axis]
    assert 12 <= len(usual) <= 20
    assert min(entry.parameters for entry in usual) < 0.5e9
    assert {entry.key: entry.published_axis for entry in ENTRIES if entry.published_axis} == {
        "qwen3-32b": "qwen-3-32b",
        "llama-3.3-70b": "llama-3.3-70b",
    }
    assert {"Qwen", "Llama", "Gemma", "SmolLM", "Phi", "Mistral"} == {entry.family for entry in ENTRIES}
    assert [entry.parameters for entry in ENTRIES] == sorted(entry.parameters for entry in ENTRIES)


def test_every_entry_is_whole():
    assert len({entry.key for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        assert re.fullmatch(r"[a-z0-9.-]+", entry.key)
        assert entry.name
        assert entry.licence
        assert entry.good_at.endswith(".")
        assert entry.shape["architecture"] in READABLE, entry.key
        assert entry.shape["n_ctx_train"] >= 8192
    for _entry, file in FILES:
        Wanted(file.repository, file.file)  # refuses names that are none
        assert file.quantization in BITS_PER_WEIGHT
        assert file.quantization in file.file
        assert file.size is None or file.size > 100_000_000
    assert set(GOOD_AT.values()) == {entry.good_at for entry in ENTRIES}, "a sentence nobody uses"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_the_shape_gives_the_parameters_that_are_stated(entry):
    assert entry.counted_parameters == pytest.approx(entry.parameters, rel=0.01)


@pytest.mark.parametrize(("entry", "file"), FILES, ids=lambda each: getattr(each, "key", getattr(each, "quantization", "")))
def test_the_shape_gives_the_size_that_is_stated(entry, file):
    reckoned = entry.reckoned_bytes(file.quantization)
    assert file.size is None or reckoned == pytest.approx(file.size, rel=0.05)
    assert entry.weight_bytes(file) == (file.size or reckoned)
    shape = entry.model_shape(file)
    assert len(shape.n_head_kv) == shape.n_layer
    need = memory_need(shape, 4096)
    assert need.weights == entry.weight_bytes(file)
    assert 0 < need.kv_cache < need.weights
    assert 0 < need.compute < max(need.weights, GB)


def test_enough_sizes_are_stated_to_check_the_reckoning():
    assert sum(file.size is not None for _, file in FILES) >= 12


def test_a_mixture_passes_a_small_share_of_its_weights():
    entry = next(entry for entry in ENTRIES if entry.experts > 1)
    assert 0.05 < entry.active_share < 0.2
    assert all(entry.active_share == 1 for entry in ENTRIES if entry.experts == 1)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{", "damaged"),
        ("[]", "damaged"),
        ('{"form": 1, "version": "x", "entries": [{}]}', "damaged"),
        ('{"form": 99, "version": "x", "entries": []}', "newer Keel"),
        (None, "cannot be read"),
    ],
)
def test_a_catalogue_that_cannot_be_used_says_so(tmp_path, written, sentence):
    path = tmp_path / "catalogue.json"
    if written is not None:
        path.write_text(written)
    with pytest.raises(CatalogueError, match=sentence):
        load_catalogue(path)


def test_an_entry_without_a_file_is_no_entry(tmp_path):
    data = json.loads(CATALOGUE.read_text())
    data["entries"][0]["files"] = []
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps(data))
    with pytest.raises(CatalogueError, match="no file"):
        load_catalogue(path)


# --- suggestions -------------------------------------------------------------------------------------------------------------


def suggested(total: float, available: float) -> list[str]:
    found = suggestions(load_catalogue(), Settings(), Machine(4, round(total * GB), round(available * GB)))
    return [each.entry.key for each in found]


@pytest.mark.parametrize(("total", "available"), [(4, 3), (8, 5), (16, 11), (32, 25), (128, 120)])
def test_two_or_three_models_of_different_families_fit(total, available):
    found = suggestions(load_catalogue(), Settings(), Machine(4, total * GB, available * GB))
    assert 2 <= len(found) <= 3
    assert len({each.entry.family for each in found}) == len(found)
    for each in found:
        assert each.fit.verdict == "fits"
        assert each.fit.need.total <= 0.85 * available * GB
        assert each.fit.need.weights <= LARGEST_BYTES
    assert [each.entry.parameters for each in found] == sorted((each.entry.parameters for each in found), reverse=True)


def test_more_memory_never_suggests_a_weaker_model():
    parameters = {entry.key: entry.parameters for entry in ENTRIES}
    best = [parameters[suggested(64, available)[0]] for available in (2, 4, 6, 10, 20, 60)]
    assert best == sorted(best)
    assert best[0] < best[-1]


def test_a_full_computer_is_offered_the_least_demanding_model_and_a_tiny_one_nothing():
    assert suggested(8, 0.2) == ["smollm2-360m"]
    assert suggested(0.2, 0.1) == []
