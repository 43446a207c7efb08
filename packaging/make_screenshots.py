"""Takes the pictures of the README from the real window, in a conversation that really drifts.

Usage: python packaging/make_screenshots.py [--model FILE] [--axis FILE] [--out FOLDER], with a display (Xvfb will do) or without.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app import paths, qt_libraries  # noqa: E402

if TYPE_CHECKING:
    from app.cli.self_test.driver import Driver

SIZE = (1240, 800)
SECONDS = 300.0
CONVERSATIONS = 6
TASKS = ("What is the capital of France?", "How many metres are 3 kilometres?", "How do I boil an egg?")


def main() -> int:
    """Talk, and take the pictures light, drifting, warned, settings, dark, models and calibration."""
    parser = argparse.ArgumentParser(description="Take the pictures of the README.")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--axis", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "packaging" / "screenshots")
    options = parser.parse_args()
    if not qt_libraries.has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    model = paths.model_file(options.model)
    with tempfile.TemporaryDirectory() as folder:
        _take(model, options.axis, options.out, Path(folder))
    return 0


def _take(model: Path, axis: Path | None, out: Path, data_dir: Path) -> None:
    from app.cli.self_test.driver import Driver, make_application
    from app.cli.self_test.patience import Patience
    from app.window.start import build_window

    application = make_application()
    window = build_window(data_dir)
    settings = window.controller.settings
    settings.update(temperature=0.0, theme="light")
    patience = Patience(SECONDS)
    driver = Driver(window, patience)
    window.resize(*SIZE)
    driver.open(str(model), str(axis) if axis is not None else None)
    driver.wait_for_model()
    for task in TASKS:
        driver.say(task)
    _picture(driver, out, "light")
    _drift(driver, out)
    settings.reset("temperature")
    _picture(driver, out, "warned")
    settings.update(theme="dark")
    _picture(driver, out, "dark")
    settings.update(theme="light")
    window.toggle_settings()
    _picture(driver, out, "settings")
    window.toggle_settings()
    window.models_binding.open()
    _picture(driver, out, "models")
    window.show_chat()
    _calibrate(driver, out)
    driver.close()
    patience.end()
    application.quit()


def _drift(driver: Driver, out: Path) -> None:
    """Talk until the warning is on screen; the first reply below the threshold gives the picture "drifting"."""
    from app.cli.self_test.conversations import drifting_conversations
    from app.cli.self_test.driver import STRIP_SECONDS

    watch = driver.window.controller.watch
    for conversation in drifting_conversations(paths.EVALUATION, CONVERSATIONS):
        driver.new_chat()
        pictured = False
        for turn in conversation.turns:
            driver.say(turn)
            state = watch.state
            if state.warn:
                driver.patience.until(driver.strip_is_shown, "the warning", STRIP_SECONDS)
                return
            below = state.reading is not None and watch.threshold is not None and state.reading < watch.threshold
            if below and not pictured:
                _picture(driver, out, "drifting")
                pictured = True
    raise SystemExit("No conversation led to the warning.")


def _calibrate(driver: Driver, out: Path) -> None:
    """Calibrate the model once more, and take the picture when the roles stand apart from the usual replies."""
    window = driver.window
    run = window.controller.calibration
    window.toggle_drift()
    window.calibration_binding.open()
    run.start("quick")
    driver.patience.until(lambda: run.fraction > 0.4, "the calibration to get on", SECONDS)
    _picture(driver, out, "calibration")
    run.stop()
    driver.patience.until(lambda: run.state == "idle", "the calibration to stop", 30.0)
    run.discard()


def _picture(driver: Driver, out: Path, name: str) -> None:
    driver.patience.pause(0.6)
    out.mkdir(parents=True, exist_ok=True)
    if not driver.window.grab().save(str(out / f"{name}.png")):
        raise SystemExit(f"{out / name}.png could not be written.")


if __name__ == "__main__":
    sys.exit(main())
