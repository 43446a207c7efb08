"""Amounts and moments in words: bytes as people read them, and when something was."""

from __future__ import annotations

import datetime
from typing import Final

from app.language import number, translate

_UNITS: Final = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


def data_size(size: int) -> str:
    """Return a size given in bytes with its unit, in units of a thousand: "4.7 GB", "650 MB", "12 kB", "80 bytes"."""
    for unit, worth in _UNITS:
        if size >= 0.9995 * worth:
            amount = size / worth
            return f"{number(f'{amount:.1f}' if amount < 9.95 and unit != 'kB' else f'{amount:.0f}')}\u00a0{unit}"
    return translate("Amounts", "{count} bytes").format(count=size)


def moment(when: float) -> str:
    """Return a moment given in seconds since 1970 as a date and a time of this computer's clock, "" for one that cannot be."""
    try:
        then = datetime.datetime.fromtimestamp(when)
    except (ValueError, OverflowError, OSError):
        return ""
    if then.date() == datetime.datetime.now().date():
        return translate("Amounts", "today {time}").format(time=f"{then:%H:%M:%S}")
    return f"{then:%Y-%m-%d %H:%M:%S}"
