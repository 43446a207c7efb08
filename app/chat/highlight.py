"""Colours for code, by Pygments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name
from pygments.token import _TokenType
from pygments.util import ClassNotFound
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

MAX_CODE_CHARS = 50_000
TOKENS_AT_ONCE = 1200
"""So many tokens are coloured in one go, some milliseconds; the rest of long code follows step by step."""
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
        self._tokens: Iterator[tuple[_TokenType, str]] = iter(())
        self._steps = QTimer(self)
        self._steps.setInterval(0)
        self._steps.timeout.connect(self._step)

    def colour(self, code: str, language: str, *, dark: bool) -> None:
        """Find the tokens of the code and colour it, in turns of their own: to draw the text must not wait for its colours."""
        self._dark = dark
        self._formats = {}
        self._lines = [[]]
        self._tokens = _tokens(code, language)
        self._steps.start()

    def _step(self) -> None:
        """Colour the next lines."""
        first = len(self._lines) - 1
        some = list(islice(self._tokens, TOKENS_AT_ONCE))
        _add_spans(self._lines, some)
        block = self.document().findBlockByNumber(first)
        while some and block.isValid() and block.blockNumber() < len(self._lines):
            self.rehighlightBlock(block)
            block = block.next()
        if len(some) == TOKENS_AT_ONCE:
            self._steps.start()
        else:
            self._steps.stop()

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


def _tokens(code: str, language: str) -> Iterator[tuple[_TokenType, str]]:
    """Yield the tokens of code in a language Pygments knows; they are found while they are asked for."""
    if not language or len(code) > MAX_CODE_CHARS:
        return
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return
    yield from lex(code, lexer)


def _add_spans(lines: list[list[_Span]], tokens: list[tuple[_TokenType, str]]) -> None:
    """Add the places of more tokens to the last line and to new ones."""
    column = sum(length for _, length, _ in lines[-1])
    for kind, value in tokens:
        for index, part in enumerate(value.split("\n")):
            if index:
                lines.append([])
                column = 0
            if part:
                lines[-1].append((column, len(part), kind))
                column += len(part)
