"""An import in words: what was taken, and what was not."""

from __future__ import annotations

from collections.abc import Mapping

from app.language import QT_TRANSLATE_NOOP, translate

_FORMS = {
    "keel": QT_TRANSLATE_NOOP("Exchange", "Keel"),
    "chatgpt": QT_TRANSLATE_NOOP("Exchange", "ChatGPT"),
    "open_webui": QT_TRANSLATE_NOOP("Exchange", "Open WebUI"),
    "transcript": QT_TRANSLATE_NOOP("Exchange", "a plain transcript"),
}

_LEFT_OUT = {
    "images": QT_TRANSLATE_NOOP("Exchange", "Pictures: {count}"),
    "sounds": QT_TRANSLATE_NOOP("Exchange", "Sound recordings: {count}"),
    "attachments": QT_TRANSLATE_NOOP("Exchange", "Attached files: {count}"),
    "tool_messages": QT_TRANSLATE_NOOP("Exchange", "Messages to and from tools: {count}"),
    "system_messages": QT_TRANSLATE_NOOP("Exchange", "System messages that are not the first message: {count}"),
    "instructions": QT_TRANSLATE_NOOP("Exchange", "Instructions about you that the other program added: {count}"),
    "unknown_roles": QT_TRANSLATE_NOOP("Exchange", "Messages of somebody who is neither you nor the assistant: {count}"),
    "empty_messages": QT_TRANSLATE_NOOP("Exchange", "Messages without text: {count}"),
    "unreadable_messages": QT_TRANSLATE_NOOP("Exchange", "Messages that could not be read: {count}"),
    "receipts": QT_TRANSLATE_NOOP("Exchange", "Receipts of replies that could not be read: {count}"),
    "figures": QT_TRANSLATE_NOOP("Exchange", "Figures of replies that could not be read: {count}"),
    "readings": QT_TRANSLATE_NOOP("Exchange", "Readings of replies that could not be read: {count}"),
    "settings": QT_TRANSLATE_NOOP("Exchange", "Settings of chats that could not be read: {count}"),
    "titles": QT_TRANSLATE_NOOP("Exchange", "Titles that were too long and were cut: {count}"),
    "unreadable_chats": QT_TRANSLATE_NOOP("Exchange", "Chats that could not be read: {count}"),
    "empty_chats": QT_TRANSLATE_NOOP("Exchange", "Chats without a message: {count}"),
    "lines": QT_TRANSLATE_NOOP("Exchange", "Lines that could not be read: {count}"),
}


def form(name: str) -> str:
    """Return what a file was written by."""
    return translate("Exchange", _FORMS.get(name, name))


def left_out(counts: Mapping[str, int]) -> list[str]:
    """Return what an import has not taken, the most frequent first, each as "what: how many"."""
    known = sorted(((count, kind) for kind, count in counts.items() if kind in _LEFT_OUT and count > 0), reverse=True)
    return [translate("Exchange", _LEFT_OUT[kind]).format(count=count) for count, kind in known]


def taken(chats: int, messages: int, file: str) -> str:
    """Return what an import has taken, as a sentence."""
    if chats == 1:
        words = translate("Exchange", "One chat with {messages} messages was imported from {file}.")
    else:
        words = translate("Exchange", "{chats} chats with {messages} messages were imported from {file}.")
    return words.format(chats=chats, messages=messages, file=file)


def written(chats: int, file: str) -> str:
    """Return what an export has written, as a sentence."""
    words = translate("Exchange", "The chat was written to {file}.")
    if chats != 1:
        words = translate("Exchange", "{chats} chats were written to {file}.")
    return words.format(chats=chats, file=file)
