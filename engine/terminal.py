"""How a command writes and ends: letters that a terminal does not know are written as escapes; and an output that cannot be written
ends it, quietly where its reader has gone, otherwise with one sentence.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Final

from axes.os_reasons import reason

READER_GONE: Final = 141
"""Exit status of a command whose output nobody reads any more (`| head`), as shells know it."""
PROBLEM: Final = 2


def ended(command: Callable[[], int]) -> int:
    """Run a command and write out all it printed; returns its exit status, or what stands for a file or an output that failed."""
    _write_every_letter()
    try:
        status = command()
        if sys.stdout is not None:  # a program started without a terminal has none
            sys.stdout.flush()
        return status
    except BrokenPipeError:
        _write_nowhere()
        return READER_GONE
    except OSError as error:
        _write_nowhere()
        sys.stderr.write(f"keel: {_sentence(error)}\n")
        return PROBLEM


def _write_every_letter() -> None:
    """What the output's encoding has no letter for is written as an escape such as \\xe9, as standard error does by itself."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def _sentence(error: OSError) -> str:
    if error.filename is None:  # so it is with what was open already, which here is the output
        return f"The output cannot be written ({reason(error)}); send it to another place."
    return f"{error.filename} cannot be read or written ({reason(error)}); look at it and try again."


def _write_nowhere() -> None:
    """What is left in the buffer goes nowhere, so that the flush at the end of the process does not fail as well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
