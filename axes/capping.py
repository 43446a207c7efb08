"""Activation capping in numpy: the reference that the native residual hook is held equal to."""

from __future__ import annotations

import numpy as np

from axes.axis import FloatArray


def cap(h: FloatArray, v: FloatArray, tau: float) -> FloatArray:
    """Return h + max(0, tau - <h, v>) v in float32: the projection on v is lifted to tau where it lies below, else h is unchanged.

    h: (..., n_embd). v: (n_embd,), of unit length; anything else would overshoot by its squared length. tau: a raw projection.
    """
    h = np.asarray(h, dtype=np.float32)
    v = np.asarray(v, dtype=np.float32)
    lift = np.maximum(np.float32(0), np.float32(tau) - h @ v)
    return np.asarray(h + lift[..., None] * v, dtype=np.float32)
