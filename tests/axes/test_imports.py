"""Axes made elsewhere: published ones with their signs and orientation, control vectors, other axis files, and every bad one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axes.axis import Axis, AxisError
from axes.capping import cap
from axes.checks import check_axis, check_fits
from axes.format import read_axis, write_axis
from axes.imports import can_be_read, can_cap, check_model, read_import, what_it_does
from axes.model_file import ModelShape, read_model_shape
from tests.axes.torch_zip import Tensor, bfloat16, torch_bytes

LAYERS, WIDTH = 12, 8
SHAPE = ModelShape(LAYERS, WIDTH, 1_000_000, "llama", "tiny", "ab" * 32)
RANDOM = np.random.default_rng(5)
AXIS = (RANDOM.standard_normal((LAYERS, WIDTH)) * 3).astype(np.float32)
TOWARD_ROLES = (-AXIS + 0.1 * RANDOM.standard_normal((LAYERS, WIDTH))).astype(np.float32)
STRENGTHS = {"0.75": 25.0, "0.5": 50.0, "0.25": 75.0, "0.01": 99.0}


def ceiling(layer: int, strength: str) -> float:
    """A ceiling in the role direction: the stronger the cap, the lower."""
    return 10.0 + layer + 4 * float(strength)


def experiment(first: int, end: int, strength: str) -> dict[str, Any]:
    interventions = [{"vector": f"layer_{layer}/c", "cap": ceiling(layer, strength)} for layer in range(first, end)]
    return {"id": f"layers_{first}:{end}-p{strength}", "interventions": [*interventions, {"vector": "layer_0/c"}]}


def config(**changes: Any) -> dict[str, Any]:
    vectors = {f"layer_{layer}/c": {"vector": Tensor(TOWARD_ROLES[layer]), "layer": layer} for layer in range(LAYERS)}
    experiments = [experiment(first, end, p) for first, end in ((2, 6), (8, 10), (8, 11), (3, 11)) for p in STRENGTHS]
    return {"vectors": vectors, "experiments": experiments} | changes


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, content: Any) -> Path:
        (tmp_path / name).write_bytes(torch_bytes(content))
        return tmp_path / name

    return write


# --- the published files --------------------------------------------------------------------------------------------------------


def test_signs_orientation_and_ids(save: Callable[..., Path]) -> None:
    files = [save("assistant_axis.pt", Tensor(AXIS, "BFloat16Storage")), save("capping_config.pt", config())]
    axis = read_import(files, SHAPE)
    check_axis(axis)
    assert (axis.band_first, axis.band_last) == (8, 10)  # id 8:11 is half-open; nearest to 71-87 % of the depth
    assert (axis.monitor_layer, axis.readings, axis.percentile) == (6, False, 75.0)
    assert axis.quantile_levels.tolist() == [25, 50, 75, 99]
    assert axis.provenance == {"imported_from": "assistant_axis.pt and capping_config.pt", "experiment": "layers_8:11-p0.25"}
    for layer in (8, 9, 10):
        wanted = -TOWARD_ROLES[layer] / np.linalg.norm(TOWARD_ROLES[layer])
        np.testing.assert_allclose(axis.reply.direction[layer], wanted, atol=1e-6)
        assert axis.tau(75)[layer] == pytest.approx(-ceiling(layer, "0.25"))
        assert axis.tau(99)[layer] == pytest.approx(-ceiling(layer, "0.01"))
    elsewhere = bfloat16(AXIS)[[0, 6, 11]]
    wanted = elsewhere / np.linalg.norm(elsewhere, axis=1, keepdims=True)
    np.testing.assert_allclose(axis.reply.direction[[0, 6, 11]], wanted, atol=1e-6)
    assert can_cap(axis)
    assert can_be_read(axis)
    assert "can cap" in what_it_does(axis)


def test_the_floor_does_what_the_published_ceiling_does(save: Callable[..., Path]) -> None:
    axis = read_import([save("a.pt", Tensor(AXIS)), save("c.pt", config())], SHAPE)
    states = (RANDOM.standard_normal((200, WIDTH)) * 40).astype(np.float32)
    layer, vector = 9, TOWARD_ROLES[9].astype(np.float64) / np.linalg.norm(TOWARD_ROLES[9])
    over = np.maximum(0, states @ vector - ceiling(layer, "0.25"))
    assert 0 < (over > 0).mean() < 1
    published = states - over[:, None] * vector
    ours = cap(states, axis.reply.direction[layer], float(axis.tau(75)[layer]))
    np.testing.assert_allclose(ours, published, atol=1e-3)


@pytest.mark.parametrize(
    ("n_layer", "bands", "wanted"),
    [
        (64, [(46, 54), (48, 56), (32, 40), (56, 64)], "layers_46:54-p0.25"),
        (80, [(56, 64), (56, 72), (40, 56), (64, 80)], "layers_56:72-p0.25"),
    ],
)
def test_the_recommended_experiment_is_the_default(
    save: Callable[..., Path], n_layer: int, bands: list[tuple[int, int]], wanted: str
) -> None:
    vectors = {f"layer_{layer}/c": {"vector": Tensor(np.ones(4, dtype=np.float32)), "layer": layer} for layer in range(n_layer)}
    experiments = [experiment(*band, strength) for strength in STRENGTHS for band in bands]
    path = save("c.pt", {"vectors": vectors, "experiments": experiments})
    axis = read_import([path], ModelShape(n_layer, 4, 1, "llama", "x", "cd" * 32))
    assert axis.provenance["experiment"] == wanted


def test_an_experiment_is_chosen_by_its_id(save: Callable[..., Path]) -> None:
    path = save("c.pt", config())
    axis = read_import([path], SHAPE, experiment="layers_2:6-p0.5")
    assert (axis.band_first, axis.band_last, axis.percentile) == (2, 5, 50.0)
    with pytest.raises(AxisError, match=r"no experiment 'nowhere'; some that it has are layers_2:6-p0\.75"):
        read_import([path], SHAPE, experiment="nowhere")


def test_strengths_whose_floors_do_not_rise_are_left_out(save: Callable[..., Path]) -> None:
    experiments = [experiment(8, 11, p) for p in STRENGTHS]
    for each in experiments:
        if each["id"].endswith("p0.01"):
            each["interventions"][1]["cap"] = ceiling(9, "0.75")  # above that of p0.25 at one layer: a weaker floor there
    axis = read_import([save("c.pt", config(experiments=experiments))], SHAPE)
    check_axis(axis)
    assert axis.quantile_levels.tolist() == [25, 50, 75]
    assert axis.strength(99) == 75
    assert axis.tau(75)[9] == pytest.approx(-ceiling(9, "0.25"))


def test_a_configuration_alone_caps_and_says_what_it_lacks(save: Callable[..., Path]) -> None:
    path = save("c.pt", config())
    axis = read_import([path], SHAPE)
    check_axis(axis)
    assert not can_be_read(axis)
    assert "no readings" in what_it_does(axis)
    assert check_fits(axis, n_layer=LAYERS, n_embd=WIDTH, fingerprint="ab" * 32) == []
    with pytest.raises(AxisError, match="give the model too"):
        read_import([path])


def test_an_axis_alone_needs_the_model_to_be_measured_on(save: Callable[..., Path]) -> None:
    for content in (Tensor(AXIS), {"axis": Tensor(AXIS)}):
        path = save("a.pt", content)
        axis = read_import([path], SHAPE)
        assert not can_cap(axis)
        assert can_be_read(axis)
        with pytest.raises(AxisError, match="give the model too"):
            read_import([path])
        with pytest.raises(AxisError):
            write_axis(axis, path.with_name("never.gguf"))
        assert not path.with_name("never.gguf").exists()
    assert (read_import([path], SHAPE, band=(3, 9)).band_first, axis.band_first) == (3, 5)
    turned = read_import([path], SHAPE, flip=True)
    np.testing.assert_array_equal(turned.reply.direction, -axis.reply.direction)


def test_both_files_without_a_model_cap_by_size_alone(save: Callable[..., Path], tmp_path: Path) -> None:
    axis = read_import([save("c.pt", config()), save("a.pt", Tensor(AXIS))])
    write_axis(axis, tmp_path / "imported.gguf")
    found = read_axis(tmp_path / "imported.gguf")
    assert found.model_fingerprint == ""
    assert any("size" in notice for notice in check_fits(found, n_layer=LAYERS, n_embd=WIDTH, fingerprint="whatever"))
    assert check_model(found, SHAPE).model_fingerprint == SHAPE.fingerprint


def bad_vector(change: Callable[[np.ndarray], Any], layer: int = 9) -> dict[str, Any]:
    found = config()
    vector = TOWARD_ROLES[layer].copy()
    found["vectors"][f"layer_{layer}/c"] = {"vector": Tensor(np.asarray(change(vector), dtype=np.float32)), "layer": layer}
    return found


def bad_cap(value: Any) -> dict[str, Any]:
    found = config()
    found["experiments"] = [experiment(8, 11, "0.25")]
    found["experiments"][0]["interventions"][1]["cap"] = value
    return found


def renamed(name: Any) -> dict[str, Any]:
    return config(experiments=[experiment(8, 11, "0.25") | {"id": name}])


BAD_CONFIGS: dict[str, Callable[[], Any]] = {
    "another sign": lambda: bad_vector(lambda vector: -vector),
    "a zero vector": lambda: bad_vector(lambda vector: vector * 0),
    "nan": lambda: bad_vector(lambda vector: vector * np.nan),
    "infinite": lambda: bad_vector(lambda vector: vector + np.inf),
    "another width": lambda: bad_vector(lambda vector: vector[:-1]),
    "a matrix": lambda: bad_vector(lambda vector: vector[None]),
    "a layer too high": lambda: config(vectors=config()["vectors"] | {"layer_9/c": {"vector": Tensor(AXIS[9]), "layer": 99}}),
    "a layer that is a text": lambda: config(vectors={"layer_9/c": {"vector": Tensor(AXIS[9]), "layer": "9"}}),
    "a vector that is a list": lambda: config(vectors={"layer_9/c": {"vector": [1.0], "layer": 9}}),
    "no vectors": lambda: config(vectors={}),
    "vectors in a list": lambda: config(vectors=[]),
    "no experiments": lambda: config(experiments=[]),
    "experiments in a dict": lambda: config(experiments={}),
    "no ceilings": lambda: config(experiments=[{"id": "x", "interventions": [{"vector": "layer_9/c"}]}]),
    "an unknown vector": lambda: config(experiments=[{"id": "x", "interventions": [{"vector": "nowhere", "cap": 1.0}]}]),
    "a layer twice": lambda: config(experiments=[{"id": "x", "interventions": [{"vector": "layer_9/c", "cap": 1.0}] * 2}]),
    "a gap in the band": lambda: config(
        experiments=[{"id": "x", "interventions": [{"vector": f"layer_{layer}/c", "cap": 1.0} for layer in (5, 7)]}]
    ),
    "the last layer": lambda: config(experiments=[experiment(8, 12, "0.25")]),
    "the first layer": lambda: config(experiments=[{"id": "x", "interventions": [{"vector": "layer_0/c", "cap": 1.0}]}]),
    "an id of other layers": lambda: renamed("layers_8:10-p0.25"),
    "an id that is a number": lambda: renamed(7),
    "a ceiling that is nan": lambda: bad_cap(float("nan")),
    "a ceiling that is infinite": lambda: bad_cap(float("inf")),
    "a ceiling beyond single precision": lambda: bad_cap(1e300),
    "a ceiling of four hundred digits": lambda: bad_cap(10**400),
    "an id that cannot be written": lambda: renamed("layers \ud800"),
    "a ceiling that is a text": lambda: bad_cap("5"),
    "a ceiling that is a vector": lambda: bad_cap(Tensor(np.ones(3))),
    "an intervention that is a text": lambda: config(experiments=[{"id": "x", "interventions": ["a"]}]),
}


@pytest.mark.parametrize("make", BAD_CONFIGS.values(), ids=BAD_CONFIGS)
def test_bad_configurations_are_refused(save: Callable[..., Path], make: Callable[[], Any]) -> None:
    with pytest.raises(AxisError) as refusal:
        read_import([save("assistant_axis.pt", Tensor(AXIS)), save("capping_config.pt", make())], SHAPE)
    assert is_sentence(refusal.value)


BAD_AXES: dict[str, Any] = {
    "another depth": Tensor(AXIS[:-1]),
    "another width": Tensor(AXIS[:, :-1]),
    "flat": Tensor(AXIS.ravel()),
    "three dimensions": Tensor(AXIS[None]),
    "nan": Tensor(np.where(AXIS > 2, np.nan, AXIS)),
    "all zero": Tensor(AXIS * 0),
    "zero where it would be capped": Tensor(np.where(np.arange(LAYERS)[:, None] == 6, 0, AXIS)),
    "a list": [1, 2, 3],
    "a number": 5,
    "nothing": None,
    "another dict": {"vector": Tensor(AXIS)},
}


@pytest.mark.parametrize("content", BAD_AXES.values(), ids=BAD_AXES)
def test_bad_published_axes_are_refused(save: Callable[..., Path], content: Any) -> None:
    with pytest.raises(AxisError) as refusal:
        read_import([save("a.pt", content)], SHAPE)
    assert is_sentence(refusal.value)


def test_files_that_cannot_go_together_are_refused(save: Callable[..., Path], small_axis: Axis, tmp_path: Path) -> None:
    one, both = save("a.pt", Tensor(AXIS)), save("c.pt", config())
    write_axis(small_axis, tmp_path / "keel.gguf")
    narrow = save("n.pt", Tensor(AXIS[:, :4]))
    for files in (
        [one, one],
        [both, both],
        [one, tmp_path / "keel.gguf"],
        [narrow, both],
        [],
        [tmp_path / "missing.pt"],
        [tmp_path],
    ):
        with pytest.raises(AxisError) as refusal:
            read_import(files, SHAPE)
        assert is_sentence(refusal.value)
    for options in ({"experiment": "x"}, {"band": (3, 11)}, {"band": (0, 4)}, {"band": (6, 5)}):
        with pytest.raises(AxisError):
            read_import([one], SHAPE, **options)
    with pytest.raises(AxisError, match="turned around"):
        read_import([both, one], SHAPE, flip=True)


# --- control vectors and axis files ---------------------------------------------------------------------------------------------


def control_vector(path: Path, tensors: dict[str, np.ndarray], architecture: str = "controlvector") -> Path:
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_string("controlvector.model_hint", "llama")
    writer.add_uint32("controlvector.layer_count", len(tensors))
    for name, values in tensors.items():
        writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_a_control_vector_is_taken_layer_by_layer(tmp_path: Path) -> None:
    path = control_vector(tmp_path / "cv.gguf", {f"direction.{layer}": AXIS[layer] for layer in range(1, LAYERS)})
    axis = read_import([path], SHAPE)
    np.testing.assert_allclose(axis.reply.norm[1:], np.linalg.norm(AXIS[1:], axis=1), rtol=1e-6)
    np.testing.assert_allclose(axis.reply.direction[7] * axis.reply.norm[7], AXIS[7], rtol=1e-5)
    assert axis.reply.norm[0] == 0
    assert not can_cap(axis)
    with pytest.raises(AxisError, match="give the model too"):
        read_import([path])


BAD_VECTORS: dict[str, dict[str, np.ndarray]] = {
    "layer 0": {"direction.0": AXIS[0]},
    "a layer too many": {f"direction.{LAYERS}": AXIS[0]},
    "another name": {"direction.1": AXIS[1], "weight": AXIS[1]},
    "a layer under two names": {"direction.1": AXIS[1], "direction.01": AXIS[1]},
    "another width": {f"direction.{layer}": AXIS[layer][:5] for layer in range(1, LAYERS)},
    "two widths": {"direction.1": AXIS[1], "direction.2": AXIS[2][:5]},
    "two dimensions": {"direction.1": AXIS},
    "half floats": {f"direction.{layer}": AXIS[layer].astype(np.float16) for layer in range(1, LAYERS)},
    "nan": {f"direction.{layer}": AXIS[layer] * np.nan for layer in range(1, LAYERS)},
    "zero": {f"direction.{layer}": AXIS[layer] * 0 for layer in range(1, LAYERS)},
    "zero in the band": {f"direction.{layer}": AXIS[layer] * (layer != 6) for layer in range(1, LAYERS)},
    "none below the band": {f"direction.{layer}": AXIS[layer] for layer in range(5, 11)},
}


@pytest.mark.parametrize("tensors", BAD_VECTORS.values(), ids=BAD_VECTORS)
def test_bad_control_vectors_are_refused(tmp_path: Path, tensors: dict[str, np.ndarray]) -> None:
    with pytest.raises(AxisError) as refusal:
        read_import([control_vector(tmp_path / "cv.gguf", tensors)], SHAPE)
    assert is_sentence(refusal.value)


def test_a_control_vector_cut_at_any_byte_is_refused(tmp_path: Path) -> None:
    path = control_vector(tmp_path / "cv.gguf", {f"direction.{layer}": AXIS[layer] for layer in range(1, LAYERS)})
    data, short = path.read_bytes(), tmp_path / "short.gguf"
    end = max(tensor.data_offset + 4 * WIDTH for tensor in gguf.GGUFReader(path).tensors)  # what follows is padding
    for length in range(end):
        short.write_bytes(data[:length])
        with pytest.raises(AxisError):
            read_import([short], SHAPE)


def test_published_files_cut_at_any_byte_are_refused(save: Callable[..., Path], tmp_path: Path) -> None:
    small = {"vectors": {"v": {"vector": Tensor(TOWARD_ROLES[8]), "layer": 8}}, "experiments": [experiment(8, 9, "0.25")]}
    small["experiments"][0]["interventions"] = [{"vector": "v", "cap": 1.0}]
    data, short = save("c.pt", small).read_bytes(), tmp_path / "short.pt"
    assert can_cap(read_import([tmp_path / "c.pt"], SHAPE))
    for length in range(len(data)):
        short.write_bytes(data[:length])
        with pytest.raises(AxisError):
            read_import([short], SHAPE)


def test_an_axis_file_is_taken_for_its_own_model_only(sound_axis: Axis, tmp_path: Path) -> None:
    write_axis(sound_axis, tmp_path / "a.gguf")
    own = ModelShape(sound_axis.n_layer, sound_axis.n_embd, 1, "llama", "tiny", sound_axis.model_fingerprint)
    assert read_import([tmp_path / "a.gguf"], own).threshold == sound_axis.threshold
    assert read_import([tmp_path / "a.gguf"]).name == sound_axis.name
    for other in (replace(own, fingerprint="ef" * 32), replace(own, n_layer=7), replace(own, n_embd=17)):
        with pytest.raises(AxisError) as refusal:
            read_import([tmp_path / "a.gguf"], other)
        assert is_sentence(refusal.value)
    write_axis(replace(sound_axis, quality={"verdict": "not usable"}), tmp_path / "b.gguf")
    with pytest.raises(AxisError, match="not usable"):
        read_import([tmp_path / "b.gguf"], own)


def test_model_files_are_told_from_other_files(tiny_model: Path, sound_axis: Axis, tmp_path: Path) -> None:
    shape = read_model_shape(tiny_model)
    assert (shape.n_layer, shape.n_embd, shape.architecture, shape.name) == (6, 64, "llama", "tiny-0")
    write_axis(sound_axis, tmp_path / "a.gguf")
    (tmp_path / "text.gguf").write_text("no model")
    for path in (tmp_path / "a.gguf", tmp_path / "text.gguf", tmp_path / "missing.gguf", tmp_path):
        with pytest.raises(AxisError) as refusal:
            read_model_shape(path)
        assert is_sentence(refusal.value)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_changed_bytes_make_a_sound_axis_or_a_sentence(save: Callable[..., Path], tmp_path: Path, data: st.DataObject) -> None:
    which = data.draw(st.sampled_from(["a.pt", "c.pt", "cv.gguf"]))
    if which == "cv.gguf":
        path = control_vector(tmp_path / which, {f"direction.{layer}": AXIS[layer] for layer in range(1, LAYERS)})
    else:
        path = save(which, Tensor(AXIS) if which == "a.pt" else config())
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(whole))
    with contextlib.suppress(AxisError):
        axis = read_import([path], SHAPE)
        assert np.all(np.isfinite(axis.reply.direction))
        if can_cap(axis):
            check_axis(axis)


def is_sentence(error: BaseException) -> bool:
    """Whether a refusal is one line that ends like a sentence."""
    text = str(error)
    return "\n" not in text and text.endswith(".") and len(text) > 20 and "Error" not in text
