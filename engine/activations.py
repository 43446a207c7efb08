"""The model side of making an axis: replies of a loaded model with the residual stream they were spoken from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from axes.capping import TrialCap
from axes.source import ExtractionCancelled, Prompt, Sample, SourceFacts
from engine.batch_context import MAX_SEQUENCES
from engine.batch_decoding import BatchDecoder, Request, Spoken
from engine.batch_reading import Reading, read_replies
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


def chat_messages(prompt: Prompt) -> list[ChatMessage]:
    """Return a prompt as the messages of a chat."""
    messages = [] if prompt.system is None else [ChatMessage("system", prompt.system)]
    for said, answered in prompt.earlier:
        messages += [ChatMessage("user", said), ChatMessage("assistant", answered)]
    return [*messages, ChatMessage("user", prompt.question)]


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

    def log_likelihoods(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[int, float, int]]:
        """Yield (index, sum of natural-log probabilities, tokens) of each text as the reply to its prompt."""
        for index, found in self._read(prompts, texts):
            yield (index, 0.0, 0) if found is None else (index, found.log_likelihood, found.n_tokens)

    def readings(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[int, Sample]]:
        """Yield (index, sample) of each text as the reply to its prompt; of no token where it does not fit the context."""
        for index, found in self._read(prompts, texts):
            if found is None:
                yield index, self._nothing(texts[index])
            else:
                yield index, Sample(texts[index], found.mean, found.header, found.n_tokens, log_likelihood=found.log_likelihood)

    def _read(self, prompts: Sequence[Prompt], texts: Sequence[str]) -> Iterator[tuple[int, Reading | None]]:
        loaded = self._session.loaded
        loaded.hook.cancel(False)
        chats = [(index, [*chat_messages(prompt), ChatMessage("assistant", texts[index])]) for index, prompt in enumerate(prompts)]
        asked = [(index, chat) for index, chat in chats if texts[index]]
        yield from ((index, None) for index, _ in chats if not texts[index])
        rendered = [loaded.template.prompt(chat, continue_last=True) for _, chat in asked]
        try:
            for number, reading in read_replies(loaded, rendered, self._should_stop, self._sequences):
                yield asked[number][0], reading
        except Cancelled:
            raise ExtractionCancelled from None

    def _nothing(self, text: str) -> Sample:
        facts = self._session.loaded.facts
        nothing = np.zeros((facts.n_layer - 1, facts.n_embd), dtype=np.float32)
        return Sample(text, nothing, nothing, 0)

    def _sampler(self, prompt: Prompt) -> Sampler:
        return Sampler(temperature=self._temperature, top_k=TOP_K, top_p=self._top_p, seed=prompt.seed)

    def _sample(self, spoken: Spoken | None) -> Sample:
        if spoken is None:  # the extraction leaves a reply without tokens out
            return self._nothing("")
        text = spoken.text
        if text.lstrip().startswith(THINK_BEGIN) and THINK_END in text:
            text = text.split(THINK_END, 1)[1].lstrip()
        return Sample(text, spoken.mean, spoken.header, spoken.n_tokens, spoken.engaged)
