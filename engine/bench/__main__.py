"""`python -m engine.bench`: measures Keel on a model through real llama.cpp and prints a table or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Final

from axes.axis import AxisError
from axes.gguf_header import GGUFError
from engine.bench import drift_command, model_command, speed_command
from engine.bench.evaluation import EvaluationError
from engine.bench.extraction import extraction_table
from engine.bench.latency import latency_table
from engine.bench.progress import Progress
from engine.bench.report import table
from engine.bench.speed import speed_table
from engine.llama_api import LlamaError
from engine.model import LoadError
from engine.session import GenerationError
from engine.terminal import ended


@dataclass(frozen=True, slots=True)
class Measurement:
    """One subcommand: what it is for, its options, its run, and its figures as text for a person."""

    purpose: str
    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Progress], dict[str, Any]]
    text: Callable[[dict[str, Any]], str]


MEASUREMENTS: Final = {
    "drift": Measurement(
        "how often replies drift with and without a cap, and what it costs",
        drift_command.add_options,
        drift_command.measure_drift,
        table,
    ),
    "speed": Measurement(
        "how fast replies are with readings and the cap, against bare llama.cpp",
        speed_command.add_speed_options,
        speed_command.run_speed,
        speed_table,
    ),
    "latency": Measurement(
        "how soon the first token comes late in a long chat and after coming back to it, against the new tokens alone",
        speed_command.add_latency_options,
        speed_command.run_latency,
        latency_table,
    ),
    "extraction": Measurement(
        "how fast an axis is made with replies generated together, against one at a time",
        speed_command.add_extraction_options,
        speed_command.run_extraction,
        extraction_table,
    ),
    "make-model": Measurement(
        "make a model of a real shape with random weights, to measure on",
        model_command.add_options,
        model_command.run,
        model_command.sentence,
    ),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="keel bench", description="Measure Keel on a model.")
    commands = parser.add_subparsers(dest="what", required=True)
    for name, measurement in MEASUREMENTS.items():
        measurement.add_options(commands.add_parser(name, help=measurement.purpose, description=measurement.purpose.capitalize()))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement; returns the exit status, 2 for anything that keeps it from running."""
    options = _parser().parse_args(arguments)
    measurement, progress = MEASUREMENTS[options.what], Progress()
    try:
        report = measurement.run(options, progress)
    except BrokenProcessPool:
        print("keel bench: the model's process ended unexpectedly, so the measurement was stopped.", file=sys.stderr)
        return 2
    except (EvaluationError, LoadError, AxisError, GGUFError, GenerationError, LlamaError, OSError) as error:
        print(f"keel bench: {error}", file=sys.stderr)
        return 2
    progress.close()
    print(json.dumps(report, indent=2, allow_nan=False) if options.json else measurement.text(report))
    return 0


if __name__ == "__main__":
    sys.exit(ended(main))
