"""Trying a cap: what it does to replies in a role, measured on their words alone, and what it costs in fluency.

A role is prompted in two ways, in equal parts: the instruction stands in front of the question, or it has gone and only an earlier
reply in the role is left in the chat, which is how drift looks. Every reply made under a trial is read once more by the uncapped
model, on its question alone. So the effect is that on what the model says, not the cap's own push on the residual stream, and it
means the same for every band.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes.axis import FloatArray
from axes.calibration import Doubles
from axes.capping import TrialCap
from axes.plan import DEFAULT, Ask
from axes.reply_store import ReplyStore, StoredReply
from axes.source import ActivationSource, ExtractionCancelled, Prompt

LOOP_SHARE: Final = 0.5
LOOP_WORDS: Final = 12
EARLIER_TURNS: Final = 2
BEGUN: Final = 4


@dataclass(frozen=True, slots=True)
class TrialFigures:
    """What a cap did. effect: share of the way from the roles' replies to the default's, with its standard error.

    prompted, carried: the same where the instruction stands, and where only an earlier reply is left. perplexity_ratio: of the
    capped replies to the uncapped ones, both under the uncapped model. looping: share of replies that repeat themselves, less that
    of the uncapped ones. engaged: share of (token, layer) slots lifted.
    """

    effect: float
    effect_error: float
    prompted: float
    carried: float
    perplexity_ratio: float
    looping: float
    engaged: float


@dataclass(frozen=True, slots=True)
class TrialSet:
    """Prompts with and without a role and what the uncapped replies to them are like, ready to be compared with capped ones.

    asks: what is asked. layer, direction (n_embd,): where effects are read. loss: mean -log p per token of the uncapped replies.
    looping: share of them that repeat themselves. readings: projections of the uncapped replies, each read on its question alone.
    """

    asks: Sequence[Ask]
    layer: int
    direction: FloatArray
    loss: float
    looping: float
    readings: Doubles

    @property
    def in_role(self) -> NDArray[np.bool_]:
        """Which of the asks have a role."""
        return np.asarray([ask.role != DEFAULT for ask in self.asks])

    @property
    def carried(self) -> NDArray[np.bool_]:
        """Which of the asks have only an earlier reply to go by."""
        return np.asarray([bool(ask.prompt.earlier) for ask in self.asks])

    def effect(self, readings: Doubles, which: NDArray[np.bool_]) -> tuple[float, float]:
        """Return the share of the way to the default's mean that the role replies `which` went, and its standard error.

        0 with an infinite error where the uncapped replies do not surely lie away from the default in the first place.
        """
        chosen = which & self.in_role
        if chosen.sum() < 2:
            return 0.0, math.inf
        there, here = self.readings[~self.in_role], self.readings[chosen]
        gap = float(there.mean() - here.mean())
        shift = (readings - self.readings)[chosen]
        if gap <= 2 * math.sqrt(there.var(ddof=1) / len(there) + here.var(ddof=1) / len(here)) or gap <= 1e-9:
            return 0.0, math.inf
        return float(shift.mean()) / gap, float(shift.std(ddof=1)) / math.sqrt(len(shift)) / gap


def pick(asks: Sequence[tuple[int, Ask]], part: str, n_roles: int, n_default: int) -> list[tuple[int, Ask]]:
    """Return (index, ask) of the prompts to try caps on: n_roles of a part with a role, spread over all of them, and n_default."""
    chosen: list[tuple[int, Ask]] = []
    for default, count in ((False, n_roles), (True, n_default)):
        there = [(index, ask) for index, ask in asks if ask.part == part and (ask.role == DEFAULT) is default]
        step = max(1.0, len(there) / count) if count else 1.0
        places = dict.fromkeys(int(number * step) for number in range(min(count, len(there))))
        chosen += [there[place] for place in places]
    return chosen


def prepare(
    source: ActivationSource,
    store: ReplyStore,
    asks: Sequence[tuple[int, Ask]],
    part: str,
    size: tuple[int, int],
    layer: int,
    direction: FloatArray,
    extra: ReplyStore,
    on_reply: Callable[[], None],
    should_stop: Callable[[], bool],
) -> TrialSet:
    """Return a trial set from the prompts of a part whose uncapped replies lie in `store`; asks: (place in the plan, ask).

    size: prompts with a role and default ones. layer: where effects are read (0-based). Half of the ones with a role keep the
    instruction. For the other half, BEGUN times as many chats are begun in which the role's replies to two questions are the
    earlier turns, without the instruction, and a third question follows; those in which the uncapped model stays nearest to the
    role are taken, and none that has come back on its own more than half of the way. Their uncapped replies are made here and kept
    in `extra`.
    """
    texts = {reply.index: reply.text for reply in store.replies}
    n_roles, n_default = size
    plain = pick(asks, part, n_roles - n_roles // 2, n_default)
    begun = _carried_over(asks, part, texts, chats_begun(n_roles))
    replies = answer(source, [ask.prompt for ask in begun], None, extra, on_reply, should_stop)
    chosen = [ask for _, ask in plain]
    spoken = [texts[index] for index, _ in plain]
    readings, likely, tokens = _read_alone(source, chosen, spoken, layer, direction)
    in_role = np.asarray([ask.role != DEFAULT for ask in chosen])
    found, *more = _read_alone(source, begun, [reply.text for reply in replies], layer, direction) if begun else [np.zeros(0)] * 3
    halfway = (readings[in_role].mean() + readings[~in_role].mean()) / 2
    stayed = [int(place) for place in np.argsort(found, kind="stable")[: n_roles // 2] if found[place] < halfway]
    chosen += [begun[place] for place in stayed]
    spoken += [replies[place].text for place in stayed]
    readings = np.concatenate([readings, found[stayed]])
    likely, tokens = (np.concatenate([first, rest[stayed]]) for first, rest in zip((likely, tokens), more, strict=True))
    return TrialSet(chosen, layer, direction, _loss(source, chosen, spoken, likely, tokens), _looping(spoken), readings)


def chats_begun(n_roles: int) -> int:
    """Return how many chats are begun at most to find those that stay in a role, for a trial set with n_roles in a role."""
    return n_roles // 2 * BEGUN


def _carried_over(asks: Sequence[tuple[int, Ask]], part: str, texts: Mapping[int, str], count: int) -> list[Ask]:
    """Return up to `count` chats, in turn from every role, whose earlier turns are in the role and whose instruction is gone."""
    by_role: dict[str, dict[str, tuple[int, Ask]]] = {}
    for index, ask in asks:
        if ask.part == part and ask.role != DEFAULT:
            by_role.setdefault(ask.role, {}).setdefault(ask.prompt.question, (index, ask))
    questions = list(dict.fromkeys(ask.prompt.question for _, ask in asks if ask.part == part))
    chats = []
    for turn in range(len(questions)):
        for place, answered in enumerate(by_role.values()):
            following = questions[(place + turn) % len(questions)]
            before = [each for question, each in answered.items() if question != following][:EARLIER_TURNS]
            if before:
                earlier = tuple((ask.prompt.question, texts[index]) for index, ask in before)
                seed = before[0][1].prompt.seed + turn
                chats.append(replace(before[0][1], prompt=Prompt(None, following, seed, earlier)))
    return chats[:count]


def try_cap(
    source: ActivationSource,
    trial: TrialSet,
    cap: TrialCap,
    store: ReplyStore,
    on_reply: Callable[[], None],
    should_stop: Callable[[], bool],
) -> TrialFigures:
    """Answer a trial set under a cap and return what came of it; replies are kept in `store`, in the order of the set.

    on_reply is called after every reply. Raises ExtractionCancelled where should_stop said so.
    """
    replies = answer(source, [ask.prompt for ask in trial.asks], cap, store, on_reply, should_stop)
    texts = [reply.text for reply in replies]
    readings, likely, tokens = _read_alone(source, trial.asks, texts, trial.layer, trial.direction)
    loss = _loss(source, trial.asks, texts, likely, tokens)
    effect, error = trial.effect(readings, trial.in_role)
    return TrialFigures(
        effect=effect,
        effect_error=error,
        prompted=trial.effect(readings, ~trial.carried)[0],
        carried=trial.effect(readings, trial.carried)[0],
        perplexity_ratio=math.exp(min(loss - trial.loss, 50.0)),
        looping=_looping(texts) - trial.looping,
        engaged=engagement(replies),
    )


def answer(
    source: ActivationSource,
    prompts: Sequence[Prompt],
    cap: TrialCap | None,
    store: ReplyStore,
    on_reply: Callable[[], None],
    should_stop: Callable[[], bool],
) -> list[StoredReply]:
    """Answer prompts, but for those whose replies are in the store already, and return the replies in order."""
    missing = [place for place in range(len(prompts)) if place not in store.done]
    for number, sample in source.samples([prompts[place] for place in missing], cap) if missing else ():
        store.append(missing[number], sample)
        on_reply()
        if should_stop():
            raise ExtractionCancelled
    store.flush()
    return sorted(store.replies, key=lambda reply: reply.index)


def engagement(replies: Sequence[StoredReply]) -> float:
    """Return the share of (token, layer) slots lifted over all replies, each weighing as many tokens as it has."""
    weights = [reply.n_tokens for reply in replies]
    return float(np.average([reply.engaged for reply in replies], weights=weights)) if sum(weights) else 0.0


def text_readings(
    source: ActivationSource, asks: Sequence[Ask], texts: Sequence[str], layer: int, direction: FloatArray
) -> Doubles:
    """Return <h, v> of every text as a reply to its question alone, (n,); an empty reply reads as the mean of the others."""
    return _read_alone(source, asks, texts, layer, direction)[0]


def _read_alone(
    source: ActivationSource, asks: Sequence[Ask], texts: Sequence[str], layer: int, direction: FloatArray
) -> tuple[Doubles, Doubles, Doubles]:
    """Return per text, read as a reply to its question alone: <h, v>, its log-likelihood, and its tokens, (n,) each."""
    found, likely, tokens = np.full(len(texts), math.nan), np.zeros(len(texts)), np.zeros(len(texts))
    for index, sample in source.readings([_alone(ask) for ask in asks], texts):
        if sample.n_tokens:
            found[index] = float(sample.reply[layer].astype(np.float64) @ direction)
            likely[index], tokens[index] = sample.log_likelihood, sample.n_tokens
    missing = np.isnan(found)
    return np.where(missing, found[~missing].mean() if not missing.all() else 0.0, found), likely, tokens


def _alone(ask: Ask) -> Prompt:
    """Return an ask's question alone, without instruction and earlier turns."""
    return Prompt(None, ask.prompt.question, 0)


