"""Replies generated together: the same text and activations as one at a time, whatever they are batched with."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from axes.capping import TrialCap
from axes.source import ExtractionCancelled, Prompt
from engine.activations import SessionSource
from engine.batch_context import kv_bytes_per_token
from engine.batch_decoding import BatchDecoder, Request
from engine.batch_slot import Slot
from engine.hook_plan import HookPlan
from engine.llama_api import Cancelled
from engine.model import load
from engine.protocol import ChatMessage, Sampler
from engine.sampling import SamplerChain
from engine.session import Session

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
RECORDED = Path(__file__).parents[1] / "demo" / "recorded.json"
GREEDY = Sampler(temperature=0.0)
TALKS = [f"{'what is the river and the house ' * (n % 5)}{word}?" for n, word in enumerate(("who", "how", "when", "why") * 6)]


def requests_of(session: Session, talks: list[str], sampler: Sampler = GREEDY) -> list[Request]:
    return [Request(session.loaded.template.prompt([ChatMessage("user", talk)]), sampler) for talk in talks]


def together(session: Session, talks: list[str], n: int, plan: HookPlan | None = None, tokens: int = 12):
    with BatchDecoder(session.loaded, n) as decoder:
        found = dict(decoder.speak(requests_of(session, talks), tokens, plan, lambda: False))
    assert sorted(found) == list(range(len(talks)))
    return found


@pytest.fixture(scope="module")
def plan(tiny_model: Path) -> HookPlan:
    """A floor at the mean of what the model does, along random directions."""
    with load(tiny_model, n_ctx=256, n_threads=1, find=False) as loaded:
        session = Session(loaded)
        seen = session.generate([ChatMessage("user", "how?")], GREEDY, None, 12, capture=True).activations
        assert seen is not None
        n_layer = loaded.facts.n_layer
        drawn = np.random.default_rng(3).standard_normal((n_layer, loaded.facts.n_embd))
    direction = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    taus = np.append(np.einsum("le,le->l", seen.mean, direction[:-1]) + 0.5, 0).astype(np.float32)
    return HookPlan.along(direction, taus, range(1, n_layer - 1))


def assert_close(found: np.ndarray, expected: np.ndarray, relative: float = 1e-3) -> None:
    """Equal but for rounding."""
    assert (np.linalg.norm(found - expected, axis=1) <= relative * np.linalg.norm(expected, axis=1)).all()


def test_replies_made_together_are_those_made_one_at_a_time() -> None:
    """On the demo model, whose recorded replies hang on no near tie that rounding could tip."""
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))["replies"]
    talks = [[ChatMessage(said["role"], said["content"]) for said in each["messages"]] for each in recorded]
    alike = {"n_ctx": 1024, "n_threads": 1, "find": False, "flash_attention": "on"}  # as replies are made together
    with load(DEMO, **alike) as loaded, BatchDecoder(loaded, 5) as decoder:
        asked = [Request(loaded.template.prompt(talk), GREEDY) for talk in talks]
        found = dict(decoder.speak(asked, 60, None, lambda: False))
        session = Session(loaded)
        for number, (talk, each) in enumerate(zip(talks, recorded, strict=True)):
            spoken, alone = found[number], session.generate(talk, GREEDY, None, 60, capture=True)
            assert spoken is not None
            assert alone.activations is not None
            assert spoken.text == each["reply"] == alone.text
            assert spoken.n_tokens == alone.activations.n_tokens
            assert_close(spoken.mean, alone.activations.mean, 5e-3)  # 16-bit weights: llama.cpp rounds in between
            assert_close(spoken.header, alone.activations.header, 5e-3)  # 16-bit weights: llama.cpp rounds in between
    assert len({spoken.text for spoken in found.values() if spoken is not None}) > 10


def test_the_cap_acts_on_every_reply_as_it_does_alone(session: Session, plan: HookPlan) -> None:
    found = together(session, TALKS, 5, plan, tokens=1)
    for number, talk in enumerate(TALKS):
        alone, spoken = session.generate([ChatMessage("user", talk)], GREEDY, plan, 1, capture=True), found[number]
        assert spoken is not None
        assert alone.activations is not None
        assert_close(spoken.header, alone.activations.header)
        assert alone.tokens
        if alone.text and spoken.text == alone.text:
            assert_close(spoken.mean, alone.activations.mean)


def test_the_cap_changes_what_is_said(session: Session, plan: HookPlan) -> None:
    free, capped = together(session, TALKS[:8], 8), together(session, TALKS[:8], 8, plan)
    assert any(free[n].text != capped[n].text for n in range(8))


def test_a_full_cache_makes_prompts_wait_and_a_prompt_that_can_never_fit_is_left_out(session: Session) -> None:
    long = "what is the river and the house " * 200
    with BatchDecoder(session.loaded, 4, kv_bytes=kv_bytes_per_token(session.loaded) * 512) as decoder:
        asked = requests_of(session, [TALKS[0], long, *TALKS[1:9]])
        found = dict(decoder.speak(asked, 200, None, lambda: False))
    assert found[1] is None
    assert [number for number, spoken in found.items() if spoken is None] == [1]
    assert len(found) == 10


def test_stopping_ends_it_and_the_next_call_is_sound(session: Session) -> None:
    checks = itertools.count()
    with BatchDecoder(session.loaded, 3) as decoder:
        asked = requests_of(session, TALKS[:6])
        with pytest.raises(Cancelled):
            list(decoder.speak(asked, 12, None, lambda: next(checks) == 4))
        unfinished = decoder.speak(asked, 12, None, lambda: False)
        next(unfinished)
        unfinished.close()
        after = dict(decoder.speak(asked, 12, None, lambda: False))
    fresh = together(session, TALKS[:6], 3)
    for number in range(6):
        assert after[number].text == fresh[number].text
        np.testing.assert_allclose(after[number].mean, fresh[number].mean, atol=1e-3 * np.abs(fresh[number].mean).max())


def test_a_source_says_that_it_was_stopped(session: Session) -> None:
    source = SessionSource(session, max_tokens=30, should_stop=lambda: True)
    with pytest.raises(ExtractionCancelled):
        list(source.samples([Prompt(None, "how?", 1)]))


def test_a_trial_cap_reaches_the_replies(session: Session, plan: HookPlan) -> None:
    trial = TrialCap(plan.layers[0], plan.layers[-1], plan.direction[:, 0], plan.tau[:, 0])
    prompts = [Prompt(None, talk, n) for n, talk in enumerate(TALKS[:6])]
    source = SessionSource(session, max_tokens=10)
    free, capped = dict(source.samples(prompts)), dict(source.samples(prompts, trial))
    assert all(sample.engaged == 0 for sample in free.values())
    assert all(0 < sample.engaged < 1 for sample in capped.values())
    # every row of a capped layer lies at its floor or above, so the mean does too
    for layer in plan.layers:
        assert min(float(sample.reply[layer] @ plan.direction[layer, 0]) for sample in capped.values()) >= plan.tau[layer, 0] - 1e-3


def test_thoughts_are_not_content(session: Session) -> None:
    with SamplerChain(GREEDY, session.loaded.facts.n_vocab) as chain:
        slot = Slot(0, 0, session.loaded.template.prompt([ChatMessage("user", "how?")]), chain, 10)
        states = []
        for text in (b"", b"<think>", b"<think>let me see", b"\n<think>let</think>", b"<think>let</think>\nWell"):
            slot.text = text
            states.append(slot.thinks())
    assert states == [False, True, True, True, False]
