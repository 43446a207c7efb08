"""The `keel` command: without a subcommand it opens the window; the others (see _COMMAND_MODULES) serve terminals and scripts."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from app.cli import arguments
from app.problems import UserError, report
from engine.terminal import ended

_COMMAND_MODULES = {
    "chat": "app.cli.chat",
    "self-test": "app.cli.self_test",
    "chats": "app.cli.chats",
    "settings": "app.cli.settings",
    "axis": "app.cli.axis",
    "model": "app.cli.model",
    "bench": "app.cli.bench",
    "network": "app.cli.network",
}
"""Each module has `run(argv: list[str]) -> int`; it is imported only when its command is asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run Keel with the given arguments (the process's own for None) and return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    return ended(lambda: _run(given))


def _run(given: list[str]) -> int:
    try:
        if given and given[0] in _COMMAND_MODULES:
            return int(importlib.import_module(_COMMAND_MODULES[given[0]]).run(given[1:]))
        return _window(given)
    except UserError as problem:
        return report(problem, arguments.wants_json(given))
    except KeyboardInterrupt:
        return 130


def _window(given: list[str]) -> int:
    options = arguments.window_parser().parse_args(given)
    if options.version:
        sys.stdout.write(f"keel {version()}\n")
        return 0
    if options.file is not None and options.model is not None:
        raise UserError("Two model files were given", "only one model can be open", "give either --model or a file name")
    if options.file is not None and not options.file.suffix and not options.file.exists():
        commands = ", ".join(arguments.COMMANDS)
        what = f"There is no command {str(options.file)!r}, and no such file"
        raise UserError(what, "", f"the commands are {commands}; see keel --help")
    from app import paths, qt_libraries

    data_dir = paths.data_directory(options.data_dir)
    chosen = options.model or options.file
    # Without a choice on the command line the window takes the model of the settings, and the axis that belongs to it.
    model = paths.model_file(chosen) if chosen is not None else None
    axis = paths.axis_file(options.axis)
    qt_libraries.check_window()
    from app.window.start import run_window

    return run_window(data_dir, str(model) if model is not None else None, str(axis) if axis is not None else None)


def version() -> str:
    """Return the version of the installed package."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("keel")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
