"""The window's end of the engine: one child process, JSON lines, restarts, and never a wait.

Needs a running QCoreApplication and no widgets, so terminal commands use it too. Every request returns its id; answers arrive as
signals that carry the protocol's own dataclasses. Answers to requests that are no longer open are dropped.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from app import paths
from app.downloads.wanted import parts_of
from app.engine_child import death_sentence, engine_command
from app.engine_stream import ErrorTail, LineBuffer, LineTooLongError, LoadSentinel, RestartPolicy
from app.engine_unsent import unsent_sentence
from engine import protocol
from engine.protocol import Cap, ChatMessage, Sampler

_log = logging.getLogger(__name__)

STILL_STOPPING_MS = 2000
TERMINATE_MS = 5000
KILL_MS = 2000
SHUTDOWN_MS = 1500
SHUTDOWN_KILL_MS = 1000
PING_MS = 2000
UNRESPONSIVE_S = 10.0
LOAD_STOP_MS = 400
"""An engine that does not stop loading within this is ended: there is nothing in it that could be lost."""
BAD_LINES = 20

_BUSY = (protocol.Load, protocol.Generate, protocol.Calibrate, protocol.Estimate, protocol.ImportAxis)
_USES = (*_BUSY, protocol.Count, protocol.Render)
"""Requests that need the model, so that it is not idle."""
_ANSWERS = (
    protocol.Done,
    protocol.Loaded,
    protocol.Counted,
    protocol.Rendered,
    protocol.Calibrated,
    protocol.Estimated,
    protocol.Imported,
    protocol.TemplateChecked,
    protocol.Inspected,
    protocol.Pong,
    protocol.Ready,
)


@dataclass(frozen=True, slots=True)
class Death:
    """The engine ended without being asked.

    sentence: what happened, for people; details: last lines of its error stream; lost: ids of the requests that will not be
    answered; during_load: whether a model was being loaded; restarting: whether a new engine is on its way.
    """

    sentence: str
    details: str
    lost: tuple[int, ...]
    during_load: bool
    restarting: bool


class EngineClient(QObject):
    """Starts the engine, sends requests, reports events, and starts it again when it dies (at most twice in five minutes)."""

    ready = Signal(object)
    progress = Signal(object)
    loaded = Signal(object)
    delta = Signal(object)
    done = Signal(object)
    counted = Signal(object)
    rendered = Signal(object)
    pictured = Signal(object)
    calibrated = Signal(object)
    estimated = Signal(object)
    imported = Signal(object)
    template_checked = Signal(object)
    inspected = Signal(object)
    error = Signal(object)
    died = Signal(object)
    still_stopping = Signal(int)
    unresponsive = Signal()
    stopped = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        sentinel: Path | None = None,
        command: tuple[str, list[str], str | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = command or engine_command()
        self._sentinel = LoadSentinel(sentinel)
        self._policy = RestartPolicy()
        self._buffer = LineBuffer()
        self._errors = ErrorTail()
        self._open: dict[int, protocol.Request] = {}
        self._refused: list[protocol.Error] = []
        self._last_id = 0
        self._bad_lines = 0
        self._last_load: protocol.Load | None = None
        self._reload = False
        self._shutting_down = False
        self._wanted_death: str | None = None
        self._cancelling: int | None = None
        self._load_cancelled: int | None = None
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_process_error)
        self._restart_timer = self._timer(self._start_again)
        self._refused_timer = self._timer(self._report_refused)
        self._stopping_timer = self._timer(self._on_still_stopping)
        self._load_stop_timer = self._timer(self._end_load)
        self._terminate_timer = self._timer(self._process.terminate)
        self._kill_timer = self._timer(self._process.kill)
        self._ping_timer = self._timer(self._watch, single=False)
        self._heard = time.monotonic()
        self._ticked = self._heard
        self._asked: float | None = None
        self.last_used = self._heard
        """When the model was last asked for something, or had last finished it, in seconds of the monotonic clock."""

    def _timer(self, slot: Any, *, single: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer

    # --- state ---------------------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether an engine process exists."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def busy(self) -> bool:
        """Whether a load, a reply or a calibration is under way."""
        return any(isinstance(request, _BUSY) for request in self._open.values())

    @property
    def shut_down(self) -> bool:
        """Whether `shutdown` was called; nothing is started after that."""
        return self._shutting_down

    @property
    def pid(self) -> int:
        """Process id of the engine, 0 where there is none."""
        return int(self._process.processId())

    @property
    def load_id(self) -> int | None:
        """Id of the newest request to load a model, also of one sent again after a restart; None where there was none."""
        return self._last_load.id if self._last_load is not None else None

    def crashed_model(self) -> str | None:
        """Return the model whose loading ended an engine in an earlier run, or None."""
        return self._sentinel.crashed_model()

    # --- requests ------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the engine; `ready` follows, or `died`."""
        if self.running or self._shutting_down:
            return
        program, arguments, root = self._command
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("GGML_NO_BACKTRACE", "1")
        environment.insert("PYTHONIOENCODING", "utf-8")
        for name, value in paths.ONE_THREAD.items():
            if not environment.contains(name):
                environment.insert(name, value)
        if root is not None:
            environment.insert("PYTHONPATH", root)
        self._process.setProcessEnvironment(environment)
        self._buffer.clear()
        self._errors.clear()
        self._bad_lines = 0
        self._wanted_death = None
        self._process.start(program, arguments)
        self._send(protocol.Hello(self._next_id()))

    def load(
        self,
        model_path: str,
        axis_path: str | None = None,
        *,
        n_ctx: int = 4096,
        n_threads: int | None = None,
        n_gpu_layers: int | None = None,
        axis_dir: str | None = None,
        kv_type: str = "f16",
        flash_attention: str = "auto",
        template: str | None = None,
        draft_path: str | None = None,
    ) -> int:
        """Load a model; answered by progress and `loaded`, or `error`. axis_dir: a folder of axes made or taken over by Keel.

        The others: see `protocol.Load`. The model's own file as draft_path counts as none.
        """
        request = protocol.Load(
            self._next_id(), model_path, axis_path, n_ctx, n_threads, n_gpu_layers, axis_dir, kv_type, flash_attention, template
        )
        if draft_path is not None and _whole(draft_path) != _whole(model_path):
            request = replace(request, draft_path=draft_path)
        self._last_load = request
        return self._send(request)

    def unload(self) -> int:
        """Free the model; answered by `done`."""
        self._last_load = None
        return self._send(protocol.Unload(self._next_id()))

    def generate(
        self,
        messages: Sequence[ChatMessage],
        sampler: Sampler,
        cap: Cap,
        *,
        max_tokens: int = 512,
        continue_last: bool = False,
        overflow: str = "stop",
        forgotten: int = 0,
        guess: str = "auto",
    ) -> int:
        """Ask for a reply; answered by `delta`s and `done`, or `error`. The last three: see `protocol.Generate`."""
        request = protocol.Generate(self._next_id(), list(messages), sampler, cap, max_tokens, continue_last)
        return self._send(replace(request, overflow=overflow, forgotten=forgotten, guess=guess))

    def count(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int = 1,
        continue_last: bool = False,
        overflow: str = "stop",
        forgotten: int = 0,
    ) -> int:
        """Count the tokens of a conversation as a reply would need them; answered by `counted`, or `error`."""
        return self._send(protocol.Count(self._next_id(), list(messages), max_tokens, continue_last, overflow, forgotten))

    def render(self, messages: Sequence[ChatMessage]) -> int:
        """Ask for the exact prompt of a conversation; answered by `rendered`."""
        return self._send(protocol.Render(self._next_id(), list(messages)))

    def check_template(self, source: str) -> int:
        """Try a chat template on a sample ("": the loaded model's own); answered by `template_checked`, also during a reply."""
        return self._send(protocol.CheckTemplate(self._next_id(), source))

    def calibrate(self, out_path: str, size: str = "quick", work_dir: str | None = None) -> int:
        """Make an axis for the loaded model; answered by progress, pictures and `calibrated`, or `done` where it was stopped."""
        return self._send(protocol.Calibrate(self._next_id(), out_path, size, work_dir))

    def inspect(self, path: str, axis_dir: str | None = None) -> int:
        """Read the header of a model file, also while a reply is generated; answered by `inspected`, or `error`."""
        return self._send(protocol.Inspect(self._next_id(), path, axis_dir))

    def estimate(self) -> int:
        """Measure how long calibrations would take; answered by `estimated`, or `done` where it was stopped."""
        return self._send(protocol.Estimate(self._next_id()))

    def import_axis(self, axis_files: Sequence[str], out_path: str, work_dir: str | None = None) -> int:
        """Take over an axis made elsewhere; answered by `imported`, or, where it has to be measured first, as `calibrate` is."""
        return self._send(protocol.ImportAxis(self._next_id(), list(axis_files), out_path, work_dir))

    def cancel(self, target: int) -> None:
        """Stop a request; after 2 s `still_stopping` is told, after 5 s the engine is ended, after 7 s killed and started again.

        An engine that does nothing but load a model is ended sooner, so that loading always stops at once.
        """
        if target not in self._open or self._cancelling == target:
            return
        self._cancelling = target
        self._send(protocol.Cancel(self._next_id(), target))
        self._stopping_timer.start(STILL_STOPPING_MS)
        if isinstance(self._open[target], protocol.Load) and not self._works_for_another(target):
            self._load_stop_timer.start(LOAD_STOP_MS)

    def _works_for_another(self, target: int) -> bool:
        return any(isinstance(request, _BUSY) for number, request in self._open.items() if number != target)

    def _end_load(self) -> None:
        """The engine is still loading what was cancelled: end it, tell that loading was cancelled, and start a new one."""
        target = self._cancelling
        if target is None or self._works_for_another(target):
            return
        self._load_cancelled = target
        self._process.kill()

    def restart(self) -> None:
        """End the engine now and start a new one with the same model; used when it no longer answers."""
        self._policy.forgive()
        if not self.running:
            self._reload = self._last_load is not None
            self.start()
            return
        self._wanted_death = "The engine was restarted."
        self._process.kill()

    def shutdown(self) -> None:
        """Ask the engine to leave, end it after 1.5 s, kill it after another second; `stopped` follows. Returns at once."""
        if self._shutting_down:
            return
        self._shutting_down = True
        for timer in (self._restart_timer, self._stopping_timer, self._load_stop_timer, self._ping_timer):
            timer.stop()
        if not self.running:
            self._restart_timer.timeout.disconnect(self._start_again)
            self._restart_timer.timeout.connect(self.stopped)
            self._restart_timer.start(0)
            return
        for target in [number for number, request in self._open.items() if isinstance(request, _BUSY)]:
            self._send(protocol.Cancel(self._next_id(), target))
        self._send(protocol.Shutdown(self._next_id()))
        self._process.closeWriteChannel()
        self._terminate_timer.start(SHUTDOWN_MS)
        self._kill_timer.start(SHUTDOWN_MS + SHUTDOWN_KILL_MS)

    # --- sending -------------------------------------------------------------------------------------------------------------

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _send(self, request: protocol.Request) -> int:
        try:
            line = protocol.encode(request)
        except protocol.ProtocolError as error:
            return self._refuse(request.id, unsent_sentence(request, error), str(error))
        if not self.running:
            return self._refuse(request.id, "The engine is not running, so the model cannot answer now. Restart it.", "")
        if not isinstance(request, protocol.Cancel | protocol.Shutdown):
            self._open[request.id] = request
        if isinstance(request, protocol.Load):
            self._sentinel.begin(request.model_path)
        self._process.write(line)
        if isinstance(request, _USES):
            self.last_used = time.monotonic()
        if isinstance(request, _BUSY) and not self._ping_timer.isActive():
            self._heard = self._ticked = time.monotonic()
            self._asked = None
            self._ping_timer.start(PING_MS)
        return request.id

    def _refuse(self, request_id: int, message: str, details: str) -> int:
        self._refused.append(protocol.Error(request_id, message, details))
        self._refused_timer.start(0)
        return request_id

    def _report_refused(self) -> None:
        refused, self._refused = self._refused, []
        for event in refused:
            self.error.emit(event)

    # --- receiving -----------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            lines = self._buffer.feed(bytes(self._process.readAllStandardOutput().data()))
        except LineTooLongError as error:
            self._give_up(str(error))
            return
        for line in lines:
            if line.strip():
                self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            event = protocol.decode(line)
        except protocol.ProtocolError:
            self._bad_lines += 1
            _log.warning("the engine sent a line that is no valid message")
            if self._bad_lines >= BAD_LINES:
                self._give_up("The engine sent answers that make no sense.")
            return
        self._heard = time.monotonic()
        self._asked = None
        if isinstance(event, protocol.Log):
            _log.info("engine %s: %s", event.level, event.text)
        elif isinstance(event, protocol.Error) and event.id is None:
            self.error.emit(event)
        elif getattr(event, "id", None) in self._open:
            self._dispatch(event)

    def _give_up(self, sentence: str) -> None:
        if self._wanted_death is None:
            self._wanted_death = sentence
            self._process.kill()

    def _dispatch(self, event: protocol.Message) -> None:
        request = self._open[event.id] if not isinstance(event, protocol.Log) and event.id is not None else None
        if request is not None and isinstance(event, (protocol.Error, *_ANSWERS)):
            self._close(request)
        match event:
            case protocol.Ready():
                self.ready.emit(event)
                self._load_again()
            case protocol.Progress():
                self.progress.emit(event)
            case protocol.Loaded():
                self.loaded.emit(event)
            case protocol.Delta():
                self.delta.emit(event)
            case protocol.Done():
                self.done.emit(event)
                self._forget_load(request)
            case protocol.Counted():
                self.counted.emit(event)
            case protocol.Rendered():
                self.rendered.emit(event)
            case protocol.CalibrationPicture():
                self.pictured.emit(event)
            case protocol.Calibrated():
                self._keep_axis(event.axis)
                self.calibrated.emit(event)
            case protocol.Estimated():
                self.estimated.emit(event)
            case protocol.Imported():
                self._keep_axis(event.axis)
                self.imported.emit(event)
            case protocol.Inspected():
                self.inspected.emit(event)
            case protocol.TemplateChecked():
                self.template_checked.emit(event)
            case protocol.Error():
                self.error.emit(event)
                self._forget_load(request)
            case _:
                pass

    def _forget_load(self, request: protocol.Request | None) -> None:
        """A model that was not loaded is not loaded by an engine that has to be started again either."""
        if isinstance(request, protocol.Load) and self._last_load is request:
            self._last_load = None

    def _keep_axis(self, axis: protocol.AxisFacts | None) -> None:
        """An engine that has to be started again loads the axis that is in use now."""
        if axis is not None and self._last_load is not None:
            self._last_load = replace(self._last_load, axis_path=axis.source)

    def _close(self, request: protocol.Request) -> None:
        self._open.pop(request.id, None)
        if isinstance(request, _USES):
            self.last_used = time.monotonic()
        if isinstance(request, protocol.Load):
            self._sentinel.end()
        if self._cancelling == request.id:
            self._end_ladder()
        if not self.busy:
            self._ping_timer.stop()

    def _load_again(self) -> None:
        if self._reload and self._last_load is not None:
            self._reload = False
            self._last_load = replace(self._last_load, id=self._next_id())
            self._send(self._last_load)

    def _read_errors(self) -> None:
        self._errors.feed(bytes(self._process.readAllStandardError().data()))

    # --- stopping, silence, death --------------------------------------------------------------------------------------------

    def _on_still_stopping(self) -> None:
        if self._cancelling is None:
            return
        self._wanted_death = "The engine did not stop when asked, so it was restarted."
        self.still_stopping.emit(self._cancelling)
        self._terminate_timer.start(TERMINATE_MS - STILL_STOPPING_MS)
        self._kill_timer.start(TERMINATE_MS - STILL_STOPPING_MS + KILL_MS)

    def _end_ladder(self) -> None:
        self._cancelling = None
        self._wanted_death = None
        for timer in (self._stopping_timer, self._load_stop_timer, self._terminate_timer, self._kill_timer):
            timer.stop()

    def _watch(self) -> None:
        now = time.monotonic()
        if now - self._ticked > 3 * PING_MS / 1000:  # this process slept (suspended or stopped), so silence proves nothing
            self._heard, self._asked = now, None
        self._ticked = now
        if self._asked is None:
            self._asked = now
            self._send(protocol.Ping(self._next_id()))
        elif now - max(self._asked, self._heard) >= UNRESPONSIVE_S:
            self._asked = now
            self.unresponsive.emit()

    def _on_process_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._after_death(
                "The engine could not be started. Install Keel again.", self._process.errorString(), may_restart=False
            )

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        if self._shutting_down:
            self._end_ladder()
            self._open.clear()
            self._sentinel.end()
            self.stopped.emit()
            return
        if self._load_cancelled is not None:
            self._after_cancelled_load(self._load_cancelled)
            return
        crashed = status == QProcess.ExitStatus.CrashExit
        self._after_death(self._wanted_death or death_sentence(code, crashed=crashed), self._errors.text(), may_restart=True)

    def _after_cancelled_load(self, request: int) -> None:
        """The engine was ended in the middle of a load that was to stop; what else waited in it is lost."""
        unheard = (protocol.Hello, protocol.Ping)  # nobody waits for the answers to these
        lost = tuple(number for number, each in self._open.items() if number != request and not isinstance(each, unheard))
        self._load_cancelled = None
        self._sentinel.end()
        self._open.clear()
        self._ping_timer.stop()
        self._end_ladder()
        self._reload = False
        self._restart_timer.start(0)
        self.done.emit(protocol.Done(request, "cancelled"))
        self._last_load = None
        if lost:
            self.died.emit(Death("The engine was restarted.", "", lost, during_load=False, restarting=True))

    def _after_death(self, sentence: str, details: str, *, may_restart: bool) -> None:
        lost = tuple(self._open)
        during_load = any(isinstance(request, protocol.Load) for request in self._open.values())
        cancelled_load = isinstance(self._open.get(self._cancelling or 0), protocol.Load)
        if cancelled_load:
            self._sentinel.end()
        self._open.clear()
        self._ping_timer.stop()
        self._end_ladder()
        self._reload = not during_load and self._last_load is not None
        delay = self._policy.next_delay(time.monotonic()) if may_restart else None
        if delay is not None:
            self._restart_timer.start(int(delay * 1000))
        elif may_restart:
            sentence += " It failed several times, so it is not started again by itself."
        self.died.emit(Death(sentence, details, lost, during_load, delay is not None))

    def _start_again(self) -> None:
        self.start()


def _whole(path: str) -> str:
    """Return what a model's file is compared by: its first part where it is split, with links followed."""
    folder, name = os.path.split(path)
    return os.path.realpath(os.path.join(folder, parts_of(name)[0]))
