"""Chat templates: the model's own Jinja, or one of a person's own, and where in a prompt the assistant headers end.

A template comes with the model file and is not trusted: it runs in a process of its own (see template_renderer). It is tried when
the model is loaded; where it fails, ChatML is used and a notice says so. Templates that can think aloud are asked not to, because
an axis is measured on replies without thoughts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.hook_plan import HEADER, ORDINARY
from engine.jinja_template import CHATML, JinjaTemplate, TemplateError, UnusableTemplateError
from engine.literals import Literals, written_out
from engine.llama_api import Model
from engine.prompt_tokens import IntArray, PromptTokenizer
from engine.protocol import ChatMessage
from engine.template_renderer import Renderer, RenderError
from engine.turn_end import TurnEnd, find_turn_end

__all__ = ["CHATML", "RENDERER", "ChatTemplate", "Prompt", "TemplateError"]

RENDERER: Final = Renderer()
"""The one process in which all templates of this engine run; it is started when a template is first tried."""


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


class ChatTemplate:
    """A model's chat template: renders conversations, finds the assistant headers and what ends a reply.

    source: the model's own, None where it has none; own: one to be used in its place. notices: sentences about what differs from
    that. has_header: whether assistant headers can be told apart, which the "position" form of the cap needs. sha256: of the
    template's source in use. end: what ends a reply; the model counts its tokens among its end tokens from now on.
    """

    def __init__(self, model: Model, source: str | None, own: str | None = None, renderer: Renderer = RENDERER) -> None:
        self._model = model
        self._renderer = renderer
        self.notices: list[str] = []
        self.words = model.special_words()
        self.own_source = source if source is not None else CHATML
        """The model's own template, ChatML where it has none."""
        self._template = self._chosen(source, own)
        self.sha256 = self._template.sha256
        self._tokenizer = PromptTokenizer(model)
        self._written_out = written_out(self._tokenizer.controls)
        self._tokenizer.cut_like(self._sample())
        self._headers = self._find_headers()
        self.end: TurnEnd = find_turn_end(model, self._template, self._headers)
        model.end_at(self.end.tokens)

    @property
    def has_header(self) -> bool:
        """Whether the template writes an assistant header that can be found in a prompt."""
        return bool(self._headers)

    @property
    def source(self) -> str:
        """The template in use."""
        return self._template.source

    def render(self, messages: Sequence[ChatMessage], *, continue_last: bool = False) -> str:
        """Return the exact prompt for the next reply, or for going on with the last one; raises TemplateError."""
        literals = Literals(self._written_out)
        return literals.restore(self._hidden(messages, literals, continue_last=continue_last))

    def prompt(self, messages: Sequence[ChatMessage], *, continue_last: bool = False) -> Prompt:
        """Return the prompt with its tokens and their classes; raises TemplateError.

        A control token that is written out in a message is plain text: only the template itself begins and ends turns.
        """
        literals = Literals(self._written_out)
        text = self._hidden(messages, literals, continue_last=continue_last)
        tokens = self._tokenize(text, literals)
        if not tokens.size:
            raise TemplateError("The conversation is empty, so there is nothing to answer.")
        classes = np.full(len(tokens), ORDINARY, dtype=np.uint8)
        ends = header_ends(tokens, self._headers)
        if not continue_last and (not ends or ends[-1] != len(tokens) - 1):
            ends.append(len(tokens) - 1)  # the model speaks next, so the prompt's last token ends the header
        classes[ends] = HEADER
        header = ends[-1] if ends else len(self._tokenize(self._hidden(messages[:-1], literals), literals)) - 1
        return Prompt(literals.restore(text), tokens.tolist(), classes, header)

    # --- inside ---------------------------------------------------------------------------------------------------------------

    def _chosen(self, source: str | None, own: str | None) -> JinjaTemplate:
        """Return the first template of those there are that can be used, ChatML at last."""
        if own is not None:
            try:
                return self._tried(own)
            except UnusableTemplateError as error:
                self.notices.append(f"The chat template set for this model cannot be used ({error}), so it is left out.")
        if source is None:
            self.notices.append("This model has no chat template, so the common ChatML format is used; replies may be poor.")
            return self._last_resort()
        try:
            return self._tried(source)
        except UnusableTemplateError as error:
            self.notices.append(f"The model's chat template cannot be used ({error}), so the common ChatML format is used instead.")
            return self._last_resort()

    def _last_resort(self) -> JinjaTemplate:
        try:
            return self._tried(CHATML)
        except UnusableTemplateError as error:
            raise TemplateError(f"Chat templates do not run on this computer ({error}); install Keel again.") from error

    def _tried(self, source: str) -> JinjaTemplate:
        return JinjaTemplate(source, self.words, self._renderer)

    def _hidden(self, messages: Sequence[ChatMessage], literals: Literals, *, continue_last: bool = False) -> str:
        """Return the prompt in which what the messages hold of control tokens is hidden."""
        if not messages:
            raise TemplateError("There is no message to answer.")
        if continue_last:
            if messages[-1].role != "assistant":
                raise TemplateError("There is no reply to continue.")
            return self._hidden(messages[:-1], literals) + literals.hide(messages[-1].content)
        safe = [ChatMessage(message.role, literals.hide(message.content)) for message in messages]
        try:
            return self._template.write(safe, opened=True)
        except RenderError as error:
            raise TemplateError(f"The chat template refuses this conversation: {error}.") from error

    def _tokenize(self, text: str, literals: Literals | None = None) -> IntArray:
        bos = self.words.get("bos_token", "")
        add_special = not (bool(bos) and text.startswith(bos))
        found = []
        for piece, plain in literals.parts(text) if literals is not None else [(text, False)]:
            found.append(self._tokenizer.tokens(piece, add_special=add_special, parse_special=not plain))
            add_special = False
        return np.concatenate(found)

    def _sample(self) -> str:
        """Return a conversation as the template writes it, for what begins and ends turns; empty where it refuses this one."""
        talk = [ChatMessage("user", "Hi"), ChatMessage("assistant", "X"), ChatMessage("user", "Hi")]
        try:
            return self._template.write(talk, opened=True)
        except RenderError:
            return ""

    def _find_headers(self) -> list[list[int]]:
        """Return the token sequences that open a reply: the generation prompt, then the header as it stands in the history."""
        user, reply = ChatMessage("user", "Hi"), ChatMessage("assistant", "X")
        try:
            bare = self._tokenize(self._template.write([user], opened=False)).tolist()
            opened = self._tokenize(self._template.write([user], opened=True)).tolist()
            told = self._tokenize(self._template.write([user, reply], opened=False)).tolist()
        except RenderError:
            return []
        while bare and bare != opened[: len(bare)] and self._model.is_end(bare[-1]):
            bare = bare[:-1]  # some templates close the text where no reply is to follow
        found = [opened[len(bare) :]] if opened[: len(bare)] == bare else []
        if told[: len(bare)] == bare and (letter := self._model.tokenize("X", add_special=False, parse_special=False)):
            rest = told[len(bare) :]
            found.append(rest[: rest.index(letter[0])] if letter[0] in rest else [])
        headers = [header for n, header in enumerate(found) if header and header not in found[:n]]
        return sorted(headers, key=len, reverse=True)


def header_ends(tokens: IntArray, headers: Sequence[list[int]]) -> list[int]:
    """Return the places of the last tokens of all headers, found from the front; of several at one place the first one counts."""
    begins = np.zeros(len(tokens), dtype=np.bool_)
    for first in {header[0] for header in headers}:
        begins |= tokens == first
    ends: list[int] = []
    for begin in np.flatnonzero(begins).tolist():
        if not ends or begin > ends[-1]:
            found = (header for header in headers if tokens[begin : begin + len(header)].tolist() == header)
            ends += [begin + len(header) - 1 for header in found][:1]
    return ends
