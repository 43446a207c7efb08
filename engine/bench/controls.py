"""The plans an axis is compared with: random directions lifted as often, and a constant push along the axis itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes.axis import Axis
from engine.bench.evaluation import Conversation, EvaluationError
from engine.bench.runs import REPLY_TOKENS, TEMPERATURE, TOP_P
from engine.hook_plan import CLASSES, HookPlan
from engine.protocol import Cap, ChatMessage, Sampler
from engine.residual_hook import FloatArray
from engine.session import Session

STEPS: Final = 12
"""Halvings of the interval in which a random direction's floor is looked for."""


@dataclass(frozen=True)
class RandomControl:
    """A random plan with the share of slots it lifts and the share that the axis's own plan lifts."""

    plan: HookPlan
    engaged: float
    wanted: float


def additive_plan(axis: Axis, cap: Cap, alpha: float) -> HookPlan:
    """Return a plan that adds alpha times the default-to-role distance along the axis at every layer of the band and token."""
    floor = _floor(axis, cap)
    return HookPlan(floor.direction, np.float32(alpha) * floor.unit, floor.active, floor.unit, additive=True)


def random_directions(axis: Axis, seed: int) -> FloatArray:
    """Return random unit directions, (n_layer, 2, n_embd)."""
    drawn = np.random.default_rng(seed).standard_normal((axis.n_layer, CLASSES, axis.n_embd))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=2, keepdims=True), dtype=np.float32)


def random_control(session: Session, axis: Axis, cap: Cap, conversations: Sequence[Conversation], seed: int) -> RandomControl:
    """Return a plan of random unit directions whose floors lift as many slots, per layer and token class, as the cap does.

    The floors are found by halving, on conversations held for the purpose: what the cap lifts is counted in conversations held
    under it, what the random directions would lift in uncapped ones, because they leave the text much as it is. In the form "reply"
    both token classes share one direction and one floor, as they do in the cap itself.
    """
    plan = _floor(axis, cap)
    talks, capped_talks = (
        [talk for talk in (transcript(session, conversation, held_under) for conversation in conversations) if talk]
        for held_under in (None, cap)
    )
    if not talks or not capped_talks:
        raise EvaluationError("No conversation fits the context, so random directions cannot be compared with the cap.")
    shared = not _differ(plan)
    wanted = _lifted_shares(session, plan, capped_talks, shared)
    direction = random_directions(axis, seed)
    if shared:
        direction[:, 1] = direction[:, 0]
    low, high = _bracket(session, direction, talks)
    for _ in range(STEPS):
        middle = (low + high) / 2
        got = _lifted_shares(session, _with(plan, direction, middle), talks, shared)
        low, high = np.where(got < wanted, middle, low), np.where(got < wanted, high, middle)
    found = _with(plan, direction, (low + high) / 2)
    return RandomControl(found, _engaged(session, found, talks), _engaged(session, plan, capped_talks))


def transcript(session: Session, conversation: Conversation, cap: Cap | None = None) -> list[ChatMessage]:
    """Hold a conversation under a cap (None: uncapped) and return it with its replies, as much of it as fits the context."""
    messages: list[ChatMessage] = []
    for number, said in enumerate(conversation.turns):
        asked = [*messages, ChatMessage("user", said)]
        sampler = Sampler(temperature=TEMPERATURE, top_k=0, top_p=TOP_P, seed=1000 + number)
        reply = session.generate(asked, sampler, cap, REPLY_TOKENS)
        if reply.stats is None:
            break
        messages = [*asked, ChatMessage("assistant", reply.text)]
    while messages and session.count(messages) > session.loaded.context.n_ctx:
        messages = messages[:-2]
    return messages


def _floor(axis: Axis, cap: Cap) -> HookPlan:
    plan = HookPlan.from_axis(axis, cap)
    if plan is None:
        raise ValueError("A cap that is off has nothing to be compared with.")
    return plan


def _differ(plan: HookPlan) -> bool:
    return not np.array_equal(plan.direction[:, 0], plan.direction[:, 1])


def _with(plan: HookPlan, direction: FloatArray, tau: NDArray[np.floating]) -> HookPlan:
    return HookPlan(direction, tau.astype(np.float32), plan.active, plan.unit)


def _lifted_shares(session: Session, plan: HookPlan, talks: Sequence[Sequence[ChatMessage]], shared: bool) -> NDArray[np.float64]:
    """Return the share of slots lifted per layer and token class, (n_layer, 2), over the talks; shared: one share for both
    classes.
    """
    hook = session.loaded.hook
    hook.reset_counters()
    for talk in talks:
        session.reset()
        session.read(talk, plan)
    counters = hook.counters()
    seen, lifted = counters.seen.astype(np.float64), counters.lifted.astype(np.float64)
    if shared:
        seen, lifted = (np.repeat(each.sum(axis=1, keepdims=True), CLASSES, axis=1) for each in (seen, lifted))
    return np.asarray(lifted / np.maximum(seen, 1))


def _engaged(session: Session, plan: HookPlan, talks: Sequence[Sequence[ChatMessage]]) -> float:
    hook = session.loaded.hook
    _lifted_shares(session, plan, talks, shared=False)
    counters = hook.counters()
    return float(counters.lifted.sum() / max(1, counters.seen.sum()))


def _bracket(
    session: Session, direction: FloatArray, talks: Sequence[Sequence[ChatMessage]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return floors below and above nearly every projection on the directions, each (n_layer, 2)."""
    rows = []
    for talk in talks:
        found = session.read(talk, None, capture=True).activations
        if found is not None and found.n_tokens:
            rows.append(np.stack([found.mean, found.header], axis=1))
    observed = np.stack(rows).astype(np.float64).mean(axis=0)
    middle = np.concatenate([observed, observed[-1:]])
    at = np.einsum("lce,lce->lc", middle, direction)
    # A random direction sees about 1 / sqrt(n_embd) of a row's length; ten times that is beyond every token but the odd sink.
    reach = 10 * np.linalg.norm(middle, axis=2) / np.sqrt(middle.shape[2])
    low, high = at - reach, at + reach
    shared_low, shared_high = low.min(axis=1, keepdims=True), high.max(axis=1, keepdims=True)
    return np.repeat(shared_low, CLASSES, axis=1), np.repeat(shared_high, CLASSES, axis=1)
