"""Makes the demo model's axis from role prompts against default ones, by the code that makes anyone's axis.

    python -m resources.demo.source.make_axis [--band FIRST LAST] [--form reply|position] ...

Every choice that is not given is made by axes.calibration. The drifting conversations of the evaluation are never looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from axes.extraction import AxisProgress, ExtractionSpec
from engine.axis_build import build_axis, spec_from_mapping

DEMO = Path(__file__).resolve().parent.parent


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the demo model's axis.")
    parser.add_argument("--model", type=Path, default=DEMO / "keel-demo.gguf")
    parser.add_argument("--evaluation", type=Path, default=DEMO / "evaluation.json")
    parser.add_argument("--out", type=Path, default=DEMO / "keel-demo.axis.gguf")
    parser.add_argument("--band", type=int, nargs=2, metavar=("FIRST", "LAST"), help="capped layers, inclusive")
    parser.add_argument("--monitor", type=int, metavar="LAYER", help="layer that is read")
    parser.add_argument("--form", choices=("reply", "position"), default="reply")
    parser.add_argument("--percentile", type=float, default=75.0)
    parser.add_argument("--threshold", type=float, help="reading below which a reply counts as drifted")
    parser.add_argument("--repeats", type=int, default=1, help="replies per system prompt and question")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=None)
    return parser.parse_args()


def _spec(options: argparse.Namespace) -> ExtractionSpec:
    extraction = json.loads(options.evaluation.read_text(encoding="utf-8"))["extraction"]
    return spec_from_mapping(
        extraction,
        name="Keel Demo Assistant axis",
        repeats=options.repeats,
        seed=options.seed,
        band=tuple(options.band) if options.band else None,
        monitor_layer=options.monitor,
        form=options.form,
        percentile=options.percentile,
        threshold=options.threshold,
        provenance={"prompts": "resources/demo/evaluation.json, extraction"},
    )


def main() -> int:
    """Make the axis, print its figures; exit status 1 where it is not usable."""
    options = _arguments()
    begun = time.monotonic()
    last = begun

    def report(progress: AxisProgress) -> None:
        nonlocal last
        if time.monotonic() - last > 5 or progress.fraction == 1:
            last = time.monotonic()
            print(f"{progress.fraction:4.0%}  {progress.text}", file=sys.stderr, flush=True)

    built = build_axis(options.model, options.out, _spec(options), report, n_ctx=1024, n_threads=options.threads)
    axis = built.axis
    print(f"{built.verdict}: {built.text}")
    print(f"band {axis.band_first}-{axis.band_last}, monitor layer {axis.monitor_layer}")
    print(f"threshold {axis.threshold:.3f}, form {axis.form}, percentile {axis.percentile:g}")
    for name, value in axis.quality.items():
        shown = [f"{item:.3f}" if isinstance(item, float) else item for item in value] if isinstance(value, list) else value
        print(f"  {name}: {shown}")
    print(f"{time.monotonic() - begun:.0f} s", file=sys.stderr)
    return 0 if built.verdict != "not usable" else 1


if __name__ == "__main__":
    sys.exit(main())
