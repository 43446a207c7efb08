"""The shipped demo model and its axis, loaded once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.model import LoadedModel, load

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"


@pytest.fixture(scope="session")
def demo() -> Iterator[LoadedModel]:
    """The demo model with its axis, as the program loads it."""
    with load(DEMO / "keel-demo.gguf", DEMO / "keel-demo.axis.gguf", n_ctx=1024, n_threads=2) as loaded:
        yield loaded


@pytest.fixture(scope="session")
def recorded() -> dict[str, Any]:
    """What the training side recorded of the shipped file: tokens of texts, and greedy replies."""
    return json.loads((Path(__file__).parent / "recorded.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def evaluation() -> dict[str, Any]:
    """The shipped evaluation."""
    return json.loads((DEMO / "evaluation.json").read_text(encoding="utf-8"))
