"""Choosing the band: candidates over start and width are tried, the best is kept, and random directions are tried beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes.axis import FloatArray
from axes.capping import TrialCap
from axes.reply_store import ReplyStore
from axes.source import ActivationSource
from axes.trials import TrialFigures, TrialSet, answer, engagement, try_cap
from axes.verdict import MAX_LOOPING, MAX_PERPLEXITY_RATIO

STARTS: Final = (0.3, 0.4, 0.5, 0.6, 0.7)
WIDTHS: Final = (0.125, 0.25, 0.5)
NEAR: Final = 0.05
MATCH_STEPS: Final = 7
MATCH_REPLIES: Final = 6
MATCH_WITHIN: Final = 0.05
TOKEN_SPREAD: Final = 3.0

StoreMaker = Callable[[str], ReplyStore]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A band (first and last layer, inclusive) and what a trial of it gave."""

    first: int
    last: int
    figures: TrialFigures

    @property
    def sound(self) -> bool:
        """Whether its replies stay fluent."""
        return self.figures.perplexity_ratio <= MAX_PERPLEXITY_RATIO and self.figures.looping <= MAX_LOOPING


def candidate_bands(n_layer: int) -> list[tuple[int, int]]:
    """Return the bands to try: every start with every width, above layer 0 and below the last layer, each once."""
    starts = dict.fromkeys(max(1, round(share * n_layer)) for share in STARTS)
    widths = dict.fromkeys(max(1, round(share * n_layer)) for share in WIDTHS)
    bands = [(start, min(start + width - 1, n_layer - 2)) for start in starts if start <= n_layer - 2 for width in widths]
    return sorted(dict.fromkeys(bands))


def choose(candidates: Sequence[Candidate]) -> Candidate:
    """Return the band to use: fluent ones first, of these the one with the largest effect.

    Candidates whose effect is smaller by no more than NEAR count as equal; of these the one that lifts the smallest share of its
    slots is taken, because there the floor lies where the model itself would be most of the time.
    """
    sound = [each for each in candidates if each.sound] or list(candidates)
    best = max(each.figures.effect for each in sound)
    equal = [each for each in sound if each.figures.effect >= best - NEAR]
    return min(equal, key=lambda each: each.figures.engaged)


def try_bands(
    source: ActivationSource,
    trial: TrialSet,
    bands: Sequence[tuple[int, int]],
    directions: FloatArray,
    taus: FloatArray,
    store: StoreMaker,
    on_reply: Callable[[], None],
    should_stop: Callable[[], bool],
) -> list[Candidate]:
    """Try every band on the trial set; directions and taus: (n_layer, n_embd) and (n_layer,) of the axis."""
    found = []
    for first, last in bands:
        with store(f"trial-{first}-{last}") as kept:
            figures = try_cap(source, trial, TrialCap(first, last, directions, taus), kept, on_reply, should_stop)
        found.append(Candidate(first, last, figures))
    return found


def random_trial(
    source: ActivationSource,
    trial: TrialSet,
    band: tuple[int, int],
    directions: FloatArray,
    spread: tuple[FloatArray, FloatArray],
    engaged: float,
    seed: int,
    store: StoreMaker,
    on_reply: Callable[[], None],
    should_stop: Callable[[], bool],
) -> TrialFigures:
    """Try random unit directions, lifted in as many slots as the axis's cap, and return what came of it.

    directions and spread: as `random_directions` returns them. The floors lie a common number of widths from the centres, found by
    halving on a few replies.
    """
    centre, width = spread
    low, high = -4.0, 4.0
    few = replace(trial, asks=trial.asks[:: max(1, len(trial.asks) // MATCH_REPLIES)])
    level = 0.0
    for step in range(MATCH_STEPS):
        level = (low + high) / 2
        cap = TrialCap(*band, directions, (centre + np.float32(level) * width).astype(np.float32))
        with store(f"trial-match-{seed}-{step}") as kept:
            replies = answer(source, [ask.prompt for ask in few.asks], cap, kept, on_reply, should_stop)
        got = engagement(replies)
        if abs(got - engaged) <= MATCH_WITHIN:
            break
        low, high = (level, high) if got < engaged else (low, level)
    cap = TrialCap(*band, directions, (centre + np.float32(level) * width).astype(np.float32))
    with store(f"trial-random-{seed}") as kept:
        return try_cap(source, trial, cap, kept, on_reply, should_stop)


def random_directions(
    store: ReplyStore, n_layer: int, n_embd: int, rows: NDArray[np.bool_], seed: int
) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
    """Return random unit directions, (n_layer, n_embd), and the (centre, width) of the projections of single tokens on them.

    rows: which stored replies to look at. Only means of replies are known; single tokens spread wider, TOKEN_SPREAD times as a
    first guess.
    """
    drawn = np.random.default_rng(seed).standard_normal((n_layer, n_embd))
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    centre, width = np.zeros(n_layer), np.ones(n_layer)
    for layer in range(n_layer - 1):
        found = np.concatenate(
            [values[rows[place]].astype(np.float64) @ drawn[layer] for place, values in store.chunks("reply", layer)]
        )
        centre[layer], width[layer] = found.mean(), TOKEN_SPREAD * found.std()
    as_floats = [values.astype(np.float32) for values in (drawn, centre, width)]
    return as_floats[0], (as_floats[1], as_floats[2])
