"""What the settings of a model cost in memory, reckoned from the model's shape while they are being changed."""

from __future__ import annotations

from app.language import number, translate
from app.language.amounts import data_size
from app.settings.fields import Settings
from engine.memory_need import memory_need
from engine.protocol import ModelFacts


def memory_notes(model: ModelFacts | None, settings: Settings) -> dict[str, str]:
    """Return, by setting, what stands below it: the memory it takes with this model under these settings.

    Empty where no model is known, or where its file does not say enough.
    """
    if model is None or model.shape is None:
        return {}
    trained = model.shape.n_ctx_train
    n_ctx = min(settings.n_ctx, trained) if trained > 0 else settings.n_ctx
    need = memory_need(model.shape, n_ctx, settings.kv_type, settings.flash_attention)
    in_all = translate(
        "Settings",
        "This model then needs {total} in all: {weights} for what it has learned, {memory} for this memory, {space} to work in.",
    )
    notes = {
        "n_ctx": in_all.format(
            total=data_size(need.total),
            weights=data_size(need.weights),
            memory=data_size(need.kv_cache),
            space=data_size(need.compute),
        ),
        "kv_type": _memory(model, settings, need.kv_cache, n_ctx),
        "flash_attention": translate("Settings", "Working space: {size}.").format(size=data_size(need.compute)),
    }
    if n_ctx < settings.n_ctx:
        most = translate("Settings", "This model can look back on {count} tokens at most.")
        notes["n_ctx"] = most.format(count=number(f"{n_ctx:,}")) + "\n" + notes["n_ctx"]
    if settings.kv_type != "f16" and settings.flash_attention == "off":
        needed = translate("Settings", "It is used all the same, because the memory is not kept exactly.")
        notes["flash_attention"] = needed + "\n" + notes["flash_attention"]
    return notes


def _memory(model: ModelFacts, settings: Settings, size: int, n_ctx: int) -> str:
    """Say what the memory takes, and what it would take if it were kept exactly."""
    text = translate("Settings", "{size} for {count} tokens.").format(size=data_size(size), count=number(f"{n_ctx:,}"))
    if settings.kv_type == "f16" or model.shape is None:
        return text
    exact = memory_need(model.shape, n_ctx).kv_cache
    return f"{text} {translate('Settings', 'Kept exactly, it would take {size}.').format(size=data_size(exact))}"
