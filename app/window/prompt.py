"""From a chat and the settings to what the engine is asked."""

from __future__ import annotations

from app.conversations.records import Chat
from app.settings.store import Settings
from engine.protocol import STRENGTHS, Cap, Sampler

STEPS = tuple(STRENGTHS)


def system_prompt(chat: Chat, settings: Settings) -> str:
    """Return the chat's own system prompt, or the one of the settings."""
    return settings.system_prompt if chat.system_prompt is None else chat.system_prompt


def sampler(settings: Settings) -> Sampler:
    """Return the sampling settings."""
    return Sampler(
        temperature=settings.temperature,
        top_k=settings.top_k,
        top_p=settings.top_p,
        min_p=settings.min_p,
        typical_p=settings.typical_p,
        repeat_penalty=settings.repeat_penalty,
        presence_penalty=settings.presence_penalty,
        frequency_penalty=settings.frequency_penalty,
        repeat_last_n=settings.repeat_last_n,
        dry_multiplier=settings.dry_multiplier,
        dry_base=settings.dry_base,
        dry_allowed_length=settings.dry_allowed_length,
        dry_penalty_last_n=-1 if settings.dry_penalty_last_n is None else settings.dry_penalty_last_n,
        seed=settings.seed,
    )


def cap(settings: Settings, *, has_axis: bool, role_play: bool = False) -> Cap:
    """Return how firmly replies are held; off where the model has no axis.

    In a chat for role-play the place where a reply begins, and with it its manner, has no floor of its own: that would undo the
    very role that is asked for.
    """
    if not has_axis or settings.cap == "off":
        return Cap()
    return Cap(settings.cap_percentile, "reply" if role_play else settings.form)


def next_step(settings: Settings) -> str:
    """Return the cap strength one step up: Standard from Off, and the first step above an exact percentile."""
    current = settings.cap_percentile
    if current is None:
        return "standard"
    stronger = [name for name, percentile in STRENGTHS.items() if percentile is not None and percentile > current + 1e-9]
    return stronger[0] if stronger else STEPS[-1]
