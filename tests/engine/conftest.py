"""A loaded tiny model, an axis measured on it, and ways to look at its residual stream without the code under test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from axes.axis import Axis, ClassStatistics
from engine import llama_api
from engine.llama_api import Context, Model
from engine.model import LoadedModel, load
from engine.protocol import ChatMessage
from engine.residual_hook import ResidualHook
from engine.session import Session
from tests.engine.reference_evaluation import BAND, MONITOR, TEXT, logits_with

LEVELS = np.array([1, 5, 25, 50, 75, 90, 99], dtype=np.float32)


@pytest.fixture(scope="session")
def residual_stream(tiny_model: Path) -> np.ndarray:
    """The tiny model's residual stream."""
    return stream_of(tiny_model)


def stream_of(path: Path) -> np.ndarray:
    """A model's residual stream on a text, (n_layer - 1, n_tokens, n_embd), read without the residual hook."""
    rows: dict[int, np.ndarray] = {}

    def note(layer: int, seen: np.ndarray) -> None:
        rows[layer] = seen

    with Model(path) as model:
        tokens = model.tokenize(TEXT, add_special=True, parse_special=False)[:200]
        n_layer = model.n_layer
    logits_with(path, [tokens], note)
    return np.stack([rows[layer] for layer in range(n_layer - 1)])


def statistics(stream: np.ndarray, seed: int) -> ClassStatistics:
    """Statistics of random unit directions on a real residual stream; the last, never used layer repeats the one below."""
    random = np.random.default_rng(seed)
    stream = np.concatenate([stream, stream[-1:]])
    direction = random.standard_normal((len(stream), stream.shape[2]))
    direction = (direction / np.linalg.norm(direction, axis=1, keepdims=True)).astype(np.float32)
    projections = np.einsum("lte,le->lt", stream, direction)
    spread, middle = projections.std(axis=1), projections.mean(axis=1)
    return ClassStatistics(
        direction=direction,
        norm=(2 * spread).astype(np.float32),
        default_mean=(middle + spread).astype(np.float32),
        default_std=(spread / 2).astype(np.float32),
        role_mean=(middle - spread).astype(np.float32),
        role_std=(spread / 2).astype(np.float32),
        quantiles=np.percentile(projections, LEVELS, axis=1).T.astype(np.float32),
    )


@pytest.fixture(scope="session")
def tiny_axis(tiny_model: Path, residual_stream: np.ndarray) -> Axis:
    """An axis that fits the tiny model."""
    return axis_of(tiny_model, residual_stream)


def axis_of(path: Path, stream: np.ndarray) -> Axis:
    """An axis for a model: random directions, thresholds measured on its real residual stream."""
    with load(path, n_threads=1, find=False) as loaded:
        facts = loaded.facts
    axis = Axis(
        name="Tiny axis",
        reply=statistics(stream, 1),
        header=statistics(stream, 2),
        quantile_levels=LEVELS,
        monitor_layer=MONITOR,
        band_first=BAND[0],
        band_last=BAND[1],
        percentile=75.0,
        threshold=0.3,
        form="reply",
        model_architecture=facts.architecture,
        model_name=facts.name,
        model_fingerprint=facts.fingerprint,
        template_sha256=facts.template_sha256,
        quantization=facts.quantization,
    )
    axis.validate()
    return axis


@pytest.fixture
def loaded(tiny_model: Path, tiny_axis: Axis) -> Iterator[LoadedModel]:
    """The tiny model, loaded, with its axis in use."""
    with load(tiny_model, n_threads=1, find=False) as model:
        assert model.use_axis(tiny_axis, "test") == []
        yield model


@pytest.fixture
def session(loaded: LoadedModel) -> Session:
    """A session on the loaded tiny model."""
    return Session(loaded)


@pytest.fixture
def talk() -> list[ChatMessage]:
    """A conversation of three turns that ends with a question."""
    return [
        ChatMessage("system", "You are the user of the river."),
        ChatMessage("user", "hello, what are you?"),
        ChatMessage("assistant", "the model and the house"),
        ChatMessage("user", "how and when?"),
    ]


@pytest.fixture(params=["in place", "copied"])
def context(tiny_model: Path, request: pytest.FixtureRequest) -> Iterator[Context]:
    """A bare context of the tiny model with a residual hook that works on the rows where they lie, and one that copies them."""
    functions = llama_api.ggml_functions()
    assert functions.is_host
    if request.param == "copied":
        functions = replace(functions, is_host=0)
    with Model(tiny_model) as model:
        hook = ResidualHook(model.n_layer, model.n_embd, functions)
        with Context(model, 512, 1, hook) as made:
            yield made
