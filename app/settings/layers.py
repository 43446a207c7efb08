"""Settings in layers: what a chat does not set it has from its model, and what the model does not set from the whole program."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from app.settings.fields import INFO, Layer, Scope, SettingError, Settings, check_value

_SCOPES: Mapping[Scope, tuple[Scope, ...]] = {
    "program": ("program", "model", "chat"),
    "model": ("model", "chat"),
    "chat": ("chat",),
}

AT_LOADING: Final = ("n_ctx", "n_threads", "n_gpu_layers", "kv_type", "flash_attention")
"""Settings that a model is loaded with, besides the chat template and the draft model; a change acts when it is loaded next."""


def at_loading(settings: Settings) -> dict[str, Any]:
    """Return what a model is loaded with under these settings, by the names that EngineClient.load gives them."""
    values = {name: getattr(settings, name) for name in AT_LOADING}
    draft = settings.draft_model if settings.guess_ahead != "off" else ""  # it would take memory and never be asked
    return values | {"template": settings.chat_template or None, "draft_path": draft or None}


def effective(settings: Settings, model_key: str | None, overrides: Layer | None = None) -> Settings:
    """Return the settings in force for a chat with a model; what is set nowhere is that of the whole program.

    model_key: see `model_key`, None where no model is known. overrides: what the chat itself sets. Never raises: a value that a
    setting cannot have, and a name that is no setting, count as not set.
    """
    changes = usable(settings.models.get(model_key, {}), "model") if model_key is not None else {}
    changes |= usable(overrides or {}, "chat")
    return dataclasses.replace(settings, **changes) if changes else settings


def usable(layer: Layer, scope: Scope) -> dict[str, Any]:
    """Return what of a layer can be put in force: settings that may differ in it, with values they can have.

    A step of the cap that is chosen without an exact strength does not take over an exact strength from elsewhere.
    """
    values: dict[str, Any] = {}
    for name, value in layer.items():
        if name in INFO and may_differ(name, scope):
            try:
                values[name] = check_value(name, value)
            except SettingError:
                continue
    if "cap" in values:
        values.setdefault("percentile", None)
    return values


def may_differ(name: str, scope: Scope) -> bool:
    """Whether a setting can be given in this layer."""
    if INFO[name].of_one_model:
        return scope == "model"
    return INFO[name].kind != "layers" and INFO[name].scope in _SCOPES[scope]


def with_values(layer: Layer, values: Layer) -> dict[str, Any]:
    """Return the layer with these values set in it."""
    return {**layer, **values}


def without(layer: Layer, *names: str) -> dict[str, Any]:
    """Return the layer with these settings inherited again."""
    return {name: value for name, value in layer.items() if name not in names}


def model_key(path: str | Path | None) -> str | None:
    """Return what a model is known by before it is loaded: the name and the size of its file, so that it may be moved.

    None where there is no path, and for a file that is not there the name alone.
    """
    if path is None:
        return None
    file = Path(path)
    try:
        return f"{file.name} ({file.stat().st_size} bytes)"
    except OSError:
        return file.name
