"""Reads a model file into the system's memory before llama.cpp maps it, so that loading shows progress and can be stopped.

llama.cpp maps the whole file in one call, which on a file of several gigabytes takes as long as the disk needs and cannot be
interrupted. What is in memory already passes at many gigabytes a second.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

CHUNK: Final = 32 << 20
_POPULATE_READ: Final = 22
"""MADV_POPULATE_READ of Linux 5.14, which brings pages in without copying them."""


def read_ahead(files: Sequence[Path], go_on: Callable[[float], bool]) -> bool:
    """Read the files from begin to end; go_on gets the share that is done and returns False to stop.

    Returns whether it came to the end. A file that cannot be read is left to llama.cpp to complain of; one that is larger than the
    computer's memory is not read ahead, because its begin would be gone again at its end.
    """
    with contextlib.suppress(OSError):
        sizes = [file.stat().st_size for file in files]
        total = sum(sizes)
        if not 0 < total < memory_bytes():
            return True
        done = 0
        for file, size in zip(files, sizes, strict=True):
            if not _read(file, size, done, total, go_on):
                return False
            done += size
    return True


def memory_bytes() -> int:
    """Return how much memory this computer has; a very large number where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return sys.maxsize


def _read(file: Path, size: int, done: int, total: int, go_on: Callable[[float], bool]) -> bool:
    if size == 0:
        return True
    with file.open("rb", buffering=0) as opened, mmap.mmap(opened.fileno(), size, access=mmap.ACCESS_READ) as mapped:
        for offset in range(0, size, CHUNK):
            if not go_on((done + offset) / total):
                return False
            if not _populated(mapped, offset, min(CHUNK, size - offset)):
                opened.seek(offset)
                opened.read(CHUNK)
    return True


def _populated(mapped: mmap.mmap, offset: int, length: int) -> bool:
    """Return whether the pages are there; False where this system has no such call, or the file became shorter meanwhile."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        mapped.madvise(_POPULATE_READ, offset, length)
    except OSError:
        return False
    return True
