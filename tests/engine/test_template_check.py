"""A template is tried on a sample: in a sentence, by the real engine process, whatever it is doing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from engine import protocol
from engine.protocol import ChatMessage, CheckTemplate, TemplateChecked
from engine.template_check import check_template
from engine.template_renderer import Renderer
from tests.conftest import CHATML
from tests.engine.engine_process import EngineProcess
from tests.engine.speaking_model import write_speaking_model
from tests.engine.test_templates import BARE, NO_SYSTEM

WORDS = {"bos_token": "<s>", "eos_token": "</s>"}
USER = [ChatMessage("user", "Hello")]


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer


def test_what_works_is_shown(renderer: Renderer) -> None:
    checked = check_template(1, CHATML, WORDS, renderer)
    assert (checked.ok, checked.sentence, checked.source) == (True, "This template works.", CHATML)
    assert checked.text.startswith("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhat is a river?<|im_end|>\n")
    assert checked.text.endswith("And a lake?<|im_end|>\n<|im_start|>assistant\n")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (NO_SYSTEM, "This template works. It knows no system prompt, so that goes in front of the first message."),
        (
            "{% for m in messages %}{{ m.content }}{% endfor %}",
            "This template works. It writes nothing after a reply, so replies may run on.",
        ),
        (BARE, "This template works."),
    ],
)
def test_what_is_special_is_said(renderer: Renderer, source: str, sentence: str) -> None:
    assert check_template(1, source, WORDS, renderer).sentence == sentence


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{% if %}", "line 1: Expected an expression, got 'end of statement block'"),
        ("\n\n{{ nothing() }", "line 3: unexpected '}'"),
        ("{{ nothing() }}", "'nothing' is undefined"),
        ("hello", "it leaves messages out or changes them"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "it takes too long"),
        ("{{ 'a' | indent(10000000000, true) }}", "it takes too much memory"),
        ("a" * 200_000, "it is far too long"),
    ],
)
def test_what_does_not_work_is_said_in_a_sentence(renderer: Renderer, source: str, why: str) -> None:
    checked = check_template(1, source, WORDS, renderer)
    assert (checked.ok, checked.text) == (False, "")
    assert checked.sentence == f"This template cannot be used: {why}."


def test_it_is_answered_without_a_model_and_while_a_reply_is_generated(tmp_path: Path) -> None:
    path = write_speaking_model(tmp_path / "m.gguf", NO_SYSTEM, ["<s>", "</s>"], [], eos="</s>", bos="<s>")  # talks without end
    with EngineProcess() as engine:
        engine.send(CheckTemplate(1, ""))
        checked = engine.wait_for(TemplateChecked)
        assert checked.ok
        assert checked.source.startswith("{% for message in messages %}<|im_start|>")
        engine.send(protocol.Load(1000, str(path), n_threads=1, n_ctx=16384))
        engine.wait_for(protocol.Loaded)
        engine.send(protocol.Generate(2, USER, protocol.Sampler(temperature=0.0), max_tokens=16000))
        engine.wait_for(protocol.Delta)
        engine.send(CheckTemplate(3, ""), CheckTemplate(4, CHATML))
        for number, source in ((3, NO_SYSTEM), (4, CHATML)):
            checked = engine.wait_for(TemplateChecked)
            assert (checked.id, checked.ok, checked.source) == (number, True, source)
        engine.send(protocol.Cancel(5, 2))
        assert engine.wait_for(protocol.Done).reason == "cancelled"


def test_the_engine_loads_with_a_template_of_ones_own(make_model: Callable[..., Path]) -> None:
    path = make_model("m.gguf")
    with EngineProcess() as engine:
        engine.send(protocol.Load(1, str(path), n_threads=1, template=NO_SYSTEM))
        loaded = engine.wait_for(protocol.Loaded)
        assert loaded.model.notices == []
        engine.send(protocol.Render(2, USER))
        assert engine.wait_for(protocol.Rendered).text == "<|im_start|>user\nHello<|im_end|>\n<|im_start|>model\n"
        engine.send(protocol.Load(3, str(path), n_threads=1, template="{% nothing %}"))
        loaded = engine.wait_for(protocol.Loaded)
        assert "set for this model cannot be used" in loaded.model.notices[0]
        engine.send(protocol.Render(4, USER))
        assert engine.wait_for(protocol.Rendered).text.endswith("<|im_start|>assistant\n")


def test_a_bomb_in_a_model_file_hurts_nothing(make_model: Callable[..., Path], tmp_path: Path) -> None:
    bomb = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with EngineProcess() as engine:
        loaded = engine.load(make_model("bomb.gguf", template=bomb))
        assert "it takes too long" in loaded.model.notices[0]
        engine.send(protocol.Generate(1, USER, max_tokens=4))
        engine.until_done(1)
        mine = psutil.Process(engine.process.pid)
        (child,) = mine.children()
        assert "engine.template_worker" in " ".join(child.cmdline())
    psutil.wait_procs([child], timeout=20)
    assert not child.is_running()
    assert {each.pid for each in psutil.Process().children(recursive=True)} <= before
