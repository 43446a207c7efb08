"""Finished replies on disk, so that making an axis survives the end of the process and needs little memory.

A folder holds `key` (what the replies belong to), `replies.jsonl` (one line per reply, in the order they finished) and
`activations.f32` (per reply 2 x layers x width float32, reply mean and header, in the same order). A row is written before its
line, so a line says that the row is whole; whatever a killed process left beyond that is cut off when the folder is opened again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Self

import numpy as np
from numpy.typing import NDArray

from axes.axis import AxisError, FloatArray
from axes.os_reasons import reason as reason_of
from axes.source import Sample

SYNC_EVERY: Final = 16
CHUNK_BYTES: Final = 4 << 20
WHICH: Final = {"reply": 0, "header": 1}


@dataclass(frozen=True, slots=True)
class StoredReply:
    """What is known of a finished reply beside its activations; index: its place in the plan."""

    index: int
    text: str
    n_tokens: int
    engaged: float


class ReplyStore:
    """A folder of finished samples of one model and one set of prompts; a context manager that closes its files.

    key: whatever must be equal for the replies to be of use again (model, quantisation, prompts, sampling); a folder with another
    key starts anew. n_layers: layers per sample (those of the model but the last); n_embd: width. Raises AxisError where the folder
    cannot be used and OSError where the disk is full.
    """

    def __init__(self, path: Path, key: str, n_layers: int, n_embd: int) -> None:
        self.path, self.key = path, key
        self._shape = (2, n_layers, n_embd)
        self._row_bytes = 4 * 2 * n_layers * n_embd
        self.replies: list[StoredReply] = []
        self._unsynced = 0
        try:
            self._prepare()
            self._lines: IO[bytes] = (path / "replies.jsonl").open("ab")
            self._rows: IO[bytes] = (path / "activations.f32").open("ab")
        except OSError as error:
            raise AxisError(
                f"The replies cannot be kept in the folder {path.name} ({reason_of(error)}); choose another place."
            ) from error

    @property
    def done(self) -> set[int]:
        """The places in the plan whose replies are here."""
        return {reply.index for reply in self.replies}

    @property
    def bytes_per_reply(self) -> int:
        """Room one reply takes on disk, its text aside."""
        return self._row_bytes

    def append(self, index: int, sample: Sample) -> None:
        """Keep a finished sample; it is safe on disk at the latest after SYNC_EVERY more, or after `flush`."""
        row = np.stack([sample.reply, sample.header]).astype("<f4", copy=False)
        if row.shape != self._shape:
            raise AxisError("A reply's activations do not have the shape of this model.")
        self._rows.write(np.ascontiguousarray(row).tobytes())
        self._rows.flush()
        reply = StoredReply(index, sample.text, sample.n_tokens, sample.engaged)
        line = {"index": index, "text": sample.text, "n_tokens": sample.n_tokens, "engaged": sample.engaged}
        self._lines.write(json.dumps(line, ensure_ascii=True).encode() + b"\n")
        self._lines.flush()
        self.replies.append(reply)
        self._unsynced += 1
        if self._unsynced >= SYNC_EVERY:
            self.flush()

    def flush(self) -> None:
        """Make everything appended so far durable: the rows first, then the lines that vouch for them."""
        for file in (self._rows, self._lines):
            file.flush()
            os.fsync(file.fileno())
        self._unsynced = 0

    def chunks(self, which: str, layer: int) -> Iterator[tuple[slice, FloatArray]]:
        """Yield (places in `replies`, (m, n_embd) float32) of one layer's "reply" or "header" rows, little by little."""
        self._rows.flush()
        step = max(1, CHUNK_BYTES // (4 * self._shape[2]))
        for begin in range(0, len(self.replies), step):
            end = min(begin + step, len(self.replies))
            mapped = np.memmap(self.path / "activations.f32", "<f4", "r", begin * self._row_bytes, (end - begin, *self._shape))
            rows = np.array(mapped[:, WHICH[which], layer], dtype=np.float32)
            del mapped  # its pages would count as memory in use
            yield slice(begin, end), rows

    def layer(self, which: str, layer: int) -> FloatArray:
        """Return one layer's "reply" or "header" rows, (n, n_embd) float32, in the order of `replies`."""
        found = [rows for _, rows in self.chunks(which, layer)]
        return np.concatenate(found) if found else np.zeros((0, self._shape[2]), dtype=np.float32)

    def indices(self) -> NDArray[np.int64]:
        """Return the place in the plan of every row, (n,)."""
        return np.asarray([reply.index for reply in self.replies], dtype=np.int64)

    def close(self) -> None:
        """Make everything durable and close the files; harmless when repeated."""
        if not self._rows.closed:
            self.flush()
        self._rows.close()
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # --- opening --------------------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        mark = self.path / "key"
        if self.path.is_dir() and (not mark.is_file() or mark.read_text(encoding="utf-8", errors="replace") != self.key):
            self._empty()
        self.path.mkdir(parents=True, exist_ok=True)
        if not mark.is_file():
            mark.write_text(self.key, encoding="utf-8")
        self._recover()

    def _empty(self) -> None:
        """Remove what another key left here, and nothing else that may lie in the folder."""
        for name in ("key", "replies.jsonl", "activations.f32"):
            (self.path / name).unlink(missing_ok=True)
        for folder in self.path.glob("trial-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _recover(self) -> None:
        """Read the lines that are whole and have a whole row, and cut off everything after them."""
        lines, rows = self.path / "replies.jsonl", self.path / "activations.f32"
        lines.touch()
        rows.touch()
        whole_rows = rows.stat().st_size // self._row_bytes
        kept, seen = 0, set()
        with lines.open("rb") as file:
            for line in file:
                reply = _parsed(line)
                if reply is None or len(self.replies) >= whole_rows or reply.index in seen:
                    break
                seen.add(reply.index)
                self.replies.append(reply)
                kept += len(line)
        os.truncate(lines, kept)
        os.truncate(rows, len(self.replies) * self._row_bytes)


def _parsed(line: bytes) -> StoredReply | None:
    """Return the reply of a line, None where it was cut short or is not one of ours."""
    if not line.endswith(b"\n"):
        return None
    try:
        found = json.loads(line)
        return StoredReply(int(found["index"]), str(found["text"]), int(found["n_tokens"]), float(found["engaged"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
