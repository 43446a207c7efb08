"""Rules that keep Qt from running our code in the wrong thread or hiding its own methods."""

from __future__ import annotations

import ast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tests.quality.source_tree import python_files, shown, syntax_tree

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def free_callables(tree: ast.Module) -> set[str]:
    """Names in a file that stand for functions which are no methods: defined, imported, or assigned from a lambda or partial."""
    methods = {id(item) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for item in node.body}
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, FUNCTION) and id(node) not in methods:
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda | ast.Call) and not bound_to_object(node.value):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def bound_to_object(value: ast.expr) -> bool:
    """Whether an assigned value is something other than a lambda or a partial."""
    if isinstance(value, ast.Lambda):
        return False
    called = value.func if isinstance(value, ast.Call) else value
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) != "partial"


def forbidden_connections(tree: ast.Module) -> list[int]:
    """Line numbers of `.connect(...)` calls whose target is not a bound method or a signal."""
    free = free_callables(tree)
    lines = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "sqlite3":
            continue
        target = node.args[0] if node.args else None
        if isinstance(target, ast.Attribute) or (isinstance(target, ast.Name) and target.id not in free):
            continue
        lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("self.button.clicked.connect(self.press)", 0),
        ("def make(slot):\n    timer.timeout.connect(slot)", 0),
        ("database = sqlite3.connect(path)", 0),
        ("self.button.clicked.connect(lambda: self.press())", 1),
        ("self.button.clicked.connect(partial(self.press, 1))", 1),
        ("from functools import partial\nslot = partial(f, 1)\nself.button.clicked.connect(slot)", 1),
        ("def press(): ...\nself.button.clicked.connect(press)", 1),
        ("from elsewhere import press\nself.button.clicked.connect(press)", 1),
    ],
)
def test_the_connection_rule_sees_what_it_should(source, found):
    assert len(forbidden_connections(ast.parse(source))) == found


def test_signals_are_connected_to_bound_methods_only():
    bad = [shown(path, line) for path in python_files("app") for line in forbidden_connections(syntax_tree(path))]
    assert not bad, "connect a bound method of a QObject instead:\n" + "\n".join(bad)


def signal_names(tree: ast.Module) -> list[tuple[str, int]]:
    """Class attributes that are Qt signals."""
    return [
        (target.id, item.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.Assign) and isinstance(item.value, ast.Call) and getattr(item.value.func, "id", "") == "Signal"
        for target in item.targets
        if isinstance(target, ast.Name)
    ]


def test_no_signal_hides_a_method_of_qt():
    taken = set(dir(QObject)) | set(dir(QWidget))
    names = [(path, name, line) for path in python_files("app") for name, line in signal_names(syntax_tree(path))]
    assert names
    bad = [f"{shown(path, line)} {name}" for path, name, line in names if name in taken]
    assert not bad, "\n".join(bad)


LOOKING_INTO_FILES = {"QFileDialog", "QFileSystemModel", "QFileIconProvider", "QAbstractFileIconProvider", "QMimeDatabase"}
"""What of Qt opens files merely to show them, which takes the locks of the chat file away; app/file_dialog.py says more."""


def looks_into_files(tree: ast.Module) -> list[int]:
    """Line numbers where one of these names is imported or reached through its module."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            lines += [node.lineno for alias in node.names if alias.name in LOOKING_INTO_FILES or alias.name == "*"]
        elif isinstance(node, ast.Attribute) and node.attr in LOOKING_INTO_FILES:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from app.file_dialog import FileDialog\nFileDialog(window, title, place)", 0),
        ("from PySide6.QtWidgets import QFileDialog", 1),
        ("from PySide6.QtWidgets import QWidget, QFileSystemModel", 1),
        ("from PySide6.QtWidgets import *", 1),
        ("from PySide6 import QtWidgets\nQtWidgets.QFileDialog.getOpenFileName()", 1),
    ],
)
def test_the_rule_about_files_sees_what_it_should(source, found):
    assert len(looks_into_files(ast.parse(source))) == found


def test_dialogs_for_files_are_made_in_one_place_that_opens_none():
    found = {path: looks_into_files(syntax_tree(path)) for path in python_files("app")}
    (place,) = [path for path in found if shown(path) == "app/file_dialog.py"]
    assert found.pop(place)
    bad = [shown(path, line) for path, lines in found.items() for line in lines]
    assert not bad, "use FileDialog of app/file_dialog.py instead:\n" + "\n".join(bad)
