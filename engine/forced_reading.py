"""Reads the residual stream of replies that are already written: nothing is generated, and no cap acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from axes.source import ExtractionCancelled, Prompt, Sample
from engine.protocol import ChatMessage
from engine.session import Session


def chat_messages(prompt: Prompt) -> list[ChatMessage]:
    """Return a prompt as the messages of a chat."""
    messages = [] if prompt.system is None else [ChatMessage("system", prompt.system)]
    for said, answered in prompt.earlier:
        messages += [ChatMessage("user", said), ChatMessage("assistant", answered)]
    return [*messages, ChatMessage("user", prompt.question)]


def forced_samples(
    session: Session, prompts: Sequence[Prompt], texts: Sequence[str], should_stop: Callable[[], bool]
) -> Iterator[Sample]:
    """Yield the sample of each text as the reply to its prompt, in order; one of no token where it does not fit the context.

    Raises ExtractionCancelled where should_stop said so, else what Session raises.
    """
    facts = session.loaded.facts
    nothing = np.zeros((facts.n_layer - 1, facts.n_embd), dtype=np.float32)
    for prompt, text in zip(prompts, texts, strict=True):
        if should_stop():
            raise ExtractionCancelled
        found = None
        if text:
            found = session.read([*chat_messages(prompt), ChatMessage("assistant", text)], capture=True).activations
        if found is None or found.n_tokens == 0:
            yield Sample(text, nothing, nothing, 0)
        else:
            yield Sample(text, found.mean, found.header, found.n_tokens)
