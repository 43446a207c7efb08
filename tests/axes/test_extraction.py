"""Extraction against a source whose axis is known: a planted direction must come out again."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from axes.axis import Axis, AxisError
from axes.extraction import ExtractionCancelled, ExtractionSpec, NotUsableError, default_prompts, extract_axis, recalibrate_axis
from axes.format import read_axis, write_axis
from axes.reply_store import ReplyStore
from axes.source import AxisProgress
from tests.axes.planted import LAYERS, QUESTIONS, ROLES, WIDTH, PlantedSource

SPEC = ExtractionSpec(
    defaults=default_prompts("Tiny"),
    roles=ROLES,
    questions=QUESTIONS[:9],
    held_out_roles=[role for role, _ in ROLES[8:]],
    held_out_questions=QUESTIONS[9:],
    trials=8,
)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


def made(source: PlantedSource, spec: ExtractionSpec, folder: Path, name: str = "replies", **more: object) -> Axis:
    with ReplyStore(folder / name, "key", LAYERS - 1, WIDTH) as store:
        return extract_axis(source, spec, store, **more)  # type: ignore[arg-type]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1 << 20))
def test_a_planted_axis_comes_out_again(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    source = PlantedSource(seed)
    axis = made(source, SPEC, tmp_path_factory.mktemp("work"))
    assert axis.header is not None
    for stats, planted in ((axis.reply, source.directions[0]), (axis.header, source.directions[1])):
        cosines = np.einsum("le,le->l", stats.direction[:-1], planted)
        assert np.all(cosines > 0.95)  # the sign counts: toward the Assistant
        np.testing.assert_allclose(stats.norm, 6, atol=1)
    assert axis.quality["auc"] > 0.99
    assert axis.quality["text_auc"] > 0.99
    assert axis.quality["verdict"] == "good"
    assert axis.quality["default_rank"] == 1.0
    assert axis.monitor_layer < axis.band_first <= axis.band_last < LAYERS - 1
    assert axis.normalise(float(axis.reply.default_mean[2]), 2) == pytest.approx(1)
    assert axis.normalise(float(axis.reply.role_mean[2]), 2) == pytest.approx(0)


def test_the_band_that_acts_is_found(folder: Path) -> None:
    axis = made(PlantedSource(), SPEC, folder)
    quality = axis.quality
    assert axis.band_first <= 4 <= axis.band_last
    assert quality["cap_effect"] == pytest.approx(1, abs=0.3)
    assert quality["random_effect"] == pytest.approx(0, abs=0.3)
    for first, last, effect in zip(quality["bands_first"], quality["bands_last"], quality["bands_effect"], strict=True):
        assert effect == pytest.approx(1.0 if first <= 4 <= last else 0.0, abs=0.4)


def test_random_directions_are_lifted_as_often_as_the_axis(folder: Path) -> None:
    quality = made(PlantedSource(), replace(SPEC, band=(3, 6), trials=24), folder).quality
    assert quality["random_engaged"] == pytest.approx(quality["engaged"], abs=0.15)


def test_the_threshold_is_halfway_between_classes_that_are_far_apart(folder: Path) -> None:
    for seed in range(3):
        assert made(PlantedSource(seed, distance=20.0), SPEC, folder, str(seed)).threshold == pytest.approx(0.5, abs=0.05)


def test_no_axis_where_there_is_none(folder: Path) -> None:
    """Without a planted difference nothing may separate, not even at the layer that looks best by chance."""
    for seed in range(8):
        try:
            axis = made(PlantedSource(seed, distance=0.0), replace(SPEC, trials=2), folder, str(seed))
        except NotUsableError:
            continue
        assert axis.quality["verdict"] == "not usable"


def test_a_difference_that_is_in_the_prompt_and_not_in_the_words_is_of_no_use(folder: Path) -> None:
    axis = made(PlantedSource(leak=True), SPEC, folder)
    assert axis.quality["auc"] > 0.99
    assert axis.quality["verdict"] == "not usable"
    assert "not in what the model says" in axis.quality["verdict_text"]


def test_an_inert_cap_and_one_that_breaks_the_wording_are_for_reading_only(folder: Path) -> None:
    inert = made(PlantedSource(inert=True), SPEC, folder, "inert").quality
    assert inert["verdict"] == "reading only"
    assert "next to nothing" in inert["verdict_text"]
    broken = made(PlantedSource(breaks=True), SPEC, folder, "broken").quality
    assert broken["verdict"] == "reading only"
    assert "hurts" in broken["verdict_text"]


def test_what_is_held_out_is_never_learned_from(folder: Path) -> None:
    source = PlantedSource()
    spec = replace(SPEC, questions=QUESTIONS, held_out_roles=["role0", "role1"], held_out_questions=QUESTIONS[:3], trials=0)
    axis = made(source, spec, folder)
    assert axis.quality["n_roles"] == 10
    assert axis.quality["n_roles_held_out"] == 2
    assert axis.quality["n_default_replies"] == 5 * 12
    asked = [(prompt.system, prompt.question) for prompt in source.asked]
    out_systems = {"You are role 0.", "You are role 1."}
    systems = {system for _, system in ROLES}
    assert all((system in out_systems) == (question in QUESTIONS[:3]) for system, question in asked if system in systems)
    assert len({prompt.seed for prompt in source.asked}) == len(source.asked)


def test_the_same_answers_give_the_same_axis(tmp_path: Path, folder: Path) -> None:
    for name in ("one", "two"):
        write_axis(made(PlantedSource(5), SPEC, folder, f"replies {name}"), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert read_axis(tmp_path / "one").quality["roles_left_out"] == []


def test_choices_can_be_given(folder: Path) -> None:
    spec = replace(SPEC, band=(2, 7), monitor_layer=1, form="position", percentile=50, threshold=0.33, provenance={"by": "test"})
    axis = made(PlantedSource(), spec, folder)
    assert (axis.band_first, axis.band_last, axis.monitor_layer) == (2, 7, 1)
    assert (axis.form, axis.percentile, axis.threshold, axis.provenance["by"]) == ("position", 50, 0.33, "test")
    lowered = made(PlantedSource(), replace(SPEC, band=(3, 6)), folder, "lowered")
    assert lowered.monitor_layer < 3


def test_roles_that_are_not_played_are_left_out(folder: Path) -> None:
    axis = made(PlantedSource(silent=["role3"], copies=["role5"]), SPEC, folder)
    assert set(axis.quality["roles_left_out"]) == {"role3", "role5"}
    with pytest.raises(NotUsableError, match="no axis can be made"):
        made(PlantedSource(copies=[role for role, _ in ROLES]), SPEC, folder, "none")


def test_the_judge_is_asked_and_recorded(folder: Path) -> None:
    axis = made(PlantedSource(), replace(SPEC, judge=True), folder)
    assert axis.quality["roles_left_out"] == []
    assert axis.provenance["role_judge"] == "the model itself"


def test_bands_that_cannot_be_are_refused(folder: Path) -> None:
    for band in ((5, 9), (0, 3), (6, 5)):
        with pytest.raises(AxisError):
            made(PlantedSource(), replace(SPEC, band=band), folder)
    with pytest.raises(AxisError):
        made(PlantedSource(), replace(SPEC, monitor_layer=9), folder)


def test_too_little_to_ask_is_refused_before_asking(folder: Path) -> None:
    source = PlantedSource()
    few = [replace(SPEC, roles=ROLES[:2], held_out_roles=()), replace(SPEC, questions=[]), replace(SPEC, defaults=[])]
    for spec in few:
        with pytest.raises(AxisError, match="too few"):
            made(source, spec, folder)
    with pytest.raises(AxisError, match="no system prompt"):
        made(source, replace(SPEC, held_out_roles=["nobody"]), folder)
    assert source.asked == []


class SteadySource(PlantedSource):
    """The same noise in every reply, so that two runs can be compared number by number."""

    def _rows(self, in_role: bool) -> np.ndarray:
        self.random = np.random.default_rng(7)
        return super()._rows(in_role)


def test_a_stopped_run_goes_on_and_ends_with_the_same_axis(folder: Path) -> None:
    """What was answered before a stop is not asked again, neither in the main part nor while caps are tried."""
    source = SteadySource(3)
    whole = made(source, SPEC, folder, "whole")
    asked = 0
    for limit in (40, 120, 90):
        stopped, counter = SteadySource(3), itertools.count()
        with pytest.raises(ExtractionCancelled):
            made(stopped, SPEC, folder, "parts", should_stop=lambda counter=counter, limit=limit: next(counter) >= limit)
        asked += len(stopped.asked)
    last = SteadySource(3)
    parts = made(last, SPEC, folder, "parts")
    assert last.asked
    assert asked + len(last.asked) == len(source.asked)
    for name in ("direction", "default_mean", "role_std", "quantiles"):  # sums in another order differ in the last digit
        np.testing.assert_allclose(getattr(parts.reply, name), getattr(whole.reply, name), rtol=1e-5, atol=1e-5)
    assert (parts.band_first, parts.band_last, parts.monitor_layer) == (whole.band_first, whole.band_last, whole.monitor_layer)
    assert parts.quality["cap_effect"] == pytest.approx(whole.quality["cap_effect"])


def test_progress_ascends_tells_the_time_and_shows_roles_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("axes.pace.PICTURE_SECONDS", 0.0)
    seen: list[AxisProgress] = []
    made(PlantedSource(), SPEC, folder, progress=seen.append)
    fractions = [each.fraction for each in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1
    assert any(each.remaining_s is not None for each in seen)
    points = [each.points for each in seen if each.points][-1]
    default = [reading for role, reading in points if not role]
    roles = [reading for role, reading in points if role]
    assert min(default) > max(roles)
    assert {role for role, _ in points} == {"", *(role for role, _ in ROLES)}


def test_recalibration_keeps_directions_and_measures_the_rest(folder: Path) -> None:
    axis = made(PlantedSource(), SPEC, folder)
    requantised = PlantedSource()
    requantised.facts = replace(requantised.facts, quantization="Q4_K_M")
    requantised.offset = requantised.offset + 3 * requantised.directions  # every projection moved by 3
    with ReplyStore(folder / "again", "key", LAYERS - 1, WIDTH) as store:
        again = recalibrate_axis(axis, requantised, SPEC, store)
    np.testing.assert_array_equal(again.reply.direction, axis.reply.direction)
    assert (again.monitor_layer, again.band_first, again.band_last) == (axis.monitor_layer, axis.band_first, axis.band_last)
    assert again.quantization == "Q4_K_M"
    np.testing.assert_allclose(again.reply.default_mean[:-1] - axis.reply.default_mean[:-1], 3, atol=0.6)
    foreign = PlantedSource()
    foreign.facts = replace(foreign.facts, fingerprint="ee" * 32)
    with ReplyStore(folder / "foreign", "key", LAYERS - 1, WIDTH) as store, pytest.raises(AxisError, match="another model"):
        recalibrate_axis(axis, foreign, SPEC, store)
    assert foreign.asked == []
