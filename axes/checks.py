"""The checks that keep an unsound or foreign axis from ever being applied; each refusal is one sentence."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import numpy as np

from axes.axis import Axis, AxisError, ClassStatistics

UNIT_TOLERANCE: Final = 1e-3
MAX_LAYERS: Final = 4_096
MAX_WIDTH: Final = 1 << 20
LEAST_DISTANCE: Final = 1e-30
"""Between two means; its inverse is still a number in single precision."""
LEAST_SHARE: Final = 1e-6
"""The same as a share of the spread."""
MEANS: Final = ("default_mean", "default_std", "role_mean", "role_std")
"""What an axis from elsewhere may lack, all of it or nothing."""


def check_axis(axis: Axis) -> None:
    """Raise AxisError for an axis that is unsound in itself; model files are not looked at (see check_fits)."""
    if axis.reply.direction.ndim != 2 or not (3 <= axis.n_layer <= MAX_LAYERS and 1 <= axis.n_embd <= MAX_WIDTH):
        raise AxisError("The axis does not hold one direction per layer, so it cannot be used.")
    _check_levels(axis)
    _check_layers(axis)
    _check_statistics(axis, axis.reply, "reply")
    if axis.header is not None:
        _check_statistics(axis, axis.header, "header")
    _check_settings(axis)


def check_fits(
    axis: Axis,
    *,
    n_layer: int,
    n_embd: int,
    fingerprint: str,
    template_sha256: str | None = None,
    quantization: str | None = None,
) -> list[str]:
    """Raise AxisError where the axis was not made for this model; return notices about lesser differences, one sentence each.

    template_sha256 and quantization may be None where the caller does not want them compared.
    """
    if (axis.n_layer, axis.n_embd) != (n_layer, n_embd):
        raise AxisError(
            f"The axis {axis.name!r} is for a model of {axis.n_layer} layers and width {axis.n_embd}, but this model has"
            f" {n_layer} layers and width {n_embd}, so it cannot be used."
        )
    if axis.quality.get("verdict") == "not usable":
        raise AxisError(f"The axis {axis.name!r} was found not usable when it was measured, so it is not applied.")
    notices = []
    if not axis.readings and not axis.model_fingerprint:
        notices.append("The axis was imported without its model, so only the model's size could be compared with it.")
    elif axis.model_fingerprint != fingerprint:
        raise AxisError(f"The axis {axis.name!r} was made for another model than this one, so it cannot be used here.")
    if template_sha256 is not None and axis.template_sha256 not in ("", template_sha256):
        notices.append("The axis was measured with another chat template, so its readings may be shifted.")
    if quantization is not None and axis.quantization not in ("", quantization):
        notices.append(
            f"The axis was measured on the quantisation {axis.quantization}, this model is {quantization},"
            " so its readings may be slightly shifted."
        )
    return notices


def _check_levels(axis: Axis) -> None:
    levels = axis.quantile_levels
    if levels.ndim != 1 or len(levels) < (2 if axis.readings else 1) or not np.all(np.isfinite(levels)):
        raise AxisError("The axis has no list of percentiles, so it cannot be used.")
    if levels[0] <= 0 or levels[-1] >= 100 or np.any(np.diff(levels) <= 0):
        raise AxisError("The percentiles of the axis are not ascending between 0 and 100, so it cannot be used.")


def _check_layers(axis: Axis) -> None:
    last = axis.n_layer - 1
    if not 0 <= axis.monitor_layer < last:
        raise AxisError(f"The axis reads layer {axis.monitor_layer}, which cannot be read in a model of {axis.n_layer} layers.")
    if axis.band_first > axis.band_last:
        raise AxisError("The band of the axis ends before it begins, so it cannot be used.")
    if axis.band_last >= last:
        raise AxisError("The band of the axis reaches the model's last layer, which cannot be capped, so it cannot be used.")
    if axis.band_first <= axis.monitor_layer:
        raise AxisError("The band of the axis does not lie above the layer it reads, so its readings would not be honest.")


def _check_statistics(axis: Axis, stats: ClassStatistics, name: str) -> None:
    layers, width, levels = axis.n_layer, axis.n_embd, len(axis.quantile_levels)
    for item in fields(stats):
        values: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = getattr(stats, item.name)
        wanted = {"direction": (layers, width), "quantiles": (layers, levels)}.get(item.name, (layers,))
        if values.shape != wanted:
            raise AxisError(f"The axis holds {name} {item.name} of the wrong size, so it cannot be used.")
        if item.name in MEANS and not axis.readings:
            if not np.all(np.isnan(values)):
                raise AxisError("The axis says that it has no readings but holds means, so it cannot be used.")
        elif not np.all(np.isfinite(values)):
            raise AxisError(f"The axis holds {name} {item.name} that are not finite numbers, so it cannot be used.")
    lengths = np.sqrt(np.einsum("ij,ij->i", stats.direction, stats.direction, dtype=np.float64))
    if np.any(np.abs(lengths - 1) > UNIT_TOLERANCE):
        raise AxisError(f"A {name} direction of the axis is not of unit length, so a cap with it would overshoot.")
    if np.any(np.diff(stats.quantiles, axis=1) < 0):
        raise AxisError(f"The {name} quantiles of the axis are not ascending, so it cannot be used.")
    if np.any(stats.norm < 0) or np.any(stats.default_std < 0) or np.any(stats.role_std < 0):
        raise AxisError(f"The axis holds a {name} length or spread below zero, so it cannot be used.")
    if axis.readings:
        _check_distance(axis, stats, name)
    if axis.readings and stats.default_mean[axis.monitor_layer] <= stats.role_mean[axis.monitor_layer]:
        raise AxisError(
            f"The default Assistant does not lie at the Assistant end of the axis ({name} tokens),"
            " so the axis cannot tell drift from its opposite."
        )


def _check_distance(axis: Axis, stats: ClassStatistics, name: str) -> None:
    """Refuse a distance by which nothing can be divided; one that points the other way is told where it matters."""
    distance = stats.default_mean.astype(np.float64) - stats.role_mean
    least = np.maximum(LEAST_DISTANCE, LEAST_SHARE * (stats.default_std.astype(np.float64) + stats.role_std))
    for layer in (axis.monitor_layer, *range(axis.band_first, axis.band_last + 1)):
        if 0 <= distance[layer] < least[layer]:
            raise AxisError(
                f"At layer {layer} the axis has no distance between the default Assistant and the roles ({name} tokens),"
                " so it cannot be used."
            )


def _check_settings(axis: Axis) -> None:
    low, high = float(axis.quantile_levels[0]), float(axis.quantile_levels[-1])
    if not low <= axis.percentile <= high:
        raise AxisError(f"The axis asks for the strength {axis.percentile:g}, outside its own range of {low:g} to {high:g}.")
    if not np.isfinite(axis.threshold):
        raise AxisError("The drift threshold of the axis is not a number, so it cannot be used.")
    if not axis.readings and axis.header is not None:
        raise AxisError("The axis has statistics for header tokens but none for replies, so it cannot be used.")
    if axis.form not in axis.forms:
        raise AxisError(f"The axis asks for the form {axis.form!r} of the cap but has no statistics for it.")
