"""The command line: what `keel` and its subcommands accept."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import NoReturn

from app.problems import UserError
from engine.protocol import STRENGTHS

COMMANDS = {
    "chat": "hold a conversation in the terminal",
    "self-test": "start the real window and check that everything works",
    "chats": "list chats, write them to files, read those of other programs",
    "settings": "read and change the settings",
    "axis": "make, show, check, import, export or embed the axis of a model",
    "model": "say what a model file is, fetch a model",
    "bench": "measure the cap on the built-in model",
    "network": "list every connection that was made",
}


_CHAT = """\
Hold one conversation: every MESSAGE is a user turn, in order. The replies go to standard output; one line
per reply with its reading (1 = the model's default Assistant, 0 = an average role) goes to standard error.
Nothing is stored. What is set for all chats and for the model (see keel settings) counts here too; an option goes
before it."""

_EXIT_CODES = "Exit codes: 0 all turns were answered, 2 something has to be put right first, 130 stopped with Ctrl+C."

_SELF_TEST = """\
Start the real window with a throw-away data folder, let the demo model drift with the cap off until the
warning appears, press "Start fresh chat with a summary", repeat the conversation with the cap at Standard,
and check every step."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are `UserError`s instead of a usage text and an exit."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint as a UserError."""
        raise UserError(f"The command line is not understood: {message}", "", f"see {self.prog} --help")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the line breaks of descriptions."""


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of `keel` without a subcommand."""
    listing = "\n".join(f"  keel {name:<10} {text}" for name, text in COMMANDS.items())
    parser = Parser(
        prog="keel",
        description="A private desktop chat that watches how far a model drifts from its Assistant, and can hold it there.",
        epilog=f"commands for terminals and scripts:\n{listing}\n\nkeel COMMAND --help tells more about a command.",
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="MODEL.gguf", help="a model file to open (default: the built-in demo model)"
    )
    add_model_options(parser)
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    return parser


def chat_parser() -> argparse.ArgumentParser:
    """Return the parser of `keel chat`."""
    from app.cli.verdict import DRIFTED_RULE

    parser = Parser(
        prog="keel chat",
        description=_CHAT,
        epilog=f"{DRIFTED_RULE}\n\n{_EXIT_CODES}",
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    add_model_options(parser)
    parser.add_argument(
        "--cap", type=strength, metavar="STRENGTH", help=f"{', '.join(STRENGTHS)} or a percentile (default: as it is set, else off)"
    )
    parser.add_argument("--system", metavar="TEXT", help="system prompt (default: as it is set, else none)")
    parser.add_argument(
        "--temperature",
        type=_number(0.0, 5.0),
        metavar="T",
        help="0 always takes the likeliest token (default: as it is set, else 0.7)",
    )
    parser.add_argument(
        "--seed",
        type=_whole(0, 2**32 - 2),
        metavar="N",
        help="makes sampling repeatable (default: as it is set, else new each time)",
    )
    parser.add_argument(
        "--max-tokens", type=_whole(1, 1_000_000), metavar="N", help="longest reply, in tokens (default: as it is set, else 512)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.add_argument("messages", nargs="+", metavar="MESSAGE", help="a user turn")
    return parser


def self_test_parser() -> argparse.ArgumentParser:
    """Return the parser of `keel self-test`."""
    parser = Parser(
        prog="keel self-test",
        description=_SELF_TEST,
        epilog="Exit codes: 0 every step was seen, 1 a step was not seen, 2 something has to be put right first.",
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    add_model_files(parser)
    parser.add_argument(
        "--time-limit", type=_number(1.0, 86_400.0), default=600.0, metavar="SECONDS", help="give up after this long (default: 600)"
    )
    return parser


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that name the data directory, the model and the axis."""
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="keep Keel's data here instead of in the usual place")
    add_model_files(parser)


def add_model_files(parser: argparse.ArgumentParser) -> None:
    """Add the options that name the model and the axis."""
    parser.add_argument("--model", type=Path, metavar="FILE", help="model file (default: the built-in demo model)")
    parser.add_argument("--axis", type=Path, metavar="FILE", help="axis file (default: the one that belongs to the model)")


def strength(text: str) -> str:
    """Return a cap strength as it is shown: a known name, or a percentile above 0 and below 100."""
    name = text.strip().lower()
    if name in STRENGTHS:
        return name
    try:
        value = float(name)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither {', '.join(STRENGTHS)} nor a percentile") from None
    if not 0.0 < value < 100.0:
        raise argparse.ArgumentTypeError(f"a percentile lies above 0 and below 100, {text} does not")
    return f"{value:g}"


def percentile(shown: str) -> float | None:
    """Return the percentile of a strength that `strength` returned, None for "off"."""
    return STRENGTHS[shown] if shown in STRENGTHS else float(shown)


def wants_json(arguments: list[str] | None = None) -> bool:
    """Say whether --json is among the arguments, also where they cannot be parsed."""
    given = sys.argv[1:] if arguments is None else arguments
    return "--json" in (given[: given.index("--")] if "--" in given else given)


class _number:  # noqa: N801 - reads as a type in add_argument
    """A finite decimal number within limits."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __call__(self, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise argparse.ArgumentTypeError(f"{text} is not between {self.low:g} and {self.high:g}")
        return value


class _whole:  # noqa: N801 - reads as a type in add_argument
    """A whole number within limits."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
        if not self.low <= value <= self.high:
            raise argparse.ArgumentTypeError(f"{text} is not between {self.low} and {self.high}")
        return value
