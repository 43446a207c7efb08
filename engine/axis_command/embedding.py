"""`keel axis embed`: copy a model with the axis in its own file."""

from __future__ import annotations

from typing import Any

from axes.embed import EmbeddingStopped, embed_axis
from axes.format import read_axis
from axes.imports import check_model
from axes.model_file import read_model_shape
from axes.source import ExtractionCancelled
from engine.axis_command.output import ProgressLine, print_json, print_lines
from engine.axis_command.places import axis_file, check_writable
from engine.axis_command.stopping import Stop


def run(options: Any) -> None:
    """Copy the model and say where; raises ExtractionCancelled where the user stopped it."""
    source = axis_file(options.model, options.axis, options.axis_dir)
    check_writable(options.out, options.overwrite, options.model, source)
    axis = check_model(read_axis(source), read_model_shape(options.model))
    line, stop = ProgressLine(), Stop()

    def progress(fraction: float) -> bool:
        line.share(fraction)
        return not stop()

    try:
        with stop.listening():
            embed_axis(options.model, axis, options.out, progress)
    except EmbeddingStopped:
        raise ExtractionCancelled from None
    finally:
        line.close()
    n_bytes = options.out.stat().st_size
    if options.json:
        print_json({"out": str(options.out), "bytes": n_bytes})
    else:
        print_lines(f"{options.model.name} with its axis written to {options.out} ({n_bytes / 1e6:.1f} MB).")
