"""Reads the published axis files: `assistant_axis.pt` (one vector per layer) and `capping_config.pt` (vectors with ceilings).

In the configuration vectors point toward the roles and have a ceiling; here they are turned around, so v = -vec / |vec| and the
floor is the negative ceiling. Its experiments are named like "layers_46:54-p0.25": the layers 46 to 53, and the 25th percentile
toward the roles, which is the 75th toward the Assistant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from axes.axis import AxisError, FloatArray
from axes.checks import MAX_LAYERS, MAX_WIDTH
from axes.imported import PUBLISHED_PERCENTILE, Directions
from axes.pickle_reader import TensorRef
from axes.torch_file import TorchFile

_ID: Final = re.compile(r"layers_(\d{1,4}):(\d{1,4})-p(\d?\.\d{1,4})")
MOST: Final = 1e30
"""No ceiling of a residual stream in single precision lies beyond."""
PUBLISHED_BANDS: Final = {64: (46, 53), 80: (56, 71)}
"""By number of layers: what the authors recommend for Qwen3-32B and Llama-3.3-70B."""
USUAL_BAND: Final = (0.71, 0.87)
"""Where it begins and ends in these, as a share of the depth."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """One published setting: its id, (vector, ceiling) by layer, and its percentile toward the Assistant where it names one."""

    id: str
    ceilings: Mapping[int, tuple[str, float]]
    percentile: float | None

    @property
    def band(self) -> tuple[int, int]:
        """First and last layer."""
        return min(self.ceilings), max(self.ceilings)


@dataclass(frozen=True, slots=True)
class CappingConfig:
    """A capping configuration; vectors: as in the file, toward the roles, by name; deepest: the highest layer of any of them."""

    what: str
    vectors: Mapping[str, FloatArray]
    deepest: int
    experiments: Sequence[Experiment]


def is_config(file: TorchFile) -> bool:
    """Whether a PyTorch file is a capping configuration rather than an axis."""
    return isinstance(file.content, dict) and "experiments" in file.content


def read_axis_vectors(file: TorchFile) -> FloatArray:
    """Return the vectors of an `assistant_axis.pt`, (n_layer, n_embd), toward the Assistant: a tensor, or {"axis": tensor}."""
    content = file.content
    tensor = content.get("axis") if isinstance(content, dict) else content
    if not isinstance(tensor, TensorRef):
        raise AxisError(f"{file.path.name} holds neither an axis nor a capping configuration, so it cannot be imported.")
    shape = tensor.shape
    if len(shape) != 2 or not 3 <= shape[0] <= MAX_LAYERS or not 1 <= shape[1] <= MAX_WIDTH:
        raise AxisError(f"{file.path.name} does not hold one vector per layer, so it cannot be imported.")
    return file.array(tensor)


def read_config(file: TorchFile) -> CappingConfig:
    """Return a capping configuration; entries without a ceiling are passed over. Raises AxisError where it is of another form."""
    name, content = file.path.name, file.content
    odd = AxisError(f"{name} is not a capping configuration of a known form, so it cannot be imported.")
    vectors, listed = content.get("vectors"), content.get("experiments")
    if not isinstance(vectors, dict) or not isinstance(listed, list):
        raise odd
    found: dict[str, FloatArray] = {}
    layers: dict[str, int] = {}
    for key, entry in vectors.items():
        tensor, layer = (entry.get("vector"), entry.get("layer")) if isinstance(entry, dict) else (None, None)
        if not isinstance(tensor, TensorRef) or len(tensor.shape) != 1 or type(layer) is not int or not 0 <= layer < MAX_LAYERS:
            raise odd
        found[str(key)], layers[str(key)] = file.array(tensor), layer
    if len({len(vector) for vector in found.values()}) != 1:
        raise AxisError(f"{name} holds vectors of different widths, so it cannot be imported.")
    experiments = [_experiment(file, entry, layers, odd) for entry in listed]
    usable = [each for each in experiments if each is not None]
    if not usable:
        raise AxisError(f"{name} holds no ceilings, so nothing can be capped with it.")
    return CappingConfig(name, found, max(layers.values()), usable)


def _experiment(file: TorchFile, entry: Any, layers: Mapping[str, int], odd: AxisError) -> Experiment | None:
    name, listed = (entry.get("id"), entry.get("interventions")) if isinstance(entry, dict) else (None, None)
    if not isinstance(name, str) or not name.isprintable() or not isinstance(listed, list):
        raise odd
    ceilings: dict[int, tuple[str, float]] = {}
    for each in listed:
        if not isinstance(each, dict) or not isinstance(each.get("vector"), str):
            raise odd
        if "cap" not in each:
            continue
        vector, ceiling = each["vector"], _number(file, each["cap"])
        if vector not in layers or ceiling is None or layers[vector] in ceilings:
            raise odd
        ceilings[layers[vector]] = (vector, ceiling)
    if not ceilings:
        return None
    found = _ID.fullmatch(name)
    if max(ceilings) - min(ceilings) + 1 != len(ceilings):
        return None  # the layers of a cap lie side by side
    if found is not None and (int(found[1]), int(found[2]) - 1) != (min(ceilings), max(ceilings)):
        raise AxisError(f"{file.path.name} names the experiment {name[:60]!r} but caps other layers in it, so it is not imported.")
    return Experiment(name, ceilings, None if found is None else 100 * (1 - float(found[3])))


def _number(file: TorchFile, value: Any) -> float | None:
    if isinstance(value, TensorRef):
        value = float(file.array(value)) if value.shape == () else None
    if type(value) not in (int, float) or not abs(value) <= MOST:
        return None
    return float(value)


def choose_experiment(config: CappingConfig, n_layer: int, wanted: str | None = None) -> Experiment:
    """Return the experiment with the id `wanted`, else the recommended one.

    That is the published strength (p0.25) at the authors' band for a model of this depth, or at the band nearest to it.
    """
    if wanted is not None:
        for each in config.experiments:
            if each.id == wanted:
                return each
        known = ", ".join(each.id for each in config.experiments[:6])
        raise AxisError(f"{config.what} has no experiment {wanted[:60]!r}; some that it has are {known}.")
    begin, end = PUBLISHED_BANDS.get(n_layer, tuple(share * n_layer for share in USUAL_BAND))

    def distance(each: Experiment) -> tuple[float, float]:
        strength = math.inf if each.percentile is None else abs(each.percentile - PUBLISHED_PERCENTILE)
        return strength, abs(each.band[0] - begin) + abs(each.band[1] - end)

    return min(config.experiments, key=distance)


def directions_of(
    config: CappingConfig | None, vectors: FloatArray | None, what: str, n_layer: int | None = None, wanted: str | None = None
) -> Directions:
    """Return what the published files hold together.

    vectors: of an `assistant_axis.pt`. n_layer: of the model, needed where there are none. Other strengths of the chosen experiment
    with the same vectors come along. Raises AxisError where the two files contradict each other.
    """
    if config is None:
        if vectors is None:
            raise AxisError("There is nothing to import.")
        return Directions(vectors, what, provenance={"imported_from": what})
    depth = n_layer if vectors is None else len(vectors)
    if depth is None:
        raise AxisError(f"{what} does not say how many layers its model has; give the model too, or the file assistant_axis.pt.")
    chosen = choose_experiment(config, depth, wanted)
    first, last = chosen.band
    width = len(next(iter(config.vectors.values())))
    if vectors is not None and (vectors.shape[1] != width or config.deepest >= depth):
        raise AxisError(f"The files {what} are for models of different sizes, so they cannot be imported together.")
    if config.deepest >= depth:
        raise AxisError(
            f"{what} has a vector for layer {config.deepest}, but the model has only {depth} layers, so it does not fit."
        )
    together = np.zeros((depth, width), dtype=np.float32) if vectors is None else vectors.copy()
    for layer, (name, _) in chosen.ceilings.items():
        together[layer] = -_checked(config, name, layer, vectors)
    levels, floors = _floors(config, chosen, depth)
    return Directions(
        together,
        what,
        (first, last),
        levels,
        floors,
        PUBLISHED_PERCENTILE if chosen.percentile is None else chosen.percentile,
        {"imported_from": what, "experiment": chosen.id},
    )


def _checked(config: CappingConfig, name: str, layer: int, vectors: FloatArray | None) -> FloatArray:
    """Return a vector of the configuration after comparing it with the axis, which must point the other way."""
    vector = config.vectors[name]
    if not np.all(np.isfinite(vector)) or not np.any(vector):
        raise AxisError(f"{config.what} holds a vector that is zero or not finite at layer {layer}, so it cannot be used.")
    if vectors is not None and float(vector.astype(np.float64) @ vectors[layer].astype(np.float64)) >= 0:
        raise AxisError(
            f"The two files point different ways at layer {layer}, so they do not belong together and are not imported."
        )
    return vector


def _floors(config: CappingConfig, chosen: Experiment, n_layer: int) -> tuple[tuple[float, ...], FloatArray]:
    """Return (percentiles, floors) of the chosen experiment and of all others with the same vectors, ascending.

    One whose floors do not rise with its strength, seen from the chosen one, is left out: it holds at none of the strengths.
    """
    names = {layer: name for layer, (name, _) in chosen.ceilings.items()}
    by_level: dict[float, Experiment] = {}
    for each in config.experiments:
        alike = {layer: name for layer, (name, _) in each.ceilings.items()} == names
        if each.percentile is not None and 0 < each.percentile < 100 and alike:
            by_level.setdefault(round(each.percentile, 4), each)
    own = round(PUBLISHED_PERCENTILE if chosen.percentile is None else chosen.percentile, 4)
    taken = {own: _row(chosen, n_layer)}
    for level in sorted(set(by_level) - {own}, key=lambda each: abs(each - own)):
        row, below = _row(by_level[level], n_layer), level < own
        neighbour = taken[min(taken) if below else max(taken)]
        if np.all(np.less_equal(row, neighbour) if below else np.greater_equal(row, neighbour), where=np.isfinite(row)):
            taken[level] = row
    levels = tuple(sorted(taken))
    return levels, np.stack([taken[level] for level in levels], axis=1)


def _row(experiment: Experiment, n_layer: int) -> FloatArray:
    """Return an experiment's floors, (n_layer,), NaN where it caps nothing."""
    row = np.full(n_layer, np.nan, dtype=np.float32)
    for layer, (_, ceiling) in experiment.ceilings.items():
        row[layer] = -ceiling
    return row
