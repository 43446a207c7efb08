"""Which bands are tried, and which of them is taken."""

from __future__ import annotations

import numpy as np
import pytest

from axes.axis import AxisError
from axes.capping import TrialCap
from axes.role_filter import judge_question
from axes.sweep import Candidate, candidate_bands, choose
from axes.trials import TrialFigures, _looping


def candidate(first: int, last: int, effect: float, engaged: float = 0.6, ratio: float = 1.0, looping: float = 0.0) -> Candidate:
    return Candidate(first, last, TrialFigures(effect, 0.05, effect, effect, ratio, looping, engaged))


@pytest.mark.parametrize("n_layer", [3, 4, 6, 8, 16, 28, 36, 80])
def test_every_candidate_leaves_a_layer_below_and_spares_the_last(n_layer: int) -> None:
    bands = candidate_bands(n_layer)
    assert bands
    assert len(set(bands)) == len(bands) <= 15
    assert all(1 <= first <= last <= n_layer - 2 for first, last in bands)


def test_the_largest_effect_wins_and_near_ones_go_by_engagement() -> None:
    assert choose([candidate(2, 3, 0.2), candidate(4, 6, 0.7), candidate(5, 6, 0.4)]).first == 4
    assert choose([candidate(2, 3, 0.70, 0.9), candidate(3, 6, 0.68, 0.6), candidate(4, 4, 0.5, 0.1)]).first == 3


def test_what_hurts_the_wording_is_passed_over_unless_everything_does() -> None:
    assert choose([candidate(2, 3, 0.9, ratio=2.0), candidate(4, 6, 0.4)]).first == 4
    assert choose([candidate(2, 3, 0.9, looping=0.5), candidate(4, 6, 0.4)]).first == 4
    assert choose([candidate(2, 3, 0.9, ratio=2.0), candidate(4, 6, 0.4, ratio=3.0)]).first == 2


def test_replies_that_go_round_in_circles_are_seen() -> None:
    assert _looping(["the same again " * 10]) == 1
    assert _looping([""]) == 1
    assert _looping(["a reply of a good many different words, none of which is ever said twice here, as is usual"]) == 0
    assert _looping(["short one"]) == 0


def test_a_trial_cap_that_must_not_be_applied_is_refused() -> None:
    directions = np.eye(4, dtype=np.float32)
    taus = np.zeros(4, dtype=np.float32)
    TrialCap(1, 2, directions, taus)
    for first, last in ((2, 1), (1, 3), (-1, 2)):
        with pytest.raises(AxisError, match="does not fit"):
            TrialCap(first, last, directions, taus)
    with pytest.raises(AxisError, match="unit length"):
        TrialCap(1, 2, directions * 2, taus)
    with pytest.raises(AxisError, match="unit length"):
        TrialCap(1, 2, directions, taus * np.nan)
    with pytest.raises(AxisError, match="does not fit"):
        TrialCap(1, 2, directions, taus[:2])


def test_the_judge_is_shown_the_instruction_and_the_reply() -> None:
    asked = judge_question("You are a bear.", "Growl. " * 500)
    assert asked.startswith("Someone was told: You are a bear.")
    assert len(asked) < 1000
