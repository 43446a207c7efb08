"""`keel bench speed`, `latency` and `extraction`: their options and their runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from engine.batch_context import MAX_SEQUENCES
from engine.bench.drift import find_files
from engine.bench.drift_command import demo_folder
from engine.bench.evaluation import EvaluationError
from engine.bench.extraction import ExtractionPlan, measure_extraction
from engine.bench.latency import LatencyPlan, measure_latency
from engine.bench.progress import Progress
from engine.bench.speed import SpeedPlan, measure_speed

QUICK: Final = SpeedPlan(pairs=3, prompt=128, tokens=32)
QUICK_LATENCY: Final = LatencyPlan(pairs=2, turns=6, tokens=600)
QUICK_EXTRACTION: Final = ExtractionPlan(pairs=1, replies=16, tokens=24)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--model", type=Path, help="model file (default: the built-in one)")
    parser.add_argument("--pairs", type=_positive, metavar="N", help="rounds in which every way has its turn")
    parser.add_argument("--threads", type=_positive, metavar="N", help="threads (default: as many as Keel would use)")


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return number


def add_speed_options(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen for `speed`."""
    _add_common(parser)
    parser.add_argument("--axis", type=Path, help="axis file (default: the one beside the model)")
    parser.add_argument("--prompt", type=_positive, metavar="N", help="tokens read")
    parser.add_argument("--tokens", type=_positive, metavar="N", help="tokens decoded")


def add_latency_options(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen for `latency`."""
    _add_common(parser)
    parser.add_argument("--axis", type=Path, help="axis file (default: the one beside the model)")
    parser.add_argument("--turns", type=_positive, metavar="N", help="turns of the chat")
    parser.add_argument("--tokens", type=_positive, metavar="N", help="tokens of the chat")


def add_extraction_options(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen for `extraction`."""
    _add_common(parser)
    parser.add_argument("--replies", type=_positive, metavar="N", help="replies made in each run")
    parser.add_argument("--tokens", type=_positive, metavar="N", help="tokens of a reply at most")
    parser.add_argument("--sequences", type=_positive, metavar="N", help="replies made together at most")


def run_speed(options: argparse.Namespace, progress: Progress) -> dict[str, Any]:
    """Time reading and decoding with and without Keel's hook; raises what measure_speed does."""
    base = QUICK if options.quick else SpeedPlan()
    plan = SpeedPlan(options.pairs or base.pairs, options.prompt or base.prompt, options.tokens or base.tokens, options.threads)
    with demo_folder() as folder:
        model, axis = find_files(options.model, options.axis, folder)
        return measure_speed(model, axis, plan, progress.say) | {"seconds": round(progress.seconds, 1)}


def run_latency(options: argparse.Namespace, progress: Progress) -> dict[str, Any]:
    """Time the first token late in a chat and after coming back to it; raises what measure_latency does."""
    base = QUICK_LATENCY if options.quick else LatencyPlan()
    plan = LatencyPlan(options.pairs or base.pairs, options.turns or base.turns, options.tokens or base.tokens, options.threads)
    with demo_folder() as folder:
        model, axis = find_files(options.model, options.axis, folder)
        return measure_latency(model, axis, plan, progress.say) | {"took": round(progress.seconds, 1)}


def run_extraction(options: argparse.Namespace, progress: Progress) -> dict[str, Any]:
    """Time replies made together against one at a time; raises what measure_extraction does."""
    base = QUICK_EXTRACTION if options.quick else ExtractionPlan()
    sequences = options.sequences or base.sequences
    if sequences > MAX_SEQUENCES:
        raise EvaluationError(f"At most {MAX_SEQUENCES} replies can be made together.")
    plan = ExtractionPlan(
        options.pairs or base.pairs, options.replies or base.replies, options.tokens or base.tokens, sequences, options.threads
    )
    with demo_folder() as folder:
        model, _ = find_files(options.model, None, folder)
        return measure_extraction(model, plan, progress.say) | {"took": round(progress.seconds, 1)}
