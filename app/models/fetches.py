"""Downloads as people see them: the parts of a split model are one download."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.downloads.wanted import DownloadState, Wanted, parts_of
from app.models.catalogue import Entry, File

_ORDER = ("running", "failed", "queued", "paused", "done")


@dataclass(frozen=True, slots=True)
class Fetch:
    """All files of one model under way; key: that of the first."""

    key: str
    title: str
    states: tuple[DownloadState, ...]

    @property
    def keys(self) -> list[str]:
        """The keys of its files."""
        return [each.key for each in self.states]

    @property
    def state(self) -> str:
        """The state that stands for all: "running" as long as one runs, "done" when all are."""
        found = {each.state for each in self.states}
        return next(name for name in _ORDER if name in found)

    @property
    def received(self) -> int:
        """Bytes that have arrived."""
        return sum(each.received for each in self.states)

    @property
    def total(self) -> int | None:
        """Bytes in all, None where not known of every file."""
        totals = [each.total for each in self.states]
        return None if any(each is None for each in totals) else sum(each for each in totals if each is not None)

    @property
    def bytes_per_second(self) -> float | None:
        """How quickly it comes in, None where nothing is known."""
        known = [each.bytes_per_second for each in self.states if each.bytes_per_second is not None]
        return sum(known) if known else None

    @property
    def seconds_left(self) -> float | None:
        """How long it still takes, None where there is nothing to reckon from."""
        speed, total = self.bytes_per_second, self.total
        return max(0, total - self.received) / speed if speed and total is not None else None

    @property
    def sentence(self) -> str:
        """What there is to say, of the file that has something to say."""
        return next((each.sentence for each in self.states if each.sentence), "")

    @property
    def path(self) -> Path:
        """Where the model's first file is or will be."""
        return self.states[0].path


def wanted_of(entry: Entry, file: File) -> list[Wanted]:
    """Return the downloads for a file on offer, one for each part of a split one; raises DownloadProblem for strange names."""
    parts = parts_of(file.file)
    share = file.size // len(parts) if file.size is not None else None
    title = f"{entry.name} · {file.quantization}"
    return [Wanted(file.repository, part, "", share, title) for part in parts]


def fetches(states: Iterable[DownloadState]) -> list[Fetch]:
    """Gather downloads into models, in the order in which the first file of each was added."""
    groups: dict[tuple[str, str, str], list[DownloadState]] = {}
    for each in states:
        wanted = each.wanted
        groups.setdefault((wanted.repository, parts_of(wanted.file)[0], wanted.folder), []).append(each)
    for group in groups.values():
        group.sort(key=lambda each: each.wanted.file)
    return [Fetch(group[0].key, group[0].wanted.shown, tuple(group)) for group in groups.values()]
