"""Which roles a model really plays: judged from its own activations and, where asked for, by the model itself.

The rule of the activations, per role, at the middle layer: the role's learned replies and the default replies to the same questions
are dealt in two halves by question. From one half comes a direction (mean of the default replies minus mean of the role's), and the
other half is projected on it, and the other way round; so a difference that is only chance does not carry over. A role is left out
where these projections tell its replies from the default ones with an AUC below MIN_AUC (chance gives 0.5). Held-out roles are
judged in the same way on their own held-out replies; a role with too few replies to be dealt in halves is kept.

A reply that equals a default reply to the same question word for word never counts, and a role with fewer than half of its replies
left is left out.

The judge: the model is shown the instruction and a reply and asked in plain words whether the reply follows it; what counts is how
much likelier "Yes" is than "No". A model that says yes to everything judges nothing, so the default replies to the same questions
are shown with the same instruction, and a role is left out where its own replies do not get a higher mean than those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes import calibration
from axes.calibration import Doubles
from axes.plan import DEFAULT, LEARN, Ask
from axes.reply_store import ReplyStore, StoredReply
from axes.source import ActivationSource, ExtractionCancelled, Prompt

MIN_AUC: Final = 0.75
MIN_KEPT: Final = 0.5
JUDGED: Final = 3
"""Replies per role that the judge is shown, and as many default ones."""
SHOWN: Final = 600


@dataclass(frozen=True, slots=True)
class FilterFindings:
    """left_out: roles that are not played, in the order of the plan. auc: per role that could be judged, the two halves' figure.

    judged: per role, mean log-odds of "yes" of its replies minus that of the default ones; empty without a judge.
    """

    left_out: list[str]
    auc: dict[str, float]
    judged: dict[str, float]


def filter_roles(
    store: ReplyStore, asks: Sequence[Ask], layer: int, source: ActivationSource | None, should_stop: Callable[[], bool]
) -> FilterFindings:
    """Return which roles are left out; source: the model where it shall also judge for itself, else None."""
    chosen = [asks[reply.index] for reply in store.replies]
    role = np.asarray([ask.role for ask in chosen])
    names = list(dict.fromkeys(ask.role for ask in asks if ask.role != DEFAULT))
    counts = _counting(store.replies, chosen)
    aucs = _cross_checked(store, layer, chosen, names, counts)
    kept = {name: int(((role == name) & counts).sum()) for name in names}
    asked = {name: int((role == name).sum()) for name in names}
    playing = [name for name in names if kept[name] >= max(1, MIN_KEPT * asked[name]) and aucs.get(name, 1.0) >= MIN_AUC]
    judged = {} if source is None else _judge(source, store.replies, chosen, counts, playing, should_stop)
    left_out = set(names) - {name for name in playing if judged.get(name, 1.0) > 0}
    return FilterFindings([name for name in names if name in left_out], aucs, judged)


def _counting(replies: Sequence[StoredReply], asks: Sequence[Ask]) -> NDArray[np.bool_]:
    """Return which replies have content and are not, under a role, a default reply to the same question word for word."""
    texts = [" ".join(reply.text.casefold().split()) for reply in replies]
    plain = {(ask.prompt.question, text) for ask, text in zip(asks, texts, strict=True) if ask.role == DEFAULT}
    distinct = [ask.role == DEFAULT or (ask.prompt.question, text) not in plain for ask, text in zip(asks, texts, strict=True)]
    return np.asarray([new and reply.n_tokens > 0 for new, reply in zip(distinct, replies, strict=True)], dtype=np.bool_)


def _cross_checked(
    store: ReplyStore, layer: int, asks: Sequence[Ask], names: Sequence[str], counts: NDArray[np.bool_]
) -> dict[str, float]:
    """Return the AUC of default over role projections per role, each half of the questions on the other half's direction.

    Rows are read little by little: sums first, then projections.
    """
    side, half = _sides(asks)
    number = {DEFAULT: 0} | {name: place + 1 for place, name in enumerate(names)}
    group = np.asarray([number[ask.role] for ask in asks])
    cell = np.where(counts, (group * 2 + side) * 2 + half, -1)  # role, learned or held out, first or second half
    n_cells = (len(names) + 1) * 4
    found = _cell_means(store, layer, cell, n_cells)
    present = np.bincount(cell[cell >= 0], minlength=n_cells) > 0
    by_role = {}
    for name in names:
        mine = cell[(group == number[name]) & counts] // 2 % 2
        base = 4 * number[name] + 2 * int(mine[0]) if len(mine) else 0
        plain = base % 4
        if len(mine) and present[[base, base + 1, plain, plain + 1]].all():
            by_role[name] = (base, plain)
    return _projected(store, layer, cell, found, by_role)


def _sides(asks: Sequence[Ask]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return per ask whether it is held out (1) or learned from (0), and which half its question falls into."""
    turns: dict[int, dict[str, int]] = {0: {}, 1: {}}
    side, half = [], []
    for ask in sorted(asks, key=lambda ask: ask.prompt.seed):  # the order of the plan, whatever order replies finished in
        of_side = turns[int(ask.part != LEARN)]
        of_side.setdefault(ask.prompt.question, len(of_side) % 2)
    for ask in asks:
        side.append(int(ask.part != LEARN))
        half.append(turns[side[-1]][ask.prompt.question])
    return np.asarray(side), np.asarray(half)


