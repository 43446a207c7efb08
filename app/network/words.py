"""What the page of connections says of each."""

from __future__ import annotations

from app.downloads.ledger import OPEN, Connection
from app.language import translate
from app.language.amounts import data_size, moment
from app.language.telling import told


def title(connection: Connection) -> str:
    """Return with which computer, and how it ended."""
    host = connection.host
    if connection.via:
        host = translate("Network", "{host} through {proxy}").format(host=host, proxy=connection.via)
    return f"{host} · {outcome(connection.outcome)}"


def facts(connection: Connection) -> str:
    """Return when and what for, and the bytes in both directions."""
    amounts = translate("Network", "{sent} sent, {received} received").format(
        sent=data_size(connection.sent), received=data_size(connection.received)
    )
    return " · ".join(part for part in (moment(connection.when), told(connection.why), amounts) if part)


def outcome(written: str) -> str:
    """Return how a connection ended, in words."""
    if written == OPEN:
        return translate("Network", "not ended")
    if written.isdecimal():
        status = int(written)
        if 200 <= status < 300:
            return translate("Network", "answered ({status})").format(status=status)
        if 300 <= status < 400:
            return translate("Network", "sent on to another address ({status})").format(status=status)
        return translate("Network", "refused ({status})").format(status=status)
    return told(written)


def summary(connections: list[Connection], cleared: float | None) -> str:
    """Return how many there were and how much came and went; cleared: when the list was emptied, None where it was not."""
    if not connections and cleared is not None:
        nothing_since = translate("Network", "Keel has not connected to anything since this list was cleared ({moment}).")
        return nothing_since.format(moment=moment(cleared))
    if not connections:
        return translate("Network", "Keel has not connected to anything.")
    sent, received = sum(each.sent for each in connections), sum(each.received for each in connections)
    told_of = translate("Network", "Connections so far: {count}. {sent} sent, {received} received, in all.")
    return told_of.format(count=len(connections), sent=data_size(sent), received=data_size(received))
