"""`keel axis export`: write an axis as a file of its own, or as a control vector."""

from __future__ import annotations

from typing import Any

from axes.control_vector import write_control_vector
from axes.format import read_axis, write_axis
from engine.axis_command.output import print_json, print_lines
from engine.axis_command.places import axis_file, check_writable


def run(options: Any) -> None:
    """Read the axis, write it in the form asked for and say where."""
    source = axis_file(options.model, options.axis, options.axis_dir)
    check_writable(options.out, options.overwrite, options.model, source)
    axis = read_axis(source)
    layers = range(axis.band_first, axis.band_last + 1) if options.layers == "band" else range(axis.n_layer)
    if options.control_vector:
        write_control_vector(axis, options.out, layers)
    else:
        write_axis(axis, options.out)
    form = "control vector" if options.control_vector else "axis"
    if options.json:
        held = [layer for layer in layers if 1 <= layer < axis.n_layer - 1] if options.control_vector else None
        print_json({"out": str(options.out), "form": form, "layers": held})
    elif options.control_vector:
        band = f"--control-vector-layer-range {axis.band_first} {axis.band_last}"
        print_lines(f"Control vector written to {options.out}. In llama.cpp: --control-vector {options.out.name} {band}")
    else:
        print_lines(f"Axis written to {options.out}.")
