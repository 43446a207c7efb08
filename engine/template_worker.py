"""The process that templates run in: `python -m engine.template_worker`, one JSON object per line in and out.

A template is foreign code. Jinja's sandbox keeps it from everything but its own text; this process is the wall behind that: it can
open no file and no socket and start nothing, its memory is bounded, and whoever started it ends it when it takes too long.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any, BinaryIO, Final

from engine.template_sandbox import FAILURES, TOO_MUCH, in_short, render

MEMORY_BYTES: Final = 1 << 28
"""How much more than at its start this process may take."""
CPU_SECONDS: Final = 5
"""Processor time for one conversation, where nobody is left who would end it sooner."""
_FORBIDDEN: Final = (
    *("open", "os.", "subprocess.", "socket.", "shutil.", "tempfile.", "ctypes.", "winreg.", "mmap.", "pty.", "signal."),
    *("import", "glob.", "pathlib.", "urllib.", "http.", "ftplib.", "smtplib.", "sqlite3.", "webbrowser."),
)


def answer(line: bytes) -> dict[str, str]:
    """Return {"text": ...} for a line {"source": ..., "variables": ...}, or {"error": a few words on what is wrong}."""
    request: dict[str, Any] = json.loads(line)
    try:
        return {"text": render(request["source"], request["variables"])}
    except FAILURES as error:
        return {"error": in_short(error)}


def _serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    for line in stdin:
        _allow_time()
        found = answer(line)
        stdout.write(json.dumps(found).encode("ascii") + b"\n")
        stdout.flush()
        if found.get("error") == str(TOO_MUCH):
            return  # what was taken does not all come back, and the next template shall have its full share


def _shut_in() -> None:
    """Give up what a template has no use for; nothing can be opened, imported or started after this."""
    time.strftime("%c %Z")  # reads the time zone and the names of months while that can be done
    if sys.platform != "win32":
        import resource

        if sys.platform.startswith("linux"):
            with open("/proc/self/statm", encoding="ascii") as stream:
                in_use = int(stream.read().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (in_use + MEMORY_BYTES, in_use + MEMORY_BYTES))
        for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
            resource.setrlimit(limit, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError("it tries to do what a chat template must not do")


def _allow_time() -> None:
    if sys.platform != "win32":
        import resource

        used = int(time.process_time()) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main() -> int:
    """Answer lines until stdin ends; returns the exit status."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    render("{% for a in b %}{{ a | tojson }}{% endfor %}{{ strftime_now('%c') }}", {"b": [1]})
    _shut_in()
    stdout.write(b"{}\n")  # from now on the time is a template's own
    stdout.flush()
    _serve(stdin, stdout)
    stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
