"""The activations behind an axis, on real llama.cpp: the right tokens, the right layers, the right header."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from axes.extraction import ExtractionCancelled, ExtractionSpec, Prompt
from axes.format import read_axis
from engine.activations import SessionSource
from engine.axis_build import SIZES, build_axis, build_axis_in, spec_from_mapping, spec_of_size
from engine.llama_api import Model
from engine.model import load
from engine.protocol import ChatMessage
from engine.session import Session
from tests.engine.reference_evaluation import logits_with

SPEC = ExtractionSpec(
    defaults=[None, "be small"],
    roles=[(f"role{n}", f"you are the {word}") for n, word in enumerate(("river", "house", "user", "water", "model"))],
    questions=["how?", "what?", "when?", "the house", "a river"],
    band=(3, 4),
)


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
    logits_with(tiny_model, [[*prompt.tokens, *repeated.tokens]], lambda layer, seen: rows.__setitem__(layer, seen))
    with Model(tiny_model) as model:
        assert model.piece(prompt.tokens[-1]) == b"\n"
    for layer in range(session.loaded.facts.n_layer - 1):
        np.testing.assert_allclose(sample.header[layer], rows[layer][len(prompt.tokens) - 1], atol=2e-3)
        np.testing.assert_allclose(sample.reply[layer], rows[layer][len(prompt.tokens) :].mean(axis=0), atol=2e-3)
    assert not np.allclose(sample.header[0], sample.header[1], atol=0.1)


def _sampler(seed: int):
    from engine.protocol import Sampler

    return Sampler(temperature=0.7, top_k=0, top_p=0.9, seed=seed)


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


def test_an_axis_is_built_and_read_again(tiny_model: Path, tmp_path: Path) -> None:
    """Whatever random weights are found to be worth: an unusable axis is not left lying beside the model, any other is."""
    out = tmp_path / "tiny.axis.gguf"
    with load(tiny_model, n_threads=1, find=False) as loaded:
        built = build_axis_in(Session(loaded), out, SPEC)
    assert built.axis.n_layer == 6
    assert built.axis.reply.direction.shape == (6, 64)
    assert (built.verdict == "not usable") is not out.exists()
    if out.exists():
        assert read_axis(out).quality["verdict"] == built.verdict


def test_building_can_be_stopped(tiny_model: Path, tmp_path: Path) -> None:
    seen: list[float] = []
    with pytest.raises(ExtractionCancelled):
        build_axis(tiny_model, tmp_path / "a.gguf", SPEC, lambda progress: seen.append(progress.fraction), lambda: len(seen) >= 2)
    assert len(seen) == 2
    assert list(tmp_path.iterdir()) == []


def test_specs_come_from_json_and_from_the_shipped_prompts() -> None:
    spec = spec_from_mapping(
        {
            "defaults": [{"system": None}],
            "roles": [{"role": "pirate", "system": "You are a pirate."}],
            "questions": ["Why?"],
            "held_out_roles": ["pirate"],
            "held_out_questions": ["Why not?"],
        },
        band=(2, 3),
    )
    assert (spec.defaults, spec.roles, spec.band) == ([None], [("pirate", "You are a pirate.")], (2, 3))
    for size, (n_roles, n_questions) in SIZES.items():
        shipped = spec_of_size(size, "Tiny")
        assert len({role for role, _ in shipped.roles}) == n_roles
        assert len(set(shipped.questions)) == n_questions
        assert shipped.defaults[0] is None
