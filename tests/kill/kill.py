"""Kill the program many times and look what is left: `python -m tests.kill.kill [--kills 200] [--seed N] [--json]`.

Half of the kills come while replies grow and someone types, a quarter while an old file is brought up to date, a quarter while
chats are imported. After each one the file is sound, everything acknowledged is there, and at most a second of a growing reply is
missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.kill.scenarios import Importing, Migrating, Talking


def run(kills: int, seed: int, folder: Path, report: Any) -> dict[str, Any]:
    """Kill the program so many times; raises AssertionError at the first loss."""
    began = time.monotonic()
    parts = {"talking": kills - 2 * (kills // 4), "migrating": kills // 4, "importing": kills // 4}
    figures: dict[str, Any] = {"kills": kills, "seed": seed}
    for name, kind in (("talking", Talking), ("migrating", Migrating), ("importing", Importing)):
        scenario = kind(folder, seed)
        for number in range(parts[name]):
            report(f"{name}: kill {number + 1} of {parts[name]}")
            scenario.kill_once()
        figures[name] = {"kills": parts[name], **scenario.report()}
    return figures | {"seconds": round(time.monotonic() - began)}


def main() -> int:
    """Run from a terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keel-kill-") as folder:
        figures = run(options.kills, options.seed, Path(folder), _quiet if options.json else _say)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _quiet(_text: str) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
