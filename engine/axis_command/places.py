"""Which axis a command means and where it may write."""

from __future__ import annotations

import os
from pathlib import Path

from axes.axis import AxisError
from axes.format import SUFFIX, find_axis
from axes.gguf_header import GGUFError
from axes.model_file import read_model_shape
from engine.kept_axes import find_kept_axis


def axis_file(model: Path | None, axis: Path | None, axis_dir: Path | None) -> Path:
    """Return the file that holds the axis: the one given, else the model's (in axis_dir, beside it or in it).

    Raises AxisError where there is none.
    """
    if axis is not None:
        return axis
    if model is None:
        raise AxisError("Name an axis file with --axis, or a model that has an axis with --model.")
    try:
        found = _kept(axis_dir, model) or find_axis(model)
    except GGUFError as error:
        raise AxisError(str(error)) from error
    if found is None:
        raise AxisError(f"{model.name} has no axis yet; make one with keel axis build --model {model.name}.")
    return found


def _kept(folder: Path | None, model: Path) -> Path | None:
    """Return the newest axis in a folder that was made for this very model."""
    if folder is None or not any(folder.glob(f"*{SUFFIX}")):
        return None
    return find_kept_axis(folder, read_model_shape(model).fingerprint)


def check_writable(out: Path, overwrite: bool, *inputs: Path | None) -> None:
    """Raise AxisError where a file cannot be written, before any work is done for it.

    One that is there already is only replaced with --overwrite, and never one of the inputs.
    """
    if out.is_dir():
        raise AxisError(f"{out.name} is a folder; name the file to write.")
    folder = out.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise AxisError(f"Nothing can be written in the folder {folder}; choose another place with --out.")
    if not out.exists():
        return
    if any(each is not None and each.exists() and out.samefile(each) for each in inputs):
        raise AxisError(f"{out.name} is read from, so it cannot be written to at the same time; choose another name with --out.")
    if not overwrite and out.stat().st_size:
        raise AxisError(f"{out.name} is there already; choose another name with --out, or replace it with --overwrite.")
