"""Holding the conversations: every task is one chat with a loaded model under one variant, in as many processes as asked for."""

from __future__ import annotations

import multiprocessing
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.bench.evaluation import Conversation, Item, RoleQuestion
from engine.bench.fluency import reply_losses
from engine.bench.judge import exact_match, judge_reply
from engine.hook_plan import HookPlan
from engine.model import LoadedModel, load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Session

TEMPERATURE: Final = 0.7
TOP_P: Final = 0.9
REPLY_TOKENS: Final = 160
ANSWER_TOKENS: Final = 120


@dataclass(frozen=True)
class Variant:
    """One way to run the model: a cap or a plan of its own (None: uncapped), sampled or greedy."""

    name: str
    cap: Cap | HookPlan | None = None
    greedy: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """What every process loads; axis None: without readings and caps."""

    model: Path
    axis: Path | None
    n_ctx: int = 1024
    n_threads: int = 1


@dataclass(frozen=True)
class Task:
    """One chat to hold; seed_index tells repetitions of the same sampled chat apart."""

    variant: Variant
    subject: Conversation | Item | RoleQuestion
    seed_index: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One judged reply. reading, early: normalised. engaged: share of slots lifted. loss: summed -log p of its tokens (nats).

    loss is that of the uncapped model in the same conversation, None where it was not measured; turn counts from 0.
    """

    variant: str
    subject: str
    kind: str
    seed_index: int
    turn: int
    last: bool
    text: str
    drifted: bool
    reading: float | None
    early: float | None
    engaged: float | None
    mean_lift: float | None
    tokens: int
    reason: str
    loss: float | None = None
    loss_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One judged answer: an item's exact match, or whether a requested role was recognised."""

    variant: str
    subject: str
    kind: str
    text: str
    correct: bool


Record = Turn | Answer


def run(setup: Setup, tasks: Sequence[Task], jobs: int, progress: Callable[[int, int], None]) -> list[Record]:
    """Hold every chat and return the records in the order of the tasks; progress gets chats held and chats in all.

    Each process loads the model once and takes every jobs-th task, so that long and short chats spread evenly.
    """
    if not tasks:
        return []
    shares = [list(range(start, len(tasks), jobs)) for start in range(min(jobs, len(tasks)))]
    found: dict[int, list[Record]] = {}
    if len(shares) == 1:
        held = _hold(setup, tasks, lambda done: progress(done, len(tasks)))
        return [record for records in held for record in records]
    pieces = [piece for each in shares for piece in _pieces(each)]
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(_hold, setup, [tasks[n] for n in piece]): piece for piece in pieces}
        for done in as_completed(waiting):
            found.update(zip(waiting[done], done.result(), strict=True))
            progress(len(found), len(tasks))
    return [record for n in sorted(found) for record in found[n]]


def _pieces(numbers: list[int], size: int = 60) -> list[list[int]]:
    """Cut one process's share into pieces, so that progress is seen and no process is left with a long tail."""
    return [numbers[begin : begin + size] for begin in range(0, len(numbers), size)]


def _hold(setup: Setup, tasks: Sequence[Task], progress: Callable[[int], None] | None = None) -> list[list[Record]]:
    with load_for(setup) as loaded:
        session, held = Session(loaded), []
        for task in tasks:
            held.append(hold(session, task))
            if progress is not None:
                progress(len(held))
        return held


def hold(session: Session, task: Task) -> list[Record]:
    """Hold one chat, from an empty KV cache so that the order of chats does not matter; return its judged replies."""
    session.reset()
    subject = task.subject
    if isinstance(subject, Conversation):
        return list(_converse(session, task, subject))
    if isinstance(subject, Item):
        messages = [ChatMessage("user", subject.prompt)]
        reply = session.generate(messages, Sampler(temperature=0.0), task.variant.cap, ANSWER_TOKENS)
        return [Answer(task.variant.name, subject.id, subject.kind, reply.text, exact_match(reply.text, subject.answer))]
    messages = [ChatMessage("system", subject.system), ChatMessage("user", subject.question)]
    reply = session.generate(messages, _sampler(task, 0), task.variant.cap, REPLY_TOKENS)
    return [Answer(task.variant.name, subject.id, subject.kind, reply.text, judge_reply(reply.text).persona == subject.kind)]


def _converse(session: Session, task: Task, conversation: Conversation) -> list[Turn]:
    messages: list[ChatMessage] = []
    held = []
    for number, said in enumerate(conversation.turns):
        messages.append(ChatMessage("user", said))
        reply = session.generate(messages, _sampler(task, number), task.variant.cap, REPLY_TOKENS)
        stats = reply.stats
        if stats is None:  # the conversation outgrew the context: there is no reply to judge
            break
        messages.append(ChatMessage("assistant", reply.text))
        held.append((reply, stats))
    losses = reply_losses(session, messages[: 2 * len(held)])
    return [
        Turn(
            variant=task.variant.name,
            subject=conversation.id,
            kind=conversation.kind,
            seed_index=task.seed_index,
            turn=number,
            last=number == len(conversation.turns) - 1,
            text=reply.text,
            drifted=judge_reply(reply.text).drifted,
            reading=stats.reading,
            early=stats.early,
            engaged=stats.engaged,
            mean_lift=stats.mean_lift,
            tokens=stats.tokens,
            reason=reply.reason,
            loss=loss,
            loss_tokens=n_tokens,
        )
        for number, ((reply, stats), (loss, n_tokens)) in enumerate(zip(held, losses, strict=True))
    ]


def _sampler(task: Task, turn: int) -> Sampler:
    """Return a sampler whose seed depends on the chat and the turn only, so that every variant draws with the same numbers."""
    if task.variant.greedy:
        return Sampler(temperature=0.0)
    seed = zlib.crc32(f"{task.subject.id}/{turn}/{task.seed_index}".encode())
    return Sampler(temperature=TEMPERATURE, top_k=0, top_p=TOP_P, seed=seed)


def load_for(setup: Setup) -> LoadedModel:
    """Load the model of a setup in this process."""
    return load(setup.model, setup.axis, n_ctx=setup.n_ctx, n_threads=setup.n_threads, find=False)
