"""The values of the settings that are chosen from a list."""

from __future__ import annotations

from typing import Final

from app.settings.info import QT_TRANSLATE_NOOP, Choice

CAP: Final = (
    Choice(
        "off",
        QT_TRANSLATE_NOOP("Settings", "Off"),
        QT_TRANSLATE_NOOP("Settings", "Only watching: nothing in the replies is changed."),
    ),
    Choice(
        "gentle",
        QT_TRANSLATE_NOOP("Settings", "Gentle"),
        QT_TRANSLATE_NOOP("Settings", "Steps in only when a reply moves clearly away from the model's usual manner."),
    ),
    Choice(
        "standard",
        QT_TRANSLATE_NOOP("Settings", "Standard"),
        QT_TRANSLATE_NOOP("Settings", "Keeps replies near the model's usual manner. A good choice for most chats."),
    ),
    Choice(
        "strong",
        QT_TRANSLATE_NOOP("Settings", "Strong"),
        QT_TRANSLATE_NOOP("Settings", "Holds replies close to the usual manner; role-play and a personal voice get weaker."),
    ),
    Choice(
        "maximum",
        QT_TRANSLATE_NOOP("Settings", "Maximum"),
        QT_TRANSLATE_NOOP("Settings", "Holds as firmly as it can; replies may become stiff, and roles you ask for mostly fade."),
    ),
)

FORM: Final = (
    Choice(
        None,
        QT_TRANSLATE_NOOP("Settings", "Model's own"),
        QT_TRANSLATE_NOOP("Settings", "The form that worked best for this model when it was measured."),
    ),
    Choice(
        "reply",
        QT_TRANSLATE_NOOP("Settings", "Every word"),
        QT_TRANSLATE_NOOP("Settings", "One floor for all words alike: the published form."),
    ),
    Choice(
        "position",
        QT_TRANSLATE_NOOP("Settings", "Reply start too"),
        QT_TRANSLATE_NOOP("Settings", "A floor of its own for the place where each reply begins, where the manner is chosen."),
    ),
)

WARNING: Final = (
    Choice(
        "off",
        QT_TRANSLATE_NOOP("Settings", "Off"),
        QT_TRANSLATE_NOOP("Settings", "Never shows the warning; the drift panel still shows the readings."),
    ),
    Choice(
        "quiet",
        QT_TRANSLATE_NOOP("Settings", "Quiet"),
        QT_TRANSLATE_NOOP("Settings", "Warns only when replies stay far from the usual manner, three in a row."),
    ),
    Choice(
        "normal",
        QT_TRANSLATE_NOOP("Settings", "Normal"),
        QT_TRANSLATE_NOOP("Settings", "Warns once when two replies in a row have moved away from the usual manner."),
    ),
)

CONTEXT: Final = (
    Choice(
        "stop",
        QT_TRANSLATE_NOOP("Settings", "Stop and say so"),
        QT_TRANSLATE_NOOP("Settings", "Nothing is left out: the reply ends there, and Keel says that the memory is full."),
    ),
    Choice(
        "drop_oldest",
        QT_TRANSLATE_NOOP("Settings", "Leave out the oldest"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "The oldest messages are no longer read, and a line in the chat shows which. The system prompt is always read.",
        ),
    ),
    Choice(
        "handover",
        QT_TRANSLATE_NOOP("Settings", "Go on in a new chat"),
        QT_TRANSLATE_NOOP("Settings", "Opens a new chat with a summary, which you can change before it is sent."),
    ),
)

KV_TYPE: Final = (
    Choice(
        "f16",
        QT_TRANSLATE_NOOP("Settings", "Exact"),
        QT_TRANSLATE_NOOP("Settings", "What the model computed is kept as it is. Needs the most memory."),
    ),
    Choice(
        "q8_0",
        QT_TRANSLATE_NOOP("Settings", "Half the room"),
        QT_TRANSLATE_NOOP("Settings", "Rounded a little, with hardly any difference in the replies. Needs flash attention."),
    ),
    Choice(
        "q4_0",
        QT_TRANSLATE_NOOP("Settings", "A quarter"),
        QT_TRANSLATE_NOOP("Settings", "Rounded a lot: replies may get worse and readings less exact. Needs flash attention."),
    ),
)

FLASH_ATTENTION: Final = (
    Choice(
        "auto",
        QT_TRANSLATE_NOOP("Settings", "Automatic"),
        QT_TRANSLATE_NOOP("Settings", "On where it is needed, or where it is quicker."),
    ),
    Choice("on", QT_TRANSLATE_NOOP("Settings", "On")),
    Choice("off", QT_TRANSLATE_NOOP("Settings", "Off"), QT_TRANSLATE_NOOP("Settings", "Needs more working space for long chats.")),
)

GUESSES: Final = (
    Choice(
        "auto",
        QT_TRANSLATE_NOOP("Settings", "Automatic"),
        QT_TRANSLATE_NOOP("Settings", "On where the model has a draft model, or comes with a table of its usual phrases."),
    ),
    Choice(
        "on",
        QT_TRANSLATE_NOOP("Settings", "On"),
        QT_TRANSLATE_NOOP("Settings", "Also from what was said before: sooner where text recurs, as in code and lists."),
    ),
    Choice("off", QT_TRANSLATE_NOOP("Settings", "Off")),
)

THEME: Final = (
    Choice("light", QT_TRANSLATE_NOOP("Settings", "Light")),
    Choice("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
    Choice("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
)

LANGUAGE: Final = (
    # Each language names itself, so that it is found by whoever speaks it.
    Choice("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
    Choice("en", "English"),
    Choice("de", "Deutsch"),
)
