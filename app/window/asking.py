"""What the engine is asked for one reply, and how what it leaves out relates to the messages on show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.chat import reasoning
from app.conversations.records import Chat, Message
from app.settings.store import Settings
from app.window import prompt
from engine.protocol import Cap, ChatMessage, Sampler

MOST_BYTES = 700_000
"""A request has to fit into one line of the protocol; where the oldest turns may be left out, they are before they are sent."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages on show as templates expect them: the system prompt first, no empty replies, never two of one side in a row.

    ends: for each of `messages` but the system prompt, how many of the messages on show lie before its end. skipped: how many of
    those on show are not among them at all, because they are too many for one request.
    """

    messages: list[ChatMessage]
    ends: list[int]
    skipped: int = 0

    def on_show(self, evicted: int) -> int:
        """Return how many messages on show the model does not see where the engine left out this many of the request."""
        return self.ends[min(evicted, len(self.ends)) - 1] if evicted > 0 and self.ends else self.skipped

    def in_request(self, unseen: int) -> int:
        """Return how many messages of the request the first `unseen` messages on show are."""
        return sum(1 for end in self.ends if end <= unseen)


def conversation(system: str, messages: Sequence[Message], most_bytes: int | None = None) -> Conversation:
    """Return the conversation as it is sent; where most_bytes is given, the newest turns that fit into that."""
    said: list[ChatMessage] = []
    ends: list[int] = []
    for count, message in enumerate(messages, start=1):
        if message.role == "assistant" and not message.content.strip():
            continue
        text = _said(message) if count < len(messages) else message.content
        if said and said[-1].role == message.role:
            said[-1] = ChatMessage(message.role, f"{said[-1].content}\n\n{text}")
            ends[-1] = count
        else:
            said.append(ChatMessage(message.role, text))
            ends.append(count)
    lead = [ChatMessage("system", system)] if system.strip() else []
    first = 0 if most_bytes is None else _first_that_fits(said, most_bytes - len(system.encode("utf-8", "replace")))
    return Conversation([*lead, *said[first:]], ends[first:], ends[first - 1] if first else 0)


def _said(message: Message) -> str:
    """Return what the model is told again of a message: not what it thought aloud, which templates do not expect to see twice."""
    return (reasoning.answer(message.content) if message.role == "assistant" else "") or message.content


def _first_that_fits(said: Sequence[ChatMessage], most_bytes: int) -> int:
    """Return the first question from which on everything fits, at the latest the last one."""
    questions = [n for n, message in enumerate(said) if message.role == "user"]
    if not questions:
        return 0
    total, first = 0, questions[-1]
    for n in range(len(said) - 1, -1, -1):
        total += len(said[n].content.encode("utf-8", "replace"))
        if total > most_bytes and n < questions[-1]:
            return first
        if n in questions:
            first = n
    return 0


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for a reply. forgotten: messages on show that the model no longer saw at the reply before."""

    conversation: Conversation
    system: str
    sampler: Sampler
    cap: Cap
    max_tokens: int
    overflow: str = "stop"
    forgotten: int = 0
    continue_last: bool = False
    guess: str = "auto"

    @property
    def forgotten_in_request(self) -> int:
        """The same as the engine counts."""
        return self.conversation.in_request(self.forgotten)


def ask(
    chat: Chat,
    settings: Settings,
    messages: Sequence[Message],
    *,
    has_axis: bool,
    continue_last: bool = False,
) -> Ask:
    """Return what to ask for the reply to these messages, or for going on with the last of them; settings: those in force."""
    system = prompt.system_prompt(chat, settings)
    drops = settings.context_policy == "drop_oldest"
    replies = [message for message in messages if message.role == "assistant"]
    return Ask(
        conversation(system, messages, MOST_BYTES if drops else None),
        system,
        prompt.sampler(settings),
        prompt.cap(settings, has_axis=has_axis, role_play=chat.role_play),
        settings.max_tokens,
        "drop_oldest" if drops else "stop",
        replies[-1].evicted if replies and drops else 0,
        continue_last,
        settings.guess_ahead,
    )
