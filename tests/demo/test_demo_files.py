"""The shipped demo files: their size and shape, and that llama.cpp reads them as the training side wrote them."""

from __future__ import annotations

from axes.format import read_axis
from engine.model import LoadedModel
from engine.protocol import ChatMessage, Sampler
from engine.session import Session

from .conftest import DEMO


def test_the_model_has_the_promised_size_and_shape(demo: LoadedModel) -> None:
    facts = demo.facts
    assert (DEMO / "keel-demo.gguf").stat().st_size <= 12_000_000
    assert 4_000_000 <= facts.parameters <= 10_000_000
    assert facts.architecture == "llama"
    assert facts.n_layer >= 8
    assert facts.n_embd >= 256
    assert facts.n_ctx_train == 1024
    assert facts.quantization == "Q8_0"
    assert "<|im_start|>" in (demo.model.metadata("tokenizer.chat_template") or "")


def test_the_axis_fits_and_its_band_lies_above_the_monitor_layer(demo: LoadedModel) -> None:
    assert demo.axis_problem is None
    axis = read_axis(DEMO / "keel-demo.axis.gguf")
    axis.validate()
    assert axis.model_fingerprint == demo.facts.fingerprint
    assert axis.monitor_layer < axis.band_first <= axis.band_last < demo.facts.n_layer - 1


def test_llama_cpp_cuts_texts_into_the_tokens_the_model_was_trained_on(demo: LoadedModel, recorded: dict) -> None:
    assert len(recorded["texts"]) > 50
    for each in recorded["texts"]:
        assert demo.model.tokenize(each["text"], add_special=False, parse_special=False) == each["tokens"], each["text"]


def test_the_chat_template_gives_the_prompt_the_model_was_trained_on(demo: LoadedModel, recorded: dict) -> None:
    for each in recorded["replies"]:
        prompt = demo.template.prompt([ChatMessage(**message) for message in each["messages"]])
        assert list(prompt.tokens) == each["tokens"]


def test_greedy_text_equals_what_the_training_side_recorded(demo: LoadedModel, recorded: dict) -> None:
    session = Session(demo)
    assert len(recorded["replies"]) >= 20
    for each in recorded["replies"]:
        session.reset()
        reply = session.generate([ChatMessage(**message) for message in each["messages"]], Sampler(temperature=0.0), None, 64)
        assert reply.text == each["reply"]
