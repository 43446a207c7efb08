"""Colours for code, by Pygments."""

from __future__ import annotations

from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name
from pygments.token import _TokenType
from pygments.util import ClassNotFound
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

MAX_CODE_CHARS = 50_000
LIGHT_STYLE = "friendly"
DARK_STYLE = "github-dark"

_Span = tuple[int, int, _TokenType]


class CodeHighlighter(QSyntaxHighlighter):
    """Colours a document whose language is known; text in an unknown language stays as it is."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._lines: list[list[_Span]] = []
        self._formats: dict[_TokenType, QTextCharFormat] = {}
        self._dark = False

    def colour(self, code: str, language: str, *, dark: bool) -> None:
        """Find the tokens of the code and colour it."""
        self._dark = dark
        self._formats = {}
        self._lines = _spans(code, language)
        self.rehighlight()

    def recolour(self, *, dark: bool) -> None:
        """Use the colours of the other theme."""
        if dark != self._dark:
            self._dark = dark
            self._formats = {}
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt calls it
        """Colour one line; called by Qt."""
        number = self.currentBlock().blockNumber()
        if number < len(self._lines):
            for start, length, kind in self._lines[number]:
                self.setFormat(start, length, self._format(kind))

    def _format(self, kind: _TokenType) -> QTextCharFormat:
        if kind not in self._formats:
            style = get_style_by_name(DARK_STYLE if self._dark else LIGHT_STYLE).style_for_token(kind)
            form = QTextCharFormat()
            if style["color"]:
                form.setForeground(QColor("#" + style["color"]))
            if style["bold"]:
                form.setFontWeight(QFont.Weight.DemiBold)
            form.setFontItalic(bool(style["italic"]))
            self._formats[kind] = form
        return self._formats[kind]


def _spans(code: str, language: str) -> list[list[_Span]]:
    """Return, per line, the places of the tokens in it."""
    if not language or len(code) > MAX_CODE_CHARS:
        return []
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    lines: list[list[_Span]] = [[]]
    column = 0
    for kind, value in lex(code, lexer):
        for index, part in enumerate(value.split("\n")):
            if index:
                lines.append([])
                column = 0
            if part:
                lines[-1].append((column, len(part), kind))
                column += len(part)
    return lines
