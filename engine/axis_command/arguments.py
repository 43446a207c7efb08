"""What `keel axis` and its subcommands accept."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from axes.axis import AxisError

SIZES: Final = ("quick", "standard", "thorough")
"""The keys of engine.axis_build.SIZES, which would load llama.cpp only to read the command line."""
EXIT_CODES: Final = "Exit codes: 0 done, 2 something has to be put right first, 130 stopped with Ctrl+C."

_ABOUT: Final = {
    "build": "make the axis of a model: ask it the same questions with and without roles and compare its residual stream",
    "show": "say what an axis holds",
    "check": "say whether an axis can be used with a model",
    "import": "take an axis over from files made elsewhere",
    "export": "write an axis as a file of its own, or as a control vector for llama.cpp",
    "embed": "copy a model with the axis in its own file",
    "recalibrate": "measure an axis's thresholds anew on another quantisation of its model",
}

_MORE: Final = {
    "build": """\
How long it takes is told after the first replies. Ctrl+C stops it; the same command goes on where it ended.
The verdict is "good", "reading only" or "not usable"; an axis that is not usable is not written.""",
    "import": """\
FILE is the published assistant_axis.pt, capping_config.pt or both; a control vector of llama.cpp; or an axis
file. What it lacks is measured on the model; without a model an axis with floors caps but shows no readings.""",
    "export": """\
Without --control-vector the axis is written as an axis file. A control vector holds, for every layer, the way
from the average role to the default Assistant; llama.cpp adds it to every token.""",
    "embed": """\
The copy needs no axis file beside it. The model is copied piece by piece, so its size does not matter.""",
    "recalibrate": """\
Directions, monitor layer and band stay; percentiles, means, threshold and figures are measured anew.""",
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint."""
        raise AxisError(f"The command line is not understood: {message}; see {self.prog} --help.")


def parser() -> argparse.ArgumentParser:
    """Return the parser of `keel axis`."""
    root = Parser(prog="keel axis", description="Make, check and exchange Assistant axes.", epilog=EXIT_CODES, allow_abbrev=False)
    verbs = root.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for name, add in _OPTIONS.items():
        verb = verbs.add_parser(
            name,
            help=_ABOUT[name],
            description=f"{_ABOUT[name][0].upper()}{_ABOUT[name][1:]}.\n\n{_MORE.get(name, '')}".strip(),
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        add(verb)
        verb.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    return root


def _build(verb: argparse.ArgumentParser) -> None:
    _model(verb, required=True)
    _out(verb, "the axis file beside the model")
    _measuring(verb, "standard")
    verb.add_argument("--judge", action="store_true", help="also ask the model itself whether each reply plays its role")


def _show(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", nargs="?", type=Path, metavar="FILE", help="an axis file, or a model that has an axis")
    _model(verb)
    _axis(verb)


def _check(verb: argparse.ArgumentParser) -> None:
    _model(verb, required=True)
    _axis(verb)


def _import(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what to import")
    _model(verb)
    _out(verb, "the axis file beside the model")
    verb.add_argument("--experiment", metavar="ID", help="of a capping configuration (default: the recommended one)")
    verb.add_argument("--band", type=_band, metavar="FIRST-LAST", help="layers to cap, both counted, where the file names none")
    verb.add_argument("--flip", action="store_true", help="the directions point away from the Assistant; turn them around")
    verb.add_argument("--no-measure", action="store_true", help="measure nothing on the model, only compare its size and its mark")
    _measuring(verb, "quick")


def _export(verb: argparse.ArgumentParser) -> None:
    _model(verb)
    _axis(verb)
    _out(verb, None)
    verb.add_argument("--control-vector", action="store_true", help="write a control vector that llama.cpp's own tools load")
    verb.add_argument(
        "--layers", choices=("band", "all"), default="band", help="layers of a control vector (default: those that are capped)"
    )


def _embed(verb: argparse.ArgumentParser) -> None:
    _model(verb, required=True)
    _axis(verb)
    _out(verb, None)


def _recalibrate(verb: argparse.ArgumentParser) -> None:
    _model(verb, required=True)
    _axis(verb)
    _out(verb, "the axis file beside the model")
    _measuring(verb, "quick")


_OPTIONS: Final = {
    "build": _build,
    "show": _show,
    "check": _check,
    "import": _import,
    "export": _export,
    "embed": _embed,
    "recalibrate": _recalibrate,
}


def _model(verb: argparse.ArgumentParser, *, required: bool = False) -> None:
    verb.add_argument("--model", type=Path, required=required, metavar="FILE", help="model file (GGUF)")


def _axis(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--axis", type=Path, metavar="FILE", help="axis file (default: the one that belongs to the model)")
    verb.add_argument("--axis-dir", type=Path, metavar="FOLDER", help="look for the model's axis in this folder first")


def _out(verb: argparse.ArgumentParser, default: str | None) -> None:
    words = "what to write" if default is None else f"what to write (default: {default})"
    verb.add_argument("--out", type=Path, required=default is None, metavar="FILE", help=words)
    verb.add_argument("--overwrite", action="store_true", help="replace a file that is there already")


def _measuring(verb: argparse.ArgumentParser, size: str) -> None:
    verb.add_argument("--size", choices=SIZES, default=size, help=f"how much to ask (default: {size})")
    verb.add_argument("--threads", type=_threads, metavar="N", help="processor threads (default: one fewer than there are cores)")
    verb.add_argument("--work-dir", type=Path, metavar="FOLDER", help="keep finished replies here, so that a stopped run can go on")


def _band(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not dash or not (first.isdecimal() and last.isdecimal()) or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a pair of layers such as 12-18")
    return int(first), int(last)


def _threads(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of threads between 1 and 1024")
    return int(text)


def parse(arguments: Sequence[str] | None) -> Any:
    """Return the options; raises AxisError in one sentence where they are not understood."""
    return parser().parse_args(arguments)
