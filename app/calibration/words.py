"""A calibration in plain words: how long it takes, what came of it, and its figures. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.drift.words import figure, percent
from app.language import QT_TRANSLATE_NOOP, number, translate
from engine.protocol import Calibrated


@dataclass(frozen=True, slots=True)
class SizeWords:
    """How a size is offered, in the language of the window."""

    name: str
    title: str
    text: str


def sizes() -> tuple[SizeWords, ...]:
    """Return the sizes that can be chosen, in words."""
    quick = translate("Calibration", "About 30 roles with short replies. Enough to see whether this model can be read.")
    standard = translate("Calibration", "About 60 roles and longer replies. Recommended for daily use.")
    thorough = translate("Calibration", "All roles in every wording. The most exact figures; best while you do something else.")
    return tuple(
        SizeWords(name, size_name(name), text) for name, text in (("quick", quick), ("standard", standard), ("thorough", thorough))
    )


def size_name(name: str) -> str:
    """Return the name of a size as it stands on its card; an unknown one stays as it is."""
    names = {
        "quick": translate("Calibration", "Quick"),
        "standard": translate("Calibration", "Standard"),
        "thorough": translate("Calibration", "Thorough"),
    }
    return names.get(name, name)


def measuring() -> str:
    """Return what stands in place of a time that is being measured."""
    return translate("Calibration", "measuring…")


_VERDICTS: Final[dict[str, tuple[str, str, str]]] = {
    "good": (
        QT_TRANSLATE_NOOP("Calibration", "Good"),
        QT_TRANSLATE_NOOP("Calibration", "Readings are on from the next reply, and replies can be held steady."),
        "steady",
    ),
    "reading only": (
        QT_TRANSLATE_NOOP("Calibration", "Good for readings only"),
        QT_TRANSLATE_NOOP("Calibration", "Readings are on from the next reply. Capping stays off for this model."),
        "drifting",
    ),
    "not usable": (
        QT_TRANSLATE_NOOP("Calibration", "Not usable"),
        QT_TRANSLATE_NOOP("Calibration", "Nothing was changed: this model goes on without readings and without capping."),
        "away",
    ),
}


def verdict(name: str) -> tuple[str, str, str]:
    """Return a verdict's name, what it means for the person, and the tone and icon that go with it."""
    title, meaning, tone = _VERDICTS.get(name, _VERDICTS["not usable"])
    return translate("Calibration", title), translate("Calibration", meaning), tone


_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


def duration(seconds: float) -> str:
    """Return a length of time as people say it, rounded to what matters."""
    if seconds < 50:
        return translate("Calibration", "less than a minute")
    if seconds < _HOUR - 30:
        return _minutes(max(1, round(seconds / _MINUTE)))
    hours, minutes = divmod(round(seconds / (5 * _MINUTE)) * 5, 60)
    if hours >= 10 or not minutes:
        return _hours(round(seconds / _HOUR))
    return f"{_hours(hours)} {_minutes(minutes)}"


def _minutes(count: int) -> str:
    if count == 1:
        return translate("Calibration", "1 minute")
    return translate("Calibration", "{count} minutes").format(count=count)


def _hours(count: int) -> str:
    if count == 1:
        return translate("Calibration", "1 hour")
    return translate("Calibration", "{count} hours").format(count=count)


def about(seconds: float) -> str:
    """Return an estimate of a length of time."""
    if seconds < 50:
        return duration(seconds)
    return translate("Calibration", "about {time}").format(time=duration(seconds))


def remaining(seconds: float | None) -> str:
    """Return how long something will still take, "" where that is not known."""
    return "" if seconds is None else translate("Calibration", "{time} left").format(time=about(seconds))


def standing(points: list[tuple[str, float]], *, over: bool = False) -> str:
    """Return in one sentence how far roles and default prompts (role "") have separated, so far or at the end."""
    default = [value for role, value in points if not role]
    roles = [value for role, value in points if role]
    if not default or not roles:
        return translate("Calibration", "The first replies are on their way.")
    middle = sum(default) / len(default)
    below = sum(value < middle for value in roles)
    if over:
        stand = translate("Calibration", "{below} of {roles} roles lie below the model's usual replies.")
    else:
        stand = translate("Calibration", "So far {below} of {roles} roles lie below the model's usual replies.")
    told = stand.format(below=below, roles=len(roles))
    far, near = (choose((value, role) for role, value in points if role)[1] for choose in (min, max))
    if far == near:
        return told
    ends = translate("Calibration", "Farthest from them: {far}; nearest: {near}.").format(
        far=role_words(far), near=role_words(near)
    )
    return f"{told} {ends}"


def role_words(role: str) -> str:
    """Return the name of a role in the language of the window; one that is not of Keel's own set stays as a person wrote it."""
    return translate("Roles", role)


