"""What the residual hook does to the residual stream: per layer and token class a direction with a floor, or a constant push."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes.axis import Axis, AxisError
from engine.protocol import Cap

FloatArray = NDArray[np.float32]

ORDINARY: Final = 0
HEADER: Final = 1
UNTOUCHED: Final = 2
"""Token classes: any other token, the last token of an assistant header, and a token that is never changed."""

CLASSES: Final = 2
UNIT_TOLERANCE: Final = 1e-3


class PlanError(ValueError):
    """A plan that must not be applied; the text is one sentence."""


@dataclass(frozen=True, eq=False)
class HookPlan:
    """An intervention on the residual stream, checked when made and never changed afterwards.

    direction: (n_layer, 2, n_embd) float32, unit length wherever active; the second index is the token class. tau: (n_layer, 2)
    float32, the floor of the raw projection, or the step along the direction where `additive`. active: (n_layer, 2) bool.
    unit: (n_layer, 2) float32, raw projection that counts as 1 when lifts are reported (default minus average role).
    Raises PlanError for anything that must never be applied.
    """

    direction: FloatArray
    tau: FloatArray
    active: NDArray[np.bool_]
    unit: FloatArray
    additive: bool = False

    def __post_init__(self) -> None:
        n_layer, classes, n_embd = self.direction.shape
        for name, shape in (("tau", (n_layer, classes)), ("active", (n_layer, classes)), ("unit", (n_layer, classes))):
            if getattr(self, name).shape != shape:
                raise PlanError(f"The cap's {name} has the shape {getattr(self, name).shape}, not {shape}.")
        if classes != CLASSES or n_embd < 1:
            raise PlanError(f"The cap has {classes} token classes of width {n_embd}, which the engine does not know.")
        if self.active[-1].any():
            raise PlanError("The cap names the last layer, which holds only the rows that are sampled from and cannot be capped.")
        used = self.direction[self.active].astype(np.float64)
        if not (np.isfinite(used).all() and np.isfinite(self.tau[self.active]).all() and np.isfinite(self.unit[self.active]).all()):
            raise PlanError("The cap holds numbers that are not finite.")
        if (self.unit[self.active] <= 0).any():
            raise PlanError("The cap has a distance between default and average role that is not positive.")
        if used.size and np.abs(np.linalg.norm(used, axis=1) - 1).max() > UNIT_TOLERANCE:
            raise PlanError("The cap's direction does not have unit length, so it would overshoot its floor.")

    @functools.cached_property
    def key(self) -> str:
        """SHA-256 of everything that decides the effect: equal keys mean equal evaluation."""
        digest = hashlib.sha256(b"additive" if self.additive else b"floor")
        digest.update(repr(self.direction.shape).encode() + self.active.tobytes())
        for array in (self.direction, self.tau, self.unit):
            digest.update(array[self.active].tobytes())
        return digest.hexdigest()

    @property
    def layers(self) -> list[int]:
        """The layers the plan acts on, ascending."""
        return [int(layer) for layer in np.flatnonzero(self.active.any(axis=1))]

    @property
    def uses_header(self) -> bool:
        """Whether header tokens have a direction of their own."""
        return bool(self.active[:, HEADER].any())

    @classmethod
    def along(
        cls, direction: FloatArray, tau: FloatArray, layers: range, *, additive: bool = False, unit: FloatArray | None = None
    ) -> HookPlan:
        """Return a plan with one direction and floor per layer for every token, on `layers` only (for control experiments).

        direction: (n_layer, n_embd); tau and unit: (n_layer,), unit 1 where not given.
        """
        n_layer = direction.shape[0]
        active = np.zeros((n_layer, CLASSES), dtype=np.bool_)
        active[list(layers)] = True
        scale = np.ones(n_layer, dtype=np.float32) if unit is None else unit
        return cls(_both(direction), _both(tau), active, _both(scale), additive)

    @classmethod
    def from_axis(cls, axis: Axis, cap: Cap) -> HookPlan | None:
        """Return the plan of a request's cap, None where it is off; raises AxisError for a form the axis cannot drive.

        A strength beyond those the axis has floors for is the nearest of them.
        """
        if cap.percentile is None:
            return None
        form = cap.form or axis.form
        if form not in ("reply", "position"):
            raise AxisError(f"There is no form of the cap called {form!r}.")
        names = ("reply", "header") if form == "position" else ("reply", "reply")
        stats = [axis.statistics(name) for name in names]
        active = np.zeros((axis.n_layer, CLASSES), dtype=np.bool_)
        active[axis.band_first : axis.band_last + 1] = True
        # Without means there is no distance to measure a lift in; it then counts in raw units, and nobody is told it.
        distances = [np.abs(each.default_mean - each.role_mean) if axis.readings else np.ones(axis.n_layer) for each in stats]
        unit = np.stack(distances, axis=1)
        return cls(
            direction=_packed(np.stack([each.direction for each in stats], axis=1)),
            tau=_packed(np.stack([axis.tau(axis.strength(cap.percentile), name) for name in names], axis=1)),
            active=active,
            unit=_packed(np.where(active, unit, 1)),
        )


def _packed(array: NDArray[np.floating]) -> FloatArray:
    return np.ascontiguousarray(array, dtype=np.float32)


def _both(array: FloatArray) -> FloatArray:
    return _packed(np.stack([array, array], axis=1))
