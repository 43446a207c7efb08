"""Axes in the engine process: estimating, stopping and going on, taking over, and finding a kept axis again."""

from __future__ import annotations

import dataclasses
import math
import os
import time
from pathlib import Path

import numpy as np
import pytest

from axes.axis import Axis
from axes.extraction import AxisProgress
from axes.format import read_axis, write_axis
from engine import axis_service, protocol
from engine.kept_axes import find_kept_axis
from engine.model import LoadedModel
from tests.engine.engine_process import EngineProcess

# --- reports -----------------------------------------------------------------------------------------------------------------


def test_reports_are_held_back_but_pictures_are_not_and_no_bad_number_leaves() -> None:
    sent: list[protocol.Event] = []
    report = axis_service.CalibrationReports(7, sent.append)
    for number in range(200):
        report(AxisProgress(number / 100, f"{number} of 200 replies", 5.0))
    report(AxisProgress(0.5, "later", None, [("", 1.0), ("pirate", math.nan), ("ghost", 0.25)]))
    progress = [event for event in sent if isinstance(event, protocol.Progress)]
    assert 1 <= len(progress) < 100
    assert (progress[0].id, progress[0].stage, progress[0].remaining_s) == (7, "calibrate", 5.0)
    assert all(0 <= event.fraction <= 1 for event in progress)
    (picture,) = (event for event in sent if isinstance(event, protocol.CalibrationPicture))
    assert picture.points == [protocol.PicturePoint("", 1.0), protocol.PicturePoint("ghost", 0.25)]
    assert all(protocol.decode(protocol.encode(event)) == event for event in sent)


def test_only_single_finite_numbers_are_told(tiny_axis: Axis) -> None:
    quality = {"auc": 0.9, "n_roles": 24, "verdict": "good", "auc_per_layer": [0.1], "cap_effect": math.nan, "flag": True}
    found = axis_service.figures(dataclasses.replace(tiny_axis, quality=quality))
    assert {"auc", "n_roles", "monitor_layer", "band_first", "band_last", "threshold"} == set(found)
    assert found["band_last"] == tiny_axis.band_last
    event = protocol.Calibrated(1, "x", "good", "Fine.", found, 310, 2.5)
    assert protocol.decode(protocol.encode(event)) == event


# --- finding a kept axis -----------------------------------------------------------------------------------------------------


def keep(axis: Axis, path: Path, age: float, **changes: str) -> Path:
    write_axis(dataclasses.replace(axis, **changes), path)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def kept_for(folder: Path, loaded: LoadedModel) -> Path | None:
    return find_kept_axis(folder, loaded.facts.fingerprint, loaded.facts.quantization)


def test_a_kept_axis_is_found_by_the_model_not_by_its_name(loaded: LoadedModel, tiny_axis: Axis, tmp_path: Path) -> None:
    assert kept_for(tmp_path / "nowhere", loaded) is None
    keep(tiny_axis, tmp_path / "tiny.axis.gguf", 0, model_fingerprint="0" * 64)
    (tmp_path / "broken.axis.gguf").write_bytes(b"GGUF\x03")
    (tmp_path / "folder.axis.gguf").mkdir()
    assert kept_for(tmp_path, loaded) is None
    old = keep(tiny_axis, tmp_path / "some-name.axis.gguf", 300)
    assert kept_for(tmp_path, loaded) == old
    newer = keep(tiny_axis, tmp_path / "another.axis.gguf", 200)
    assert kept_for(tmp_path, loaded) == newer
    keep(tiny_axis, tmp_path / "newest.axis.gguf", 10, quantization="Q2_K")
    assert kept_for(tmp_path, loaded) == newer


def test_an_import_newer_than_the_own_measurement_goes_first(loaded: LoadedModel, tiny_axis: Axis, tmp_path: Path) -> None:
    keep(tiny_axis, tmp_path / "own.axis.gguf", 100)
    imported = keep(tiny_axis, tmp_path / "imported.axis.gguf", 10, quantization="")
    assert kept_for(tmp_path, loaded) == imported


def test_an_unsound_kept_axis_leaves_the_one_found_elsewhere(loaded: LoadedModel, tiny_axis: Axis, tmp_path: Path) -> None:
    path = keep(tiny_axis, tmp_path / "spoiled.axis.gguf", 0)
    data = bytearray(path.read_bytes())
    at = data.index(b"axis.direction") + 200
    data[at : at + 400] = np.full(100, np.nan, dtype=np.float32).tobytes()
    path.write_bytes(data)
    axis_service.use_kept(tmp_path, loaded)
    assert loaded.axis is tiny_axis
    assert loaded.axis_source == "test"


# --- in the process ----------------------------------------------------------------------------------------------------------


def last_of_calibration(engine: EngineProcess, request_id: int) -> tuple[list[protocol.Event], protocol.Event]:
    events: list[protocol.Event] = []
    while True:
        event = engine.next()
        assert event is not None
        if getattr(event, "id", None) == request_id:
            if isinstance(event, protocol.Calibrated | protocol.Imported | protocol.Done | protocol.Error):
                return events, event
            events.append(event)


def replies_in(event: protocol.Event) -> int:
    text = event.text if isinstance(event, protocol.Progress) else ""
    return int(text.removeprefix("Replies so far: ").split(" of ")[0]) if " of " in text else 0


