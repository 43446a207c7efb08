"""Builds the wheel and checks what is in it: everything the program needs at run time, and nothing that only made it.

Usage: python packaging/check_wheel.py [option of pip wheel ...]. With --no-build-isolation nothing is fetched,
but the interpreter must then have a recent setuptools. Exit code 1 and one line per fault where the wheel is wrong.
"""

from __future__ import annotations

import fnmatch
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NEEDED = (
    "app/__main__.py",
    "app/window/start.py",
    "axes/axis.py",
    "engine/__main__.py",
    "engine/_residual_hook*.so",
    "engine/axis_command/*.py",
    "engine/bench/*.py",
    "resources/demo/keel-demo.gguf",
    "resources/demo/keel-demo.axis.gguf",
    "resources/demo/keel-demo.guesses.gguf",
    "resources/demo/MODEL_CARD.md",
    "resources/demo/evaluation.json",
    "resources/demo/lexicon.json",
    "resources/personas/defaults.json",
    "resources/personas/questions.json",
    "resources/personas/roles.json",
    "resources/icons/*.svg",
    "resources/translations/keel_de.qm",
    "keel-*.dist-info/licenses/LICENSE",
    "keel-*.dist-info/entry_points.txt",
)
FORBIDDEN = ("tests/*", "packaging/*", "resources/demo/source/*", "*.c", "*.h", "*/__pycache__/*", "*.pyc")
MAX_BYTES = 20 * 1024 * 1024


def build_wheel(folder: Path, options: list[str]) -> Path:
    """Build the wheel of the checkout into a folder and return its path."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *options, "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    (wheel,) = folder.glob("keel-*.whl")
    return wheel


def faults(wheel: Path) -> list[str]:
    """Return what is wrong with the wheel, one sentence each."""
    names = zipfile.ZipFile(wheel).namelist()
    found = [f"The wheel lacks {pattern}." for pattern in NEEDED if not fnmatch.filter(names, pattern)]
    found += [f"The wheel holds {name}, which is not needed to run Keel." for name in names if _matches(name, FORBIDDEN)]
    sources = [name for name in names if not name.endswith((".so", ".pyd")) and ".dist-info/" not in name]
    found += [
        f"The wheel holds {name}, which is not in the tree (remove build/)." for name in sources if not (ROOT / name).exists()
    ]
    if wheel.stat().st_size > MAX_BYTES:
        found.append(f"The wheel has {wheel.stat().st_size} bytes, more than {MAX_BYTES}.")
    return found


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def main() -> int:
    """Build, check, report."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder), sys.argv[1:])
        found = faults(wheel)
        sys.stdout.write("".join(f"{fault}\n" for fault in found) or f"{wheel.name}: {wheel.stat().st_size} bytes, complete\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
