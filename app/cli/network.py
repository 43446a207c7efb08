"""`keel network`: every connection that Keel has made, in a terminal."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import sys
from pathlib import Path

from app import paths
from app.cli import arguments
from app.downloads.ledger import LEDGER_NAME, OPEN, Connection, Ledger
from app.problems import UserError, one_line
from axes.os_reasons import reason as reason_of

_ABOUT = """\
List every connection that Keel has made: when, with which computer, what for, how many bytes were sent and received,
and how it ended. Keel connects to nothing unless somebody asks for a download, and each connection is written down
before it is made."""

_EPILOG = "Exit codes: 0 done, 2 something has to be put right first."
NOTHING = "Keel has not connected to anything."
NOTHING_SINCE = "Keel has not connected to anything since this list was cleared."


def run(argv: list[str]) -> int:
    """Run `keel network` with its arguments and return the exit code."""
    options = _parser().parse_args(argv)
    ledger = Ledger(paths.data_directory(options.data_dir) / LEDGER_NAME)
    try:
        if options.clear:
            ledger.clear()
        entries = ledger.entries()
    except OSError as error:
        reason = reason_of(error)
        raise UserError(
            f"The list of connections in {ledger.path} cannot be used ({reason})", "", "check the file and its folder"
        ) from error
    if options.json:
        body = {"connections": [{**dataclasses.asdict(each), "when": _moment(each)} for each in entries]}
        sys.stdout.write(json.dumps(body, ensure_ascii=True) + "\n")
        return 0
    nothing = NOTHING if ledger.cleared() is None else NOTHING_SINCE
    sys.stdout.write("".join(f"{_line(each)}\n" for each in entries) or f"{nothing}\n")
    return 0


def _moment(entry: Connection) -> str:
    """Return when a connection was made, in UTC as ISO 8601 writes it."""
    try:
        return datetime.datetime.fromtimestamp(entry.when, datetime.UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""


def _line(entry: Connection) -> str:
    outcome = "not ended" if entry.outcome == OPEN else entry.outcome
    via = f" through {entry.via}" if entry.via else ""
    return one_line(
        f"{_moment(entry)}  {entry.host}{via}  {entry.why}  sent {entry.sent} B, received {entry.received} B  {outcome}"
    )


def _parser() -> arguments.Parser:
    parser = arguments.Parser(
        prog="keel network",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--clear", action="store_true", help="forget all connections")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="the folder that Keel's data is in")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    return parser
