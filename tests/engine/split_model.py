"""Writes a model in several files, as the tools that split models do."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.hostile.layout import Entry, Parts, take_apart


def write_split(model: Path, folder: Path, stem: str, count: int) -> list[Path]:
    """Write a model's tensors over so many files, the metadata into the first; returns their paths, in order."""
    whole = take_apart(model.read_bytes())
    size = -(-len(whole.tensors) // count)
    paths = []
    for number in range(count):
        marks = [
            Entry(b"split.no", 2, struct.pack("<H", number)),
            Entry(b"split.count", 2, struct.pack("<H", count)),
            Entry(b"split.tensors.count", 5, struct.pack("<i", len(whole.tensors))),
        ]
        entries = whole.entries if number == 0 else []
        part = Parts([*entries, *marks], whole.tensors[number * size : (number + 1) * size])
        path = folder / f"{stem}-{number + 1:05d}-of-{count:05d}.gguf"
        path.write_bytes(part.build())
        paths.append(path)
    return paths
