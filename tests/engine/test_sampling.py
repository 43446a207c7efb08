"""The sampler chain against arithmetic: what each penalty takes from which logit, and which tokens the others leave."""

from __future__ import annotations

import ctypes
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.llama_api import lib
from engine.protocol import ChatMessage, Sampler
from engine.sampling import SamplerChain, SamplerError, check

PLAIN = Sampler(temperature=1.0, top_k=0, top_p=1.0, seed=1)
GREEDY = Sampler(temperature=0.0)
TALK = [ChatMessage("user", "say something long")]


def applied(sampler: Sampler, logits: np.ndarray, said: list[int], vocab=None) -> dict[int, float]:
    """Return the logits of the tokens that are left after the chain has seen what was said, temperature undone."""
    n = len(logits)
    items = (lib.llama_token_data * n)(*(lib.llama_token_data(token, float(logit), 0.0) for token, logit in enumerate(logits)))
    array = lib.llama_token_data_array(items, n, -1, False)
    with SamplerChain(sampler, n, vocab) as chain:
        chain.accept(said)
        lib.llama_sampler_apply(chain.handle, ctypes.byref(array))
    return {array.data[place].id: array.data[place].logit * (sampler.temperature or 1.0) for place in range(array.size)}


def probabilities(logits: np.ndarray) -> np.ndarray:
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


@pytest.fixture
def vocab(session):
    return session.loaded.model.vocab


@pytest.fixture
def logits(session):
    return np.random.default_rng(3).normal(0.0, 3.0, session.loaded.facts.n_vocab).astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(st.integers(0, 19), max_size=40),
    repeat=st.sampled_from([1.0, 1.3, 0.8]),
    frequency=st.sampled_from([0.0, 0.4, -0.3]),
    presence=st.sampled_from([0.0, 0.7, -0.2]),
    window=st.sampled_from([0, 3, 64]),
)
def test_the_three_penalties_take_what_they_say(said, repeat, frequency, presence, window):
    logits = np.linspace(-4.0, 4.0, 20).astype(np.float32)
    sampler = Sampler(
        temperature=1.0,
        top_k=0,
        top_p=1.0,
        seed=1,
        repeat_penalty=repeat,
        frequency_penalty=frequency,
        presence_penalty=presence,
        repeat_last_n=window,
    )
    recent = said[-window:] if window else []
    expected = logits.astype(float)
    for token in set(recent):
        expected[token] = expected[token] * repeat if expected[token] <= 0 else expected[token] / repeat
        expected[token] -= recent.count(token) * frequency + presence
    found = applied(sampler, logits, said)
    assert len(found) == 20
    np.testing.assert_allclose([found[token] for token in range(20)], expected, atol=1e-5)


@pytest.mark.parametrize(
    ("said", "hit", "length"),
    [
        ([70, 71, 72, 73, 70, 71, 72], 73, 3),
        ([70, 71, 72, 70, 71], 72, 2),
        ([70, 70, 70, 70], 70, 3),
        ([70, 71, 72, 73], None, 0),
        ([70, 71, 72, 99, 72], 99, 1),
    ],
)
def test_dry_takes_more_the_longer_the_phrase_that_would_go_on(vocab, logits, said, hit, length):
    sampler = Sampler(temperature=1.0, top_k=0, top_p=1.0, seed=1, dry_multiplier=0.8, dry_base=1.75, dry_allowed_length=2)
    found = applied(sampler, logits, said, vocab)
    for token, logit in enumerate(logits):
        taken = 0.8 * 1.75 ** (length - 2) if token == hit and length >= 2 else 0.0
        assert found[token] == pytest.approx(float(logit) - taken, abs=1e-4), token


def test_dry_looks_back_no_further_than_it_is_told(vocab, logits):
    said = [70, 71, 72, 73, *range(100, 120), 70, 71, 72]
    whole = Sampler(temperature=1.0, top_k=0, top_p=1.0, seed=1, dry_multiplier=1.0)
    short = Sampler(temperature=1.0, top_k=0, top_p=1.0, seed=1, dry_multiplier=1.0, dry_penalty_last_n=10)
    none = Sampler(temperature=1.0, top_k=0, top_p=1.0, seed=1, dry_multiplier=1.0, dry_penalty_last_n=0)
    assert applied(whole, logits, said, vocab)[73] < float(logits[73]) - 1.0
    for sampler in (short, none):
        assert applied(sampler, logits, said, vocab)[73] == pytest.approx(float(logits[73]), abs=1e-5)


