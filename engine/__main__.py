"""`python -m engine`: the engine process. It speaks the protocol on stdin and stdout; all other printing goes to stderr."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def _claim_stdout() -> int:
    """Return a private descriptor of stdout and point descriptor 1 at stderr, so that no stray print can spoil the protocol."""
    out = os.dup(1)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for fd in (0, out):
            msvcrt.setmode(fd, os.O_BINARY)
    return out


def _die_with_parent() -> None:
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def main() -> int:
    """Run the engine, or what it starts as `--templates`, until stdin ends; returns the exit status."""
    if sys.argv[1:] == ["--templates"]:
        from engine.template_worker import main as render_templates

        return render_templates()
    out = _claim_stdout()
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")  # else ggml starts a debugger before it aborts
    faulthandler.enable()
    _die_with_parent()
    if not sys.stdin.isatty():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's to handle
    from engine.server import serve  # only now: importing llama.cpp may print

    status = serve(sys.stdin.buffer, out)
    os._exit(status)  # a decode that does not end must not hold the process up


if __name__ == "__main__":
    main()
