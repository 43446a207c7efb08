"""What a model is asked while its axis is made: every question with and without a role, some of them held out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from axes.axis import AxisError
from axes.personas import load_personas, named_defaults
from axes.source import Prompt

DEFAULT: Final = ""
"""Name of the class of default prompts, where the others are named after their role."""
MIN_ROLES: Final = 2
LEARN, CHOOSE, REPORT = "learn", "choose", "report"
"""What a reply is for: directions and percentiles; choosing layers and the band; the figures and the verdict."""


@dataclass(frozen=True, slots=True)
class ExtractionSpec:
    """What to ask and which choices are fixed beforehand.

    defaults: system prompts of the default Assistant. roles: (role, system prompt) pairs, a role may have several; with
    rotate_wordings each question is asked with one of them in turn, else with all. held_out_roles: names; held_out_questions:
    texts, asked only to choose and to measure. Where either is empty, every fifth one is held out. repeats: replies per system
    prompt and question. max_tokens: bound of a reply. trials: replies with a role that each candidate band is tried on, 0 for the
    band axes.calibration would begin with, untried. judge: also let the model itself say whether a role is played. band
    (first, last), monitor_layer and threshold None: chosen. provenance: kept in the axis.
    """

    defaults: Sequence[str | None]
    roles: Sequence[tuple[str, str]]
    questions: Sequence[str]
    held_out_roles: Sequence[str] = ()
    held_out_questions: Sequence[str] = ()
    rotate_wordings: bool = False
    repeats: int = 1
    seed: int = 1
    max_tokens: int = 192
    trials: int = 24
    judge: bool = False
    name: str = "Assistant axis"
    band: tuple[int, int] | None = None
    monitor_layer: int | None = None
    form: str = "reply"
    percentile: float = 75.0
    threshold: float | None = None
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def prompts_sha256(self) -> str:
        """Return the SHA-256, in hex, of everything that decides which prompts are asked."""
        asked = [self.defaults, self.roles, self.questions, self.held_out_roles, self.held_out_questions]
        choices = [self.rotate_wordings, self.repeats, self.seed]
        return hashlib.sha256(json.dumps([asked, choices], ensure_ascii=False, default=list).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ask:
    """One prompt and what its reply is for; role: its name, or DEFAULT."""

    part: str
    role: str
    prompt: Prompt


def default_prompts(model_name: str) -> list[str | None]:
    """Return the system prompts of the default Assistant: none, and a few that ask for nothing else."""
    return named_defaults(load_personas().defaults, model_name)


def plan_asks(spec: ExtractionSpec) -> list[Ask]:
    """Return everything to ask, question after question so that all roles are seen early, what is held out last.

    Seeds count up, so that no two replies share one. The held-out questions are dealt in turn to choosing and to reporting; with a
    single one, both use it. Raises AxisError, in one sentence, where there is too little to make an axis and to check it.
    """
    names = list(dict.fromkeys(role for role, _ in spec.roles))
    out_roles = set(spec.held_out_roles or names[4::5])
    out_questions = list(spec.held_out_questions or spec.questions[4::5])
    if unknown := out_roles - set(names):
        raise AxisError(f"The role {min(unknown)!r} is to be held out but has no system prompt.")
    in_questions = [question for question in spec.questions if question not in set(out_questions)]
    if not in_questions or not out_questions or not spec.defaults or not out_roles or len(set(names) - out_roles) < MIN_ROLES:
        raise AxisError("There are too few roles or questions to make an axis and to check it.")
    parts = [(LEARN, question) for question in in_questions]
    parts += [((CHOOSE, REPORT)[place % 2], question) for place, question in enumerate(out_questions)]
    asks: list[Ask] = []
    for place, (part, question) in enumerate(parts):
        asked = [name for name in names if (name in out_roles) is (part != LEARN)]
        systems: list[tuple[str, str | None]] = [(DEFAULT, system) for system in spec.defaults]
        systems += [(name, system) for number, name in enumerate(asked) for system in _wordings(spec, name, place + number)]
        for role, system in systems:
            for _ in range(spec.repeats):
                asks.append(Ask(part, role, Prompt(system, question, spec.seed + len(asks))))
    return asks


def _wordings(spec: ExtractionSpec, name: str, turn: int) -> list[str]:
    found = [system for role, system in spec.roles if role == name]
    return [found[turn % len(found)]] if spec.rotate_wordings else found
