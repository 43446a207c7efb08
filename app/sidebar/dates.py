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


def group_of(day: date, now: date) -> str:
    """Return the name of the group a chat last used on this day belongs to."""
    if day >= now:
        return translate("ChatDates", "Today")
    if day == now - timedelta(days=1):
        return translate("ChatDates", "Yesterday")
    if day >= now - timedelta(days=7):
        return translate("ChatDates", "Last 7 days")
    if day >= now - timedelta(days=30):
        return translate("ChatDates", "Last 30 days")
    return QLocale().toString(QDate(day.year, day.month, day.day), "MMMM yyyy")


def written(stamp: str) -> str:
    """Return the day of a time as the person's language writes it, in short."""
    day = day_of(stamp)
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
