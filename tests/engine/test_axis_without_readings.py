"""An axis that came without means: the model is capped with it, and nothing pretends to be a reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from axes.axis import Axis, AxisError
from axes.checks import check_fits
from axes.format import write_axis
from engine import protocol
from engine.model import LoadedModel, load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Session

GREEDY = Sampler(temperature=0.0)


@pytest.fixture
def imported(tiny_axis: Axis) -> Axis:
    nothing = np.full(tiny_axis.n_layer, np.nan, dtype=np.float32)
    means = dict.fromkeys(("default_mean", "default_std", "role_mean", "role_std"), nothing)
    floor = tiny_axis.reply.quantiles[:, [int(np.argmax(tiny_axis.quantile_levels == 90))]]
    stats = replace(tiny_axis.reply, quantiles=floor, **means)
    levels = np.asarray([75], dtype=np.float32)
    return replace(tiny_axis, reply=stats, header=None, quantile_levels=levels, form="reply", readings=False, model_fingerprint="")


@pytest.fixture
def loaded_with_it(tiny_model: Path, imported: Axis, tmp_path: Path) -> Iterator[LoadedModel]:
    write_axis(imported, tmp_path / "imported.axis.gguf")
    with load(tiny_model, tmp_path / "imported.axis.gguf", n_threads=1) as loaded:
        yield loaded


def test_it_caps_and_shows_no_reading(loaded_with_it: LoadedModel, talk: list[ChatMessage]) -> None:
    session = Session(loaded_with_it)
    pieces = []
    capped = session.generate(talk, GREEDY, Cap(75), 24, on_piece=pieces.append)
    assert capped.stats is not None
    assert capped.stats.engaged is not None
    assert capped.stats.engaged > 0.5
    assert (capped.stats.reading, capped.stats.early, capped.stats.mean_lift, capped.readings) == (None, None, None, [])
    assert pieces
    assert not any(piece.readings for piece in pieces)
    assert session.generate(talk, GREEDY, None, 24).text != capped.text


def test_the_window_is_told(loaded_with_it: LoadedModel) -> None:
    facts = loaded_with_it.axis_facts
    assert facts is not None
    assert not facts.reads
    assert facts.caps
    assert "no readings" in str(loaded_with_it.axis_problem)
    assert any("only the model's size" in notice for notice in loaded_with_it.facts.notices)
    line = protocol.encode(protocol.Loaded(1, loaded_with_it.facts, facts, loaded_with_it.axis_problem))
    assert b"NaN" not in line
    assert protocol.decode(line).axis == facts


def test_every_strength_holds_at_the_only_floor_there_is(loaded_with_it: LoadedModel, talk: list[ChatMessage]) -> None:
    session = Session(loaded_with_it)
    replies = [session.generate(talk, GREEDY, Cap(strength), 24) for strength in (25.0, 75.0, 99.0)]
    assert [reply.stats.percentile for reply in replies if reply.stats is not None] == [75.0] * 3
    assert replies[0].tokens == replies[1].tokens == replies[2].tokens


def test_a_model_of_another_size_is_refused_and_so_is_another_fingerprint(imported: Axis) -> None:
    with pytest.raises(AxisError, match="layers and width"):
        check_fits(imported, n_layer=imported.n_layer + 1, n_embd=imported.n_embd, fingerprint="x")
    with pytest.raises(AxisError, match="another model"):
        check_fits(replace(imported, model_fingerprint="ab"), n_layer=imported.n_layer, n_embd=imported.n_embd, fingerprint="cd")


def test_an_axis_that_was_found_not_usable_is_not_applied(loaded: LoadedModel, tiny_axis: Axis) -> None:
    with pytest.raises(AxisError, match="not usable"):
        loaded.use_axis(replace(tiny_axis, quality={"verdict": "not usable"}), "test")
