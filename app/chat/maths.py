"""Formulas in the common part of LaTeX as text one can read: signs, raised and lowered parts, fractions on one line.

What is not known stays as it was written, so that nothing is lost; the source of every formula is kept for copying.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

from app.chat.latex_symbols import ACCENTS, DOUBLE_STRUCK, FRAKTUR, FUNCTIONS, SCRIPT, SPACED, SPACES, SYMBOLS, words

MAX_CHARS = 4000
MAX_DEPTH = 48
_STROKE = "\u0338"
_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\[\s\S]|\s+|[\s\S]")
_BRACES = re.compile(r"(?<!\\)[{}]")
_TAG = re.compile(r"<[^>]*>")
_SIMPLE = re.compile(r"[\w.′∞\u0300-\u036f\u20d7]+|\([^()]*\)")
_ONE = re.compile(r"[\d.]+|[^\W\d][′\u0300-\u036f\u20d7]*|\([^()]*\)")
_BINARY = {"+": " + ", "-": " − ", "=": " = ", "<": " &lt; ", ">": " &gt; ", "*": "∗", "'": "′", "~": "\u00a0"}
_SIGN = re.compile(r"(^|[(\[;,\u2003] ?|(?:=|≤|≥|≠|≈|&lt;|&gt;) ) ?([+−]) ")
_IGNORED = words("""
    displaystyle textstyle scriptstyle limits nolimits left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle nonumber
    notag mathstrut hline centering
