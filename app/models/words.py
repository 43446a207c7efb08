"""What the models page says: sizes, facts, whether a model fits. No Qt."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.downloads.wanted import DownloadState
from app.language import number, translate
from app.language.amounts import data_size
from app.models.memory import Fit
from app.sidebar.dates import day_of, today, written
from engine.memory_need import Verdict

TONES: Final[dict[str, str]] = {"fits": "good", "slow": "", "too_large": "warn"}
"""The look of a pill for each verdict."""


def size(count: int) -> str:
    """Return a number of bytes as people read it, in units of a thousand: "4.9 GB", "650 MB"."""
    return data_size(max(count, 0))


def parameters(count: int) -> str:
    """Return how many parameters a model has, in words."""
    if count >= 999_500_000:
        digits = f"{count / 1e9:.1f}" if count < 99.5e9 else f"{count / 1e9:.0f}"
        return translate("Models", "{count} billion parameters").format(count=number(digits))
    if count >= 999_500:
        return translate("Models", "{count} million parameters").format(count=number(f"{count / 1e6:.0f}"))
    return translate("Models", "{count} parameters").format(count=number(f"{count:,}"))


def context(tokens: int) -> str:
    """Return how far a model can look back at most."""
    return translate("Models", "looks back {count} tokens").format(count=number(f"{tokens:,}"))


def licence(name: str) -> str:
    """Return the licence, or that the file states none."""
    return translate("Models", "licence {name}").format(name=name) if name else translate("Models", "licence not stated")


def last_used(when: float | None) -> str:
    """Return when a model was used last; when: seconds since 1970."""
    if when is None:
        return translate("Models", "not used yet")
    try:
        stamp = datetime.fromtimestamp(when).astimezone().isoformat()
    except (ValueError, OverflowError, OSError):
        return translate("Models", "not used yet")
    days = (today() - day_of(stamp)).days
    if days <= 0:
        return translate("Models", "used today")
    if days == 1:
        return translate("Models", "used yesterday")
    return translate("Models", "last used on {day}").format(day=written(stamp))


def axis(state: str) -> tuple[str, str]:
    """Return what to say of a model's axis ("good", "reading" or "none") and the tone that goes with it."""
    if state == "good":
        return translate("Models", "Axis: good, for readings and for holding replies steady"), "steady"
    if state == "reading":
        return translate("Models", "Axis: good for readings only"), "drifting"
    return translate("Models", "Axis: not available for this model, so replies are not read"), "muted"


def verdict(name: Verdict) -> str:
    """Return the words on the pill."""
    words = {
        "fits": translate("Models", "Fits"),
        "slow": translate("Models", "May be slow"),
        "too_large": translate("Models", "Won't fit"),
    }
    return words[name]


def meaning(name: Verdict) -> str:
    """Return what a verdict means."""
    if name == "fits":
        return translate("Models", "There is room for this model beside everything that runs now.")
    if name == "slow":
        return translate(
            "Models", "This model takes nearly all the memory, or more than is free now. It works, but everything may get slow."
        )
    return translate("Models", "This model takes more memory than this computer has. You can still try it.")


def breakdown(fit: Fit) -> list[tuple[str, str]]:
    """Return (name, figure) of everything a verdict is made of."""
    rows = [
        (translate("Models", "Weights of the model"), size(fit.need.weights)),
        (
            translate("Models", "Memory of the conversation, {count} tokens").format(count=number(f"{fit.n_ctx:,}")),
            size(fit.need.kv_cache),
        ),
        (translate("Models", "Working space"), size(fit.need.compute)),
    ]
    if fit.draft:
        rows.append((translate("Models", "Its draft model, which guesses ahead"), size(fit.draft)))
    rows += [
        (translate("Models", "Together"), size(fit.total_need)),
        (translate("Models", "Free on this computer now"), size(fit.free - fit.freed)),
    ]
    if fit.freed >= 1_000_000:
        rows.append((translate("Models", "Freed when the model in use is unloaded"), size(fit.freed)))
    rows.append((translate("Models", "Memory of this computer in all"), size(fit.total)))
    return rows


def in_short(fit: Fit) -> str:
    """Return the need and what is free, in one sentence."""
    told = translate("Models", "Needs about {need}; {free} are free for it, of {total} in all.")
    return told.format(need=size(fit.total_need), free=size(fit.free), total=size(fit.total))


def progress(received: int, total: int | None) -> str:
    """Return how much of a download has arrived."""
    if total is None:
        return translate("Models", "{received} so far").format(received=size(received))
    return translate("Models", "{received} of {total}").format(received=size(received), total=size(total))


def speed(bytes_per_second: float | None) -> str:
    """Return how quickly a download comes in, "" where that is not known."""
    if bytes_per_second is None:
        return ""
    return translate("Models", "{size} per second").format(size=size(round(bytes_per_second)))


def state(name: str) -> str:
    """Return the state of a download that is not running, in words; "" for one that is."""
    words = {
        "queued": translate("Models", "Waits for its turn"),
        "paused": translate("Models", "Paused"),
        "failed": translate("Models", "Stopped"),
        "done": translate("Models", "Complete"),
    }
    return words.get(name, "")


def share(states: list[DownloadState]) -> float:
    """Return how much of a download has arrived, 0..1, over all its files."""
    totals = [each.total for each in states]
    whole = sum(each for each in totals if each is not None)
    if whole <= 0 or any(each is None for each in totals):
        return 0.0
    return min(1.0, sum(each.received for each in states) / whole)
