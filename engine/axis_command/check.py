"""`keel axis check`: say whether an axis can be used with a model."""

from __future__ import annotations

from typing import Any

from axes.axis import AxisError
from axes.format import read_axis
from axes.imports import check_model, what_it_does
from axes.model_file import read_model_shape
from engine.axis_command.failures import plain_failures
from engine.axis_command.output import print_json, print_lines, quality_figures
from engine.axis_command.places import axis_file
from engine.model import load

SHORT_CONTEXT = 256


def run(options: Any) -> None:
    """Compare the axis with the model's file, then load both as the window does, and say what came of it.

    Raises AxisError where they do not belong together.
    """
    path = axis_file(options.model, options.axis, options.axis_dir)
    axis = read_axis(path)
    check_model(axis, read_model_shape(options.model))
    with plain_failures(), load(options.model, path, n_ctx=SHORT_CONTEXT) as loaded:
        if loaded.axis is None:
            raise AxisError(loaded.axis_problem or "The axis cannot be used with this model.")
        notices = [notice for notice in loaded.facts.notices if notice not in loaded.template.notices]
    verdict, reason = axis.quality.get("verdict"), axis.quality.get("verdict_text")
    if options.json:
        found: dict[str, Any] = {"axis": str(path), "model": str(options.model), "fits": True, "readings": axis.readings}
        print_json(found | {"verdict": verdict, "reason": reason, "notices": notices, "quality": quality_figures(axis.quality)})
        return
    print_lines(f"{path.name} fits {options.model.name}.", what_it_does(axis), *notices)
    if verdict is not None:
        print_lines(f"Verdict when it was measured: {verdict}. {reason or ''}".rstrip())
