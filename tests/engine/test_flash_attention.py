"""Whether flash attention is used: on a processor only where it has to be, and what was decided is what llama.cpp then does."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.memory_need import SCORES_LIMIT, ModelShape, memory_need, uses_flash
from engine.model import load

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"


def shape_of(n_head: int) -> ModelShape:
    return ModelShape("llama", 2, 64 * n_head, n_head, [n_head, n_head], 64, 64, 256, 1000, 1 << 20, 1 << 20)


@pytest.mark.parametrize(
    ("kv_type", "wished", "used"),
    [("f16", "auto", "off"), ("f16", "on", "on"), ("f16", "off", "off"), ("q8_0", "auto", "on")],
)
def test_what_is_decided_is_what_llama_cpp_does(kv_type: str, wished: str, used: str) -> None:
    with load(DEMO, n_ctx=512, n_threads=1, kv_type=kv_type, flash_attention=wished) as loaded:
        shape = loaded.facts.shape
        assert loaded.facts.flash_attention == used
        assert shape is not None
        assert uses_flash(shape, 512, kv_type, wished) is (used == "on")


def test_a_graphics_device_uses_it() -> None:
    assert uses_flash(shape_of(8), 4096, n_gpu_layers=1)
    assert not uses_flash(shape_of(8), 4096)


def test_scores_that_would_take_too_much_room_turn_it_on() -> None:
    shape = shape_of(16)
    longest = SCORES_LIMIT // (4 * 256 * 16)
    assert not uses_flash(shape, longest)
    assert uses_flash(shape, longest + 1)
    assert memory_need(shape, longest + 1).compute < memory_need(shape, longest).compute
    assert not uses_flash(shape, longest + 1, flash_attention="off")
