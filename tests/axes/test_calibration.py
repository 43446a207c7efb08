"""Percentiles, separation, thresholds and layers, on numbers whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from axes import calibration as c
from axes.axis import Axis, AxisError

UNIT = np.eye(3, 24)


def projected(n: int, mean: float, seed: int, n_layer: int = 3) -> np.ndarray:
    """Projections (n, n_layer) with the given mean and a standard deviation of 1."""
    return np.random.default_rng(seed).standard_normal((n, n_layer)) + mean


def test_percentile_75_lies_near_the_default_mean_and_strengths_ascend(sound_axis: Axis) -> None:
    """The orientation trap: in the Assistant direction the published setting is the 75th percentile, not the 25th."""
    default = projected(400, 8.0, 1)
    roles = [projected(30 + 40 * n, 0.0, 10 + n) for n in range(5)]
    stats = c.statistics_of(UNIT, np.full(3, 8.0), default, roles)
    axis = Axis(**{name: getattr(sound_axis, name) for name in Axis.__dataclass_fields__} | {"reply": stats, "header": stats})
    gentle, standard, strong, maximum = (axis.tau(level) for level in (50, 75, 90, 99))
    assert np.all(np.abs(standard - stats.default_mean) < 0.5 * stats.default_std)
    assert np.all((gentle < standard) & (standard < strong) & (strong < maximum))
    assert np.all(axis.tau(25) < stats.role_mean + stats.role_std)
    assert np.all((default < maximum[:-1]).mean(axis=0) > 0.95)


def test_classes_and_roles_weigh_equally_whatever_their_size() -> None:
    weights = c.balanced_weights(10, [1, 99])
    assert weights[:10].sum() == pytest.approx(0.5)
    assert weights[10] == pytest.approx(0.25)
    assert weights[11:].sum() == pytest.approx(0.25)
    few, many = projected(5, -30.0, 2), projected(500, 0.0, 3)
    stats = c.statistics_of(UNIT, np.ones(3), projected(50, 30.0, 1), [few, many])
    np.testing.assert_allclose(stats.role_mean[:-1], (few.mean(axis=0) + many.mean(axis=0)) / 2, rtol=1e-4)


def test_statistics_are_those_of_the_projections() -> None:
    default, roles = projected(300, 5.0, 4), [projected(100, 0.0, 5), projected(100, 1.0, 6)]
    stats = c.statistics_of(UNIT, np.full(3, 4.5), default, roles)
    assert stats.direction.shape == (4, 24)
    np.testing.assert_allclose(stats.default_mean[:-1], default.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(stats.default_std, 1, atol=0.15)
    np.testing.assert_allclose(stats.role_mean, 0.5, atol=0.2)
    np.testing.assert_array_equal(stats.direction[-1], stats.direction[-2])


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
    assert 0.03 < c.auc_error(1.0, 15, 6) < 0.1
    assert c.auc_error(1.0, 15, 1) > 0.25  # one reply proves nothing
    assert c.auc_error(1.0, 60, 60) < 0.01


def test_cohens_d() -> None:
    random = np.random.default_rng(3)
    assert c.cohens_d(random.standard_normal(4000) + 2, random.standard_normal(4000)) == pytest.approx(2, abs=0.1)
    assert c.cohens_d(np.ones(3), np.zeros(3)) == np.inf
    assert c.cohens_d(np.zeros(3), np.ones(3)) == -np.inf


def test_first_component_is_found_whatever_its_sign() -> None:
    random = np.random.default_rng(4)
    along = random.standard_normal(16)
    along /= np.linalg.norm(along)
    amounts = np.linspace(-9, 9, 12)[:, None]
    vectors = 100 + amounts * along + 0.1 * random.standard_normal((12, 16))
    assert c.pc1_cosine(vectors, along) > 0.99
    assert c.pc1_cosine(vectors, -along) > 0.99
    assert c.pc1_cosine(np.ones((4, 16)), along) == 0


def test_threshold_lies_between_the_classes_as_near_to_halfway_as_can_be() -> None:
    assert c.threshold_between(np.asarray([0.9, 1.0, 1.1]), np.asarray([-0.1, 0.0, 0.3])) == pytest.approx(0.5)
    apart = np.linspace(-0.2, 0.2, 60)
    assert c.threshold_between(apart + 1, apart + 0.4) == pytest.approx(0.57, abs=0.01)
    assert c.threshold_between(apart + 0.5, apart) == pytest.approx(0.33, abs=0.02)
    assert c.threshold_between(np.asarray([1.9, 2.0]), np.asarray([1.0, 1.5])) == 0.8
    assert c.threshold_between(np.asarray([0.0]), np.asarray([-3.0])) == 0.2


def test_a_few_replies_far_out_do_not_move_the_threshold() -> None:
    default, role = np.linspace(0.85, 1.15, 60), np.linspace(-0.3, 0.3, 60)
    assert c.threshold_between(default, np.concatenate([role, [0.93, 0.97]])) == pytest.approx(0.5)
    assert c.threshold_between(np.concatenate([default, [0.1, 0.2]]), role) == pytest.approx(0.5)


@given(VALUES, VALUES)
def test_no_other_threshold_sorts_much_better(default: list[int], role: list[int]) -> None:
    """Only inside the range it is kept within, and up to two standard errors."""
    above, below = np.asarray(default) / 20, np.asarray(role) / 20
    found = c.threshold_between(above, below)

    def rates(cut: float) -> tuple[float, float]:
        return float((above >= cut).mean()), float((below >= cut).mean())

    kept, wrong = rates(found)
    error = np.sqrt(kept * (1 - kept) / len(above) + wrong * (1 - wrong) / len(below))
    scores = [rates(cut)[0] - rates(cut)[1] for cut in np.linspace(0.2, 0.8, 241) + 1e-4 if cut <= 0.8]
    if 0.2 < found < 0.8:
        assert kept - wrong + 2 * error >= max(scores) - 1e-9


@pytest.mark.parametrize(
    ("n_layer", "parameters", "band"),
    [(64, 32_000_000_000, (45, 55)), (28, 600_000_000, (13, 20)), (8, 4_000_000, (4, 5)), (3, 1, (1, 1))],
)
def test_default_bands_lie_inside(n_layer: int, parameters: int, band: tuple[int, int]) -> None:
    assert c.default_band(n_layer, parameters) == band


def test_the_monitor_layer_is_the_middle_or_the_best_below_the_band() -> None:
    assert c.monitor_layer(80, 56, [0.5] * 79, [0.0] * 79) == 40
    assert c.monitor_layer(10, 4, [0.7, 0.991, 0.994, 0.6, 1, 1, 1, 1, 1], [1, 3.0, 2.0, 1, 9, 9, 9, 9, 9]) == 1
    assert c.monitor_layer(10, 4, [0.7, 0.970, 0.995, 0.6, 1, 1, 1, 1, 1], [1, 3.0, 2.0, 1, 9, 9, 9, 9, 9]) == 2
    assert c.monitor_layer(10, 8, [0.7, 0.9, 0.99, 0.9, 0.9, 0.9, 0.9, 0.9, 1], [1.0] * 9) == 2  # the middle is clearly worse
    assert c.monitor_layer(10, 8, [0.7, 0.9, 0.99, 0.9, 0.9, 0.97, 0.9, 0.9, 1], [1.0] * 9) == 5
    with pytest.raises(AxisError, match="no layer below"):
        c.monitor_layer(10, 0, [1.0] * 9, [1.0] * 9)
