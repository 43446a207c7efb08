"""What a model is said to need, against what llama.cpp itself says that it took, on models with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from engine import llama_api
from engine.bench import shapes
from engine.bench.make_model import ModelPlan, make_model
from engine.bench.shapes import Shape
from engine.inspection import inspect
from engine.llama_api import Context, Model
from engine.memory_need import BATCH, KV_TYPES, ModelShape, device_need, layers_that_fit, memory_need, verdict
from tests.engine.other_architectures import write_experts, write_running_state, write_short_memory

MODELS: Final = {
    "few heads": (Shape("llama", "llama3", 4, 512, 1536, 8, 2, 64, 8_000, 8_192, 5e5, 1e-5), "Q8_0"),
    "all heads": (Shape("llama", "chatml", 3, 384, 1024, 6, 6, 64, 3_000, 8_192, 1e4, 1e-5, tied=False), "F16"),
    "biases": (Shape("qwen2", "chatml", 4, 448, 2432, 7, 1, 64, 12_000, 8_192, 1e6, 1e-6), "Q8_0"),
    "wide heads": (Shape("qwen3", "chatml", 3, 256, 768, 4, 2, 128, 6_000, 8_192, 1e6, 1e-6), "F32"),
    "a window": (Shape("gemma3", "gemma", 6, 320, 1920, 4, 1, 128, 16_000, 8_192, 1e6, 1e-6, window=512), "Q8_0"),
    "fused": (Shape("phi3", "phi3", 3, 768, 2048, 8, 8, 96, 4_000, 8_192, 1e4, 1e-5, tied=False), "F16"),
    "deep": (Shape("llama", "chatml", 12, 192, 512, 3, 3, 64, 2_000, 8_192, 1e4, 1e-5), "F32"),
}
OTHERS: Final = {"experts": write_experts, "running state": write_running_state, "short memory": write_short_memory}
CONTEXTS: Final = (
    (300, "f16", "off"),
    (2_048, "f16", "on"),
    (2_048, "f16", "off"),
    (4_096, "q8_0", "on"),
    (8_192, "q4_0", "on"),
    (8_192, "f16", "off"),
)
TOLERANCE: Final = 0.1


@pytest.fixture(scope="module", params=[*MODELS, *OTHERS])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shapes") / "made.gguf"
    if request.param in OTHERS:
        return OTHERS[request.param](path)
    shape, kind = MODELS[request.param]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(shapes.SHAPES, "made", shape)
        make_model(ModelPlan("made", type=kind), path, lambda _text: None)
    return path


@pytest.mark.parametrize(("n_ctx", "kv_type", "flash"), CONTEXTS)
def test_the_formula_says_what_llama_cpp_takes(made: Path, n_ctx: int, kv_type: str, flash: str) -> None:
    need = memory_need(inspect(made).shape, n_ctx, kv_type, flash)
    with Model(made) as model, Context(model, n_ctx, 1, None, kv_type=kv_type, flash_attention=flash) as context:
        weights = int(llama_api.lib.llama_model_size(model.handle))
        kv, compute = context.kv_bytes, context.compute_bytes
        assert context.n_batch == min(BATCH, n_ctx)
    assert kv > 0
    assert compute > 0
    assert need.weights == pytest.approx(weights, rel=0.001)
    assert need.kv_cache == pytest.approx(kv, rel=0.01)
    assert need.compute == pytest.approx(compute, rel=TOLERANCE)
    assert need.total == pytest.approx(weights + kv + compute, rel=TOLERANCE)


def test_rounding_the_memory_of_the_conversation_makes_it_smaller(made: Path) -> None:
    shape = inspect(made).shape
    sizes = [memory_need(shape, 8_192, kind).kv_cache - shape.recurrent_bytes for kind in KV_TYPES]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] / sizes[1] == pytest.approx(2 * 32 / 34, rel=0.01)


def test_what_a_device_holds_and_what_is_left_are_the_whole(made: Path) -> None:
    shape = inspect(made).shape
    whole = memory_need(shape, 2_048)
    for count in range(shape.n_layer + 2):
        left, held = memory_need(shape, 2_048, n_gpu_layers=count), device_need(shape, 2_048, count)
        copied = shape.embedding_bytes if count > shape.n_layer and not shape.output_bytes else 0
        assert left.weights + held.weights == whole.weights + copied
        assert left.kv_cache + held.kv_cache == whole.kv_cache
    assert left.weights == shape.embedding_bytes
    assert left.kv_cache == 0
    assert layers_that_fit(shape, 2_048, 10 * whole.total) == shape.n_layer + 1
    assert layers_that_fit(shape, 2_048, 0) == 0
    counts = [layers_that_fit(shape, 2_048, int(part * whole.total)) for part in (0.2, 0.6, 1.0, 2.0)]
    assert counts == sorted(counts)


def test_the_verdict_leaves_room_for_other_programs() -> None:
    assert [verdict(need, 100) for need in (85, 86, 100, 101)] == ["fits", "slow", "slow", "too_large"]
    assert [verdict(need, 100, 200) for need in (85, 86, 200, 201)] == ["fits", "slow", "slow", "too_large"]


def test_sizes_that_make_no_sense_are_refused() -> None:
    shape = ModelShape("llama", 2, 64, 4, [4, 4], 16, 16, 128, 300, 512, 100_000)
    with pytest.raises(ValueError, match="q9"):
        memory_need(shape, 512, "q9")
    assert memory_need(shape, 1 << 20).total > memory_need(shape, 512).total
