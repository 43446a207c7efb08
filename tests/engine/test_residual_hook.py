"""The native hook on the real residual stream of a real model, held equal to the numpy reference."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from axes.axis import Axis
from axes.capping import cap
from engine import llama_api
from engine.hook_plan import HEADER, ORDINARY, UNTOUCHED, HookPlan, PlanError
from engine.llama_api import Context, Model
from engine.protocol import Cap
from engine.residual_hook import ResidualHook
from tests.engine.reference_evaluation import BAND, TEXT, logits_with


def plan_of(axis: Axis, percentile: float = 75.0, form: str = "position") -> HookPlan:
    plan = HookPlan.from_axis(axis, Cap(percentile, form))
    assert plan is not None
    return plan


def tokens_of(context: Context, n: int = 120) -> list[int]:
    return context.model.tokenize(TEXT, add_special=True, parse_special=False)[:n]


def test_rows_in_the_computers_own_memory_are_not_copied(tiny_model: Path, tiny_axis: Axis) -> None:
    functions = llama_api.ggml_functions()
    signature = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)
    copies: list[str] = []

    def counted(name: str, address: int) -> Any:
        real = signature(address)
        return signature(lambda *values: (copies.append(name), real(*values))[1])

    get, put = counted("get", functions.tensor_get), counted("put", functions.tensor_set)
    addresses = {name: ctypes.cast(each, ctypes.c_void_p).value or 0 for name, each in (("tensor_get", get), ("tensor_set", put))}
    found = []
    for is_host in (functions.is_host, 0):
        with Model(tiny_model) as model:
            hook = ResidualHook(model.n_layer, model.n_embd, replace(functions, is_host=is_host, **addresses))
            with Context(model, 512, 1, hook) as made:
                tokens = tokens_of(made)
                found.append(evaluate(made, [tokens], classes_of(len(tokens)), plan_of(tiny_axis)))
                assert hook.counters().lifted.sum() > 0
        assert set(copies) == (set() if is_host else {"get", "put"})
    assert np.array_equal(found[0], found[1])


def classes_of(n: int) -> np.ndarray:
    """Every kind of class, so that mixing them up shows."""
    classes = np.full(n, ORDINARY, dtype=np.uint8)
    classes[10::20] = HEADER
    classes[5::30] = UNTOUCHED
    return classes


def evaluate(context: Context, chunks: list[list[int]], classes: np.ndarray, plan: HookPlan | None) -> np.ndarray:
    """Logits after each chunk, evaluated with the hook."""
    hook = context.hook
    hook.set_plan(plan)
    context.clear()
    found, position = [], 0
    for chunk in chunks:
        hook.begin(classes[position : position + len(chunk)])
        context.decode(chunk, position)
        hook.end()
        found.append(context.logits())
        position += len(chunk)
    return np.stack(found)


def reference_edit(axis: Axis, classes: np.ndarray, starts: dict[int, int]) -> Callable[[int, np.ndarray], np.ndarray | None]:
    """The cap by axes.capping.cap alone: published formula, tables straight from the axis."""

    def edit(layer: int, rows: np.ndarray) -> np.ndarray | None:
        start = starts.get(layer, 0)
        starts[layer] = start + len(rows)
        if not axis.band_first <= layer <= axis.band_last:
            return None
        changed = rows.copy()
        for token_class, name in ((ORDINARY, "reply"), (HEADER, "header")):
            these = classes[start : start + len(rows)] == token_class
            stats = axis.statistics(name)
            tau = float(np.interp(75.0, axis.quantile_levels, stats.quantiles[layer]))
            changed[these] = cap(rows[these], stats.direction[layer], tau)
        return changed

    return edit


def chunked(tokens: list[int]) -> list[list[int]]:
    """A long prompt, then single tokens: the second half runs on the KV cache."""
    return [tokens[:100], *([token] for token in tokens[100:])]


def test_native_code_equals_the_numpy_reference(context: Context, tiny_model: Path, tiny_axis: Axis) -> None:
    tokens = tokens_of(context)
    classes = classes_of(len(tokens))
    native = evaluate(context, chunked(tokens), classes, plan_of(tiny_axis))
    reference = logits_with(tiny_model, chunked(tokens), reference_edit(tiny_axis, classes, {}))
    assert np.abs(native - reference).max() < 2e-3  # the KV cache rounds to 16 bits
    uncapped = logits_with(tiny_model, chunked(tokens), None)
    assert (np.abs(uncapped - reference).max(axis=1) > 0.1).all(), "the cap must show after the prompt and after every token"


@pytest.mark.parametrize("mutation", ["sign of v", "sign of tau", "one layer up", "one layer down", "ordinary for header"])
def test_a_wrong_plan_is_far_from_the_reference(context: Context, tiny_model: Path, tiny_axis: Axis, mutation: str) -> None:
    tokens = tokens_of(context)
    classes = classes_of(len(tokens))
    plan = plan_of(tiny_axis)
    roll = {"one layer up": 1, "one layer down": -1}.get(mutation, 0)
    wrong = HookPlan(
        direction=np.roll(-plan.direction if mutation == "sign of v" else plan.direction, roll, axis=0),
        tau=np.roll(-plan.tau if mutation == "sign of tau" else plan.tau, roll, axis=0),
        active=np.roll(plan.active, roll, axis=0) if roll <= 0 else plan.active,
        unit=np.ones_like(plan.unit),
    )
    if mutation == "ordinary for header":
        wrong = plan_of(tiny_axis, form="reply")
    native = evaluate(context, chunked(tokens), classes, wrong)
    reference = logits_with(tiny_model, chunked(tokens), reference_edit(tiny_axis, classes, {}))
    assert np.abs(native - reference).max() > 0.1


def test_the_floor_holds_on_every_slot(context: Context, tiny_axis: Axis) -> None:
    """Read the tensors again after the cap: every capped slot lies on or above its floor, every other row is untouched."""
    tokens, hook = tokens_of(context), context.hook
    n = len(tokens)
    classes, plan = classes_of(n), plan_of(tiny_axis)
    before, after = capture_all(context, tokens, classes, None), capture_all(context, tokens, classes, plan)
    lifted = 0
    for layer in range(hook.n_layer - 1):
        for token_class in (ORDINARY, HEADER):
            these = classes == token_class
            projections = after[these, layer].astype(np.float64) @ plan.direction[layer, token_class].astype(np.float64)
            if BAND[0] <= layer <= BAND[1]:
                assert projections.min() >= plan.tau[layer, token_class] - 1e-4
                lifted += int((np.abs(projections - plan.tau[layer, token_class]) < 1e-3).sum())
            elif layer < BAND[0]:
                assert np.array_equal(after[these, layer], before[these, layer])
    assert lifted > n
    first = BAND[0]
    assert np.array_equal(after[classes == UNTOUCHED, first], before[classes == UNTOUCHED, first])
    for token_class in (ORDINARY, HEADER):
        these = classes == token_class
        wanted = cap(before[these, first], plan.direction[first, token_class], float(plan.tau[first, token_class]))
        assert np.abs(after[these, first] - wanted).max() < 1e-5


def capture_all(context: Context, tokens: list[int], classes: np.ndarray, plan: HookPlan | None) -> np.ndarray:
    """Every row at every layer, (n_tokens, n_layer - 1, n_embd), evaluated in two chunks."""
    hook, n, half = context.hook, len(tokens), len(tokens) // 2
    hook.set_plan(plan)
    context.clear()
    hook.capture(0, n)
    for begin, end in ((0, half), (half, n)):
        hook.begin(classes[begin:end], None, np.arange(begin, end, dtype=np.int32))
        context.decode(tokens[begin:end], begin)
        hook.end()
    rows = hook.captured_rows()
    hook.stop_capture()
    return rows


def test_captured_rows_and_means_are_the_residual_stream(context: Context, residual_stream: np.ndarray) -> None:
    tokens, hook = tokens_of(context, 200), context.hook
    n = len(tokens)
    groups = np.full(n, -1, dtype=np.int32)
    groups[10:50], groups[90:200:2] = 0, 1
    marks = np.full(n, -1, dtype=np.int32)
    marks[7], marks[150] = 1, 0
    hook.capture(2, 2)
    for begin, end in ((0, 64), (64, 65), (65, n)):
        hook.begin(np.full(end - begin, ORDINARY, dtype=np.uint8), groups[begin:end], marks[begin:end])
        context.decode(tokens[begin:end], begin)
        hook.end()
    means, rows = hook.captured_means(), hook.captured_rows()
    assert hook.captured_counts().tolist() == [40, 55]
    for group in (0, 1):
        assert np.abs(means[group] - residual_stream[:, groups == group].mean(axis=1)).max() < 1e-4
    assert np.abs(rows[1] - residual_stream[:, 7]).max() < 1e-4
    assert np.abs(rows[0] - residual_stream[:, 150]).max() < 1e-4


def test_readings_are_projections_at_the_monitor_layer(context: Context, tiny_axis: Axis, residual_stream: np.ndarray) -> None:
    tokens, hook, layer = tokens_of(context, 200), context.hook, tiny_axis.monitor_layer
    directions = np.stack([tiny_axis.reply.direction[layer], tiny_axis.statistics("header").direction[layer]])
    hook.set_monitor(layer, directions)
    hook.begin(np.full(len(tokens), ORDINARY, dtype=np.uint8))
    context.decode(tokens, 0)
    rows = hook.end()
    assert np.abs(rows.readings - residual_stream[layer] @ directions.T).max() < 1e-4


def test_counts_say_what_happened(context: Context, tiny_axis: Axis) -> None:
    tokens, hook = tokens_of(context), context.hook
    n, plan, band = len(tokens), plan_of(tiny_axis, form="reply"), BAND[1] - BAND[0] + 1
    before = capture_all(context, tokens, np.full(n, ORDINARY, dtype=np.uint8), None)[:, BAND[0]]
    hook.reset_counters()
    evaluate(context, [tokens], np.full(n, ORDINARY, dtype=np.uint8), plan)
    counters = hook.counters()
    assert counters.seen.sum() == n * band
    assert counters.seen[[0, 1, 5]].sum() == 0
    projections = before @ plan.direction[BAND[0], ORDINARY]
    lift = np.maximum(0, plan.tau[BAND[0], ORDINARY] - projections)
    assert counters.lifted[BAND[0], ORDINARY] == (lift > 0).sum()
    assert counters.lift[BAND[0], ORDINARY] == pytest.approx(lift.sum(), rel=1e-4)


def test_rows_carry_their_own_counts(context: Context, tiny_axis: Axis) -> None:
    tokens, hook, plan = tokens_of(context, 60), context.hook, plan_of(tiny_axis)
    classes = classes_of(60)
    hook.set_plan(plan)
    hook.reset_counters()
    hook.begin(classes)
    context.decode(tokens, 0)
    rows, counters = hook.end(), hook.counters()
    assert (rows.seen == np.where(classes == UNTOUCHED, 0, 3)).all()
    assert rows.lifted.sum() == counters.lifted.sum()
    assert rows.lift.sum() == pytest.approx((counters.lift[2:5] / plan.unit[2:5]).sum(), rel=1e-4)


def test_adding_is_a_constant_step(context: Context, tiny_axis: Axis) -> None:
    tokens = tokens_of(context, 50)
    classes = np.full(50, ORDINARY, dtype=np.uint8)
    step = np.full(6, 0.7, dtype=np.float32)
    plan = HookPlan.along(tiny_axis.reply.direction, step, range(2, 3), additive=True)
    before, after = capture_all(context, tokens, classes, None), capture_all(context, tokens, classes, plan)
    assert np.abs(after[:, 2] - before[:, 2] - 0.7 * tiny_axis.reply.direction[2]).max() < 1e-5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda plan: replace(plan, direction=plan.direction * 1.01), "unit length"),
        (lambda plan: replace(plan, active=np.roll(plan.active, 1, axis=0)), "last layer"),
        (lambda plan: replace(plan, tau=np.full_like(plan.tau, np.nan)), "not finite"),
        (lambda plan: replace(plan, unit=-plan.unit), "not positive"),
        (lambda plan: replace(plan, tau=plan.tau[1:]), "shape"),
    ],
)
def test_a_plan_that_must_not_be_applied_is_refused(tiny_axis: Axis, change: Callable[[HookPlan], HookPlan], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        change(plan_of(tiny_axis))


def test_a_plan_for_another_model_is_refused(context: Context, tiny_axis: Axis) -> None:
    narrow = HookPlan.along(np.eye(6, 32, dtype=np.float32), np.zeros(6, dtype=np.float32), range(2, 4))
    with pytest.raises(PlanError, match="another model"):
        context.hook.set_plan(narrow)


@pytest.mark.parametrize(
    ("layer", "scale", "words"), [(5, 1, "cannot be read"), (-1, 1, "cannot be read"), (1, 1.1, "unit length")]
)
def test_a_reading_that_makes_no_sense_is_refused(context: Context, tiny_axis: Axis, layer: int, scale: float, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        context.hook.set_monitor(layer, tiny_axis.reply.direction[1:2] * np.float32(scale))


def test_the_key_tells_plans_apart(tiny_axis: Axis) -> None:
    plan = plan_of(tiny_axis)
    assert plan.key == plan_of(tiny_axis).key
    others = [
        plan_of(tiny_axis, 50.0),
        plan_of(tiny_axis, form="reply"),
        replace(plan, additive=True),
        replace(plan, tau=plan.tau + 1),
    ]
    assert len({plan.key, *(other.key for other in others)}) == 5
