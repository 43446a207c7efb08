"""Texts as a search compares them: without the difference between upper and lower case, and without accents."""

from __future__ import annotations

import unicodedata
from typing import Final

_UNSPACED: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_FIRST_UNSPACED: Final = 0x0E00


def unspaced(char: str) -> bool:
    """Whether a character belongs to a script that puts no spaces between words."""
    return ord(char) >= _FIRST_UNSPACED and unicodedata.name(char, "").startswith(_UNSPACED)


def folded(text: object) -> str:
    """Return a text without the difference between upper and lower case and without accents, as the index sees it.

    Letters of scripts without spaces between words stay as they are: there, such marks make other letters.
    """
    if not isinstance(text, str):
        return ""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


class _Folds(dict[int, str]):
    """What every character is folded to, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if not unspaced(char):
            parts = unicodedata.normalize("NFD", char.casefold())
            char = "".join(part for part in parts if ord(part) >= _FIRST_UNSPACED or not unicodedata.combining(part))
        self[code] = char
        return char


_FOLDS: Final = _Folds()
