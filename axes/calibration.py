"""From projections to an axis's numbers: percentiles, separation, the drift threshold and the layers to begin with.

Everywhere the two classes, default replies and role replies, weigh the same, and within the roles every role weighs the same,
however many replies each of them has. So the 75th percentile of the pooled projections lies near the mean of the default
Assistant.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes.axis import AxisError, ClassStatistics, FloatArray

Doubles = NDArray[np.float64]

QUANTILE_LEVELS: Final = np.asarray([1, 2, 5, *range(10, 95, 5), 95, 98, 99, 99.5], dtype=np.float32)
THRESHOLD_RANGE: Final = (0.2, 0.8)
LARGE_MODEL_PARAMETERS: Final = 8_000_000_000
CLEARLY: Final = 0.03


# --- statistics of one token class -------------------------------------------------------------------------------------------


def balanced_weights(n_default: int, role_sizes: Sequence[int]) -> Doubles:
    """Return one weight per pooled sample, defaults first: half of it all to the defaults, the rest in equal parts to the roles."""
    share = 0.5 / len(role_sizes)
    return np.concatenate([np.full(n_default, 0.5 / n_default), *(np.full(size, share / size) for size in role_sizes)])


def weighted_quantiles(values: Doubles, weights: Doubles, levels: FloatArray) -> Doubles:
    """Return the percentiles of weighted values, (len(levels),), interpolated between the centres of the weights."""
    order = np.argsort(values, kind="stable")
    ordered = weights[order]
    centres = (np.cumsum(ordered) - ordered / 2) / ordered.sum()
    return np.interp(np.asarray(levels, dtype=np.float64) / 100, centres, values[order])


def statistics_of(direction: Doubles, norm: Doubles, default: Doubles, by_role: Sequence[Doubles]) -> ClassStatistics:
    """Return the statistics of one token class over the layers that were observed.

    direction: (n_layer - 1, n_embd), rows of unit length; norm: (n_layer - 1,); default and by_role (one array per role):
    projections (n, n_layer - 1). The last block cannot be observed: its rows repeat those of the block before it, so that every
    array has n_layer rows, and the checks refuse any axis that would use them.
    """
    pooled = np.concatenate([default, *by_role])
    weights = balanced_weights(len(default), [len(role) for role in by_role])
    role_weights = weights[len(default) :] * 2
    role_mean = role_weights @ pooled[len(default) :]
    role_var = role_weights @ (pooled[len(default) :] - role_mean) ** 2
    quantiles = np.stack([weighted_quantiles(column, weights, QUANTILE_LEVELS) for column in pooled.T])
    return ClassStatistics(
        direction=_with_last_row(direction),
        norm=_with_last_row(norm),
        default_mean=_with_last_row(default.mean(axis=0)),
        default_std=_with_last_row(default.std(axis=0)),
        role_mean=_with_last_row(role_mean),
        role_std=_with_last_row(np.sqrt(role_var)),
        quantiles=_with_last_row(quantiles),
    )


def _with_last_row(values: NDArray[np.floating]) -> FloatArray:
    return np.concatenate([values, values[-1:]]).astype(np.float32)


# --- how well two classes separate -------------------------------------------------------------------------------------------


def auc(positive: Doubles, negative: Doubles) -> float:
    """Return the probability that a positive value lies above a negative one (ties count half)."""
    both = np.concatenate([positive, negative])
    _, inverse, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n = len(positive)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * len(negative)))


def auc_error(value: float, n_positive: int, n_negative: int) -> float:
    """Return the standard error of an AUC by the formula of Hanley and McNeil: small samples separate by chance.

    A few values can separate perfectly, for which the formula gives no error at all; so it is asked as if half of one value of the
    smaller sample had gone the other way.
    """
    half = 1 / (2 * min(n_positive, n_negative))
    value = min(max(value, half), 1 - half)
    both, twice = value / (2 - value), 2 * value**2 / (1 + value)
    spread = value * (1 - value) + (n_positive - 1) * (both - value**2) + (n_negative - 1) * (twice - value**2)
    return math.sqrt(max(0.0, spread) / (n_positive * n_negative))


def cohens_d(positive: Doubles, negative: Doubles) -> float:
    """Return the distance of the means in pooled standard deviations; infinite where neither class spreads."""
    spread = math.sqrt((float(positive.var()) + float(negative.var())) / 2)
    distance = float(positive.mean() - negative.mean())
    return distance / spread if spread > 0 else math.copysign(math.inf, distance)


def pc1_cosine(role_vectors: Doubles, direction: Doubles) -> float:
    """Return |cos| between the axis and the first principal component of the role vectors, centred on their mean.

    role_vectors: (n_roles, n_embd); direction: (n_embd,), of unit length. 0 where the role vectors are all the same.
    """
    centred = role_vectors - role_vectors.mean(axis=0)
    values, vectors = np.linalg.eigh(centred @ centred.T)  # of the size of the roles, not of the residual stream
    component = vectors[:, -1] @ centred
    length = float(np.linalg.norm(component))
    return abs(float(component @ direction)) / length if values[-1] > 0 and length > 0 else 0.0


def threshold_between(default: Doubles, role: Doubles) -> float:
    """Return the reading that best tells held-out default replies from role replies, kept within THRESHOLD_RANGE.

    What counts is the share of default replies at or above it minus the share of role replies at or above it (Youden's J). Of all
    thresholds that are as good as the best one, or worse by less than two standard errors of their own J, the one nearest to
    halfway (0.5) is taken: the very best one would follow the few replies that happen to lie farthest out.
    """
    values = np.unique(np.concatenate([default, role]))
    values = np.concatenate([[values[0] - 1], values, [values[-1] + 1]])  # a cut beyond all of them is one, too
    kept = np.asarray([(default >= cut).mean() for cut in values[1:]])
    wrong = np.asarray([(role >= cut).mean() for cut in values[1:]])
    error = np.sqrt(kept * (1 - kept) / len(default) + wrong * (1 - wrong) / len(role))
    score = kept - wrong
    good = np.flatnonzero(score + 2 * error >= score.max() - 1e-12)
    # A cut anywhere in (values[i], values[i + 1]] sorts the same; the ends are drawn in so that no reply lies on the threshold.
    gaps = [(values[place], values[place + 1], (values[place + 1] - values[place]) / 100) for place in good]
    nearest = [float(np.clip(0.5, low + margin, high - margin)) for low, high, margin in gaps]
    return float(np.clip(min(nearest, key=lambda cut: abs(cut - 0.5)), *THRESHOLD_RANGE))


# --- layers ------------------------------------------------------------------------------------------------------------------


def default_band(n_layer: int, n_parameters: int) -> tuple[int, int]:
    """Return the first and last layer of the band to begin with: 70 to 88 % of the depth, earlier and wider below 8B parameters."""
    begin, end = (0.70, 0.88) if n_parameters >= LARGE_MODEL_PARAMETERS else (0.45, 0.75)
    last = min(max(round(end * n_layer) - 1, 1), n_layer - 2)
    return min(max(round(begin * n_layer), 1), last), last


def monitor_layer(n_layer: int, band_first: int, aucs: Sequence[float], distances: Sequence[float]) -> int:
    """Return the layer to read: the middle one where the band lies above it and it separates, else the best one below the band.

    aucs and distances: held-out AUC and Cohen's d per observed layer; equal AUCs (to a hundredth) are told apart by d. The middle
    is passed over where another layer below the band has an AUC higher by more than CLEARLY. Raises AxisError for a band that
    leaves no layer below it.
    """
    if band_first < 1:
        raise AxisError("The band begins at the first layer, so there is no layer below it that could be read.")
    best = max(range(band_first), key=lambda layer: (round(aucs[layer], 2), distances[layer]))
    middle = n_layer // 2
    return middle if middle < band_first and aucs[middle] >= aucs[best] - CLEARLY else best
