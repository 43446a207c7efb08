"""What `keel axis` prints: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Mapping
from typing import Any, Final

from axes.source import AxisProgress

LINE_SECONDS: Final = 10.0
"""How often progress is told where standard error is no terminal."""

FIGURES: Final = (
    "auc",
    "cohens_d",
    "pc1_cosine",
    "default_rank",
    "cap_effect",
    "random_effect",
    "perplexity_ratio",
    "engaged",
)
"""The quality figures that --json always names."""


def print_json(result: Mapping[str, Any]) -> None:
    """Print one JSON object; numbers that JSON has no form for become null."""
    print(json.dumps(_plain(result), ensure_ascii=True, allow_nan=False), flush=True)


def print_lines(*lines: str) -> None:
    """Print text without control characters, which a terminal would obey."""
    for line in lines:
        print(_printable(line), flush=True)


def one_line(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(_printable(text).split())


def quality_figures(quality: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of FIGURES, None where an axis has none."""
    return {name: quality.get(name) for name in FIGURES}


def quality_lines(quality: Mapping[str, Any]) -> list[str]:
    """Return the single figures of an axis as lines of text."""
    found = {name: value for name, value in quality.items() if isinstance(value, int | float) and not isinstance(value, bool)}
    return [f"  {name.replace('_', ' '):<26} {value:.4g}" for name, value in found.items()]


class ProgressLine:
    """Tells how far the work is: one line that is written over on a terminal, a new one now and then elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = -math.inf
        self._text = ""

    def __call__(self, progress: AxisProgress) -> None:
        """Report one step."""
        now = time.monotonic()
        stage = progress.text.lstrip("0123456789 ")
        if not self._terminal and stage == self._text and now - self._last < LINE_SECONDS:
            return
        self._last, self._text = now, stage
        left = "" if progress.remaining_s is None else f", {_duration(progress.remaining_s)} left"
        line = one_line(f"{progress.fraction:4.0%}  {progress.text}{left}")
        print(f"\r\x1b[K{line}" if self._terminal else line, end="" if self._terminal else "\n", file=sys.stderr, flush=True)

    def share(self, fraction: float) -> bool:
        """Report a share of work without stages; always goes on."""
        self(AxisProgress(fraction, "copied"))
        return True

    def close(self) -> None:
        """End the line."""
        if self._terminal and self._text:
            print(file=sys.stderr, flush=True)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} h"


def _printable(text: str) -> str:
    return "".join(char for char in text if char in "\n\t" or (char >= " " and not "\x7f" <= char <= "\x9f"))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
