"""What a measurement says of itself while it runs, on stderr."""

from __future__ import annotations

import sys
import time


class Progress:
    """One line that is written over on a terminal; elsewhere only every hundredth of lines that begin with a number."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._begun

    def say(self, line: str) -> None:
        """Say where the work is."""
        begins = line.split(" ", 1)[0]
        if sys.stderr.isatty():
            print(f"\r{self.seconds:6.0f} s  {line}   ", end="", file=sys.stderr, flush=True)
        elif not begins.isdigit() or int(begins) % 100 == 0:
            print(f"{self.seconds:6.0f} s  {line}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Leave the line."""
        if sys.stderr.isatty():
            print(file=sys.stderr)
