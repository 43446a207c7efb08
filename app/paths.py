"""Where Keel's files are: the data directory, the shipped demo model, and the axis that belongs to a model."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

from app.problems import UserError, is_text
from axes.os_reasons import reason as reason_of

APP_NAME = "keel"
SOURCE_ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds the packages app, engine, axes and resources, installed or not."""

DEMO_MODEL = SOURCE_ROOT / "resources" / "demo" / "keel-demo.gguf"
DEMO_AXIS = SOURCE_ROOT / "resources" / "demo" / "keel-demo.axis.gguf"
EVALUATION = SOURCE_ROOT / "resources" / "demo" / "evaluation.json"


def data_directory(override: Path | None = None) -> Path:
    """Return the data directory, made if it was missing (for its owner only); raises UserError where it cannot be used."""
    place = override.expanduser().absolute() if override is not None else usual_data_directory()
    if not is_text(str(place)):
        raise UserError(
            f"The name of the data folder {place} is not valid UTF-8 text",
            "the engine cannot be told of it",
            "choose another folder with --data-dir",
        )
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place, prefix=".keel-write-check-"):
            pass
    except (OSError, ValueError) as error:
        raise UserError(
            f"The data folder {place} cannot be used ({_reason(error)})",
            "Keel has nowhere to keep your chats",
            "choose another folder with --data-dir",
        ) from error
    return place


def usual_data_directory() -> Path:
    """Return where the data directory usually is; it may not exist yet."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def model_file(path: Path | None) -> Path:
    """Return the model file, the demo model for None; raises UserError for anything that is plainly not a GGUF file."""
    if path is None:
        if not DEMO_MODEL.is_file():
            raise UserError(
                "The built-in demo model is missing from this installation", "", "install Keel again or give --model FILE"
            )
        return DEMO_MODEL
    return _gguf_file(path, "model")


def axis_directory(data_dir: Path) -> Path:
    """Return where axes made or taken over by Keel are kept; the engine finds the one for a model by the model's fingerprint."""
    return data_dir / "axes"


def axis_file(path: Path | None) -> Path | None:
    """Return an axis file given by hand, absolute; None leaves the choice to the engine.

    The engine looks in the data directory's `axes` for one made for this very model, then beside the model, then inside it.
    """
    return None if path is None else _gguf_file(path, "axis")


ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""For processes that run a model: numpy has little linear algebra to do, and its threads would spin on the model's cores."""


def module_command(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line and the environment that run one of Keel's modules in a process of its own.

    The current folder is kept off the module path (-P): a folder named "engine" there would otherwise be run in Keel's place.
    """
    environment = ONE_THREAD | dict(os.environ)
    rest = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = f"{SOURCE_ROOT}{os.pathsep}{rest}" if rest else str(SOURCE_ROOT)
    return [sys.executable, "-P", "-m", module, *arguments], environment


def _gguf_file(path: Path, kind: str) -> Path:
    place = path.expanduser().absolute()
    hint = f"check the path, or leave --{kind} out"
    if not is_text(str(place)):
        raise UserError(
            f"The name of the {kind} file {place} is not valid UTF-8 text", "nothing was loaded", "give it another name"
        )
    try:
        if not stat.S_ISREG(place.stat().st_mode):
            raise UserError(f"{place} is not a file", f"it cannot be used as the {kind}", hint)
        with place.open("rb") as stream:
            magic = stream.read(4)
    except FileNotFoundError as error:
        raise UserError(f"The {kind} file {place} does not exist", "nothing was loaded", hint) from error
    except (OSError, ValueError) as error:
        raise UserError(f"The {kind} file {place} cannot be read ({_reason(error)})", "nothing was loaded", hint) from error
    if magic != b"GGUF":
        raise UserError(
            f"{place} is not a GGUF file", f"it cannot be used as the {kind}", f"choose a file that ends in .gguf for --{kind}"
        )
    return place


def _reason(error: Exception) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error).lower()
