"""What the tests of the program share: Qt without a display, and an engine client that leaves no process behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TIMEOUT_MS = 60_000


@pytest.fixture
def make_client(qtbot: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Return a function that makes an engine client; every engine is gone, and its process reaped, when the test ends."""
    from app.engine_client import EngineClient

    clients = []

    def make(**options: Any) -> EngineClient:
        client = EngineClient(sentinel=tmp_path / "loading", **options)
        clients.append(client)
        return client

    yield make
    for client in clients:
        if not client.shut_down:
            with qtbot.waitSignal(client.stopped, timeout=5000):
                client.shutdown()
        client.deleteLater()
