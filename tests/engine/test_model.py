"""Loading: facts, axis discovery, and everything that is refused with one sentence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest

from axes.axis import Axis, AxisError
from axes.fingerprint import fingerprint
from axes.format import write_axis
from engine import llama_api
from engine.llama_api import Cancelled, LlamaError
from engine.model import LoadError, default_threads, load, threads_for, usable_cores
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Session


@pytest.fixture
def own_model(tiny_model: Path, tmp_path: Path) -> Path:
    """The tiny model in a folder of its own."""
    return Path(shutil.copy(tiny_model, tmp_path / "own.gguf"))


def test_facts_are_the_files(tiny_model: Path) -> None:
    seen: list[float] = []
    with load(tiny_model, n_threads=1, progress=lambda fraction: seen.append(fraction) is None) as loaded:
        facts = loaded.facts
    assert (facts.architecture, facts.name, facts.n_layer, facts.n_embd) == ("llama", "tiny-0", 6, 64)
    assert (facts.n_ctx, facts.n_ctx_train, facts.n_vocab, facts.device) == (512, 512, 299, "CPU")
    assert facts.fingerprint == fingerprint(tiny_model)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_without_an_axis_the_model_still_talks(tiny_model: Path) -> None:
    with load(tiny_model, n_threads=1) as loaded:
        assert loaded.axis is None
        assert loaded.axis_facts is None
        assert loaded.axis_problem == "This model has no axis yet, so there are no readings and no cap."


def test_the_sidecar_is_found(own_model: Path, tiny_axis: Axis) -> None:
    write_axis(tiny_axis, own_model.with_name("own.axis.gguf"))
    with load(own_model, n_threads=1) as loaded:
        facts = loaded.axis_facts
        assert loaded.axis_problem is None
        assert facts is not None
        assert (facts.monitor_layer, facts.band_first, facts.band_last, facts.forms) == (1, 2, 4, ["reply", "position"])
        assert facts.source.endswith("own.axis.gguf")
        assert facts.default_std == pytest.approx(0.25, abs=1e-4)


def test_a_given_axis_goes_before_the_sidecar(own_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    write_axis(tiny_axis, own_model.with_name("own.axis.gguf"))
    write_axis(replace(tiny_axis, name="Given"), tmp_path / "given.gguf")
    with load(own_model, tmp_path / "given.gguf", n_threads=1) as loaded:
        assert loaded.axis is not None
        assert loaded.axis.name == "Given"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model_fingerprint": "0" * 64}, "another model"),
        ({"monitor_layer": 2}, "above the layer it reads"),
        ({"band_last": 5}, "last layer"),
    ],
)
def test_an_axis_that_does_not_fit_is_refused_and_the_model_talks(
    own_model: Path, tiny_axis: Axis, change: dict[str, object], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Axis, "validate", lambda _self: None)  # what writing refuses can still come from elsewhere
        write_axis(replace(tiny_axis, **change), own_model.with_name("own.axis.gguf"))  # type: ignore[arg-type]
    with load(own_model, n_threads=1) as loaded:
        assert loaded.axis is None
        assert loaded.axis_problem is not None
        assert words in loaded.axis_problem
        assert Session(loaded).generate([ChatMessage("user", "hi")], Sampler(temperature=0), None, 3).tokens


def test_a_damaged_axis_is_refused_and_the_model_talks(own_model: Path) -> None:
    own_model.with_name("own.axis.gguf").write_bytes(b"GGUF but not really")
    with load(own_model, n_threads=1) as loaded:
        assert loaded.axis is None
        assert loaded.axis_problem


def test_another_model_of_the_same_shape_is_another_model(make_model: Callable[..., Path], tiny_axis: Axis) -> None:
    with load(make_model("twin.gguf", seed=1), n_threads=1) as loaded, pytest.raises(AxisError, match="another model"):
        loaded.use_axis(tiny_axis, "test")


def test_an_axis_measured_elsewhere_brings_notices(tiny_model: Path, tiny_axis: Axis) -> None:
    with load(tiny_model, n_threads=1) as loaded:
        notices = loaded.use_axis(replace(tiny_axis, quantization="Q8_0", template_sha256="1" * 64), "test")
    assert len(notices) == 2


def test_a_model_whose_inside_cannot_be_read_talks_without_axis(
    tiny_model: Path, tiny_axis: Axis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the residual stream has another width than the model says, the probe finds out."""
    monkeypatch.setattr(llama_api.Model, "n_embd", property(lambda _self: 48))
    with load(tiny_model, n_threads=1) as loaded:
        assert not loaded.readable
        with pytest.raises(AxisError, match="cannot be read"):
            loaded.use_axis(tiny_axis, "test")
        assert Session(loaded).generate([ChatMessage("user", "hi")], Sampler(temperature=0), None, 3).tokens


