"""The page about the settings, made from their table: `python -m app.settings.document > docs/settings.md`."""

from __future__ import annotations

import sys
from typing import Any, Final

from app.settings.fields import DEFAULTS, INFO, SECTIONS, FieldInfo
from app.settings.info import MODEL_ENDING
from app.settings.wording import number_in_words

_INTRODUCTION: Final = """\
# Settings

Made from the table in `app/settings/fields.py` by `python -m app.settings.document`; change that table, not this page.

Settings are in three layers. What is set for **one chat** counts there; what a chat does not set it has from **its model**, and
what the model does not set from **all chats**. The column *for* says which of these a setting may have. The panel has a switch for
the three, and every setting has an arrow that lets it inherit again.

`keel settings list`, `get`, `set` and `reset` do the same in a terminal, by the names below; `--model FILE` means one model. All is
kept in `settings.json` in the data folder: one JSON object that is replaced as a whole. A value that cannot be used costs only
itself, and the file is then kept beside it as `settings.json.bad`.

A preset holds the settings of the sections {preset} under a name. It can be exported to a file and
imported again.
"""
_FOR: Final = {"program": "all chats", "model": "all, model", "chat": "all, model, chat"}


def document() -> str:
    """Return the page as Markdown."""
    names = " and ".join([", ".join(SECTIONS[key] for key in ("steadiness", "replies")), SECTIONS["prompt"]])
    parts = [_INTRODUCTION.format(preset=names)]
    for key, title in SECTIONS.items():
        parts.append(f"\n## {title}\n\n| setting | name | values | default | for |\n|---|---|---|---|---|\n")
        parts += [_line(name, info) for name, info in INFO.items() if info.section == key]
        for info in (info for info in INFO.values() if info.section == key):
            parts += _sentences(info)
    return "".join(parts)


def _line(name: str, info: FieldInfo) -> str:
    label = f"**{info.label}**" + (f"<br>{info.help}" if info.help else "")
    layers = "model" if info.of_one_model else _FOR[info.scope]
    return f"| {label} | `{name}` | {_values(info)} | {_default(name, info)} | {layers} |\n"


def _values(info: FieldInfo) -> str:
    if info.choices:
        return ", ".join(f"`{'none' if choice.value is None else choice.value}`" for choice in info.choices)
    if info.kind == "toggle":
        return "`on`, `off`"
    if info.kind in ("text", "template"):
        return "any text"
    if info.kind == "model_file":
        return f"`{MODEL_ENDING}` file, `none`"
    unset = f", `none`: {info.unset}" if info.unset else ""
    return f"{_number(info, info.minimum)} to {_number(info, info.maximum)}{unset}"


def _default(name: str, info: FieldInfo) -> str:
    value: Any = getattr(DEFAULTS, name)
    if value is None:
        return info.unset
    if isinstance(value, bool):
        return "`on`" if value else "`off`"
    if info.choices:
        return f"`{value}`"
    if info.kind == "model_file":
        return "`none`"
    return _number(info, value) if isinstance(value, (int, float)) else value or "empty"


def _number(info: FieldInfo, value: float) -> str:
    """Return a number as one types it in a terminal, and its percentage where it is shown as one."""
    return f"{value:g} ({number_in_words(info, value)})" if info.as_percent else f"{value:.10g}"


def _sentences(info: FieldInfo) -> list[str]:
    said = [f"- *{info.label}: {choice.name}* – {choice.sentence}\n" for choice in info.choices if choice.sentence]
    return ["\n", *said] if said else []


if __name__ == "__main__":
    sys.stdout.write(document())
