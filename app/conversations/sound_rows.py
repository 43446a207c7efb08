"""Making the values of a salvaged row such that the program can work with them: damage may have left any value in any column."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from app.conversations.schema import packed

_TEXTS: Final = {"title", "draft", "queued", "content", "name"}
_FLAGS: Final = {"renamed", "pinned", "role_play"}
_NUMBERS: Final = {"position", "evicted"}
_REFERENCES: Final = {"leaf_id", "continued_from", "folder_id", "parent_id"}
_DATES: Final = {"created_at", "updated_at"}
_NO_DATE: Final = "1970-01-01T00:00:00.000+00:00"
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z-]{8,30}", re.ASCII)
_MAX_EVICTED: Final = 10**9


def sound(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row by column, with what cannot be right replaced by what an empty column holds."""
    return {name: _sound(name, value) for name, value in values.items()}


def _sound(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return value if isinstance(value, str) else ""
    if name in _FLAGS:
        return int(value == 1)
    if name in _NUMBERS:
        return value if isinstance(value, int) and 0 <= value <= _MAX_EVICTED else 0
    if name in _REFERENCES:
        return value if isinstance(value, int) and 0 < value < 1 << 40 else None
    if name in _DATES:
        return value if _is_date(value) else _NO_DATE
    return _sound_other(name, value)


def _sound_other(name: str, value: Any) -> Any:
    if name == "deleted_at":  # what only looks deleted would be removed
        return value if _is_date(value) else None
    if name == "system_prompt":
        return value if isinstance(value, str) else None
    if name == "drifted":
        return value if value in (0, 1) else None
    if name == "readings":
        return packed(value) if isinstance(value, str) else value if isinstance(value, bytes) else b""
    if name in ("stats", "receipt", "overrides"):
        return value if isinstance(_parsed(value), dict) else "{}"
    if name == "answers":
        return json.dumps([each for each in _parsed(value) or [] if _is_answer(each)]) if isinstance(_parsed(value), list) else "[]"
    return value


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return None


def _is_answer(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], str)


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None
