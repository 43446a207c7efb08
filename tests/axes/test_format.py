"""The file form of an axis: round trips, unknown keys, damage and newer versions."""

from __future__ import annotations

import os
import re
import struct
import tracemalloc
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axes.axis import Axis, AxisError, ClassStatistics
from axes.format import RawValue, find_axis, read_axis, sidecar_path, write_axis


def assert_same(one: Axis, other: Axis) -> None:
    for item in fields(Axis):
        left, right = getattr(one, item.name), getattr(other, item.name)
        if isinstance(left, ClassStatistics):
            for array in fields(ClassStatistics):
                np.testing.assert_array_equal(getattr(left, array.name), getattr(right, array.name))
        elif isinstance(left, np.ndarray):
            np.testing.assert_array_equal(left, right)
        else:
            assert left == right, item.name


def copy_with(path: Path, target: Path, add: Callable[[gguf.GGUFWriter], None], drop: tuple[str, ...] = ()) -> Path:
    """Write the metadata of a GGUF file again with the reference library, with keys added or dropped."""
    writer = gguf.GGUFWriter(target, "axis")
    for name, found in gguf.GGUFReader(path).fields.items():
        if not name.startswith("GGUF.") and name != "general.architecture" and name not in drop:
            kind, *inner = found.types
            writer.add_key_value(name, found.contents(), kind, inner[-1] if inner else None)
    add(writer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return target


@pytest.fixture
def written(sound_axis: Axis, tmp_path: Path) -> Path:
    path = tmp_path / "written.axis.gguf"
    write_axis(sound_axis, path)
    return path


def test_round_trip(sound_axis: Axis, written: Path) -> None:
    assert_same(read_axis(written), sound_axis)
    assert [item.name for item in written.parent.iterdir()] == [written.name]


def test_round_trip_without_header_statistics(altered: Callable[..., Axis], tmp_path: Path) -> None:
    axis = altered(header=None, form="reply")
    write_axis(axis, tmp_path / "a.gguf")
    assert_same(read_axis(tmp_path / "a.gguf"), axis)


def test_the_reference_library_reads_the_file(sound_axis: Axis, written: Path) -> None:
    found = gguf.GGUFReader(written).fields
    assert found["general.architecture"].contents() == "axis"
    assert found["axis.version"].contents() == "1.1"
    direction = np.asarray(found["axis.direction"].contents(), dtype=np.float32)
    np.testing.assert_array_equal(direction.reshape(sound_axis.reply.direction.shape), sound_axis.reply.direction)
    assert found["axis.header.quantiles"].types == [gguf.GGUFValueType.ARRAY, gguf.GGUFValueType.FLOAT32]


VALUES: dict[gguf.GGUFValueType, st.SearchStrategy[Any]] = {
    gguf.GGUFValueType.UINT8: st.integers(0, 255),
    gguf.GGUFValueType.INT16: st.integers(-(1 << 15), (1 << 15) - 1),
    gguf.GGUFValueType.UINT64: st.integers(0, (1 << 64) - 1),
    gguf.GGUFValueType.INT64: st.integers(-(1 << 63), (1 << 63) - 1),
    gguf.GGUFValueType.FLOAT32: st.floats(width=32, allow_nan=False),
    gguf.GGUFValueType.FLOAT64: st.floats(allow_nan=False),
    gguf.GGUFValueType.BOOL: st.booleans(),
    gguf.GGUFValueType.STRING: st.text(st.characters(exclude_categories=["Cs"])),
}
TYPED = st.sampled_from(sorted(VALUES)).flatmap(
    lambda kind: st.one_of(
        VALUES[kind].map(lambda value: (value, kind, None)),
        st.lists(VALUES[kind], min_size=1, max_size=5).map(lambda value: (value, gguf.GGUFValueType.ARRAY, kind)),
    )
)
KEYS = st.from_regex(r"(axis\.future|general|other)\.[a-z]{1,8}", fullmatch=True).filter(lambda key: key != "general.alignment")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, TYPED, max_size=6))
def test_unknown_keys_survive(written: Path, tmp_path: Path, unknown: dict[str, Any]) -> None:
    def add(writer: gguf.GGUFWriter) -> None:
        for key, (value, kind, inner) in unknown.items():
            writer.add_key_value(key, value, kind, inner)

    foreign = copy_with(written, tmp_path / "foreign.gguf", add)
    axis = read_axis(foreign)
    assert set(axis.extra) == {key for key in unknown if key != "general.architecture"}
    write_axis(axis, tmp_path / "again.gguf")
    assert_same(read_axis(tmp_path / "again.gguf"), axis)
    found = gguf.GGUFReader(tmp_path / "again.gguf").fields
    for key, (value, kind, inner) in unknown.items():
        assert found[key].types[0] == kind
        assert found[key].contents() == value
        assert inner is None or found[key].types[-1] == inner


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.text("abcdefgh_.", min_size=1, max_size=12),
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"])),
            st.booleans(),
            st.integers(-(1 << 63), (1 << 63) - 1),
            st.floats(allow_nan=False),
            st.lists(st.floats(allow_nan=False), max_size=4),
            st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4),
        ),
        max_size=6,
    )
)
def test_quality_and_provenance_hold_any_plain_value(sound_axis: Axis, tmp_path: Path, values: dict[str, Any]) -> None:
    axis = replace(sound_axis, quality=values, provenance=values)
    write_axis(axis, tmp_path / "plain.gguf")
    assert_same(read_axis(tmp_path / "plain.gguf"), axis)


