"""A calibration in plain words: how long it takes, what came of it, and its figures. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.drift.words import figure, percent
from engine.protocol import Calibrated

MEASURING: Final = "measuring…"


@dataclass(frozen=True, slots=True)
class SizeWords:
    """How a size is offered."""

    name: str
    title: str
    text: str


SIZES: Final = (
    SizeWords("quick", "Quick", "About 30 roles with short replies. Enough to see whether this model can be read."),
    SizeWords("standard", "Standard", "About 60 roles and longer replies. Recommended for daily use."),
    SizeWords("thorough", "Thorough", "All roles in every wording. The most exact figures; best while you do something else."),
)

VERDICTS: Final[dict[str, tuple[str, str, str]]] = {
    "good": ("Good", "Readings are on from the next reply, and replies can be held steady.", "steady"),
    "reading only": (
        "Good for readings only",
        "Readings are on from the next reply. Capping stays off for this model.",
        "drifting",
    ),
    "not usable": ("Not usable", "Nothing was changed: this model goes on without readings and without capping.", "away"),
}
"""Per verdict: its name, what it means for the person, and the tone and icon that go with it."""

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


def duration(seconds: float) -> str:
    """Return a length of time as people say it, rounded to what matters."""
    if seconds < 50:
        return "less than a minute"
    if seconds < _HOUR - 30:
        return _count(max(1, round(seconds / _MINUTE)), "minute")
    hours, minutes = divmod(round(seconds / (5 * _MINUTE)) * 5, 60)
    if hours >= 10 or not minutes:
        return _count(round(seconds / _HOUR), "hour")
    return f"{_count(hours, 'hour')} {minutes} minutes"


def about(seconds: float) -> str:
    """Return an estimate of a length of time."""
    words = duration(seconds)
    return words if words.startswith("less") else f"about {words}"


def remaining(seconds: float | None) -> str:
    """Return how long something will still take, "" where that is not known."""
    return "" if seconds is None else f"{about(seconds)} left"


def standing(points: list[tuple[str, float]], *, over: bool = False) -> str:
    """Return in one sentence how far roles and default prompts (role "") have separated, so far or at the end."""
    default = [value for role, value in points if not role]
    roles = [value for role, value in points if role]
    if not default or not roles:
        return "The first replies are on their way."
    middle = sum(default) / len(default)
    below = sum(value < middle for value in roles)
    stand = f"{below} of {len(roles)} roles lie below the model's usual replies."
    far, near = (choose((value, role) for role, value in points if role)[1] for choose in (min, max))
    ends = f" Farthest from them: {far}; nearest: {near}." if far != near else ""
    return f"{'' if over else 'So far '}{stand}{ends}"


def figure_rows(result: Calibrated) -> list[tuple[str, str, str]]:
    """Return (name, value, explanation) of everything that was measured; what is missing is left out."""
    quality = result.quality
    rows = [row for make in (_separation, _cap, _places) for row in make(quality)]
    if result.replies:
        rows.append(("Replies compared", f"{result.replies:,}", "Those of the capping trials not counted."))
    if result.seconds:
        rows.append(("Time", duration(result.seconds), "Of this run; parts done earlier are not counted."))
    return rows


def _separation(quality: Mapping[str, float]) -> list[tuple[str, str, str]]:
    rows = []
    if "auc" in quality:
        error = f" ± {percent(quality['auc_error'])}" if quality.get("auc_error") else ""
        told = f"{percent(quality['auc'])}{error}"
        rows.append(
            ("Told apart, roles held out", told, "Pairs of a usual reply and one in an unseen role put the right way round (AUC).")
        )
    if "text_auc" in quality:
        rows.append(
            ("Told apart by the words alone", percent(quality["text_auc"]), "The same, read without the role's instruction.")
        )
    if "cohens_d" in quality:
        rows.append(("Distance between the two", figure(quality["cohens_d"]), "In standard deviations (Cohen's d)."))
    if "default_rank" in quality:
        rows.append(
            (
                "Roles below the usual replies",
                percent(quality["default_rank"]),
                "Where the model's usual self stands among all roles.",
            )
        )
    if "pc1_cosine" in quality:
        meaning = "Cosine with the direction along which the roles differ most (first principal component)."
        rows.append(("Agreement with the main direction", figure(quality["pc1_cosine"]), meaning))
    return rows


def _cap(quality: Mapping[str, float]) -> list[tuple[str, str, str]]:
    rows = []
    if "cap_effect" in quality:
        error = f" ± {percent(quality['cap_effect_error'])}" if quality.get("cap_effect_error") else ""
        meaning = "Share of the way from replies in a role to usual ones."
        rows.append(("The cap brings back", f"{_share(quality['cap_effect'])}{error}", meaning))
    if "random_effect" in quality:
        rows.append(("Random directions bring back", _share(quality["random_effect"]), "The same strength, for comparison."))
    if "perplexity_ratio" in quality:
        meaning = "How surprising capped replies are to the model itself, against uncapped ones; 1 is no difference (perplexity)."
        rows.append(("Wording under the cap", f"{figure(quality['perplexity_ratio'])} ×", meaning))
    if "engaged" in quality:
        rows.append(
            ("Steps lifted in the trials", percent(quality["engaged"]), "A step is one token in one of the layers that are held.")
        )
    return rows


def _places(quality: Mapping[str, float]) -> list[tuple[str, str, str]]:
    rows = []
    if "monitor_layer" in quality:
        rows.append(("Read at layer", f"{quality['monitor_layer']:.0f}", "Counted from 0."))
    if "band_first" in quality and "band_last" in quality:
        band = f"{quality['band_first']:.0f} to {quality['band_last']:.0f}"
        rows.append(("Held in layers", band, "The cap acts in these layers."))
    if "threshold" in quality:
        rows.append(("Drifted below", figure(quality["threshold"]), "1 is the model's usual self, 0 the average role."))
    if "n_roles" in quality:
        held_out = f" and {quality['n_roles_held_out']:.0f} to check with" if "n_roles_held_out" in quality else ""
        rows.append(("Roles played", f"{quality['n_roles']:.0f}{held_out}", "Roles that this model does not play are left out."))
    return rows


def _share(value: float) -> str:
    return f"{value * 100:.0f}\u00a0%".replace("-", "−")


def _count(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number} {word}s"
