"""A thread of the engine for what needs no loaded model: it answers while a reply is generated or a model is loaded."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable

from axes.gguf_header import GGUFError
from engine import protocol
from engine.inspection import inspect


def inspected(request: protocol.Inspect) -> protocol.Inspected:
    """Read the header of a model file; raises GGUFError in one sentence where it is no usable model."""
    return protocol.Inspected(request.id, request.path, inspect(request.path, request.axis_dir))


class LookThread:
    """Answers requests one after the other; whatever goes wrong becomes the `Error` of that request.

    send is called in this thread. A daemon: it never keeps the process from ending.
    """

    def __init__(self, send: Callable[[protocol.Event], object]) -> None:
        self._send = send
        self._work: queue.SimpleQueue[tuple[int, Callable[[], protocol.Event]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="look", daemon=True)
        self._thread.start()

    def inspect(self, request: protocol.Inspect) -> None:
        """Answer a request to read a header."""
        self.answer(request.id, lambda: inspected(request))

    def answer(self, request_id: int, work: Callable[[], protocol.Event]) -> None:
        """Send what some work returns, after what was asked before it."""
        self._work.put((request_id, work))

    def stop(self, seconds: float) -> None:
        """Finish what was asked, waiting at most so long."""
        self._work.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            request_id, work = item
            try:
                event = work()
                protocol.encode(event)
            except (GGUFError, protocol.ProtocolError) as error:
                event = protocol.Error(request_id, str(error))
            except Exception:  # noqa: BLE001 - the process must answer every request, whatever the fault
                details = traceback.format_exc()[-8000:]
                event = protocol.Error(request_id, "The engine met an unexpected fault and could not answer.", details)
            self._send(event)
