"""Everything a person reads in the window goes through the translation: no text is written straight into a widget."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.quality.source_tree import ROOT, python_files, shown, syntax_tree

MARKS = {"tr", "translate", "QT_TRANSLATE_NOOP"}
NOT_THE_WINDOW = (
    "app/bench_ui/",  # measures, and speaks on a terminal
    "app/bench_window/",
    "app/cli/",
    "app/conversations/",  # know no Qt: their sentences are translated where they are shown, see app/language/telling.py
    "app/downloads/",
    "app/exchange/",
    "app/language/",
    "app/models/catalogue.py",
    "app/models/library.py",
    "app/settings/files.py",
    "app/settings/store.py",
    "app/settings/info.py",
    "app/engine_child.py",
    "app/engine_client.py",
    "app/engine_stream.py",
    "app/engine_unsent.py",
    "app/paths.py",
    "app/problems.py",
    "app/qt_libraries.py",
    "app/__main__.py",
    "app/window/start.py",
)
ALSO_THE_WINDOW = ("app/exchange/dialogs.py",)
QUIET_CALLS = {
    "ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "compile", "getLogger", "debug", "info", "warning",
    "exception", "UserError", "StoreError", "setObjectName", "setProperty", "QKeySequence", "SettingError",
}  # fmt: skip
SHOWING = {
    "addAction", "addButton", "addMenu", "addSection", "present", "setAccessibleDescription", "setAccessibleName", "setLabelText",
    "setPlaceholderText", "setPrefix", "setSpecialValueText", "setStatusTip", "setSuffix", "setText", "setTitle", "setToolTip",
    "setWhatsThis", "setWindowTitle", "showText", "QAction", "QCheckBox", "QGroupBox", "QLabel", "QMenu", "QPushButton",
    "QRadioButton", "QToolButton", "Problem", "_action",
}  # fmt: skip
"""Calls that put their first text on the screen."""

ALIKE = {"Keel", "MMMM yyyy"}
"""The same in every language: a name, and a form of dates that Qt fills with words of the language."""

SENTENCE = re.compile(r"[A-Z“][\w’']*,? (?:[\w{“]|—).*")
WORD = re.compile(r"[A-Za-z]{2,}")


def texts(node: ast.AST) -> Iterator[tuple[str, int]]:
    """The fixed parts of a text, or of each of several a choice is made from."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values), node.lineno
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def called(node: ast.Call) -> str:
    """The last part of the name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def untranslated(tree: ast.Module) -> list[tuple[int, str]]:
    """Lines of texts that reach a person as they stand in the source."""
    quiet: set[int] = set()
    found: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(id(node.value))
        elif (isinstance(node, ast.Call) and called(node) in MARKS | QUIET_CALLS) or isinstance(node, ast.Assert):
            quiet |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr):
            quiet |= {id(part) for part in node.values if isinstance(part, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SHOWING and node.args and id(node.args[0]) not in quiet:
            found |= {line: text for text, line in texts(node.args[0]) if WORD.search(text.replace("{}", ""))}
        if id(node) not in quiet and isinstance(node, ast.Constant | ast.JoinedStr):
            found |= {line: text for text, line in texts(node) if SENTENCE.fullmatch(text)}
    return sorted((line, text) for line, text in found.items() if text not in ALIKE)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('label.setText(self.tr("Send it"))', 0),
        ('label.setText("Send")', 1),
        ('label.setText(f"{n} tokens")', 1),
        ('label.setText(f"{n} · {m}")', 0),
        ('label.setText("Stop" if busy else self.tr("Send"))', 1),
        ('WORDS = ("Move the chat away", "x")', 1),
        ('WORDS = translate("Ctx", "Move the chat away")', 0),
        ('def f():\n    """What this does for you."""', 0),
        ('raise ValueError("There is no such thing")', 0),
        ('button = QPushButton("Go")', 1),
        ('button.setObjectName("goButton")', 0),
    ],
)
def test_the_rule_sees_what_it_should(source, count):
    assert len(untranslated(ast.parse(source))) == count


def window_files():
    """The files that make what is seen in the window."""
    for path in python_files("app"):
        name = path.relative_to(ROOT).as_posix()
        if name in ALSO_THE_WINDOW or not name.startswith(NOT_THE_WINDOW):
            yield path


def test_no_text_goes_around_the_translation():
    bad = [f"{shown(path, line)}: {text[:100]!r}" for path in window_files() for line, text in untranslated(syntax_tree(path))]
    assert not bad, "use self.tr(...), or translate(...) outside of a QObject:\n" + "\n".join(bad)


def test_nothing_is_put_into_a_text_before_it_is_looked_up():
    bad = [
        shown(path, node.lineno)
        for path in python_files("app")
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.Call) and called(node) in MARKS
        if any(isinstance(part, ast.JoinedStr) for argument in node.args for part in ast.walk(argument))
    ]
    assert not bad, "fill placeholders with .format after the look-up:\n" + "\n".join(bad)
