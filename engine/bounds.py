"""A limit on the time and memory that foreign template code may take."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeVar

MEMORY_BYTES: Final = 1 << 29
"""How much more address space may be taken inside the bounds (Linux only)."""

T = TypeVar("T")


class BoundsError(RuntimeError):
    """The code inside the bounds took too long."""


def bounded(work: Callable[[], T], seconds: float) -> T:
    """Return what `work` returns, run under a limit of processor time and, on Linux, of memory.

    Raises BoundsError when the time is spent (every line of Python is watched, so an endless loop is ended) and MemoryError when
    the memory is. It is this thread's own time, so a busy machine fails nothing. A single long call into C is not interrupted:
    what runs here must not be able to make one.
    """
    deadline = time.thread_time() + seconds

    def watch(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.thread_time() > deadline:
            raise BoundsError("it takes too long")
        return watch

    previous = sys.gettrace()
    with _memory_limit():
        sys.settrace(watch)
        try:
            return work()
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
