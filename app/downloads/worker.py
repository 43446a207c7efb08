"""The process of one download: `python -m app.downloads.worker`, its task on standard input, JSON lines on standard output.

The first line of the input is the task; "stop", or the end of the input because the window is gone, ends the process, and what
has arrived is kept. Lines of the output: {"t": "progress", ...} (see transfer), {"t": "done", "path"}, {"t": "failed",
"sentence"}.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from app.downloads.connection import Connection
from app.downloads.hub import Hub
from app.downloads.ledger import LEDGER_NAME, Ledger
from app.downloads.pace import Pace
from app.downloads.problem import DownloadProblem, Stopped
from app.downloads.transfer import Tell, Transfer
from app.downloads.wanted import Wanted

GRACE: Final = 1.5
"""Seconds after a stop within which everything is orderly; after that the process ends wherever it is, which harms nothing."""

_LONGEST_TASK: Final = 1 << 20


class Job:
    """One transfer with its own connection, and the means to stop it from elsewhere."""

    def __init__(self, wanted: Wanted, data_dir: Path, hub: Hub, pace: Pace, tell: Tell) -> None:
        self._stopping = threading.Event()
        self._connection = Connection(hub, Ledger(data_dir / LEDGER_NAME), pace, stored_token)
        self._transfer = Transfer(wanted, data_dir, hub, pace, self._connection, tell, self._stopping)

    def run(self) -> Path:
        """Fetch the file; see `Transfer.run`."""
        return self._transfer.run()

    def stop(self) -> None:
        """Make `run` end soon, with Stopped; may be called from another thread or from a signal."""
        self._stopping.set()
        self._connection.abort()


def stored_token() -> str | None:
    """Return the access token of the keyring; the keyring is not even loaded before somebody asks."""
    from app.downloads.token import get_token

    return get_token()


def main() -> int:
    """Do the task on standard input and return the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the window's terminal is the window's business
    # What a library prints must not get between the lines: they go over a handle of their own.
    output = os.dup(1)
    os.dup2(2, 1)
    lines = _lines(0)
    job = _job(next(lines, b""), output)
    signal.signal(signal.SIGTERM, lambda *_: job.stop())
    threading.Thread(target=_listen, args=(lines, job), daemon=True).start()
    try:
        _say(output, {"t": "done", "path": str(job.run())})
    except Stopped:
        return 0
    except DownloadProblem as problem:
        _say(output, {"t": "failed", "sentence": problem.sentence})
        return 2
    except Exception as error:
        # Its text could hold an address with a signature, so only its kind is told.
        text = f"A fault in Keel ended the download ({type(error).__name__}); what has arrived is kept; resume it."
        _say(output, {"t": "failed", "sentence": text})
        if __debug__ and sys.flags.dev_mode:
            raise
        return 1
    return 0


def _job(line: bytes, output: int) -> Job:
    task: dict[str, Any] = json.loads(line)
    hub = Hub(**{**task["hub"], "hosts": tuple(task["hub"]["hosts"])})

    def tell(event: dict[str, Any]) -> None:
        _say(output, event)

    return Job(Wanted(**task["wanted"]), Path(task["data_dir"]), hub, Pace(**task["pace"]), tell)


def _say(output: int, event: dict[str, Any]) -> None:
    # Where nobody listens any more, the input has ended too, and that is what stops this process.
    with contextlib.suppress(OSError):
        os.write(output, json.dumps(event, ensure_ascii=True).encode("ascii") + b"\n")


def _lines(handle: int) -> Iterator[bytes]:
    """Yield the lines of a handle; not of a buffered stream, whose lock would be in the way when the process ends."""
    rest = b""
    while len(rest) <= _LONGEST_TASK:
        try:
            data = os.read(handle, 65536)
        except OSError:
            data = b""
        if not data:
            return
        *whole, rest = (rest + data).split(b"\n")
        yield from whole


def _listen(lines: Iterator[bytes], job: Job) -> None:
    """Wait for "stop" or for the end of the input, then see that this process ends."""
    for line in lines:
        if line.strip() == b"stop":
            break
    job.stop()
    threading.Event().wait(GRACE)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
