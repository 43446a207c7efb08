"""What an axis is worth, in plain words: good, reading only or not usable, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GOOD, READING_ONLY, NOT_USABLE = "good", "reading only", "not usable"

GOOD_AUC, USABLE_AUC = 0.9, 0.75
USABLE_TEXT_AUC: Final = 0.65
GOOD_RANK, USABLE_RANK = 0.75, 0.6
MIN_EFFECT: Final = 0.2
MIN_ADVANTAGE: Final = 0.15
MAX_PERPLEXITY_RATIO: Final = 1.3
MAX_LOOPING: Final = 0.2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on.

    auc, auc_error: default against role replies, held out, at the monitor layer, and its standard error. text_auc, text_error: the
    same where every reply is read without the prompt it was given under, as in a chat. default_rank: share of the roles that lie
    below the default. cap_effect: share of the way from the roles back to the default that the cap brings the replies;
    random_effect: the same for random directions; None where no cap was tried. perplexity_ratio: of capped to uncapped replies
    under the uncapped model. looping: share of capped replies that repeat themselves, less that of uncapped ones.
    """

    auc: float
    auc_error: float
    text_auc: float
    text_error: float
    default_rank: float
    cap_effect: float | None
    random_effect: float | None
    perplexity_ratio: float
    looping: float


def judge(found: Evidence) -> tuple[str, str]:
    """Return the verdict and the sentence that says why.

    An AUC must pass its limit less its standard error (two of them where the limit is that of being usable at all), so that a few
    lucky replies do not make an axis.
    """
    if reason := _unusable(found):
        return NOT_USABLE, reason
    if reason := _only_read(found):
        return READING_ONLY, reason
    tried = "" if found.cap_effect is None else f" The cap brings {found.cap_effect:.0%} of the difference back."
    return GOOD, (
        f"The axis tells this model's usual replies from replies in a role in {found.auc:.0%} of the pairs held out.{tried}"
    )


def _unusable(found: Evidence) -> str:
    if found.default_rank < USABLE_RANK:
        return (
            "The model's usual replies do not stand at one end of the roles"
            f" (only {found.default_rank:.0%} of the roles lie below them), so readings would mean nothing."
        )
    only_prompted = found.text_auc - 2 * found.text_error < USABLE_TEXT_AUC
    if found.auc - 2 * found.auc_error < USABLE_AUC and not (only_prompted and found.auc >= USABLE_AUC):
        return (
            "The model's usual replies and its replies in a role are too much alike inside it"
            f" (told apart in {found.auc:.0%} of the pairs, chance is 50%), so readings would mean nothing."
        )
    if only_prompted:
        return (
            "The difference lies in the instruction and not in what the model says: without it, its replies are told apart in"
            f" {found.text_auc:.0%} of the pairs (chance is 50%), so a chat could not be read."
        )
    return ""


def _only_read(found: Evidence) -> str:
    if found.auc - found.auc_error < GOOD_AUC or found.default_rank < GOOD_RANK:
        return (
            "The axis separates well enough to show readings, not well enough to cap with"
            f" (told apart in {found.auc:.0%} of the pairs, {found.default_rank:.0%} of the roles lie below the usual replies)."
        )
    if found.cap_effect is None or found.random_effect is None:
        return ""
    if found.cap_effect < MIN_EFFECT:
        return (
            "Readings are sound, but the cap does next to nothing on this model:"
            f" it brings {max(0.0, found.cap_effect):.0%} of the difference back."
        )
    if found.cap_effect - found.random_effect < MIN_ADVANTAGE:
        return (
            "Readings are sound, but the cap does little more than one along random directions would"
            f" ({found.cap_effect:.0%} of the difference against {max(0.0, found.random_effect):.0%})."
        )
    if found.perplexity_ratio > MAX_PERPLEXITY_RATIO or found.looping > MAX_LOOPING:
        return (
            f"Readings are sound, but the cap hurts this model's wording: capped replies are {found.perplexity_ratio:.2f} times as"
            f" surprising to the model itself, and {max(0.0, found.looping):.0%} more of them repeat themselves."
        )
    return ""
