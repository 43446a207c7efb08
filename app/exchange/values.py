"""Values out of foreign JSON: nothing here trusts a type, a size, a depth or a number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

MOST_TITLE_CHARS = 240
MOST_TEXT_CHARS = 20_000_000
MOST_KEPT_VALUES = 20_000
MOST_KEPT_DEPTH = 12
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_LARGEST = 2**63 - 1


def text_of(value: Any) -> str:
    """Return the value where it is text of a bearable length, else ""."""
    return value if isinstance(value, str) and len(value) <= MOST_TEXT_CHARS else ""


def title_in(value: Any) -> str:
    """Return the value as the title of a chat: one line, cut to the length titles may have."""
    return " ".join(value[: 4 * MOST_TITLE_CHARS].split())[:MOST_TITLE_CHARS] if isinstance(value, str) else ""


def mapping_of(value: Any) -> dict[str, Any]:
    """Return the value where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """Return the value where it is a JSON list, else an empty one."""
    return value if isinstance(value, list) else []


def whole(value: Any, low: int, high: int = _LARGEST) -> int | None:
    """Return the value where it is a whole number within these limits, else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high else None


def number(value: Any) -> float | None:
    """Return the value where it is a finite number, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def moment(value: Any) -> str | None:
    """Return a point in time as the store keeps it (ISO 8601, UTC), None where the value is none.

    Numbers are seconds since 1970, or thousandths, millionths or billionths of them where they are that large; text is ISO 8601.
    """
    try:
        if isinstance(value, str):
            at = datetime.fromisoformat(value[:40])
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        else:
            seconds = number(value)
            if seconds is None:
                return None
            while seconds > 1e11:
                seconds /= 1000
            at = datetime.fromtimestamp(seconds, UTC)
        return at.isoformat(timespec="milliseconds") if _FIRST <= at < _LAST else None
    except (ValueError, OverflowError, OSError):
        return None


def kept_moment(value: Any) -> str | None:
    """Return a time that the store itself has written, unchanged; None where the value is no such time."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
        return value if at is not None and at.tzinfo is not None and _FIRST <= at < _LAST else None
    except (ValueError, OverflowError):
        return None


def kept_mapping(value: Any) -> dict[str, Any] | None:
    """Return a JSON object that is to be kept as it is, None where it is none or too large, too deep or no plain JSON."""
    if not isinstance(value, dict):
        return None
    left, level = MOST_KEPT_VALUES, [value]
    for _ in range(MOST_KEPT_DEPTH):
        below: list[Any] = []
        for each in level:
            if isinstance(each, float) and not math.isfinite(each):
                return None
            if isinstance(each, int) and not -_LARGEST <= each <= _LARGEST:
                return None
            if isinstance(each, dict | list):
                below.extend(each.values() if isinstance(each, dict) else each)
        left -= len(below)
        if left < 0:
            return None
        if not below:
            return value
        level = below
    return None


def scalars(value: Mapping[str, Any]) -> bool:
    """Whether an object holds nothing but text, numbers, yes and no, and nothing."""
    return all(each is None or isinstance(each, str | int | float) for each in value.values())
