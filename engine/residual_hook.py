"""The residual hook: reads, caps and captures the residual stream while llama.cpp evaluates.

The work happens in the native callback of `_residual_hook.c`, reached through `native_hook`; this half builds its tables, checks
shapes and values, and reads the results. It is the one place where the native code and its numpy reference `axes.capping.cap` meet;
tests hold the two equal.
The residual stream at layer l is llama.cpp's tensor `l_out-<l>`, 0-based. The last layer is never observed, capped or captured: its
tensor holds only the rows whose logits were asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.hook_plan import CLASSES, ORDINARY, HookPlan, PlanError
from engine.native_hook import Hook

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int32]

CHUNK_ROWS: Final = 64

_PROBLEMS: Final = {
    -1: "the model did not show its residual stream for every token at layer {layer}",
    1: "the model showed more rows than there are tokens at layer {layer}",
    2: "the model's residual stream has an unexpected size at layer {layer}",
    3: "the model's residual stream holds numbers that are not finite at layer {layer}",
}


class HookError(RuntimeError):
    """The hook could not do its work in a decode, so the logits of that decode must not be used."""


@dataclass(frozen=True, slots=True)
class GgmlFunctions:
    """Addresses of the ggml functions the native hook calls; is_host 0: tensors are copied, wherever they lie."""

    get_name: int
    nbytes: int
    tensor_get: int
    tensor_set: int
    is_host: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """What the hook saw of one decode, one entry per token of the batch.

    readings: (n, k) raw projections at the monitor layer, k = number of monitor directions; seen, lifted: (n,) slots (layers of the
    band) seen and lifted; lift: (n,) sum of the lifts in units of the plan.
    """

    readings: FloatArray
    seen: IntArray
    lifted: IntArray
    lift: FloatArray


@dataclass(frozen=True, slots=True)
class Counters:
    """Running counts per (layer, token class) since the last reset: slots seen, slots lifted, and the sum of raw lifts."""

    seen: NDArray[np.int64]
    lifted: NDArray[np.int64]
    lift: NDArray[np.float64]


class ResidualHook:
    """One context's hook. Install `callback`/`user_data` as cb_eval and `abort_callback`/`user_data` as abort callback.

    For every decode call `begin(classes)`, decode, then `end()`; a decode that was aborted or failed is closed with `discard()`.
    Without `begin` the hook sleeps. All methods belong to the thread that decodes, except `cancel`, which any thread may call.

    Capturing, for the extraction of an axis: `capture(n_groups, n_marks)` clears the sums; then `begin(classes, groups, marks)`
    gives each row of the batch a group (its row is added to that group's sum, at every layer) and a mark (its row is copied at
    every layer), -1 for none; after the decodes `captured_means()` and `captured_rows()` return float32 arrays over layers
    0..n_layer-2; `stop_capture()` ends it. Captured rows are read after the cap's edits: they show what the next layer receives.
    """

    def __init__(self, n_layer: int, n_embd: int, functions: GgmlFunctions) -> None:
        self.n_layer = n_layer
        self.n_embd = n_embd
        self.plan: HookPlan | None = None
        self.monitor_layer: int | None = None
        self._n_directions = 0
        self._seen = np.zeros((n_layer, CLASSES), dtype=np.int64)
        self._lifted = np.zeros((n_layer, CLASSES), dtype=np.int64)
        self._lift = np.zeros((n_layer, CLASSES), dtype=np.float64)
        self._sums: NDArray[np.float64] | None = None
        self._counts = np.zeros(0, dtype=np.int64)
        self._marked = np.zeros((0, n_layer - 1, n_embd), dtype=np.float32)
        self._rows: Rows | None = None
        addresses = (functions.get_name, functions.nbytes, functions.tensor_get, functions.tensor_set, functions.is_host)
        self._native = Hook(addresses, n_layer, n_embd, CHUNK_ROWS, self._seen, self._lifted, self._lift)
        self.callback, self.abort_callback = self._native.callback, self._native.abort_callback
        self.user_data = self._native.user_data

    # --- what to do -----------------------------------------------------------------------------------------------------------

    def set_plan(self, plan: HookPlan | None) -> None:
        """Apply a plan from the next decode on, None for no cap; raises PlanError where it was made for another shape of model."""
        if plan is None:
            self._native.plan(None, None, None, None, False)
        else:
            if plan.direction.shape != (self.n_layer, CLASSES, self.n_embd):
                raise PlanError(f"The cap was made for another model: its shape is {plan.direction.shape}.")
            arrays = (
                _own(plan.direction),
                _own(plan.tau),
                _own(1 / np.where(plan.active, plan.unit, 1)),
                plan.active.astype(np.uint8),
            )
            self._native.plan(*arrays, plan.additive)
        self.plan = plan

    def set_monitor(self, layer: int | None, directions: FloatArray | None = None) -> None:
        """Measure projections on `directions`, (k, n_embd) of unit length, at a layer below the last; None for no reading."""
        if layer is None or directions is None:
            self._native.monitor(-1, 0, None)
            self.monitor_layer, self._n_directions = None, 0
            return
        if not 0 <= layer < self.n_layer - 1:
            raise PlanError(f"Layer {layer} cannot be read: this model can be read from layer 0 to {self.n_layer - 2}.")
        if directions.ndim != 2 or directions.shape[1] != self.n_embd or not np.isfinite(directions).all():
            raise PlanError("The directions to read do not fit this model.")
        if np.abs(np.linalg.norm(directions.astype(np.float64), axis=1) - 1).max() > 1e-3:
            raise PlanError("A direction to read does not have unit length.")
        self._native.monitor(layer, len(directions), _own(directions))
        self.monitor_layer, self._n_directions = layer, len(directions)

    def capture(self, n_groups: int, n_marks: int = 0) -> None:
        """Start capturing into `n_groups` sums and `n_marks` single rows; what was captured before is dropped."""
        self._sums = np.zeros((n_groups, self.n_layer - 1, self.n_embd), dtype=np.float64)
        self._counts = np.zeros(n_groups, dtype=np.int64)
        self._marked = np.zeros((n_marks, self.n_layer - 1, self.n_embd), dtype=np.float32)

    def stop_capture(self) -> None:
        """Stop capturing and free the sums."""
        self.capture(0)
        self._sums = None

    # --- one decode -----------------------------------------------------------------------------------------------------------

    def begin(self, classes: NDArray[np.uint8], groups: IntArray | None = None, marks: IntArray | None = None) -> None:
        """Announce a decode of len(classes) tokens in batch order; groups and marks are for capturing (see the class)."""
        n = len(classes)
        rows = self._rows_for(n)
        results, kinds = (rows.readings, rows.seen, rows.lifted, rows.lift), np.array(classes, dtype=np.uint8)
        if self._sums is None:
            self._native.begin(n, results, kinds)
        else:
            group, mark = self._targets(groups, n, len(self._sums)), self._targets(marks, n, len(self._marked))
            self._counts += np.bincount(group[group >= 0], minlength=len(self._sums))
            self._native.begin(n, results, kinds, (group, self._sums, mark, self._marked))
        self._rows = rows

    def lay(self, n: int) -> Rows:
        """Return what the decodes of the native token loop fill, n ordinary tokens in all, each time anew.

        Where something is captured, all of them go to group 0; say with `count` how many there were. Holds until `begin` or `lay`.
        """
        rows, kinds = self._rows_for(n), np.full(n, ORDINARY, dtype=np.uint8)
        results = (rows.readings, rows.seen, rows.lifted, rows.lift)
        if self._sums is None:
            self._native.lay(n, results, kinds)
        else:
            group, mark = np.zeros(n, dtype=np.int32), np.full(n, -1, dtype=np.int32)
            self._native.lay(n, results, kinds, (group, self._sums, mark, self._marked))
        return rows

    def count(self, n: int) -> None:
        """Count n rows of the token loop to group 0."""
        if self._sums is not None:
            self._counts[0] += n

    def problem(self, code: int) -> HookError:
        """Return what the native code found in a decode that it announced itself."""
        return HookError(_PROBLEMS[code].format(layer=self._native.error_layer))

    def end(self) -> Rows:
        """Close the decode and return what was seen; raises HookError where its logits must not be used."""
        code, layer = self._native.end()
        rows, self._rows = self._rows, None
        if rows is None:
            raise HookError("the residual hook was closed without having been opened")
        if code:
            raise HookError(_PROBLEMS[code].format(layer=layer))
        return rows

    def discard(self) -> None:
        """Close a decode that was aborted or failed; its results are dropped."""
        self._native.end()
        self._rows = None

    def cancel(self, on: bool) -> None:
        """Raise (or lower) the flag that makes llama.cpp abandon a running decode; safe from any thread."""
        self._native.cancel(on)

    # --- results --------------------------------------------------------------------------------------------------------------

    def captured_means(self) -> FloatArray:
        """Mean row per group and layer, (n_groups, n_layer - 1, n_embd); NaN for a group without rows."""
        if self._sums is None:
            raise HookError("nothing is being captured")
        with np.errstate(invalid="ignore"):
            return (self._sums / self._counts[:, None, None]).astype(np.float32)

    def take(self, group: int, mark: int) -> tuple[FloatArray, FloatArray, int]:
        """Return the mean row of a group, the row of a mark, both (n_layer - 1, n_embd), and the group's rows; clear both.

        A group without rows has a mean of zeros. For captures that go on while single groups come to their end.
        """
        if self._sums is None:
            raise HookError("nothing is being captured")
        count = int(self._counts[group])
        mean = (self._sums[group] / max(1, count)).astype(np.float32)
        row = self._marked[mark].copy()
        self._sums[group], self._counts[group], self._marked[mark] = 0, 0, 0
        return mean, row, count

    def captured_counts(self) -> NDArray[np.int64]:
        """Number of rows added to each group, (n_groups,)."""
        return self._counts.copy()

    def captured_rows(self) -> FloatArray:
        """The marked rows at every layer, (n_marks, n_layer - 1, n_embd)."""
        return self._marked.copy()

    def counters(self) -> Counters:
        """Return a copy of the running counters."""
        return Counters(self._seen.copy(), self._lifted.copy(), self._lift.copy())

    def reset_counters(self) -> None:
        """Set the running counters to zero."""
        for array in (self._seen, self._lifted, self._lift):
            array[...] = 0

    def _rows_for(self, n: int) -> Rows:
        return Rows(
            np.zeros((n, self._n_directions), dtype=np.float32),
            np.zeros(n, dtype=np.int32),
            np.zeros(n, dtype=np.int32),
            np.zeros(n, dtype=np.float32),
        )

    def _targets(self, values: IntArray | None, n: int, limit: int) -> IntArray:
        if values is None:
            return np.full(n, -1, dtype=np.int32)
        if len(values) != n or (n and int(np.max(values)) >= limit):
            raise ValueError(f"capture targets must be {n} numbers below {limit}")
        return np.array(values, dtype=np.int32)


def _own(array: NDArray[np.floating]) -> FloatArray:
    """Return a private contiguous copy, so that nobody can change it under the native code."""
    return np.array(array, dtype=np.float32, order="C", copy=True)
