"""Made models: llama.cpp runs every shape, the same plan makes the same weights in every type, and bad plans are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest

from axes.fingerprint import fingerprint
from axes.gguf_header import GGUFError, read_header
from engine.bench import make_model as module
from engine.bench.__main__ import main
from engine.bench.evaluation import EvaluationError
from engine.bench.make_model import ModelPlan, make_model
from engine.bench.shapes import FAMILIES, SHAPES, Shape
from engine.bench.vocabulary import synthetic_vocabulary
from engine.model import load
from engine.prompt_tokens import PromptTokenizer
from engine.protocol import ChatMessage, Sampler
from engine.session import Session
from tests.conftest import SPECIAL, vocabulary

NARROW = {"n_embd": 128, "n_ff": 96, "n_head": 4, "n_head_kv": 2, "head": 32, "n_vocab": 600}


def narrowed(shape: Shape) -> Shape:
    """The same architecture, small enough for a test."""
    return replace(shape, **NARROW)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHAPES", {name: narrowed(shape) for name, shape in SHAPES.items()})


def made(path: Path, **choices: object) -> Path:
    make_model(ModelPlan(**({"layers": 4} | choices)), path, lambda _line: None)
    return path


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_runs_and_can_be_read(name: str, tmp_path: Path) -> None:
    path = made(tmp_path / "made.gguf", shape=name)
    with load(path, n_ctx=256, n_threads=1, find=False) as loaded:
        facts = loaded.facts
        assert loaded.readable
        assert not facts.notices
        assert (facts.architecture, facts.n_layer, facts.n_embd) == (SHAPES[name].architecture, 4, NARROW["n_embd"])
        assert facts.quantization == "Q8_0"
        assert facts.n_vocab == NARROW["n_vocab"]
        assert loaded.template.has_header
        prompt = loaded.template.prompt([ChatMessage("system", "Be kind."), ChatMessage("user", "hello there")])
        reply = Session(loaded).generate([ChatMessage("user", "hello")], Sampler(seed=1), None, 8, capture=True)
    assert "Be kind." in prompt.text
    assert prompt.tokens.count(next(iter(prompt.tokens))) < len(prompt.tokens)
    assert reply.tokens
    assert reply.activations is not None
    assert np.isfinite(reply.activations.mean).all()


def test_the_shapes_have_as_many_parameters_as_the_real_models() -> None:
    """In millions, as the makers of the models count them."""
    counts = {
        name: round(sum(int(np.prod(dimensions)) for _, dimensions in shape.tensors()) / 1e6) for name, shape in SHAPES.items()
    }
    assert counts == {
        "qwen2.5-0.5b": 494,
        "qwen3-0.6b": 596,
        "qwen3-4b": 4022,
        "llama-3.2-1b": 1236,
        "gemma-3-1b": 1000,
        "smollm2-360m": 362,
        "phi-3-mini": 3821,
    }


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_a_made_up_vocabulary_has_exactly_its_size_and_no_token_twice(family) -> None:
    found = synthetic_vocabulary(family, 49_152)
    entries = {key: value for key, value, *_ in found.entries}
    tokens = entries["tokenizer.ggml.tokens"]
    assert found.n_tokens == len(tokens) == len(set(tokens)) == 49_152
    known = set(tokens)
    for merge in entries["tokenizer.ggml.merges"]:
        left, right = merge.split(" ")
        assert {left, right, left + right} <= known


@pytest.mark.usefixtures("narrow")
def test_the_types_hold_the_same_weights(tmp_path: Path) -> None:
    paths = {kind: made(tmp_path / f"{kind}.gguf", shape="qwen3-0.6b", type=kind) for kind in ("Q8_0", "F16", "F32")}
    assert len({fingerprint(path) for path in paths.values()}) == 1
    name = "blk.1.ffn_up.weight"
    exact = weights(paths["F32"], name)
    for kind, relative in (("F16", 1e-3), ("Q8_0", 2e-2)):
        assert np.linalg.norm(weights(paths[kind], name) - exact) < relative * np.linalg.norm(exact)
    again = made(tmp_path / "again.gguf", shape="qwen3-0.6b", type="Q8_0")
    assert again.read_bytes() == paths["Q8_0"].read_bytes()
    other = made(tmp_path / "other.gguf", shape="qwen3-0.6b", type="F32", seed=2)
    assert fingerprint(other) != fingerprint(paths["F32"])


def weights(path: Path, name: str) -> np.ndarray:
    tensor = next(tensor for tensor in gguf.GGUFReader(path).tensors if tensor.name == name)
    return gguf.quants.dequantize(tensor.data, tensor.tensor_type)


@pytest.mark.usefixtures("narrow")
def test_vocabulary_and_template_of_another_file_are_taken_over(tiny_model: Path, tmp_path: Path) -> None:
    template = tmp_path / "own.jinja"
    template.write_text("{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}[assistant]", encoding="utf-8")
    taken = made(tmp_path / "taken.gguf", shape="llama-3.2-1b", vocab=tiny_model)
    own = made(tmp_path / "own.gguf", shape="llama-3.2-1b", vocab=tiny_model, template=template)
    source, found = read_header(tiny_model), read_header(taken)
    tokens = found.strings("tokenizer.ggml.tokens")
    assert tokens[: len(vocabulary()[0])] == vocabulary()[0]
    assert len(tokens) == NARROW["n_vocab"] > len(vocabulary()[0])
    assert found.text("tokenizer.chat_template") == source.text("tokenizer.chat_template")
    assert read_header(own).text("tokenizer.chat_template") == template.read_text(encoding="utf-8")
    with load(taken, n_ctx=128, n_threads=1, find=False) as loaded, load(tiny_model, n_ctx=128, n_threads=1, find=False) as tiny:
        assert PromptTokenizer(loaded.model).controls == PromptTokenizer(tiny.model).controls == set(SPECIAL)
        talk = [ChatMessage("user", "what is the river?")]
        assert loaded.template.prompt(talk).tokens == tiny.template.prompt(talk).tokens


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"shape": "qwen9"}, "no shape"),
        ({"layers": 2}, "3 to 28 layers"),
        ({"layers": 29}, "not 29"),
        ({"type": "Q4_K"}, "no type"),
    ],
)
def test_plans_that_cannot_be_are_refused(choices: dict[str, object], words: str, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=words):
        made(tmp_path / "no.gguf", **({"shape": "qwen3-0.6b"} | choices))
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("narrow")
def test_bad_files_leave_nothing_behind(tmp_path: Path) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF and nothing")
    with pytest.raises(GGUFError):
        made(tmp_path / "no.gguf", shape="qwen3-0.6b", vocab=bad)
    bad.write_bytes(b"\xff\xfe not text")
    with pytest.raises(EvaluationError, match="no chat template"):
        made(tmp_path / "no.gguf", shape="qwen3-0.6b", template=bad)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.gguf"]


@pytest.mark.usefixtures("narrow")
def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "made.gguf"
    assert main(["make-model", "--shape", "smollm2-360m", "--layers", "3", "--out", str(out), "--json"]) == 0
    made_model = json.loads(capsys.readouterr().out)
    assert made_model["bytes"] == out.stat().st_size
    assert (made_model["layers"], made_model["type"], made_model["vocabulary"]) == (3, "Q8_0", NARROW["n_vocab"])
    assert main(["make-model", "--shape", "smollm2-360m", "--layers", "1", "--out", str(out)]) == 2
    assert capsys.readouterr().err.count("keel bench: ") == 1
