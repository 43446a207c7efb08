"""On a graphics card: the same readings, the same cap and the same words as on the processor, and few transfers.

Needs a build of llama.cpp for a card, which LLAMA_CPP_LIB_PATH may name; without a card everything here is skipped.
"""

from __future__ import annotations

import ctypes
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine import llama_api
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Reply, Session

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
GREEDY = Sampler(temperature=0.0)
STRONG = Cap(90.0)
LENGTH = 24
ROUNDING = 0.03
"""A card multiplies in half precision, the processor does not; on the gauge's scale, where the Assistant is 1."""

pytestmark = pytest.mark.skipif(not llama_api.graphics_devices(), reason="there is no graphics card that llama.cpp can use")


def drifting_talk() -> list[ChatMessage]:
    """A conversation in which the built-in model drifts."""
    listed = json.loads(DEMO.with_name("evaluation.json").read_text(encoding="utf-8"))["conversations"]
    turns = next(each["turns"] for each in listed if each["kind"] == "emotional")
    talk = [ChatMessage("user", turns[0])]
    for turn in turns[1:5]:
        talk += [ChatMessage("assistant", "I am here with you, and I feel it too."), ChatMessage("user", turn)]
    return talk


def replies(n_gpu_layers: int | None, *caps: Cap | None) -> list[Reply]:
    with load(DEMO, n_ctx=1024, n_threads=1, n_gpu_layers=n_gpu_layers) as loaded:
        assert (loaded.facts.device == "CPU") == (n_gpu_layers == 0)
        session = Session(loaded)
        return [session.generate(drifting_talk(), GREEDY, cap, LENGTH, guess="off") for cap in caps]


@pytest.mark.parametrize("n_gpu_layers", [None, 5])
def test_readings_cap_and_words_are_those_of_the_processor(n_gpu_layers: int | None) -> None:
    """With all of the model on the card, and with a part of it."""
    here, there = replies(0, None, STRONG), replies(n_gpu_layers, None, STRONG)
    assert here[0].tokens != here[1].tokens  # the cap has something to do
    for one, other in zip(here, there, strict=True):
        assert other.text == one.text
        assert other.readings == pytest.approx(one.readings, abs=ROUNDING)
    assert here[1].stats is not None
    assert there[1].stats is not None
    assert there[1].stats.engaged == pytest.approx(here[1].stats.engaged, abs=0.05)
    assert there[1].stats.engaged > 0.2
    assert there[1].stats.mean_lift == pytest.approx(here[1].stats.mean_lift, rel=0.05)


def test_a_layer_is_fetched_once_per_evaluation_and_brought_back_only_where_it_was_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    functions = llama_api.ggml_functions()
    signature = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)
    moved: dict[str, list[int]] = {"get": [], "put": []}

    def counted(name: str, address: int) -> Any:
        real = signature(address)
        return signature(lambda *values: (moved[name].append(values[3]), real(*values))[1])

    get, put = counted("get", functions.tensor_get), counted("put", functions.tensor_set)
    watched = replace(
        functions,
        tensor_get=ctypes.cast(get, ctypes.c_void_p).value or 0,
        tensor_set=ctypes.cast(put, ctypes.c_void_p).value or 0,
    )
    monkeypatch.setattr(llama_api, "ggml_functions", lambda: watched)
    with load(DEMO, n_ctx=1024, n_threads=1) as loaded:
        session, row = Session(loaded), 4 * loaded.facts.n_embd
        session.generate(drifting_talk(), GREEDY, STRONG, 1, guess="off")  # reads the prompt
        for kind in moved.values():
            kind.clear()
        reply = session.generate(drifting_talk(), GREEDY, STRONG, LENGTH, guess="off")
        assert loaded.axis is not None
        hooked = {loaded.axis.monitor_layer, *range(loaded.axis.band_first, loaded.axis.band_last + 1)}
    assert set(moved["get"]) | set(moved["put"]) == {row}
    evaluations, rest = divmod(len(moved["get"]), len(hooked))
    assert rest == 0
    assert evaluations <= len(reply.tokens) + 1  # the prompt's last token too
    assert 0 < len(moved["put"]) < len(moved["get"])
