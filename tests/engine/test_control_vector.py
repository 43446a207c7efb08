"""An exported control vector does in llama.cpp's own control-vector path what the sum done by hand does."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest

from axes.axis import Axis, AxisError
from axes.control_vector import read_control_vector, write_control_vector
from engine.llama_api import Model, lib
from tests.engine.reference_evaluation import TEXT, logits_with

BAND = range(2, 5)


def llama_buffer(path: Path, n_layer: int, n_embd: int) -> np.ndarray:
    """Lay the file's tensors out as llama.cpp's tools do: one row per layer, beginning with layer 1, zero where there is none."""
    buffer = np.zeros((n_layer - 1, n_embd), dtype=np.float32)
    for tensor in gguf.GGUFReader(path).tensors:
        assert tensor.tensor_type == gguf.GGMLQuantizationType.F32
        buffer[int(tensor.name.removeprefix("direction.")) - 1] = tensor.data
    return buffer


def evaluate(model: Path, edit: Any = None, prepare: Any = None) -> tuple[dict[int, np.ndarray], np.ndarray]:
    """Return the residual stream per layer as the next layer sees it, and the logits."""
    rows: dict[int, np.ndarray] = {}
    with Model(model) as opened:
        tokens = opened.tokenize(TEXT, add_special=True, parse_special=False)[:120]

    def note(layer: int, seen: np.ndarray) -> np.ndarray | None:
        changed = edit(layer, seen) if edit is not None else None
        rows[layer] = seen if changed is None else changed
        return changed

    logits = logits_with(model, [tokens], note, prepare)
    return rows, logits


@pytest.fixture
def exported(tiny_axis: Axis, tmp_path: Path) -> Path:
    write_control_vector(tiny_axis, tmp_path / "cv.gguf", BAND)
    return tmp_path / "cv.gguf"


def test_llama_cpp_adds_the_same_as_the_sum_by_hand(tiny_model: Path, tiny_axis: Axis, exported: Path) -> None:
    buffer = llama_buffer(exported, tiny_axis.n_layer, tiny_axis.n_embd)
    raw = tiny_axis.reply.direction * tiny_axis.reply.norm[:, None]

    def by_hand(layer: int, rows: np.ndarray) -> np.ndarray | None:
        return rows + raw[layer] if layer in BAND else None

    def by_llama(context: Any) -> None:
        data = buffer.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        assert lib.llama_set_adapter_cvec(context, data, buffer.size, tiny_axis.n_embd, BAND[0], BAND[-1]) == 0

    plain_rows, plain_logits = evaluate(tiny_model)
    rows, logits = evaluate(tiny_model, prepare=by_llama)
    wanted_rows, wanted_logits = evaluate(tiny_model, edit=by_hand)
    for layer in range(tiny_axis.n_layer - 1):
        np.testing.assert_allclose(rows[layer], wanted_rows[layer], rtol=1e-4, atol=1e-4)
        moved = np.abs(rows[layer] - plain_rows[layer]).max()
        assert moved == 0 if layer < BAND[0] else moved > 0.1
    np.testing.assert_allclose(rows[BAND[0]], plain_rows[BAND[0]] + raw[BAND[0]], rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(logits, wanted_logits, rtol=1e-3, atol=1e-3)
    assert np.abs(logits - plain_logits).max() > 0.05


def test_the_file_has_the_form_that_llama_cpp_reads(tiny_axis: Axis, exported: Path) -> None:
    reader = gguf.GGUFReader(exported)
    fields = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    assert fields == {
        "general.architecture": "controlvector",
        "controlvector.model_hint": tiny_axis.model_architecture,
        "controlvector.layer_count": tiny_axis.n_layer - 1,
    }
    assert [tensor.name for tensor in reader.tensors] == [f"direction.{layer}" for layer in BAND]
    assert all(list(tensor.shape) == [tiny_axis.n_embd] and tensor.data_offset % 32 == 0 for tensor in reader.tensors)


def test_what_is_written_is_read_again(tiny_axis: Axis, tmp_path: Path) -> None:
    write_control_vector(tiny_axis, tmp_path / "all.gguf", range(tiny_axis.n_layer))
    found = read_control_vector(tmp_path / "all.gguf", tiny_axis.n_layer)
    raw = tiny_axis.reply.direction * tiny_axis.reply.norm[:, None]
    np.testing.assert_allclose(found[1:-1], raw[1:-1], rtol=1e-6)
    assert not found[[0, -1]].any()


def test_no_layer_means_no_file(tiny_axis: Axis, tmp_path: Path) -> None:
    with pytest.raises(AxisError, match="nothing to export"):
        write_control_vector(tiny_axis, tmp_path / "none.gguf", range(1))
    assert not any(tmp_path.iterdir())
