"""What counts as the same prefix, and what is remembered of each token."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kv_state import KVState
from engine.residual_hook import Rows


def filled(tokens: list[int], classes: list[int]) -> KVState:
    state, n = KVState(16), len(tokens)
    readings = np.arange(n, dtype=np.float32).reshape(-1, 1)
    lifted = np.array([1] * (n // 2) + [0] * (n - n // 2), dtype=np.int32)
    rows = Rows(readings, np.full(n, 2, dtype=np.int32), lifted, lifted.astype(np.float32) / 2)
    state.append(tokens, np.array(classes, dtype=np.uint8), rows)
    return state


@pytest.mark.parametrize(
    ("tokens", "classes", "expected"),
    [
        ([1, 2, 3, 4], [0, 1, 0, 0], 4),
        ([1, 2, 3, 4, 5], [0, 1, 0, 0, 0], 4),
        ([1, 2], [0, 1], 2),
        ([1, 2, 9, 4], [0, 1, 0, 0], 2),
        ([9, 2, 3, 4], [0, 1, 0, 0], 0),
        ([1, 2, 3, 4], [0, 0, 0, 0], 1),
        ([], [], 0),
    ],
)
def test_a_prefix_is_the_same_tokens_evaluated_alike(tokens: list[int], classes: list[int], expected: int) -> None:
    state = filled([1, 2, 3, 4], [0, 1, 0, 0])
    assert state.common_prefix(tokens, np.array(classes, dtype=np.uint8)) == expected


def test_figures_are_of_what_is_kept() -> None:
    state = filled([1, 2, 3, 4], [0] * 4)
    assert (state.engaged, state.mean_lift) == (2 / 8, 0.5)
    state.truncate(2)
    assert (state.engaged, state.mean_lift) == (2 / 4, 0.5)
    assert state.projections(1).tolist() == [1.0]
    state.truncate(0)
    assert (state.engaged, state.mean_lift) == (None, None)


def test_a_second_direction_that_is_not_read_is_not_a_number() -> None:
    assert np.isnan(filled([1, 2], [0, 0]).projections(0, 1)).all()
