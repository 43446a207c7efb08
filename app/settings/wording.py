"""Settings in words: names and sentences of the table in the language of the window, and values as a person reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.language import number, translate
from app.settings.fields import FieldInfo


def in_words(text: str) -> str:
    """Return a text of the table in the language of the window."""
    return translate("Settings", text) if text else ""


def value_in_words(info: FieldInfo, value: Any) -> str:
    """Return a value as it is shown: the name of a choice, a number with its unit, what an unset one means."""
    for choice in info.choices:
        if choice.value == value:
            return in_words(choice.name)
    if value is None:
        return in_words(info.unset)
    if isinstance(value, bool):
        return translate("Settings", "on") if value else translate("Settings", "off")
    if isinstance(value, float):
        return number_in_words(info, value)
    if info.kind == "model_file":
        return Path(value).name if value else in_words(info.unset)
    if isinstance(value, str):
        return " ".join(value.split()) or translate("Settings", "empty")
    return str(value)


def number_in_words(info: FieldInfo, value: float) -> str:
    """Return a number with the setting's decimals and unit."""
    if info.as_percent:
        return f"{value * 100:.0f}\u00a0%"
    return number(f"{value:.{info.decimals}f}").replace("-", "−") + info.suffix
