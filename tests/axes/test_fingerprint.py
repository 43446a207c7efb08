"""The fingerprint: the same in every quantisation of a model, another for every other model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from axes.fingerprint import fingerprint
from axes.gguf_header import GGUFError, read_header


def requantise(model: Path, target: Path, kind: gguf.GGMLQuantizationType) -> Path:
    """Write the tensors of a model again, the matrices in another quantisation, as llama.cpp's own tools do."""
    writer = gguf.GGUFWriter(target, "llama")
    for tensor in gguf.GGUFReader(model).tensors:
        if len(tensor.shape) == 1:
            writer.add_tensor(tensor.name, tensor.data)
        else:
            writer.add_tensor(tensor.name, gguf.quantize(tensor.data, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def test_is_the_same_in_every_quantisation(tiny_model: Path, tmp_path: Path) -> None:
    half = requantise(tiny_model, tmp_path / "f16.gguf", gguf.GGMLQuantizationType.F16)
    eight = requantise(tiny_model, tmp_path / "q8.gguf", gguf.GGMLQuantizationType.Q8_0)
    assert half.read_bytes() != eight.read_bytes()
    assert fingerprint(tiny_model) == fingerprint(half) == fingerprint(eight)


def test_is_the_hash_of_the_norms_in_order(tiny_model: Path) -> None:
    tensors = {tensor.name: tensor.data for tensor in gguf.GGUFReader(tiny_model).tensors}
    names = ["output_norm.weight", *(f"blk.{layer}.attn_norm.weight" for layer in range(6))]
    data = b"".join(np.asarray(tensors[name], dtype="<f4").tobytes() for name in names)
    assert fingerprint(read_header(tiny_model)) == hashlib.sha256(data).hexdigest()


def test_blocks_count_in_numeric_order(make_model: Callable[..., Path]) -> None:
    model = make_model("deep.gguf", n_layer=12)
    tensors = {tensor.name: tensor.data for tensor in gguf.GGUFReader(model).tensors}
    names = ["output_norm.weight", *(f"blk.{layer}.attn_norm.weight" for layer in range(12))]
    assert fingerprint(model) == hashlib.sha256(b"".join(tensors[name].tobytes() for name in names)).hexdigest()


def test_another_model_has_another(tiny_model: Path, make_model: Callable[..., Path]) -> None:
    assert fingerprint(tiny_model) != fingerprint(make_model(seed=1))


def test_a_file_without_norms_has_none(tmp_path: Path, sound_axis: object) -> None:
    from axes.format import write_axis

    write_axis(sound_axis, tmp_path / "no.gguf")  # type: ignore[arg-type]
    with pytest.raises(GGUFError, match="no norm weights"):
        fingerprint(tmp_path / "no.gguf")
