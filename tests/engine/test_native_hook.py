"""The native callback on tensors of the test's own making: everything llama.cpp could show it, and does not in a healthy model."""

from __future__ import annotations

import ctypes
import re
import weakref
from pathlib import Path

import numpy as np
import pytest

from axes.capping import cap
from engine import native_hook
from engine.hook_plan import HEADER, HookPlan
from engine.native_hook import Hook
from engine.residual_hook import CHUNK_ROWS, GgmlFunctions, HookError, ResidualHook

N_LAYER, N_EMBD = 5, 37  # a width that is no multiple of anything

_Name = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
_Size = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)
_Copy = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)
_Callback = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_bool, ctypes.c_void_p)
_Abort = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p)


class Tensors:
    """Memory with names, read and written through the four functions that ggml has."""

    def __init__(self) -> None:
        self.shown: dict[int, tuple[ctypes.Array[ctypes.c_char], np.ndarray]] = {}
        self.sets: list[tuple[int, int]] = []
        self._kept = (_Name(self._name), _Size(self._size), _Copy(self._get), _Copy(self._set))
        self.functions = GgmlFunctions(*(ctypes.cast(each, ctypes.c_void_p).value or 0 for each in self._kept))

    def _name(self, tensor: int) -> int:
        return ctypes.addressof(self.shown[tensor][0])

    def _size(self, tensor: int) -> int:
        return self.shown[tensor][1].nbytes

    def _get(self, tensor: int, data: int, offset: int, size: int) -> None:
        ctypes.memmove(data, self.shown[tensor][1].ctypes.data + offset, size)

    def _set(self, tensor: int, data: int, offset: int, size: int) -> None:
        self.sets.append((offset // (4 * N_EMBD), size // (4 * N_EMBD)))
        ctypes.memmove(self.shown[tensor][1].ctypes.data + offset, data, size)


class Bench:
    """A hook with tensors to show it."""

    def __init__(self) -> None:
        self.tensors = Tensors()
        self.hook = ResidualHook(N_LAYER, N_EMBD, self.tensors.functions)
        self._callback = _Callback(self.hook.callback)

    def show(self, name: str, rows: np.ndarray) -> bool:
        """Ask about a tensor and, where wanted, show it; returns whether it was wanted."""
        self.tensors.shown[1] = (ctypes.create_string_buffer(name.encode()), rows)
        wanted = bool(self._callback(1, True, self.hook.user_data))
        if wanted:
            assert self._callback(1, False, self.hook.user_data)
        return wanted


@pytest.fixture
def bench() -> Bench:
    return Bench()


def rows_of(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((n, N_EMBD)).astype(np.float32) * 3


def plan_on(*layers: int, tau: float = 1.0) -> HookPlan:
    direction = np.random.default_rng(7).standard_normal((N_LAYER, N_EMBD))
    direction = (direction / np.linalg.norm(direction, axis=1, keepdims=True)).astype(np.float32)
    plan = HookPlan.along(direction, np.full(N_LAYER, tau, dtype=np.float32), range(1))
    active = np.zeros_like(plan.active)
    active[list(layers)] = True
    return HookPlan(plan.direction, plan.tau, active, plan.unit)


def classes(n: int) -> np.ndarray:
    return np.zeros(n, dtype=np.uint8)


def test_the_hook_sleeps_until_a_decode_is_announced(bench: Bench) -> None:
    bench.hook.set_plan(plan_on(1))
    assert not bench.show("l_out-1", rows_of(2))
    bench.hook.begin(classes(2))
    assert bench.show("l_out-1", rows_of(2))
    bench.hook.end()
    assert not bench.show("l_out-1", rows_of(2))


OTHERS = [
    "l_out",
    "l_out-",
    "l_out-1 (view)",
    "l_out-1x",
    "l_out--1",
    "l_ou",
    "",
    "ffn_out-1",
    "l_out-0",
    "l_out-4",
    "l_out-99999999999",
]


@pytest.mark.parametrize("name", OTHERS)
def test_other_tensors_are_not_asked_for(bench: Bench, name: str) -> None:
    bench.hook.set_plan(plan_on(1))
    bench.hook.begin(classes(1))
    rows = rows_of(1)
    before = rows.copy()
    assert not bench.show(name, rows)
    assert np.array_equal(rows, before)


@pytest.mark.parametrize("n", [1, 2, CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 1, 3 * CHUNK_ROWS + 5])
def test_any_number_of_rows_is_capped_like_the_reference(bench: Bench, n: int) -> None:
    plan = plan_on(1)
    rows = rows_of(n)
    wanted = cap(rows, plan.direction[1, 0], 1.0)
    bench.hook.set_plan(plan)
    bench.hook.begin(classes(n))
    assert bench.show("l_out-1", rows)
    seen = bench.hook.end()
    assert np.abs(rows - wanted).max() < 1e-5
    assert seen.seen.tolist() == [1] * n


def test_rows_of_several_calls_follow_each_other(bench: Bench) -> None:
    """Micro-batches: every layer counts its own rows, and classes, groups and readings stay with their tokens."""
    n, plan = 10, plan_on(2)
    rows = rows_of(n)
    header = np.zeros((N_LAYER, 2, N_EMBD), dtype=np.float32)
    header[...] = np.eye(N_EMBD, dtype=np.float32)[0]
    both = HookPlan(np.stack([plan.direction[:, 0], header[:, 1]], axis=1), plan.tau, plan.active, plan.unit)
    kinds = np.array([0, 1, 0, 0, 1, 2, 0, 0, 0, 1], dtype=np.uint8)
    wanted = rows.copy()
    wanted[kinds == 0] = cap(rows[kinds == 0], plan.direction[2, 0], 1.0)
    wanted[kinds == HEADER] = cap(rows[kinds == HEADER], header[2, 1], 1.0)
    bench.hook.set_plan(both)
    bench.hook.set_monitor(0, plan.direction[0, :1])
    bench.hook.begin(kinds)
    for part in (slice(0, 4), slice(4, 5), slice(5, 10)):
        lower, upper = rows[part].copy(), rows[part].copy()
        bench.show("l_out-0", lower)
        bench.show("l_out-2", upper)
        assert np.array_equal(lower, rows[part])
        assert np.abs(upper - wanted[part]).max() < 1e-5
    assert np.abs(bench.hook.end().readings[:, 0] - rows @ plan.direction[0, 0]).max() < 1e-4


def test_a_tensor_is_only_written_where_it_changes(bench: Bench) -> None:
    plan = plan_on(1, tau=0.0)
    rows = np.outer(np.array([1, 1, -1, 1, -1, 1, 1]), plan.direction[1, 0]).astype(np.float32)
    bench.hook.set_plan(plan)
    bench.hook.begin(classes(7))
    bench.show("l_out-1", rows)
    bench.hook.end()
    assert bench.tensors.sets == [(2, 3)]
    bench.hook.begin(classes(7))
    bench.show("l_out-1", np.abs(rows) * np.sign(plan.direction[1, 0]).astype(np.float32))
    bench.hook.end()
    assert len(bench.tensors.sets) == 1


def test_a_missing_layer_is_an_error(bench: Bench) -> None:
    bench.hook.set_plan(plan_on(1, 2))
    bench.hook.begin(classes(3))
    bench.show("l_out-1", rows_of(3))
    with pytest.raises(HookError, match="every token at layer 2"):
        bench.hook.end()


def test_missing_and_surplus_rows_are_errors(bench: Bench) -> None:
    bench.hook.set_plan(plan_on(1))
    bench.hook.begin(classes(3))
    bench.show("l_out-1", rows_of(2))
    with pytest.raises(HookError, match="every token at layer 1"):
        bench.hook.end()
    bench.hook.begin(classes(3))
    surplus = rows_of(4)
    before = surplus.copy()
    bench.show("l_out-1", surplus)
    assert np.array_equal(surplus, before)
    with pytest.raises(HookError, match="more rows"):
        bench.hook.end()


def test_another_width_is_an_error(bench: Bench) -> None:
    bench.hook.set_plan(plan_on(1))
    bench.hook.begin(classes(1))
    bench.show("l_out-1", np.zeros(N_EMBD + 1, dtype=np.float32))
    with pytest.raises(HookError, match="unexpected size"):
        bench.hook.end()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("what", ["cap", "reading"])
def test_numbers_that_are_not_finite_are_an_error(bench: Bench, value: float, what: str) -> None:
    plan = plan_on(1)
    if what == "cap":
        bench.hook.set_plan(plan)
    else:
        bench.hook.set_monitor(1, plan.direction[1, :1])
    rows = rows_of(2)
    rows[1, 3] = value
    bench.hook.begin(classes(2))
    bench.show("l_out-1", rows)
    with pytest.raises(HookError, match="not finite"):
        bench.hook.end()
    bench.hook.begin(classes(2))
    bench.show("l_out-1", rows_of(2))
    bench.hook.end()


def test_the_abort_flag_is_what_cancel_says(bench: Bench) -> None:
    abort = _Abort(bench.hook.abort_callback)
    assert not abort(bench.hook.user_data)
    bench.hook.cancel(True)
    assert abort(bench.hook.user_data)
    bench.hook.cancel(False)
    assert not abort(bench.hook.user_data)


def test_capture_targets_outside_their_arrays_are_refused(bench: Bench) -> None:
    bench.hook.capture(2, 1)
    with pytest.raises(ValueError, match="below 2"):
        bench.hook.begin(classes(1), np.array([2], dtype=np.int32))
    with pytest.raises(ValueError, match="below 1"):
        bench.hook.begin(classes(1), None, np.array([1], dtype=np.int32))


def test_a_model_without_room_for_an_axis_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="two layers"):
        ResidualHook(1, N_EMBD, bench.tensors.functions)


def native_hook_of(functions: GgmlFunctions) -> Hook:
    counts = np.zeros((3, N_LAYER, 2), dtype=np.int64)
    addresses = (functions.get_name, functions.nbytes, functions.tensor_get, functions.tensor_set, functions.is_host)
    return Hook(addresses, N_LAYER, N_EMBD, CHUNK_ROWS, counts[0], counts[1], counts[2].astype(np.float64))


def results_of(n: int) -> list[np.ndarray]:
    return [np.zeros((n, 0), np.float32), np.zeros(n, np.int32), np.zeros(n, np.int32), np.zeros(n, np.float32)]


@pytest.mark.parametrize("wrong", range(4))
@pytest.mark.parametrize("how", ["too short", "too long", "another type", "not in a row", "not to be written"])
def test_an_array_the_native_code_would_run_past_is_refused(bench: Bench, wrong: int, how: str) -> None:
    hook, results = native_hook_of(bench.tensors.functions), results_of(6)
    hook.begin(6, (results[0], results[1], results[2], results[3]), classes(6))
    if wrong == 0:
        hook.monitor(0, 1, rows_of(1))
        results[0] = np.zeros((6, 1), np.float32)
    good = results[wrong]
    results[wrong] = {
        "too short": good[:-1],
        "too long": np.concatenate([good, good]),
        "another type": good.astype(np.float64),
        "not in a row": np.concatenate([good, good])[::2],
        "not to be written": np.frombuffer(good.tobytes(), good.dtype),
    }[how]
    with pytest.raises(ValueError, match=r"row_\w+ has"):
        hook.begin(6, (results[0], results[1], results[2], results[3]), classes(6))
    callback = _Callback(hook.callback)
    bench.tensors.shown[1] = (ctypes.create_string_buffer(b"l_out-0"), rows_of(6))
    assert not callback(1, True, hook.user_data), "after a refusal the hook sleeps"


def test_tables_of_another_size_are_refused(bench: Bench) -> None:
    hook = native_hook_of(bench.tensors.functions)
    slots = np.ones((N_LAYER, 2), np.float32)
    active = np.ones((N_LAYER, 2), np.uint8)
    hook.plan(np.zeros((N_LAYER, 2, N_EMBD), np.float32), slots, slots, active, False)
    with pytest.raises(ValueError, match="direction has"):
        hook.plan(np.zeros((N_LAYER, 2, N_EMBD - 1), np.float32), slots, slots, active, False)
    one, two, three, four = results_of(1)
    hook.begin(1, (one, two, three, four), classes(1))
    assert hook.end() == (0, 0), "after a refusal there is no cap, so no layer is missing"
    with pytest.raises(ValueError, match="active has"):
        hook.plan(np.zeros((N_LAYER, 2, N_EMBD), np.float32), slots, slots, active[:-1], False)
    with pytest.raises(ValueError, match="monitor has"):
        hook.monitor(0, 2, rows_of(1))
    targets, one_image = np.zeros(1, np.int32), np.zeros((1, N_LAYER - 1, N_EMBD))
    too_deep = np.zeros((1, N_LAYER, N_EMBD))
    with pytest.raises(ValueError, match="group_sum has"):
        hook.begin(1, (one, two, three, four), classes(1), (targets, too_deep, targets, one_image))
    with pytest.raises(ValueError, match="marked has"):
        hook.begin(1, (one, two, three, four), classes(1), (targets, one_image, targets, too_deep.astype(np.float32)))


def test_arrays_live_as_long_as_the_native_code_points_at_them(bench: Bench) -> None:
    hook = native_hook_of(bench.tensors.functions)
    directions = rows_of(1)
    watched = weakref.ref(directions)
    hook.monitor(0, 1, directions)
    del directions
    assert watched() is not None
    hook.monitor(-1, 0, None)
    assert watched() is None


def test_the_native_code_needs_no_header_but_its_own_and_those_of_c() -> None:
    files = sorted(Path(native_hook.__file__).parent.glob("_*.[ch]"))
    assert len(files) == 3
    source = "\n".join(each.read_text(encoding="utf-8") for each in files)
    headers = re.findall(r"^\s*#\s*include\s*(\S+)", source, re.MULTILINE)
    own = {'"_residual_hook.h"'}
    assert set(headers) - own == {"<math.h>", "<stdbool.h>", "<stddef.h>", "<stdint.h>", "<string.h>", "<time.h>"}
