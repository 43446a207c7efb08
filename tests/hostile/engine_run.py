"""What passes the header reader goes to real llama.cpp in real engine processes: `python -m tests.hostile.engine_run [--every N]`.

A file may be loaded, refused in one sentence, or end the engine; it may neither hang it nor make it answer nonsense. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine import protocol
from engine.inspection import inspect
from tests.engine.engine_process import EngineProcess
from tests.hostile.generator import Case, cases

N_CTX = 128


@dataclass(slots=True)
class Outcomes:
    """What became of the files: names of those that ended the engine with its exit status, and anything that must not be."""

    loaded: int = 0
    refused: int = 0
    deaths: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Engines:
    """One engine after the other: a new one is started where a file ended the last."""

    def __init__(self) -> None:
        self._engine: EngineProcess | None = None
        self._id = 0
        self.started = 0

    def __enter__(self) -> Engines:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._engine is not None:
            self._engine.__exit__(None, None, None)
            self._engine = None

    def load(self, path: Path) -> protocol.Loaded | protocol.Error | int:
        """Load a file and write a word with it; returns the last answer, or the exit status of an engine that ended."""
        if self._engine is None:
            self._engine = EngineProcess()
            self.started += 1
        engine = self._engine
        self._id += 3
        try:
            engine.send(protocol.Load(self._id, str(path), n_ctx=N_CTX, n_threads=1))
            answer = self._answer(protocol.Loaded, self._id)
            if isinstance(answer, protocol.Loaded):
                messages = [protocol.ChatMessage("user", "hello")]
                engine.send(protocol.Generate(self._id + 1, messages, protocol.Sampler(temperature=0.0), max_tokens=2))
                self._answer(protocol.Done, self._id + 1)
        except (EOFError, BrokenPipeError):
            status = engine.process.wait()
            self._end()
            return status
        return answer

    def _answer(self, kind: type[Any], request_id: int) -> Any:
        assert self._engine is not None
        while (event := self._engine.next()) is not None:
            if isinstance(event, kind | protocol.Error) and event.id == request_id:
                return event
        raise EOFError


def passing(folder: Path, seed: int, every: int) -> Iterator[tuple[Case, Path]]:
    """Yield every so manyth of the files that the header reader lets pass, written to disk."""
    path = folder / "hostile.gguf"
    number = 0
    for case in cases(folder, seed):
        case.write(path)
        try:
            inspect(path)
        except ValueError:
            continue
        number += 1
        if number % every == 0:
            yield case, path


def run(folder: Path, seed: int, every: int) -> dict[str, Any]:
    """Load the files; returns figures, the names of those that ended an engine, and whatever was not as it must be."""
    begun = time.monotonic()
    found = Outcomes()
    with Engines() as engines:
        for case, path in passing(folder, seed, every):
            try:
                answer = engines.load(path)
            except Exception as error:  # noqa: BLE001 - a wait that ran out, or a line that is no message
                found.wrong.append(f"{case.name}: {type(error).__name__} {error}")
                engines.__exit__()
                continue
            if isinstance(answer, int):
                found.deaths[case.name] = answer
            elif isinstance(answer, protocol.Loaded):
                found.loaded += 1
            else:
                found.refused += 1
                if not answer.message.endswith(".") or "fault" in answer.message:
                    found.wrong.append(f"{case.name}: {answer.message} {answer.details[-300:]}")
        started = engines.started
    return {
        "files": found.loaded + found.refused + len(found.deaths) + len(found.wrong),
        "loaded": found.loaded,
        "refused": found.refused,
        "engines_ended": len(found.deaths),
        "engines_started": started,
        "seconds": round(time.monotonic() - begun, 1),
        "deaths": found.deaths,
        "wrong": found.wrong,
    }


def main() -> int:
    """Run from a terminal; the exit status says whether every file was answered as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keel-hostile-") as folder:
        figures = run(Path(folder), options.seed, options.every)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 1 if figures["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
