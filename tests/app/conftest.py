"""What the tests of the program share: Qt without a display, and an engine client that leaves no process behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Keel follows the system's language; the tests read its words in the one it is written in.
os.environ["LC_ALL"] = os.environ["LANGUAGE"] = "C.UTF-8"

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


@pytest.fixture(scope="session")
def always_drifted_axis(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An axis file for the tiny model on which every reply reads near 0, far below its threshold of 0.5."""
    import numpy as np

    from axes.axis import Axis, ClassStatistics
    from axes.fingerprint import fingerprint
    from axes.format import write_axis

    layers, width = 6, 64
    random = np.random.default_rng(5)
    direction = random.standard_normal((layers, width))
    direction = (direction / np.linalg.norm(direction, axis=1, keepdims=True)).astype(np.float32)
    column = np.ones(layers, dtype=np.float32)
    levels = np.array([1, 25, 50, 75, 90, 99], dtype=np.float32)
    reply = ClassStatistics(
        direction=direction,
        norm=1000 * column,
        default_mean=1000 * column,
        default_std=column,
        role_mean=0 * column,
        role_std=column,
        quantiles=np.tile(levels / 100, (layers, 1)).astype(np.float32),
    )
    axis = Axis(
        name="Always drifted",
        reply=reply,
        header=None,
        quantile_levels=levels,
        monitor_layer=1,
        band_first=2,
        band_last=4,
        percentile=75.0,
        threshold=0.5,
        form="reply",
        model_architecture="llama",
        model_name="tiny-0",
        model_fingerprint=fingerprint(tiny_model),
        template_sha256="",
        quantization="F32",
    )
    path = tmp_path_factory.mktemp("axis") / "drifted.axis.gguf"
    write_axis(axis, path)
    return path


@pytest.fixture
def open_window(qtbot: Any, qapp: Any, tmp_path: Path, tiny_model: Path) -> Iterator[Callable[..., Any]]:
    """Return a function that opens the real window on a data folder and, unless told otherwise, waits for the tiny model."""
    from app.window.start import build_window
    from app.window.window import MainWindow

    windows: list[MainWindow] = []

    def make(axis: Path | None = None, *, data_dir: Path | None = None, model: Path | None = None, wait: bool = True) -> MainWindow:
        folder = data_dir or tmp_path / "data"
        folder.mkdir(exist_ok=True)
        window = build_window(folder)
        windows.append(window)
        window.controller.settings.update(n_ctx=512, max_tokens=24, seed=1, temperature=0.0)
        window.show()
        window.start(str(model or tiny_model), str(axis) if axis else None)
        if wait:
            qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
        return window

    yield make
    for window in windows:
        close_window(qtbot, window)


def close_window(qtbot: Any, window: Any) -> None:
    """Close a window as a person does and wait until it has gone."""
    import shiboken6

    if not shiboken6.isValid(window):
        return
    if not window.controller.client.shut_down:
        with qtbot.waitSignal(window.closed, timeout=5000):
            window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))
