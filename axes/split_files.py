"""Models in several files (name-00001-of-00003.gguf and so on): any part leads to the whole set."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axes.gguf_header import MAX_TENSORS, GGUFError, GGUFHeader, MissingFileError, TensorSpan, read_header

MAX_PARTS: Final = 1_000
_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The headers of a model's files, in order; metadata stand in the first one. A single file is a set of one."""

    parts: tuple[GGUFHeader, ...]

    @property
    def first(self) -> GGUFHeader:
        """The header of the first file, which llama.cpp is to open."""
        return self.parts[0]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(part.size for part in self.parts)

    def tensors(self) -> dict[str, tuple[GGUFHeader, TensorSpan]]:
        """Return every tensor with the header of the file it lies in."""
        return {name: (part, span) for part in self.parts for name, span in part.tensors.items()}


def model_stem(path: str | os.PathLike[str]) -> str:
    """Return the name of a model file without its ending, and without the number of the part where it is one of a set."""
    name = Path(path).name
    match = _PART.fullmatch(name)
    return match["stem"] if match else name.removesuffix(".gguf")


def first_part(path: str | os.PathLike[str]) -> Path:
    """Return the path of the first file of the set that a name belongs to, the path itself where it is no part."""
    place = Path(path)
    match = _PART.fullmatch(place.name)
    return place.with_name(_name(match["stem"], 1, int(match["count"]))) if match else place


def read_model_files(path: str | os.PathLike[str]) -> ModelFiles:
    """Read and check the headers of a model file and of all that belong to it; raises GGUFError in one sentence.

    MissingFileError, a GGUFError, names the part that is not there.
    """
    header = read_header(path)
    count = header.integer("split.count") or 1
    if count == 1:
        return ModelFiles((header,))
    place = header.path
    match = _PART.fullmatch(place.name)
    if not 1 < count <= MAX_PARTS:
        raise GGUFError(
            f"{place.name} claims to be part of a model in {count} files, so it is damaged or not meant for this program."
        )
    if match is None or int(match["count"]) != count:
        example = _name("name", 1, count)
        raise GGUFError(
            f"{place.name} is one of {count} files of a model, but its name does not say which; name all of them like {example}."
        )
    return ModelFiles(_read_parts(header, match["stem"], count))


def _read_parts(opened: GGUFHeader, stem: str, count: int) -> tuple[GGUFHeader, ...]:
    parts: list[GGUFHeader] = []
    seen: set[str] = set()
    for number in range(1, count + 1):
        place = opened.path.with_name(_name(stem, number, count))
        try:
            part = opened if place == opened.path else read_header(place)
        except MissingFileError as error:
            raise MissingFileError(
                f"{place.name} is missing: the model is in {count} files that have to be in one folder; put it there too."
            ) from error
        if part.integer("split.count") != count or part.integer("split.no") != number - 1:
            raise GGUFError(f"{place.name} does not belong to the other files of this model; get all {count} from one place.")
        if not seen.isdisjoint(part.tensors):
            raise GGUFError(f"{place.name} repeats what another file of the model holds, so it is damaged or the wrong one.")
        seen.update(part.tensors)
        if len(seen) > MAX_TENSORS:
            raise GGUFError(f"{opened.path.name} claims {len(seen)} tensors, more than any real model has.")
        parts.append(part)
    promised = parts[0].integer("split.tensors.count")
    if promised is not None and promised != len(seen):
        raise GGUFError(f"The {count} files of {stem} hold {len(seen)} tensors instead of {promised}, so one of them is damaged.")
    return tuple(parts)


def _name(stem: str, number: int, count: int) -> str:
    return f"{stem}-{number:05d}-of-{count:05d}.gguf"
