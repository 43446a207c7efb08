"""Runs the `keel` command in a process of its own, as a terminal would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(home: Path, **changes: str | None) -> dict[str, str]:
    """A surrounding without display, with a home of its own; None removes a variable."""
    values = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_"))}
    values |= {"HOME": str(home), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "error"}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        values.pop(name, None)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return values


def keel(*arguments: str, home: Path, timeout: float = 120, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run keel with these arguments and return what came out of it."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", *arguments],
        env=environment(home, **changes),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def one_sentence(text: str) -> bool:
    """Whether a text is a single line that ends like a sentence and shows no traceback."""
    return text.count("\n") == 1 and text.startswith("keel: ") and text.rstrip().endswith(".") and "Traceback" not in text
