"""Why a request cannot be sent to the engine, in words."""

from __future__ import annotations

from engine import protocol


def unsent_sentence(request: protocol.Request, error: protocol.ProtocolError) -> str:
    """Return one sentence, or two, for a request that `protocol.encode` refused: it is too long, or holds what is no valid text."""
    conversation = isinstance(request, protocol.Generate | protocol.Count | protocol.Render)
    if isinstance(error.__cause__, UnicodeError):
        if conversation:
            return "A message or the system prompt holds characters that are not valid text, so nothing can be sent. Write it anew."
        return "The name of a file or a chat template holds characters that are not valid text. Give it another one."
    if error.__cause__ is not None:
        return "One of the settings is no number that can be sent to the model. Let it have its default again."
    if conversation:
        return "This conversation is too long to be sent to the model. Start a new chat."
    return "The chat template is too long to be sent to the model. Use a shorter one."