def test_dry_needs_the_vocabulary():
    with pytest.raises(ValueError, match="vocabulary"):
        SamplerChain(Sampler(dry_multiplier=1.0), 10)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1000), typical=st.sampled_from([0.2, 0.5, 0.9]), spread=st.sampled_from([0.5, 2.0]))
def test_typical_leaves_what_is_about_as_surprising_as_the_average(seed, typical, spread):
    logits = np.random.default_rng(seed).normal(0.0, spread, 50).astype(np.float32)
    sampler = Sampler(temperature=1.0, top_k=0, top_p=1.0, seed=1, typical_p=typical)
    chances = probabilities(logits.astype(float))
    surprise = -np.log(chances)
    order = np.argsort(np.abs(surprise - (chances * surprise).sum()), kind="stable")
    kept = int(np.searchsorted(np.cumsum(chances[order]), typical)) + 1
    found = set(applied(sampler, logits, []))
    assert found - set(order[: kept + 1].tolist()) == set()  # one more or less where rounding decides
    assert set(order[: kept - 1].tolist()) - found == set()


def test_off_settings_leave_every_logit_alone(vocab, logits):
    found = applied(PLAIN, logits, [1, 2, 3, 1, 2, 3, 1, 2], vocab)
    np.testing.assert_allclose([found[token] for token in range(len(logits))], logits, atol=1e-6)


def longest_repeat(tokens: list[int]) -> int:
    """Return the length of the longest phrase that occurs twice, the second time after the first."""
    for length in range(len(tokens) // 2, 0, -1):
        seen: set[tuple[int, ...]] = set()
        for start in range(len(tokens) - length + 1):
            phrase = tuple(tokens[start : start + length])
            if tuple(tokens[max(0, start - length) : start]) == phrase or phrase in seen:
                return length
            seen.add(phrase)
    return 0


def test_dry_keeps_a_real_model_from_going_round_in_circles(session):
    looping = session.generate(TALK, GREEDY, None, 120).tokens
    strong = Sampler(temperature=0.0, dry_multiplier=4.0, dry_allowed_length=2)
    varied = session.generate(TALK, strong, None, 120).tokens
    assert longest_repeat(looping) >= 10, "the random model no longer loops by itself; choose another message"
    assert longest_repeat(varied) <= 5
    assert session.generate(TALK, strong, None, 120).tokens == varied


def test_the_same_seed_draws_the_same_with_everything_on(session):
    sampler = Sampler(
        temperature=1.2,
        top_k=50,
        top_p=0.9,
        min_p=0.01,
        typical_p=0.95,
        repeat_penalty=1.1,
        presence_penalty=0.2,
        frequency_penalty=0.1,
        dry_multiplier=0.8,
        seed=11,
    )
    first = session.generate(TALK, sampler, None, 40)
    assert session.generate(TALK, sampler, None, 40).tokens == first.tokens
    assert first.stats.seed == 11


@pytest.mark.parametrize(
    "wrong",
    [
        {"typical_p": 1.1},
        {"typical_p": -0.1},
        {"typical_p": math.nan},
        {"repeat_last_n": -1},
        {"repeat_last_n": 1 << 30},
        {"dry_multiplier": -0.1},
        {"dry_multiplier": math.inf},
        {"dry_base": 0.5},
        {"dry_allowed_length": -1},
        {"dry_penalty_last_n": -2},
        {"presence_penalty": 11.0},
        {"frequency_penalty": math.nan},
        {"repeat_penalty": 0.0},
    ],
)
def test_wrong_values_are_refused_in_one_sentence(wrong):
    (name,) = wrong
    with pytest.raises(SamplerError, match=name.replace("_", " ") + r" is .* must lie between"):
        check(Sampler(**wrong))
