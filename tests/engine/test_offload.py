"""Where a model lies: the decision for every kind of computer, and what is done where a graphics card fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine import llama_api
from engine.llama_api import LlamaError
from engine.memory_need import ModelShape, device_need
from engine.model import LoadError, load
from engine.offload import PROCESSOR, Device, choose, on_processor
from engine.protocol import ChatMessage, Sampler
from engine.session import Session

GB = 10**9
SHAPE = ModelShape(
    "llama",
    n_layer=32,
    n_embd=4096,
    n_head=32,
    n_head_kv=[8] * 32,
    head_dim_k=128,
    head_dim_v=128,
    n_ff=14336,
    n_vocab=128256,
    n_ctx_train=8192,
    weight_bytes=8 * GB,
    embedding_bytes=GB // 2,
    output_bytes=GB // 2,
)


def card(free: float, name: str = "Card") -> Device:
    return Device(name, int(free * GB), 24 * GB)


def test_without_a_card_the_processor_does_it() -> None:
    for wanted in (None, 0, 99):
        there = choose(wanted, [], SHAPE, 4096)
        assert (there.n_gpu_layers, there.device) == (0, PROCESSOR)
        assert there.reason == "No graphics card was found, so the model runs on the processor."
    assert "works without graphics cards" in choose(None, [], SHAPE, 4096, possible=False).reason


def test_a_large_card_takes_all_of_it() -> None:
    there = choose(None, [card(20)], SHAPE, 4096)
    assert (there.n_gpu_layers, there.device) == (33, "Card")
    assert there.reason == "The whole model fits on Card with 20.0 GB free."


def test_a_small_card_takes_as_many_layers_as_fit() -> None:
    there = choose(None, [card(5)], SHAPE, 4096)
    assert 0 < there.n_gpu_layers < 33
    assert there.device == f"Card ({there.n_gpu_layers}/33)"
    assert device_need(SHAPE, 4096, there.n_gpu_layers).total <= 5 * GB
    assert device_need(SHAPE, 4096, there.n_gpu_layers + 1).total > 0.85 * 5 * GB


def test_a_longer_memory_leaves_room_for_fewer_layers_and_a_rounded_one_for_more() -> None:
    short, long = (choose(None, [card(5)], SHAPE, n_ctx).n_gpu_layers for n_ctx in (4096, 32768))
    assert long < short
    assert choose(None, [card(5)], SHAPE, 32768, "q8_0").n_gpu_layers > long


def test_a_full_card_is_left_alone() -> None:
    there = choose(None, [card(0.2)], SHAPE, 4096)
    assert (there.n_gpu_layers, there.device) == (0, PROCESSOR)
    assert there.reason == "Card has only 0.2 GB free, too little for this model, so it runs on the processor."


def test_several_cards_hold_it_together() -> None:
    there = choose(None, [card(6, "One"), card(6, "Two")], SHAPE, 4096)
    assert (there.n_gpu_layers, there.device) == (33, "One + Two")


def test_the_settings_go_before_what_fits() -> None:
    assert choose(0, [card(20)], SHAPE, 4096).n_gpu_layers == 0
    assert "settings keep the model off" in choose(0, [card(20)], SHAPE, 4096).reason
    assert choose(10, [card(0.1)], SHAPE, 4096).n_gpu_layers == 10
    assert choose(999, [card(20)], SHAPE, 4096).n_gpu_layers == 33
    assert choose(10, [card(20)], None, 4096).n_gpu_layers == 10


def test_what_is_not_known_is_not_put_on_a_card_unasked() -> None:
    assert choose(None, [card(20)], None, 4096).n_gpu_layers == 0


def test_the_sentence_after_a_failure_names_the_card() -> None:
    there = on_processor(choose(None, [card(5, "Blue Card")], SHAPE, 4096))
    assert there.n_gpu_layers == 0
    assert there.reason == "Blue Card could not be used for this model, so it runs on the processor."


@pytest.fixture
def with_card(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A computer that has a graphics card, and what llama.cpp was then asked for; the build under test runs on the processor."""
    asked: list[int] = []
    monkeypatch.setattr(llama_api, "graphics_devices", lambda: [card(20)])
    monkeypatch.setattr(llama_api, "uses_graphics", lambda: True)
    make = llama_api.Model.__init__

    def note(self: Any, path: Path, n_gpu_layers: int = 0, progress: Callable[[float], bool] | None = None) -> None:
        asked.append(n_gpu_layers)
        make(self, path, n_gpu_layers, progress)

    monkeypatch.setattr(llama_api.Model, "__init__", note)
    return asked


