"""The tree speaks of the project alone and works on any machine: no absolute path, no package index, no word of a workplace."""

from __future__ import annotations

import re

import pytest

from tests.quality.source_tree import project_files, shown, text_files

# A character class keeps each pattern from matching the line that defines it.
FORBIDDEN = {
    "an absolute path of somebody's machine": r"(?<![\w.])/(?:wor[k]|hom[e]|roo[t]|User[s])/",
    "a temporary path of somebody's machine": r"(?<![\w.])/tm[p]/[\w-]+",
    "the address of a package index": r"pyp[i]\.|index-ur[l]|/simpl[e]/|extra-inde[x]",
    "a document that is not part of the project": r"\b(?:desig[n]|metho[d]|produc[t]|engineerin[g]|BRIE[F])\.md\b",
    "a word of the place it was written in": r"\b[Ii]ssu[e] #?\d+\b|\bsub-?agen[t]\b|\bthis sessio[n]\b|\bthe brie[f]\b",
}
MAX_FILE_BYTES = 13 * 1024 * 1024


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in text_files():
        text = path.read_text(encoding="utf-8")
        found += [
            f"{shown(path, number)}: {line.strip()[:120]}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    assert not found, f"{what}:\n" + "\n".join(found)


def test_no_file_is_too_large():
    large = [shown(path) for path in project_files() if path.stat().st_size > MAX_FILE_BYTES]
    assert not large, "\n".join(large)


def test_text_files_end_with_one_line_break():
    bad = [
        shown(path)
        for path in text_files()
        if path.suffix in {".py", ".md", ".toml", ".c", ".pyi", ".svg", ".xml"} and (text := path.read_text(encoding="utf-8"))
        if not text.endswith("\n") or text.endswith("\n\n")
    ]
    assert not bad, "\n".join(bad)