def figure_rows(result: Calibrated) -> list[tuple[str, str, str]]:
    """Return (name, value, explanation) of everything that was measured; what is missing is left out."""
    quality = result.quality
    rows = [row for make in (_separation, _cap, _places) for row in make(quality)]
    if result.replies:
        meaning = translate("Calibration", "Those of the capping trials not counted.")
        rows.append((translate("Calibration", "Replies compared"), number(f"{result.replies:,}"), meaning))
    if result.seconds:
        meaning = translate("Calibration", "Of this run; parts done earlier are not counted.")
        rows.append((translate("Calibration", "Time"), duration(result.seconds), meaning))
    return rows


def _separation(quality: Mapping[str, float]) -> list[tuple[str, str, str]]:
    rows = []
    if "auc" in quality:
        error = f" ± {percent(quality['auc_error'])}" if quality.get("auc_error") else ""
        told = f"{percent(quality['auc'])}{error}"
        meaning = translate("Calibration", "Pairs of a usual reply and one in an unseen role put the right way round (AUC).")
        rows.append((translate("Calibration", "Told apart, roles held out"), told, meaning))
    if "text_auc" in quality:
        meaning = translate("Calibration", "The same, read without the role's instruction.")
        rows.append((translate("Calibration", "Told apart by the words alone"), percent(quality["text_auc"]), meaning))
    if "cohens_d" in quality:
        meaning = translate("Calibration", "In standard deviations (Cohen's d).")
        rows.append((translate("Calibration", "Distance between the two"), figure(quality["cohens_d"]), meaning))
    if "default_rank" in quality:
        meaning = translate("Calibration", "Where the model's usual self stands among all roles.")
        rows.append((translate("Calibration", "Roles below the usual replies"), percent(quality["default_rank"]), meaning))
    if "pc1_cosine" in quality:
        meaning = translate(
            "Calibration", "Cosine with the direction along which the roles differ most (first principal component)."
        )
        rows.append((translate("Calibration", "Agreement with the main direction"), figure(quality["pc1_cosine"]), meaning))
    return rows


def _cap(quality: Mapping[str, float]) -> list[tuple[str, str, str]]:
    rows = []
    if "cap_effect" in quality:
        error = f" ± {percent(quality['cap_effect_error'])}" if quality.get("cap_effect_error") else ""
        meaning = translate("Calibration", "Share of the way from replies in a role to usual ones.")
        rows.append((translate("Calibration", "The cap brings back"), f"{_share(quality['cap_effect'])}{error}", meaning))
    if "random_effect" in quality:
        meaning = translate("Calibration", "The same strength, for comparison.")
        rows.append((translate("Calibration", "Random directions bring back"), _share(quality["random_effect"]), meaning))
    if "perplexity_ratio" in quality:
        meaning = translate(
            "Calibration",
            "How surprising capped replies are to the model itself, against uncapped ones; 1 is no difference (perplexity).",
        )
        name = translate("Calibration", "Wording under the cap")
        rows.append((name, f"{figure(quality['perplexity_ratio'])} ×", meaning))
    if "engaged" in quality:
        meaning = translate("Calibration", "A step is one token in one of the layers that are held.")
        rows.append((translate("Calibration", "Steps lifted in the trials"), percent(quality["engaged"]), meaning))
    return rows


def _places(quality: Mapping[str, float]) -> list[tuple[str, str, str]]:
    rows = []
    if "monitor_layer" in quality:
        meaning = translate("Calibration", "Counted from 0.")
        rows.append((translate("Calibration", "Read at layer"), f"{quality['monitor_layer']:.0f}", meaning))
    if "band_first" in quality and "band_last" in quality:
        band = translate("Calibration", "{first} to {last}").format(
            first=f"{quality['band_first']:.0f}", last=f"{quality['band_last']:.0f}"
        )
        rows.append((translate("Calibration", "Held in layers"), band, translate("Calibration", "The cap acts in these layers.")))
    if "threshold" in quality:
        meaning = translate("Calibration", "1 is the model's usual self, 0 the average role.")
        rows.append((translate("Calibration", "Drifted below"), figure(quality["threshold"]), meaning))
    if "n_roles" in quality:
        rows.append(
            (
                translate("Calibration", "Roles played"),
                _roles(quality),
                translate("Calibration", "Roles that this model does not play are left out."),
            )
        )
    return rows


def _roles(quality: Mapping[str, float]) -> str:
    roles = f"{quality['n_roles']:.0f}"
    if "n_roles_held_out" not in quality:
        return roles
    held_out = f"{quality['n_roles_held_out']:.0f}"
    return translate("Calibration", "{roles} and {held_out} to check with").format(roles=roles, held_out=held_out)


def _share(value: float) -> str:
    return f"{value * 100:.0f}\u00a0%".replace("-", "−")
