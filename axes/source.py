"""What making an axis needs from a model: replies to prompts with the residual stream they were spoken from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from axes.axis import FloatArray
from axes.capping import TrialCap


class ExtractionCancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The work was stopped before it had an axis; what was finished is kept where there is a place for it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question under one system prompt (None: no system message), with the seed its reply is sampled with.

    earlier: (message, reply) pairs of the same chat that came before the question; only the last reply is generated and measured.
    """

    system: str | None
    question: str
    seed: int
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """One reply and its activations at layers 0..n_layer-2, each (n_layer - 1, n_embd) float32.

    reply: mean over the reply's content tokens (no header, no `<think>` part, no end-of-turn token). header: the last token of the
    assistant header. n_tokens: content tokens; a reply of none is left out. engaged: share of its (token, layer) slots that the
    cap lifted, 0 without one. log_likelihood: summed natural-log probabilities of the tokens of a text that was read, 0 for one
    that was generated.
    """

    text: str
    reply: FloatArray
    header: FloatArray
    n_tokens: int
    engaged: float = 0.0
    log_likelihood: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The model an axis is made for; the fields are those of Axis."""

    n_layer: int
    n_embd: int
    n_parameters: int
    architecture: str
    name: str
    fingerprint: str
    template_sha256: str
    quantization: str


class ActivationSource(Protocol):
    """A model that answers prompts and shows its residual stream. Every method raises ExtractionCancelled where it is stopped."""

    @property
    def facts(self) -> SourceFacts:
        """The model's facts."""

    def samples(self, prompts: Sequence[Prompt], cap: TrialCap | None = None) -> Iterator[tuple[int, Sample]]:
        """Yield (index into prompts, sample) in the order the replies finish, under a cap where one is given."""

    def log_likelihoods(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[int, float, int]]:
        """Yield (index, summed natural-log probabilities, tokens) of each text as the reply to its prompt, in any order."""

    def readings(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[int, Sample]]:
        """Yield (index, sample) of each text as the reply to its prompt, uncapped, in any order, with its log-likelihood.

        Nothing is generated.
        """


@dataclass(frozen=True, slots=True)
class AxisProgress:
    """How far the work is: fraction 0..1, a short text, seconds that remain (None: not known yet).

    points: the picture so far, (role or "" for the default, provisional reading: 1 the default, 0 the average role) per role and
    at the middle layer; None where it has not changed.
    """

    fraction: float
    text: str
    remaining_s: float | None = None
    points: list[tuple[str, float]] | None = None


ProgressCallback = Callable[[AxisProgress], None]


def no_progress(_progress: AxisProgress) -> None:
    """Report to nobody."""


def never() -> bool:
    """Never ask to stop."""
    return False
