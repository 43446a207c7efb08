"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
import statistics

from tests.quality.source_tree import project_files, python_files, shown, syntax_tree

MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 60
MAX_MEDIAN_FILE_LINES = 170
BANNED_WORDS = {"utils", "util", "manager", "helpers", "helper", "misc"}


def line_count(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_the_limit():
    sources = [path for path in project_files() if path.suffix in {".py", ".c", ".pyi"}]
    long = [f"{shown(path)} has {count} lines" for path in sources if (count := line_count(path)) > MAX_FILE_LINES]
    assert sources
    assert not long, "\n".join(long)


def test_the_median_file_is_short(record_property):
    counts = [count for path in python_files("app", "engine", "axes") if (count := line_count(path)) > 5]
    median = statistics.median(counts)
    record_property("median_file_lines", median)
    assert median <= MAX_MEDIAN_FILE_LINES, f"the median file has {median} lines"


def test_no_function_is_longer_than_the_limit():
    long = []
    for path in python_files():
        for node in ast.walk(syntax_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    long.append(f"{shown(path, node.lineno)} {node.name} has {length} lines")
    assert not long, "\n".join(long)


def test_no_module_has_a_name_that_says_nothing():
    bad = [shown(path) for path in python_files("app", "engine", "axes", "packaging") if BANNED_WORDS & set(path.stem.split("_"))]
    assert not bad, "\n".join(bad)
