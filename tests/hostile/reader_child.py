"""The process that `reader_run` sends files to: for each line on its input, one JSON object on how the file was answered."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from axes.gguf_header import GGUFError, read_header
from engine.inspection import inspect

MAX_SECONDS = 0.1
TRIES = 8
"""A file that took long is read again, since others share the caches; time in which they had the processor does not count."""


def answer(path: Path) -> dict[str, object]:
    """Return how a file was answered: the outcome, the longer of the two times in seconds, and what was raised."""
    refused, seconds = _timed(read_header, path)
    outcome = "refused by the reader"
    if refused is None:
        refused, looked = _timed(inspect, path)
        outcome, seconds = ("accepted" if refused is None else "refused by inspect"), max(seconds, looked)
    sound = refused is None or _is_sentence(refused, path)
    return {"outcome": outcome, "seconds": seconds, "fault": "" if sound else f"{type(refused).__name__}: {refused}"}


def _timed(read: Callable[[Path], object], path: Path) -> tuple[Exception | None, float]:
    """Return what was raised, and the shortest time of a few tries where the first was long."""
    shortest, refused = float("inf"), None
    for _ in range(TRIES):
        begun = time.thread_time()
        try:
            read(path)
            refused = None
        except Exception as error:  # noqa: BLE001 - another exception than the expected one is what is looked for
            refused = error
        shortest = min(shortest, time.thread_time() - begun)
        if shortest <= MAX_SECONDS:
            break
    return refused, shortest


def _is_sentence(error: Exception, path: Path) -> bool:
    text = str(error)
    plain = text.isprintable() and text.endswith(".") and ". " not in text and len(text) < 300
    return isinstance(error, GGUFError) and plain and path.stem in text


def _most_memory() -> int:
    """Return the most memory this process ever had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def main() -> None:
    """Answer until the input ends; the last line says by how many bytes the process grew after the first file."""
    before = 0
    for line in sys.stdin:
        found = answer(Path(line.rstrip("\n")))
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        if not before:
            gc.collect()
            before = _most_memory()
    sys.stdout.write(json.dumps({"growth": _most_memory() - before}) + "\n")


if __name__ == "__main__":
    main()
