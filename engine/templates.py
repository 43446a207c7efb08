"""Chat templates: the model's own Jinja, sandboxed and bounded, and where in a prompt the assistant headers end.

A template comes with the model file and is not trusted: it runs in Jinja's immutable sandbox with a time limit, a limit on the
length of the text, and on Linux a limit on memory. It is tried when the model is loaded; where it fails, ChatML is used and a
notice says so. Templates that can think aloud are asked not to, because an axis is measured on replies without thoughts.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import jinja2
import numpy as np
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from numpy.typing import NDArray

from engine.bounds import BoundsError, bounded
from engine.hook_plan import HEADER, ORDINARY
from engine.literals import Literals
from engine.llama_api import Model
from engine.protocol import ChatMessage

CHATML: Final = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
MAX_SOURCE: Final = 1 << 17
MAX_TEXT: Final = 1 << 22
MAX_SECONDS: Final = 1.0
_FORBIDDEN_METHODS: Final = frozenset({"ljust", "rjust", "center", "zfill", "expandtabs"})


_FAILURES: Final = (
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
)
"""Everything foreign template code can raise by being wrong."""


class TemplateError(ValueError):
    """A conversation that cannot be turned into a prompt; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rendered conversation. classes: (n_tokens,) token classes; header: index of the last assistant header's last token."""

    text: str
    tokens: list[int]
    classes: NDArray[np.uint8]
    header: int

    @property
    def reply_start(self) -> int:
        """Index of the reply's first token: what follows the last assistant header."""
        return self.header + 1


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without the operations that make huge values out of small ones."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        if not all(isinstance(side, int | float) and abs(side) < 1e9 for side in (left, right)) or operator == "**":
            raise SecurityError(f"the operator {operator} is not allowed here")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _FORBIDDEN_METHODS and bool(super().is_safe_attribute(obj, attr, value))


def _raise(message: str) -> NoReturn:
    raise jinja2.TemplateError(str(message)[:500])


def _to_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _strftime_now(pattern: str) -> str:
    return datetime.datetime.now().strftime(str(pattern)[:100])


def _compile(source: str) -> jinja2.Template:
    if len(source) > MAX_SOURCE:
        raise TemplateError("The model's chat template is far too long.")
    environment = _Sandbox(trim_blocks=True, lstrip_blocks=True, optimized=False, extensions=["jinja2.ext.loopcontrols"])
    environment.filters["tojson"] = _to_json
    environment.filters.pop("center")
    environment.globals.update(raise_exception=_raise, strftime_now=_strftime_now)
    environment.globals.pop("lipsum")
    try:
        return environment.from_string(source)
    except _FAILURES as error:
        raise TemplateError(_plain(error)) from error


