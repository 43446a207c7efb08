"""Takes axes over from files made elsewhere: the published ones, llama.cpp's control vectors, and other axis files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from axes.axis import Axis, AxisError, FloatArray
from axes.control_vector import ARCHITECTURE as CONTROL_VECTOR
from axes.control_vector import read_control_vector
from axes.format import read_axis
from axes.gguf_header import MAGIC, GGUFError, read_header
from axes.import_published import CappingConfig, directions_of, is_config, read_axis_vectors, read_config
from axes.imported import Directions, axis_of
from axes.model_file import ModelShape
from axes.os_reasons import reason as reason_of
from axes.torch_file import TorchFile
from axes.verdict import NOT_USABLE


def read_import(
    paths: Sequence[str | os.PathLike[str]],
    model: ModelShape | None = None,
    *,
    experiment: str | None = None,
    band: tuple[int, int] | None = None,
    flip: bool = False,
) -> Axis:
    """Return the axis in one file, or in a published axis and its capping configuration together.

    model: what it is for, None where it is not at hand. experiment: id in a capping configuration (default: the recommended one).
    band: layers to cap, inclusive, where the file names none. flip: the file's directions point away from the Assistant. What comes
    back may lack readings, or even floors (see `can_cap` and `can_be_read`). Raises AxisError in one sentence.
    """
    if not paths:
        raise AxisError("There is no file to import.")
    files = [Path(path) for path in paths]
    kinds = [_kind(path) for path in files]
    if "gguf" not in kinds:
        return _turned(_published(files, model, experiment), model, band, flip)
    if len(files) > 1:
        raise AxisError("Only a published axis and its capping configuration can be imported together; give one file otherwise.")
    if experiment is not None:
        raise AxisError(f"{files[0].name} has no experiments to choose from.")
    if _architecture(files[0]) == CONTROL_VECTOR:
        if model is None:
            raise AxisError(
                f"{files[0].name} is a control vector, which has no floors; give the model too, so that they are measured."
            )
        vectors = read_control_vector(files[0], model.n_layer)
        return _turned(Directions(vectors, files[0].name, provenance={"imported_from": files[0].name}), model, band, flip)
    if band is not None or flip:
        raise AxisError(f"{files[0].name} is a whole axis, so there is nothing to turn around or to choose in it.")
    return read_axis(files[0]) if model is None else check_model(read_axis(files[0]), model)


def can_cap(axis: Axis) -> bool:
    """Whether an axis has floors to cap with."""
    return bool(np.all(np.isfinite(axis.reply.quantiles)))


def can_be_read(axis: Axis) -> bool:
    """Whether an axis has a direction of its own at the layer it reads, so that readings can be measured for it."""
    return axis.readings or bool(axis.reply.norm[axis.monitor_layer] > 0)


def what_it_does(axis: Axis) -> str:
    """Return in plain words what an axis can do and what it lacks."""
    if axis.readings:
        return "The axis shows readings and can cap."
    if not can_be_read(axis):
        return (
            "The axis can cap, but the file has no direction below the layers it caps, so it shows no readings;"
            " import assistant_axis.pt together with it to have them."
        )
    return (
        "The axis can cap, but it came without the figures that readings need, so it shows none;"
        " measure it on its model to have them."
    )


def check_model(axis: Axis, model: ModelShape) -> Axis:
    """Return an axis after comparing it with a model file; one that came without its model gets the model's name and mark.

    Raises AxisError where it was made for another model.
    """
    if (axis.n_layer, axis.n_embd) != (model.n_layer, model.n_embd):
        raise AxisError(
            f"The axis {axis.name!r} is for a model of {axis.n_layer} layers and width {axis.n_embd}, but this model has"
            f" {model.n_layer} layers and width {model.n_embd}, so it cannot be used with it."
        )
    if axis.quality.get("verdict") == NOT_USABLE:
        raise AxisError(f"The axis {axis.name!r} was found not usable when it was measured, so it is not taken.")
    if not axis.readings and not axis.model_fingerprint:
        return replace(axis, model_architecture=model.architecture, model_name=model.name, model_fingerprint=model.fingerprint)
    if axis.model_fingerprint != model.fingerprint:
        raise AxisError(f"The axis {axis.name!r} was made for another model than this one, so it cannot be used here.")
    return axis


def _kind(path: Path) -> str:
    """Return "gguf" or "torch" by the first bytes of a file."""
    try:
        if not path.is_file():
            raise AxisError(f"{path.name} is not there or is not a file.")
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise AxisError(f"{path.name} cannot be read: {reason_of(error)}.") from error
    if start == MAGIC:
        return "gguf"
    if start[:2] == b"PK":
        return "torch"
    raise AxisError(
        f"{path.name} is neither an axis, nor a control vector, nor a file that PyTorch wrote, so it cannot be imported."
    )


def _architecture(path: Path) -> str | None:
    try:
        return read_header(path).text("general.architecture")
    except GGUFError as error:
        raise AxisError(str(error)) from error


def _published(files: Sequence[Path], model: ModelShape | None, experiment: str | None) -> Directions:
    vectors: FloatArray | None = None
    config: CappingConfig | None = None
    for path in files:
        file = TorchFile(path)
        if is_config(file):
            if config is not None:
                raise AxisError("Two capping configurations were given; give one.")
            config = read_config(file)
        else:
            if vectors is not None:
                raise AxisError("Two published axes were given; give one.")
            vectors = read_axis_vectors(file)
    if experiment is not None and config is None:
        raise AxisError("An experiment can only be chosen in a capping configuration, and none was given.")
    names = " and ".join(path.name for path in files)
    return directions_of(config, vectors, names, model.n_layer if model is not None else None, experiment)


def _turned(found: Directions, model: ModelShape | None, band: tuple[int, int] | None, flip: bool) -> Axis:
    if flip and found.floors is not None:
        raise AxisError(f"{found.what} says itself which way its directions point, so they are not turned around.")
    if flip:
        found = Directions(-found.vectors, found.what, provenance=dict(found.provenance) | {"turned_around": True})
    axis = axis_of(found, model, band)
    if can_cap(axis):
        return axis
    if model is None:
        raise AxisError(f"{found.what} has directions but no floors; give the model too, so that they are measured on it.")
    if not can_be_read(axis):
        raise AxisError(
            f"{found.what} has no direction below the layers {axis.band_first} to {axis.band_last}, so it cannot be read."
        )
    return axis
