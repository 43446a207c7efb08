"""Whether a model fits into this computer's memory now, and where the figure comes from."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from app.settings.fields import Settings
from app.settings.memory_cost import draft_need
from engine.memory_need import ModelShape, Need, Verdict, memory_need, verdict
from engine.protocol import ModelFacts


@dataclass(frozen=True, slots=True)
class Machine:
    """This computer: cores, memory in all and free at the moment, in bytes."""

    cores: int
    total: int
    available: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model goes with this computer, and where that comes from; bytes, and tokens of context.

    free: free now, and what unloading the current model frees (freed, which is part of it). draft: what a draft model takes beside
    the need of the model itself.
    """

    verdict: Verdict
    need: Need
    free: int
    freed: int
    total: int
    n_ctx: int
    kv_type: str
    draft: int = 0

    @property
    def total_need(self) -> int:
        """What the model and its draft model take together, in bytes."""
        return self.need.total + self.draft


def machine() -> Machine:
    """Look at this computer."""
    import psutil  # takes a moment, which the start of the program does not need

    memory = psutil.virtual_memory()
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    return Machine(cores, int(memory.total), int(memory.available))


def fit(shape: ModelShape, settings: Settings, computer: Machine, freed: int = 0, draft: ModelShape | None = None) -> Fit:
    """Judge a model under the settings it would be loaded with.

    freed: bytes that unloading the current model gives back. draft: the shape of the draft model that would be loaded with it.
    """
    n_ctx = min(settings.n_ctx, shape.n_ctx_train) if shape.n_ctx_train > 0 else settings.n_ctx
    need = memory_need(shape, n_ctx, settings.kv_type, settings.flash_attention)
    free = min(computer.available + freed, computer.total)
    beside = draft_need(shape, draft, settings).total if draft is not None else 0
    judged = verdict(need.total + beside, free, computer.total)
    return Fit(judged, need, free, freed, computer.total, n_ctx, settings.kv_type, beside)


def freed_by_unloading(model: ModelFacts | None, engine_pid: int) -> int:
    """Return the bytes that are free once the loaded model has gone, beyond those that count as free already.

    Linux counts the weights, which are mapped from the file, among the available memory all along; other systems do not.
    """
    if model is None:
        return 0
    promised = model.kv_bytes + model.compute_bytes + (0 if sys.platform == "linux" else model.weights_bytes)
    return min(promised, _held_by(engine_pid)) if engine_pid else promised


def _held_by(pid: int) -> int:
    """Return the bytes of memory a process holds; nothing is freed that was never taken."""
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
