"""What the settings of a model cost in memory, reckoned from the model's shape while they are being changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.language import number, translate
from app.language.amounts import data_size
from app.settings.fields import Settings
from app.settings.installed_model import InstalledModel
from engine.memory_need import ModelShape, Need, memory_need, uses_flash
from engine.protocol import ModelFacts


def memory_notes(model: ModelFacts | None, settings: Settings) -> dict[str, str]:
    """Return, by setting, what stands below it: the memory it takes with this model under these settings.

    Empty where no model is known, or where its file does not say enough.
    """
    if model is None or model.shape is None:
        return {}
    n_ctx = _most(settings.n_ctx, model.shape)
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


def draft_note(model: ModelFacts | None, settings: Settings, here: Sequence[InstalledModel]) -> str:
    """Return what stands below the draft model: whether it guesses, and the memory it takes beside the model.

    here: the models of this computer; for another file there is nothing to reckon from. "" where there is nothing to say.
    """
    path = Path(settings.draft_model)
    if not settings.draft_model or (model is not None and path == Path(model.path)):
        return ""
    if settings.guess_ahead == "off":
        return translate("Settings", "It is not used while “Guess ahead” is off.")
    shape = next((each.shape for each in here if each.path == path), None)
    if shape is None or model is None or model.shape is None or not path.is_file():
        return ""
    need = draft_need(model.shape, shape, settings)
    text = translate(
        "Settings", "It takes {total} more: {weights} for what it has learned, {memory} for its memory, {space} to work in."
    )
    return text.format(
        total=data_size(need.total), weights=data_size(need.weights), memory=data_size(need.kv_cache), space=data_size(need.compute)
    )


def draft_need(model: ModelShape, draft: ModelShape, settings: Settings) -> Need:
    """Return what a draft model takes beside its model.

    It computes as the model does, keeps its memory exactly, and looks back no further than it was trained to.
    """
    n_ctx = _most(settings.n_ctx, model)
    flash = "on" if uses_flash(model, n_ctx, settings.kv_type, settings.flash_attention) else "off"
    return memory_need(draft, _most(n_ctx, draft), "f16", flash)


def _most(n_ctx: int, shape: ModelShape) -> int:
    return min(n_ctx, shape.n_ctx_train) if shape.n_ctx_train > 0 else n_ctx


def _memory(model: ModelFacts, settings: Settings, size: int, n_ctx: int) -> str:
    """Say what the memory takes, and what it would take if it were kept exactly."""
    text = translate("Settings", "{size} for {count} tokens.").format(size=data_size(size), count=number(f"{n_ctx:,}"))
    if settings.kv_type == "f16" or model.shape is None:
        return text
    exact = memory_need(model.shape, n_ctx).kv_cache
    return f"{text} {translate('Settings', 'Kept exactly, it would take {size}.').format(size=data_size(exact))}"
