"""The way to the native code of `_residual_hook.c`: loads the library, owns the memory the hook works on, and checks every size.

The file is built like an extension module, so that installing Keel builds it and puts it beside this one, but it holds plain C
functions and is loaded with ctypes; building it takes a compiler and no header of Python.
"""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.hook_plan import CLASSES

Array = NDArray[Any]
Four = tuple[Array, Array, Array, Array]

_FUNCTIONS: Final = ("get_name", "nbytes", "tensor_get", "tensor_set", "is_host")
_NUMBERS: Final = (
    *("n_layer", "n_embd", "chunk_rows", "additive", "monitor_layer", "n_monitor", "n_rows"),
    *("error", "error_layer", "cancel"),
)
_ARRAYS: Final = {
    name: np.dtype(kind)
    for kind, name in (
        *(("f4", "direction"), ("f4", "tau"), ("f4", "unit"), ("u1", "active"), ("f4", "monitor")),
        *(("u1", "row_class"), ("f4", "row_reading"), ("i4", "row_seen"), ("i4", "row_lifted"), ("f4", "row_lift")),
        *(("i4", "group"), ("f8", "group_sum"), ("i4", "mark"), ("f4", "marked")),
        *(("i8", "seen"), ("i8", "lifted"), ("f8", "lift"), ("i4", "cursor"), ("f4", "chunk")),
    )
}
_RESULTS: Final = ("row_reading", "row_seen", "row_lifted", "row_lift")


class _State(ctypes.Structure):
    """The C structure `Hook`, field by field."""

    _fields_ = (
        *((name, ctypes.c_void_p) for name in _FUNCTIONS),
        *((name, ctypes.c_int32) for name in _NUMBERS),
        *((name, ctypes.c_void_p) for name in _ARRAYS),
    )


def _load() -> ctypes.CDLL:
    spec = importlib.util.find_spec("engine._residual_hook")
    if spec is None or spec.origin is None:
        raise ImportError("The native part of the engine has not been built; install Keel again.")
    library = ctypes.CDLL(spec.origin)
    if not hasattr(library, "keel_hook_size") or library.keel_hook_size() != ctypes.sizeof(_State):
        raise ImportError("The native part of the engine belongs to another version of Keel; install Keel again.")
    library.keel_hook_end.argtypes = (ctypes.c_void_p,)
    library.keel_hook_end.restype = ctypes.c_int32
    library.keel_hook_knows.argtypes = (
        *(ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p),
        ctypes.c_int64,
        ctypes.c_int64,
        ctypes.c_void_p,
    )
    library.keel_hook_knows.restype = ctypes.c_bool
    return library


LIBRARY: Final = _load()
"""The native code; native_loop has its other half."""


def _address(function: str) -> int:
    return ctypes.cast(getattr(LIBRARY, function), ctypes.c_void_p).value or 0


def knows(tensor: ctypes.c_void_p, name: bytes | None, data: int, width: int, rows: int, owner: ctypes.c_void_p | None) -> bool:
    """Return whether the native code finds in an F32 tensor what ggml says of it; owner: what it is a view of."""
    return bool(LIBRARY.keel_hook_knows(tensor, name, data, width, rows, owner))