""")
_UPRIGHT = words("text textrm textit textsf texttt mathrm mathsf mathtt operatorname operatorname* mbox hbox textnormal")
_BOLD = words("mathbf boldsymbol bm textbf pmb")
_BIG = words("sum prod coprod int iint iiint oint bigcup bigcap bigoplus bigotimes bigvee bigwedge")
_BRACKETS = {"pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||", "Vmatrix": "‖‖", "cases": "{ ", "matrix": "  "}


class _TooDeepError(ValueError):
    """The formula is nested deeper than anyone writes by hand."""


def to_html(source: str) -> str:
    """Return a formula (without its dollar signs or brackets) as HTML of text, <i>, <b>, <sup> and <sub>."""
    braces = _BRACES.findall(source)
    if len(source) > MAX_CHARS or braces.count("{") != braces.count("}"):
        return html.escape(source)
    try:
        return _Reader(source).read().strip()
    except _TooDeepError:
        return html.escape(source)


class _Reader:
    """Goes through the source once, from left to right."""

    def __init__(self, source: str) -> None:
        self._tokens: list[str] = _TOKEN.findall(source)
        self._at = 0
        self._depth = 0

    def read(self, *ends: str) -> str:
        """Read up to one of these tokens, which is taken too, or to the end."""
        self._deeper()
        parts: list[str] = []
        while self._at < len(self._tokens):
            token = self._next()
            if token in ends:
                break
            parts.append(self._one(token))
        self._depth -= 1
        return _SIGN.sub(r"\1\2", "".join(parts))

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _TooDeepError

    def _next(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _one(self, token: str) -> str:
        if token == "{":
            return self.read("}")
        if token in ("^", "_"):
            return self._script_part(token)
        if token.startswith("\\") and len(token) > 1:
            return self._command(token[1:])
        if token.isspace():
            return ""
        if token in _BINARY:
            return _BINARY[token]
        if token == "&":
            return "\u2003"
        if token == ",":
            return ", "
        return f"<i>{token}</i>" if token.isalpha() and token.isascii() else html.escape(token)

    def _script_part(self, sign: str) -> str:
        tag = "sup" if sign == "^" else "sub"
        return f"<{tag}>{self._argument().replace(' ', '')}</{tag}>"

    def _scripts(self) -> str:
        """Read the raised and lowered parts that follow directly."""
        parts = []
        while self._at < len(self._tokens) and self._tokens[self._at] in ("^", "_"):
            parts.append(self._script_part(self._next()))
        return "".join(parts)

    def _argument(self) -> str:
        """Read what a command works on: a group, a command or one sign."""
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        self._deeper()
        read = self._one(self._next()) if self._at < len(self._tokens) else ""
        self._depth -= 1
        return read

    def _raw_argument(self) -> str:
        """Read a group as it is written."""
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens) or self._tokens[self._at] != "{":
            return self._next() if self._at < len(self._tokens) else ""
        depth, parts = 0, []
        while self._at < len(self._tokens):
            token = self._next()
            depth += {"{": 1, "}": -1}.get(token, 0)
            if not depth:
                break
            parts.append(token)
        return "".join(parts[1:])

    def _command(self, name: str) -> str:
        if name in FUNCTIONS or name in _BIG:
            return SYMBOLS.get(name, name) + self._scripts() + "\u2009"
        simple = _plain_command(name)
        if simple is not None:
            return simple
        if name in _UPRIGHT:
            return html.escape(self._raw_argument().replace("\\", ""))
        if name in ACCENTS:
            return _with_accent(self._argument(), ACCENTS[name])
        made = self._COMMANDS.get(name)
        if made is not None:
            return made(self)
        if name in _BOLD:
            return f"<b>{self._argument()}</b>"
        return html.escape("\\" + name)

    def _fraction(self) -> str:
        above, below = self._argument(), self._argument()
        return f"{_closed(above)}/{_closed(below, _ONE)}"

    def _binomial(self) -> str:
        above, below = self._argument(), self._argument()
        return f"C({above}, {below})"

    def _root(self) -> str:
        degree = ""
        if self._at < len(self._tokens) and self._tokens[self._at] == "[":
            self._at += 1
            degree = f"<sup>{self.read(']')}</sup>"
        return f"{degree}√{_closed(self._argument(), _ONE)}"

    def _double_struck(self) -> str:
        return "".join(DOUBLE_STRUCK.get(sign, f"<b>{html.escape(sign)}</b>") for sign in self._raw_argument())

    def _script(self) -> str:
        return "".join(SCRIPT.get(sign, f"<i>{html.escape(sign)}</i>") for sign in self._raw_argument())

    def _fraktur(self) -> str:
        return "".join(FRAKTUR.get(sign, html.escape(sign)) for sign in self._raw_argument())

    def _negated(self) -> str:
        return f" {unicodedata.normalize('NFC', self._argument().strip() + _STROKE)} "

    def _boxed(self) -> str:
        return f"[{self._argument()}]"

    def _last_of_two(self) -> str:
        self._raw_argument()
        return self._argument()

    def _over(self) -> str:
        above, base = self._argument(), self._argument()
        return f"{base}<sup>{above}</sup>"

    def _under(self) -> str:
        below, base = self._argument(), self._argument()
        return f"{base}<sub>{below}</sub>"

    def _modulo(self) -> str:
        return f" (mod {self._argument()})"

    def _tag(self) -> str:
        return f"\u2003({html.escape(self._raw_argument())})"

    def _environment(self) -> str:
        name = self._raw_argument().rstrip("*")
        if name == "array":
            self._raw_argument()
        inside = self.read("\\end")
        self._raw_argument()
        if name not in _BRACKETS:
            return inside
        left, right = _BRACKETS[name][0], _BRACKETS[name][1]
        rows = [row.strip() for row in inside.split("<br>")]
        return f"{left}{' ; '.join(row for row in rows if row)}{right}".strip()

    _COMMANDS: dict[str, Callable[[_Reader], str]] = {  # noqa: RUF012 - never changed
        "frac": _fraction,
        "dfrac": _fraction,
        "tfrac": _fraction,
        "cfrac": _fraction,
        "binom": _binomial,
        "sqrt": _root,
        "mathbb": _double_struck,
        "mathcal": _script,
        "mathscr": _script,
        "mathfrak": _fraktur,
        "mathit": lambda self: self._argument(),
        "not": _negated,
        "boxed": _boxed,
        "textcolor": _last_of_two,
        "color": lambda self: self._raw_argument() and "",
        "overset": _over,
        "underset": _under,
        "overbrace": lambda self: self._argument(),
        "underbrace": lambda self: self._argument(),
        "pmod": _modulo,
        "tag": _tag,
        "begin": _environment,
    }


def _plain_command(name: str) -> str | None:
    """Return a command that takes nothing as HTML, None for another one."""
    if name in SYMBOLS:
        sign = html.escape(SYMBOLS[name])
        return f" {sign} " if name in SPACED else sign
    if name in SPACES:
        return SPACES[name]
    if name in ("\\", "newline", "cr"):
        return "<br>"
    if name == "|":
        return "‖"
    if name in _IGNORED:
        return ""
    if name == "bmod":
        return " mod "
    return html.escape(name) if len(name) == 1 and not name.isalnum() else None


def _with_accent(inside: str, accent: str) -> str:
    """Put an accent on every sign of a text."""
    return re.sub(r"(<[^>]*>|&\w+;|\s)|(.)", lambda found: found.group(1) or found.group(2) + accent, inside)


def _closed(part: str, simple: re.Pattern[str] = _SIMPLE) -> str:
    """Put brackets around what would be misread without them."""
    bare = _TAG.sub("", part).strip()
    return part if simple.fullmatch(bare) else f"({part.strip()})"
