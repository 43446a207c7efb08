"""`python -m engine.model_command inspect FILE [--json]`: says what a model file is, in a process of its own."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from axes.axis import AxisError
from axes.gguf_header import GGUFError
from engine.axis_command.output import one_line, print_json, print_lines
from engine.inspection import inspect
from engine.memory_need import memory_need
from engine.protocol import ModelReport
from engine.terminal import ended

PROBLEM = 2
STOPPED = 130
SHOWN_CONTEXT = 4096
"""The context, in tokens, that the memory is told for; shorter where the model was made for less."""
_AXES = {
    "good": "shows readings and can cap",
    "reading": "shows readings, but is not good enough to cap with",
    "none": "none yet; make one with keel axis build",
}


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one sentence."""

    def error(self, message: str) -> NoReturn:
        raise GGUFError(f"The command line is not understood: {message}; see {self.prog} --help.")


def parser() -> argparse.ArgumentParser:
    """Return the parser of `keel model inspect`."""
    found = _Parser(
        prog="keel model inspect",
        description="Say what a model file is, from its header alone; nothing is loaded. Of a model in several files, name any.",
        epilog="Exit codes: 0 the file can be used, 2 it cannot, with one sentence why.",
        allow_abbrev=False,
    )
    found.add_argument("file", type=Path, metavar="FILE", help="a model file (GGUF)")
    found.add_argument("--axis-dir", type=Path, metavar="FOLDER", help="look for the model's axis in this folder first")
    found.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = parser().parse_args(given)
        report = inspect(options.file, options.axis_dir)
    except KeyboardInterrupt:
        return STOPPED
    except (GGUFError, AxisError) as error:
        return _complain(str(error), "--json" in given)
    if options.json:
        print_json(as_object(report))
    else:
        print_lines(*_lines(report))
    return 0


def as_object(report: ModelReport) -> dict[str, Any]:
    """Return a report as --json prints it: its fields, and the memory needed for SHOWN_CONTEXT tokens, in bytes."""
    n_ctx = _context(report)
    need = memory_need(report.shape, n_ctx)
    return dataclasses.asdict(report) | {
        "memory": {"n_ctx": n_ctx, "weights": need.weights, "kv_cache": need.kv_cache, "compute": need.compute, "total": need.total}
    }


def _context(report: ModelReport) -> int:
    return min(SHOWN_CONTEXT, report.n_ctx_train) if report.n_ctx_train > 0 else SHOWN_CONTEXT


def _lines(report: ModelReport) -> list[str]:
    n_ctx = _context(report)
    need = memory_need(report.shape, n_ctx)
    parts = "" if len(report.parts) == 1 else f" in {len(report.parts)} files"
    lines = [
        report.name,
        f"  architecture   {report.architecture}, {report.n_layer} layers, width {report.n_embd}",
        f"  parameters     {_count(report.parameters)}",
        f"  quantisation   {report.quantization}",
        f"  size           {_bytes(report.file_bytes)}{parts}",
        f"  context        {f'{report.n_ctx_train} tokens' if report.n_ctx_train else 'not stated'}",
        f"  licence        {report.licence or 'not stated'}",
        f"  chat template  {'yes' if report.has_template else 'none'}",
        f"  axis           {_AXES[report.axis]}{f' ({report.axis_source})' if report.axis_source else ''}",
        f"  fingerprint    {report.fingerprint or 'none'}",
        f"  memory         {_bytes(need.total)} with {n_ctx} tokens of context: weights {_bytes(need.weights)},"
        f" conversation {_bytes(need.kv_cache)}, working space {_bytes(need.compute)}",
    ]
    return lines + [f"  note           {notice}" for notice in report.notices]


def _count(number: int) -> str:
    for limit, unit in ((10**9, "billion"), (10**6, "million")):
        if number >= limit:
            return f"{number / limit:.3g} {unit}"
    return str(number)


def _bytes(number: int) -> str:
    return f"{number / 1e9:.2f} GB" if number >= 10**9 else f"{number / 1e6:.1f} MB"


def _complain(sentence: str, as_json: bool) -> int:
    if as_json:
        print_json({"error": one_line(sentence)})
    else:
        print(f"keel: {one_line(sentence)}", file=sys.stderr, flush=True)  # noqa: T201 - this is what the command is for
    return PROBLEM


if __name__ == "__main__":
    sys.exit(ended(main))
