"""`keel model`: says what a model file is, and fetches models; the header is read by the engine, in a process of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from app import paths
from app.cli.arguments import Parser
from app.cli.bench import wait
from app.problems import UserError

_HELP = """usage: keel model inspect FILE [--json]
       keel model download REPOSITORY FILE [--json]

inspect   say what a model file is, from its header alone: nothing is loaded
download  fetch a model file of the hub into Keel's data folder

keel model inspect --help and so on list every option.
"""
VERBS = ("inspect", "download")


def run(argv: list[str]) -> int:
    """Run `keel model` with its arguments and return the exit code."""
    if argv[:1] in ([], ["-h"], ["--help"]):
        print(_HELP, end="")
        return 0
    if argv[0] not in VERBS:
        raise UserError(f"There is no command called model {argv[0]!r}", "", f"there are {', '.join(VERBS)}; see keel model --help")
    if argv[0] == "download":
        from app.cli import model_download

        return model_download.run(argv[1:])
    data_dir, given = _without_data_dir(argv[1:])
    command, environment = paths.module_command("engine.model_command", *given, *_axis_folder(given, data_dir))
    with subprocess.Popen(command, env=environment) as child:
        return wait(child)


def _without_data_dir(argv: list[str]) -> tuple[Path | None, list[str]]:
    """Take --data-dir out of the arguments; the engine does not know of it."""
    parser = Parser(prog="keel model inspect", add_help=False, allow_abbrev=False)
    parser.add_argument("--data-dir", type=Path)
    options, rest = parser.parse_known_args(argv)
    return options.data_dir, rest


def _axis_folder(given: list[str], data_dir: Path | None) -> list[str]:
    """Return the option that names Keel's own axes, unless another folder is given; nothing is made for it."""
    if any(each == "--axis-dir" or each.startswith(("--axis-dir=", "-h", "--help")) for each in given):
        return []
    folder = paths.usual_data_directory() if data_dir is None else data_dir.expanduser().absolute()
    return ["--axis-dir", str(paths.axis_directory(folder))]
