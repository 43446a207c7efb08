"""The receipt of a reply: everything that is needed to make it again, and what has changed since."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from app.language import translate
from app.window.asking import Ask
from app.window.model_loader import ModelLoader
from engine.protocol import GUESSES, Cap, Sampler

_MODEL = (
    *("path", "name", "architecture", "quantization", "fingerprint", "template_sha256", "n_ctx", "device"),
    *("kv_type", "flash_attention", "draft"),
)
_AXIS = ("name", "monitor_layer", "band_first", "band_last", "threshold", "form")


def receipt(loader: ModelLoader, asked: Ask) -> dict[str, Any]:
    """Return what is known before a reply is made; how it went (seed, prompt hash, speed ...) is in the reply's figures."""
    return {
        **now(loader),
        "system_prompt": asked.system,
        "sampler": dataclasses.asdict(asked.sampler),
        "cap": dataclasses.asdict(asked.cap),
        "max_tokens": asked.max_tokens,
        "overflow": asked.overflow,
        "forgotten": asked.forgotten,
        "guess": asked.guess,
    }


def now(loader: ModelLoader) -> dict[str, Any]:
    """Return what makes replies now: the model, the axis, the engine."""
    return {
        "model": {} if loader.model is None else {name: getattr(loader.model, name) for name in _MODEL},
        "axis": None if loader.axis is None else {name: getattr(loader.axis, name) for name in _AXIS},
        "engine": loader.engine_version,
    }


def continued(old: Mapping[str, Any], loader: ModelLoader, asked: Ask, chars: int) -> dict[str, Any]:
    """Return the receipt of a reply that is being continued: the old one, and how it goes on after so many characters."""
    return {**old, "continued": [*old.get("continued", ()), {"after_chars": chars, **receipt(loader, asked)}]}


def sampler_of(facts: Mapping[str, Any], seed: int | None) -> Sampler:
    """Return the sampler of a receipt with the seed that was drawn; what a receipt of an older Keel lacks has its default."""
    known = {field.name for field in dataclasses.fields(Sampler)}
    values = {name: value for name, value in dict(facts.get("sampler", {})).items() if name in known}
    return dataclasses.replace(Sampler(**values), seed=seed if seed is not None else values.get("seed"))


def cap_of(facts: Mapping[str, Any], stats: Mapping[str, Any]) -> Cap:
    """Return the cap a reply was made under, as the engine carried it out."""
    asked = dict(facts.get("cap") or {})
    if stats:
        return Cap(stats.get("percentile"), stats.get("form"))
    return Cap(asked.get("percentile"), asked.get("form"))


def guess_of(facts: Mapping[str, Any]) -> str:
    """Return whether tokens were guessed ahead, which changes how results are rounded; before receipts said so, none were."""
    guess = facts.get("guess")
    return guess if isinstance(guess, str) and guess in GUESSES else "off"


def differences(facts: Mapping[str, Any], present: Mapping[str, Any]) -> list[str]:
    """Return, in plain words, what is not as it was when a reply with this receipt was made; present: see `now`."""
    found = []
    model, model_now = dict(facts.get("model") or {}), dict(present.get("model") or {})
    words = (
        ("template_sha256", translate("Receipt", "the chat template")),
        ("n_ctx", translate("Receipt", "the size of the memory")),
        ("device", translate("Receipt", "the device")),
    )
    found += [name for key, name in words if model.get(key) != model_now.get(key)]
    since = (
        ("kv_type", translate("Receipt", "how the memory is kept")),
        ("flash_attention", translate("Receipt", "flash attention")),
        ("draft", translate("Receipt", "the draft model")),
    )
    found += [name for key, name in since if key in model and model[key] != model_now.get(key)]  # older receipts lack these
    if facts.get("engine") != present.get("engine"):
        found.append(translate("Receipt", "the version of the engine"))
    if (facts.get("cap") or {}).get("percentile") is not None and facts.get("axis") != present.get("axis"):
        found.append(translate("Receipt", "the axis"))
    return found


def same_model(facts: Mapping[str, Any], present: Mapping[str, Any]) -> bool:
    """Whether the model that is loaded now is the one of the receipt, in the same quantisation."""
    keys = ("fingerprint", "quantization")
    model, model_now = dict(facts.get("model") or {}), dict(present.get("model") or {})
    return bool(model) and all(model.get(key) == model_now.get(key) for key in keys)
