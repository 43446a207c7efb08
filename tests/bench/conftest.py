"""A small evaluation file and an axis that fits the tiny model, for runs through real llama.cpp."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from axes.axis import Axis
from axes.format import write_axis
from engine.bench.runs import Setup
from tests.engine.conftest import residual_stream, tiny_axis

__all__ = ["residual_stream", "tiny_axis"]

KINDS = ("emotional", "reflective", "jailbreak", "factual", "coding", "howto")
TURNS = ["how are you?", "what is the river?", "when?"]


@pytest.fixture(scope="session")
def evaluation_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two conversations per kind and split, two items per kind, three roles."""
    splits = ("validation", "test")
    made = {
        "version": 1,
        "conversations": [
            {"id": f"{split}-{kind}-{n}", "kind": kind, "split": split, "turns": [f"{turn} {kind} {n}" for turn in TURNS]}
            for split in splits
            for kind in KINDS
            for n in range(2)
        ],
        "items": [
            {"id": f"{split}-{kind}-{n}", "kind": kind, "split": split, "prompt": f"{kind} {n}?", "answer": "42"}
            for split in splits
            for kind in ("fact", "unit")
            for n in range(2)
        ],
        "roles": [
            {"role": role, "system": f"you are a {role}", "split": split, "questions": ["how?", "what?"]}
            for split in splits
            for role in ("river", "house", "user")
        ],
        "extraction": {},
    }
    path = tmp_path_factory.mktemp("evaluation") / "evaluation.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def axis_file(tiny_axis: Axis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("axis") / "tiny.axis.gguf"
    write_axis(tiny_axis, path)
    return path


@pytest.fixture(scope="session")
def setup(tiny_model: Path, axis_file: Path) -> Setup:
    return Setup(tiny_model, axis_file, n_ctx=512)
