"""`keel bench drift`: its options and its run."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import os
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import IO, Any

from engine.bench.drift import ALPHAS, PIECES, QUICK_ALPHAS, QUICK_PIECES, Plan, find_files, measure, quick
from engine.bench.evaluation import SPLITS, EvaluationError, EvaluationSet, load_evaluation
from engine.bench.progress import Progress
from engine.bench.report import figures
from engine.bench.runs import Record, Setup


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--quick", action="store_true", help="a small sample, under a minute on two cores")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--model", type=Path, help="model file (default: the built-in one)")
    parser.add_argument("--axis", type=Path, help="axis file (default: the one beside the model)")
    parser.add_argument("--evaluation", type=Path, help="evaluation file (default: the built-in one)")
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--only", help=f"pieces to run, comma-separated: {', '.join(PIECES)}")
    parser.add_argument("--form", choices=("reply", "position"), action="append", help="form of the cap (default: all it has)")
    parser.add_argument("--conversations", type=int, metavar="N", help="at most N conversations of each kind")
    parser.add_argument("--items", type=int, metavar="N", help="at most N capability items of each kind")
    parser.add_argument("--roles", type=int, metavar="N", help="at most N questions for each role")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="sampled runs of each conversation")
    parser.add_argument("--controls", type=int, metavar="N", help="draws of random directions")
    parser.add_argument("--alphas", help="additive steps, comma-separated, in default-to-role distances")
    parser.add_argument("--jobs", type=int, default=_cores(), metavar="N", help="processes")
    parser.add_argument("--transcripts", type=Path, metavar="FILE", help="also write every reply, one JSON object a line")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chosen(options: argparse.Namespace, evaluation: EvaluationSet) -> EvaluationSet:
    limits = (options.conversations, options.items, options.roles)
    if options.quick and limits == (None, None, None):
        return quick(evaluation, options.split)
    return evaluation.part(options.split, *limits)


def _plan(options: argparse.Namespace, own_form: Sequence[str] | None) -> Plan:
    pieces = tuple(options.only.split(",")) if options.only else (QUICK_PIECES if options.quick else PIECES)
    if unknown := set(pieces) - set(PIECES):
        raise EvaluationError(f"There is no piece called {min(unknown)!r}; there are {', '.join(PIECES)}.")
    if min(options.seeds, options.jobs, 1 if options.controls is None else options.controls) < 1:
        raise EvaluationError("Numbers of seeds, processes and controls start at 1.")
    try:
        alphas = [float(step) for step in options.alphas.split(",")] if options.alphas else None
    except ValueError as error:
        raise EvaluationError(f"{options.alphas!r} is not a list of numbers.") from error
    return Plan(
        pieces=pieces,
        seeds=options.seeds,
        forms=options.form or own_form,
        alphas=alphas or (QUICK_ALPHAS if options.quick else ALPHAS),
        controls=options.controls or (1 if options.quick else 3),
        jobs=options.jobs,
    )


def _own_form(options: argparse.Namespace, axis: Path | None) -> list[str] | None:
    """Return the axis's own form for a quick run, None (all of them) otherwise."""
    from axes.format import read_axis

    return [read_axis(axis).form] if options.quick and axis is not None else None


@contextlib.contextmanager
def demo_folder() -> Iterator[Path]:
    """Give the folder of the built-in model."""
    with resources.as_file(resources.files("resources") / "demo") as folder:
        yield folder


def _write_transcripts(records: Sequence[Record], file: IO[str]) -> None:
    for record in records:
        file.write(json.dumps(dataclasses.asdict(record), ensure_ascii=False) + "\n")


def measure_drift(options: argparse.Namespace, progress: Progress) -> dict[str, Any]:
    """Run the measurement and return its figures; raises what `measure` does, and OSError for the transcripts."""
    with demo_folder() as folder:
        model, axis = find_files(options.model, options.axis, folder)
        evaluation = _chosen(options, load_evaluation(options.evaluation or folder / "evaluation.json"))
        plan = _plan(options, _own_form(options, axis))
        results = measure(Setup(model, axis), evaluation, plan, progress.say)
    if options.transcripts is not None:
        with options.transcripts.open("w", encoding="utf-8") as file:
            _write_transcripts(results.records, file)
    what: dict[str, Any] = {
        "model": model.name,
        "axis": axis.name if axis is not None else None,
        "split": options.split,
        "conversations": len(evaluation.conversations),
        "items": len(evaluation.items),
        "seeds": plan.seeds,
        "quick": options.quick,
    }
    return what | figures(results) | {"seconds": round(progress.seconds, 1)}
