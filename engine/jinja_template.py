"""A chat template and the way it wants a conversation: the names and the form of messages, and whether it knows a system prompt."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.protocol import ChatMessage
from engine.template_renderer import Renderer, RenderError

CHATML: Final = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
QUESTION, REPLY, AGAIN, SYSTEM = (f"keelprobe{word}" for word in ("one", "two", "three", "four"))


class TemplateError(ValueError):
    """A conversation that cannot be turned into a prompt; the text is one sentence."""


class UnusableTemplateError(ValueError):
    """A template that cannot write out ordinary conversations; the text says why in a few words, without a full stop."""


_LEAVES_OUT: Final = UnusableTemplateError("it leaves messages out or changes them")


@dataclass(frozen=True, slots=True)
class _Way:
    """What a template is given besides the messages, and whether their content comes in parts, as where pictures may be sent."""

    given: Mapping[str, Any]
    in_parts: bool = False


_NOTHING: Final[Mapping[str, Any]] = {"tools": None, "documents": None}
_EMPTY: Final[Mapping[str, Any]] = {"tools": [], "documents": [], "functions": "", "datetime": ""}
_WAYS: Final = (
    _Way(_NOTHING),
    _Way(_NOTHING, in_parts=True),
    _Way({}),
    _Way(_EMPTY),
    _Way({}, in_parts=True),
)
"""There are no tools here. Most templates expect to be told so; some would take any mention of them for a list."""


class JinjaTemplate:
    """A template that has been tried: it writes out what ordinary conversations hold.

    words: the written forms of special tokens, by the names templates know them by. Raises UnusableTemplateError.
    """

    def __init__(self, source: str, words: Mapping[str, str], renderer: Renderer) -> None:
        self.source = source
        self.sha256 = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()
        self._words = dict(words)
        self._renderer = renderer
        self._way = self._find_way()
        self.folds_system = self._leaves_system_out()

    def write(self, messages: Sequence[ChatMessage], *, opened: bool) -> str:
        """Return the conversation as the model reads it, with the header of a reply at its end where `opened`.

        Where the template knows no system prompt, that goes in front of the first question. Raises RenderError.
        """
        return self._write(_folded(messages) if self.folds_system else messages, self._way, opened)

    def _write(self, messages: Sequence[ChatMessage], way: _Way, opened: bool) -> str:
        told = [
            {"role": each.role, "content": [{"type": "text", "text": each.content}] if way.in_parts else each.content}
            for each in messages
        ]
        wishes = {"add_generation_prompt": opened, "enable_thinking": False}
        today = {"datetime": time.strftime("%Y-%m-%d")} if "datetime" in way.given else {}
        return self._renderer.render(self.source, {**self._words, **way.given, **today, **wishes, "messages": told})

    def _find_way(self) -> _Way:
        talk = [ChatMessage("user", QUESTION), ChatMessage("assistant", REPLY), ChatMessage("user", AGAIN)]
        why = ""
        for way in _WAYS:
            try:
                text = self._write(talk, way, True)
            except RenderError as error:
                why = why or str(error)
                if "takes too" in why:
                    break
                continue
            places = [text.find(each.content) for each in talk]
            if -1 not in places and places == sorted(places) and "'type': 'text'" not in text:
                return way
            why = why or str(_LEAVES_OUT)
        raise UnusableTemplateError(why)

    def _leaves_system_out(self) -> bool:
        try:
            text = self._write([ChatMessage("system", SYSTEM), ChatMessage("user", QUESTION)], self._way, True)
        except RenderError:
            return True
        return not -1 < text.find(SYSTEM) < text.find(QUESTION)


def _folded(messages: Sequence[ChatMessage]) -> Sequence[ChatMessage]:
    """Return the messages with the system prompt in front of the first question."""
    if not messages or messages[0].role != "system":
        return messages
    system, rest = messages[0], messages[1:]
    if not rest or rest[0].role != "user":
        return [ChatMessage("user", system.content), *rest]
    return [ChatMessage("user", f"{system.content}\n\n{rest[0].content}"), *rest[1:]]
