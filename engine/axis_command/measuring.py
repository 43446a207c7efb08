"""Runs the measuring part of build, recalibrate and import: progress, Ctrl+C, and a place where finished replies survive."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from axes.axis import Axis, AxisError
from axes.model_file import read_model_shape
from axes.os_reasons import reason as reason_of
from axes.verdict import NOT_USABLE
from engine.axis_build import BuiltAxis, build_axis, spec_of_size
from engine.axis_command.failures import plain_failures
from engine.axis_command.output import ProgressLine, print_json, print_lines, quality_figures, quality_lines
from engine.axis_command.stopping import Stop


def measure(options: Any, out: Path, fixed: Axis | None = None, *, judge: bool = False) -> BuiltAxis:
    """Make the axis of options.model, or with `fixed` only measure that one anew, and write it unless it is not usable.

    Raises ExtractionCancelled where the user stopped it, AxisError and whatever loading the model raises.
    """
    shape = read_model_shape(options.model)
    spec = spec_of_size(options.size, shape.name, judge=judge)
    progress, stop = ProgressLine(), Stop()
    folder = _work_folder(options)
    try:
        with stop.listening(), plain_failures():
            built = build_axis(options.model, out, spec, progress, stop, n_threads=options.threads, work_dir=folder, fixed=fixed)
    finally:
        progress.close()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)  # it was made for this run, which has come to its end
    return built


def _work_folder(options: Any) -> Path | None:
    """Return the folder of this model and this command, so that other runs keep theirs."""
    if options.work_dir is None:
        return None
    what = f"{options.model.resolve()}|{options.verb}|{options.size}"
    folder: Path = options.work_dir / hashlib.sha256(what.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise AxisError(
            f"The folder {options.work_dir} cannot be used ({reason_of(error)}); choose another with --work-dir."
        ) from error
    return folder


def report(built: BuiltAxis, out: Path, *, as_json: bool, notes: tuple[str, ...] = ()) -> None:
    """Print what came of it."""
    quality = built.axis.quality if built.axis is not None else {}
    written = built.verdict != NOT_USABLE
    if as_json:
        found: dict[str, Any] = {"out": str(out) if written else None, "verdict": built.verdict, "reason": built.text}
        found |= {"quality": quality_figures(quality), "replies": built.replies, "seconds": round(built.seconds, 1)}
        print_json(found)
        return
    print_lines(f"Verdict: {built.verdict}. {built.text}", *notes, *quality_lines(quality))
    print_lines(f"Written to {out}." if written else "Nothing was written, because an axis like this would mislead.")
