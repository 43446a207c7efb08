"""The bounded reader: equal to gguf-py on sound files, quick and plain on broken ones."""

from __future__ import annotations

import struct
import time
import tracemalloc
from pathlib import Path

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axes.gguf_header import MAX_ARRAY_STRINGS, GGUFError, ValueType, read_header


def test_reads_what_the_reference_library_wrote(tiny_model: Path) -> None:
    header = read_header(tiny_model)
    reference = gguf.GGUFReader(tiny_model)
    assert header.version == 3
    assert set(header.tensors) == {tensor.name for tensor in reference.tensors}
    for tensor in reference.tensors:
        span = header.tensors[tensor.name]
        assert (span.shape, span.offset, span.n_bytes) == (tuple(tensor.shape), tensor.data_offset, tensor.n_bytes)
    own_fields = {name for name in reference.fields if not name.startswith("GGUF.")}
    assert set(header.fields) == own_fields
    assert header.text("general.architecture") == "llama"
    assert header.integer("llama.block_count") == 6
    assert header.number("llama.attention.layer_norm_rms_epsilon") == pytest.approx(1e-5)
    tokens = header.strings("tokenizer.ggml.tokens")
    assert tokens == reference.fields["tokenizer.ggml.tokens"].contents()
    types = header.array("tokenizer.ggml.token_type")
    assert types.tolist() == reference.fields["tokenizer.ggml.token_type"].contents()


def test_reads_norm_weights_only_where_they_are_f32(tiny_model: Path, tmp_path: Path) -> None:
    reference = {tensor.name: tensor.data for tensor in gguf.GGUFReader(tiny_model).tensors}
    header = read_header(tiny_model)
    np.testing.assert_array_equal(header.tensor_f32("output_norm.weight"), reference["output_norm.weight"])
    with pytest.raises(GGUFError, match="no tensor"):
        header.tensor_f32("missing")
    writer = gguf.GGUFWriter(tmp_path / "half.gguf", "llama")
    writer.add_tensor("output_norm.weight", np.ones(8, dtype=np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(GGUFError, match="32-bit"):
        read_header(tmp_path / "half.gguf").tensor_f32("output_norm.weight")


def test_wrong_types_and_missing_keys_are_told_apart(tiny_model: Path) -> None:
    header = read_header(tiny_model)
    assert header.text("no.such.key") is None
    assert header.integer("no.such.key") is None
    assert header.number("llama.block_count") == 6.0
    with pytest.raises(GGUFError, match="not text"):
        header.text("llama.block_count")
    with pytest.raises(GGUFError, match="not a list of numbers"):
        header.array("tokenizer.ggml.tokens")
    with pytest.raises(GGUFError, match="not a list of texts"):
        header.strings("tokenizer.ggml.token_type")
    with pytest.raises(GGUFError, match="no list"):
        header.array("general.architecture")


def test_malformed_files_are_refused_quickly_in_one_sentence(malformed: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "broken.gguf"
    assert len(malformed) >= 13
    for what, data in malformed.items():
        path.write_bytes(data)
        tracemalloc.start()
        begun = time.perf_counter()
        with pytest.raises(GGUFError) as caught:
            read_header(path)
        seconds = time.perf_counter() - begun
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert seconds < 0.1, what
        assert peak < 1 << 20, what
        message = str(caught.value)
        assert message.endswith("."), what
        assert "\n" not in message, what


def test_a_vocabulary_of_endless_empty_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.gguf"
    count = MAX_ARRAY_STRINGS + 1
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1) + b"a" + struct.pack("<IIQ", 9, 8, count))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + 8 * count)
    begun = time.perf_counter()
    with pytest.raises(GGUFError, match="words"):
        read_header(path)
    assert time.perf_counter() - begun < 0.1


def test_missing_file_and_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.gguf", tmp_path):
        with pytest.raises(GGUFError, match="cannot be read"):
            read_header(path)


def test_a_file_that_shrinks_after_its_header_was_read_is_noticed(tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "shrinks.gguf"
    path.write_bytes(tiny_model.read_bytes())
    header = read_header(path)
    with path.open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(GGUFError, match="shorter"):
        header.tensor_f32("output_norm.weight")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), max_size=12), st.integers(0, 1 << 16))
def test_damaged_models_never_do_worse_than_be_refused(
    tiny_model: Path, tmp_path: Path, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(tiny_model.read_bytes()[:16_384])
    for where, value in changes:
        data[where % len(data)] = value
    path = tmp_path / "damaged.gguf"
    path.write_bytes(data[: max(0, len(data) - length)])
    begun = time.perf_counter()
    with pytest.raises(GGUFError):  # the tensor data is always missing here, so no such file is sound
        read_header(path)
    assert time.perf_counter() - begun < 0.5


def test_value_types_are_those_of_the_reference_library() -> None:
    assert {kind.name: kind.value for kind in ValueType} == {kind.name: kind.value for kind in gguf.GGUFValueType}
