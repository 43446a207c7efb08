"""What an Assistant axis is: one direction per layer with the statistics that give its projections a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


class AxisError(ValueError):
    """An axis that cannot be used; the text is one sentence a user can act on."""


@dataclass(frozen=True, slots=True)
class ClassStatistics:
    """Directions and projections of one token class ("reply": per-reply means; "header": the last header token).

    direction: (n_layer, n_embd), rows of unit length, toward the Assistant. norm: (n_layer,) length of the raw difference.
    default_mean, default_std, role_mean, role_std: (n_layer,) raw projections. quantiles: (n_layer, n_levels), of the projections
    pooled over default and roles, both classes with equal weight, in the Assistant direction, at Axis.quantile_levels. The four
    means and spreads are NaN, all of them, in an axis that was brought in without them (Axis.readings is then False).
    """

    direction: FloatArray
    norm: FloatArray
    default_mean: FloatArray
    default_std: FloatArray
    role_mean: FloatArray
    role_std: FloatArray
    quantiles: FloatArray


@dataclass(frozen=True, slots=True)
class Axis:
    """An Assistant axis for one model. Layers are 0-based blocks; the band is inclusive and lies above the monitor layer.

    quantile_levels: percentiles in (0, 100), ascending. threshold: the normalised reading below which a reply counts as drifted.
    percentile: the default strength. form: the cap form used by default, "reply" (one threshold for every token) or "position"
    (the header token has its own direction and threshold). extra: metadata keys this version does not know, kept as they are.
    readings: False for an axis from elsewhere that came without means: it can cap, but no projection can be given a meaning; its
    fingerprint may then be empty, where the model was not at hand.
    """

    name: str
    reply: ClassStatistics
    header: ClassStatistics | None
    quantile_levels: FloatArray
    monitor_layer: int
    band_first: int
    band_last: int
    percentile: float
    threshold: float
    form: str
    model_architecture: str
    model_name: str
    model_fingerprint: str
    template_sha256: str
    quantization: str
    quality: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    readings: bool = True

    @property
    def n_layer(self) -> int:
        """Number of blocks of the model."""
        return int(self.reply.direction.shape[0])

    @property
    def n_embd(self) -> int:
        """Width of the residual stream."""
        return int(self.reply.direction.shape[1])

    @property
    def forms(self) -> list[str]:
        """The cap forms this axis can drive."""
        return ["reply"] if self.header is None else ["reply", "position"]

    def statistics(self, token_class: str) -> ClassStatistics:
        """Return the statistics of "reply" or "header"; raises AxisError where the axis has none for it."""
        if token_class == "reply":
            return self.reply
        if token_class == "header" and self.header is not None:
            return self.header
        raise AxisError(f"This axis has no statistics for {token_class} tokens, so that form of the cap cannot be used with it.")

    def normalise(self, projection: float, layer: int, token_class: str = "reply") -> float:
        """Return (projection - role_mean) / (default_mean - role_mean) at a layer: 1 the default Assistant, 0 the average role.

        Raises AxisError where the axis has no readings.
        """
        role, distance = self.scale(layer, token_class)
        return (projection - role) / distance

    def scale(self, layer: int, token_class: str = "reply") -> tuple[float, float]:
        """Return the mean projection of the average role at a layer, and how far that of the default Assistant lies above it.

        Raises AxisError where the axis has no readings.
        """
        if not self.readings:
            raise AxisError("This axis came without the means that give its projections a meaning, so it shows no readings.")
        stats = self.statistics(token_class)
        role = float(stats.role_mean[layer])
        return role, float(stats.default_mean[layer]) - role

    def strength(self, percentile: float) -> float:
        """Return the strength nearest to a percentile that this axis has a floor for; one from elsewhere may know a single one."""
        return min(max(percentile, float(self.quantile_levels[0])), float(self.quantile_levels[-1]))

    def tau(self, percentile: float, token_class: str = "reply") -> FloatArray:
        """Return the floor per layer, (n_layer,), at a percentile in the Assistant direction (method of axes.capping)."""
        stats = self.statistics(token_class)
        rows = [np.interp(percentile, self.quantile_levels, row) for row in stats.quantiles]
        return np.asarray(rows, dtype=np.float32)

    def validate(self) -> None:
        """Raise AxisError, in one sentence, for anything that must never be applied."""
        from axes.checks import check_axis  # the checks need this class, so they are imported where they are used

        check_axis(self)