def test_values_that_have_no_form_are_refused(sound_axis: Axis, tmp_path: Path) -> None:
    for value in (None, {"a": 1}, [[1.0]], b"bytes"):
        with pytest.raises(AxisError):
            write_axis(replace(sound_axis, quality={"value": value}), tmp_path / "no.gguf")
    assert list(tmp_path.iterdir()) == []


def test_truncation_at_every_byte_is_refused(small_axis: Axis, tmp_path: Path) -> None:
    short = tmp_path / "short.gguf"
    write_axis(small_axis, short)
    data = short.read_bytes()
    for length in range(len(data)):
        short.write_bytes(data[:length])
        with pytest.raises(AxisError):
            read_axis(short)


VERSIONS = [("2.0", "newer"), ("12.3", "newer"), ("0.9", "unknown"), ("one", "unknown"), ("", "unknown")]


@pytest.mark.parametrize(("version", "words"), VERSIONS)
def test_other_major_versions_are_refused(written: Path, tmp_path: Path, version: str, words: str) -> None:
    def add(writer: gguf.GGUFWriter) -> None:
        writer.add_key_value("axis.version", version, gguf.GGUFValueType.STRING)

    with pytest.raises(AxisError, match=words):
        read_axis(copy_with(written, tmp_path / "other.gguf", add, drop=("axis.version",)))


def test_a_newer_minor_version_is_read_and_keeps_its_keys(sound_axis: Axis, written: Path, tmp_path: Path) -> None:
    def add(writer: gguf.GGUFWriter) -> None:
        writer.add_string("axis.version", "1.7")
        writer.add_string("axis.tone", "calm")

    axis = read_axis(copy_with(written, tmp_path / "minor.gguf", add, drop=("axis.version",)))
    assert_same(replace(axis, extra={}), sound_axis)
    assert isinstance(axis.extra["axis.tone"], RawValue)


def test_every_known_key_is_needed(written: Path, tmp_path: Path) -> None:
    names = [name for name in gguf.GGUFReader(written).fields if name.startswith("axis.")]
    needed = [name for name in names if not name.startswith(("axis.quality.", "axis.provenance."))]
    assert len(needed) > 25
    for name in needed:
        with pytest.raises(AxisError):
            read_axis(copy_with(written, tmp_path / "lacking.gguf", lambda _: None, drop=(name,)))


def test_a_model_file_can_carry_the_axis(sound_axis: Axis, written: Path, make_model: Callable[..., Path]) -> None:
    found = {name: field for name, field in gguf.GGUFReader(written).fields.items() if name.startswith("axis.")}

    def embed(writer: gguf.GGUFWriter) -> None:
        for name, field in found.items():
            kind, *inner = field.types
            writer.add_key_value(name, field.contents(), kind, inner[-1] if inner else None)

    model = make_model("carrier.gguf", extra=embed)
    assert_same(read_axis(model), sound_axis)
    assert find_axis(model) == model
    write_axis(sound_axis, sidecar_path(model))
    assert find_axis(model) == model.with_name("carrier.axis.gguf")


def test_a_model_without_an_axis_says_so(tiny_model: Path) -> None:
    assert find_axis(tiny_model) is None
    with pytest.raises(AxisError, match="no Assistant axis"):
        read_axis(tiny_model)


def test_malformed_files_are_axis_errors(malformed: dict[str, bytes], tmp_path: Path) -> None:
    for data in malformed.values():
        (tmp_path / "broken.gguf").write_bytes(data)
        with pytest.raises(AxisError):
            read_axis(tmp_path / "broken.gguf")


def test_lying_sizes_are_refused_before_anything_is_read(written: Path, tmp_path: Path) -> None:
    data = written.read_bytes()
    for key, value in (("axis.n_layer", 4_000_000_000), ("axis.n_embd", 0), ("axis.n_embd", 17)):
        place = data.index(key.encode()) + len(key) + 4
        (tmp_path / "lies.gguf").write_bytes(data[:place] + struct.pack("<I", value) + data[place + 4 :])
        with pytest.raises(AxisError):
            read_axis(tmp_path / "lies.gguf")


def test_not_finite_numbers_in_a_file_are_refused(sound_axis: Axis, written: Path, tmp_path: Path) -> None:
    data = written.read_bytes()
    place = data.index(sound_axis.reply.direction.tobytes())
    for bad in (np.nan, np.inf, -np.inf):
        (tmp_path / "nan.gguf").write_bytes(data[:place] + struct.pack("<f", bad) + data[place + 4 :])
        with pytest.raises(AxisError, match="not finite"):
            read_axis(tmp_path / "nan.gguf")


