"""What the engine process does about axes: how long making one would take, making one, taking one over, and finding one again."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from axes.axis import Axis, AxisError
from axes.extraction import AxisProgress, ExtractionCancelled
from axes.format import read_axis, write_axis
from axes.imports import can_be_read, can_cap, read_import, what_it_does
from axes.model_file import read_model_shape
from axes.os_reasons import reason as reason_of
from axes.verdict import NOT_USABLE
from engine import protocol
from engine.axis_build import SIZES, build_axis_in, estimate_seconds, spec_of_size
from engine.kept_axes import find_kept_axis
from engine.llama_api import Cancelled
from engine.model import LoadedModel
from engine.session import Session

PROGRESS_SECONDS: Final = 0.05

Send = Callable[[protocol.Event], None]


class CalibrationReports:
    """Turns the steps of a calibration into events, not more often than the eye can follow; a picture is never held back."""

    def __init__(self, request_id: int, send: Send) -> None:
        self._id, self._send = request_id, send
        self._last = 0.0

    def __call__(self, progress: AxisProgress) -> None:
        """Report one step."""
        if progress.points:
            points = [protocol.PicturePoint(role, float(value)) for role, value in progress.points if math.isfinite(value)]
            self._send(protocol.CalibrationPicture(self._id, points))
        now = time.monotonic()
        if now - self._last < PROGRESS_SECONDS:
            return
        self._last = now
        fraction = min(max(progress.fraction, 0.0), 1.0)
        self._send(protocol.Progress(self._id, "calibrate", fraction, progress.text, progress.remaining_s))


def calibrate(session: Session, request: protocol.Calibrate, send: Send, should_stop: Callable[[], bool]) -> protocol.Calibrated:
    """Make an axis for the loaded model and use it; returns the answer.

    An axis found not usable is neither written nor used. Raises Cancelled where should_stop said so (finished replies then stay in
    the work folder), AxisError in one sentence, and what the session raises.
    """
    if request.size not in SIZES:
        raise AxisError(f"There is no size of axis called {request.size!r}; choose {', '.join(SIZES)}.")
    return _measure(session, request, request.size, None, send, should_stop)


def _measure(
    session: Session,
    request: protocol.Calibrate | protocol.ImportAxis,
    size: str,
    fixed: Axis | None,
    send: Send,
    should_stop: Callable[[], bool],
) -> protocol.Calibrated:
    path = Path(request.out_path)
    work_dir = None if request.work_dir is None else Path(request.work_dir)
    spec = spec_of_size(size, session.loaded.facts.name)
    reports = CalibrationReports(request.id, send)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if work_dir is not None:
            work_dir.mkdir(parents=True, exist_ok=True)
        built = build_axis_in(session, path, spec, reports, should_stop, work_dir=work_dir, fixed=fixed)
    except ExtractionCancelled:
        raise Cancelled from None
    except OSError as error:
        raise AxisError(f"The axis could not be written to {path.name} ({reason_of(error)}); choose another place.") from error
    finally:
        session.reset()
    facts = None
    if built.axis is not None and built.verdict != NOT_USABLE:
        facts = use_axis(session, built.axis, str(path))
    quality = {} if built.axis is None else figures(built.axis)
    return protocol.Calibrated(
        request.id, request.out_path, built.verdict, built.text, quality, built.replies, built.seconds, facts
    )


def estimate(session: Session, request_id: int, should_stop: Callable[[], bool]) -> protocol.Estimated:
    """Measure how long each size of calibration would take; raises Cancelled where should_stop said so."""
    try:
        return protocol.Estimated(request_id, estimate_seconds(session, should_stop))
    except ExtractionCancelled:
        raise Cancelled from None
    finally:
        session.reset()


def import_axis(
    session: Session, request: protocol.ImportAxis, send: Send, should_stop: Callable[[], bool]
) -> protocol.Imported | protocol.Calibrated:
    """Take an axis over from files made elsewhere and use it; what readings need and it lacks is measured on the loaded model.

    Raises AxisError in one sentence where the files cannot be used, and what `calibrate` raises.
    """
    loaded = session.loaded
    axis = read_import(request.paths, read_model_shape(loaded.facts.path))
    if not axis.readings and can_be_read(axis) and loaded.readable:
        return _measure(session, request, "quick", axis, send, should_stop)
    if not can_cap(axis):
        raise AxisError("These directions have no floors and cannot be measured on this model, so nothing can be done with them.")
    path = Path(request.out_path)
    facts = use_axis(session, axis, str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_axis(axis, path)
    except OSError as error:
        raise AxisError(f"The axis is in use until Keel is closed, but it could not be kept ({reason_of(error)}).") from error
    return protocol.Imported(request.id, request.out_path, facts, what_it_does(axis))


def use_axis(session: Session, axis: Axis, source: str) -> protocol.AxisFacts:
    """Read and cap with this axis from now on; what was evaluated so far is forgotten, as its readings are of another axis."""
    session.loaded.use_axis(axis, source)
    session.reset()
    facts = session.loaded.axis_facts
    assert facts is not None
    return facts


def figures(axis: Axis) -> dict[str, float]:
    """Return the single numbers among an axis's quality figures, with its monitor layer, band and threshold."""
    places = {"monitor_layer": axis.monitor_layer, "band_first": axis.band_first, "band_last": axis.band_last}
    return _numbers(axis.quality) | {name: float(value) for name, value in places.items()} | {"threshold": float(axis.threshold)}


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    plain = {name: value for name, value in values.items() if isinstance(value, int | float) and not isinstance(value, bool)}
    return {name: float(value) for name, value in plain.items() if math.isfinite(value)}


# --- finding one again ---------------------------------------------------------------------------------------------------------


def use_kept(folder: Path, loaded: LoadedModel) -> None:
    """Use the axis that a folder keeps for this very model, in place of one found elsewhere; one that is unsound is passed over."""
    path = find_kept_axis(folder, loaded.facts.fingerprint, loaded.facts.quantization)
    if path is None:
        return
    try:
        notices = loaded.use_axis(read_axis(path), str(path))
    except AxisError as error:
        loaded.axis_problem = loaded.axis_problem if loaded.axis is not None else str(error)
        return
    loaded.facts.notices[:] = [*loaded.notices, *notices]
