"""`keel bench start` and `keel bench window`: their options."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from app import paths
from app.bench_window import start


def run(what: str, arguments: Sequence[str]) -> int:
    """Run one of the two and return the exit code."""
    return _start(arguments) if what == "start" else _window(arguments)


def _start(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="keel bench start", description="How soon the window and the first token are there")
    parser.add_argument("--quick", action="store_true", help="two starts only")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--model", type=Path, help="model file (default: the built-in one)")
    parser.add_argument("--starts", type=int, default=7, metavar="N", help="how often the program is started")
    options = parser.parse_args(arguments)
    model = paths.model_file(options.model) if options.model is not None else None
    return start.printed(
        start.measure_start(model, 2 if options.quick else max(1, options.starts), start.say), start.table, arguments
    )


def _window(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="keel bench window", description="Speed of replies through the window")
    parser.add_argument("--quick", action="store_true", help="two short rounds")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--model", type=Path, default=paths.DEMO_MODEL, help="model file (default: the built-in one)")
    parser.add_argument("--pairs", type=int, default=7, metavar="N", help="rounds")
    parser.add_argument("--tokens", type=int, default=64, metavar="N", help="tokens of a reply at most")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="threads of both")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.bench_window import path

    pairs, tokens = (2, 16) if options.quick else (max(1, options.pairs), max(2, options.tokens))
    plan = path.WindowPlan(paths.model_file(options.model), pairs, tokens, max(1, options.threads))
    return start.printed(path.measure_window(plan, start.say), path.table, arguments)
