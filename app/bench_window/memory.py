"""Memory of a process, as Linux tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_NAMES: Final = {"VmRSS": "all", "RssAnon": "own", "RssFile": "of_files"}


def resident(process: str) -> dict[str, float]:
    """Return resident memory in MiB: all of it, the process's own, and what belongs to mapped files; empty where it is not told.

    process: a process number, or "self".
    """
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    return {name: round(int(fields[field].split()[0]) / 1024, 1) for field, name in _NAMES.items() if field in fields}
