"""The languages of the window: how a text is looked up, and which translations are shipped."""

import sys


def translate(context: str, text: str) -> str:
    """Return `text` in the language of the window, or as it is where that language has no words for it.

    For texts outside of `QObject`s, which have `self.tr`. Both arguments have to be literals where this is called, because
    Qt's tool collects them by reading the source. Placeholders are `{name}`, filled with `str.format` after the look-up.
    """
    # Where Qt is not loaded (a terminal command), there is no translation either, and loading Qt would only cost time.
    core = sys.modules.get("PySide6.QtCore")
    return text if core is None else str(core.QCoreApplication.translate(context, text))
