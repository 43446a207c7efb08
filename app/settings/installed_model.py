"""What the settings know of the models that are on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.memory_need import ModelShape


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that may be chosen; size: bytes of its files; shape: None where its header was not read yet."""

    path: Path
    name: str
    size: int
    shape: ModelShape | None = None
