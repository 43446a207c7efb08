"""The model side of making an axis: replies of a loaded model with the residual stream they were spoken from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from axes.capping import TrialCap
from axes.source import ExtractionCancelled, Prompt, Sample, SourceFacts
from engine.bench.fluency import reply_losses
from engine.forced_reading import chat_messages, forced_samples
from engine.hook_plan import HookPlan
from engine.model import LoadError
from engine.protocol import ChatMessage, Sampler
from engine.session import Session

TEMPERATURE: Final = 0.7
TOP_P: Final = 0.9
MAX_TOKENS: Final = 192


def _never() -> bool:
    return False


class SessionSource:
    """An axes.extraction.ActivationSource on a session: every prompt is a chat of its own, uncapped, sampled with its seed.

    temperature 0 is greedy. max_tokens bounds a reply; one that is cut off there counts as it stands. should_stop is asked between
    tokens and ends the extraction. Raises LoadError for a model whose residual stream cannot be read.
    """

    def __init__(
        self,
        session: Session,
        *,
        temperature: float = TEMPERATURE,
        top_p: float = TOP_P,
        max_tokens: int = MAX_TOKENS,
        should_stop: Callable[[], bool] = _never,
    ) -> None:
        if not session.loaded.readable:
            raise LoadError("This model's inside cannot be read by Keel, so no axis can be made for it.")
        self._session = session
        self._temperature, self._top_p, self._max_tokens = temperature, top_p, max_tokens
        self._should_stop = should_stop

    @property
    def facts(self) -> SourceFacts:
        """The loaded model's facts, as an axis keeps them."""
        facts = self._session.loaded.facts
        return SourceFacts(
            n_layer=facts.n_layer,
            n_embd=facts.n_embd,
            n_parameters=facts.parameters,
            architecture=facts.architecture,
            name=facts.name,
            fingerprint=facts.fingerprint,
            template_sha256=facts.template_sha256,
            quantization=facts.quantization,
        )

    def samples(self, prompts: Sequence[Prompt], cap: TrialCap | None = None) -> Iterator[tuple[int, Sample]]:
        """Yield (index, sample) per prompt; raises ExtractionCancelled where should_stop said so, else what Session raises."""
        plan = None if cap is None else HookPlan.along(cap.directions, cap.taus, range(cap.first, cap.last + 1))
        for index, prompt in enumerate(prompts):
            yield index, self._sample(prompt, plan)

    def log_likelihoods(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[float, int]]:
        """Yield (sum of natural-log probabilities, tokens) of each text as the reply to its prompt, in order."""
        for prompt, text in zip(prompts, texts, strict=True):
            if self._should_stop():
                raise ExtractionCancelled
            found = reply_losses(self._session, [*chat_messages(prompt), ChatMessage("assistant", text)])
            loss, n_tokens = found[-1]
            yield (0.0, 0) if loss is None else (-loss, n_tokens)

    def readings(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[Sample]:
        """Yield the sample of each text as the reply to its prompt, in order."""
        return forced_samples(self._session, prompts, texts, self._should_stop)

    def _sample(self, prompt: Prompt, plan: HookPlan | None) -> Sample:
        sampler = Sampler(temperature=self._temperature, top_k=0, top_p=self._top_p, seed=prompt.seed)
        messages = chat_messages(prompt)
        reply = self._session.generate(messages, sampler, plan, self._max_tokens, should_stop=self._should_stop, capture=True)
        if reply.reason == "cancelled":
            raise ExtractionCancelled
        found = reply.activations
        if found is None or found.n_tokens == 0:
            return self._empty(reply.text)
        engaged = reply.stats.engaged if reply.stats is not None else None
        return Sample(reply.text, found.mean, found.header, found.n_tokens, engaged or 0.0)

    def _empty(self, text: str) -> Sample:
        """Return what stands for a reply without tokens; the extraction leaves it out."""
        facts = self._session.loaded.facts
        nothing = np.zeros((facts.n_layer - 1, facts.n_embd), dtype=np.float32)
        return Sample(text, nothing, nothing, 0)
