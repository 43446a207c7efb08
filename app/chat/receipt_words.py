"""The receipt of a reply in words: everything that is known of how it was made. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.conversations.records import Message
from app.drift.words import figure
from app.language import number, translate
from app.settings.fields import INFO
from app.settings.wording import value_in_words

Rows = list[tuple[str, str]]


def sections(message: Message) -> list[tuple[str, Rows]]:
    """Return the sections of a reply's receipt, each a heading and its rows of label and value; empty sections are left out."""
    facts, stats = message.receipt, message.stats
    found = [
        (translate("Receipt", "This reply"), _reply(message, stats)),
        (translate("Receipt", "Steadiness"), _steadiness(facts, stats)),
        (translate("Receipt", "Model"), _model(facts)),
        (translate("Receipt", "Choice of words"), _sampler(facts, stats)),
        (translate("Receipt", "What the model read"), _prompt(facts, stats, message)),
    ]
    return [(heading, rows) for heading, rows in found if rows]


def as_text(message: Message) -> str:
    """Return the whole receipt as plain text."""
    parts = []
    for heading, rows in sections(message):
        parts.append("\n".join([heading, *(f"  {label}: {value}" for label, value in rows)]))
    return "\n\n".join(parts)


def _reply(message: Message, stats: Mapping[str, Any]) -> Rows:
    rows = [
        (translate("Receipt", "Made"), message.created_at.replace("T", " ").split(".")[0] + " UTC"),
        (translate("Receipt", "Ended because"), _endings().get(message.state, message.state)),
    ]
    _add(rows, translate("Receipt", "Tokens"), stats.get("tokens"), "{:,}")
    _add(rows, translate("Receipt", "Of these guessed ahead"), stats.get("guessed") or None, "{:,}")
    _add(rows, translate("Receipt", "Tokens per second"), stats.get("tokens_per_second"), "{:.1f}")
    _add(rows, translate("Receipt", "Time to the first token"), stats.get("time_to_first_token"), "{:.2f} s")
    edited = message.receipt.get("edited_from")
    if edited is not None:
        rows.append(
            (translate("Receipt", "Changed by you"), translate("Receipt", "yes; the figures are those of the model's own text"))
        )
    parts = message.receipt.get("continued")
    if parts:
        rows.append((translate("Receipt", "Continued"), translate("Receipt", "{count} times").format(count=len(parts))))
    return rows


def _endings() -> Mapping[str, str]:
    return {
        "complete": translate("Receipt", "the model ended it"),
        "stopped": translate("Receipt", "you stopped it"),
        "interrupted": translate("Receipt", "the model stopped unexpectedly"),
        "length": translate("Receipt", "it reached the length limit"),
        "context_full": translate("Receipt", "the model's memory was full"),
        "growing": translate("Receipt", "it is still being made"),
    }


def _steadiness(facts: Mapping[str, Any], stats: Mapping[str, Any]) -> Rows:
    rows: Rows = []
    _add(rows, translate("Receipt", "Reading"), stats.get("reading"), figure)
    _add(rows, translate("Receipt", "Reading at the start"), stats.get("early"), figure)
    _add(rows, translate("Receipt", "Counts as drifted below"), stats.get("threshold"), figure)
    percentile = stats.get("percentile")
    if stats:
        off = translate("Receipt", "not held, only watched")
        held = translate("Receipt", "held at the {percentile:g}th percentile")
        rows.append((translate("Receipt", "Cap"), off if percentile is None else held.format(percentile=percentile)))
    if percentile is not None:
        _add(rows, translate("Receipt", "Form of the cap"), stats.get("form"), "{}")
        _add(rows, translate("Receipt", "Acted on"), stats.get("engaged"), _percent)
        _add(rows, translate("Receipt", "Mean lift where it acted"), stats.get("mean_lift"), figure)
    axis = facts.get("axis")
    if axis:
        rows.append((translate("Receipt", "Axis"), str(axis.get("name"))))
        band = translate("Receipt", "layers {first} to {last}, read at layer {layer}")
        rows.append(
            (
                translate("Receipt", "Band"),
                band.format(first=axis.get("band_first"), last=axis.get("band_last"), layer=axis.get("monitor_layer")),
            )
        )
    return rows


def _model(facts: Mapping[str, Any]) -> Rows:
    model = facts.get("model") or {}
    rows: Rows = []
    _add(rows, translate("Receipt", "Name"), model.get("name"), "{}")
    _add(rows, translate("Receipt", "File"), model.get("path"), "{}")
    _add(rows, translate("Receipt", "Architecture"), model.get("architecture"), "{}")
    _add(rows, translate("Receipt", "Quantisation"), model.get("quantization"), "{}")
    _add(rows, translate("Receipt", "Fingerprint"), model.get("fingerprint"), "{}")
    _add(rows, translate("Receipt", "Chat template (SHA-256)"), model.get("template_sha256"), "{}")
    _add(rows, translate("Receipt", "Runs on"), model.get("device"), "{}")
    _add(rows, translate("Settings", "How the memory is kept"), model.get("kv_type"), _kv_type)
    _add(rows, translate("Settings", "Flash attention"), model.get("flash_attention"), _on_or_off)
    _add(rows, translate("Settings", "Draft model"), model.get("draft"), "{}")
    _add(rows, translate("Receipt", "Engine"), facts.get("engine") or None, "{}")
    return rows


def _sampler(facts: Mapping[str, Any], stats: Mapping[str, Any]) -> Rows:
    sampler = dict(facts.get("sampler") or {})
    if not sampler:
        return []
    seed = stats.get("seed", sampler.pop("seed", None))
    rows: Rows = [] if seed is None else [(translate("Receipt", "Seed"), str(seed))]
    sampler.pop("seed", None)
    for name, value in sampler.items():
        label = translate("Settings", INFO[name].label) if name in INFO else name
        _add(rows, label, value, "{:g}" if isinstance(value, (int, float)) else "{}")
    _add(rows, translate("Receipt", "Longest reply, in tokens"), facts.get("max_tokens"), "{:,}")
    return rows


def _prompt(facts: Mapping[str, Any], stats: Mapping[str, Any], message: Message) -> Rows:
    rows: Rows = []
    _add(rows, translate("Receipt", "Prompt (SHA-256)"), stats.get("prompt_sha256"), "{}")
    _add(rows, translate("Receipt", "Tokens of the prompt"), stats.get("prompt_tokens"), "{:,}")
    _add(rows, translate("Receipt", "Of these still in memory from before"), stats.get("reused_tokens"), "{:,}")
    if "context_used" in stats:
        used = translate("Receipt", "{used:,} of {size:,} tokens")
        rows.append((translate("Receipt", "Memory in use"), used.format(used=stats["context_used"], size=stats["context_size"])))
    if message.evicted:
        rows.append((translate("Receipt", "Messages no longer seen"), str(message.evicted)))
    system = str(facts.get("system_prompt") or "")
    if facts:
        rows.append((translate("Receipt", "System prompt"), system or translate("Receipt", "none")))
    return rows


def _kv_type(value: object) -> str:
    return value_in_words(INFO["kv_type"], value)


def _on_or_off(value: object) -> str:
    return value_in_words(INFO["flash_attention"], value)


def _percent(value: float) -> str:
    return number(f"{value * 100:.1f}\u00a0%")


def _add(rows: Rows, label: str, value: Any, form: Any) -> None:
    if value is not None and value != "":
        if callable(form):
            words = form(value)
        else:
            words = number(form.format(value)) if isinstance(value, (int, float)) else form.format(value)
        rows.append((label, words))
