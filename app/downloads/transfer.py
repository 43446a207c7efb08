"""Fetching one file from beginning to end: ask what it is, go on where it stopped, check it, give it its name."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from app.downloads.answers import Facts, facts_of, length_of, range_of, refusal, strong_etag
from app.downloads.connection import REDIRECTS, Answer, Connection, broken_off, stalled
from app.downloads.hub import Hub
from app.downloads.pace import Pace
from app.downloads.part import BLOCK, Note, Part, note_path, read_note
from app.downloads.problem import DownloadProblem, Stopped, gigabytes
from app.downloads.wanted import Wanted

PIECE: Final = 256 << 10
"""Bytes read at a time at most; a connection that gave as many counts as one that worked."""

ASKING: Final = "Asking the hub about the file."
CHECKING: Final = "Checking what is already there."
VERIFYING: Final = "Checking the file."

Tell = Callable[[dict[str, Any]], None]
T = TypeVar("T")


class Transfer:
    """One file on its way.

    tell: gets {"t": "progress", "received", "total" (None as long as nobody knows), "arriving" (whether bytes are coming in),
    "sentence"}; stopping: set from another thread to stop.
    """

    def __init__(
        self, wanted: Wanted, data_dir: Path, hub: Hub, pace: Pace, connection: Connection, tell: Tell, stopping: threading.Event
    ) -> None:
        self._wanted = wanted
        self._hub = hub
        self._pace = pace
        self._connection = connection
        self._tell = tell
        self._stopping = stopping
        self._final = wanted.place(data_dir)
        self._what = f"{wanted.repository}/{wanted.file}"
        self._received = 0
        self._total: int | None = None
        self._told = 0.0
        self._tries = 0

    def run(self) -> Path:
        """Fetch the file and return where it is; raises DownloadProblem, or Stopped. What has arrived is kept in both cases."""
        self._report(ASKING)
        note = read_note(self._final)
        facts = self._patiently(lambda: self._facts(note.commit if note is not None else ""))
        self._total = facts.size
        revision = facts.commit or "main"
        url = self._hub.file_url(self._wanted.repository, revision, self._wanted.file)
        part = self._patiently(lambda: self._open(facts, url))
        if part is None:
            return self._final
        with part:
            self._check_room(facts.size - part.note.stored, facts.size)
            for done in part.reread():
                self._received = done
                self._report(CHECKING, seldom=True)
                self._check_stop()
            self._patiently(lambda: self._receive(part, url))
            self._report(VERIFYING)
            return part.adopt()

    # --- the hub's word ------------------------------------------------------------------------------------------------------

    def _facts(self, commit: str) -> Facts:
        """Ask what the file is: in the commit that an unfinished one is from, where the hub still has it, else in the newest."""
        if commit:
            try:
                return self._ask(commit)
            except DownloadProblem as problem:
                if problem.status != 404:
                    raise
        return self._ask("main")

    def _ask(self, revision: str) -> Facts:
        url = self._hub.file_url(self._wanted.repository, revision, self._wanted.file)
        with self._connection.fetch("HEAD", url, f"Ask about {self._what}") as answer:
            if answer.status != 200 and answer.status not in REDIRECTS:
                raise self._refusal(answer)
            facts = facts_of(answer.headers) if self._hub.is_home(answer.url) else None
        if facts is None:
            raise DownloadProblem(
                "The hub does not say what the checksum of this file is",
                "Keel does not download what it cannot check",
                "choose another file",
            )
        return facts

    def _refusal(self, answer: Answer) -> DownloadProblem:
        answer.close()
        return refusal(
            answer.status,
            answer.headers,
            self._wanted,
            self._hub.page(self._wanted.repository),
            home=self._hub.is_home(answer.url),
            token=self._connection.knows_token,
            longest_wait=self._pace.longest_asked,
        )

    # --- what is there already -----------------------------------------------------------------------------------------------

    def _open(self, facts: Facts, url: str) -> Part | None:
        """Open the unfinished file; None where the finished one is there, perhaps because another program was quicker."""
        return None if self._is_there(facts) else Part(self._final, Note(url, facts.commit, "", facts.size, facts.sha256))

    def _is_there(self, facts: Facts) -> bool:
        """Whether the finished file is there, the very one that the hub has."""
        try:
            if not self._final.is_file() or self._final.stat().st_size != facts.size:
                return False
            digest, done = hashlib.sha256(), 0
            with self._final.open("rb") as stream:
                while block := stream.read(BLOCK):
                    digest.update(block)
                    done += len(block)
                    self._received = done
                    self._report(CHECKING, seldom=True)
                    self._check_stop()
        except OSError:
            return False
        self._received = 0
        if digest.hexdigest() != facts.sha256:
            return False
        if not self._final.with_name(self._final.name + ".part").exists():
            note_path(self._final).unlink(missing_ok=True)
        self._received = facts.size
        return True

    def _check_room(self, missing: int, size: int) -> None:
        """Make sure that the rest fits on the disk, and a tenth of the whole besides."""
        needed, free = missing + size // 10, shutil.disk_usage(self._final.parent).free
        if needed > free:
            raise DownloadProblem(
                f"The download needs {gigabytes(needed)} more on the disk, but only {gigabytes(free)} are free",
                "it was not begun",
                "make room or choose a smaller file",
            )

    # --- receiving -----------------------------------------------------------------------------------------------------------

    def _receive(self, part: Part, url: str) -> None:
        """Fetch what is missing over one connection; raises DownloadProblem where something is still missing afterwards."""
        if part.size == part.note.size:
            return
        headers = {}
        if part.size:
            headers["Range"] = f"bytes={part.size}-"
            if part.note.etag:
                headers["If-Range"] = part.note.etag
        with self._connection.fetch("GET", url, f"Download {self._what}", headers) as answer:
            self._check_stop()
            self._begin(part, answer)
            try:
                self._take(part, answer)
            except (DownloadProblem, Stopped):
                part.secure()
                raise

    def _begin(self, part: Part, answer: Answer) -> None:
        """See that what is going to arrive belongs where the part ends; start over where it is the beginning."""
        etag = strong_etag(answer.headers)
        if answer.status == 200:
            if part.size:
                part.restart()
            announced = length_of(answer.headers)
            if announced is not None and announced != part.note.size:
                raise self._odd(f"{answer.host} sends a file of another size than the hub announced")
        elif answer.status == 206:
            place = range_of(answer.headers)
            changed = bool(part.note.etag and etag and etag != part.note.etag)
            if changed or place is None or place[0] != part.size or place[2] not in (None, part.note.size):
                part.restart()
                raise self._odd(f"{answer.host} sends a piece of something else")
        elif answer.status == 416:
            part.restart()
            raise self._odd(f"{answer.host} does not have the rest of the file")
        else:
            raise self._refusal(answer)
        self._received = part.size
        if etag != part.note.etag:
            part.secure(etag)

    def _odd(self, what: str) -> DownloadProblem:
        return DownloadProblem(what, "the download begins anew", "try again later or choose another file", again=True)

    def _take(self, part: Part, answer: Answer) -> None:
        """Write what arrives until all is there."""
        since, start = time.monotonic(), part.size
        secured_at, secured = since, part.size
        self._report("", arriving=True)
        while part.size < part.note.size:
            data = answer.read(min(PIECE, part.note.size - part.size + 1))
            self._check_stop()
            if not data:
                raise broken_off(answer.host)
            if part.size + len(data) > part.note.size:
                part.restart()
                raise self._odd(f"{answer.host} sends more than the hub announced")
            part.write(data)
            self._received = part.size
            self._report("", arriving=True, seldom=True)
            now = time.monotonic()
            if part.size - secured >= self._pace.secure_bytes or now - secured_at >= self._pace.secure_every:
                part.secure()
                secured_at, secured = now, part.size
            if now - since >= self._pace.stall:
                if part.size - start < self._pace.slowest * self._pace.stall:
                    raise stalled(answer.host)
                since, start = now, part.size

    # --- patience ------------------------------------------------------------------------------------------------------------

    def _patiently(self, step: Callable[[], T]) -> T:
        """Do a step, again and again after growing pauses where that may help; raises the last DownloadProblem."""
        while True:
            before = self._received
            try:
                self._check_stop()
                return step()
            except DownloadProblem as problem:
                self._check_stop()
                if not problem.again:
                    raise
                self._tries = 1 if self._received - before >= PIECE else self._tries + 1
                if self._tries >= self._pace.tries:
                    raise
                self._pause(problem)

    def _pause(self, problem: DownloadProblem) -> None:
        wait = self._pace.wait(self._tries, problem.wait)
        seconds = max(1, round(wait))
        self._report(DownloadProblem(problem.what, f"Keel tries again in {seconds} s").sentence)
        if self._stopping.wait(wait):
            raise Stopped

    def _check_stop(self) -> None:
        if self._stopping.is_set():
            raise Stopped

    def _report(self, sentence: str, *, arriving: bool = False, seldom: bool = False) -> None:
        now = time.monotonic()
        if seldom and now - self._told < self._pace.tell_every:
            return
        self._told = now
        event = {"t": "progress", "received": self._received, "total": self._total, "arriving": arriving, "sentence": sentence}
        self._tell(event)
