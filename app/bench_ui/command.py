"""`keel bench ui`: its options, and its figures as text or JSON."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

_WHAT = """\
Measures, in the real window without a display, how long the person in front of it waits: opening and scrolling a chat of 2,000
messages, text that streams in while someone types, and searching 50,000 messages. wall is the time that passed, work the processor
time the window itself took; they differ where the computer is busy with something else. The numbers are milliseconds."""


def run(arguments: Sequence[str]) -> int:
    """Measure, print the figures and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="keel bench ui", description=_WHAT, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the messages and a few rounds")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.bench_ui import store_bench, window_bench
    from app.cli.self_test.driver import make_application

    application = make_application()
    store = store_bench.measure(_say, quick=options.quick)
    gc.collect()  # what the first measurement left behind is none of the window's business
    window = window_bench.measure(_say, quick=options.quick)
    figures = {"summary": window_bench.summary(window), "window": window, "store": store}
    application.processEvents()
    sys.stdout.write((json.dumps(figures, indent=2) if options.json else _table(figures)) + "\n")
    return 0


def _table(figures: dict[str, Any]) -> str:
    asked = {**figures["summary"], "search, median": {"asked": 10.0, "found": figures["store"]["search_ms"]["median"]}}
    lines = [f"{name:<32} {each['found']:>9.1f} ms   (at most {each['asked']:.0f})" for name, each in asked.items()]
    memory = figures["window"]["memory_mib"]
    lines.append(f"{'memory, before / opened / scrolled':<32} {' / '.join(str(value) for value in memory.values())} MiB")
    length = figures["window"]["reply_length"]
    lines.append(f"{'work per character of a reply':<32} {length[0]['us_per_character']} to {length[-1]['us_per_character']} µs")
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
