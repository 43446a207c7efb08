"""`keel axis recalibrate`: measure an axis anew on another quantisation of its model."""

from __future__ import annotations

from typing import Any

from axes.format import read_axis, sidecar_path
from axes.imports import check_model
from axes.model_file import read_model_shape
from engine.axis_command.measuring import measure, report
from engine.axis_command.places import axis_file, check_writable


def run(options: Any) -> None:
    """Measure, write unless it is not usable, and say what came of it."""
    source = axis_file(options.model, options.axis, options.axis_dir)
    out = options.out or sidecar_path(options.model)
    check_writable(out, options.overwrite, options.model)
    axis = check_model(read_axis(source), read_model_shape(options.model))
    report(measure(options, out, axis), out, as_json=options.json)
