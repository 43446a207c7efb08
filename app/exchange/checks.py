"""What figures, receipts and links of Keel's own JSON have to look like, so that no file can break what shows them later."""

from __future__ import annotations

import dataclasses
import struct
import types
import typing
from collections.abc import Mapping
from typing import Any

from app.conversations.records import Tree
from app.exchange.values import scalars
from engine.protocol import ReplyStats, Sampler

_NUMBERS = (int, float)


def stats_fit(stats: Mapping[str, Any]) -> bool:
    """Whether the figures of a reply are of the kinds that the engine reports."""
    if not scalars(stats) or ("context_used" in stats) != ("context_size" in stats):
        return False
    if not _fit(stats, _kinds(ReplyStats)):
        return False
    threshold = stats.get("threshold")
    return threshold is None or _is_number(threshold)


def receipt_fits(receipt: Mapping[str, Any], depth: int = 0) -> bool:
    """Whether what a reply was made with has the form that Keel writes."""
    parts = {name: receipt.get(name) for name in ("model", "axis", "sampler", "cap")}
    if any(part is not None and not (isinstance(part, dict) and scalars(part)) for part in parts.values()):
        return False
    if not _fit(parts["sampler"] or {}, _kinds(Sampler)):
        return False
    cap = parts["cap"] or {}
    if not (cap.get("percentile") is None or _is_number(cap["percentile"])) or not isinstance(cap.get("form") or "", str):
        return False
    if any(not isinstance(receipt.get(name) or "", str) for name in ("engine", "system_prompt", "overflow", "guess")):
        return False
    if any(type(receipt.get(name, 0)) is not int for name in ("max_tokens", "forgotten", "edited_from", "after_chars")):
        return False
    continued = receipt.get("continued", [])
    return isinstance(continued, list) and all(
        isinstance(each, dict) and depth == 0 and receipt_fits(each, depth + 1) for each in continued
    )


def reading(value: Any) -> float:
    """Return one reading as a 32-bit number holds it; raises ValueError, TypeError or OverflowError for what is none."""
    if isinstance(value, str) and value in ("nan", "inf", "-inf"):
        return float(value)
    if not _is_number(value):
        raise TypeError
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


def linked(tree: Tree, numbers: Mapping[int, int]) -> Tree:
    """Return the tree with the chat it continues named by the new number, None where that is not in the file."""
    source = numbers.get(tree.chat.continued_from or 0)
    return dataclasses.replace(tree, chat=dataclasses.replace(tree.chat, continued_from=source))


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def _fit(values: Mapping[str, Any], kinds: Mapping[str, tuple[type, ...]]) -> bool:
    return all(type(value) in kinds[name] for name, value in values.items() if name in kinds)


def _kinds(made: type) -> dict[str, tuple[type, ...]]:
    """The types the fields of a dataclass may have in JSON, where a whole number is a number too."""
    found = {}
    for name, hint in typing.get_type_hints(made).items():
        allowed = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        found[name] = (*allowed, int) if float in allowed else tuple(allowed)
    return found
