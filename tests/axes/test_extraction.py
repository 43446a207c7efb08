"""Extraction against a source whose axis is known: a planted direction must come out again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from axes.axis import AxisError
from axes.extraction import ExtractionCancelled, ExtractionSpec, Prompt, Sample, SourceFacts, default_prompts, extract_axis
from axes.format import read_axis, write_axis

LAYERS, WIDTH = 10, 48
ROLES = [(f"role{n}", f"You are role {n}.") for n in range(12)]
QUESTIONS = [f"Question {n}?" for n in range(15)]
SPEC = ExtractionSpec(defaults=default_prompts("Tiny"), roles=ROLES, questions=QUESTIONS)


class PlantedSource:
    """Activations made of noise, a large offset, and a planted direction per layer and token class: +distance for the default."""

    def __init__(self, seed: int = 0, distance: float = 6.0, silent: Sequence[str] = (), copies: Sequence[str] = ()) -> None:
        self.random = np.random.default_rng(seed)
        self.distance, self.silent, self.copies = distance, silent, copies
        self.directions = self.random.standard_normal((2, LAYERS - 1, WIDTH))
        self.directions /= np.linalg.norm(self.directions, axis=2, keepdims=True)
        self.offset = 50 * self.random.standard_normal((2, LAYERS - 1, WIDTH))
        self.asked: list[Prompt] = []
        self.facts = SourceFacts(LAYERS, WIDTH, 4_000_000, "llama", "Tiny", "ab" * 32, "cd" * 32, "Q8_0")

    def samples(self, prompts: Sequence[Prompt], cap: object = None) -> Iterator[tuple[int, Sample]]:
        systems = {system: role for role, system in ROLES}
        for index, prompt in enumerate(prompts):
            self.asked.append(prompt)
            role = systems.get(prompt.system or "")
            sign = -1.0 if role is not None else 1.0
            rows = self.offset + sign * self.distance / 2 * self.directions + self.random.standard_normal(self.offset.shape)
            plain = role is None or role in self.copies
            text = f"The answer to {prompt.question}" if plain else f"{role}: {prompt.question} {prompt.seed}"
            n_tokens = 0 if role in self.silent else 12
            yield index, Sample(text, rows[0].astype(np.float32), rows[1].astype(np.float32), n_tokens)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1 << 20))
def test_a_planted_axis_comes_out_again(seed: int) -> None:
    source = PlantedSource(seed)
    axis = extract_axis(source, SPEC)
    assert axis.header is not None
    for stats, planted in ((axis.reply, source.directions[0]), (axis.header, source.directions[1])):
        cosines = np.einsum("le,le->l", stats.direction[:-1], planted)
        assert np.all(cosines > 0.95)  # the sign counts: toward the Assistant
        np.testing.assert_allclose(stats.norm, 6, atol=1)
    assert axis.quality["auc"] > 0.99
    assert axis.quality["verdict"] == "good"
    assert axis.quality["default_rank"] == 1.0
    assert axis.monitor_layer < axis.band_first <= axis.band_last < LAYERS - 1
    assert axis.normalise(float(axis.reply.default_mean[2]), 2) == pytest.approx(1)
    assert axis.normalise(float(axis.reply.role_mean[2]), 2) == pytest.approx(0)


def test_the_threshold_lies_in_the_middle_between_classes_that_are_far_apart() -> None:
    for seed in range(5):
        assert extract_axis(PlantedSource(seed, distance=20.0), SPEC).threshold == pytest.approx(0.5, abs=0.1)


def test_no_axis_where_there_is_none() -> None:
    """Without a planted difference the held-out replies must not separate, not even at the layer that looks best by chance."""
    for seed in range(20):
        axis = extract_axis(PlantedSource(seed, distance=0.0), SPEC)
        assert axis.quality["verdict"] == "not usable"


def test_what_is_held_out_is_never_learned_from() -> None:
    source = PlantedSource()
    spec = replace(SPEC, held_out_roles=["role0", "role1"], held_out_questions=QUESTIONS[:3])
    axis = extract_axis(source, spec)
    assert axis.quality["n_roles"] == 10
    assert axis.quality["n_roles_held_out"] == 2
    assert axis.quality["n_default_replies"] == 5 * 12
    asked = [(prompt.system, prompt.question) for prompt in source.asked]
    out_systems = {"You are role 0.", "You are role 1."}
    systems = {system for _, system in ROLES}
    assert all((system in out_systems) == (question in QUESTIONS[:3]) for system, question in asked if system in systems)
    assert len({prompt.seed for prompt in source.asked}) == len(source.asked)


def test_the_same_answers_give_the_same_axis(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_axis(extract_axis(PlantedSource(5), SPEC), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert read_axis(tmp_path / "one").quality["roles_left_out"] == []


def test_choices_can_be_given() -> None:
    spec = replace(SPEC, band=(2, 7), monitor_layer=1, form="position", percentile=50, threshold=0.33, provenance={"by": "test"})
    axis = extract_axis(PlantedSource(), spec)
    assert (axis.band_first, axis.band_last, axis.monitor_layer) == (2, 7, 1)
    assert (axis.form, axis.percentile, axis.threshold, axis.provenance["by"]) == ("position", 50, 0.33, "test")
    lowered = extract_axis(PlantedSource(), replace(SPEC, band=(3, 6)))
    assert lowered.monitor_layer < 3


def test_roles_that_are_not_played_are_left_out() -> None:
    axis = extract_axis(PlantedSource(silent=["role3"], copies=["role5"]), SPEC)
    assert set(axis.quality["roles_left_out"]) == {"role3", "role5"}
    with pytest.raises(AxisError, match="no axis can be made"):
        extract_axis(PlantedSource(copies=[role for role, _ in ROLES]), SPEC)
    with pytest.raises(AxisError, match="too few"):
        extract_axis(PlantedSource(copies=[role for role, _ in ROLES[1:4] + ROLES[5:]]), SPEC)


def test_bands_that_cannot_be_are_refused() -> None:
    for band in ((5, 9), (0, 3), (6, 5)):
        with pytest.raises(AxisError):
            extract_axis(PlantedSource(), replace(SPEC, band=band))
    with pytest.raises(AxisError):
        extract_axis(PlantedSource(), replace(SPEC, monitor_layer=9))


def test_too_little_to_ask_is_refused_before_asking() -> None:
    source = PlantedSource()
    for spec in (replace(SPEC, roles=ROLES[:2]), replace(SPEC, questions=[]), replace(SPEC, defaults=[])):
        with pytest.raises(AxisError, match="too few"):
            extract_axis(source, spec)
    with pytest.raises(AxisError, match="no system prompt"):
        extract_axis(source, replace(SPEC, held_out_roles=["nobody"]))
    assert source.asked == []


def test_progress_and_stopping() -> None:
    seen: list[float] = []
    source = PlantedSource()
    counter = itertools.count()
    with pytest.raises(ExtractionCancelled):
        extract_axis(source, SPEC, lambda progress: seen.append(progress.fraction), lambda: next(counter) >= 9)
    assert len(seen) == 10
    assert seen == sorted(seen)
    assert len(source.asked) <= 11
