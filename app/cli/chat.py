"""`keel chat`: one conversation in the terminal, with the readings of every reply."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from typing import TYPE_CHECKING, Any, Final

from app import paths, qt_libraries
from app.cli import arguments
from app.problems import UserError, is_text, one_line, report
from engine.protocol import Cap

if TYPE_CHECKING:
    from app.cli.conversation import Plan
    from app.settings.fields import Settings

EXIT_INTERRUPTED = 130
_OF_THE_WINDOW: Final = ("cap", "percentile", "warning")
"""Settings of a model that are no settings here: how replies are held is told apart, and nothing warns."""


def run(argv: list[str]) -> int:
    """Run `keel chat` with its arguments and return the exit code."""
    options = arguments.chat_parser().parse_intermixed_args(argv)
    messages = _messages(options)
    qt_libraries.check_core()

    from PySide6.QtCore import QCoreApplication

    from app.cli.conversation import Conversation
    from app.cli.slot_errors import SlotErrors
    from app.cli.transcript import JsonTranscript, TextTranscript

    plan, cap, settings = _plan(options, messages)
    application = QCoreApplication.instance() or QCoreApplication(["keel"])
    conversation = Conversation(plan)
    transcript = JsonTranscript(conversation, cap, settings) if options.json else TextTranscript(conversation)
    with SlotErrors(conversation.leave) as errors:
        conversation.start()
        application.exec()
    if errors.caught:
        raise errors.caught[0]
    transcript.close()
    if conversation.problem is not None:
        return report(conversation.problem, options.json and not conversation.answered)
    return EXIT_INTERRUPTED if conversation.interrupted else 0


def _plan(options: argparse.Namespace, messages: list[str]) -> tuple[Plan, str, dict[str, Any]]:
    """Return what is to be done, the cap as it is shown, and the settings in force: an option goes before what is set."""
    from app.cli.conversation import Plan
    from app.cli.settings_access import settings_for
    from app.settings.layers import at_loading
    from app.window.prompt import sampler

    data_dir = paths.data_directory(options.data_dir)
    model = paths.model_file(options.model)
    axis = paths.axis_file(options.axis)
    settings, notice = settings_for(data_dir, model)
    if notice:
        sys.stderr.write(f"keel: {one_line(notice)}\n")
    cap = options.cap or _cap_set(settings)
    chosen = {name: getattr(options, name) for name in ("temperature", "seed") if getattr(options, name) is not None}
    max_tokens = options.max_tokens if options.max_tokens is not None else settings.max_tokens
    system = options.system if options.system is not None else settings.system_prompt
    plan = Plan(
        model=str(model),
        axis=str(axis) if axis is not None else None,
        cap=Cap(arguments.percentile(cap), settings.form),
        system=system if options.system is not None or system.strip() else None,
        sampler=dataclasses.replace(sampler(settings), **chosen),
        max_tokens=max_tokens,
        messages=messages,
        axis_dir=str(paths.axis_directory(data_dir)),
        cap_asked=options.cap is not None,
        loaded_with=at_loading(settings),
        overflow="drop_oldest" if settings.context_policy == "drop_oldest" else "stop",
        guess=settings.guess_ahead,
        threshold=settings.threshold,
    )
    return plan, cap, _in_force(settings) | chosen | {"max_tokens": max_tokens, "system_prompt": system}


def _cap_set(settings: Settings) -> str:
    """Return the cap of the settings as `arguments.strength` would."""
    if settings.cap == "off" or settings.percentile is None:
        return settings.cap
    return f"{settings.percentile:g}"


def _in_force(settings: Settings) -> dict[str, Any]:
    """Return the settings that count in a conversation, in the order of their table."""
    from app.settings.fields import INFO
    from app.settings.layers import may_differ

    return {name: getattr(settings, name) for name in INFO if may_differ(name, "model") and name not in _OF_THE_WINDOW}


def _messages(options: argparse.Namespace) -> list[str]:
    """The user turns; bytes of the command line that are not valid text are refused, as the model cannot be given them."""
    messages: list[str] = options.messages
    for what, text in (*(("A message", each) for each in messages), ("The system prompt", options.system or "")):
        if not is_text(text):
            raise UserError(f"{what} is not valid UTF-8 text", "it cannot be given to the model", "check the terminal's encoding")
    for number, text in enumerate(messages, start=1):
        if not text.strip():
            raise UserError(
                f"Message {number} is empty", "there is nothing to answer", "write something between the quotation marks"
            )
    return messages
