"""Which of the models on offer suit this computer: two or three, from the most able that is still quick to a small one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.models.catalogue import Catalogue, Entry, File
from app.models.memory import Fit, Machine, fit
from app.settings.fields import Settings

MOST: Final = 3
QUICK_BYTES: Final = 6_500_000_000
"""A processor has to read every active weight once for each token; more bytes than this make replies slower than one reads."""
LARGEST_BYTES: Final = 10_000_000_000
"""More than this is nobody's first download, however quick the model would be."""
_SMALLER: Final = 0.65
"""A second suggestion is at most this much of the one before, or it would be no choice."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model on offer that fits, with the file to take and where the verdict comes from."""

    entry: Entry
    file: File
    fit: Fit


def suggestions(catalogue: Catalogue, settings: Settings, computer: Machine, freed: int = 0) -> list[Suggestion]:
    """Return up to three models that fit and are quick enough, the most able first; where none is, the least demanding one.

    freed: bytes that unloading the current model gives back. Empty where not even the smallest can be held in memory.
    """
    judged = [Suggestion(each, each.usual_file, _fit(each, settings, computer, freed)) for each in catalogue.entries]
    good = [each for each in judged if each.fit.verdict == "fits" and _suits(each)]
    good.sort(key=lambda each: each.entry.parameters, reverse=True)
    chosen: list[Suggestion] = []
    for each in good:
        new_family = each.entry.family not in {one.entry.family for one in chosen}
        smaller = not chosen or each.fit.need.weights <= _SMALLER * chosen[-1].fit.need.weights
        if new_family and smaller and len(chosen) < MOST:
            chosen.append(each)
    if chosen:
        return chosen
    possible = [each for each in judged if each.fit.verdict != "too_large"]
    return sorted(possible, key=lambda each: each.fit.need.total)[:1]


def _fit(entry: Entry, settings: Settings, computer: Machine, freed: int) -> Fit:
    return fit(entry.model_shape(entry.usual_file), settings, computer, freed)


def _suits(suggestion: Suggestion) -> bool:
    weights = suggestion.fit.need.weights
    return weights <= LARGEST_BYTES and weights * suggestion.entry.active_share <= QUICK_BYTES
