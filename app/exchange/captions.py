"""What stands above a message in an exported file: who wrote it, and how a reply was made, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.conversations.records import Chat, Message
from app.conversations.store import Store
from app.drift.words import figure
from app.exchange.values import moment
from app.language import translate


@dataclass(frozen=True, slots=True)
class Line:
    """A chat as it is shown: its title, the messages of the version on show, and how many messages other versions have."""

    chat: Chat
    title: str
    messages: Sequence[Message]
    elsewhere: int

    @property
    def unsent(self) -> str:
        """What was typed and not sent, for a chat that holds nothing else; a file to be read has no other place for it."""
        return "" if self.messages else "\n\n".join(filter(None, (self.chat.queued, self.chat.draft)))

    @property
    def notes(self) -> list[str]:
        """What has to be said about the chat as a whole."""
        notes = [translate("Exchange", "Begun {when}.").format(when=when(self.chat.created_at))]
        if self.elsewhere == 1:
            notes.append(translate("Exchange", "One message of another version is not here; the JSON form has it."))
        elif self.elsewhere:
            words = translate("Exchange", "{count} messages of other versions are not here; the JSON form has them.")
            notes.append(words.format(count=self.elsewhere))
        return notes


def line_of(store: Store, chat_id: int) -> Line:
    """Return a chat with what it shows; raises KeyError where it is gone."""
    chat = store.chat(chat_id)
    messages = store.path(chat_id)
    elsewhere = len(store.tree(chat_id)) - len(messages)
    return Line(chat, " ".join(chat.title.split()) or translate("Exchange", "New chat"), messages, elsewhere)


def author(message: Message) -> str:
    """Return who wrote a message."""
    return translate("Exchange", "You") if message.role == "user" else translate("Exchange", "Reply")


def not_sent() -> str:
    """Return what stands above a text that was typed and not sent."""
    return translate("Exchange", "Not sent yet")


def thought() -> str:
    """Return what stands above the thoughts of a model."""
    return translate("Exchange", "What the model thought first")


def facts(message: Message) -> list[str]:
    """Return how a reply was made, each fact in a few words; nothing for a message of the person."""
    if message.role == "user":
        return []
    found = []
    model = message.receipt.get("model") or {}
    if isinstance(model.get("name"), str) and model["name"]:
        found.append(" ".join(model["name"].split()))
    ending = _endings().get(message.state)
    if ending:
        found.append(ending)
    reading = message.stats.get("reading")
    if reading is not None:
        found.append(translate("Exchange", "reading {reading}").format(reading=figure(reading)))
    if message.drifted:
        found.append(translate("Exchange", "drifted"))
    if message.stats.get("percentile") is not None:
        found.append(translate("Exchange", "held steady"))
    if "edited_from" in message.receipt:
        found.append(translate("Exchange", "changed by you"))
    return found


def when(time: str) -> str:
    """Return a time as people read it, in UTC to the minute."""
    return f"{(moment(time) or time)[:16].replace('T', ' ')} UTC"


def _endings() -> dict[str, str]:
    return {
        "stopped": translate("Exchange", "stopped"),
        "interrupted": translate("Exchange", "interrupted"),
        "growing": translate("Exchange", "not finished"),
        "length": translate("Exchange", "ended at the length limit"),
        "context_full": translate("Exchange", "ended because the memory was full"),
    }
