"""What can go wrong while a file is fetched, in a sentence, and whether trying again may help."""

from __future__ import annotations

import errno
from typing import Final

from app.problems import UserError
from axes.os_reasons import reason as reason_of


class DownloadProblem(UserError):  # noqa: N818 - named as what people read
    """A download cannot go on: what happened, what it means, what to do.

    again: whether the same may work a little later; wait: seconds the other side asked to wait, where it did; status: the
    answer's HTTP status, 0 where there was none.
    """

    def __init__(
        self, what: str, means: str = "", do: str = "", *, again: bool = False, wait: float | None = None, status: int = 0
    ) -> None:
        super().__init__(what, means, do)
        self.again = again
        self.wait = wait
        self.status = status


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The download was asked to stop; what has arrived is kept."""


ENDED: Final = "The download ended without saying why; what has arrived is kept; resume it."
"""What a list of downloads shows where a process has gone without a word."""


def gigabytes(size: int) -> str:
    """Return a size as people read it, in units of a thousand: "4.7 GB", "650 MB"."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{max(1, round(size / 1e6))} MB"


def disk_problem(error: OSError, place: str) -> DownloadProblem:
    """Return the sentence for a disk that does not take what arrives; place: the folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DownloadProblem(
            f"The disk with {place} takes no more", "what has arrived is kept", "make room, then resume the download"
        )
    reason = reason_of(error)
    return DownloadProblem(
        f"The download cannot be written to {place} ({reason})", "what has arrived is kept", "check the folder, then resume"
    )
