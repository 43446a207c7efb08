"""The engine as a child process: the command that starts it, and what its end means."""

from __future__ import annotations

import importlib.util
import signal
import sys
from pathlib import Path


def engine_command() -> tuple[str, list[str], str | None]:
    """Return program, arguments and the folder to add to the child's module path (None where it is installed)."""
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return str(program.with_name("keel-engine" + program.suffix)), [], None
    spec = importlib.util.find_spec("engine")
    locations = list(spec.submodule_search_locations or []) if spec is not None else []
    root = str(Path(locations[0]).resolve().parent) if locations else None
    installed = root is not None and Path(root).name in {"site-packages", "dist-packages"}
    # -P keeps the current folder off the module path: a file named json.py next to someone's models must not be run.
    return sys.executable, ["-P", "-m", "engine"], None if installed else root


def death_sentence(code: int, *, crashed: bool) -> str:
    """Return in one sentence why the engine ended; code: its exit status, or the signal that ended it where it crashed."""
    if crashed and code == getattr(signal, "SIGILL", -1):
        return "The engine stopped, because this computer's processor lacks an instruction it needs."
    if crashed and code == getattr(signal, "SIGKILL", -1):
        return "The engine was ended by the system, perhaps because memory ran out."
    return "The engine stopped unexpectedly." if crashed else f"The engine stopped unexpectedly (exit code {code})."
