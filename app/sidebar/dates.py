"""Which group of the list a day belongs to, and how days are written."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from app.language import translate


def today() -> date:
    """Return the day it is here."""
    return datetime.now().astimezone().date()


def day_of(stamp: str) -> date:
    """Return the local day of a time as the store keeps it (ISO 8601); a time nobody can read counts as long ago."""
    try:
        return datetime.fromisoformat(stamp).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return date(1970, 1, 1)


class Groups:
    """The groups as they are on one day; names are looked up once, because lists hold thousands of chats."""

    def __init__(self, now: date) -> None:
        self._recent = [
            (now, translate("ChatDates", "Today")),
            (now - timedelta(days=1), translate("ChatDates", "Yesterday")),
            (now - timedelta(days=7), translate("ChatDates", "Last 7 days")),
            (now - timedelta(days=30), translate("ChatDates", "Last 30 days")),
        ]
        self._months: dict[tuple[int, int], str] = {}

    def name(self, stamp: str) -> str:
        """Return the name of the group a chat last used at this time belongs to."""
        day = day_of(stamp)
        for first, name in self._recent:
            if day >= first:
                return name
        month = (day.year, day.month)
        if month not in self._months:
            self._months[month] = QLocale().toString(QDate(day.year, day.month, 1), "MMMM yyyy")
        return self._months[month]


def written(stamp: str) -> str:
    """Return the day of a time as the person's language writes it, in short."""
    day = day_of(stamp)
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
