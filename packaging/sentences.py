"""Collects the sentences that are made where Qt is not known (engine, axes, chats), so that they can be translated too.

The names of the roles that a model is asked to play come with them, in a context of their own: as sentences, names such as "time"
would be found within others.

Used by packaging/translations.py. The list it writes, app/language/sentences.py, is what Qt's tool reads; the window finds a
sentence's words in it by its fixed parts.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("engine", "axes", "app/conversations", "app/exchange", "app/settings", "app/downloads")
FILES = (
    "app/paths.py",
    "app/engine_client.py",
    "app/engine_child.py",
    "app/engine_unsent.py",
    "app/problems.py",
    "app/settings/store.py",
    "app/models/catalogue.py",
    "app/models/library.py",
)
READERS = tuple(f"app/conversations/{name}.py" for name in ("pages", "found_rows", "sound_rows", "rows"))
"""They read damaged files and say to other code, not to people, what they could not read."""

ROLES = "resources/personas/roles.json"

REASONS = "axes/os_reasons.py"
"""Its texts are no sentences but fill a hole in others."""

APART = (
    "engine/bench",
    "engine/axis_command",
    "engine/model_command.py",
    "engine/terminal.py",
    "engine/protocol/",
    "axes/role_filter.py",
    "app/conversations/summary.py",
    *READERS,
)
"""Parts whose texts are for a terminal, for the other end of a pipe or for the model, never for the window."""

LONGEST_LINE = 132
WHAT = {
    "Sentences": "Sentences that reach the window from where Qt is not known.",
    "Roles": "The names of the roles that a model is asked to play.",
}
HEAD = '''"""{what} Made by packaging/translations.py; not edited by hand."""
{noqa}# fmt: off

from app.language import QT_TRANSLATE_NOOP

{name} = (
{lines})
'''

_SENTENCE = re.compile(r"[A-Z{].* .*[.!?…]", re.DOTALL)
_PART = re.compile(r"[A-Za-z{][^<>=\\]*[a-z}] [^<>=\\]*", re.DOTALL)
_SQL = re.compile(r"\b(SELECT|UPDATE|DELETE|INSERT|PRAGMA|CREATE|ALTER|WHERE|FROM|VALUES|NULL|UNION)\b|= \?")
_PARTS_OF = re.compile(
    r"(Error|Problem|Verdict|Progress|progress|report|tell|say|pace\.reply|_damaged|_fail|_refuse|lacks|lost|left_out|note)$"
)


def gather(root: Path) -> list[str]:
    """Return every sentence, sorted; what differs from case to case stands as {0}, {1} and so on."""
    folders = [path for folder in FOLDERS for path in (root / folder).rglob("*.py")]
    # In these folders, what knows Qt translates its texts where they stand.
    paths = [path for path in folders if "PySide6" not in path.read_text(encoding="utf-8")] + [root / name for name in FILES]
    found: set[str] = set()
    for path in paths:
        name = path.relative_to(root).as_posix()
        if not name.startswith(APART):
            found |= set(_sentences(ast.parse(path.read_text(encoding="utf-8")), parts=name.startswith("app/") or name == REASONS))
    return sorted(found)


def role_names(root: Path) -> list[str]:
    """Return the names of the roles that are shipped, sorted; a person's own have the words that person gave them."""
    return sorted(role["name"] for role in json.loads((root / ROLES).read_text(encoding="utf-8"))["roles"])


def modules(root: Path) -> dict[Path, str]:
    """Return the source of the modules that list the sentences and the roles, by their paths."""
    folder = root / "app" / "language"
    return {
        folder / "sentences.py": module("Sentences", gather(root)),
        folder / "roles.py": module("Roles", role_names(root)),
    }


def module(context: str, texts: list[str]) -> str:
    """Return the source of a module that lists texts of one context."""
    lines = _lines(context, texts)
    noqa = "# ruff: noqa: E501\n" if any(len(line) > LONGEST_LINE for line in lines.splitlines()) else ""
    return HEAD.format(what=WHAT[context], noqa=noqa, name=context.upper(), lines=lines)


def _lines(context: str, texts: list[str]) -> str:
    return "".join(f'    QT_TRANSLATE_NOOP("{context}", {_quoted(text)}),\n' for text in texts)


def _sentences(tree: ast.Module, *, parts: bool) -> Iterator[str]:
    skipped = _not_shown(tree)
    asked = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) and _makes_problem(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        text = None if id(node) in skipped else (template(node) or "").strip()
        if not text or "\n" in text or not re.search("[a-z] [a-z{]|} [a-z]", text) or _SQL.search(text):
            continue
        if _SENTENCE.fullmatch(text) or ((parts or id(node) in asked) and _PART.fullmatch(text)):
            yield text


def template(node: ast.AST) -> str | None:
    """Return a text as it stands in the source, its expressions numbered; None for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    pieces, count = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces.append(str(part.value))
        else:
            pieces.append(f"{{{count}}}")
            count += 1
    return "".join(pieces)


def _makes_problem(call: ast.Call) -> bool:
    return bool(_PARTS_OF.search(ast.unparse(call.func)))


def _not_shown(tree: ast.Module) -> set[int]:
    """Docstrings, pieces of a longer text, and texts that are translated where they stand."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            found |= {id(part) for part in ast.walk(node) if part is not node}
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("tr", "translate", "QT_TRANSLATE_NOOP", "compile", "getLogger", "warning", "info", "debug"):
                found |= {id(part) for part in ast.walk(node)}
    return found


def _quoted(text: str) -> str:
    quoted = ast.unparse(ast.Constant(text))
    return quoted if quoted.startswith('"') or '"' in text else f'"{quoted[1:-1]}"'
