"""A limit on the time and memory that foreign template code may take."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

MEMORY_BYTES: Final = 1 << 29
"""How much more address space may be taken inside the bounds (Linux only)."""


class BoundsError(RuntimeError):
    """The code inside the bounds took too long."""


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Run the block's Python code under a deadline and, on Linux, a memory limit.

    Raises BoundsError at the deadline (it looks at every line, so an endless loop is ended), MemoryError at the limit. Only for code
    that is Python throughout: a single long call into C is not interrupted.
    """
    deadline = time.monotonic() + seconds

    def watch(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.monotonic() > deadline:
            raise BoundsError("it takes too long")
        return watch

    previous = sys.gettrace()
    with _memory_limit():
        sys.settrace(watch)
        try:
            yield
        finally:
            sys.settrace(previous)


@contextlib.contextmanager
def _memory_limit() -> Iterator[None]:
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource  # there is no such module on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = in_use + MEMORY_BYTES
    if soft != resource.RLIM_INFINITY:
        limit = min(limit, soft)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
