"""Directions that were made elsewhere, and the axis they become: one that can cap, or one that is to be measured first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from axes.axis import Axis, AxisError, ClassStatistics, FloatArray
from axes.calibration import default_band
from axes.checks import check_axis
from axes.model_file import ModelShape

PUBLISHED_PERCENTILE: Final = 75.0
"""The published setting "p0.25" is a percentile towards the roles; towards the Assistant it is the 75th."""


@dataclass(frozen=True, slots=True)
class Directions:
    """What a file from elsewhere holds.

    vectors: (n_layer, n_embd) raw, toward the Assistant, zero rows at layers it says nothing of. band (first, last), inclusive,
    and floors (n_layer, levels), raw projections at percentiles `levels` in the Assistant direction, NaN outside the band; None
    where it has none. what: what it is called in sentences.
    """

    vectors: FloatArray
    what: str
    band: tuple[int, int] | None = None
    levels: tuple[float, ...] = ()
    floors: FloatArray | None = None
    percentile: float = PUBLISHED_PERCENTILE
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not np.all(np.isfinite(self.vectors)):
            raise AxisError(f"{self.what} holds numbers that are not finite, so it cannot be used.")
        if not self.known.any():
            raise AxisError(f"{self.what} holds no direction that is not zero, so it cannot be used.")

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which layers have a direction, (n_layer,)."""
        return np.asarray(np.any(self.vectors != 0, axis=1))

    def monitor_layer(self, band_first: int) -> int | None:
        """Return the layer to read: the middle one, else the highest below the band that has a direction; None where none has."""
        middle, known = len(self.vectors) // 2, self.known
        if middle < band_first and known[middle]:
            return middle
        below = np.flatnonzero(known[:band_first])
        return int(below[-1]) if len(below) else None


def axis_of(found: Directions, model: ModelShape | None, band: tuple[int, int] | None = None) -> Axis:
    """Return directions as an axis without readings; where they came without floors it is fit only to be measured.

    model: what it is for; None where the model is not at hand. band: (first, last) to use where the file names none. Raises
    AxisError where the directions do not fit the model or the band has no directions.
    """
    n_layer, n_embd = found.vectors.shape
    if model is not None and (n_layer, n_embd) != (model.n_layer, model.n_embd):
        raise AxisError(
            f"{found.what} is for a model of {n_layer} layers and width {n_embd}, but this model has {model.n_layer} layers and"
            f" width {model.n_embd}, so it cannot be used with it."
        )
    if found.floors is not None and band not in (None, found.band):
        raise AxisError(f"{found.what} has its own layers to cap, so no others can be chosen.")
    first, last = found.band or band or default_band(n_layer, model.n_parameters if model is not None else 0)
    if not 1 <= first <= last < n_layer - 1:
        raise AxisError(f"The layers {first} to {last} cannot be capped in a model of {n_layer} layers.")
    if not found.known[first : last + 1].all():
        raise AxisError(f"{found.what} lacks directions at some of the layers {first} to {last}, so it cannot be used there.")
    monitor = found.monitor_layer(first)
    axis = Axis(
        name=f"Imported axis of {model.name}" if model is not None else "Imported axis",
        reply=_statistics(found),
        header=None,
        quantile_levels=np.asarray(found.levels or (PUBLISHED_PERCENTILE,), dtype=np.float32),
        monitor_layer=first - 1 if monitor is None else monitor,
        band_first=first,
        band_last=last,
        percentile=found.percentile,
        threshold=0.5,
        form="reply",
        model_architecture=model.architecture if model is not None else "",
        model_name=model.name if model is not None else "",
        model_fingerprint=model.fingerprint if model is not None else "",
        template_sha256="",
        quantization="",
        provenance=dict(found.provenance),
        readings=False,
    )
    if found.floors is not None:
        check_axis(axis)
    return axis


def _statistics(found: Directions) -> ClassStatistics:
    """Return unit rows and floors. A row the file does not have repeats the nearest one and has the norm 0; it is never applied."""
    n_layer = len(found.vectors)
    vectors = found.vectors.astype(np.float64)
    lengths = np.linalg.norm(vectors, axis=1)
    rows = _nearest(found.known)
    nothing = np.full(n_layer, np.nan, dtype=np.float32)
    if found.floors is None:
        quantiles = np.full((n_layer, max(1, len(found.levels))), np.nan, dtype=np.float32)
    else:
        quantiles = found.floors[_nearest(np.all(np.isfinite(found.floors), axis=1))]
    return ClassStatistics(
        direction=(vectors[rows] / lengths[rows][:, None]).astype(np.float32),
        norm=lengths.astype(np.float32),
        default_mean=nothing,
        default_std=nothing,
        role_mean=nothing,
        role_std=nothing,
        quantiles=quantiles.astype(np.float32),
    )


def _nearest(there: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return for every place the nearest one that is there."""
    places = np.flatnonzero(there)
    distance = np.abs(np.arange(len(there))[:, None] - places[None, :])
    return np.asarray(places[np.argmin(distance, axis=1)])
