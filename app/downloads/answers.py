"""What the hub's answers mean: the facts about a file, where a piece belongs, and refusals in words."""

from __future__ import annotations

import datetime
import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.downloads.problem import DownloadProblem
from app.downloads.wanted import Wanted

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_COMMIT: Final = re.compile(r"[0-9a-f]{7,64}")
_RANGE: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
_LARGEST: Final = 1 << 50


@dataclass(frozen=True, slots=True)
class Facts:
    """What the hub says about a file: sha256 (hexadecimal), size in bytes, and the commit it is in ("" where it does not say)."""

    sha256: str
    size: int
    commit: str


def facts_of(headers: Mapping[str, str]) -> Facts | None:
    """Read the facts from the hub's headers; None where checksum or size are missing or make no sense."""
    sha256 = headers.get("X-Linked-Etag", "").strip().removeprefix("W/").strip('"').lower()
    size = headers.get("X-Linked-Size", "").strip()
    commit = headers.get("X-Repo-Commit", "").strip().lower()
    if not _SHA256.fullmatch(sha256) or not re.fullmatch(r"[0-9]{1,18}", size) or not 0 < int(size) < _LARGEST:
        return None
    return Facts(sha256, int(size), commit if _COMMIT.fullmatch(commit) else "")


def range_of(headers: Mapping[str, str]) -> tuple[int, int, int | None] | None:
    """Read where a piece belongs: its first byte, its last, and the size of the whole (None for "*"); None for no sense."""
    match = _RANGE.fullmatch(headers.get("Content-Range", "").strip())
    if match is None:
        return None
    return int(match[1]), int(match[2]), None if match[3] == "*" else int(match[3])


def length_of(headers: Mapping[str, str]) -> int | None:
    """Read how long a body is said to be, in bytes; None where it is not said."""
    text = headers.get("Content-Length", "").strip()
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def strong_etag(headers: Mapping[str, str]) -> str:
    """Read by which name the store knows the exact bytes it sends; "" where it has none that holds for every byte."""
    etag = headers.get("ETag", "").strip()
    return etag if re.fullmatch(r'"[\x21\x23-\x7e]{1,200}"', etag) else ""


def asked_wait(headers: Mapping[str, str], now: datetime.datetime | None = None) -> float | None:
    """Read how many seconds the other side wants us to wait (Retry-After, in seconds or as a date); None where it does not say."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        then = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=datetime.UTC)
    return max(0.0, (then - (now or datetime.datetime.now(datetime.UTC))).total_seconds())


def refusal(
    status: int, headers: Mapping[str, str], wanted: Wanted, page: str, *, home: bool, token: bool, longest_wait: float
) -> DownloadProblem:
    """Return what a status that is no success means for people.

    page: the repository's page; home: whether the hub itself answered, or one of its stores; token: whether it was shown a token;
    longest_wait: seconds that Keel is ready to wait by itself.
    """
    wait = asked_wait(headers)
    if status == 429:
        if wait is not None and wait > longest_wait:
            minutes = round(wait / 60)
            return DownloadProblem(
                f"The hub wants Keel to wait {minutes} minutes", "what has arrived is kept", "resume then", status=status
            )
        return DownloadProblem(
            "The hub is asked too often at the moment",
            "what has arrived is kept",
            "resume later",
            again=True,
            wait=wait,
            status=status,
        )
    if status >= 500 or status == 408:
        return DownloadProblem(
            f"The hub has trouble at the moment (it answered {status})",
            "what has arrived is kept",
            "resume later",
            again=True,
            wait=None if wait is None else min(wait, longest_wait),
            status=status,
        )
    if not home:
        # Addresses in the stores are good for a short time; the hub gives a new one.
        return DownloadProblem(
            f"The hub's store does not give the file out (it answered {status})",
            "what has arrived is kept",
            "resume later",
            again=True,
            status=status,
        )
    return _refused_by_hub(status, wanted, page, token)


def _refused_by_hub(status: int, wanted: Wanted, page: str, token: bool) -> DownloadProblem:
    if status in (401, 403):
        if token:
            return DownloadProblem(
                "The hub does not give this file out with the access token that Keel has",
                "nothing was downloaded",
                f"accept the terms on {page} in a browser, or give Keel another token",
                status=status,
            )
        return DownloadProblem(
            "The hub gives this file only to people it knows, or there is no such repository",
            "nothing was downloaded",
            f"accept the terms on {page} in a browser and give Keel an access token, or choose another model",
            status=status,
        )
    if status == 404:
        return DownloadProblem(
            f"The hub has no file {wanted.file} in {wanted.repository}",
            "it may have been renamed or taken away",
            "choose another file",
            status=status,
        )
    return DownloadProblem(f"The hub refused (it answered {status})", "nothing was downloaded", "try again later", status=status)
