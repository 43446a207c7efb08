"""How much of a model lies on a graphics card: as many layers as fit, or as many as the settings say; and why, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.memory_need import ModelShape, layers_that_fit

PROCESSOR: Final = "CPU"
_GB: Final = 10**9


@dataclass(frozen=True, slots=True)
class Device:
    """A graphics device as llama.cpp sees it; free and total are bytes of its memory."""

    name: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Offload:
    """n_gpu_layers: what llama.cpp is asked for (one more than there are blocks: the output too). device: what to show for it.

    failed: whether a graphics device did not do what was decided.
    """

    n_gpu_layers: int
    device: str
    reason: str
    failed: bool = False


def choose(
    wanted: int | None,
    devices: Sequence[Device],
    shape: ModelShape | None,
    n_ctx: int,
    kv_type: str = "f16",
    flash_attention: str = "auto",
    *,
    possible: bool = True,
) -> Offload:
    """Decide how many layers a model puts on the graphics devices; wanted None: as many as fit.

    shape: None where the file does not say enough to know what fits, so that nothing is put there unasked. possible: whether this
    build of llama.cpp can use such devices at all.
    """
    if not devices and possible:
        return Offload(0, PROCESSOR, "No graphics card was found, so the model runs on the processor.")
    if not devices:
        return Offload(0, PROCESSOR, "This copy of Keel works without graphics cards, so the model runs on the processor.")
    name = " + ".join(device.name for device in devices)
    if wanted == 0:
        return Offload(0, PROCESSOR, "The settings keep the model off the graphics card, so it runs on the processor.")
    if shape is None:
        if wanted is None:
            return Offload(0, PROCESSOR, "What fits on the graphics card is not known for this model, so it runs on the processor.")
        return Offload(wanted, f"{name} ({wanted})", f"The settings put {wanted} layers on {name}.")
    whole = shape.n_layer + 1
    free = sum(device.free for device in devices)
    if wanted is not None:
        count = min(wanted, whole)
        return Offload(count, _shown(name, count, whole), f"The settings put {count} of {whole} layers on {name}.")
    count = layers_that_fit(shape, n_ctx, free, kv_type, flash_attention)
    room = f"{free / _GB:.1f}"
    if count == 0:
        return Offload(0, PROCESSOR, f"{name} has only {room} GB free, too little for this model, so it runs on the processor.")
    if count == whole:
        return Offload(count, name, f"The whole model fits on {name} with {room} GB free.")
    return Offload(count, _shown(name, count, whole), f"{count} of {whole} layers fit on {name} with {room} GB free.")


def on_processor(failed: Offload) -> Offload:
    """Return what is done instead where the graphics device did not do what was decided."""
    name = failed.device.partition(" (")[0]
    return Offload(0, PROCESSOR, f"{name} could not be used for this model, so it runs on the processor.", failed=True)


def _shown(name: str, count: int, whole: int) -> str:
    return name if count == whole else f"{name} ({count}/{whole})"