class ChatTemplate:
    """A model's chat template: renders conversations and finds the assistant headers.

    notices: sentences about what differs from the model's own template. has_header: whether assistant headers can be told apart,
    which the "position" form of the cap needs. sha256: of the template's source in use.
    """

    def __init__(self, model: Model, source: str | None) -> None:
        self._model = model
        self.notices: list[str] = []
        self._fold_system = False
        self._variables = {"bos_token": model.special_text("bos"), "eos_token": model.special_text("eos")}
        if source is None:
            self._adopt(CHATML)
            self.notices.append("This model has no chat template, so the common ChatML format is used; replies may be poor.")
        else:
            try:
                self._adopt(source)
            except TemplateError as error:
                self._adopt(CHATML)
                why = _plain(error)
                self.notices.append(
                    f"The model's chat template cannot be used ({why}), so the common ChatML format is used instead."
                )
        self._headers = self._find_headers()

    @property
    def has_header(self) -> bool:
        """Whether the template writes an assistant header that can be found in a prompt."""
        return bool(self._headers)

    def render(self, messages: Sequence[ChatMessage], *, continue_last: bool = False) -> str:
        """Return the exact prompt for the next reply, or for going on with the last one; raises TemplateError."""
        literals = Literals(self._model.control_texts)
        return literals.restore(self._hidden(messages, literals, continue_last=continue_last))

    def prompt(self, messages: Sequence[ChatMessage], *, continue_last: bool = False) -> Prompt:
        """Return the prompt with its tokens and their classes; raises TemplateError.

        A control token that is written out in a message is plain text: only the template itself begins and ends turns.
        """
        literals = Literals(self._model.control_texts)
        text = self._hidden(messages, literals, continue_last=continue_last)
        tokens = self._tokenize(text, literals)
        if not tokens:
            raise TemplateError("The conversation is empty, so there is nothing to answer.")
        classes = np.full(len(tokens), ORDINARY, dtype=np.uint8)
        ends = self._header_ends(tokens)
        if not continue_last and (not ends or ends[-1] != len(tokens) - 1):
            ends.append(len(tokens) - 1)  # the model speaks next, so the prompt's last token ends the header
        classes[ends] = HEADER
        header = ends[-1] if ends else len(self._tokenize(self._hidden(messages[:-1], literals), literals)) - 1
        return Prompt(literals.restore(text), tokens, classes, header)

    # --- inside ---------------------------------------------------------------------------------------------------------------

    def _hidden(self, messages: Sequence[ChatMessage], literals: Literals, *, continue_last: bool = False) -> str:
        """Return the prompt in which what the messages hold of control tokens is hidden."""
        if not messages:
            raise TemplateError("There is no message to answer.")
        if continue_last:
            if messages[-1].role != "assistant":
                raise TemplateError("There is no reply to continue.")
            return self._hidden(messages[:-1], literals) + literals.hide(messages[-1].content)
        safe = [ChatMessage(message.role, literals.hide(message.content)) for message in messages]
        return self._render(self._folded(safe), add_generation_prompt=True)

    def _adopt(self, source: str) -> None:
        """Use a source if it renders ordinary conversations; raises where it does not."""
        self._template = _compile(source)
        self._fold_system = False
        talk = [ChatMessage(role, f"keelprobe{n}") for n, role in enumerate(("user", "assistant", "user"))]
        text = self.render(talk)
        if not all(message.content in text for message in talk):
            raise TemplateError("it leaves messages out")
        system = ChatMessage("system", "keelprobe-system")
        try:
            self._fold_system = system.content not in self.render([system, talk[0]])
        except TemplateError:
            self._fold_system = True
        self.sha256 = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()

    def _folded(self, messages: Sequence[ChatMessage]) -> list[dict[str, str]]:
        """Return plain messages; where the template knows no system role, its text goes in front of the first question."""
        plain = [{"role": message.role, "content": message.content} for message in messages]
        if not (self._fold_system and plain[0]["role"] == "system"):
            return plain
        system, rest = plain[0], plain[1:]
        if not rest or rest[0]["role"] != "user":
            return [{"role": "user", "content": system["content"]}, *rest]
        return [{"role": "user", "content": f"{system['content']}\n\n{rest[0]['content']}"}, *rest[1:]]

    def _render(self, messages: list[dict[str, str]], *, add_generation_prompt: bool) -> str:
        def work() -> str:
            pieces, length = [], 0
            variables = {"add_generation_prompt": add_generation_prompt, "enable_thinking": False, **self._variables}
            for piece in self._template.generate(messages=messages, **variables):
                length += len(piece)
                if length > MAX_TEXT:
                    raise BoundsError("it writes without end")
                pieces.append(piece)
            return "".join(pieces)

        try:
            return bounded(work, MAX_SECONDS)
        except _FAILURES as error:
            raise TemplateError(f"The chat template refuses this conversation: {_plain(error)}.") from error

    def _tokenize(self, text: str, literals: Literals | None = None) -> list[int]:
        bos = self._variables["bos_token"]
        add_special = not (bool(bos) and text.startswith(bos))
        tokens: list[int] = []
        for piece, plain in literals.parts(text) if literals is not None else [(text, False)]:
            tokens += self._model.tokenize(piece, add_special=add_special, parse_special=not plain)
            add_special = False
        return tokens

    def _find_headers(self) -> list[list[int]]:
        """Return the token sequences that open a reply: the generation prompt, then the header as it stands in the history."""
        user = {"role": "user", "content": "Hi"}
        try:
            bare = self._tokenize(self._render([user], add_generation_prompt=False))
            opened = self._tokenize(self._render([user], add_generation_prompt=True))
            told = self._tokenize(self._render([user, {"role": "assistant", "content": "X"}], add_generation_prompt=False))
        except TemplateError:
            return []
        while bare and bare != opened[: len(bare)] and self._model.is_end(bare[-1]):
            bare = bare[:-1]  # some templates close the text where no reply is to follow
        found = [opened[len(bare) :]] if opened[: len(bare)] == bare else []
        if told[: len(bare)] == bare and (letter := self._model.tokenize("X", add_special=False, parse_special=False)):
            rest = told[len(bare) :]
            found.append(rest[: rest.index(letter[0])] if letter[0] in rest else [])
        headers = [header for n, header in enumerate(found) if header and header not in found[:n]]
        return sorted(headers, key=len, reverse=True)

    def _header_ends(self, tokens: list[int]) -> list[int]:
        ends, n = [], 0
        while n < len(tokens):
            length = next((len(header) for header in self._headers if tokens[n : n + len(header)] == header), 0)
            if length:
                ends.append(n + length - 1)
            n += max(1, length)
        return ends


def _plain(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200].rstrip(". ")
