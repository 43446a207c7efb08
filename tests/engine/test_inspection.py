"""What is said of a model from its header, held against what llama.cpp says of it once it is loaded."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import gguf
import pytest

from axes.axis import Axis
from axes.embed import embed_axis
from axes.fingerprint import fingerprint
from axes.format import sidecar_path, write_axis
from axes.gguf_header import GGUFError, MissingFileError
from axes.model_file import read_model_shape
from engine import llama_api, protocol
from engine.file_types import file_type_name
from engine.inspection import inspect
from engine.model import load
from tests.app.cli_process import keel, one_sentence
from tests.conftest import write_model
from tests.engine.engine_process import EngineProcess
from tests.engine.split_model import write_split

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"


@pytest.mark.parametrize("which", ["tiny", "demo"])
def test_the_header_says_what_the_loaded_model_says(which: str, tiny_model: Path) -> None:
    path = DEMO if which == "demo" else tiny_model
    report = inspect(path)
    with load(path, n_threads=1) as loaded:
        facts = loaded.facts
        told = (facts.name, facts.architecture, facts.quantization, facts.parameters, facts.n_layer, facts.n_embd)
        mark = facts.fingerprint
        n_ctx_train, n_vocab = facts.n_ctx_train, facts.n_vocab
        axis = loaded.axis_facts
    said = (report.name, report.architecture, report.quantization, report.parameters, report.n_layer, report.n_embd)
    assert said == told
    assert report.fingerprint == mark
    assert (report.n_ctx_train, report.shape.n_vocab) == (n_ctx_train, n_vocab)
    assert report.has_template
    assert report.file_bytes == path.stat().st_size
    assert report.parts == [path.name]
    assert (report.axis == "good") == (axis is not None)
    assert report.axis_source == (axis.source if axis is not None else "")


def test_every_file_type_has_the_name_that_llama_cpp_gives_it() -> None:
    for number in [*range(200), *range(1024, 1224)]:
        assert file_type_name(number) == llama_api.lib.llama_ftype_name(number).decode()


def test_an_unstated_file_type_is_guessed_from_the_weights(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.gguf", n_layer=3)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"general.file_type", b"general.file_typo"))
    with load(path, n_threads=1) as loaded:
        assert inspect(path).quantization == loaded.facts.quantization == "(guessed) all F32"


def test_texts_from_the_file_are_made_fit_to_be_shown(tmp_path: Path) -> None:
    def extra(writer: gguf.GGUFWriter) -> None:
        writer.add_string("general.license", "mit\n\x1b[31m  and\x00more")

    report = inspect(write_model(tmp_path / "m.gguf", template=None, extra=extra))
    assert report.licence == "mit [31m and more"
    assert not report.has_template
    assert [notice for notice in report.notices if "conversation is written" in notice]


# --- axes --------------------------------------------------------------------------------------------------------------------


def test_the_axis_is_found_where_loading_finds_it(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    path, kept = tmp_path / "tiny.gguf", tmp_path / "axes"
    shutil.copy(tiny_model, path)
    kept.mkdir()
    assert (inspect(path, kept).axis, inspect(path, tmp_path / "nowhere").axis) == ("none", "none")
    write_axis(tiny_axis, sidecar_path(path))
    beside = inspect(path, kept)
    assert (beside.axis, beside.axis_source) == ("good", str(sidecar_path(path)))
    own = kept / "any-name.axis.gguf"
    write_axis(dataclasses.replace(tiny_axis, quality={"verdict": "reading only"}), own)
    assert (inspect(path, kept).axis, inspect(path, kept).axis_source) == ("reading", str(own))
    sidecar_path(path).unlink()
    own.unlink()
    embedded = tmp_path / "with-axis.gguf"
    embed_axis(path, tiny_axis, embedded)
    assert (inspect(embedded, kept).axis, inspect(embedded, kept).axis_source) == ("good", str(embedded))


def test_an_axis_of_another_model_or_a_broken_one_is_told_and_not_counted(
    tiny_model: Path, tiny_axis: Axis, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.gguf"
    shutil.copy(tiny_model, path)
    write_axis(dataclasses.replace(tiny_axis, model_fingerprint="0" * 64), sidecar_path(path))
    report = inspect(path)
    assert (report.axis, report.axis_source) == ("none", "")
    assert [notice for notice in report.notices if "another model" in notice]
    sidecar_path(path).write_bytes(b"GGUF\x03")
    assert inspect(path).axis == "none"
    assert [notice for notice in inspect(path).notices if "too short" in notice]


# --- models in several files -------------------------------------------------------------------------------------------------


def test_any_part_opens_the_whole_set(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    paths = write_split(tiny_model, tmp_path, "big", 3)
    whole = inspect(tiny_model)
    for path in paths:
        report = inspect(path)
        assert report.parts == [each.name for each in paths]
        assert report.file_bytes == sum(each.stat().st_size for each in paths)
        assert (report.parameters, report.fingerprint) == (whole.parameters, whole.fingerprint)
        assert report.shape == whole.shape
        assert fingerprint(path) == whole.fingerprint
        assert read_model_shape(path).n_parameters == whole.parameters
    assert sidecar_path(paths[1]).name == "big.axis.gguf"
    write_axis(tiny_axis, sidecar_path(paths[1]))
    assert {inspect(path).axis for path in paths} == {"good"}
    assert {inspect(path).axis_source for path in paths} == {str(tmp_path / "big.axis.gguf")}


def test_any_part_loads_the_whole_set_with_its_axis(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    paths = write_split(tiny_model, tmp_path, "big", 3)
    write_axis(tiny_axis, tmp_path / "big.axis.gguf")
    for path in (paths[0], paths[2]):
        with load(path, n_threads=1) as loaded:
            assert loaded.facts.parameters == inspect(tiny_model).parameters
            assert loaded.facts.fingerprint == inspect(tiny_model).fingerprint
            assert loaded.axis is not None
            assert loaded.axis_source == str(tmp_path / "big.axis.gguf")


def test_a_part_that_is_missing_is_named(tiny_model: Path, tmp_path: Path) -> None:
    paths = write_split(tiny_model, tmp_path, "big", 4)
    paths[2].unlink()
    for path in (paths[0], paths[1], paths[3]):
        with pytest.raises(MissingFileError, match=r"big-00003-of-00004\.gguf is missing"):
            inspect(path)
    done = keel("model", "inspect", str(paths[0]), home=tmp_path)
    assert done.returncode == 2
    assert "big-00003-of-00004.gguf" in done.stderr
    assert one_sentence(done.stderr)


def test_parts_that_do_not_belong_together_are_refused(tiny_model: Path, make_model: Callable[..., Path], tmp_path: Path) -> None:
    paths = write_split(tiny_model, tmp_path, "big", 3)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    others = write_split(make_model(n_layer=3), foreign, "big", 3)
    kept = paths[1].read_bytes()
    paths[1].write_bytes(others[1].read_bytes())
    with pytest.raises(GGUFError, match=r"tensors instead of|repeats what another"):
        inspect(paths[0])
    paths[1].write_bytes(paths[2].read_bytes())
    with pytest.raises(GGUFError, match="does not belong"):
        inspect(paths[0])
    paths[1].write_bytes(kept[: len(kept) // 2])
    with pytest.raises(GGUFError, match="outside the file"):
        inspect(paths[0])
    alone = tmp_path / "renamed.gguf"
    paths[0].rename(alone)
    with pytest.raises(GGUFError, match="its name does not say which"):
        inspect(alone)


# --- the command and the engine ----------------------------------------------------------------------------------------------


def test_the_command_prints_what_was_found(tmp_path: Path) -> None:
    done = keel("model", "inspect", str(DEMO), "--json", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found, report = json.loads(done.stdout), inspect(DEMO)
    assert found.pop("memory")["weights"] == report.shape.weight_bytes
    assert found == dataclasses.asdict(report)
    shown = keel("model", "inspect", str(DEMO), home=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    for text in (report.name, report.architecture, "Q8_0", report.fingerprint, "shows readings and can cap", "MB"):
        assert text in shown.stdout
    assert not list(tmp_path.iterdir()), "nothing is written for a look"


def test_the_command_finds_the_axes_that_keel_keeps(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    (tmp_path / "data" / "axes").mkdir(parents=True)
    write_axis(tiny_axis, tmp_path / "data" / "axes" / "mine.axis.gguf")
    done = keel("model", "inspect", str(tiny_model), "--json", "--data-dir", str(tmp_path / "data"), home=tmp_path)
    assert json.loads(done.stdout)["axis"] == "good"
    assert json.loads(keel("model", "inspect", str(tiny_model), "--json", home=tmp_path).stdout)["axis"] == "none"


@pytest.mark.parametrize("arguments", [("inspect",), ("inspect", "a", "b"), ("inspect", "--nothing", "a"), ("look", "a")])
def test_a_command_line_that_makes_no_sense_is_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = keel("model", *arguments, home=tmp_path)
    assert done.returncode == 2
    assert one_sentence(done.stderr)


def test_what_is_no_model_is_one_sentence_with_status_2(tmp_path: Path, tiny_axis: Axis) -> None:
    text, axis = tmp_path / "text.gguf", tmp_path / "only.axis.gguf"
    text.write_text("This is not a model at all, but a letter.")
    write_axis(tiny_axis, axis)
    for path, words in ((text, "GGUF"), (axis, "not a model"), (tmp_path / "none.gguf", "no such file")):
        done = keel("model", "inspect", str(path), home=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert one_sentence(done.stderr)
        assert words in done.stderr
        failed = keel("model", "inspect", str(path), "--json", home=tmp_path)
        assert (failed.returncode, failed.stderr) == (2, "")
        assert words in json.loads(failed.stdout)["error"]


def test_the_engine_looks_with_no_model_and_while_it_writes(tiny_model: Path, tmp_path: Path) -> None:
    with EngineProcess() as engine:
        engine.send(protocol.Inspect(1, str(DEMO)), protocol.Inspect(2, str(tmp_path / "none.gguf")))
        assert engine.wait_for(protocol.Inspected).report == inspect(DEMO)
        assert engine.wait_for(protocol.Error, lambda event: event.id == 2).message.endswith("any more.")
        engine.send(protocol.Load(3, str(tiny_model), n_ctx=512, n_threads=1))
        engine.wait_for(protocol.Loaded)
        messages = [protocol.ChatMessage("user", "hello")]
        engine.send(protocol.Generate(4, messages, protocol.Sampler(temperature=0.0), max_tokens=400))
        engine.wait_for(protocol.Delta)
        engine.send(protocol.Inspect(5, str(tiny_model)))
        events = engine.until({protocol.Inspected: 5, protocol.Done: 4})
        kinds = [type(event) for event in events]
        assert kinds.index(protocol.Inspected) < kinds.index(protocol.Done)