def test_sizes_are_estimated_and_the_session_is_sound_afterwards(tiny_model: Path) -> None:
    with EngineProcess() as engine:
        engine.load(tiny_model)
        engine.send(protocol.Estimate(2))
        seconds = engine.wait_for(protocol.Estimated).seconds
        assert 0 < seconds["quick"] < seconds["standard"] < seconds["thorough"]
        engine.send(protocol.Generate(3, [protocol.ChatMessage("user", "hello")], protocol.Sampler(seed=1), max_tokens=8))
        assert engine.until_done(3)[1].reason in {"length", "stop"}


def test_a_stopped_calibration_goes_on_where_it_was(tiny_model: Path, tmp_path: Path) -> None:
    request = protocol.Calibrate(2, str(tmp_path / "axes" / "out.axis.gguf"), "quick", str(tmp_path / "work" / "quick"))
    with EngineProcess() as engine:
        engine.load(tiny_model)
        engine.send(request)
        stopped = engine.wait_for(protocol.Progress, lambda event: replies_in(event) >= 30)
        engine.send(protocol.Cancel(3, 2))
        assert isinstance(last_of_calibration(engine, 2)[1], protocol.Done)
    with EngineProcess() as engine:
        engine.load(tiny_model)
        engine.send(dataclasses.replace(request, id=4))
        first = engine.wait_for(protocol.Progress, lambda event: replies_in(event) > 0)
        assert replies_in(first) >= replies_in(stopped)
        engine.send(protocol.Cancel(5, 4))
        last_of_calibration(engine, 4)
    assert not list(tmp_path.rglob("*.gguf"))


def test_an_axis_is_imported_used_and_found_again(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    source, out = tmp_path / "source.gguf", tmp_path / "axes" / "mine.axis.gguf"
    write_axis(tiny_axis, source)
    with EngineProcess() as engine:
        assert engine.load(tiny_model).axis is None
        engine.send(protocol.ImportAxis(2, [str(source)], str(out)))
        imported = engine.wait_for(protocol.Imported)
        assert imported.axis.source == str(out)
        assert imported.axis.monitor_layer == tiny_axis.monitor_layer
        engine.send(protocol.Generate(3, [protocol.ChatMessage("user", "hello")], protocol.Sampler(seed=1), max_tokens=8))
        deltas, _done = engine.until_done(3)
        assert sum(len(delta.readings) for delta in deltas) > 0
        engine.send(protocol.Load(4, str(tiny_model), n_threads=1, axis_dir=str(out.parent)))
        again = engine.wait_for(protocol.Loaded, lambda event: event.id == 4)
        assert again.axis is not None
        assert again.axis.source == str(out)
        engine.send(protocol.Load(5, str(tiny_model), axis_path=str(source), n_threads=1, axis_dir=str(out.parent)))
        by_hand = engine.wait_for(protocol.Loaded, lambda event: event.id == 5)
        assert by_hand.axis is not None
        assert by_hand.axis.source == str(source)


@pytest.mark.parametrize("kind", ["other model", "truncated", "text", "missing", "two"])
def test_what_cannot_be_imported_is_refused_in_a_sentence_and_changes_nothing(
    tiny_model: Path, tiny_axis: Axis, tmp_path: Path, kind: str
) -> None:
    source, out = tmp_path / "source.gguf", tmp_path / "axes" / "mine.axis.gguf"
    write_axis(dataclasses.replace(tiny_axis, model_fingerprint="0" * 64) if kind == "other model" else tiny_axis, source)
    if kind == "truncated":
        source.write_bytes(source.read_bytes()[:-7])
    if kind == "text":
        source.write_text("no axis at all")
    if kind == "missing":
        source.unlink()
    with EngineProcess() as engine:
        engine.load(tiny_model)
        engine.send(protocol.ImportAxis(2, [str(source)] * (2 if kind == "two" else 1), str(out)))
        error = engine.wait_for(protocol.Error)
        assert error.id == 2
        assert error.message.endswith(".")
        assert "\n" not in error.message
        engine.send(protocol.Load(3, str(tiny_model), n_threads=1, axis_dir=str(out.parent)))
        assert engine.wait_for(protocol.Loaded, lambda event: event.id == 3).axis is None
    assert not out.exists()


@pytest.mark.slow
def test_what_an_import_lacks_is_measured(tiny_model: Path, tiny_axis: Axis, tmp_path: Path) -> None:
    """Random directions on a random model: measured to the end, and then not taken."""
    nothing = np.full(tiny_axis.n_layer, np.nan, dtype=np.float32)
    bare = dataclasses.replace(tiny_axis.reply, default_mean=nothing, default_std=nothing, role_mean=nothing, role_std=nothing)
    source, out = tmp_path / "source.gguf", tmp_path / "axes" / "mine.axis.gguf"
    write_axis(dataclasses.replace(tiny_axis, reply=bare, header=None, readings=False), source)
    assert not read_axis(source).readings
    with EngineProcess() as engine:
        engine.load(tiny_model)
        engine.send(protocol.ImportAxis(2, [str(source)], str(out), str(tmp_path / "work")))
        events, last = last_of_calibration(engine, 2)
    assert any(isinstance(event, protocol.CalibrationPicture) for event in events)
    assert isinstance(last, protocol.Calibrated)
    assert last.verdict == "not usable"
    assert last.axis is None
    assert not out.exists()