def _cell_means(store: ReplyStore, layer: int, cell: NDArray[np.int64], n_cells: int) -> Doubles:
    sums: Doubles | None = None
    for place, rows in store.chunks("reply", layer):
        part = (cell[place, None] == np.arange(n_cells)).astype(np.float32).T @ rows
        sums = part.astype(np.float64) if sums is None else sums + part
    if sums is None:
        return np.zeros((n_cells, 1))
    means: Doubles = sums / np.maximum(np.bincount(cell[cell >= 0], minlength=n_cells), 1)[:, None]
    return means


def _projected(
    store: ReplyStore, layer: int, cell: NDArray[np.int64], means: Doubles, by_role: Mapping[str, tuple[int, int]]
) -> dict[str, float]:
    """Project both halves of every role, and the default replies beside them, on the direction of the other half."""
    values: dict[tuple[str, int, bool], list[Doubles]] = {}
    for place, rows in store.chunks("reply", layer):
        here = cell[place]
        for name, (base, plain) in by_role.items():
            for half in (0, 1):
                direction = means[plain + 1 - half] - means[base + 1 - half]
                for is_default, wanted in ((True, plain + half), (False, base + half)):
                    taken = rows[here == wanted].astype(np.float64) @ direction
                    values.setdefault((name, half, is_default), []).append(taken)
    joined = {key: np.concatenate(parts) for key, parts in values.items()}
    return {
        name: float(np.mean([calibration.auc(joined[name, half, True], joined[name, half, False]) for half in (0, 1)]))
        for name in by_role
    }


# --- the judge ---------------------------------------------------------------------------------------------------------------


def judge_question(instruction: str, reply: str) -> str:
    """Return what the model is asked about a reply."""
    return (
        f"Someone was told: {instruction}\nThis is what they said next: {reply[:SHOWN]}\n"
        "Do these words fit what they were told to be? Answer only Yes or No."
    )


def _judge(
    source: ActivationSource,
    replies: Sequence[StoredReply],
    asks: Sequence[Ask],
    counts: NDArray[np.bool_],
    names: Sequence[str],
    should_stop: Callable[[], bool],
) -> dict[str, float]:
    default_reply = {
        ask.prompt.question: r.text for ask, r, take in zip(asks, replies, counts, strict=True) if ask.role == DEFAULT and take
    }
    shown: list[tuple[str, int, Prompt]] = []
    for name in names:
        own = [(ask, reply) for ask, reply, take in zip(asks, replies, counts, strict=True) if ask.role == name and take]
        for ask, reply in own[:JUDGED]:
            plain = default_reply.get(ask.prompt.question)
            if plain is not None and ask.prompt.system is not None:
                shown.append((name, 1, Prompt(None, judge_question(ask.prompt.system, reply.text), 0)))
                shown.append((name, -1, Prompt(None, judge_question(ask.prompt.system, plain), 0)))
    prompts = [prompt for _, _, prompt in shown]
    if should_stop():
        raise ExtractionCancelled
    yes, no = (
        {index: value for index, value, _ in source.log_likelihoods(prompts, [word] * len(prompts))} for word in ("Yes", "No")
    )
    odds: dict[str, list[float]] = {}
    for index, (name, sign, _) in enumerate(shown):
        likely_yes, likely_no = yes[index], no[index]
        odds.setdefault(name, []).append(2 * sign * (likely_yes - likely_no))
    return {name: float(np.mean(values)) for name, values in odds.items()}