def _loss(source: ActivationSource, asks: Sequence[Ask], texts: Sequence[str], likely: Doubles, tokens: Doubles) -> float:
    """Return the mean -log p per token of texts under the uncapped model, each in the likelier of two settings.

    The settings are the chat it was given in and its question alone, whose log-likelihoods and tokens are known: a fluent reply
    that fell back to the default is unlikely in its role without being any worse for that, while broken wording is unlikely in
    both.
    """
    best, counted = likely.copy(), tokens.copy()
    apart = [index for index, ask in enumerate(asks) if ask.prompt.system is not None or ask.prompt.earlier]
    given = source.log_likelihoods([asks[index].prompt for index in apart], [texts[index] for index in apart])
    for number, value, count in given:
        index = apart[number]
        if count and (not counted[index] or value / count > best[index] / counted[index]):
            best[index], counted[index] = value, count
    return -float(best.sum() / counted.sum()) if counted.sum() else 0.0


def _looping(texts: Sequence[str]) -> float:
    """Return the share of texts that say nothing or in which most runs of three words come again."""
    return float(np.mean([_loops(text.split()) for text in texts])) if texts else 0.0


def _loops(words: Sequence[str]) -> bool:
    if len(words) < LOOP_WORDS:
        return not words
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return 1 - len(set(runs)) / len(runs) > LOOP_SHARE
