"""Activation capping in numpy: the reference that the native residual hook is held equal to, and a cap to be tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from axes.axis import AxisError, FloatArray

UNIT_TOLERANCE: Final = 1e-3


def cap(h: FloatArray, v: FloatArray, tau: float) -> FloatArray:
    """Return h + max(0, tau - <h, v>) v in float32: the projection on v is lifted to tau where it lies below, else h is unchanged.

    h: (..., n_embd). v: (n_embd,), of unit length; anything else would overshoot by its squared length. tau: a raw projection.
    """
    h = np.asarray(h, dtype=np.float32)
    v = np.asarray(v, dtype=np.float32)
    lift = np.maximum(np.float32(0), np.float32(tau) - h @ v)
    return np.asarray(h + lift[..., None] * v, dtype=np.float32)


@dataclass(frozen=True, eq=False, slots=True)
class TrialCap:
    """A cap to be tried, in the published form: every token, prompt and reply, is lifted at the layers first..last (inclusive).

    directions: (n_layer, n_embd) float32, rows of unit length. taus: (n_layer,) float32, floors of the raw projection. Rows outside
    the band are not used. Raises AxisError for a band outside the model, for the last layer and for directions not of unit length.
    """

    first: int
    last: int
    directions: FloatArray
    taus: FloatArray

    def __post_init__(self) -> None:
        n_layer = len(self.directions)
        if not 0 <= self.first <= self.last < n_layer - 1 or self.taus.shape != (n_layer,):
            raise AxisError(f"A cap at the layers {self.first} to {self.last} does not fit a model of {n_layer} layers.")
        band = slice(self.first, self.last + 1)
        lengths = np.linalg.norm(self.directions[band].astype(np.float64), axis=1)
        if not np.all(np.isfinite(self.taus[band])) or not np.all(np.abs(lengths - 1) <= UNIT_TOLERANCE):
            raise AxisError("A direction of the cap is not of unit length, or a floor is no number, so it cannot be tried.")
