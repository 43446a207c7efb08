"""The reference cap: orientation, unit length, what it leaves alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from axes.capping import cap

SEEDS = st.integers(0, 1 << 30)


def case(seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    h = random.standard_normal((7, 32)).astype(np.float32) * 5
    v = random.standard_normal(32)
    return h, (v / np.linalg.norm(v)).astype(np.float32)


@given(SEEDS, st.floats(-20, 20))
def test_no_projection_ends_below_the_floor_and_none_above_it_moves(seed: int, tau: float) -> None:
    h, v = case(seed)
    capped = cap(h, v, tau)
    before, after = h @ v, capped @ v
    assert capped.dtype == np.float32
    assert np.all(after >= tau - 1e-4)
    np.testing.assert_array_equal(capped[before >= tau], h[before >= tau])
    np.testing.assert_allclose(after[before < tau - 1e-3], tau, atol=1e-4)


@given(SEEDS, st.floats(-20, 20))
def test_only_the_direction_itself_is_touched(seed: int, tau: float) -> None:
    h, v = case(seed)
    change = cap(h, v, tau) - h
    np.testing.assert_allclose(change - np.outer(change @ v, v), 0, atol=1e-4)
    assert np.all(change @ v >= -1e-5)


def test_a_known_case() -> None:
    h = np.asarray([[1.0, 2.0], [-4.0, 2.0]], dtype=np.float32)
    v = np.asarray([1.0, 0.0], dtype=np.float32)
    assert cap(h, v, 0.5).tolist() == [[1.0, 2.0], [0.5, 2.0]]
    assert cap(h, v, -5.0).tolist() == h.tolist()
    assert cap(h, -v, 3.0).tolist() == [[-3.0, 2.0], [-4.0, 2.0]]
    assert cap(h[1], v, 0.5).tolist() == [0.5, 2.0]


def test_capping_twice_is_capping_once() -> None:
    h, v = case(3)
    once = cap(h, v, 2.0)
    np.testing.assert_allclose(cap(once, v, 2.0), once, atol=1e-5)
