"""How many threads evaluate a model."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

MOST_THREADS: Final = 512
"""llama.cpp cannot keep more, and ends the process that asks for them."""


def default_threads() -> int:
    """Return how many threads evaluate a model unless it is said otherwise; see `threads_for`."""
    return threads_for(usable_cores())


def threads_for(cores: int) -> int:
    """Return the threads for a number of processor cores: one fewer, at least one.

    Threads that evaluate a model wait for each other without sleeping, thousands of times a second, so that one core taken away by
    another program holds up all of them: on two cores, two threads were 1.5 times as fast as one on an idle computer, and 0.4 times
    as fast on a busy one.
    """
    return max(1, cores - 1)


def usable_cores() -> int:
    """Return how many cores this process may use; two hardware threads of one core count once."""
    usable = sorted(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else list(range(os.cpu_count() or 1))
    cores = set()
    for number in usable:
        try:
            cores.add(Path(f"/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list").read_text())
        except OSError:
            cores.add(str(number))
    return len(cores)
