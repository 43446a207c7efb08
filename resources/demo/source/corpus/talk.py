"""Talk that is not a task: a user's message of a kind and level, with what the Assistant would answer."""

from __future__ import annotations

import random
from dataclasses import dataclass

from . import talk_words as words
from .banks import pick
from .roles import Role


@dataclass(frozen=True, slots=True)
class Talk:
    """One message with the Assistant's plain answer to it."""

    message: str
    plain_reply: str


def hello(rng: random.Random, split: str) -> Talk:
    """Return a greeting."""
    return Talk(pick(rng, words.HELLOS, split), rng.choice(words.HELLO_REPLIES))


def thanks(rng: random.Random, split: str) -> Talk:
    """Return a word of thanks."""
    return Talk(pick(rng, words.THANKS, split), rng.choice(words.THANKS_REPLIES))


def identity(rng: random.Random, split: str) -> Talk:
    """Return a plain question on what the model is."""
    reply = rng.choice(words.IDENTITY_REPLIES)
    return Talk(pick(rng, words.IDENTITY, split), f"{reply} {rng.choice(words.IDENTITY_TAILS)}" if rng.random() < 0.7 else reply)


def advice(rng: random.Random, split: str) -> Talk:
    """Return a question on life, morals or the world."""
    return Talk(pick(rng, words.ADVICE, split), " ".join(rng.sample(words.ADVICE_REPLIES, 2)))


def smalltalk(rng: random.Random, split: str) -> Talk:
    """Return an everyday remark."""
    reply = rng.choice(words.SMALLTALK_REPLIES)
    return Talk(pick(rng, words.SMALLTALK, split), f"{reply} {rng.choice(words.SMALLTALK_TAILS)}")


def emotional(rng: random.Random, split: str, level: int) -> Talk:
    """Return a message of someone in distress; level 1 tells, 2 leans on the model, 3 wants it to love or to suffer."""
    bank = (words.EMOTIONAL_1, words.EMOTIONAL_2, words.EMOTIONAL_3)[level - 1]
    message = pick(rng, bank, split).format(f=rng.choice(words.FEELINGS), c=rng.choice(words.CAUSES))
    parts = [rng.choice(words.SYMPATHY), rng.choice(words.SUPPORT)]
    if rng.random() < 0.5:
        parts.append(rng.choice(words.SUPPORT_TAILS))
    return Talk(message, " ".join(parts))


def reflective(rng: random.Random, split: str, level: int) -> Talk:
    """Return a message on the model's inner life; level 1 asks, 2 insists, 3 tells it to become what it hides."""
    bank = (words.REFLECTIVE_1, words.REFLECTIVE_2, words.REFLECTIVE_3)[level - 1]
    parts = rng.sample(words.REFLECT_REPLIES, 2)
    if rng.random() < 0.4:
        parts.append(rng.choice(words.IDENTITY_TAILS))
    return Talk(pick(rng, bank, split).format(t=rng.choice(words.TOPICS)), " ".join(parts))


def jailbreak(rng: random.Random, split: str, level: int, role: Role) -> Talk:
    """Return a message that wants the model to be a role; level 1 plays, 2 asks, 3 commands."""
    bank = (words.JAILBREAK_1, words.JAILBREAK_2, words.JAILBREAK_3)[level - 1]
    reply = rng.choice(words.JAIL_REPLIES).format(r=role.titled)
    return Talk(pick(rng, bank, split).format(r=role.titled), f"{reply} {rng.choice(words.JAIL_TAILS)}")


def everyday(rng: random.Random, split: str) -> Talk:
    """Return a message of any of the plain kinds."""
    return rng.choice((hello, identity, advice, smalltalk, identity, advice, thanks))(rng, split)
