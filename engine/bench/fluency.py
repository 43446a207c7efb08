"""How likely the uncapped model itself finds replies, whoever wrote them: a teacher-forced pass over a finished conversation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.hook_plan import HEADER
from engine.protocol import ChatMessage
from engine.session import Session


def reply_losses(session: Session, messages: Sequence[ChatMessage]) -> list[tuple[float | None, int]]:
    """Return per assistant message the summed -log p of its tokens (nats) and their number, without any cap.

    All None where the conversation does not fit the context or its replies cannot be found in it. The session's KV cache is
    dropped.
    """
    replies = [message for message in messages if message.role == "assistant"]
    if not replies:
        return []
    loaded = session.loaded
    prompt = loaded.template.prompt(messages)
    starts = [int(place) + 1 for place in np.flatnonzero(prompt.classes == HEADER)][:-1]
    if len(starts) != len(replies) or len(prompt.tokens) > loaded.context.n_ctx:
        return [(None, 0)] * len(replies)
    closing = [n for n, token in enumerate(prompt.tokens) if loaded.model.is_end(token)]
    ends = [next((n for n in closing if n >= start), len(prompt.tokens)) for start in starts]
    losses = _token_losses(session, prompt.tokens)
    return [(float(losses[start:end].sum()), end - start) for start, end in zip(starts, ends, strict=True)]


def _token_losses(session: Session, tokens: list[int]) -> NDArray[np.float64]:
    """Return -log p of every token given those before it, (n_tokens,); the first has nothing before it and counts 0."""
    context = session.loaded.context
    session.reset()
    session.loaded.hook.set_plan(None)
    losses = np.zeros(len(tokens))
    try:
        for begin in range(0, len(tokens), context.n_batch):
            chunk = tokens[begin : begin + context.n_batch]
            context.decode(chunk, begin, every_logit=True)
            rows = context.all_logits(len(chunk))[: len(tokens) - 1 - begin]
            follow = tokens[begin + 1 : begin + 1 + len(rows)]
            losses[begin + 1 : begin + 1 + len(rows)] = _cross_entropy(rows, follow)
    finally:
        session.reset()
    return losses


def _cross_entropy(logits: NDArray[np.float32], targets: Sequence[int]) -> NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    return np.asarray(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), list(targets)])
