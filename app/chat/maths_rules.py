"""Finding formulas in Markdown: $…$ and \\(…\\) within a line, $$…$$ and \\[…\\] on lines of their own."""

from __future__ import annotations

import html
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from app.chat import maths

_CLOSING = {"$$": "$$", "$": "$", "\\(": "\\)", "\\[": "\\]"}
_DISPLAYED = ("$$", "\\[")
MAX_LINES = 60


def add_maths(parser: MarkdownIt) -> None:
    """Teach a parser to find formulas and to show them."""
    parser.inline.ruler.before("escape", "maths", _inline)
    parser.block.ruler.before("fence", "maths_block", _block, {"alt": ["paragraph", "blockquote", "list"]})
    parser.add_render_rule("maths", _render)
    parser.add_render_rule("maths_block", _render_block)


def _inline(state: StateInline, silent: bool) -> bool:
    source, at = state.src, state.pos
    if source[at] not in "$\\":
        return False
    opening = next((each for each in _CLOSING if source.startswith(each, at)), None)
    if opening is None:
        return False
    begin = at + len(opening)
    end = source.find(_CLOSING[opening], begin, begin + maths.MAX_CHARS)
    if end < 0 or not source[begin:end].strip() or (opening == "$" and not _is_formula(source, begin, end)):
        return False
    if not silent:
        token = state.push("maths", "", 0)
        token.content, token.markup = source[begin:end], opening
    state.pos = end + len(opening)
    return True


def _is_formula(source: str, begin: int, end: int) -> bool:
    """Tell a formula from two prices: no space inside the signs, no digit behind them."""
    escaped = source[end - 1] == "\\"
    return not (source[begin].isspace() or source[end - 1].isspace() or source[end + 1 : end + 2].isdigit() or escaped)


def _block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A formula that begins a line; without an end so far it is one too, because its end may still be written."""
    if state.is_code_block(first):
        return False
    begin = state.bMarks[first] + state.tShift[first]
    opening = state.src[begin : begin + 2]
    if opening not in _DISPLAYED:
        return False
    line, parts, closed = first, [state.src[begin + 2 : state.eMarks[first]]], False
    while True:
        if parts[-1].rstrip().endswith(_CLOSING[opening]) and (line > first or len(parts[-1].strip()) >= 2):
            parts[-1], closed = parts[-1].rstrip()[:-2], True
            break
        if _CLOSING[opening] in parts[-1] or opening in parts[-1] or len(parts) > MAX_LINES:
            return False
        line += 1
        if line >= last:
            break
        if state.isEmpty(line):
            return False
        parts.append(state.src[state.bMarks[line] : state.eMarks[line]])
    if not closed and (line < state.lineMax or state.level):
        return False
    if not silent:
        token = state.push("maths_block", "", 0)
        token.content, token.markup, token.block = "\n".join(parts).strip(), opening, True
        token.map = [first, min(line + 1, last)]
        state.line = min(line + 1, last)
    return True


def _render(_self: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    return _shown(tokens[index])


def _render_block(_self: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    return f'<p align="center">{_shown(tokens[index])}</p>\n'


def _shown(token: Token) -> str:
    source = html.escape(f"{token.markup}{token.content}{_CLOSING[token.markup]}").replace("\n", "&#10;")
    return f'<span title="{source}">{maths.to_html(token.content)}</span>'
