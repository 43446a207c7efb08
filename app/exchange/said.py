"""One message of the kind {"role": ..., "content": ...}, as many programs write it."""

from __future__ import annotations

from typing import Any, Literal

from app.exchange.found import LeftOut
from app.exchange.values import text_of

_ROLES: dict[str, Literal["user", "assistant", "system"]] = {
    "user": "user",
    "human": "user",
    "prompter": "user",
    "assistant": "assistant",
    "ai": "assistant",
    "bot": "assistant",
    "gpt": "assistant",
    "model": "assistant",
    "chatgpt": "assistant",
    "system": "system",
    "developer": "system",
}
_TOOLS = ("tool", "function", "ipython", "observation", "function_call", "tool_call")


def role_and_text(entry: dict[str, Any], left_out: LeftOut) -> tuple[Literal["user", "assistant", "system", ""], str]:
    """Return who says what; role "" where Keel has no place for it. What cannot be taken is counted."""
    name = entry.get("role", entry.get("from"))
    name = name.strip().lower() if isinstance(name, str) else ""
    text = _text(entry.get("content", entry.get("value")), left_out)
    if name in _TOOLS:
        left_out["tool_messages"] += 1
        return "", ""
    if entry.get("tool_calls") or entry.get("function_call"):
        left_out["tool_messages"] += 1
        if not text.strip():
            return "", ""
    if name not in _ROLES:
        left_out["unknown_roles"] += 1
        return "", ""
    if not text.strip():
        left_out["empty_messages"] += 1
        return "", ""
    return _ROLES[name], text


def is_message(value: Any) -> bool:
    """Whether a JSON value looks like a message."""
    return isinstance(value, dict) and (("role" in value and "content" in value) or ("from" in value and "value" in value))


def _text(content: Any, left_out: LeftOut) -> str:
    if isinstance(content, str):
        return text_of(content)
    pieces = []
    for part in content if isinstance(content, list) else []:
        if isinstance(part, str):
            pieces.append(text_of(part))
        elif isinstance(part, dict) and isinstance(part.get("text"), str):
            pieces.append(text_of(part["text"]))
        elif isinstance(part, dict):
            kind = str(part.get("type"))
            left_out["images" if "image" in kind else "sounds" if "audio" in kind else "attachments"] += 1
    return "\n\n".join(filter(None, pieces))
