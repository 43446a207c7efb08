"""The engine process: a control thread that reads requests and always answers, and a decode thread that owns the model."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import BinaryIO, Final

from axes.axis import AxisError
from axes.gguf_header import GGUFError
from engine import axis_service, llama_api, protocol
from engine.hook_plan import PlanError
from engine.llama_api import Cancelled, LlamaError
from engine.look_thread import LookThread
from engine.model import LoadedModel, LoadError, load
from engine.outbox import Outbox
from engine.residual_hook import ResidualHook
from engine.sampling import SamplerError
from engine.session import GenerationError, Session
from engine.stream import DeltaStream
from engine.template_check import check_template
from engine.templates import CHATML, RENDERER, TemplateError

EXPECTED: Final = (
    LoadError,
    LlamaError,
    GenerationError,
    TemplateError,
    SamplerError,
    AxisError,
    PlanError,
    GGUFError,
    protocol.ProtocolError,
)
"""Failures whose text is already one plain sentence for the user."""

PROGRESS_SECONDS: Final = 0.05
LEAVE_SECONDS: Final = 2.0


class NotLoadedError(RuntimeError):
    """A request needs a model and there is none."""


class Server:
    """Serves one window over a pair of pipes until stdin ends or it is asked to leave."""

    def __init__(self, stdin: BinaryIO, out_fd: int) -> None:
        self._stdin = stdin
        self._out = Outbox(out_fd)
        self._lock = threading.Lock()
        self._pending: set[int] = set()
        self._cancelled: set[int] = set()
        self._requests: queue.SimpleQueue[protocol.Request | None] = queue.SimpleQueue()
        self._session: Session | None = None
        self._current: int | None = None
        self._loading: ResidualHook | None = None
        self._look = LookThread(self._out.send)
        self._worker = threading.Thread(target=self._work, name="decode", daemon=True)

    # --- control thread -------------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Read requests until stdin ends or `Shutdown` comes; returns the exit status."""
        self._worker.start()
        while (line := self._read_line()) is not None:
            try:
                message = protocol.decode(line)
            except protocol.ProtocolError as error:
                self._out.send_now(protocol.Error(None, "The engine received a line it does not understand.", str(error)))
                continue
            if not self._take(message):
                break
        self._leave()
        return 0

    def _read_line(self) -> bytes | None:
        """Return the next line, None at the end; an overlong line is read to its end and comes back cut, so that it is refused."""
        line = self._stdin.readline(protocol.MAX_LINE_BYTES + 1)
        rest = line
        while rest and not rest.endswith(b"\n") and len(rest) > protocol.MAX_LINE_BYTES:
            rest = self._stdin.readline(protocol.MAX_LINE_BYTES + 1)
        return line or None

    def _take(self, message: protocol.Message) -> bool:
        """Answer or queue one message; False where the engine shall leave."""
        match message:
            case protocol.Hello():
                self._out.send_now(self._ready(message.id))
            case protocol.Ping():
                self._out.send_now(protocol.Pong(message.id, busy=bool(self._pending)))
            case protocol.Cancel():
                self._cancel(message.target)
            case protocol.Shutdown():
                self._out.send_now(protocol.Done(message.id, "stop"))
                return False
            case protocol.Inspect():
                self._look.inspect(message)
            case protocol.CheckTemplate():
                self._look.answer(message.id, self._check_of(message))
            case (
                protocol.Load()
                | protocol.Unload()
                | protocol.Generate()
                | protocol.Count()
                | protocol.Render()
                | protocol.Calibrate()
                | protocol.Estimate()
                | protocol.ImportAxis()
            ):
                with self._lock:
                    self._pending.add(message.id)
                self._requests.put(message)
            case _:
                self._out.send_now(protocol.Error(None, "The engine received a line it does not understand.", "not a request"))
        return True

    def _ready(self, request_id: int) -> protocol.Ready:
        try:
            version = metadata.version("keel")
        except metadata.PackageNotFoundError:
            version = "not installed"
        return protocol.Ready(
            request_id, version, llama_api.llama_version(), os.getpid(), llama_api.system_info(), llama_api.uses_graphics()
        )

    def _cancel(self, target: int) -> None:
        with self._lock:
            if target not in self._pending:
                return  # it ended meanwhile
            self._cancelled.add(target)
            if target == self._current:  # with the lock held, or the flag could meet the request after it
                self._interrupt()

    def _interrupt(self) -> None:
        """End the evaluation that is running: of a reply, or of a model that is being loaded."""
        session, loading = self._session, self._loading
        if session is not None:
            session.cancel()
        if loading is not None:
            loading.cancel(True)

    def _leave(self) -> None:
        with self._lock:
            self._cancelled |= self._pending
        self._interrupt()
        self._requests.put(None)
        self._worker.join(LEAVE_SECONDS)
        self._look.stop(LEAVE_SECONDS)
        self._out.close(LEAVE_SECONDS)

    # --- decode thread --------------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while (request := self._requests.get()) is not None:
            with self._lock:
                self._current = request.id
            try:
                self._answer(request)
            finally:
                with self._lock:
                    self._current = None
                    self._pending.discard(request.id)
                    self._cancelled.discard(request.id)
        self._unload()

    def _answer(self, request: protocol.Request) -> None:
        """Serve one request; whatever goes wrong becomes its `Error`."""
        try:
            if self._is_cancelled(request.id):
                raise Cancelled
            self._serve(request)
        except Cancelled:
            self._out.send(protocol.Done(request.id, "cancelled"))
        except NotLoadedError:
            self._out.send(protocol.Error(request.id, "There is no model loaded yet; choose a model first."))
        except EXPECTED as error:
            self._out.send(protocol.Error(request.id, str(error), getattr(error, "details", "")))
        except MemoryError:
            self._out.send(
                protocol.Error(request.id, "There is not enough memory for this; close other programs or use a smaller model.")
            )
        except Exception:  # noqa: BLE001 - the process must answer every request, whatever the fault
            details = traceback.format_exc()
            self._out.send(protocol.Error(request.id, "The engine met an unexpected fault and could not answer.", details[-8000:]))

    def _serve(self, request: protocol.Request) -> None:
        match request:
            case protocol.Load():
                self._load(request)
            case protocol.Unload():
                self._unload()
                self._out.send(protocol.Done(request.id, "stop"))
            case protocol.Generate():
                self._generate(request)
            case protocol.Count():
                self._count(request)
            case protocol.Render():
                self._out.send(protocol.Rendered(request.id, self._loaded().loaded.template.render(request.messages)))
            case protocol.Calibrate():
                stop = self._stop_of(request.id)
                self._out.send(axis_service.calibrate(self._loaded(), request, self._out.send, stop))
            case protocol.Estimate():
                self._out.send(axis_service.estimate(self._loaded(), request.id, self._stop_of(request.id)))
            case protocol.ImportAxis():
                stop = self._stop_of(request.id)
                self._out.send(axis_service.import_axis(self._loaded(), request, self._out.send, stop))
            case _:
                raise TypeError(f"{type(request).__name__} is not served by the decode thread")

    def _load(self, request: protocol.Load) -> None:
        self._unload()
        report = self._reporter(request.id, "load")

        def progress(fraction: float) -> bool:
            report(fraction)
            return not self._is_cancelled(request.id)

        def watch(hook: ResidualHook) -> None:
            self._loading = hook
            if self._is_cancelled(request.id):
                hook.cancel(True)

        try:
            loaded = load(
                Path(request.model_path),
                Path(request.axis_path) if request.axis_path is not None else None,
                n_ctx=request.n_ctx,
                n_threads=request.n_threads,
                n_gpu_layers=request.n_gpu_layers,
                kv_type=request.kv_type,
                flash_attention=request.flash_attention,
                template=request.template,
                draft=Path(request.draft_path) if request.draft_path is not None else None,
                progress=progress,
                watch=watch,
            )
        finally:
            self._loading = None
        if request.axis_path is None and request.axis_dir is not None:
            axis_service.use_kept(Path(request.axis_dir), loaded)
        self._session = Session(loaded)
        self._out.send(self._describe(request.id, loaded))

    def _describe(self, request_id: int, loaded: LoadedModel) -> protocol.Loaded:
        return protocol.Loaded(request_id, loaded.facts, loaded.axis_facts, loaded.axis_problem, loaded.readable)

    def _unload(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.loaded.close()

    def _count(self, request: protocol.Count) -> None:
        session = self._loaded()
        tokens, evicted = session.seen(
            request.messages,
            request.max_tokens,
            continue_last=request.continue_last,
            overflow=request.overflow,
            forgotten=request.forgotten,
        )
        self._out.send(protocol.Counted(request.id, tokens, session.loaded.context.n_ctx, evicted))

    def _generate(self, request: protocol.Generate) -> None:
        session = self._loaded()
        stream = DeltaStream(request.id, self._out.send)
        try:
            reply = session.generate(
                request.messages,
                request.sampler,
                request.cap,
                request.max_tokens,
                continue_last=request.continue_last,
                on_piece=stream.add,
                on_prompt=self._reporter(request.id, "prompt"),
                should_stop=self._stop_of(request.id),
                guess=request.guess,
                overflow=request.overflow,
                forgotten=request.forgotten,
            )
        finally:
            stream.flush()
        self._out.send(protocol.Done(request.id, reply.reason, reply.stats, reply.evicted))

    def _check_of(self, request: protocol.CheckTemplate) -> Callable[[], protocol.Event]:
        """Return the work of trying a template, with what is known of the loaded model at this moment."""
        session = self._session
        used = session.loaded.template if session is not None else None
        own = used.own_source if used is not None else CHATML
        words = used.words if used is not None else {"bos_token": "<s>", "eos_token": "</s>"}
        return lambda: check_template(request.id, request.source or own, words, RENDERER)

    def _loaded(self) -> Session:
        if self._session is None:
            raise NotLoadedError
        return self._session

    def _stop_of(self, request_id: int) -> Callable[[], bool]:
        """Return what a long piece of work asks to know whether it shall stop."""
        return lambda: self._is_cancelled(request_id)

    def _is_cancelled(self, request_id: int) -> bool:
        return request_id in self._cancelled or self._out.broken.is_set()

    def _reporter(self, request_id: int, stage: str) -> Callable[..., None]:
        """Return a function that reports progress, not more often than the eye can follow."""
        last = time.monotonic()

        def report(fraction: float, text: str = "") -> None:
            nonlocal last
            if time.monotonic() - last >= PROGRESS_SECONDS:
                last = time.monotonic()
                self._out.send(protocol.Progress(request_id, stage, min(max(fraction, 0.0), 1.0), text))

        return report


def serve(stdin: BinaryIO, out_fd: int) -> int:
    """Check the llama.cpp library, then serve; returns the exit status."""
    try:
        llama_api.check_library()
    except LlamaError as error:
        outbox = Outbox(out_fd)
        outbox.send_now(protocol.Error(None, str(error), error.details))
        outbox.close(LEAVE_SECONDS)
        return 1
    status = Server(stdin, out_fd).run()
    sys.stderr.flush()
    return status
