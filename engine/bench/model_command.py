"""`keel bench make-model`: its options and its run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.bench.make_model import FILE_TYPES, ModelPlan, make_model
from engine.bench.progress import Progress
from engine.bench.shapes import SHAPES


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--shape", required=True, choices=tuple(SHAPES), help="the model whose shape it has")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write it; an existing file is replaced")
    parser.add_argument("--layers", type=int, metavar="N", help="fewer layers than the real one has")
    parser.add_argument("--type", choices=tuple(FILE_TYPES), default="Q8_0", help="how the weights are stored")
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help="decides the weights")
    parser.add_argument(
        "--vocab", type=Path, metavar="FILE", help="GGUF file to take vocabulary and template from (default: made up)"
    )
    parser.add_argument("--template", type=Path, metavar="FILE", help="chat template, as Jinja text")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a sentence")


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def run(options: argparse.Namespace, progress: Progress) -> dict[str, Any]:
    """Make the model; raises what make_model does."""
    plan = ModelPlan(options.shape, options.layers, options.type, options.seed, options.vocab, options.template)
    return make_model(plan, options.out, progress.say) | {"seconds": round(progress.seconds, 1)}


def sentence(made: dict[str, Any]) -> str:
    """Return what was made, for a person."""
    return (
        f"{made['out']}: {made['parameters'] / 1e6:.0f} million random weights, {made['layers']} layers,"
        f" {made['vocabulary']} tokens, {made['bytes'] / 1e6:.0f} MB"
    )
