"""A model that carries its axis: the same model for llama.cpp, byte for byte, and Keel finds the axis in it."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest

from axes.axis import Axis, AxisError
from axes.embed import EmbeddingStopped, embed_axis
from axes.fingerprint import fingerprint
from axes.format import find_axis, read_axis, sidecar_path, write_axis
from axes.gguf_header import read_header
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Session

GREEDY = Sampler(temperature=0.0)


@pytest.fixture
def carrier(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> Path:
    embed_axis(tiny_model, tiny_axis, tmp_path / "carrier.gguf")
    return tmp_path / "carrier.gguf"


def test_llama_cpp_loads_it_and_keel_finds_the_axis(
    carrier: Path, tiny_model: Path, tiny_axis: Axis, talk: list[ChatMessage], tmp_path: Path
) -> None:
    assert not sidecar_path(carrier).exists()
    assert find_axis(carrier) == carrier
    write_axis(tiny_axis, tmp_path / "beside.axis.gguf")
    with load(carrier, n_threads=1) as inside, load(tiny_model, tmp_path / "beside.axis.gguf", n_threads=1) as beside:
        assert inside.axis_problem is None
        assert inside.axis_source == str(carrier)
        assert inside.facts.notices == beside.facts.notices
        for cap in (None, Cap(75), Cap(90, "position")):
            replies = [Session(loaded).generate(talk, GREEDY, cap, 16) for loaded in (inside, beside)]
            assert replies[0].text == replies[1].text
            assert replies[0].readings == replies[1].readings
            assert replies[0].readings


def test_everything_of_the_model_stays_as_it_was(carrier: Path, tiny_model: Path, tiny_axis: Axis) -> None:
    before, after = gguf.GGUFReader(tiny_model), gguf.GGUFReader(carrier)
    kept = {name: field for name, field in after.fields.items() if not name.startswith(("axis.", "GGUF."))}
    assert list(kept) == [name for name in before.fields if not name.startswith("GGUF.")]
    for name, field in kept.items():
        assert field.contents() == before.fields[name].contents()
    assert [(t.name, t.tensor_type, list(t.shape)) for t in after.tensors] == [
        (t.name, t.tensor_type, list(t.shape)) for t in before.tensors
    ]
    for one, other in zip(before.tensors, after.tensors, strict=True):
        np.testing.assert_array_equal(one.data, other.data)
        assert other.data_offset % 32 == 0
    assert fingerprint(carrier) == fingerprint(tiny_model)
    np.testing.assert_array_equal(read_axis(carrier).reply.direction, tiny_axis.reply.direction)


@pytest.mark.parametrize("alignment", [32, 64, 256, 4096])
def test_the_alignment_is_kept(
    make_model: Callable[..., Path], tiny_axis: Axis, tmp_path: Path, talk: list[ChatMessage], alignment: int
) -> None:
    model = make_model("aligned.gguf", extra=lambda writer: writer.add_custom_alignment(alignment))
    assert fingerprint(model) == tiny_axis.model_fingerprint
    for length in range(0, 40, 13):  # whatever the length of the metadata
        named = replace(tiny_axis, name="x" * length)
        embed_axis(model, named, tmp_path / "copy.gguf")
        header, original = read_header(tmp_path / "copy.gguf"), read_header(model)
        assert header.data_start % alignment == 0
        for name, tensor in original.tensors.items():
            assert header.raw(header.tensors[name].offset, tensor.n_bytes or 0) == original.raw(tensor.offset, tensor.n_bytes or 0)
    with load(tmp_path / "copy.gguf", n_threads=1) as loaded, load(model, n_threads=1) as plain:
        assert loaded.axis is not None
        texts = [Session(each).generate(talk, GREEDY, None, 12).text for each in (loaded, plain)]
        assert texts[0] == texts[1]


def test_an_older_axis_in_the_model_is_replaced(carrier: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    embed_axis(carrier, replace(tiny_axis, name="The newer one", header=None), tmp_path / "again.gguf")
    found = read_axis(tmp_path / "again.gguf")
    assert (found.name, found.header) == ("The newer one", None)
    assert not [name for name in read_header(tmp_path / "again.gguf").fields if name.startswith("axis.header.")]


def test_what_is_no_whole_model_is_refused(
    make_model: Callable[..., Path], tiny_model: Path, tiny_axis: Axis, tmp_path: Path
) -> None:
    part = make_model("part.gguf", extra=lambda writer: writer.add_uint16("split.count", 3))
    sidecar = tmp_path / "only.axis.gguf"
    write_axis(tiny_axis, sidecar)
    (tmp_path / "text.gguf").write_text("no model at all, only text")
    out = tmp_path / "out.gguf"
    for model in (part, sidecar, tmp_path / "text.gguf", tmp_path / "missing.gguf"):
        with pytest.raises(AxisError) as refusal:
            embed_axis(model, tiny_axis, out)
        assert "\n" not in str(refusal.value)
    assert not out.exists()


def test_the_model_itself_is_never_the_copy(make_model: Callable[..., Path], tiny_axis: Axis) -> None:
    model = make_model("own.gguf")
    before = model.read_bytes()
    with pytest.raises(AxisError, match="cannot take the place"):
        embed_axis(model, tiny_axis, model.parent / "." / model.name)
    assert model.read_bytes() == before


def test_a_model_cut_at_any_place_is_refused(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    data, short, out = tiny_model.read_bytes(), tmp_path / "short.gguf", tmp_path / "out.gguf"
    last = max(tensor.offset + (tensor.n_bytes or 0) for tensor in read_header(tiny_model).tensors.values())
    for length in [*range(64), *range(64, last, 9973), last - 1]:
        short.write_bytes(data[:length])
        with pytest.raises(AxisError):
            embed_axis(short, tiny_axis, out)
        assert sorted(item.name for item in tmp_path.iterdir()) == ["short.gguf"]


def test_stopping_leaves_nothing_behind(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    with pytest.raises(EmbeddingStopped):
        embed_axis(tiny_model, tiny_axis, tmp_path / "out.gguf", lambda _share: False)
    assert not any(tmp_path.iterdir())


def test_an_unsound_axis_is_not_embedded(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    with pytest.raises(AxisError):
        embed_axis(tiny_model, replace(tiny_axis, band_last=tiny_axis.n_layer), tmp_path / "out.gguf")
    assert not any(tmp_path.iterdir())


def large_model(path: Path, tiny_model: Path, n_bytes: int) -> Path:
    """The tiny model with one more tensor of that size, whose data are a hole in the file."""
    header = read_header(tiny_model)
    begin, end = header.tensor_info
    metadata = tiny_model.read_bytes()[24:begin]
    offset = -(-(header.size - header.data_start) // 32) * 32
    name = b"big.weight"
    info = struct.pack("<Q", len(name)) + name + struct.pack("<IQIQ", 1, n_bytes, 24, offset)  # 24: 8-bit integers
    head = b"GGUF" + struct.pack("<IQQ", 3, len(header.tensors) + 1, len(header.fields)) + metadata
    head += header.raw(begin, end - begin) + info
    with path.open("wb") as file:
        file.write(head + bytes(-len(head) % 32))
        start = file.tell()
        file.write(header.raw(header.data_start, header.size - header.data_start))
        file.truncate(start + offset + n_bytes)
    return path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak of memory from /proc")
def test_a_model_larger_than_the_memory_is_copied(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    model = large_model(tmp_path / "large.gguf", tiny_model, 320 << 20)
    write_axis(tiny_axis, tmp_path / "a.axis.gguf")
    program = (
        "import sys; from axes.embed import embed_axis; from axes.format import read_axis\n"
        "embed_axis(sys.argv[1], read_axis(sys.argv[2]), sys.argv[3])\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"  # getrusage would count the parent's memory too
    )
    arguments = [str(model), str(tmp_path / "a.axis.gguf"), str(tmp_path / "copy.gguf")]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) * 1024 < 150 << 20
    assert (tmp_path / "copy.gguf").stat().st_size > 320 << 20
    assert read_axis(tmp_path / "copy.gguf").name == tiny_axis.name
    for path in (model, tmp_path / "copy.gguf"):
        path.unlink()
