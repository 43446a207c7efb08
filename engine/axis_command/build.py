"""`keel axis build`: make the axis of a model."""

from __future__ import annotations

from typing import Any

from axes.format import sidecar_path
from engine.axis_command.measuring import measure, report
from engine.axis_command.places import check_writable


def run(options: Any) -> None:
    """Make the axis, write it unless it is not usable, and say what came of it."""
    out = options.out or sidecar_path(options.model)
    check_writable(out, options.overwrite, options.model)
    report(measure(options, out, judge=options.judge), out, as_json=options.json)
