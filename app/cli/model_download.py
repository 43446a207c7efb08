"""`keel model download`: fetch a model of the hub in a terminal; stopped or cut, the same command goes on where it was."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from app import paths
from app.cli import arguments
from app.downloads.hub import Hub
from app.downloads.pace import Pace
from app.downloads.problem import Stopped, gigabytes
from app.downloads.speed import Speed
from app.downloads.wanted import Wanted, parts_of
from app.downloads.worker import Job
from app.problems import one_line

_ABOUT = """\
Fetch a model file of the hub (huggingface.co) into Keel's data folder. Of a split model any part may be named; all of
them are fetched. The file is checked against the checksum that the hub announces before it counts as a model. What
has arrived is kept whatever happens, and the same command goes on where it was. `keel network` lists every
connection that was made."""

_EPILOG = """\
  keel model download Qwen/Qwen3-0.6B-GGUF Qwen3-0.6B-Q8_0.gguf

Exit codes: 0 the model is there, 2 something has to be put right first, 130 stopped with Ctrl+C."""

STOPPED = 130


def run(argv: list[str], *, hub: Hub | None = None, pace: Pace | None = None) -> int:
    """Run `keel model download` with its arguments and return the exit code; hub, pace: other than usual in tests only."""
    options = _parser().parse_args(argv)
    wanted = [Wanted(options.repository, file) for file in parts_of(options.file)]
    data_dir = paths.data_directory(options.data_dir)
    done: list[Path] = []
    for each in wanted:
        line = _ProgressLine(each.shown, shown=sys.stderr.isatty())
        job = Job(each, data_dir, hub or Hub(), pace or Pace(), line.tell)
        keys = _Keys(job)
        try:
            done.append(job.run())
        except Stopped:
            line.end()
            sys.stderr.write("keel: Stopped; what has arrived is kept, and the same command goes on with it.\n")
            return STOPPED
        finally:
            keys.give_back()
            line.end()
    if options.json:
        files = [{"path": str(path), "bytes": path.stat().st_size} for path in done]
        sys.stdout.write(json.dumps({"repository": options.repository, "files": files}, ensure_ascii=True) + "\n")
    else:
        sys.stdout.write("".join(f"{one_line(str(path))}\n" for path in done))
    return 0


class _Keys:
    """Ctrl+C ends the download in an orderly way, a second one at once."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._before = signal.signal(signal.SIGINT, self._pressed)

    def _pressed(self, _number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._job.stop()

    def give_back(self) -> None:
        signal.signal(signal.SIGINT, self._before)


class _ProgressLine:
    """One line of a terminal that is written again and again."""

    def __init__(self, name: str, *, shown: bool) -> None:
        self._name = name
        self._shown = shown
        self._speed = Speed()
        self._written = False

    def tell(self, event: dict[str, Any]) -> None:
        """Show how far it is; takes what Transfer tells."""
        if not self._shown:
            return
        if event["arriving"]:
            self._speed.add(event["received"])
        text = event["sentence"] or _figures(event["received"], event["total"], self._speed.bytes_per_second())
        sys.stderr.write(f"\r\x1b[K{one_line(f'{self._name}: {text}')[:110]}")
        sys.stderr.flush()
        self._written = True

    def end(self) -> None:
        """Leave the line as it is and begin the next."""
        if self._written:
            sys.stderr.write("\n")
            self._written = False


def _figures(received: int, total: int | None, speed: float | None) -> str:
    if total is None:
        return gigabytes(received)
    text = f"{gigabytes(received)} of {gigabytes(total)} ({received * 100 // total} %)"
    if speed is None or speed < 1:
        return text
    minutes = (total - received) / speed / 60
    return f"{text}, {speed / 1e6:.1f} MB/s, {'less than a minute' if minutes < 1 else f'{round(minutes)} min'} left"


def _parser() -> arguments.Parser:
    parser = arguments.Parser(
        prog="keel model download",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("repository", metavar="REPOSITORY", help="as the hub writes it: owner/name")
    parser.add_argument("file", metavar="FILE", help="a .gguf file of that repository")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="the folder that Keel's data is in")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of the path")
    return parser
