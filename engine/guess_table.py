"""Tables of what often follows a few tokens in a model's replies, kept beside the model as GGUF metadata without tensors.

`<model>.guesses.gguf` has `general.architecture = "guesses"`, `guesses.version` ("major.minor"; a newer major version is refused),
`guesses.model.fingerprint`, `guesses.vocabulary` (tokens in the model's vocabulary) and `guesses.widths`, the lengths of the
contexts, the longest first. For each width the list `guesses.rows.<width>` holds rows of width + 1 tokens in ascending order: a
context, and the token that follows it most often. A wrong table costs time and never changes a reply.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from axes.gguf_header import GGUFError, GGUFHeader, read_header
from axes.gguf_values import list_bytes, value_bytes, write_metadata
from axes.split_files import model_stem
from engine.native_loop import TABLES

SUFFIX: Final = ".guesses.gguf"
ARCHITECTURE: Final = "guesses"
VERSION: Final = "1.0"
MAX_WIDTH: Final = 8
MAX_BYTES: Final = 32 << 20

Tables = tuple[NDArray[np.int32], ...]
"""One array (n, width + 1) per width, the longest first."""


def table_path(model_path: str | os.PathLike[str]) -> Path:
    """Return where the table of a model lies."""
    path = Path(model_path)
    return path.with_name(model_stem(path) + SUFFIX)


def read_tables(path: Path, fingerprint: str, n_vocab: int) -> Tables:
    """Read a table and check it; raises GGUFError in one sentence where it is not sound or was made for another model."""
    header = read_header(path)
    if header.text("general.architecture") != ARCHITECTURE or header.size > MAX_BYTES:
        raise GGUFError(f"{path.name} holds no table of guesses.")
    if (header.text("guesses.version") or "").partition(".")[0] != VERSION.partition(".")[0]:
        raise GGUFError(f"The table of guesses in {path.name} has a version this program does not know.")
    if header.text("guesses.model.fingerprint") != fingerprint or header.integer("guesses.vocabulary") != n_vocab:
        raise GGUFError(f"The table of guesses in {path.name} was made for another model.")
    widths = [int(width) for width in header.array("guesses.widths")]
    if not 0 < len(widths) <= TABLES or not all(0 < width <= MAX_WIDTH for width in widths):
        raise GGUFError(f"The table of guesses in {path.name} is damaged.")
    return tuple(_rows(header, width, n_vocab) for width in widths)


def write_tables(path: Path, tables: Tables, fingerprint: str, n_vocab: int) -> None:
    """Write a table, whole or not at all; raises OSError where writing fails."""
    kind = np.dtype("<u2" if n_vocab <= 1 << 16 else "<i4")
    entries = {
        "general.architecture": value_bytes(ARCHITECTURE),
        "guesses.version": value_bytes(VERSION),
        "guesses.model.fingerprint": value_bytes(fingerprint),
        "guesses.vocabulary": value_bytes(n_vocab),
        "guesses.widths": list_bytes(np.array([table.shape[1] - 1 for table in tables], dtype="<i4")),
    }
    entries |= {f"guesses.rows.{table.shape[1] - 1}": list_bytes(table.astype(kind)) for table in tables}
    write_metadata(path, entries)


def _rows(header: GGUFHeader, width: int, n_vocab: int) -> NDArray[np.int32]:
    values = header.array(f"guesses.rows.{width}")
    tokens = values.dtype.kind in "iu" and (not values.size or 0 <= values.min() <= values.max() < n_vocab)
    if not tokens or values.size % (width + 1):
        raise GGUFError(f"The table of guesses in {header.path.name} is damaged.")
    return np.ascontiguousarray(values.reshape(-1, width + 1).astype(np.int32))
