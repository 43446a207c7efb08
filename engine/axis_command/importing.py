"""`keel axis import`: take an axis over from files made elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axes.axis import Axis, AxisError
from axes.format import sidecar_path, write_axis
from axes.imports import can_be_read, can_cap, read_import, what_it_does
from axes.model_file import read_model_shape
from axes.verdict import NOT_USABLE
from engine.axis_command.output import print_json, print_lines, quality_figures
from engine.axis_command.places import check_writable

_ASK_FOR_TURN = "If the directions point away from the Assistant, try --flip."


def run(options: Any) -> None:
    """Read the files, measure on the model what they lack, write the axis and say what it can do."""
    if options.out is None and options.model is None:
        raise AxisError("Name the file to write with --out, or the model with --model.")
    out: Path = options.out or sidecar_path(options.model)
    check_writable(out, options.overwrite, options.model, *options.files)
    shape = read_model_shape(options.model) if options.model is not None else None
    axis = read_import(options.files, shape, experiment=options.experiment, band=options.band, flip=options.flip)
    if shape is not None and not axis.readings and can_be_read(axis) and not options.no_measure:
        from engine.axis_command.measuring import measure, report  # loads llama.cpp, which the other ways do without

        built = measure(options, out, axis)
        notes = (_ASK_FOR_TURN,) if built.verdict == NOT_USABLE and not options.flip else ()
        report(built, out, as_json=options.json, notes=notes)
        return
    if not can_cap(axis):
        raise AxisError("These directions have no floors, so nothing can be done with them unmeasured; leave --no-measure out.")
    write_axis(axis, out)
    _report(axis, out, as_json=options.json)


def _report(axis: Axis, out: Path, *, as_json: bool) -> None:
    text = what_it_does(axis)
    if as_json:
        found: dict[str, Any] = {"out": str(out), "verdict": axis.quality.get("verdict"), "reason": text}
        print_json(found | {"quality": quality_figures(axis.quality), "readings": axis.readings, "replies": 0, "seconds": 0.0})
    else:
        print_lines(text, f"Written to {out}.")
