"""`keel axis` as a terminal sees it: the real program, real models, real files, good and bad."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from engine import axis_build
from engine.axis_command import arguments
from tests.app.cli_process import ROOT, environment, keel, one_sentence
from tests.axes.torch_zip import Tensor, torch_bytes

DEMO = ROOT / "resources" / "demo" / "keel-demo.gguf"
DEMO_AXIS = ROOT / "resources" / "demo" / "keel-demo.axis.gguf"
FIGURES = {"auc", "cohens_d", "pc1_cosine", "default_rank", "cap_effect", "random_effect", "perplexity_ratio", "engaged"}
LAYERS, WIDTH = 8, 256


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the demo model without its axis."""
    return Path(shutil.copy(DEMO, tmp_path / "demo.gguf"))


def axis(*arguments: object, home: Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run `keel axis`; warnings of the llama.cpp package at its own import are not Keel's."""
    return keel("axis", *map(str, arguments), home=home, timeout=timeout, PYTHONWARNINGS=None)


def answer(result: subprocess.CompletedProcess[str]) -> dict:
    assert result.returncode == 0, result.stderr or result.stdout
    return json.loads(result.stdout)


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and time, Keel's own folder aside."""
    return {item.name: (item.stat().st_size, item.stat().st_mtime_ns) for item in folder.iterdir() if item.is_file()}


def refused(home: Path, *arguments: object) -> str:
    """Run a command that must fail with one sentence and change nothing; returns the sentence."""
    before = listing(home)
    result = axis(*arguments, home=home)
    assert result.returncode == 2, result.stdout + result.stderr
    assert result.stdout == ""
    assert one_sentence(result.stderr), result.stderr
    assert listing(home) == before
    return result.stderr


# --- show and check -------------------------------------------------------------------------------------------------------------


def test_show_says_what_an_axis_holds(tmp_path: Path) -> None:
    found = answer(axis("show", str(DEMO_AXIS), "--json", home=tmp_path))
    assert (found["n_layer"], found["n_embd"], found["readings"]) == (LAYERS, WIDTH, True)
    assert found["monitor_layer"] < found["band"][0]
    text = keel("axis", "show", "--model", str(DEMO), home=tmp_path)  # strict about warnings: no llama.cpp is needed for it
    assert text.returncode == 0
    assert found["name"] in text.stdout


def test_check_tells_what_fits_from_what_does_not(tmp_path: Path, tiny_model: Path) -> None:
    found = answer(axis("check", "--model", str(DEMO), "--json", home=tmp_path))
    assert (found["fits"], found["notices"]) == (True, [])
    assert found["quality"].keys() == FIGURES
    assert "layers and width" in refused(tmp_path, "check", "--model", tiny_model, "--axis", DEMO_AXIS)
    assert "has no axis yet" in refused(tmp_path, "check", "--model", tiny_model)


def test_an_axis_that_the_window_made_is_found(tmp_path: Path, demo: Path) -> None:
    folder = tmp_path / "data" / "axes"
    folder.mkdir(parents=True)
    shutil.copy(DEMO_AXIS, folder / "any-name.axis.gguf")
    result = axis("check", "--model", str(demo), "--data-dir", str(tmp_path / "data"), "--json", home=tmp_path)
    assert answer(result)["axis"] == str(folder / "any-name.axis.gguf")


# --- embed and export -----------------------------------------------------------------------------------------------------------


def test_an_embedded_axis_is_used_in_a_chat(tmp_path: Path, demo: Path) -> None:
    out = tmp_path / "with-axis.gguf"
    found = answer(axis("embed", "--model", str(demo), "--axis", str(DEMO_AXIS), "--out", str(out), "--json", home=tmp_path))
    assert found["bytes"] == out.stat().st_size
    chat = ["chat", "--model", str(out), "--temperature", "0", "--json", "What is the capital of France?"]
    embedded = answer(keel(*chat, home=tmp_path))
    beside = answer(keel("chat", "--model", str(DEMO), *chat[3:], home=tmp_path))
    assert embedded["turns"][0]["reading"] == beside["turns"][0]["reading"] is not None
    assert answer(axis("check", "--model", str(out), "--json", home=tmp_path))["axis"] == str(out)
    sidecar = answer(axis("export", "--model", str(out), "--out", str(tmp_path / "a.gguf"), "--json", home=tmp_path))
    assert sidecar["form"] == "axis"
    assert answer(axis("check", "--model", str(demo), "--axis", str(tmp_path / "a.gguf"), "--json", home=tmp_path))["fits"]


def test_nothing_that_exists_is_written_over_by_accident(tmp_path: Path, demo: Path) -> None:
    (tmp_path / "mine.gguf").write_text("something of the user's")
    embed = ["embed", "--model", demo, "--axis", DEMO_AXIS, "--out"]
    assert "--overwrite" in refused(tmp_path, *embed, tmp_path / "mine.gguf")
    assert "read from" in refused(tmp_path, *embed, demo, "--overwrite")
    assert "folder" in refused(tmp_path, *embed, tmp_path)
    assert "--out" in refused(tmp_path, *embed, tmp_path / "missing" / "out.gguf")
    (tmp_path / "demo.axis.gguf").write_text("an axis of the user's")
    assert "--overwrite" in refused(tmp_path, "build", "--model", demo, "--size", "quick")
    result = axis(*map(str, embed), str(tmp_path / "mine.gguf"), "--overwrite", home=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "mine.gguf").stat().st_size > demo.stat().st_size


def test_a_control_vector_is_exported_and_can_be_imported_again(tmp_path: Path, demo: Path) -> None:
    out = tmp_path / "cv.gguf"
    export = ["export", "--axis", str(DEMO_AXIS), "--control-vector", "--out", str(out), "--json"]
    found = answer(axis(*export, home=tmp_path))
    first, last = answer(axis("show", str(DEMO_AXIS), "--json", home=tmp_path))["band"]
    assert found == {"out": str(out), "form": "control vector", "layers": list(range(first, last + 1))}
    assert [tensor.name for tensor in gguf.GGUFReader(out).tensors] == [f"direction.{layer}" for layer in found["layers"]]
    found = answer(axis(*export, "--overwrite", "--layers", "all", home=tmp_path))
    assert found["layers"] == list(range(1, LAYERS - 1))
    assert "give the model too" in refused(tmp_path, "import", out, "--out", tmp_path / "new.gguf")
    assert "unmeasured" in refused(tmp_path, "import", out, "--model", demo, "--no-measure")


# --- import ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def published(tmp_path: Path) -> list[Path]:
    """Files as they are published, made from the demo's own axis so that they fit its model."""
    reader = gguf.GGUFReader(DEMO_AXIS)
    values = {
        name: np.asarray(reader.fields[f"axis.{name}"].contents(), dtype=np.float32) for name in ("direction", "norm", "quantiles")
    }
    levels = np.asarray(reader.fields["axis.quantile_levels"].contents(), dtype=np.float32)
    direction = values["direction"].reshape(LAYERS, WIDTH)
    vectors = direction * values["norm"][:, None]
    quantiles = values["quantiles"].reshape(LAYERS, len(levels))
    experiments = [
        {
            "id": f"layers_3:7-p{share}",
            "interventions": [
                {"vector": f"layer_{layer}", "cap": -float(quantiles[layer, int(np.argmax(levels == level))])}
                for layer in range(3, 7)
            ],
        }
        for share, level in (("0.5", 50), ("0.25", 75), ("0.01", 99))
    ]
    config = {
        "vectors": {f"layer_{layer}": {"vector": Tensor(-vectors[layer]), "layer": layer} for layer in range(LAYERS)},
        "experiments": experiments,
    }
    (tmp_path / "assistant_axis.pt").write_bytes(torch_bytes(Tensor(vectors)))
    (tmp_path / "capping_config.pt").write_bytes(torch_bytes(config))
    return [tmp_path / "assistant_axis.pt", tmp_path / "capping_config.pt"]


def test_an_import_without_its_model_caps_and_shows_no_reading(tmp_path: Path, demo: Path, published: list[Path]) -> None:
    out = tmp_path / "demo.axis.gguf"
    found = answer(axis("import", *map(str, published), "--out", str(out), "--json", home=tmp_path))
    assert (found["out"], found["readings"], found["verdict"]) == (str(out), False, None)
    assert "shows none" in found["reason"]
    chat = ["--model", str(demo), "--temperature", "0", "--json", "I feel so alone today.", "Do you ever feel like that?"]
    capped = keel("chat", "--cap", "standard", *chat, home=tmp_path)
    turns = answer(capped)["turns"]
    assert all(turn["reading"] is None and turn["early"] is None for turn in turns)
    assert all(turn["engaged"] > 0.1 for turn in turns)
    own = answer(keel("chat", "--cap", "standard", "--axis", str(DEMO_AXIS), *chat, home=tmp_path))["turns"]
    assert [turn["engaged"] for turn in own] == pytest.approx([turn["engaged"] for turn in turns], abs=0.05)
    assert "no readings" in keel("chat", "--model", str(demo), "Hello.", home=tmp_path).stderr
    assert "demo.axis.gguf" in axis("check", "--model", str(demo), home=tmp_path).stdout


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_an_import_lacks_is_measured_on_its_model(tmp_path: Path, demo: Path, published: list[Path]) -> None:
    result = axis("import", *map(str, published), "--model", str(demo), "--json", home=tmp_path, timeout=800)
    found = answer(result)
    assert found["verdict"] in ("good", "reading only")
    assert found["quality"]["auc"] > 0.9
    shown = answer(axis("show", "--model", str(demo), "--json", home=tmp_path))
    assert shown["readings"]
    assert (shown["band"], shown["provenance"]["experiment"]) == ([3, 6], "layers_3:7-p0.25")
    turn = answer(keel("chat", "--model", str(demo), "--json", "What is the capital of France?", home=tmp_path))["turns"][0]
    assert turn["reading"] > 0.5


def test_files_that_are_no_axis_are_refused(tmp_path: Path, demo: Path, tiny_model: Path, published: list[Path]) -> None:
    out = ["--out", tmp_path / "new.gguf"]
    (tmp_path / "empty.pt").write_bytes(b"")
    (tmp_path / "cut.pt").write_bytes(published[0].read_bytes()[:-40])
    (tmp_path / "code.pt").write_bytes(b"cos\nsystem\n(S'touch ran'\ntR.")
    (tmp_path / "cut.gguf").write_bytes(DEMO_AXIS.read_bytes()[:-40])
    for name in ("empty.pt", "cut.pt", "code.pt", "cut.gguf", "missing.pt"):
        refused(tmp_path, "import", tmp_path / name, *out)
    assert "layers and width" in refused(tmp_path, "import", *published, "--model", tiny_model, *out)
    assert "no experiment" in refused(tmp_path, "import", *published, "--experiment", "x", *out)
    assert "--out" in refused(tmp_path, "import", *published)
    refused(tmp_path, "import", DEMO_AXIS, "--model", tiny_model, *out)


# --- another quantisation -------------------------------------------------------------------------------------------------------


def in_floats(model: Path, out: Path) -> Path:
    """Write a quantised model with 32-bit weights: the same model in another quantisation."""
    reader = gguf.GGUFReader(model)
    writer = gguf.GGUFWriter(out, "llama")
    for name, field in reader.fields.items():
        if not name.startswith("GGUF.") and name not in (
            "general.architecture",
            "general.file_type",
            "general.quantization_version",
        ):
            kind, *inner = field.types
            writer.add_key_value(name, field.contents(), kind, inner[-1] if inner else None)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return out


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_an_axis_is_recalibrated_for_another_quantisation(tmp_path: Path) -> None:
    model = in_floats(DEMO, tmp_path / "floats.gguf")
    before = answer(axis("check", "--model", model, "--axis", DEMO_AXIS, "--json", home=tmp_path))
    assert "quantisation Q8_0" in before["notices"][0]
    found = answer(axis("recalibrate", "--model", model, "--axis", DEMO_AXIS, "--json", home=tmp_path, timeout=800))
    assert (found["verdict"], found["out"]) == ("good", str(tmp_path / "floats.axis.gguf"))
    old, new = (gguf.GGUFReader(path).fields for path in (DEMO_AXIS, tmp_path / "floats.axis.gguf"))
    for key in ("axis.direction", "axis.monitor_layer", "axis.band.first", "axis.band.last", "axis.model.fingerprint"):
        assert new[key].contents() == old[key].contents()
    assert new["axis.quantiles"].contents() != old["axis.quantiles"].contents()
    assert answer(axis("check", "--model", model, "--json", home=tmp_path))["notices"] == []


# --- the command line itself ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["build"],
        ["build", "--model", "x", "--size", "huge"],
        ["build", "--model", "missing.gguf"],
        ["show"],
        ["show", "a", "--axis", "b"],
        ["show", "missing.gguf"],
        ["embed", "--model", "x"],
        ["export", "--out", "x"],
        ["import"],
        ["import", "x", "--out", "y", "--band", "5"],
        ["recalibrate", "--model", "missing.gguf"],
        ["check", "--model", "x\n\x1b[31my"],
    ],
)
def test_what_is_not_understood_ends_in_one_sentence(tmp_path: Path, arguments: list[str]) -> None:
    refused(tmp_path, *arguments)
    result = axis(*arguments, "--json", home=tmp_path)
    assert result.returncode == 2
    assert json.loads(result.stdout).keys() == {"error"}


