"""Who may import what: the contract of import-linter, and the single doors to llama.cpp and Qt."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.quality.source_tree import ROOT, python_files, shown, syntax_tree

PROGRAM = ("app", "engine", "axes", "resources", "packaging")


def imported_names(path: Path) -> set[str]:
    """The top-level names of everything a file imports, also inside functions."""
    names = set()
    for node in ast.walk(syntax_tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").partition(".")[0])
    return names


def importers(name: str) -> list[str]:
    return [shown(path) for path in python_files(*PROGRAM) if name in imported_names(path)]


def test_only_one_file_imports_llama_cpp():
    assert importers("llama_cpp") == ["engine/llama_api.py"]


def test_only_the_app_imports_qt():
    users = importers("PySide6")
    assert users
    assert [name for name in users if not name.startswith("app/")] == []
    assert importers("shiboken6") == []


def test_nothing_that_is_shipped_imports_torch():
    assert [name for name in importers("torch") if not name.startswith("resources/demo/source/")] == []


def test_the_network_has_one_door():
    network = {"urllib", "urllib3", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "huggingface_hub"}
    door = ("app/downloads/connection.py", "app/downloads/hub.py")
    users = [
        f"{shown(path)} imports {name}"
        for path in python_files("app", "engine", "axes")
        if shown(path) not in door
        for name in imported_names(path) & network
    ]
    assert not users, "\n".join(users)
    assert set(importers("requests")) == {door[0]}, "the program has another door"


def test_the_window_never_loads_the_network():
    """The libraries are in the process of a download and nowhere else."""
    code = "import sys, app.window.start, app.downloads.queue; print([*{'requests', 'urllib3', 'keyring'} & set(sys.modules)])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


def test_relative_imports_are_not_used():
    relative = [
        shown(path, node.lineno)
        for path in python_files("app", "engine", "axes")
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]
    assert not relative, "\n".join(relative)


def test_the_import_contract_holds():
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    result = subprocess.run([sys.executable, "-c", code, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout
