"""From stored replies to statistics, one layer at a time, so that the memory needed does not grow with the number of replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from axes import calibration
from axes.axis import AxisError, ClassStatistics, FloatArray
from axes.calibration import Doubles
from axes.plan import CHOOSE, DEFAULT, LEARN, Ask
from axes.reply_store import ReplyStore


@dataclass(frozen=True, slots=True)
class Rows:
    """What each stored row is: its part of the plan and its role, arrays of n names; used: whether it counts."""

    part: NDArray[np.str_]
    role: NDArray[np.str_]
    used: NDArray[np.bool_]

    def select(self, part: str, *, default: bool) -> NDArray[np.bool_]:
        """Return which rows that count belong to a part and are default replies, or are not."""
        return np.asarray(self.used & (self.part == part) & ((self.role == DEFAULT) == default))

    def learned_roles(self) -> list[str]:
        """Return the names of the roles that the directions are made of, in the order they appear."""
        return list(dict.fromkeys(self.role[self.select(LEARN, default=False)].tolist()))


@dataclass(frozen=True, slots=True)
class Measured:
    """One token class: statistics, every row's projection at every observed layer, and the roles' cosine with PC1 per layer.

    projections: (n_rows, n_layer - 1). role_means: (n_roles, n_layer - 1), projections of the role vectors in the order of
    Rows.learned_roles.
    """

    statistics: ClassStatistics
    projections: Doubles
    role_means: Doubles
    pc1_cosine: Doubles


def describe_rows(store: ReplyStore, asks: Sequence[Ask], roles_left_out: Sequence[str]) -> Rows:
    """Return what every stored row is. Empty replies do not count, nor do roles left out, nor role replies that equal, word for
    word, a default reply to the same question.
    """
    chosen = [asks[reply.index] for reply in store.replies]
    plain = {
        (ask.prompt.question, _same(reply.text)) for ask, reply in zip(chosen, store.replies, strict=True) if ask.role == DEFAULT
    }
    left_out = set(roles_left_out)
    used = [
        reply.n_tokens > 0
        and ask.role not in left_out
        and (ask.role == DEFAULT or (ask.prompt.question, _same(reply.text)) not in plain)
        for ask, reply in zip(chosen, store.replies, strict=True)
    ]
    part, role = np.asarray([ask.part for ask in chosen]), np.asarray([ask.role for ask in chosen])
    return Rows(part, role, np.asarray(used, dtype=np.bool_))


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def measure(store: ReplyStore, which: str, rows: Rows, n_layers: int, directions: FloatArray | None = None) -> Measured:
    """Return the statistics of one token class ("reply" or "header") over the observed layers.

    directions: (n_layers, n_embd) of unit rows where they are fixed already (toward the Assistant); None to make them of the rows
    that are learned from. n_layers: observed layers, one fewer than the model has. Raises AxisError where no direction comes of it.
    """
    roles = rows.learned_roles()
    groups = _groups(rows, roles)
    found = [
        _one_layer(store, which, layer, groups, len(roles), None if directions is None else directions[layer])
        for layer in range(n_layers)
    ]
    projections = np.stack([each.projections for each in found], axis=1)
    default = projections[groups == 0]
    by_role = [projections[groups == number + 1] for number in range(len(roles))]
    statistics = calibration.statistics_of(
        np.stack([each.direction for each in found]), np.asarray([each.norm for each in found]), default, by_role
    )
    role_means = np.stack([each.mean(axis=0) for each in by_role])
    return Measured(statistics, projections, role_means, np.asarray([each.pc1_cosine for each in found]))


def _groups(rows: Rows, roles: Sequence[str]) -> NDArray[np.int64]:
    """Return 0 for default rows that are learned from, 1.. for the rows of each role, -1 for all others."""
    numbers = {DEFAULT: 0} | {role: number + 1 for number, role in enumerate(roles)}
    counts = rows.used & (rows.part == LEARN)
    return np.asarray([numbers[role] if take else -1 for role, take in zip(rows.role.tolist(), counts, strict=True)])


@dataclass(frozen=True, slots=True)
class _Layer:
    direction: Doubles
    norm: float
    projections: Doubles
    pc1_cosine: float


def _one_layer(
    store: ReplyStore, which: str, layer: int, groups: NDArray[np.int64], n_roles: int, direction: FloatArray | None
) -> _Layer:
    sums: Doubles | None = None
    for place, values in store.chunks(which, layer):
        member = (groups[place, None] == np.arange(n_roles + 1)).astype(np.float64)
        part = member.T @ values
        sums = part if sums is None else sums + part
    if sums is None:
        raise AxisError("The model gave no replies, so no axis can be made.")
    counts = np.bincount(groups[groups >= 0], minlength=n_roles + 1)
    means = sums / np.maximum(counts, 1)[:, None]
    difference = means[0] - means[1:].mean(axis=0)
    norm = float(np.linalg.norm(difference))
    if direction is None:
        if not np.isfinite(norm) or norm <= 1e-9:
            raise AxisError("The model answers the same with and without a role, so no axis can be made from its replies.")
        unit = difference / norm
    else:
        unit = direction.astype(np.float64)
    projections = np.concatenate([values.astype(np.float64) @ unit for _, values in store.chunks(which, layer)])
    return _Layer(unit, norm, projections, calibration.pc1_cosine(means[1:], unit))


def separation(rows: Rows, projections: Doubles, part: str = CHOOSE) -> tuple[list[float], list[float]]:
    """Return the AUC and Cohen's d per layer of default against role replies in one part of the plan."""
    default, role = (projections[rows.select(part, default=default)] for default in (True, False))
    if not len(default) or not len(role):
        raise AxisError("The model plays none of the held-out roles, so its axis cannot be checked.")
    columns = list(zip(default.T, role.T, strict=True))
    return [calibration.auc(*pair) for pair in columns], [calibration.cohens_d(*pair) for pair in columns]
