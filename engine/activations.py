"""The model side of making an axis: replies of a loaded model with the residual stream they were spoken from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from axes.capping import TrialCap
from axes.source import ExtractionCancelled, Prompt, Sample, SourceFacts
from engine.batch_decoding import MAX_SEQUENCES, BatchDecoder, Request, Spoken
from engine.bench.fluency import reply_losses
from engine.forced_reading import chat_messages, forced_samples
from engine.hook_plan import HookPlan
from engine.llama_api import Cancelled
from engine.model import LoadError
from engine.protocol import ChatMessage, Sampler
from engine.session import Session

TEMPERATURE: Final = 0.7
TOP_P: Final = 0.9
TOP_K: Final = 128
"""Bounds the sorting that top-p needs in a large vocabulary; what lies beyond has next to no probability."""
MAX_TOKENS: Final = 192
THINK_BEGIN: Final = "<think>"
THINK_END: Final = "</think>"


def _never() -> bool:
    return False


class SessionSource:
    """An axes.extraction.ActivationSource on a session: every prompt is a chat of its own, sampled with its seed.

    temperature 0 is greedy. max_tokens bounds a reply; one that is cut off there counts as it stands. sequences: how many replies
    are generated together, in a context of their own. should_stop is asked between tokens and ends the extraction. Raises LoadError
    for a model whose residual stream cannot be read.
    """

    def __init__(
        self,
        session: Session,
        *,
        temperature: float = TEMPERATURE,
        top_p: float = TOP_P,
        max_tokens: int = MAX_TOKENS,
        sequences: int = MAX_SEQUENCES,
        should_stop: Callable[[], bool] = _never,
    ) -> None:
        if not session.loaded.readable:
            raise LoadError("This model's inside cannot be read by Keel, so no axis can be made for it.")
        self._session = session
        self._temperature, self._top_p, self._max_tokens = temperature, top_p, max_tokens
        self._sequences = sequences
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
        loaded = self._session.loaded
        loaded.hook.cancel(False)  # an earlier Stop may have left it on; whoever stops this work also lets should_stop say so
        requests = [Request(loaded.template.prompt(chat_messages(prompt)), self._sampler(prompt)) for prompt in prompts]
        with BatchDecoder(loaded, self._sequences) as decoder:
            try:
                for index, spoken in decoder.speak(requests, self._max_tokens, plan, self._should_stop):
                    yield index, self._sample(spoken)
            except Cancelled:
                raise ExtractionCancelled from None

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

    def _sampler(self, prompt: Prompt) -> Sampler:
        return Sampler(temperature=self._temperature, top_k=TOP_K, top_p=self._top_p, seed=prompt.seed)

    def _sample(self, spoken: Spoken | None) -> Sample:
        if spoken is None:  # the extraction leaves a reply without tokens out
            facts = self._session.loaded.facts
            nothing = np.zeros((facts.n_layer - 1, facts.n_embd), dtype=np.float32)
            return Sample("", nothing, nothing, 0)
        text = spoken.text
        if text.lstrip().startswith(THINK_BEGIN) and THINK_END in text:
            text = text.split(THINK_END, 1)[1].lstrip()
        return Sample(text, spoken.mean, spoken.header, spoken.n_tokens, spoken.engaged)
