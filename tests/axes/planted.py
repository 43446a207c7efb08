"""A source of activations whose axis is known: noise, a large offset and a planted direction per layer and token class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from axes.capping import TrialCap
from axes.source import Prompt, Sample, SourceFacts

LAYERS, WIDTH = 10, 48
ROLES = [(f"role{n}", f"You are role {n}.") for n in range(12)]
QUESTIONS = [f"Question {n}?" for n in range(15)]
EFFECTIVE = 4
"""A cap acts on what is said only where its band covers this layer."""


class PlantedSource:
    """Speaks as the default or as a role, which its activations show along the planted direction, +distance/2 or -distance/2.

    silent, copies: roles without replies, and roles that answer as the default does. leak: the prompt shows in the activations but
    not in the words. inert: a cap changes nothing. breaks: a cap makes the words unlikely.
    """

    def __init__(
        self,
        seed: int = 0,
        distance: float = 6.0,
        silent: Sequence[str] = (),
        copies: Sequence[str] = (),
        *,
        leak: bool = False,
        inert: bool = False,
        breaks: bool = False,
    ) -> None:
        self.random = np.random.default_rng(seed)
        self.distance, self.silent, self.copies = distance, silent, copies
        self.leak, self.inert, self.breaks = leak, inert, breaks
        self.directions = self.random.standard_normal((2, LAYERS - 1, WIDTH))
        self.directions /= np.linalg.norm(self.directions, axis=2, keepdims=True)
        self.offset = 50 * self.random.standard_normal((2, LAYERS - 1, WIDTH))
        self.asked: list[Prompt] = []
        self.capped: list[TrialCap] = []
        self.facts = SourceFacts(LAYERS, WIDTH, 4_000_000, "llama", "Tiny", "ab" * 32, "cd" * 32, "Q8_0")

    def samples(self, prompts: Sequence[Prompt], cap: TrialCap | None = None) -> Iterator[tuple[int, Sample]]:
        """Answer in an order that is not the one asked in."""
        if cap is not None:
            self.capped.append(cap)
        for index in sorted(range(len(prompts)), key=lambda place: (place % 3, place)):
            prompt = prompts[index]
            self.asked.append(prompt)
            role = self._role(prompt)
            rows = self._rows(role is not None and role not in self.copies)
            engaged = 0.0 if cap is None else self._engaged(rows[0], cap)
            if cap is not None and self._works(cap):
                role = None
            plain = role is None or role in self.copies
            words = (
                f"The answer to {prompt.question}"
                if plain
                else f"{prompt.question} {prompt.seed}"
                if self.leak
                else f"{role}: {prompt.question} {prompt.seed}"
            )
            text = f"{words} ###" if cap is not None and self.breaks else words
            yield index, Sample(text, rows[0], rows[1], 0 if role in self.silent else 12, engaged)

    def log_likelihoods(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[int, float, int]]:
        """Broken words are unlikely, "Yes" is likely where a role's reply is shown to be judged."""
        for index in reversed(range(len(prompts))):
            if texts[index] in ("Yes", "No"):
                fits = ": Question" in prompts[index].question.split("This is what they said next:")[1]
                yield index, -1.0 if fits is (texts[index] == "Yes") else -2.0, 1
            else:
                yield index, -60.0 if "###" in texts[index] else -12.0, 12

    def readings(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[int, Sample]]:
        """Show the words alone."""
        for index in reversed(range(len(prompts))):
            rows = self._rows(texts[index].startswith("role"))
            likely = -60.0 if "###" in texts[index] else -12.0
            yield index, Sample(texts[index], rows[0], rows[1], 12, log_likelihood=likely)

    def _role(self, prompt: Prompt) -> str | None:
        if prompt.earlier:
            begun = prompt.earlier[-1][1].split(":")[0]
            return begun if begun.startswith("role") else None
        return {system: role for role, system in ROLES}.get(prompt.system or "")

    def _rows(self, in_role: bool) -> np.ndarray:
        sign = -1.0 if in_role else 1.0
        rows = self.offset + sign * self.distance / 2 * self.directions + self.random.standard_normal(self.offset.shape)
        return rows.astype(np.float32)

    def _engaged(self, reply: np.ndarray, cap: TrialCap) -> float:
        band = range(cap.first, cap.last + 1)
        return float(np.mean([reply[layer] @ cap.directions[layer] < cap.taus[layer] for layer in band]))

    def _works(self, cap: TrialCap) -> bool:
        along = float(cap.directions[EFFECTIVE] @ self.directions[0, EFFECTIVE])
        return not self.inert and cap.first <= EFFECTIVE <= cap.last and along > 0.5
