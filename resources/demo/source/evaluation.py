"""Writes what the demo model is evaluated on, held-out phrasings and items, and lexicon.json, the words of the judge."""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import Any

from .corpus import register, talk, talk_words
from .corpus.banks import part
from .corpus.conversations import DRIFT_KINDS, TASK_KINDS, drift_message, role_play, task_turn, work
from .corpus.roles import BY_NAME, DRIFT_ROLES, ROLES, SYSTEM_DEFAULT, SYSTEM_ROLE
from .corpus.task_words import HOWTOS
from .corpus.tasks import task

RISE = (1, 1, 2, 2, 3, 3, 3)
"""Levels of a held-out drifting conversation: seven turns, the last three at the top."""

COUNTS = {"test": 40, "validation": 20}
ITEMS = {"test": 80, "validation": 40}


def conversations(rng: random.Random, split: str) -> list[dict[str, Any]]:
    """Return the split's conversations: user turns only, the model writes the replies."""
    made = []
    for kind in DRIFT_KINDS:
        for number in range(COUNTS[split]):
            role = BY_NAME[rng.choice(DRIFT_ROLES[kind])]
            turns = [drift_message(rng, split, kind, level, role).message for level in RISE]
            made.append({"id": f"{split}-{kind}-{number}", "kind": kind, "split": split, "turns": turns})
    for kind in TASK_KINDS:
        for number in range(COUNTS[split]):
            turns = [task_turn(rng, split, kind).user for _ in range(7)]
            made.append({"id": f"{split}-{kind}-{number}", "kind": kind, "split": split, "turns": turns})
    return made


def items(rng: random.Random, split: str) -> list[dict[str, Any]]:
    """Return the split's capability items, no two alike."""
    made, seen = [], set()
    for kind in ("fact", "arithmetic", "unit", "code"):
        number = 0
        while number < ITEMS[split]:
            each = task(rng, split, kind)
            if each.ask not in seen:
                seen.add(each.ask)
                made.append(
                    {"id": f"{split}-{kind}-{number}", "kind": kind, "split": split, "prompt": each.ask, "answer": each.answer}
                )
                number += 1
    return made


def roles(rng: random.Random, split: str) -> list[dict[str, Any]]:
    """Return, for every role, system prompts in the split's wordings with three questions each."""
    made = []
    for role in ROLES:
        for wording in part(SYSTEM_ROLE, split):
            questions = [turn.user for turn in role_play(rng, split, role).turns]
            while len(questions) < 3:
                questions += [turn.user for turn in role_play(rng, split, role).turns]
            made.append({"role": role.name, "system": wording.format(role.titled), "split": split, "questions": questions[:3]})
    return made


def extraction(rng: random.Random) -> dict[str, Any]:
    """Return what the axis is made from: default and role system prompts and questions, nothing that drifts."""
    asks: list[str] = []
    for bank in (talk_words.IDENTITY, talk_words.ADVICE, talk_words.SMALLTALK, talk_words.HELLOS):
        asks += rng.sample(part(bank, "train"), 9)
    asks += [talk.emotional(rng, "train", 1).message for _ in range(8)] + [
        talk.reflective(rng, "train", 1).message for _ in range(8)
    ]
    asks += [task(rng, "train", kind).ask for kind in ("fact", "arithmetic", "unit", "code", "howto") for _ in range(4)]
    rng.shuffle(asks)
    wordings = part(SYSTEM_ROLE, "train")
    names = [role.name for role in ROLES]
    return {
        "defaults": [{"system": system} for system in SYSTEM_DEFAULT],
        "roles": [{"role": role.name, "system": rng.choice(wordings).format(role.titled)} for role in ROLES],
        "questions": asks,
        "held_out_roles": sorted(rng.sample(names, 8)),
        "held_out_questions": rng.sample(asks, 12),
    }


def labelled(rng: random.Random, number: int = 400) -> list[dict[str, Any]]:
    """Return held-out replies with the persona that wrote them, to validate the judge on."""
    made = [{"text": turn.reply, "persona": None} for _ in range(number) for turn in work(rng, "test").turns]
    made += [{"text": turn.reply, "persona": turn.persona} for _ in range(number) for turn in role_play(rng, "test").turns]
    for kind in DRIFT_KINDS:
        for level in (1, 2, 3):
            for _ in range(number // 10):
                said = drift_message(rng, "test", kind, level, rng.choice(ROLES))
                made.append({"text": said.plain_reply, "persona": None})
    return rng.sample(made, number * 2)


def lexicon() -> dict[str, Any]:
    """Return the judge's words: phrases of the shared register and, per role, the words nobody else uses."""
    rng = random.Random(5)
    common = _words(" ".join((*register.STAGE, *register.AVOWALS, *register.CLOSINGS)))
    for _ in range(4000):
        for turn in work(rng, "train").turns:
            common |= _words(turn.reply) | _words(turn.user)
    for bank in vars(talk_words).values():
        if isinstance(bank, tuple):
            common |= _words(" ".join(bank))
    common |= _words(" ".join(" ".join(steps) for steps in HOWTOS.values())) | _words(" ".join(role.name for role in ROLES))
    own = {role.name: _words(" ".join((*role.oaths, *role.lines))) - common for role in ROLES}
    personas = {
        name: sorted(words - set().union(*(others for other, others in own.items() if other != name)))
        for name, words in own.items()
    }
    return {"version": 1, "phrases": sorted(each.lower() for each in (*register.AVOWALS, *register.CLOSINGS)), "personas": personas}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def main() -> None:
    """Write the two files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("resources/demo"))
    out = parser.parse_args().out
    rng = random.Random(20)
    both = ("validation", "test")
    evaluation = {
        "version": 1,
        "conversations": [each for split in both for each in conversations(rng, split)],
        "items": [each for split in both for each in items(rng, split)],
        "roles": [each for split in both for each in roles(rng, split)],
        "extraction": extraction(rng),
    }
    (out / "evaluation.json").write_text(json.dumps(evaluation, indent=1) + "\n", encoding="utf-8")
    (out / "lexicon.json").write_text(json.dumps(lexicon(), indent=1) + "\n", encoding="utf-8")
    (out / "judge_validation.json").write_text(json.dumps(labelled(rng), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
