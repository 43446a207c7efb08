"""Tries a chat template on a sample conversation, for a person who is writing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.jinja_template import JinjaTemplate, UnusableTemplateError
from engine.protocol import ChatMessage, TemplateChecked
from engine.template_renderer import Renderer, RenderError
from engine.turn_end import after_a_reply

SAMPLE: Final = (
    ChatMessage("system", "Be brief."),
    ChatMessage("user", "What is a river?"),
    ChatMessage("assistant", "Water on its way to the sea."),
    ChatMessage("user", "And a lake?"),
)
LONGEST_SHOWN: Final = 20_000
"""Characters of the sample that are shown; what is longer cannot be looked through while one types."""


def check_template(request_id: int, source: str, words: Mapping[str, str], renderer: Renderer) -> TemplateChecked:
    """Return what a template makes of the sample and whether it can be used; words: see JinjaTemplate."""
    try:
        template = JinjaTemplate(source, words, renderer)
        text = template.write(SAMPLE, opened=True)
    except (UnusableTemplateError, RenderError) as error:
        return TemplateChecked(request_id, False, "", f"This template cannot be used: {error}.", source)
    sentences = ["This template works."]
    if template.folds_system:
        sentences.append("It knows no system prompt, so that goes in front of the first message.")
    if not any(part.strip() for part in after_a_reply(template)):
        sentences.append("It writes nothing after a reply, so replies may run on.")
    return TemplateChecked(request_id, True, text[:LONGEST_SHOWN], " ".join(sentences), source)
