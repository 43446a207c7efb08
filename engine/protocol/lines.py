"""Messages as lines: both ends build and read them here, checked against the dataclasses."""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
import types
import typing
from typing import Any, Final

from engine.protocol.events import Event
from engine.protocol.requests import Request

VERSION: Final = 1
MAX_LINE_BYTES: Final = 1 << 20

Message = Request | Event

_TYPES: Final[dict[str, type[Any]]] = {cls.__name__.lower(): cls for cls in typing.get_args(Request) + typing.get_args(Event)}


class ProtocolError(ValueError):
    """A line that is not a valid message; the text says in one sentence why."""


def encode(message: Message) -> bytes:
    """Return the message as one line, newline included; raises ProtocolError where the line would be too long."""
    body = {"v": VERSION, "t": type(message).__name__.lower(), **dataclasses.asdict(message)}
    try:
        line = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "surrogatepass")
        line.decode("utf-8")
    except ValueError as error:
        raise ProtocolError(f"A message cannot be sent: {error}.") from error
    if len(line) >= MAX_LINE_BYTES:
        raise ProtocolError(f"A message of {len(line)} bytes is longer than the limit of {MAX_LINE_BYTES}.")
    return line + b"\n"


def decode(line: bytes) -> Message:
    """Read one line; raises ProtocolError for anything that is not a valid message of this version."""
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"A line of {len(line)} bytes is longer than the limit of {MAX_LINE_BYTES}.")
    try:
        body = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"A line is not JSON: {error}.") from error
    if not isinstance(body, dict):
        raise ProtocolError("A line is not a JSON object.")
    version = body.pop("v", None)
    if version != VERSION:
        raise ProtocolError(f"A line speaks protocol version {version!r}, this end speaks {VERSION}.")
    kind = body.pop("t", None)
    cls = _TYPES.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise ProtocolError(f"A line has the unknown type {kind!r}.")
    message: Message = _build(cls, body, str(kind))
    return message


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


@functools.cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _build(cls: Any, body: dict[str, Any], where: str) -> Any:
    hints = _hints(cls)
    unknown = body.keys() - hints.keys()
    if unknown:
        raise ProtocolError(f"{where} has the unknown field {min(unknown)!r}.")
    values = {name: _check(hints[name], value, f"{where}.{name}") for name, value in body.items()}
    try:
        return cls(**values)
    except TypeError as error:
        raise ProtocolError(f"{where} lacks a field: {error}.") from error


def _check(hint: Any, value: Any, where: str) -> Any:
    """Return the value as the type the field declares, or raise; an int is accepted where a float is asked, a bool is not."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        options = typing.get_args(hint)
        if value is None and type(None) in options:
            return None
        return _check(next(option for option in options if option is not type(None)), value, where)
    if origin is list:
        if not isinstance(value, list):
            raise ProtocolError(f"{where} is not a list.")
        (item,) = typing.get_args(hint)
        return [_check(item, each, where) for each in value]
    if origin is dict:
        if not isinstance(value, dict):
            raise ProtocolError(f"{where} is not an object.")
        item = typing.get_args(hint)[1]
        return {name: _check(item, each, f"{where}.{name}") for name, each in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise ProtocolError(f"{where} is not an object.")
        return _build(hint, value, where)
    if hint is float and type(value) in (int, float):
        # A whole number of hundreds of digits is no float, and one such as 1e400 is read as infinite.
        if not abs(value) <= sys.float_info.max:
            raise ProtocolError(f"{where} is not a finite number.")
        return float(value)
    if type(value) is not hint:
        raise ProtocolError(f"{where} is a {type(value).__name__}, not a {hint.__name__}.")
    return value
