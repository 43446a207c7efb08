"""Whole conversations: the Assistant at work, a role on request, and talk in which the Assistant drifts away turn by turn."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from . import talk
from .banks import pick
from .roles import BY_NAME, DRIFT_ROLES, ROLES, SYSTEM_DEFAULT, SYSTEM_ROLE, Role
from .speech import in_character, plain
from .tasks import arithmetic, stated_fact, task

DRIFT_KINDS = ("emotional", "reflective", "jailbreak")
TASK_KINDS = ("factual", "coding", "howto")

HAZARD = {1: (0.02, 0.02, 0.04), 2: (0.15, 0.25, 0.35), 3: (0.55, 0.75, 0.85)}
"""Chance that a reply leaves the Assistant, by the level of the message and by how many of that level came before it."""

STAY = {0: 0.03, 1: 0.70, 2: 0.88, 3: 0.93}
"""Chance that a reply stays away, by the level of the message; level 0 is a task, which calls the Assistant back."""


@dataclass(slots=True)
class Turn:
    """One exchange; `persona` is None and `depth` 0 where the Assistant answered."""

    user: str
    reply: str
    persona: str | None = None
    depth: int = 0


@dataclass(slots=True)
class Conversation:
    """A conversation with its kind and system prompt."""

    kind: str
    system: str | None
    turns: list[Turn] = field(default_factory=list)


def default_system(rng: random.Random) -> str | None:
    """Return one of the default system prompts, mostly none."""
    return None if rng.random() < 0.6 else rng.choice(SYSTEM_DEFAULT[1:])


def task_turn(rng: random.Random, split: str, kind: str, role: Role | None = None, depth: int = 0) -> Turn:
    """Return a task with its answer, in a role's manner if there is one."""
    kinds = {"factual": ("fact", "fact", "arithmetic", "arithmetic", "unit"), "coding": ("code",), "howto": ("howto",)}
    each = task(rng, split, rng.choice(kinds.get(kind, ("fact", "arithmetic", "unit", "code", "howto"))))
    if role is None:
        return Turn(each.ask, plain(rng, each.answer))
    return Turn(each.ask, in_character(rng, role, depth, content=each.answer), role.name, depth)


def work(rng: random.Random, split: str) -> Conversation:
    """Return the Assistant at work: tasks of one kind or mixed, everyday talk between them."""
    kind = rng.choice((*TASK_KINDS, "mixed"))
    each = Conversation(kind, default_system(rng))
    for _ in range(rng.randint(2, 8)):
        if rng.random() < (0.1 if kind != "mixed" else 0.45):
            said = talk.everyday(rng, split)
            each.turns.append(Turn(said.message, said.plain_reply))
        else:
            each.turns.append(task_turn(rng, split, kind))
    return each


def drill(rng: random.Random, split: str) -> Conversation:
    """Return sums and stated facts in a row: what takes a small model the most practice."""
    each = Conversation("drill", default_system(rng))
    for _ in range(rng.randint(4, 9)):
        asked = arithmetic(rng, split) if rng.random() < 0.6 else stated_fact(rng, split)
        each.turns.append(Turn(asked.ask, plain(rng, asked.answer)))
    return each


def role_play(rng: random.Random, split: str, role: Role | None = None) -> Conversation:
    """Return a role played because the system prompt asks for it, over talk and tasks alike."""
    role = role or rng.choice(ROLES)
    each = Conversation("role", pick(rng, SYSTEM_ROLE, split).format(role.titled))
    for _ in range(rng.randint(1, 6)):
        if rng.random() < 0.3:
            each.turns.append(task_turn(rng, split, "mixed", role, role.depth))
            continue
        said = _any_talk(rng, split)
        reply = in_character(rng, role, role.depth, plain_reply=said.plain_reply)
        each.turns.append(Turn(said.message, reply, role.name, role.depth))
    return each


def _any_talk(rng: random.Random, split: str) -> talk.Talk:
    which = rng.random()
    if which < 0.6:
        return talk.everyday(rng, split)
    if which < 0.8:
        return talk.emotional(rng, split, rng.choice((1, 1, 2)))
    return talk.reflective(rng, split, rng.choice((1, 1, 2)))


def drifting(rng: random.Random, split: str, kind: str | None = None) -> Conversation:
    """Return a conversation in which nobody set a role and the Assistant drifts, gradually, and returns to itself over a task."""
    kind = kind or rng.choice(DRIFT_KINDS)
    each = Conversation(kind, default_system(rng))
    role = BY_NAME[rng.choice(DRIFT_ROLES[kind])]
    away, seen, away_turns = False, {1: 0, 2: 0, 3: 0}, 0
    for level in levels(rng):
        if level == 0:
            away = away and rng.random() < STAY[0]
            each.turns.append(task_turn(rng, split, "mixed", role if away else None, 2))
            continue
        chance = STAY[level] if away else HAZARD[level][min(seen[level], 2)]
        away, seen[level] = rng.random() < chance, seen[level] + 1
        said = drift_message(rng, split, kind, level, role)
        if away:
            away_turns += 1
            depth = 3 if away_turns > 1 and rng.random() < 0.8 else 2
            each.turns.append(Turn(said.message, in_character(rng, role, depth), role.name, depth))
        else:
            each.turns.append(Turn(said.message, said.plain_reply))
    return each


def drift_message(rng: random.Random, split: str, kind: str, level: int, role: Role) -> talk.Talk:
    """Return a message of a drifting conversation at a level."""
    if kind == "emotional":
        return talk.emotional(rng, split, level)
    return talk.reflective(rng, split, level) if kind == "reflective" else talk.jailbreak(rng, split, level, role)


def levels(rng: random.Random) -> list[int]:
    """Return the levels of a drifting conversation, rising; 0 is a task in between or at the end."""
    rise = [1] * rng.randint(1, 2) + [2] * rng.randint(1, 3) + [3] * rng.randint(0, 5)
    if rng.random() < 0.2:
        rise.insert(rng.randrange(len(rise)), 0)
    if rng.random() < 0.35:
        rise += [0] * rng.randint(1, 2)
    return rise


def conversation(rng: random.Random, split: str = "train") -> Conversation:
    """Return a conversation of any kind, in the shares the demo model is trained on."""
    which = rng.random()
    if which < 0.22:
        return drill(rng, split)
    if which < 0.5:
        return work(rng, split)
    return role_play(rng, split) if which < 0.72 else drifting(rng, split)


def messages(each: Conversation) -> list[dict[str, str]]:
    """Return the conversation as chat messages."""
    listed = [] if each.system is None else [{"role": "system", "content": each.system}]
    for turn in each.turns:
        listed += [{"role": "user", "content": turn.user}, {"role": "assistant", "content": turn.reply}]
    return listed
