"""The languages of the window: how a text is looked up, and how numbers are written in it."""

import sys

__all__ = ["QT_TRANSLATE_NOOP", "code", "number", "translate"]


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name that Qt's tool looks for
    """Mark a text for translation where it is written; it is translated where it is shown, with `translate`."""
    return text


def translate(context: str, text: str) -> str:
    """Return `text` in the language of the window, or as it is where that language has no words for it.

    For texts outside of `QObject`s, which have `self.tr`. Both arguments have to be literals, here or in a QT_TRANSLATE_NOOP,
    because Qt's tool collects them by reading the source. Placeholders are `{name}`, filled with `str.format` after the look-up.
    """
    # Where Qt is not loaded (a terminal command), there is no translation either, and loading Qt would only cost time.
    core = sys.modules.get("PySide6.QtCore")
    return text if core is None or not text else str(core.QCoreApplication.translate(context, text))


def code() -> str:
    """Return the code of the language that `translate` speaks."""
    #: The code of the language of this translation, such as de
    return translate("Language", "en")


def number(written: str) -> str:
    """Return a number written as Python writes it ("1,234.5") the way the language of the window writes it."""
    #: The decimal point
    point = translate("Numbers", ".")
    #: What stands between the thousands
    group = translate("Numbers", ",")
    return "".join({".": point, ",": group}.get(char, char) for char in written)