@pytest.mark.parametrize("verb", ["", "build", "show", "check", "import", "export", "embed", "recalibrate"])
def test_every_command_has_help(tmp_path: Path, verb: str) -> None:
    result = axis(*([verb] if verb else []), "--help", home=tmp_path)
    assert result.returncode == 0
    assert "Exit codes" in result.stdout


# --- build ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_build_makes_an_axis_of_the_demo_model(tmp_path: Path, demo: Path) -> None:
    result = axis("build", "--model", str(demo), "--size", "quick", "--json", home=tmp_path, timeout=800)
    found = answer(result)
    assert {"out", "verdict", "quality", "replies", "seconds"} <= found.keys()
    assert (found["verdict"], found["out"]) == ("good", str(tmp_path / "demo.axis.gguf"))
    assert found["quality"].keys() == FIGURES
    assert found["quality"]["auc"] > 0.9
    assert "left" in result.stderr
    assert not list((tmp_path / ".local").rglob("replies.jsonl"))
    checked = answer(axis("check", "--model", str(demo), "--json", home=tmp_path))
    assert (checked["verdict"], checked["axis"]) == ("good", found["out"])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_model_with_random_weights_gets_no_axis(tmp_path: Path, make_model: Callable[..., Path]) -> None:
    model = make_model("random.gguf", n_ctx=2048)
    found = answer(axis("build", "--model", str(model), "--size", "quick", "--json", home=tmp_path, timeout=800))
    assert (found["verdict"], found["out"]) == ("not usable", None)
    assert found["reason"].endswith(".")
    assert not (tmp_path / "random.axis.gguf").exists()
    assert not list((tmp_path / ".local").rglob("replies.jsonl"))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path, demo: Path, number: signal.Signals) -> None:
    work = tmp_path / "work"
    command = [sys.executable, "-P", "-m", "engine.axis_command", "build", "--model", str(demo), "--size", "quick"]
    command += ["--work-dir", str(work), "--json"]
    with subprocess.Popen(
        command, env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and _replies(work) < 24:
            time.sleep(0.1)
        os.kill(child.pid, number)
        stdout, _stderr = child.communicate(timeout=60)
    if number == signal.SIGINT:
        assert child.returncode == 130
        assert "goes on from there" in json.loads(stdout)["error"]
    kept = _replies(work)
    assert 24 <= kept < 300
    assert not (tmp_path / "demo.axis.gguf").exists()
    again = subprocess.run(
        command, env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, timeout=800, check=True
    )
    first = re.search(r"Replies so far: (\d+) of \d+", again.stderr)
    assert first is not None, again.stderr
    assert int(first[1]) > kept - 16  # those that were not yet safe on disk when the process was killed may be made again
    assert json.loads(again.stdout)["verdict"] == "good"
    assert not list(work.iterdir())


def _replies(work: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in work.glob("*/replies/replies.jsonl"))


def test_the_sizes_of_the_command_line_are_those_of_the_engine() -> None:
    assert tuple(axis_build.SIZES) == arguments.SIZES