class Hook:
    """The native hook's memory. Arrays handed in are kept alive as long as the native code points at them.

    Every method raises ValueError where an array is not of the type and size the native code expects; the hook then sleeps, or does
    without what was refused. functions: in the order of GgmlFunctions, the last one may be 0. `callback`, `abort_callback` and
    `user_data` are the addresses llama.cpp wants.
    """

    def __init__(
        self, functions: Sequence[int], n_layer: int, n_embd: int, chunk_rows: int, seen: Array, lifted: Array, lift: Array
    ) -> None:
        if n_layer < 2 or n_embd < 1 or chunk_rows < 1 or len(functions) != len(_FUNCTIONS) or not all(functions[:-1]):
            raise ValueError("the hook needs at least two layers, a positive width and four functions")
        self._held: dict[str, Array] = {}
        self._cursor = np.zeros(n_layer, dtype=np.int32)
        self._slots, self._image = n_layer * CLASSES, (n_layer - 1) * n_embd
        self._state = _State(*functions, n_layer=n_layer, n_embd=n_embd, chunk_rows=chunk_rows, monitor_layer=-1, n_rows=-1)
        self._hold("chunk", np.zeros((chunk_rows, n_embd), dtype=np.float32), chunk_rows * n_embd)
        self._hold("cursor", self._cursor, n_layer)
        self._hold("seen", seen, self._slots)
        self._hold("lifted", lifted, self._slots)
        self._hold("lift", lift, self._slots)
        self.callback, self.abort_callback = _address("keel_hook_on_tensor"), _address("keel_hook_on_abort")
        self.user_data = ctypes.addressof(self._state)

    def plan(self, direction: Array | None, tau: Array | None, unit: Array | None, active: Array | None, additive: bool) -> None:
        """Set the cap, one entry per (layer, class); None for no cap."""
        self._hold("active", None, 0)
        self._state.additive = additive
        self._hold("direction", direction, self._slots * self._state.n_embd)
        self._hold("tau", tau, self._slots)
        self._hold("unit", unit, self._slots)
        self._hold("active", active, self._slots)

    def monitor(self, layer: int, count: int, directions: Array | None) -> None:
        """Set the monitor layer (-1: none) and the (count, n_embd) directions that are read there."""
        self._state.monitor_layer = -1
        self._hold("monitor", directions, count * self._state.n_embd)
        self._state.n_monitor = count
        self._state.monitor_layer = layer

    def begin(self, rows: int, results: Four, classes: Array, captured: Four | None = None) -> None:
        """Announce a decode and hand in the arrays of its rows; see `lay`."""
        self.lay(rows, results, classes, captured)
        self._cursor[...] = 0
        self._state.error = 0
        self._state.n_rows = rows

    def lay(self, rows: int, results: Four, classes: Array, captured: Four | None = None) -> None:
        """Hand in the arrays of the rows of decodes that are announced elsewhere.

        results: readings (rows, directions read), layers seen, layers lifted, sum of lifts; captured: a group per row, the sums
        (n_groups, n_layer - 1, n_embd), a mark per row, the copies (n_marks, n_layer - 1, n_embd); None where nothing is captured.
        """
        self._state.n_rows = -1
        group, sums, mark, copies = captured or (None, None, None, None)
        self._hold("row_class", classes, rows)
        for name, array, width in zip(_RESULTS, results, (self._state.n_monitor, 1, 1, 1), strict=True):
            self._hold(name, array, rows * width)
        self._hold("group", group, rows)
        self._hold("group_sum", sums, 0 if sums is None else len(sums) * self._image)
        self._hold("mark", mark, rows)
        self._hold("marked", copies, 0 if copies is None else len(copies) * self._image)

    def end(self) -> tuple[int, int]:
        """Close the decode; return (code, layer): 0 all well, -1 a layer did not show every row, else what broke."""
        return int(LIBRARY.keel_hook_end(self.user_data)), self.error_layer

    @property
    def error_layer(self) -> int:
        """The layer at which the last decode broke."""
        return int(self._state.error_layer)

    def cancel(self, on: bool) -> None:
        """Raise or lower the flag that ends a running decode; any thread may call it."""
        self._state.cancel = on

    def _hold(self, name: str, array: Array | None, size: int) -> None:
        """Point the native code at an array of exactly `size` numbers and keep it alive; None: let go of what it had."""
        setattr(self._state, name, None)
        self._held.pop(name, None)
        if array is None:
            return
        if array.dtype != _ARRAYS[name] or array.size != size or not array.flags.carray:
            raise ValueError(f"{name} has {array.size} numbers of type {array.dtype}, not {size} of type {_ARRAYS[name]} in a row")
        self._held[name] = array
        setattr(self._state, name, array.ctypes.data)
