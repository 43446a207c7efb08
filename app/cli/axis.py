"""`keel axis`: makes, shows, checks and exchanges axes; the work is done by the engine, in a process of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from app import paths
from app.cli.arguments import Parser
from app.cli.bench import wait

RESUMED = ("build", "recalibrate", "import")
"""Commands that keep finished replies, so that a stopped run can go on."""
FOUND = ("show", "check", "export", "embed", "recalibrate")
"""Commands that look for the axis of a model, also among those that the window made."""
WORK = "axis-work"


def run(argv: list[str]) -> int:
    """Run `keel axis` with its arguments: the child's output and exit code are passed on as they are."""
    data_dir, given = _without_data_dir(argv)
    command, environment = paths.module_command("engine.axis_command", *given, *_places(given, data_dir))
    with subprocess.Popen(command, env=environment) as child:
        return wait(child)


def _without_data_dir(argv: list[str]) -> tuple[Path | None, list[str]]:
    """Take --data-dir out of the arguments; the engine does not know of it."""
    parser = Parser(prog="keel axis", add_help=False, allow_abbrev=False)
    parser.add_argument("--data-dir", type=Path)
    options, rest = parser.parse_known_args(argv)
    return options.data_dir, rest


def _places(given: list[str], data_dir: Path | None) -> list[str]:
    """Return the options that name Keel's own folders, for the commands that use them."""
    verb = given[0] if given else ""
    if verb not in RESUMED + FOUND or "-h" in given or "--help" in given:
        return []
    folder = paths.data_directory(data_dir)
    options = []
    if verb in RESUMED and not _names(given, "--work-dir"):
        options += ["--work-dir", str(folder / WORK)]
    if verb in FOUND and not _names(given, "--axis-dir"):
        options += ["--axis-dir", str(folder / "axes")]
    return options


def _names(given: list[str], option: str) -> bool:
    return any(each == option or each.startswith(f"{option}=") for each in given)
