"""Shares with their uncertainty, AUC and the crossing of a curve: plain functions of numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from axes.calibration import auc

Z: Final = 1.959964
RESAMPLES: Final = 2000


def share(hits: Sequence[bool]) -> float | None:
    """Return the share of hits, None of nothing."""
    return sum(hits) / len(hits) if hits else None


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share of independent trials."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = hits / n, Z * Z
    centre, half = p + z2 / (2 * n), Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, (centre - half) / (1 + z2 / n)), min(1.0, (centre + half) / (1 + z2 / n))


def interval(clusters: Sequence[Sequence[bool]]) -> tuple[float, float]:
    """Return a 95 % interval of a share whose trials come in clusters (turns or seeds of one conversation).

    A bootstrap over the clusters, from a fixed seed; Wilson's interval over the clusters where all trials agree and a bootstrap
    would claim certainty.
    """
    filled = [cluster for cluster in clusters if cluster]
    hits, sizes = np.asarray([sum(each) for each in filled]), np.asarray([len(each) for each in filled])
    if not filled or hits.sum() in (0, sizes.sum()):
        return wilson(len(filled) if filled and hits.sum() else 0, len(filled))
    drawn = np.random.default_rng(0).integers(0, len(filled), (RESAMPLES, len(filled)))
    shares = hits[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(shares, (2.5, 97.5))
    return float(low), float(high)


def detection_auc(readings: Sequence[float | None], drifted: Sequence[bool]) -> float | None:
    """Return how well low readings tell drifted replies from others (1 always, 0.5 not at all); None without both kinds."""
    pairs = [(reading, flag) for reading, flag in zip(readings, drifted, strict=True) if reading is not None]
    usual = np.asarray([reading for reading, flag in pairs if not flag], dtype=np.float64)
    away = np.asarray([reading for reading, flag in pairs if flag], dtype=np.float64)
    return auc(usual, away) if len(usual) and len(away) else None


def value_where_reached(curve: Sequence[tuple[float, float]], target: float) -> float | None:
    """Return y where x first falls to the target along a curve of (x, y), between points in a straight line; None if it
    never does.
    """
    for (x0, y0), (x1, y1) in itertools.pairwise(curve):
        if x0 >= target >= x1:
            return y1 if x0 == x1 else y0 + (y1 - y0) * (x0 - target) / (x0 - x1)
    return None
