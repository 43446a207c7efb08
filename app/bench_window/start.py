"""The measurement `start`: seconds from the start of the process to a painted window and to the first token, and memory at rest."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from app import paths
from app.problems import UserError

PATIENCE_SECONDS: Final = 120.0
KV_NOTE: Final = "engine memory holds the weights that were used, the KV cache and llama.cpp's buffers"

Report = Callable[[str], None]


def measure_start(model: Path | None, starts: int, report: Report) -> dict[str, Any]:
    """Start the program `starts` times with the same data folder, send a message at once, and return medians.

    One start before them is not counted: it makes the data folder, and the bytecode that every installation brings along or
    writes at its first start. Raises UserError where a start does not come to its end.
    """
    runs = []
    with tempfile.TemporaryDirectory(prefix="keel-bench-") as folder:
        report("one start that is not counted")
        _start(folder, model)
        for number in range(starts):
            report(f"start {number + 1} of {starts}")
            runs.append(_start(folder, model))
    seconds = {name: statistics.median(run["seconds"][name] for run in runs) for name in ("painted", "first_token")}
    slowest = {name: max(run["seconds"][name] for run in runs) for name in ("painted", "first_token")}
    memory = {
        who: {kind: statistics.median(run["memory_mib"][who][kind] for run in runs) for kind in runs[0]["memory_mib"][who]}
        for who in ("window", "engine")
    }
    found = {"starts": starts, "seconds": seconds, "slowest": slowest, "memory_mib": memory, "note": KV_NOTE}
    return found | {"imported_by_window": runs[0]["imported"]}


def _start(folder: str, model: Path | None) -> dict[str, Any]:
    arguments = [repr(time.time()), folder, *([str(model)] if model is not None else [])]
    command, environment = paths.module_command("app.bench_window.start_child", *arguments)
    environment = {**environment, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
    # Without this every start would compile all of Keel anew, wherever the one who measures has switched bytecode off.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
        found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, IndexError, ValueError) as error:
        raise UserError("The program did not start and answer", "nothing could be measured", "try `keel self-test`") from error
    if set(found["seconds"]) != {"painted", "first_token"}:
        raise UserError("The program started but did not answer", "nothing could be measured", "try `keel self-test`")
    return found


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a table for a person."""
    seconds, slowest, memory = figures["seconds"], figures["slowest"], figures["memory_mib"]
    lines = [f"{figures['starts']} starts, a message sent at once; medians (slowest)"]
    for name, words in (("painted", "window painted"), ("first_token", "first token on screen")):
        lines.append(f"{words:24}{seconds[name]:6.2f} s  ({slowest[name]:.2f})")
    for who in ("window", "engine"):
        if memory[who]:
            lines.append(f"{who + ' process at rest':24}{memory[who]['all']:6.1f} MiB, {memory[who]['own']:.1f} of it its own")
    return "\n".join(lines)


def say(text: str) -> None:
    """Report a step to whoever watches the terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{text}\n")


def printed(figures: dict[str, Any], text: Callable[[dict[str, Any]], str], arguments: Sequence[str]) -> int:
    """Print figures as JSON where the arguments ask for it, else as text; returns the exit code."""
    sys.stdout.write((json.dumps(figures, indent=2) if "--json" in arguments else text(figures)) + "\n")
    return 0
