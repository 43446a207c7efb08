"""Real Jinja for foreign chat templates: the names and tags they are written for, and none of the means to do harm.

This runs in a process of its own (see template_worker), so nothing but the standard library and Jinja is imported here.
"""

from __future__ import annotations

import datetime
import functools
import json
import pprint
import textwrap
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import jinja2
import jinja2.debug
import jinja2.ext
from jinja2.exceptions import SecurityError
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_SOURCE: Final = 1 << 17
"""Characters of a template; the longest in use have about a fifth of that."""
MAX_TEXT: Final = 1 << 22
"""Characters of a prompt."""
NEEDED_LATER: Final = (jinja2.debug, pprint, textwrap)
"""What Jinja imports in the middle of its work, when nothing can be imported any more."""
_LONGEST_REPEATED: Final = 1 << 20
_FORBIDDEN_METHODS: Final = frozenset({"ljust", "rjust", "center", "zfill", "expandtabs", "to_bytes", "from_bytes"})

FAILURES: Final = (
    jinja2.TemplateError,
    RuntimeError,
    MemoryError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    AssertionError,
    SyntaxError,
    OSError,
)
"""Everything foreign template code can raise by being wrong."""


class LimitError(RuntimeError):
    """A template that needs more than any conversation does; the text says what, in a few words."""


TOO_MUCH: Final = LimitError("it takes too much memory")
ENDLESS: Final = LimitError("it calls itself without end")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without the operations that make huge values out of small ones."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not _harmless_product(left, right):
            raise SecurityError(f"the operator {operator} is not allowed here")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _FORBIDDEN_METHODS and bool(super().is_safe_attribute(obj, attr, value))


def _harmless_product(left: Any, right: Any) -> bool:
    if all(isinstance(side, int | float) and abs(side) < 1e9 for side in (left, right)):
        return True
    text, times = (left, right) if isinstance(left, str) else (right, left)
    return isinstance(text, str) and isinstance(times, int) and len(text) * times <= _LONGEST_REPEATED


class _GenerationTag(jinja2.ext.Extension):
    """`{% generation %}` marks what a model says, which matters in training alone: here its content is written as it is."""

    tags = {"generation"}  # noqa: RUF012 - the name and type that Jinja looks for

    def parse(self, parser: Parser) -> list[jinja2.nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _raise(message: str = "") -> NoReturn:
    raise jinja2.TemplateError(str(message)[:500])


def _to_json(
    value: Any, ensure_ascii: bool = False, indent: int | None = None, separators: Any = None, sort_keys: bool = False
) -> str:
    if isinstance(indent, int) and indent > 16:
        raise SecurityError("such a deep indentation is not allowed here")
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _strftime_now(pattern: str) -> str:
    return datetime.datetime.now().strftime(str(pattern)[:100])


@functools.cache
def _environment() -> _Sandbox:
    extensions: list[str | type[jinja2.ext.Extension]] = ["jinja2.ext.loopcontrols", _GenerationTag]
    environment = _Sandbox(trim_blocks=True, lstrip_blocks=True, optimized=False, extensions=extensions)
    environment.filters.update(tojson=_to_json, from_json=json.loads)
    environment.filters.pop("center")
    environment.globals.update(raise_exception=_raise, strftime_now=_strftime_now)
    environment.globals.pop("lipsum")
    return environment


@functools.lru_cache(maxsize=8)
def _compiled(source: str) -> jinja2.Template:
    return _environment().from_string(source)


def render(source: str, variables: Mapping[str, Any]) -> str:
    """Return what a template makes of its variables; raises one of FAILURES."""
    if len(source) > MAX_SOURCE:
        raise LimitError("it is far too long")
    pieces, length = [], 0
    for piece in _compiled(source).generate(**variables):
        length += len(piece)
        if length > MAX_TEXT:
            raise LimitError("it writes without end")
        pieces.append(piece)
    return "".join(pieces)


def in_short(error: BaseException) -> str:
    """Return what went wrong in a few words, without a full stop."""
    if isinstance(error, MemoryError):
        error = TOO_MUCH
    if isinstance(error, RecursionError):
        error = ENDLESS
    text = (str(error).splitlines() or [type(error).__name__])[0][:200].rstrip(". ")
    line = getattr(error, "lineno", None)
    return f"line {line}: {text}" if isinstance(error, jinja2.TemplateSyntaxError) and line else text or type(error).__name__