def test_a_failed_write_leaves_the_old_file(sound_axis: Axis, written: Path, altered: Callable[..., Axis]) -> None:
    before = written.read_bytes()
    with pytest.raises(AxisError):
        write_axis(altered("norm", lambda norm: norm * np.nan), written)
    with pytest.raises(OSError, match="No such file"):
        write_axis(sound_axis, written.parent / "missing" / "a.gguf")
    assert written.read_bytes() == before
    assert [item.name for item in written.parent.iterdir()] == [written.name]


def test_a_file_of_version_1_0_is_read(small_axis: Axis, sound_axis: Axis) -> None:
    axis = read_axis(Path(__file__).parent / "files" / "version-1.0.axis.gguf")
    assert axis.readings
    assert axis.header is not None
    np.testing.assert_array_equal(axis.reply.direction, small_axis.reply.direction)
    np.testing.assert_array_equal(axis.reply.quantiles, small_axis.reply.quantiles)
    assert (axis.quality, axis.provenance) == (sound_axis.quality, sound_axis.provenance)


def test_an_axis_without_readings_comes_back_as_one(without_readings: Axis, tmp_path: Path) -> None:
    write_axis(without_readings, tmp_path / "a.gguf")
    found = read_axis(tmp_path / "a.gguf")
    assert_same(found, without_readings)
    assert not found.readings
    with pytest.raises(AxisError, match="no readings"):
        found.normalise(1.0, 1)


@pytest.mark.parametrize("name", ["default_mean", "default_std", "role_mean", "role_std"])
def test_some_means_without_the_others_are_refused(small_axis: Axis, tmp_path: Path, name: str) -> None:
    write_axis(small_axis, tmp_path / "whole.gguf")
    names = [f"axis.{each}" for each in ("default_mean", "default_std", "role_mean", "role_std") if each != name]
    with pytest.raises(AxisError, match="lacks the value"):
        read_axis(copy_with(tmp_path / "whole.gguf", tmp_path / "part.gguf", lambda _: None, drop=tuple(names)))


def test_means_that_are_all_nan_are_no_way_to_do_without_them(small_axis: Axis, tmp_path: Path) -> None:
    write_axis(small_axis, tmp_path / "a.gguf")
    data = (tmp_path / "a.gguf").read_bytes()
    for name in ("default_mean", "default_std", "role_mean", "role_std"):
        values = getattr(small_axis.reply, name)
        data = data.replace(values.tobytes(), np.full_like(values, np.nan).tobytes())
    (tmp_path / "a.gguf").write_bytes(data)
    with pytest.raises(AxisError, match="not finite"):
        read_axis(tmp_path / "a.gguf")


@pytest.mark.parametrize("key", ["axis.quality.list", "axis.provenance.list", "axis.future", "general.blob"])
def test_huge_lists_that_no_axis_needs_are_not_read(written: Path, tmp_path: Path, key: str) -> None:
    huge = copy_with(
        written,
        tmp_path / "huge.gguf",
        lambda writer: writer.add_key_value(key, list(bytes(5 << 20)), gguf.GGUFValueType.ARRAY, gguf.GGUFValueType.UINT8),
    )
    with pytest.raises(AxisError, match="far more than any axis needs"):
        read_axis(huge)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_changed_bytes_give_a_sound_axis_or_a_sentence(small_axis: Axis, tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "changed.gguf"
    write_axis(small_axis, path)
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(whole))
    found = axis_or_sentence(path)
    if isinstance(found, str):
        assert re.fullmatch(r"[^\n]{20,}\.", found)
    else:
        found.validate()
        assert np.all(np.abs(np.linalg.norm(found.reply.direction, axis=1) - 1) < 0.01)


def axis_or_sentence(path: Path) -> Axis | str:
    try:
        return read_axis(path)
    except AxisError as error:
        return str(error)


@pytest.mark.parametrize("key", ["axis.direction", "axis.quantiles", "axis.quality.list", "axis.future"])
def test_lists_of_2_gb_are_not_read(written: Path, tmp_path: Path, key: str) -> None:
    """The list is a hole in the file, which is that large all the same; it lies in a model, where no limit of size can be set."""
    entries = b"".join(
        struct.pack("<Q", len(name)) + name.encode() + value
        for name, value in {
            "axis.version": struct.pack("<IQ", 8, 3) + b"1.1",
            "axis.n_layer": struct.pack("<II", 4, 6),
            "axis.n_embd": struct.pack("<II", 4, 16),
            "axis.quantile_levels": struct.pack("<IIQ2f", 9, 6, 2, 50, 75),
            "axis.name": struct.pack("<IQ", 8, 1) + b"x",
        }.items()
        if name != key
    )
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, 6) + entries
    head += struct.pack("<Q", len(key)) + key.encode() + struct.pack("<IIQ", 9, 6, 1 << 29)
    path = tmp_path / "hole.gguf"
    path.write_bytes(head)
    os.truncate(path, len(head) + (1 << 31))
    tracemalloc.start()
    try:
        with pytest.raises(AxisError):
            read_axis(path)
        assert tracemalloc.get_traced_memory()[1] < 50 << 20
    finally:
        tracemalloc.stop()
        path.unlink()
