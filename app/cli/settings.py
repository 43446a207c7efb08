"""`keel settings`: list, read and change settings in a terminal, of all chats or of one model."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from app import paths, qt_libraries
from app.cli import arguments
from app.problems import UserError, one_line, printable

_ABOUT = """\
Read and change the settings of the window. An open window takes a change over at once. With --model the settings
of that one model are meant; what is not set for it is as for all models."""

_EPILOG = """\
  keel settings list
  keel settings set temperature 0.4
  keel settings set n_ctx 8192 --model FILE
  keel settings set seed none
  keel settings reset temperature seed

Exit codes: 0 done, 2 something has to be put right first."""


def run(argv: list[str]) -> int:
    """Run `keel settings` with its arguments and return the exit code."""
    options = _parser().parse_args(argv)
    qt_libraries.check_core()
    from app.cli.settings_access import SettingsAccess

    model = paths.model_file(options.model) if options.model is not None else None
    access = SettingsAccess(paths.data_directory(options.data_dir), model)
    if access.notice:
        sys.stderr.write(f"keel: {one_line(access.notice)}\n")
    if options.action == "list":
        _show_list(access.facts(), options)
    elif options.action == "get":
        _show_one(access.fact(options.name), options)
    elif options.action == "set":
        access.set(options.name, options.value)
        _show_one(access.fact(options.name), options)
    else:
        if bool(options.names) == options.all:
            raise UserError("It is not clear what to reset", "", "give the names of settings, or --all for every one")
        access.reset(options.names)
        if options.json:
            _show_list(access.facts(), options)
    return 0


def _show_list(facts: list[dict[str, Any]], options: argparse.Namespace) -> None:
    if options.json:
        sys.stdout.write(json.dumps({"settings": facts}, ensure_ascii=True) + "\n")
        return
    width = max(len(fact["name"]) for fact in facts)
    values = [_short(_in_text(fact["value"])) for fact in facts]
    room = max(map(len, values))
    for fact, value in zip(facts, values, strict=True):
        mark = "*" if fact["changed"] else " "
        sys.stdout.write(f"{fact['name']:<{width}} {mark} {value:<{room}}  {fact['label']}\n")


def _show_one(fact: dict[str, Any], options: argparse.Namespace) -> None:
    sys.stdout.write((json.dumps(fact, ensure_ascii=True) if options.json else printable(_in_text(fact["value"]))) + "\n")


def _in_text(value: Any) -> str:
    """Return a value as `set` takes it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 32 else line[:31] + "…"


def _parser() -> arguments.Parser:
    parser = arguments.Parser(
        prog="keel settings",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=arguments.Parser)
    listed = actions.add_parser("list", help="show all settings; * marks those that were changed", allow_abbrev=False)
    got = actions.add_parser("get", help="show one setting", allow_abbrev=False)
    put = actions.add_parser("set", help="change one setting", allow_abbrev=False)
    reset = actions.add_parser("reset", help="let settings have their defaults again", allow_abbrev=False)
    for each in (got, put):
        each.add_argument("name", metavar="NAME", help="as `keel settings list` shows it")
    put.add_argument("value", metavar="VALUE", help='the new value; "none" where the setting may be unset, on or off for a switch')
    reset.add_argument("names", nargs="*", metavar="NAME", help="as `keel settings list` shows it")
    reset.add_argument("--all", action="store_true", help="every setting; presets and the settings of single models stay")
    for each in (listed, got, put, reset):
        each.add_argument("--data-dir", type=Path, metavar="FOLDER", help="the folder that Keel's data is in")
        each.add_argument("--model", type=Path, metavar="FILE", help="the settings of this one model")
        each.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    return parser
