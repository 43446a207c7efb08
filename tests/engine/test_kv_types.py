"""The memory of a conversation kept in less room: what it takes, that readings and caps stay right, and what cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from engine.buffer_sizes import BufferSizes
from engine.memory_need import KV_TYPES
from engine.model import LoadError, load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Session

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
GREEDY = Sampler(temperature=0.0)
WORDS = " ".join(f"Tell me about the sea and what you think of it, step {number}." for number in range(12))
ASKED = ChatMessage("user", WORDS)
TALK = [ASKED, ChatMessage("assistant", "I like the sea because it is wide and calm, and I am glad to help you with any question.")]
CLOSE = {"f16": 0.005, "q8_0": 0.015, "q4_0": 0.08}
"""How far a reading may lie from that with an exact memory; 1 is the way from the average role to the usual Assistant."""


@pytest.fixture(scope="module")
def exact() -> np.ndarray:
    """The readings of a reply with an exact memory, (n_tokens,)."""
    with load(DEMO, n_ctx=1024, n_threads=1) as loaded:
        return np.array(Session(loaded).read(TALK).readings)


@pytest.mark.parametrize("kv_type", KV_TYPES)
@pytest.mark.parametrize("flash", ["on", "off"])
def test_readings_stay_close(exact: np.ndarray, kv_type: str, flash: str) -> None:
    with load(DEMO, n_ctx=1024, n_threads=1, kv_type=kv_type, flash_attention=flash) as loaded:
        readings = np.array(Session(loaded).read(TALK).readings)
    assert len(readings) == len(exact) > 20
    assert np.abs(readings - exact).max() < CLOSE[kv_type]


@pytest.mark.parametrize("kv_type", KV_TYPES)
def test_a_cap_holds_its_floor_whatever_the_memory(kv_type: str) -> None:
    """The cap acts on the residual stream itself, so no rounding of the memory lets a row through below the floor."""
    with load(DEMO, n_ctx=1024, n_threads=1, kv_type=kv_type) as loaded:
        axis = loaded.axis
        assert axis is not None
        reply = Session(loaded).read(TALK, Cap(99.0, "reply"), capture=True)
        assert reply.stats is not None
        assert reply.stats.engaged is not None
        assert reply.stats.engaged > 0.5
        seen = reply.activations
        assert seen is not None
        floors = np.array([np.interp(99.0, axis.quantile_levels, row) for row in axis.reply.quantiles])
        for layer in range(axis.band_first, axis.band_last + 1):
            projection = float(seen.mean[layer] @ axis.reply.direction[layer])
            assert projection >= floors[layer] - 1e-3 * max(1.0, abs(floors[layer]))


@pytest.mark.parametrize(("kv_type", "flash"), [("f16", "off"), ("q8_0", "on"), ("q4_0", "on")])
def test_a_chat_that_was_left_comes_back_from_any_memory(kv_type: str, flash: str) -> None:
    one = [*TALK, ChatMessage("user", "Why is that?")]
    other = [ChatMessage("user", WORDS.replace("the sea", "my garden"))]
    with load(DEMO, n_ctx=1024, n_threads=1, kv_type=kv_type, flash_attention=flash) as loaded:
        session = Session(loaded)
        first = session.generate(one, GREEDY, None, 12)
        session.generate(other, GREEDY, None, 12)
        again = session.generate(one, GREEDY, None, 12)
        assert first.stats is not None
        assert again.stats is not None
        assert again.stats.reused_tokens >= first.stats.prompt_tokens - 1
        assert again.tokens == first.tokens
        assert np.allclose(again.readings, first.readings, atol=1e-3)


def test_the_figures_are_llama_cpps_own() -> None:
    kept = {}
    for kv_type in KV_TYPES:
        with load(DEMO, n_ctx=2048, n_threads=1, kv_type=kv_type) as loaded:
            facts = loaded.facts
        assert (facts.kv_type, facts.flash_attention, facts.notices) == (kv_type, "off" if kv_type == "f16" else "on", [])
        assert 0.9 * DEMO.stat().st_size < facts.weights_bytes < DEMO.stat().st_size
        assert facts.compute_bytes > 1 << 20
        kept[kv_type] = facts.kv_bytes
    # 8 blocks, the 1024 tokens it was trained for, keys and values of 256 numbers each
    numbers = 8 * 1024 * 2 * 256
    assert kept == {"f16": numbers * 2, "q8_0": numbers // 32 * 34, "q4_0": numbers // 32 * 18}


def test_without_flash_attention_a_smaller_memory_cannot_be_had_so_it_is_turned_on_and_said() -> None:
    with load(DEMO, n_ctx=512, n_threads=1, kv_type="q8_0", flash_attention="off") as loaded:
        facts = loaded.facts
    assert (facts.kv_type, facts.flash_attention) == ("q8_0", "on")
    assert facts.notices == ["A memory that takes less room needs flash attention, so flash attention is on."]


def test_a_model_whose_memory_cannot_be_rounded_keeps_it_exactly_and_says_so(make_model: Callable[..., Path]) -> None:
    """Its heads are 16 numbers wide, and numbers are rounded in groups of 32."""
    with load(make_model("narrow.gguf"), n_threads=1, kv_type="q8_0") as loaded:
        assert loaded.facts.kv_type == "f16"
        assert loaded.facts.notices == ["The memory of this model cannot be kept in less room, so it is kept exactly."]
        assert Session(loaded).generate([ChatMessage("user", "hi")], GREEDY, None, 3).tokens


def test_unknown_wishes_are_refused_in_a_sentence(tiny_model: Path) -> None:
    for wrong in ({"kv_type": "f64"}, {"flash_attention": "maybe"}):
        with pytest.raises(LoadError, match=r"^A model cannot be loaded with .*; choose these settings again\.$"):
            load(tiny_model, n_threads=1, **wrong)  # type: ignore[arg-type]


def test_lines_of_the_log_are_added_up() -> None:
    sizes = BufferSizes()
    for line in (
        "llama_kv_cache:        CPU KV buffer size =    16.00 MiB",
        "llama_kv_cache:      CUDA0 KV buffer size =     8.50 MiB",
        "llama_memory_recurrent:        CPU RS buffer size =     1.25 MiB",
        "llama_context:        CPU  output buffer size =     0.50 MiB",
        "sched_reserve:        CPU compute buffer size =     3.88 MiB",
        "load_tensors:   CPU_Mapped model buffer size =     6.16 MiB",
        "llama_context: flash_attn            = auto",
        "resolve_fused_ops: Flash Attention enabled",
    ):
        sizes.take(line)
    mib = 1 << 20
    assert (sizes.kv, sizes.compute, sizes.flash) == (round(25.75 * mib), round(0.5 * mib) + round(3.88 * mib), True)
    sizes.clear()
    sizes.take("resolve_fused_ops: Flash Attention not supported, set to disabled")
    assert (sizes.kv, sizes.compute, sizes.flash) == (0, 0, False)


def test_a_model_trained_for_less_gets_no_more(make_model: Callable[..., Path]) -> None:
    def shorter(writer: gguf.GGUFWriter) -> None:
        writer.add_description("a short memory")

    with load(make_model("short.gguf", n_ctx=256, extra=shorter), n_ctx=4096, n_threads=1) as loaded:
        assert loaded.facts.n_ctx == 256
