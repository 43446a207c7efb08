"""`keel chat`: one conversation in the terminal, with the readings of every reply."""

from __future__ import annotations

import argparse
import os

from app import paths, qt_libraries
from app.cli import arguments
from app.problems import UserError, report
from engine.protocol import Cap, Sampler

EXIT_INTERRUPTED = 130


def run(argv: list[str]) -> int:
    """Run `keel chat` with its arguments and return the exit code."""
    options = arguments.chat_parser().parse_intermixed_args(argv)
    messages = _messages(options)
    data_dir = paths.data_directory(options.data_dir)
    model = paths.model_file(options.model)
    axis = paths.axis_file(options.axis)
    qt_libraries.check_core()

    from PySide6.QtCore import QCoreApplication

    from app.cli.conversation import Conversation, Plan
    from app.cli.slot_errors import SlotErrors
    from app.cli.transcript import JsonTranscript, TextTranscript

    application = QCoreApplication.instance() or QCoreApplication(["keel"])
    plan = Plan(
        model=str(model),
        axis=str(axis) if axis is not None else None,
        cap=Cap(arguments.percentile(options.cap)),
        system=options.system,
        sampler=Sampler(temperature=options.temperature, seed=options.seed),
        max_tokens=options.max_tokens,
        messages=messages,
        axis_dir=str(paths.axis_directory(data_dir)),
    )
    conversation = Conversation(plan)
    transcript = JsonTranscript(conversation, options.cap) if options.json else TextTranscript(conversation)
    with SlotErrors(conversation.leave) as errors:
        conversation.start()
        application.exec()
    if errors.caught:
        raise errors.caught[0]
    transcript.close()
    if conversation.problem is not None:
        return report(conversation.problem, options.json and not conversation.answered)
    return EXIT_INTERRUPTED if conversation.interrupted else 0


def _messages(options: argparse.Namespace) -> list[str]:
    """The user turns; bytes of the command line that are not valid text are refused, as the model cannot be given them."""
    messages: list[str] = options.messages
    for text in (*messages, options.system or ""):
        try:
            os.fsencode(text).decode("utf-8")
        except UnicodeDecodeError as error:
            raise UserError(
                "A message is not valid UTF-8 text", "it cannot be given to the model", "check the terminal's encoding"
            ) from error
    for number, text in enumerate(messages, start=1):
        if not text.strip():
            raise UserError(
                f"Message {number} is empty", "there is nothing to answer", "write something between the quotation marks"
            )
    return messages
