"""The steps of a self-test: what was to be seen, whether it was, and what was found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from app.problems import one_line


class StepFailed(Exception):  # noqa: N818 - reads as what happened
    """A step was not seen; the text says what was found instead."""


@dataclass(slots=True)
class Step:
    """One thing to be seen; detail says what was found."""

    name: str
    ok: bool = False
    detail: str = ""


@dataclass(slots=True)
class Report:
    """The steps so far; with `live`, each is shown on standard output as soon as it has ended."""

    live: bool
    steps: list[Step] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether there were steps and all of them were seen."""
        return bool(self.steps) and all(step.ok for step in self.steps)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Do one step in the block: it was seen unless the block raises, and a step that was not seen ends the test."""
        step = Step(name)
        self.steps.append(step)
        try:
            yield step
        except BaseException as error:
            step.detail = one_line(str(error)) or type(error).__name__
            self._show(step)
            raise
        step.ok = True
        self._show(step)

    def as_json(self) -> str:
        """Return the report in the form that --json prints."""
        return json.dumps({"ok": self.ok, "steps": [asdict(step) for step in self.steps]}, ensure_ascii=True)

    def _show(self, step: Step) -> None:
        if self.live and sys.stdout is not None:
            print(f"{'ok    ' if step.ok else 'FAILED'} {step.name}{f': {step.detail}' if step.detail else ''}", flush=True)