def test_a_model_that_fits_is_put_on_the_card(tiny_model: Path, with_card: list[int]) -> None:
    with load(tiny_model, n_threads=1) as loaded:
        assert with_card == [7]
        assert (loaded.facts.device, loaded.facts.device_reason) == ("Card", "The whole model fits on Card with 20.0 GB free.")


@pytest.mark.parametrize("part", ["weights", "context"])
def test_where_the_card_fails_the_processor_takes_over(
    tiny_model: Path, with_card: list[int], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Whether the weights or the memory of the conversation cannot be had there."""
    failing: Any = llama_api.Model if part == "weights" else llama_api.Context
    make = failing.__init__

    def fail(self: Any, *values: Any, **named: Any) -> None:
        if part == "weights":
            make(self, *values, **named)
        if with_card[-1]:
            if part == "weights":
                self.close()
            raise LlamaError("Out of memory on the card.")
        if part == "context":
            make(self, *values, **named)

    monkeypatch.setattr(failing, "__init__", fail)
    with load(tiny_model, n_threads=1) as loaded:
        assert with_card == [7, 0]
        assert loaded.facts.device == PROCESSOR
        assert loaded.facts.device_reason == "Card could not be used for this model, so it runs on the processor."
        assert Session(loaded).generate([ChatMessage("user", "hi")], Sampler(temperature=0), None, 3).tokens


def test_a_model_that_fails_on_the_processor_too_is_refused_once(tmp_path: Path, tiny_model: Path, with_card: list[int]) -> None:
    broken = tmp_path / "broken.gguf"
    data = bytearray(tiny_model.read_bytes())
    at = data.index(b"blk.3.attn_q.weight")
    data[at : at + 5] = b"xyz.3"
    broken.write_bytes(data)
    with pytest.raises(LoadError, match=r"could not be loaded"):
        load(broken, n_threads=1)
    assert with_card == [7, 0]


def test_the_draft_model_lies_where_the_model_left_room(
    tiny_model: Path, with_card: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [card(20)]
    monkeypatch.setattr(llama_api, "graphics_devices", lambda: [asked.pop(0) if len(asked) > 1 else asked[0]])
    with load(tiny_model, n_threads=1, draft=tiny_model) as loaded:
        assert with_card == [7, 7]
        assert loaded.draft is not None
        assert loaded.draft.where.device == "Card"
        assert not loaded.facts.notices
    with_card.clear()
    asked[:] = [card(20), card(0)]  # the model itself has filled it
    with load(tiny_model, n_threads=1, draft=tiny_model) as loaded:
        assert with_card == [7, 0]
        assert loaded.facts.draft
        assert loaded.facts.notices == [
            "The graphics card has no room for the draft model, so it runs on the processor and may not help."
        ]
        assert Session(loaded).generate([ChatMessage("user", "hi")], Sampler(temperature=0), None, 3).tokens


def test_a_draft_model_on_which_the_card_fails_runs_on_the_processor(
    tiny_model: Path, with_card: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = llama_api.Context.__init__
    made: list[int] = []

    def fail(self: Any, model: Any, *values: Any, **named: Any) -> None:
        if named.get("abort") is not None and with_card[-1]:  # the draft model's, which comes last
            raise LlamaError("Out of memory on the card.")
        make(self, model, *values, **named)
        made.append(with_card[-1])

    monkeypatch.setattr(llama_api.Context, "__init__", fail)
    with load(tiny_model, n_threads=1, draft=tiny_model) as loaded:
        assert with_card == [7, 7, 0]
        assert made[-1] == 0
        assert loaded.facts.device == "Card"
        assert loaded.draft is not None
        assert loaded.draft.where.failed


def test_a_model_that_keeps_off_the_card_keeps_its_draft_model_off_too(tiny_model: Path, with_card: list[int]) -> None:
    with load(tiny_model, n_threads=1, n_gpu_layers=0, draft=tiny_model):
        assert with_card == [0, 0]
