"""Finds again, among the axes that Keel keeps, the one that was made for a model."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from axes.format import SUFFIX
from axes.gguf_header import GGUFError, read_header

MAX_FOUND: Final = 200
"""Files of an axis folder that are looked at."""


def find_kept_axis(folder: Path, fingerprint: str, quantization: str | None = None) -> Path | None:
    """Return the axis kept in a folder for the model with this fingerprint, None where there is none.

    One measured on another quantisation goes last (None: that does not matter), otherwise the newest first. Files that cannot be
    read are passed over.
    """
    if not fingerprint:
        return None
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"), key=_age)[:MAX_FOUND]
    except OSError:
        return None
    fitting: list[tuple[bool, int, Path]] = []
    for place, path in enumerate(paths):
        try:
            header = read_header(path)
            if header.text("axis.model.fingerprint") == fingerprint:
                measured_on = header.text("axis.model.quantization") or quantization
                fitting.append((quantization is not None and measured_on != quantization, place, path))
        except GGUFError:
            continue
    return min(fitting)[2] if fitting else None


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0
