"""The figures by which an axis is judged: what trying caps gave, and where the default lies among the roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from axes import sweep, trials
from axes.calibration import Doubles
from axes.measurement import Rows
from axes.plan import DEFAULT, LEARN


@dataclass(frozen=True, slots=True)
class Trialled:
    """What trying caps gave: the chosen band, all candidates, and the chosen one and random directions on fresh prompts."""

    band: tuple[int, int]
    candidates: list[sweep.Candidate]
    cap: trials.TrialFigures | None
    random: trials.TrialFigures | None


def default_rank(rows: Rows, projections: Doubles) -> float:
    """Return the share of all roles, held out or not, whose mean lies below that of the default replies to the same questions."""
    below = []
    for learned in (True, False):
        side = rows.used & ((rows.part == LEARN) == learned)
        default = projections[side & (rows.role == DEFAULT)].mean()
        names = dict.fromkeys(rows.role[side & (rows.role != DEFAULT)].tolist())
        below += [bool(projections[side & (rows.role == name)].mean() < default) for name in names]
    return float(np.mean(below))


def trial_figures(tried: Trialled) -> dict[str, Any]:
    """Return the figures of the chosen band, of random directions and of every band that was tried, as an axis keeps them."""
    found: dict[str, Any] = {}
    if tried.cap is not None and tried.random is not None:
        found |= {"cap_effect": tried.cap.effect, "random_effect": tried.random.effect, "engaged": tried.cap.engaged}
        found |= {"cap_effect_error": tried.cap.effect_error if np.isfinite(tried.cap.effect_error) else 1.0}
        found |= {"cap_effect_prompted": tried.cap.prompted, "cap_effect_carried": tried.cap.carried}
        found |= {"perplexity_ratio": tried.cap.perplexity_ratio, "looping": tried.cap.looping}
        found |= {"random_engaged": tried.random.engaged, "random_perplexity_ratio": tried.random.perplexity_ratio}
    if tried.candidates:
        found |= {"bands_first": [each.first for each in tried.candidates], "bands_last": [each.last for each in tried.candidates]}
        for name in ("effect", "prompted", "carried", "perplexity_ratio", "looping", "engaged"):
            found[f"bands_{name}"] = [float(getattr(each.figures, name)) for each in tried.candidates]
    return found
