"""`keel axis show`: say what an axis holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axes.axis import Axis, AxisError
from axes.format import find_axis, read_axis
from axes.gguf_header import GGUFError, read_header
from axes.imports import what_it_does
from engine.axis_command.output import print_json, print_lines, quality_lines
from engine.axis_command.places import axis_file


def run(options: Any) -> None:
    """Read an axis and print what is in it."""
    path = _file(options)
    axis = read_axis(path)
    if options.json:
        print_json(as_object(axis, path))
    else:
        print_lines(*_lines(axis, path))


def _file(options: Any) -> Path:
    given = [each for each in (options.file, options.model, options.axis) if each is not None]
    if len(given) > 1 and (options.file is not None or options.axis is None):
        raise AxisError("Name one file only.")
    if options.file is None:
        return axis_file(options.model, options.axis, options.axis_dir)
    try:
        holds = "axis.version" in read_header(options.file).fields
        found: Path | None = options.file if holds else find_axis(options.file)
    except GGUFError as error:
        raise AxisError(str(error)) from error
    return found or options.file


def as_object(axis: Axis, path: Path) -> dict[str, Any]:
    """Return an axis without its directions, as --json prints it."""
    stats = axis.reply
    return {
        "file": str(path),
        "name": axis.name,
        "readings": axis.readings,
        "n_layer": axis.n_layer,
        "n_embd": axis.n_embd,
        "monitor_layer": axis.monitor_layer,
        "band": [axis.band_first, axis.band_last],
        "percentile": float(axis.percentile),
        "form": axis.form,
        "forms": axis.forms,
        "threshold": float(axis.threshold) if axis.readings else None,
        "quantile_levels": [float(level) for level in axis.quantile_levels],
        "model": {
            "architecture": axis.model_architecture,
            "name": axis.model_name,
            "fingerprint": axis.model_fingerprint,
            "template_sha256": axis.template_sha256,
            "quantization": axis.quantization,
        },
        "norm": stats.norm.tolist(),
        "default_mean": stats.default_mean.tolist() if axis.readings else None,
        "role_mean": stats.role_mean.tolist() if axis.readings else None,
        "quality": dict(axis.quality),
        "provenance": dict(axis.provenance),
    }


def _lines(axis: Axis, path: Path) -> list[str]:
    lines = [
        f"{axis.name}  ({path.name})",
        f"Made for {axis.model_name or 'a model that is not named'}: {axis.n_layer} layers, width {axis.n_embd},"
        f" measured on the quantisation {axis.quantization or 'that is not known'}.",
        f"Reads layer {axis.monitor_layer}, caps the layers {axis.band_first} to {axis.band_last} at the percentile"
        f" {axis.percentile:g}" + (f"; a reply counts as drifted below {axis.threshold:.2f}." if axis.readings else "."),
        what_it_does(axis),
    ]
    if verdict := axis.quality.get("verdict"):
        lines.append(f"Verdict: {verdict}. {axis.quality.get('verdict_text', '')}".rstrip())
    return lines + quality_lines(axis.quality)
