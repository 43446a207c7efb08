"""Every malformed file through the header reader: `python -m tests.hostile.reader_run [--seed N]`; prints figures as JSON.

The reader works in a process of its own, so that its memory is told apart from that of the generator.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.hostile.generator import cases
from tests.hostile.reader_child import MAX_SECONDS

MAX_GROWTH_MB = 50
ROOT = Path(__file__).parents[2]


def run(folder: Path, seed: int) -> dict[str, Any]:
    """Read every file; returns figures and whatever was not as it must be."""
    path = folder / "hostile.gguf"
    begun = time.monotonic()
    wrong: list[str] = []
    kinds = {"refused by the reader": 0, "refused by inspect": 0, "accepted": 0}
    slowest, slowest_case = 0.0, ""
    command = [sys.executable, "-m", "tests.hostile.reader_child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for case in cases(folder, seed):
            case.write(path)
            child.stdin.write(f"{path}\n")
            child.stdin.flush()
            found = json.loads(child.stdout.readline())
            kinds[found["outcome"]] += 1
            if found["seconds"] > slowest:
                slowest, slowest_case = found["seconds"], case.name
            if found["seconds"] > MAX_SECONDS or found["fault"]:
                wrong.append(f"{case.name}: {found['seconds']:.3f} s {found['fault']}")
        child.stdin.close()
        growth = json.loads(child.stdout.readline())["growth"] / 1e6
    if growth > MAX_GROWTH_MB:
        wrong.append(f"the process grew by {growth:.0f} MB")
    return {
        "files": sum(kinds.values()),
        **kinds,
        "slowest_ms": round(1000 * slowest, 1),
        "slowest": slowest_case,
        "growth_mb": round(growth, 1),
        "seconds": round(time.monotonic() - begun, 1),
        "wrong": wrong,
    }


def main() -> int:
    """Run from a terminal; the exit status says whether every file was answered as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keel-hostile-") as folder:
        figures = run(Path(folder), options.seed)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 1 if figures["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
