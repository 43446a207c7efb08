"""The files of the project, as the quality tests look at them."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = {".gguf", ".png", ".ico", ".npz", ".pt", ".bin", ".db", ".qm"}
_GENERATED = {"build", "dist", "__pycache__", "node_modules"}


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project: what git knows or would add, or, without git, what is there."""
    try:
        command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
        found = [ROOT / name for name in listing.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not any(_is_generated(part) for part in path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def _is_generated(part: str) -> bool:
    return part in _GENERATED or part.endswith((".egg-info", ".so")) or (part.startswith(".") and part != ".ci")


def text_files() -> list[Path]:
    """The files that hold text."""
    return [path for path in project_files() if path.suffix not in BINARY]


def python_files(*folders: str) -> list[Path]:
    """The Python files below the given top-level folders, or all of them."""
    found = [path for path in project_files() if path.suffix == ".py"]
    return [path for path in found if not folders or path.relative_to(ROOT).parts[0] in folders]


@functools.cache
def syntax_tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def shown(path: Path, line: int | None = None) -> str:
    """The path as a test message names it."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"
