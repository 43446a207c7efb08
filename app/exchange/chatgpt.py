"""Reading ChatGPT's conversations.json: every conversation is a tree of nodes with hidden ones in between."""

from __future__ import annotations

from typing import Any

from app.conversations.records import Tree
from app.exchange.foreign import MOST_MESSAGES, Node, tree_of
from app.exchange.found import Kind, LeftOut, UnreadableChatError
from app.exchange.values import list_of, mapping_of, moment, text_of, title_in

NAME = "ChatGPT"

_TOOLS = (
    "execution_output",
    "tether_browsing_display",
    "tether_quote",
    "system_error",
    "code",
    "sonic_webpage",
    "citable_code_output",
)
_PARTS: dict[str, Kind] = {
    "image_asset_pointer": "images",
    "audio_asset_pointer": "sounds",
    "real_time_user_audio_video_asset_pointer": "sounds",
    "video_container_asset_pointer": "attachments",
}


def is_one(value: Any) -> bool:
    """Whether a JSON value is a conversation of ChatGPT."""
    return isinstance(value, dict) and isinstance(value.get("mapping"), dict)


def read(number: int, value: dict[str, Any], left_out: LeftOut, now: str) -> Tree:
    """Return one conversation as a chat; raises UnreadableChatError where it makes no sense. now: the time for what has none."""
    mapping = mapping_of(value.get("mapping"))
    if len(mapping) > 4 * MOST_MESSAGES:
        raise UnreadableChatError
    nodes = [_node(key, entry, left_out) for key, entry in mapping.items()]
    created = moment(value.get("create_time")) or now
    current = value.get("current_node")
    return tree_of(
        number,
        nodes,
        left_out,
        title=title_in(value.get("title")),
        created_at=created,
        updated_at=moment(value.get("update_time")) or created,
        current=current if isinstance(current, str) else None,
    )


def _node(key: str, entry: Any, left_out: LeftOut) -> Node:
    if not isinstance(entry, dict):
        left_out["unreadable_messages"] += 1
        return Node(key, None, "")
    parent = entry.get("parent")
    node = Node(key, parent if isinstance(parent, str) else None, "")
    message = entry.get("message")
    if message is None:  # the root has none
        return node
    if not isinstance(message, dict):
        left_out["unreadable_messages"] += 1
        return node
    role = mapping_of(message.get("author")).get("role")
    content = mapping_of(message.get("content"))
    if role in ("user", "assistant") and _is_said(message, content, left_out):
        node.text = _text(content, left_out)
        node.role = "user" if role == "user" else "assistant"
        if not node.text.strip():
            node.role = ""
            _count_files(message, left_out)
            return node
        node.created_at = moment(message.get("create_time"))
        if node.role == "assistant":
            node.receipt = _receipt(message)
        _count_files(message, left_out)
    elif role in ("system", "developer"):
        left_out["system_messages"] += bool(_text(content, left_out).strip())
    elif role == "tool":
        left_out["tool_messages"] += 1
        _text(content, left_out)
    elif role not in ("user", "assistant"):
        left_out["unknown_roles"] += 1
    return node


def _is_said(message: dict[str, Any], content: dict[str, Any], left_out: LeftOut) -> bool:
    """Whether a message was said to the other side: not to a tool, no thought, no instruction put in between."""
    kind = content.get("content_type")
    if kind in ("user_editable_context", "model_editable_context"):
        left_out["instructions"] += 1
        return False
    if message.get("recipient") not in (None, "all") or kind in _TOOLS:
        left_out["tool_messages"] += 1
        return False
    return not mapping_of(message.get("metadata")).get("is_visually_hidden_from_conversation")


def _text(content: dict[str, Any], left_out: LeftOut) -> str:
    kind = content.get("content_type")
    if kind == "thoughts":
        thoughts = [mapping_of(each) for each in list_of(content.get("thoughts"))]
        whole = "\n\n".join(filter(None, (text_of(each.get("content")) or text_of(each.get("summary")) for each in thoughts)))
        return f"<think>\n{whole}\n</think>" if whole else ""
    if kind == "reasoning_recap":  # "Thought for 8 seconds"
        return ""
    pieces = []
    for part in list_of(content.get("parts")):
        if isinstance(part, str):
            pieces.append(text_of(part))
        elif isinstance(part, dict) and part.get("content_type") == "audio_transcription":
            pieces.append(text_of(part.get("text")))
        elif isinstance(part, dict):
            left_out[_PARTS.get(str(part.get("content_type")), "attachments")] += 1
    if not pieces and kind not in (None, "multimodal_text"):
        pieces.append(text_of(content.get("text")))
    return "\n\n".join(filter(None, pieces))


def _count_files(message: dict[str, Any], left_out: LeftOut) -> None:
    for each in list_of(mapping_of(message.get("metadata")).get("attachments")):
        # A picture is named once as a part and once here.
        if not str(mapping_of(each).get("mime_type") or "").startswith("image/"):
            left_out["attachments"] += 1


def _receipt(message: dict[str, Any]) -> dict[str, Any]:
    model = title_in(mapping_of(message.get("metadata")).get("model_slug"))
    return {"imported_from": NAME, **({"model": {"name": model}} if model else {})}
