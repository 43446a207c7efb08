"""Reading a file of chats into JSON values: plain, one value per line, or packed in a .zip; bounded in size and depth."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from app.exchange.found import ExchangeError, LeftOut
from axes.os_reasons import reason as reason_of

MOST_BYTES = 512 * 1024 * 1024
MOST_ENTRIES = 200_000
MOST_LINES = 1_000_000


def read_values(path: Path, left_out: LeftOut | None = None, most_bytes: int = MOST_BYTES) -> list[Any]:
    """Return the JSON values a file holds; lines that cannot be read are counted in left_out.

    In a .zip, as ChatGPT sends one, all `conversations*.json` are read, or all JSON files where there is none of that name. Raises
    ExchangeError for what is no JSON, longer than most_bytes or nested too deeply.
    """
    lines: LeftOut = Counter() if left_out is None else left_out
    name = path.name
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04":
                return list(_zipped(file, name, lines, most_bytes))
            file.seek(0)
            return _values(_bounded(file, name, most_bytes), name, lines)
    except OSError as error:
        raise ExchangeError(
            f"The file {name} cannot be read: {reason_of(error)}", "", "choose another file or allow reading it"
        ) from error
    except MemoryError:
        _refuse_size(name)


def _zipped(file: IO[bytes], name: str, left_out: LeftOut, most_bytes: int) -> Iterator[Any]:
    left = most_bytes
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_ENTRIES:
                _refuse_size(name)
            for info in _chosen(infos):
                with archive.open(info) as entry:
                    data = _bounded(entry, name, left)
                left -= len(data)
                yield from _values(data, name, left_out)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, RuntimeError) and "password" in str(error):
            raise ExchangeError(f"The file {name} is locked with a password", "", "unpack it and choose what is in it") from error
        raise ExchangeError(f"The file {name} is a damaged archive", "", "fetch it again, or unpack it yourself") from error


def _chosen(infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    files = [info for info in infos if not info.is_dir() and info.filename.lower().endswith((".json", ".jsonl"))]
    named = [info for info in files if info.filename.rsplit("/", 1)[-1].lower().startswith("conversations")]
    return sorted(named or files, key=_by_name)


def _by_name(info: zipfile.ZipInfo) -> str:
    return info.filename


def _bounded(file: IO[bytes], name: str, most_bytes: int) -> bytes:
    data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        _refuse_size(name)
    return data


def _values(data: bytes, name: str, left_out: LeftOut) -> list[Any]:
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise ExchangeError(f"The file {name} is no text", "so no chats can be read from it", "choose a .json file") from error
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ExchangeError(f"The file {name} is empty", "", "choose another one")
    try:
        return [_parsed(text, name)]
    except json.JSONDecodeError as error:
        whole = _lines(text, name, left_out)
        if not whole:
            raise ExchangeError(
                f"The file {name} is no JSON, or only a part of it (line {error.lineno})",
                "so no chats can be read from it",
                "export the chats again or choose another file",
            ) from error
        return whole


def _lines(text: str, name: str, left_out: LeftOut) -> list[Any]:
    """Return the values of a file with one object or list per line; nothing where the first line is none."""
    found: list[Any] = []
    for count, line in enumerate(text.split("\n")):
        if count >= MOST_LINES:
            _refuse_size(name)
        if not line.strip():
            continue
        try:
            value = _parsed(line, name)
        except json.JSONDecodeError:
            value = None
        if isinstance(value, dict | list):
            found.append(value)
        elif not found:
            return []
        else:
            left_out["lines"] += 1
    return found


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise ExchangeError(
            f"The file {name} is nested too deeply", "it was not made by a chat program", "choose another file"
        ) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise ExchangeError(
            f"The file {name} holds a number that is too long", "it was not made by a chat program", "choose another file"
        ) from error


def _refuse_size(name: str) -> NoReturn:
    raise ExchangeError(f"The file {name} is too large", "it cannot be read in one go", "split it into smaller files")
