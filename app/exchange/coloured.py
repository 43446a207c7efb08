"""Colours for the code of a page, by Pygments: marked spans, and one set of rules for a light and one for a dark page."""

from __future__ import annotations

import contextlib
import functools
import html
import re
from typing import Final

from pygments import format
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

LIGHT_STYLE: Final = "xcode"
DARK_STYLE: Final = "github-dark"
"""Every colour of these has at least 4.5 : 1 on the ground that code has in a page."""
MOST_CHARACTERS: Final = 50_000
"""Longer code stays without colours, as in the window."""

_ERRORS: Final = ("err", "gr")
"""Code in a chat is often a part of something, which is no error to be marked."""


def rules() -> str:
    """Return the rules that colour the code of a page, for whichever scheme the reader's system asks for."""
    return "".join(
        f"@media (prefers-color-scheme: {scheme}) {{\n{_rules(style)}\n}}\n"
        for scheme, style in (("light", LIGHT_STYLE), ("dark", DARK_STYLE))
    )


def coloured(code: str, language: str) -> str:
    """Return code as HTML, its parts in spans with a class where the language is known, else as plain text."""
    if language and len(code) <= MOST_CHARACTERS:
        with contextlib.suppress(ClassNotFound):
            tokens = list(get_lexer_by_name(language, stripnl=False).get_tokens(code))
            whole = "".join(value for _, value in tokens)
            if whole.removesuffix("\n") == code.removesuffix("\n"):  # what a lexer leaves out must not be missing on the page
                shown = str(format(tokens, _formatter(LIGHT_STYLE)))
                return shown if code.endswith("\n") else shown.removesuffix("\n")
    return html.escape(code, quote=False)


@functools.cache
def _formatter(style: str) -> HtmlFormatter[str]:
    return HtmlFormatter(style=style, nowrap=True)


def _rules(style: str) -> str:
    lines = _formatter(style).get_token_style_defs("pre")
    kept = [line for line in lines if not line.startswith(tuple(f"pre .{name} " for name in _ERRORS))]
    return "\n".join(re.sub(r" /\*.*?\*/", "", line) for line in kept)
