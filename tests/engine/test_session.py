"""Sessions on a real model: what is kept, what is evaluated anew, and that the cap and the readings are what they claim to be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from axes.axis import Axis, AxisError
from engine.evaluator import GenerationError
from engine.hook_plan import ORDINARY, HookPlan
from engine.model import LoadedModel, load
from engine.native_loop import MOST_GUESSES
from engine.protocol import Cap, ChatMessage, Sampler
from engine.sampling import SamplerError
from engine.session import Piece, Reply, Session
from engine.speaker import ENOUGH
from engine.templates import TemplateError
from tests.engine.reference_evaluation import logits_with

GREEDY = Sampler(temperature=0.0)
CAPS = [Cap(75.0, "reply"), Cap(75.0, "position")]


def follow_up(talk: list[ChatMessage], reply: Reply) -> list[ChatMessage]:
    return [*talk, ChatMessage("assistant", reply.text), ChatMessage("user", "and the house?")]


def printable(session: Session, talk: list[ChatMessage], cap: Cap | None = None) -> Reply:
    """A reply whose text is plain, so that its tokens are found again when it is part of the history."""
    for seed in range(500):
        reply = session.generate(talk, Sampler(temperature=1.5, seed=seed), cap, 3)
        if reply.text and reply.tokens == session.loaded.model.tokenize(reply.text, add_special=False, parse_special=False):
            return reply
    raise AssertionError("the tiny model never wrote plain text")


# --- the cap off -------------------------------------------------------------------------------------------------------------


def test_without_a_cap_the_text_is_llama_cpps_own(session: Session, tiny_model: Path, talk: list[ChatMessage]) -> None:
    """Greedy text with the hook installed and reading equals, bit for bit, the text of llama.cpp without any callback."""
    reply = session.generate(talk, GREEDY, max_tokens=40)
    prompt = session.loaded.template.prompt(talk).tokens
    chunks = [prompt, *([token] for token in reply.tokens)]
    logits = logits_with(tiny_model, chunks, None, flash=False)
    assert [int(row.argmax()) for row in logits[:-1]] == reply.tokens
    assert np.array_equal(logits[-1], session.loaded.context.logits())
    assert len(reply.readings) == len(reply.tokens) == 40


def test_a_cap_below_everything_changes_nothing(session: Session, tiny_axis: Axis, talk: list[ChatMessage]) -> None:
    plain = session.generate(talk, GREEDY, max_tokens=30)
    floor = HookPlan.along(tiny_axis.reply.direction, np.full(6, -1e6, dtype=np.float32), range(2, 5))
    capped = session.generate(talk, GREEDY, floor, 30)
    assert capped.tokens == plain.tokens
    assert capped.stats is not None
    assert capped.stats.engaged == 0
    assert capped.stats.mean_lift == 0


# --- the cap on --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cap", CAPS, ids=["reply", "position"])
def test_incremental_decode_equals_full_prefill(session: Session, talk: list[ChatMessage], cap: Cap) -> None:
    """Two turns on a kept KV cache leave the state that one evaluation of the whole text leaves."""
    reply = printable(session, talk, cap)
    longer = follow_up(talk, reply)
    first = session.generate(longer, GREEDY, cap, 12)
    kept_logits, kept = session.loaded.context.logits(), session.evaluator.state.projections(0)
    assert first.stats is not None
    assert first.stats.reused_tokens > session.count(talk)
    session.reset()
    prompt = session.loaded.template.prompt(longer)
    tokens, classes = [*prompt.tokens, *first.tokens], np.concatenate([prompt.classes, np.full(12, ORDINARY, dtype=np.uint8)])
    session.evaluator.evaluate(tokens, classes)
    assert np.abs(session.loaded.context.logits() - kept_logits).max() < 0.03  # the KV cache rounds to 16 bits
    assert np.abs(session.evaluator.state.projections(0) - kept).max() < 5e-3
    session.generate(talk, GREEDY, None, 1)
    session.evaluator.keep(tokens, classes, None, 0)
    session.evaluator.evaluate(tokens, classes)
    assert np.abs(session.loaded.context.logits() - kept_logits).max() > 0.3, "the comparison must be able to fail"


@pytest.mark.parametrize("cap", CAPS, ids=["reply", "position"])
def test_every_token_is_capped_in_prompt_and_reply(session: Session, talk: list[ChatMessage], cap: Cap) -> None:
    """Slots seen are (prompt + reply tokens) x layers of the band: the hook also fires on single tokens under the KV cache."""
    hook = session.loaded.hook
    hook.reset_counters()
    reply = session.generate(talk, Sampler(seed=1), cap, 25)
    counters, stats = hook.counters(), reply.stats
    assert stats is not None
    assert counters.seen.sum() == (stats.prompt_tokens + stats.tokens) * 3
    assert counters.seen[:, 1].sum() == 2 * 3  # two assistant headers, the one in the history too
    assert counters.seen[2:5].all(axis=0).all()
    assert stats.engaged == pytest.approx(counters.lifted.sum() / counters.seen.sum())
    assert 0.2 < stats.engaged < 0.95


def test_engagement_counts_what_the_kv_cache_kept(session: Session, talk: list[ChatMessage]) -> None:
    first = session.generate(talk, GREEDY, CAPS[0], 10)
    again = session.generate(talk, GREEDY, CAPS[0], 10)
    assert first.stats is not None
    assert again.stats is not None
    assert again.stats.reused_tokens == again.stats.prompt_tokens - 1
    assert again.stats.engaged == first.stats.engaged
    assert again.stats.mean_lift == pytest.approx(first.stats.mean_lift, rel=1e-4)
    assert again.tokens == first.tokens


def test_readings_equal_an_uncapped_reading_of_the_same_text(session: Session, talk: list[ChatMessage]) -> None:
    """The band lies above the monitor layer, so the live reading is what the uncapped model reads on the same words."""
    capped = session.generate(talk, Sampler(seed=5), CAPS[1], 30)
    live = session.evaluator.state.projections(0)
    prompt = session.loaded.template.prompt(talk)
    tokens = [*prompt.tokens, *capped.tokens]
    classes = np.concatenate([prompt.classes, np.full(len(capped.tokens), ORDINARY, dtype=np.uint8)])
    session.evaluator.keep(tokens, classes, None, 0)
    session.evaluator.evaluate(tokens, classes)
    assert session.evaluator.state.engaged is None
    assert np.abs(session.evaluator.state.projections(0) - live).max() < 5e-3


def test_another_cap_evaluates_everything_anew(session: Session, talk: list[ChatMessage]) -> None:
    for cap in (None, CAPS[0], CAPS[1], Cap(90.0, "reply"), None):
        reply = session.generate(talk, GREEDY, cap, 5)
        assert reply.stats is not None
        assert reply.stats.reused_tokens == 0
        fresh_tokens = reply.tokens
        session.reset()
        assert session.generate(talk, GREEDY, cap, 5).tokens == fresh_tokens


def test_the_cap_changes_what_is_said_and_a_flipped_direction_says_something_else(
    session: Session, tiny_axis: Axis, talk: list[ChatMessage]
) -> None:
    plain = session.generate(talk, GREEDY, max_tokens=30).tokens
    capped = session.generate(talk, GREEDY, Cap(99.0, "reply"), 30).tokens
    plan = HookPlan.from_axis(tiny_axis, Cap(99.0, "reply"))
    assert plan is not None
    flipped = HookPlan(-plan.direction, plan.tau, plan.active, plan.unit)
    assert capped != plain
    assert session.generate(talk, GREEDY, plan, 30).tokens == capped
    assert session.generate(talk, GREEDY, flipped, 30).tokens not in (plain, capped)


def test_a_cap_without_an_axis_is_refused_in_one_sentence(tiny_model: Path, talk: list[ChatMessage]) -> None:
    with load(tiny_model, n_threads=1, find=False) as loaded:
        session = Session(loaded)
        with pytest.raises(AxisError, match="no axis"):
            session.generate(talk, GREEDY, Cap(75.0), 5)
        reply = session.generate(talk, GREEDY, Cap(), 5)
        assert reply.readings == []
        assert reply.stats is not None
        assert (reply.stats.reading, reply.stats.early, reply.stats.engaged) == (None, None, None)


def test_a_form_the_axis_does_not_know_is_refused(session: Session, talk: list[ChatMessage]) -> None:
    with pytest.raises(AxisError, match="sideways"):
        session.generate(talk, GREEDY, Cap(50.0, "sideways"), 5)


@pytest.mark.parametrize(("asked", "level"), [(0.5, 0), (99.9, -1)])
def test_a_strength_beyond_the_measured_ones_is_the_nearest(
    session: Session, tiny_axis: Axis, talk: list[ChatMessage], asked: float, level: int
) -> None:
    nearest = float(tiny_axis.quantile_levels[level])
    found, expected = (session.generate(talk, GREEDY, Cap(strength), 8) for strength in (asked, nearest))
    assert found.stats is not None
    assert found.stats.percentile == nearest
    assert found.tokens == expected.tokens
    assert found.readings == pytest.approx(expected.readings, abs=1e-4)


# --- readings and figures ----------------------------------------------------------------------------------------------------


def test_readings_are_normalised_projections(session: Session, tiny_axis: Axis, talk: list[ChatMessage]) -> None:
    pieces: list[Piece] = []
    reply = session.generate(talk, Sampler(seed=2), CAPS[0], 20, on_piece=pieces.append)
    state, start = session.evaluator.state, session.count(talk)
    raw = state.projections(start)
    role, default = (float(each[tiny_axis.monitor_layer]) for each in (tiny_axis.reply.role_mean, tiny_axis.reply.default_mean))
    assert reply.readings == pytest.approx([(float(p) - role) / (default - role) for p in raw], abs=1e-5)
    assert [reading for piece in pieces for reading in piece.readings] == reply.readings
    assert reply.stats is not None
    assert reply.stats.reading == pytest.approx(np.mean(reply.readings))
    header = float(state.projections(start - 1, 1)[0])
    assert reply.stats.early == pytest.approx(tiny_axis.normalise(header, tiny_axis.monitor_layer, "header"))
    assert pieces[-1].engaged == reply.stats.engaged


def test_the_early_reading_is_the_same_with_and_without_a_reply(session: Session, talk: list[ChatMessage]) -> None:
    early = [stats.early for n in (0, 1, 20) if (stats := session.generate(talk, GREEDY, None, n).stats) is not None]
    assert early == pytest.approx([early[0]] * 3, abs=1e-3)


def test_thoughts_do_not_count_for_the_reading(session: Session, talk: list[ChatMessage]) -> None:
    said, thought = "the river house", "<think>you are what when</think>"
    whole = session.read([*talk, ChatMessage("assistant", thought + said)])
    tokens = len(session.loaded.model.tokenize(said, add_special=False, parse_special=False))
    assert whole.stats is not None
    assert whole.stats.reading == pytest.approx(np.mean(whole.readings[-tokens:]), abs=1e-6)
    assert whole.stats.reading != pytest.approx(np.mean(whole.readings), abs=1e-3)


def test_capture_gives_the_means_that_the_readings_show(session: Session, tiny_axis: Axis, talk: list[ChatMessage]) -> None:
    layer = tiny_axis.monitor_layer
    for _ in range(2):  # the second time all of the prompt lies in the KV cache
        reply = session.generate(talk, Sampler(seed=4), None, 15, capture=True)
        found = reply.activations
        assert found is not None
        assert found.n_tokens == len(reply.tokens) == 15
        assert found.mean.shape == found.header.shape == (5, 64)
        assert tiny_axis.normalise(float(found.mean[layer] @ tiny_axis.reply.direction[layer]), layer) == pytest.approx(
            np.mean(reply.readings), abs=1e-4
        )
        stats = tiny_axis.statistics("header")
        assert tiny_axis.normalise(float(found.header[layer] @ stats.direction[layer]), layer, "header") == pytest.approx(
            reply.stats.early if reply.stats else None, abs=1e-4
        )


def test_reading_a_conversation_generates_nothing(session: Session, talk: list[ChatMessage]) -> None:
    told = [*talk, ChatMessage("assistant", "the user asks the model")]
    read = session.read(told, capture=True)
    assert read.text == ""
    assert read.stats is not None
    assert read.stats.tokens == 0
    assert len(read.readings) == len(read.tokens) == (read.activations.n_tokens if read.activations else -1)


# --- generating --------------------------------------------------------------------------------------------------------------


def test_the_same_seed_says_the_same_and_the_chosen_seed_is_reported(session: Session, talk: list[ChatMessage]) -> None:
    """From a fresh KV cache, that is: a kept one differs in the last bits, and a draw can then fall to the neighbouring token."""
    first = session.generate(talk, Sampler(temperature=1.5), None, 30)
    assert first.stats is not None
    session.reset()
    again = session.generate(talk, Sampler(temperature=1.5, seed=first.stats.seed), None, 30)
    session.reset()
    others = [session.generate(talk, Sampler(temperature=1.5, seed=first.stats.seed + n), None, 30).text for n in (1, 2, 3)]
    assert again.text == first.text
    assert set(others) != {first.text}


def test_penalties_act_on_the_reply(session: Session, talk: list[ChatMessage]) -> None:
    plain = session.generate(talk, GREEDY, None, 60).tokens
    varied = session.generate(talk, Sampler(temperature=0.0, presence_penalty=9.0), None, 60).tokens
    assert len(set(varied)) > len(set(plain))


@pytest.mark.parametrize("settings", [{"temperature": -1.0}, {"top_p": 1.5}, {"min_p": -0.1}, {"repeat_penalty": 0.0}])
def test_settings_outside_their_range_are_refused(session: Session, talk: list[ChatMessage], settings: dict[str, float]) -> None:
    with pytest.raises(SamplerError, match="must lie between"):
        session.generate(talk, Sampler(**settings), None, 5)


def test_text_is_whole_characters_and_nothing_is_lost(session: Session, talk: list[ChatMessage]) -> None:
    pieces: list[Piece] = []
    reply = session.generate(talk, Sampler(temperature=2.0, seed=9), None, 200, on_piece=pieces.append)
    data = b"".join(session.loaded.model.piece(token) for token in reply.tokens)
    whole = data.decode("utf-8", "replace")
    assert reply.text == "".join(piece.text for piece in pieces)
    assert whole.startswith(reply.text)
    assert len(whole) - len(reply.text) <= 1
    assert sum(piece.n_tokens for piece in pieces) == len(reply.tokens)
    assert "<|im_end|>" not in reply.text


def test_the_end_of_turn_ends_the_reply_and_is_not_shown(session: Session, talk: list[ChatMessage]) -> None:
    replies = [session.generate(talk, Sampler(temperature=2.0, seed=seed), None, 400) for seed in range(12)]
    stopped = [reply for reply in replies if reply.reason == "stop"]
    assert stopped
    assert not any(session.loaded.model.is_end(token) for reply in stopped for token in reply.tokens)


def test_a_reply_cut_short_can_be_continued(session: Session, talk: list[ChatMessage]) -> None:
    start = printable(session, talk)
    told = [*talk, ChatMessage("assistant", start.text)]
    reply = session.generate(told, GREEDY, None, 6, continue_last=True)
    assert reply.stats is not None
    assert reply.stats.tokens == 6
    assert len(reply.readings) == len(reply.tokens) > 6
    prompt = session.loaded.template.prompt(told, continue_last=True)
    assert prompt.text.endswith("<|im_start|>assistant\n" + start.text)
    assert prompt.tokens[prompt.reply_start :] == reply.tokens[:-6]
    with pytest.raises(TemplateError, match="no reply to continue"):
        session.generate(talk, GREEDY, None, 6, continue_last=True)


def test_a_full_context_is_said_and_loses_nothing(tiny_model: Path, tiny_axis: Axis, talk: list[ChatMessage]) -> None:
    with load(tiny_model, n_ctx=256, n_threads=1, find=False) as loaded:
        loaded.use_axis(tiny_axis, "test")
        session = Session(loaded)
        replies = [session.generate(talk, Sampler(temperature=2.0, seed=seed), CAPS[0], 1000) for seed in range(8)]
        full = [reply for reply in replies if reply.reason == "context_full"]
        assert full
        assert all(reply.stats is not None and reply.stats.context_used == 256 for reply in full)
        assert len(full[0].readings) == len(full[0].tokens) == 256 - session.count(talk)
        before = session.generate(talk, GREEDY, CAPS[0], 5)
        long = [*talk, ChatMessage("assistant", "yes"), ChatMessage("user", "the river " * 300)]
        refused = session.generate(long, GREEDY, CAPS[0], 5)
        assert (refused.reason, refused.text, refused.stats) == ("context_full", "", None)
        again = session.generate(talk, GREEDY, CAPS[0], 5)
        assert again.tokens == before.tokens
        assert again.stats is not None
        assert again.stats.reused_tokens > 0


# --- stopping and failing ----------------------------------------------------------------------------------------------------


def test_stopping_keeps_what_was_said(session: Session, talk: list[ChatMessage]) -> None:
    pieces: list[Piece] = []

    def enough() -> bool:
        return sum(piece.n_tokens for piece in pieces) >= 7

    reply = session.generate(talk, GREEDY, None, 400, on_piece=pieces.append, should_stop=enough)
    assert reply.reason == "cancelled"
    assert 7 <= len(reply.tokens) < 7 + (ENOUGH + MOST_GUESSES)
    assert len(reply.tokens) == sum(piece.n_tokens for piece in pieces)
    assert reply.stats is not None
    whole = session.generate(talk, GREEDY, None, 7 + (ENOUGH + MOST_GUESSES))
    assert whole.tokens[: len(reply.tokens)] == reply.tokens


def test_a_decode_that_is_abandoned_leaves_a_sound_state(session: Session, talk: list[ChatMessage]) -> None:
    """The native flag ends a running evaluation; afterwards the same request gives what a fresh session gives."""
    expected = session.generate(talk, GREEDY, CAPS[0], 20).tokens
    session.reset()
    stop = threading.Event()

    def on_prompt(_fraction: float) -> None:
        session.cancel()
        stop.set()

    cut = session.generate(talk, GREEDY, CAPS[0], 20, on_prompt=on_prompt)
    assert stop.is_set()
    assert (cut.reason, cut.tokens) == ("cancelled", [])
    assert session.evaluator.state.n == session.count(talk)
    assert session.generate(talk, GREEDY, CAPS[0], 20).tokens == expected


def test_cancel_in_the_middle_of_a_long_prompt_is_quick(make_model: Callable[..., Path]) -> None:
    path = make_model("wide.gguf", n_embd=512, n_layer=8, n_ctx=8192)
    with load(path, n_ctx=8192, n_threads=1, find=False) as loaded:
        session = Session(loaded)
        talk = [ChatMessage("user", "the river and the house " * 420)]
        assert 5000 < session.count(talk) < 8000
        done: list[float] = []
        flag = threading.Event()

        def cancel() -> None:
            flag.set()
            session.cancel()
            done.append(time.monotonic())

        timer = threading.Timer(0.15, cancel)
        timer.start()
        reply = session.generate(talk, GREEDY, None, 5, should_stop=flag.is_set)
        ended = time.monotonic()
        timer.join()
        assert (reply.reason, reply.stats) == ("cancelled", None)
        assert ended - done[0] < 0.5


def test_a_failing_hook_fails_the_request_and_not_the_next(
    loaded: LoadedModel, talk: list[ChatMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a layer does not show every row, the logits are dropped and the request ends in one sentence."""
    session = Session(loaded)
    expected = session.generate(talk, GREEDY, CAPS[0], 10).tokens
    decode = loaded.context.decode
    monkeypatch.setattr(loaded.context, "decode", lambda tokens, position, **how: decode(tokens[:-1], position, **how))
    session.reset()
    with pytest.raises(GenerationError, match="could not be read") as caught:
        session.generate(talk, GREEDY, CAPS[0], 10)
    assert "every token" in caught.value.details
    monkeypatch.undo()
    assert session.generate(talk, GREEDY, CAPS[0], 10).tokens == expected


def test_counting_is_what_the_prompt_holds(session: Session, talk: list[ChatMessage]) -> None:
    reply = session.generate(talk, GREEDY, None, 1)
    assert reply.stats is not None
    assert session.count(talk) == reply.stats.prompt_tokens
    with pytest.raises(TemplateError, match="no message"):
        session.count([])
