"""What every measurement of speed says of itself: the model, and what it ran on."""

from __future__ import annotations

from typing import Any

from engine.protocol import ModelFacts


def described(facts: ModelFacts, threads: int) -> dict[str, Any]:
    """Return the model and the machine's part as plain data; device: "CPU", or the graphics card with the layers it holds."""
    return {
        "model": facts.name,
        "quantisation": facts.quantization,
        "parameters": facts.parameters,
        "layers": facts.n_layer,
        "device": facts.device,
        "threads": threads,
    }


def heading(figures: dict[str, Any]) -> str:
    """Return the same in a line for a person, with the number of paired runs."""
    threads = "1 thread" if figures["threads"] == 1 else f"{figures['threads']} threads"
    return f"{figures['model']}, {figures['quantisation']}, {figures['device']}, {threads}, {figures['pairs']} paired runs"
