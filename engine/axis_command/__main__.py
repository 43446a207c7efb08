"""`python -m engine.axis_command COMMAND ...`: runs one command and turns every expected failure into one sentence."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Final

from axes.axis import AxisError
from axes.gguf_header import GGUFError
from axes.os_reasons import reason as reason_of
from axes.source import ExtractionCancelled
from engine.axis_command.arguments import parse
from engine.axis_command.output import one_line, print_json
from engine.terminal import ended

_MODULES: Final = {
    "build": "build",
    "show": "show",
    "check": "check",
    "import": "importing",
    "export": "exporting",
    "embed": "embedding",
    "recalibrate": "recalibrate",
}
PROBLEM: Final = 2
STOPPED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    try:
        options = parse(given)
        _run(options)
    except ExtractionCancelled:
        kept = getattr(options, "work_dir", None) is not None
        rest = "; the finished replies are kept, and the same command goes on from there" if kept else ", and nothing was written"
        return _complain(f"Stopped{rest}.", as_json, STOPPED)
    except KeyboardInterrupt:
        return STOPPED
    except AxisError as error:
        return _complain(str(error), as_json, PROBLEM)
    return 0


def _run(options: object) -> None:
    """Run the command's module; failures of files and of memory become AxisErrors."""
    module = importlib.import_module(f"engine.axis_command.{_MODULES[getattr(options, 'verb', '')]}")
    try:
        module.run(options)
    except GGUFError as error:
        raise AxisError(str(error)) from error
    except OSError as error:
        if error.filename is None:
            raise  # it was the output
        raise AxisError(f"A file cannot be read or written: {error.filename} ({reason_of(error)}).") from error
    except MemoryError as error:
        raise AxisError("There is not enough memory for this; close other programs or use a smaller model.") from error


def _complain(sentence: str, as_json: bool, status: int) -> int:
    if as_json:
        print_json({"error": one_line(sentence)})
    else:
        print(f"keel: {one_line(sentence)}", file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(ended(main))
