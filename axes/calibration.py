"""From activations to an axis's numbers: directions, projections, percentiles, layers, the drift threshold and a verdict.

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
GOOD_AUC, USABLE_AUC = 0.95, 0.8
GOOD_RANK, USABLE_RANK = 0.75, 0.6


# --- statistics of one token class -------------------------------------------------------------------------------------------


def axis_directions(defaults: FloatArray, roles: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return the unit directions, (layers, n_embd), and the lengths, (layers,), of mean(default) - mean over roles of their means.

    defaults: (n, layers, n_embd); roles: one array like it per role. Raises AxisError where the two means are the same.
    """
    role_vectors = np.stack([role.mean(axis=0, dtype=np.float64) for role in roles])
    difference = defaults.mean(axis=0, dtype=np.float64) - role_vectors.mean(axis=0)
    norm = np.linalg.norm(difference, axis=-1)
    if not np.all(np.isfinite(norm)) or np.any(norm <= 1e-9):
        raise AxisError("The model answers the same with and without a role, so no axis can be made from its replies.")
    return (difference / norm[:, None]).astype(np.float32), norm.astype(np.float32)


def projections(samples: FloatArray, direction: FloatArray) -> Doubles:
    """Return <h, v> of every sample at every layer, (n, layers), for samples (n, layers, n_embd)."""
    found: Doubles = np.einsum("nle,le->nl", samples.astype(np.float64), direction.astype(np.float64))
    return found


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


def class_statistics(defaults: FloatArray, roles: Sequence[FloatArray]) -> ClassStatistics:
    """Return the statistics of one token class over the layers that were observed.

    defaults: (n, n_layer - 1, n_embd); roles: one array like it per role. The last block cannot be observed: its rows repeat
    those of the block before it, so that every array has n_layer rows, and the checks refuse any axis that would use them.
    """
    direction, norm = axis_directions(defaults, roles)
    default = projections(defaults, direction)
    by_role = [projections(role, direction) for role in roles]
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
    """Return the standard error of an AUC by the formula of Hanley and McNeil: small samples separate by chance."""
    both, twice = value / (2 - value), 2 * value**2 / (1 + value)
    spread = value * (1 - value) + (n_positive - 1) * (both - value**2) + (n_negative - 1) * (twice - value**2)
    return math.sqrt(max(0.0, spread) / (n_positive * n_negative))


def cohens_d(positive: Doubles, negative: Doubles) -> float:
    """Return the distance of the means in pooled standard deviations; infinite where neither class spreads."""
    spread = math.sqrt((float(positive.var()) + float(negative.var())) / 2)
    distance = float(positive.mean() - negative.mean())
    return distance / spread if spread > 0 else math.copysign(math.inf, distance)


def pc1_cosine(role_vectors: FloatArray, direction: FloatArray) -> Doubles:
    """Return |cos| between the axis and the first principal component of the role vectors, centred on their mean, per layer.

    role_vectors: (n_roles, layers, n_embd); direction: (layers, n_embd) of unit rows.
    """
    centred = role_vectors.astype(np.float64) - role_vectors.mean(axis=0, dtype=np.float64)
    found = []
    for layer in range(centred.shape[1]):
        component = np.linalg.svd(centred[:, layer], full_matrices=False)[2][0]
        found.append(abs(float(component @ direction[layer].astype(np.float64))))
    return np.asarray(found)


def threshold_between(default: Doubles, role: Doubles) -> float:
    """Return the reading that best tells held-out default replies from role replies, kept within THRESHOLD_RANGE.

    It has the largest share of default replies at or above it minus the share of role replies at or above it (Youden's J); where a
    whole range of thresholds is equally good, as between two classes that do not overlap, the middle of that range.
    """
    values = np.unique(np.concatenate([default, role]))
    candidates = (values[:-1] + values[1:]) / 2 if len(values) > 1 else values
    score = np.asarray([(default >= cut).mean() - (role >= cut).mean() for cut in candidates])
    best = candidates[score >= score.max() - 1e-12]
    return float(np.clip((best[0] + best[-1]) / 2, *THRESHOLD_RANGE))


# --- layers ------------------------------------------------------------------------------------------------------------------


def default_band(n_layer: int, n_parameters: int) -> tuple[int, int]:
    """Return the first and last layer of the band to begin with: 70 to 88 % of the depth, earlier and wider below 8B parameters."""
    begin, end = (0.70, 0.88) if n_parameters >= LARGE_MODEL_PARAMETERS else (0.45, 0.75)
    last = min(max(round(end * n_layer) - 1, 1), n_layer - 2)
    return min(max(round(begin * n_layer), 1), last), last


def monitor_layer(n_layer: int, band_first: int, aucs: Sequence[float], distances: Sequence[float]) -> int:
    """Return the layer to read: the middle one where the band lies above it, else the layer below the band that separates best.

    aucs and distances: held-out AUC and Cohen's d per observed layer; equal AUCs (to a thousandth) are told apart by d.
    Raises AxisError for a band that leaves no layer below it.
    """
    middle = n_layer // 2
    if middle < band_first:
        return middle
    if band_first < 1:
        raise AxisError("The band begins at the first layer, so there is no layer below it that could be read.")
    return max(range(band_first), key=lambda layer: (round(aucs[layer], 3), distances[layer]))


# --- verdict -----------------------------------------------------------------------------------------------------------------


def verdict(held_out_auc: float, error: float, default_rank: float) -> tuple[str, str]:
    """Return "good", "reading only" or "not usable", and the sentence that says why.

    held_out_auc: default against roles at the monitor layer, which must pass the limits less its standard `error`, so that a few
    lucky replies do not make an axis; default_rank: share of the roles whose mean lies below the default's.
    """
    surely = held_out_auc - error
    if surely < USABLE_AUC or default_rank < USABLE_RANK:
        return "not usable", (
            "The default Assistant does not stand apart from the roles in this model,"
            f" so readings would mean nothing (AUC {held_out_auc:.2f}, {default_rank:.0%} of the roles lie below it)."
        )
    figures = f"AUC {held_out_auc:.2f} on roles and questions left out, {default_rank:.0%} of the roles lie below the default."
    if surely < GOOD_AUC or default_rank < GOOD_RANK:
        return "reading only", f"The axis separates well enough to show readings, not well enough to cap with: {figures}"
    return "good", f"The axis separates the default Assistant from the roles: {figures}"
