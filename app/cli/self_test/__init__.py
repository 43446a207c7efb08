"""`keel self-test`: drives the real window through drift, warning, fresh chat and cap, and says whether every step was seen."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from app import paths, qt_libraries
from app.cli import arguments
from app.cli.self_test.steps import Report, StepFailed
from app.problems import UserError

EXIT_FAILED = 1


def run(argv: list[str]) -> int:
    """Run `keel self-test` with its arguments and return the exit code."""
    options = arguments.self_test_parser().parse_args(argv)
    model = paths.model_file(options.model)
    axis = paths.axis_file(options.axis)
    if not paths.EVALUATION.is_file():
        raise UserError(f"{paths.EVALUATION.name} is missing here", "there is nothing to talk about", "install Keel again")
    _choose_platform()
    report = Report(live=not options.json)
    try:
        with tempfile.TemporaryDirectory(prefix="keel-self-test-") as folder:
            _run_window(report, Path(folder), (model, axis), options.time_limit)
    except StepFailed:
        pass  # the report has it
    if options.json:
        print(report.as_json(), flush=True)
    elif not report.ok:
        print("keel: The self-test did not see every step.", file=sys.stderr)
    return 0 if report.ok else EXIT_FAILED


def _choose_platform() -> None:
    """Use the display where there is one that works, else draw into memory."""
    try:
        qt_libraries.check_window()
    except UserError:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        qt_libraries.check_offscreen()


def _run_window(report: Report, data_dir: Path, files: tuple[Path, Path | None], time_limit: float) -> None:
    from app.cli.self_test.driver import make_application
    from app.cli.self_test.patience import Patience
    from app.cli.self_test.script import Script
    from app.cli.slot_errors import SlotErrors

    application = make_application()
    patience = Patience(time_limit)
    try:
        with SlotErrors(patience.look) as errors:
            script = Script(report, patience, data_dir, files)
            try:
                script.run()
            finally:
                script.close()
            script.check_errors(errors.caught)
    finally:
        patience.end()
        application.quit()
