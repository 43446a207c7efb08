"""Percentiles, separation, thresholds and layers, on numbers whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from axes import calibration as c
from axes.axis import Axis, AxisError


def planted(n: int, mean: float, seed: int, n_layer: int = 3, n_embd: int = 24) -> np.ndarray:
    """Samples (n, n_layer, n_embd) whose first coordinate has the given mean at every layer."""
    samples = np.random.default_rng(seed).standard_normal((n, n_layer, n_embd)).astype(np.float32)
    samples[:, :, 0] += mean
    return samples


def test_percentile_75_lies_near_the_default_mean_and_strengths_ascend(sound_axis: Axis) -> None:
    """The orientation trap: in the Assistant direction the published setting is the 75th percentile, not the 25th."""
    defaults = planted(400, 8.0, 1)
    roles = [planted(30 + 40 * n, 0.0, 10 + n) for n in range(5)]
    stats = c.class_statistics(defaults, roles)
    axis = Axis(**{name: getattr(sound_axis, name) for name in Axis.__dataclass_fields__} | {"reply": stats, "header": stats})
    gentle, standard, strong, maximum = (axis.tau(level) for level in (50, 75, 90, 99))
    assert np.all(np.abs(standard - stats.default_mean) < 0.5 * stats.default_std)
    assert np.all((gentle < standard) & (standard < strong) & (strong < maximum))
    assert np.all(axis.tau(25) < stats.role_mean + stats.role_std)
    pooled = c.projections(np.concatenate([defaults, *roles]), stats.direction[:-1])
    assert np.all((pooled[:400] < maximum[:-1]).mean(axis=0) > 0.95)


def test_classes_and_roles_weigh_equally_whatever_their_size() -> None:
    weights = c.balanced_weights(10, [1, 99])
    assert weights[:10].sum() == pytest.approx(0.5)
    assert weights[10] == pytest.approx(0.25)
    assert weights[11:].sum() == pytest.approx(0.25)
    few, many = planted(5, -30.0, 2), planted(500, 0.0, 3)
    stats = c.class_statistics(planted(50, 30.0, 1), [few, many])
    by_role = [c.projections(role, stats.direction[:-1]).mean(axis=0) for role in (few, many)]
    np.testing.assert_allclose(stats.role_mean[:-1], (by_role[0] + by_role[1]) / 2, rtol=1e-4)
    np.testing.assert_allclose(stats.role_mean, -15, atol=2)


def test_statistics_are_those_of_the_projections() -> None:
    defaults, roles = planted(300, 5.0, 4), [planted(100, 0.0, 5), planted(100, 1.0, 6)]
    stats = c.class_statistics(defaults, roles)
    assert stats.direction.shape == (4, 24)
    assert np.all(stats.direction[:, 0] > 0.95)
    np.testing.assert_allclose(np.linalg.norm(stats.direction, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(stats.default_mean - stats.role_mean, stats.norm, rtol=1e-4)
    np.testing.assert_allclose(stats.default_std, 1, atol=0.15)
    np.testing.assert_array_equal(stats.direction[-1], stats.direction[-2])


def test_an_axis_of_nothing_is_refused() -> None:
    same = planted(10, 0.0, 1)
    with pytest.raises(AxisError, match="same with and without"):
        c.axis_directions(same, [same, same])


VALUES = st.lists(st.integers(-20, 20), min_size=1, max_size=30)


@given(VALUES, VALUES)
def test_auc_counts_pairs(positive: list[int], negative: list[int]) -> None:
    pairs = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positive for n in negative]
    assert c.auc(np.asarray(positive, float), np.asarray(negative, float)) == pytest.approx(np.mean(pairs))


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=40))
def test_weighted_quantiles_ascend_and_stay_inside(values: list[float]) -> None:
    array = np.asarray(values)
    found = c.weighted_quantiles(array, np.random.default_rng(1).random(len(array)) + 0.1, c.QUANTILE_LEVELS)
    assert np.all(np.diff(found) >= 0)
    assert found[0] >= array.min()
    assert found[-1] <= array.max()


def test_weighted_quantiles_of_equal_weights_agree_with_numpy() -> None:
    values = np.random.default_rng(2).standard_normal(1001)
    levels = np.asarray([10, 50, 75], dtype=np.float32)
    expected = np.percentile(values, levels, method="hazen")
    np.testing.assert_allclose(c.weighted_quantiles(values, np.ones(1001), levels), expected, atol=1e-9)


def test_the_error_of_an_auc_is_that_of_repeated_samples() -> None:
    random = np.random.default_rng(7)
    found = [c.auc(random.standard_normal(15) + 1, random.standard_normal(6)) for _ in range(2000)]
    assert c.auc_error(float(np.mean(found)), 15, 6) == pytest.approx(np.std(found), rel=0.2)
    assert c.auc_error(1.0, 15, 6) == 0


def test_cohens_d() -> None:
    random = np.random.default_rng(3)
    assert c.cohens_d(random.standard_normal(4000) + 2, random.standard_normal(4000)) == pytest.approx(2, abs=0.1)
    assert c.cohens_d(np.ones(3), np.zeros(3)) == np.inf
    assert c.cohens_d(np.zeros(3), np.ones(3)) == -np.inf


def test_first_component_is_found_whatever_its_sign() -> None:
    random = np.random.default_rng(4)
    along = random.standard_normal((2, 16)).astype(np.float32)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    amounts = np.linspace(-9, 9, 12)[:, None, None]
    vectors = (100 + amounts * along + 0.1 * random.standard_normal((12, 2, 16))).astype(np.float32)
    assert np.all(c.pc1_cosine(vectors, along) > 0.99)
    assert np.all(c.pc1_cosine(vectors, -along) > 0.99)


def test_threshold_lies_between_the_classes() -> None:
    assert c.threshold_between(np.asarray([0.9, 1.0, 1.1]), np.asarray([-0.1, 0.0, 0.3])) == pytest.approx(0.6)
    assert c.threshold_between(np.asarray([1.9, 2.0]), np.asarray([1.0, 1.5])) == 0.8
    assert c.threshold_between(np.asarray([0.0]), np.asarray([-3.0])) == 0.2
    overlapping = c.threshold_between(np.asarray([0.2, 0.8, 0.9, 1.0]), np.asarray([0.0, 0.1, 0.3, 0.9]))
    assert 0.3 < overlapping < 0.8


@pytest.mark.parametrize(
    ("n_layer", "parameters", "band"),
    [(64, 32_000_000_000, (45, 55)), (28, 600_000_000, (13, 20)), (8, 4_000_000, (4, 5)), (3, 1, (1, 1))],
)
def test_default_bands_lie_inside(n_layer: int, parameters: int, band: tuple[int, int]) -> None:
    assert c.default_band(n_layer, parameters) == band


def test_the_monitor_layer_is_the_middle_or_below_the_band() -> None:
    assert c.monitor_layer(80, 56, [0.5] * 79, [0.0] * 79) == 40
    assert c.monitor_layer(10, 4, [0.7, 0.9991, 0.9994, 0.6, 1, 1, 1, 1, 1], [1, 3.0, 2.0, 1, 9, 9, 9, 9, 9]) == 1
    assert c.monitor_layer(10, 4, [0.7, 0.990, 0.995, 0.6, 1, 1, 1, 1, 1], [1, 3.0, 2.0, 1, 9, 9, 9, 9, 9]) == 2
    with pytest.raises(AxisError, match="no layer below"):
        c.monitor_layer(10, 0, [1.0] * 9, [1.0] * 9)


@pytest.mark.parametrize(
    ("auc", "rank", "expected"),
    [
        (0.99, 1.0, "good"),
        (0.9, 1.0, "reading only"),
        (0.99, 0.7, "reading only"),
        (0.7, 1.0, "not usable"),
        (0.99, 0.5, "not usable"),
    ],
)
def test_verdicts(auc: float, rank: float, expected: str) -> None:
    word, sentence = c.verdict(auc, 0.01, rank)
    assert word == expected
    assert sentence.endswith(".")
