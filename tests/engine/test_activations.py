"""The activations behind an axis, on real llama.cpp: the right tokens, the right layers, the right header."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from axes.extraction import Prompt
from engine.activations import SessionSource
from engine.llama_api import Model
from engine.protocol import ChatMessage
from engine.session import Session
from tests.engine.reference_evaluation import logits_with


def test_activations_are_those_of_the_reply_and_the_header(tiny_model: Path, session: Session) -> None:
    """Checked against a plain evaluation of prompt + reply whose residual stream is read without the residual hook."""
    source = SessionSource(session, max_tokens=12)
    ((_, sample),) = source.samples([Prompt("You are the river.", "what are you?", 5)])
    assert sample.n_tokens > 1
    messages = [ChatMessage("system", "You are the river."), ChatMessage("user", "what are you?")]
    prompt = session.loaded.template.prompt(messages)
    repeated = session.generate(messages, _sampler(5), None, 12)
    assert repeated.text == sample.text
    assert len(repeated.tokens) == sample.n_tokens
    rows: dict[int, np.ndarray] = {}
    whole = [*prompt.tokens, *repeated.tokens]
    logits_with(tiny_model, [whole], lambda layer, seen: rows.__setitem__(layer, seen))
    with Model(tiny_model) as model:
        assert model.piece(prompt.tokens[-1]) == b"\n"
    for layer in range(session.loaded.facts.n_layer - 1):
        np.testing.assert_allclose(sample.header[layer], rows[layer][len(prompt.tokens) - 1], atol=2e-3)
        np.testing.assert_allclose(sample.reply[layer], rows[layer][len(prompt.tokens) :].mean(axis=0), atol=2e-3)
    assert not np.allclose(sample.header[0], sample.header[1], atol=0.1)


def _sampler(seed: int):
    from engine.protocol import Sampler

    return Sampler(temperature=0.7, top_k=128, top_p=0.9, seed=seed)


def test_the_same_prompts_give_the_same_samples_in_any_order(session: Session) -> None:
    source = SessionSource(session, max_tokens=8)
    prompts = [Prompt(None, "how?", 1), Prompt("be small", "how?", 2), Prompt(None, "what?", 3)]
    forward, backward = (
        [one for _, one in sorted(source.samples(asked), key=lambda pair: pair[0])] for asked in (prompts, prompts[::-1])
    )
    backward = backward[::-1]
    for one, other in zip(forward, backward, strict=True):
        assert one.text == other.text
        np.testing.assert_allclose(one.reply, other.reply, atol=2e-3)
        np.testing.assert_allclose(one.header, other.header, atol=2e-3)
    assert forward[0].text != forward[2].text


def test_a_system_prompt_reaches_the_model(session: Session) -> None:
    found = dict(SessionSource(session, max_tokens=4).samples([Prompt("be small", "how?", 1), Prompt(None, "how?", 1)]))
    with_one, without = found[0], found[1]
    assert np.abs(with_one.header - without.header).max() > 0.01
