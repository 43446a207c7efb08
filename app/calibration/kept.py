"""A calibration that was stopped: where its finished replies lie, and how far it had come. No Qt."""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from engine.protocol import ModelFacts

SIZES: Final = ("quick", "standard", "thorough")
STATE_FILE: Final = "run.json"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_MARK: Final = 16
"""Characters of a fingerprint that tell models apart in file names."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stopped calibration: its size and the share of it that is done, 0..1."""

    size: str
    fraction: float


class KeptRuns:
    """The stopped calibrations of one model file in the data directory; the engine keeps the replies, this how far they go.

    Losing what is kept here costs time and nothing else, so a disk that cannot be read or written is passed over.
    """

    def __init__(self, data_dir: Path, model: ModelFacts) -> None:
        self.folder = data_dir / "calibration" / _model_name(model)

    def work_dir(self, size: str) -> Path:
        """Return where the engine keeps the finished replies of a size."""
        return self.folder / size

    def load(self) -> Kept | None:
        """Return the calibration stopped last, None where there is none."""
        try:
            found = json.loads((self.folder / STATE_FILE).read_text(encoding="utf-8"))
            size, fraction = found["size"], float(found["fraction"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if size not in SIZES or not math.isfinite(fraction) or not self.work_dir(size).is_dir():
            return None
        return Kept(size, min(max(fraction, 0.0), 1.0))

    def save(self, kept: Kept) -> None:
        """Remember how far a calibration has come."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self.folder / f"{STATE_FILE}.new"
            draft.write_text(json.dumps(asdict(kept)), encoding="utf-8")
            os.replace(draft, self.folder / STATE_FILE)

    def forget(self) -> None:
        """Remove everything that is kept for this model."""
        shutil.rmtree(self.folder, ignore_errors=True)


def axis_path(folder: Path, model: ModelFacts, kind: str = "") -> Path:
    """Return where the axis of a model is written in a folder; kind tells axes of another origin apart ("imported")."""
    stem = _UNSAFE.sub("-", Path(model.path).stem).strip("-.")[:60] or "model"
    return folder / f"{stem}-{_model_name(model)}{'-' + kind if kind else ''}.axis.gguf"


def _model_name(model: ModelFacts) -> str:
    return f"{model.fingerprint[:_MARK]}-{_UNSAFE.sub('-', model.quantization).strip('-.') or 'unknown'}"