def test_a_header_form_needs_a_header(make_model: Callable[..., Path], tiny_axis: Axis) -> None:
    bare = "{% for m in messages %}{{ m.content }} {% endfor %}"
    with load(make_model("bare.gguf", template=bare), n_threads=1) as loaded:
        loaded.use_axis(tiny_axis, "test")
        facts = loaded.axis_facts
        assert facts is not None
        assert facts.forms == ["reply"]
        with pytest.raises(AxisError, match="position form"):
            Session(loaded).generate([ChatMessage("user", "hi")], Sampler(), Cap(75.0, "position"), 3)


def broken_files(folder: Path, model: Path) -> list[Path]:
    """Files that must not be shown to llama.cpp, or that it refuses."""
    whole = model.read_bytes()
    contents = {
        "empty.gguf": b"",
        "text.gguf": b"this is a letter to a friend, not a model, whatever its name says\n",
        "cut.gguf": whole[: len(whole) // 2],
        "header.gguf": whole[:5000],
        "zeros.gguf": bytes(4096),
        "counts.gguf": b"GGUF" + (3).to_bytes(4, "little") + (1 << 63).to_bytes(8, "little") * 2,
    }
    paths = []
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    (folder / "folder.gguf").mkdir()
    os.mkfifo(folder / "pipe.gguf")
    writer = gguf.GGUFWriter(folder / "novocab.gguf", "llama")
    writer.add_block_count(1)
    writer.add_tensor("output_norm.weight", np.ones(4, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return [*paths, folder / "folder.gguf", folder / "pipe.gguf", folder / "missing.gguf", folder / "novocab.gguf"]


def test_what_llama_cpp_says_of_a_broken_file_is_kept_for_the_log(tmp_path: Path, tiny_model: Path) -> None:
    broken_files(tmp_path, tiny_model)
    with pytest.raises(LoadError) as caught:
        load(tmp_path / "novocab.gguf", n_threads=1)
    assert "error loading model" in caught.value.details


def test_files_that_are_no_models_are_refused_in_one_sentence(tmp_path: Path, tiny_model: Path) -> None:
    for path in broken_files(tmp_path, tiny_model):
        with pytest.raises(LoadError) as caught:
            load(path, n_threads=1)
        message = str(caught.value)
        assert message.endswith(".")
        assert "\n" not in message
        assert path.name in message, message


def test_an_axis_is_not_a_model(tmp_path: Path, tiny_axis: Axis) -> None:
    write_axis(tiny_axis, tmp_path / "own.axis.gguf")
    with pytest.raises(LoadError, match="holds an axis"):
        load(tmp_path / "own.axis.gguf")


def test_a_table_of_guesses_is_not_a_model() -> None:
    with pytest.raises(LoadError, match="holds a table of guesses"):
        load(Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.guesses.gguf", n_threads=1)


def test_a_context_too_short_is_refused(tiny_model: Path) -> None:
    with pytest.raises(LoadError, match="too short"):
        load(tiny_model, n_ctx=8)


def test_loading_can_be_abandoned(tiny_model: Path) -> None:
    with pytest.raises(Cancelled):
        load(tiny_model, n_threads=1, progress=lambda _fraction: False)
    with pytest.raises(Cancelled):
        load(tiny_model, n_threads=1, progress=lambda fraction: fraction < 1.0)


def test_a_freed_model_is_an_error_and_no_crash(tiny_model: Path) -> None:
    loaded = load(tiny_model, n_threads=1)
    session = Session(loaded)
    loaded.close()
    loaded.close()
    with pytest.raises(LlamaError, match="no longer loaded"):
        session.generate([ChatMessage("user", "hi")], Sampler(), None, 3)


def test_another_library_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    llama_api.check_library()
    monkeypatch.setattr(llama_api.llama_cpp, "__version__", "0.3.35")
    with pytest.raises(LlamaError, match=r"0\.3\.36"):
        llama_api.check_library()


def test_a_library_of_another_layout_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    params = llama_api.lib.llama_context_default_params()
    params.n_ubatch = 77
    monkeypatch.setattr(llama_api.lib, "llama_context_default_params", lambda: params)
    with pytest.raises(LlamaError, match="does not match"):
        llama_api.check_library()


def test_at_least_one_thread() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
    assert default_threads() == threads_for(usable_cores())
    assert [threads_for(cores) for cores in (0, 1, 2, 4, 6, 16)] == [1, 1, 1, 3, 5, 15]


def test_loading_and_freeing_many_times_does_not_grow(tiny_model: Path) -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    for _ in range(10):
        load(tiny_model, n_threads=1).close()
    before = resident()
    for _ in range(40):
        load(tiny_model, n_threads=1).close()
    assert resident() - before < 30 << 20
