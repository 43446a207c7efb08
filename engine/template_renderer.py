"""Renders chat templates in a process of their own, ended when it takes too long or too much memory."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import psutil

MAX_SECONDS: Final = 1.0
"""Processor time for one conversation; an ordinary one takes a thousandth of it."""
MAX_WAIT_SECONDS: Final = 30.0
"""Time by the clock: a busy computer may need long for little."""
START_SECONDS: Final = 60.0
MAX_BYTES: Final = 3 << 27
"""Memory of the whole process, watched from outside; on Linux it is held to less from within."""
_LOOK_SECONDS: Final = 0.02


class RenderError(ValueError):
    """A template that cannot be rendered; the text says why in a few words, without a full stop."""


class _Child:
    """One process of template_worker."""

    def __init__(self) -> None:
        command, environment = _command()
        pipe, hidden = subprocess.PIPE, getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment, creationflags=hidden
        )
        self._watched: psutil.Process | None = None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="templates", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self.process.stdout:
                self._lines.put(line)
        self._lines.put(b"")

    def ask(self, line: bytes) -> bytes:
        """Return the answer to a line, b"" where the process ended; raises RenderError where it had to be ended."""
        assert self.process.stdin is not None
        try:
            if self._watched is None:
                self._lines.get(timeout=START_SECONDS)  # the line that says it is ready
                self._watched = psutil.Process(self.process.pid)
            before = _cpu_seconds(self._watched)
            self.process.stdin.write(line)
            self.process.stdin.flush()
            return self._wait(self._watched, before)
        except (OSError, psutil.Error, queue.Empty):
            return b""

    def _wait(self, watched: psutil.Process, before: float) -> bytes:
        until, allowed = time.monotonic() + MAX_WAIT_SECONDS, before + MAX_SECONDS
        while True:
            with contextlib.suppress(queue.Empty):
                return self._lines.get(timeout=_LOOK_SECONDS)
            if watched.memory_info().rss > MAX_BYTES:
                raise RenderError("it takes too much memory")
            if _cpu_seconds(watched) > allowed or time.monotonic() > until:
                raise RenderError("it takes too long")

    def end(self) -> None:
        """End the process and wait for that; harmless when repeated."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class Renderer:
    """Renders templates one after the other, from any thread; its process is started when it is first needed.

    A context manager. The process outlives single templates and models, and ends with the program or with `close`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._leave = weakref.WeakMethod(self.close)
        atexit.register(_close, self._leave)

    @property
    def pid(self) -> int | None:
        """Id of the process, None where there is none at the moment."""
        child = self._child
        return child.process.pid if child is not None else None

    def render(self, source: str, variables: Mapping[str, Any]) -> str:
        """Return what a template makes of its variables, which hold what JSON can hold; raises RenderError."""
        line = json.dumps({"source": source, "variables": dict(variables)}).encode("ascii") + b"\n"
        with self._lock:
            used = self._child is not None
            found = self._ask(line)
            if not found and used:  # it may have ended while nothing was asked of it
                found = self._ask(line)
        if not found:
            raise RenderError("it makes the program that runs it end")
        answer = json.loads(found)
        if "error" in answer:
            raise RenderError(str(answer["error"]))
        return str(answer["text"])

    def _ask(self, line: bytes) -> bytes:
        if self._child is None:
            try:
                self._child = _Child()
            except OSError as error:
                raise RenderError("the program that runs it cannot be started") from error
        found = b""
        try:
            found = self._child.ask(line)
            return found
        finally:
            if not found:
                self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def close(self) -> None:
        """End the process; a later `render` starts another."""
        with self._lock:
            self._end()

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def _close(leave: weakref.WeakMethod[Callable[[], None]]) -> None:
    close = leave()
    if close is not None:
        close()


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _command() -> tuple[list[str], dict[str, str]]:
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        return [sys.executable, "--templates"], environment
    root = Path(__file__).resolve().parent.parent
    if root.name not in {"site-packages", "dist-packages"}:
        environment["PYTHONPATH"] = str(root)
    return [sys.executable, "-P", "-m", "engine.template_worker"], environment
