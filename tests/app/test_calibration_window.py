"""Calibrating from the window, with the real engine and small real models: from the offer to the axis in use."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import time

import numpy as np
import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app import paths
from axes.format import read_axis, write_axis
from tests.app.conftest import TIMEOUT_MS, close_window

LONG_MS = 300_000


@pytest.fixture
def window(qtbot, open_window):
    window = open_window()
    window.resize(1240, 800)
    window.side.choose("drift")
    return window


def shown(widget) -> str:
    texts = [each.text() for kind in (QLabel, QPushButton) for each in widget.findChildren(kind) if each.isVisible()]
    return " | ".join(text for text in texts if text).replace("\u00a0", " ")


def press(qtbot, place, words):
    (button,) = [each for each in place.findChildren(QPushButton) if each.text() == words and each.isVisible()]
    assert button.isEnabled(), words
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def run_of(window):
    return window.controller.calibration


def begin(qtbot, window, size="quick"):
    """Start a calibration as a person does and wait until replies come in."""
    press(qtbot, window.drift_panel, "Calibrate…")
    (card,) = [card for card in window.calibration_page.choice.cards if card.name == size]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    press(qtbot, window.calibration_page, "Start")
    qtbot.waitUntil(lambda: run_of(window).fraction > 0.02, timeout=TIMEOUT_MS)


def stop(qtbot, window):
    press(qtbot, window.calibration_page, "Stop")
    qtbot.waitUntil(lambda: run_of(window).state == "idle", timeout=TIMEOUT_MS)


def say(qtbot, window, text):
    window.composer.set_text(text)
    window.composer.submit()
    qtbot.waitUntil(lambda: not window.controller.busy and window.controller.loader.state == "ready", timeout=TIMEOUT_MS)


def stored(window):
    return window.controller.store.path(window.controller.chat.id)


def replies_done(window) -> int:
    text = window.calibration_page.status.text()
    return int(text.removeprefix("Replies so far: ").split(" of ")[0]) if " of " in text else 0


# --- offering and choosing -------------------------------------------------------------------------------------------------------


def test_a_model_without_an_axis_is_offered_one(qtbot, window):
    said = shown(window.drift_panel)
    assert "Not available for this model" in said
    assert "has no axis yet" in said
    assert "Import an axis file…" in said
    press(qtbot, window.drift_panel, "Calibrate…")
    page = window.calibration_page
    assert page.isVisible()
    assert not window.composer.isVisible()
    assert window.header.title.full_text() == "Calibration"
    assert "Calibrate tiny-0" in shown(page)
    assert page.choice.size_chosen == "standard"
    assert "Calibrate…" not in shown(window.drift_panel)
    press(qtbot, page, "‹ Back to the chat")
    assert window.composer.isVisible()
    assert window.composer.editor.hasFocus() or not window.isActiveWindow()
    assert "Calibrate…" in shown(window.drift_panel)


def test_every_size_says_how_long_it_takes_here(qtbot, window):
    press(qtbot, window.drift_panel, "Calibrate…")
    qtbot.waitUntil(lambda: "measuring…" in shown(window.calibration_page), timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: bool(run_of(window).estimates), timeout=TIMEOUT_MS)
    seconds = run_of(window).estimates
    assert 0 < seconds["quick"] < seconds["standard"] < seconds["thorough"]
    said = shown(window.calibration_page)
    assert "measuring…" not in said
    assert said.count("minute") >= 2


def test_a_message_comes_before_measuring_how_long_it_takes(qtbot, window):
    press(qtbot, window.drift_panel, "Calibrate…")
    qtbot.waitUntil(lambda: run_of(window).state == "measuring", timeout=TIMEOUT_MS)
    say(qtbot, window, "hello")
    assert stored(window)[1].state in {"complete", "length"}
    qtbot.waitUntil(lambda: bool(run_of(window).estimates), timeout=TIMEOUT_MS)


def test_while_a_reply_is_made_a_calibration_has_to_wait(qtbot, window):
    window.controller.settings.update(max_tokens=400)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    press(qtbot, window.drift_panel, "Calibrate…")
    assert not window.calibration_page.choice.start.isEnabled()
    assert "when the reply being written is finished" in shown(window.calibration_page)
    window.controller.stop()
    qtbot.waitUntil(window.calibration_page.choice.start.isEnabled, timeout=TIMEOUT_MS)


def test_a_model_that_cannot_be_read_is_not_offered_one(qtbot, open_window, make_model):
    window = open_window(model=make_model("flat.gguf", n_layer=2))
    window.resize(1240, 800)
    window.side.choose("drift")
    assert "Not available for this model" in shown(window.drift_panel)
    assert "Calibrate" not in shown(window.drift_panel)
    run_of(window).start("quick")
    assert run_of(window).state == "idle"


# --- running and stopping --------------------------------------------------------------------------------------------------------


def test_progress_remaining_time_and_the_picture_are_live(qtbot, window):
    begin(qtbot, window)
    page = window.calibration_page
    qtbot.waitUntil(lambda: len(page.picture.points) >= 4 and "left" in page.status.text(), timeout=TIMEOUT_MS)
    assert "Calibrating tiny-0" in shown(page)
    assert 0 < page.bar.value() < page.bar.maximum()
    assert {role for role, _ in page.picture.points} >= {""}
    assert "roles lie below" in shown(page)
    assert "being calibrated" in window.header.model.text()
    assert "This model is being calibrated" in shown(window.drift_panel)
    before = replies_done(window)
    qtbot.waitUntil(lambda: replies_done(window) > before, timeout=TIMEOUT_MS)
    stop(qtbot, window)


def test_messages_wait_and_are_answered_when_it_is_stopped(qtbot, window):
    say(qtbot, window, "first")
    begin(qtbot, window)
    press(qtbot, window.calibration_page, "‹ Back to the chat")
    window.composer.set_text("second")
    window.composer.submit()
    assert window.controller.chat.queued == "second"
    assert window.composer.button.text() == "Send"
    window.controller.regenerate()
    assert "being calibrated" in window.notice.sentence()
    assert len(stored(window)) == 2
    window.notice.action_requested.emit("show_calibration")
    assert window.calibration_page.isVisible()
    stop(qtbot, window)
    qtbot.waitUntil(lambda: len(stored(window)) == 4 and not window.controller.busy, timeout=TIMEOUT_MS)
    assert stored(window)[2].content == "second"
    assert stored(window)[3].content


def test_what_was_stopped_goes_on_from_there_or_is_thrown_away(qtbot, window, tmp_path):
    begin(qtbot, window)
    qtbot.waitUntil(lambda: replies_done(window) >= 20, timeout=TIMEOUT_MS)
    done = replies_done(window)
    stop(qtbot, window)
    assert "was stopped when" in shown(window.calibration_page)
    press(qtbot, window.calibration_page, "Go on")
    qtbot.waitUntil(lambda: replies_done(window) > 0, timeout=TIMEOUT_MS)
    assert replies_done(window) >= done
    stop(qtbot, window)
    press(qtbot, window.calibration_page, "Discard")
    assert "was stopped" not in shown(window.calibration_page)
    assert not list((tmp_path / "data" / "calibration").iterdir())


def test_closing_the_window_pauses_it_and_it_goes_on_at_the_next_start(qtbot, open_window, window):
    begin(qtbot, window)
    qtbot.waitUntil(lambda: replies_done(window) >= 20, timeout=TIMEOUT_MS)
    done, engine = replies_done(window), psutil.Process(window.controller.client.pid)
    began = time.monotonic()
    close_window(qtbot, window)
    assert time.monotonic() - began < 4.0
    assert not engine.is_running()
    again = open_window()
    again.resize(1240, 800)
    again.side.choose("drift")
    assert "was stopped; it can go on" in shown(again.drift_panel)
    press(qtbot, again.drift_panel, "Go on calibrating…")
    press(qtbot, again.calibration_page, "Go on")
    qtbot.waitUntil(lambda: replies_done(again) > 0, timeout=TIMEOUT_MS)
    assert replies_done(again) >= done - 10  # the last few may not have reached the disk
    stop(qtbot, again)


def test_a_killed_engine_costs_little_and_the_calibration_goes_on(qtbot, window):
    begin(qtbot, window)
    qtbot.waitUntil(lambda: replies_done(window) >= 30, timeout=TIMEOUT_MS)
    done = replies_done(window)
    os.kill(window.controller.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: run_of(window).state == "idle", timeout=TIMEOUT_MS)
    assert "are kept" in window.calibration_page.notice.sentence()
    qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
    press(qtbot, window.calibration_page, "Go on")
    qtbot.waitUntil(lambda: replies_done(window) > 0, timeout=TIMEOUT_MS)
    assert replies_done(window) >= done - 10
    stop(qtbot, window)


def test_another_model_can_be_chosen_meanwhile(qtbot, window, make_model):
    begin(qtbot, window)
    window.controller.use_model(str(make_model("other.gguf", seed=3)))
    qtbot.waitUntil(lambda: window.controller.loader.name == "tiny-3", timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
    assert run_of(window).state == "idle"
    assert run_of(window).kept is None
    assert "Calibrate tiny-3" in shown(window.calibration_page)


# --- what comes of it ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_axis_that_is_not_usable_is_never_applied(qtbot, window, tmp_path):
    """A model with random weights plays no roles."""
    begin(qtbot, window)
    qtbot.waitUntil(lambda: run_of(window).result is not None, timeout=LONG_MS)
    assert run_of(window).result.verdict == "not usable"
    said = shown(window.calibration_page)
    assert "Not usable" in said
    assert run_of(window).result.text in said
    assert "Nothing was changed" in said
    assert window.controller.loader.axis is None
    assert not list((tmp_path / "data").rglob("*.gguf"))
    press(qtbot, window.calibration_page, "Back to the chat")
    assert "Not available for this model" in shown(window.drift_panel)
    say(qtbot, window, "hello")
    assert stored(window)[1].readings == ()


@pytest.mark.slow
def test_a_good_axis_is_used_at_once_and_at_every_start(qtbot, open_window, tmp_path):
    model = tmp_path / "demo.gguf"
    shutil.copy(paths.DEMO_MODEL, model)
    window = open_window(model=model)
    window.resize(1240, 800)
    window.side.choose("drift")
    begin(qtbot, window)
    press(qtbot, window.calibration_page, "‹ Back to the chat")
    window.composer.set_text("What is the capital of France?")
    window.composer.submit()
    qtbot.waitUntil(lambda: run_of(window).result is not None, timeout=LONG_MS)
    assert run_of(window).result.verdict in {"good", "reading only"}
    assert "The calibration has ended" in window.notice.sentence()
    usual = [value for role, value in run_of(window).points if not role]
    below = [value < min(usual) for role, value in run_of(window).points if role]
    assert sum(below) > 0.9 * len(below)
    qtbot.waitUntil(lambda: len(stored(window)) == 2 and not window.controller.busy, timeout=TIMEOUT_MS)
    assert stored(window)[1].readings
    assert "usual self" in shown(window.drift_panel)
    window.notice.action_requested.emit("show_calibration")
    window.calibration_page.figures.fold.click()
    said = shown(window.calibration_page)
    assert "Told apart, roles held out" in said
    assert "Held in layers" in said
    close_window(qtbot, window)
    moved = model.rename(tmp_path / "renamed.gguf")
    again = open_window(model=moved)
    axis = again.controller.loader.axis
    assert axis is not None
    assert axis.source.startswith(str(tmp_path / "data" / "axes"))


# --- importing -------------------------------------------------------------------------------------------------------------------


def test_an_imported_axis_is_used_at_once_and_at_the_next_start(qtbot, window, open_window, always_drifted_axis):
    window.calibration_binding.import_files([str(always_drifted_axis)])
    qtbot.waitUntil(lambda: window.controller.loader.axis is not None, timeout=TIMEOUT_MS)
    assert "The axis was imported" in window.notice.sentence()
    assert window.composer.isVisible()
    say(qtbot, window, "hello")
    assert stored(window)[1].readings
    close_window(qtbot, window)
    again = open_window()
    assert again.controller.loader.axis is not None
    assert "imported" in again.controller.loader.axis.source


def test_an_axis_that_cannot_be_imported_is_told_and_changes_nothing(qtbot, window, always_drifted_axis, tmp_path):
    other = tmp_path / "other.axis.gguf"
    write_axis(dataclasses.replace(read_axis(always_drifted_axis), model_fingerprint="0" * 64), other)
    for source in (other, tmp_path / "missing.gguf", paths.DEMO_MODEL):
        window.calibration_binding.import_files([str(source)])
        qtbot.waitUntil(lambda: run_of(window).state == "idle", timeout=TIMEOUT_MS)
        assert window.calibration_page.notice.sentence().endswith(".")
        assert window.controller.loader.axis is None
        window.calibration_page.notice.dismiss()
    assert not list((tmp_path / "data").rglob("*.gguf"))


def test_an_axis_without_readings_caps_and_says_that_it_reads_nothing(qtbot, open_window, always_drifted_axis, tmp_path):
    axis = read_axis(always_drifted_axis)
    nothing = np.full(axis.n_layer, np.nan, dtype=np.float32)
    bare = dataclasses.replace(axis.reply, default_mean=nothing, default_std=nothing, role_mean=nothing, role_std=nothing)
    source = tmp_path / "bare.axis.gguf"
    write_axis(dataclasses.replace(axis, reply=bare, readings=False), source)
    window = open_window(source)
    window.resize(1240, 800)
    window.side.choose("drift")
    said = shown(window.drift_panel)
    assert "This axis shows no readings" in said
    assert "Calibrate…" in said
    window.controller.settings.update(cap="standard")
    say(qtbot, window, "hello")
    reply = stored(window)[1]
    assert reply.readings == ()
    assert reply.stats["percentile"] == 75.0
    assert window.controller.watch.threshold is None


def test_an_axis_for_reading_only_never_caps(qtbot, open_window, always_drifted_axis, tmp_path):
    source = tmp_path / "reader.axis.gguf"
    write_axis(dataclasses.replace(read_axis(always_drifted_axis), quality={"verdict": "reading only"}), source)
    window = open_window(source)
    window.controller.settings.update(cap="strong")
    say(qtbot, window, "hello")
    reply = stored(window)[1]
    assert reply.readings
    assert reply.stats["percentile"] is None
    window.toggle_settings()
    assert "found good for readings only" in shown(window.settings_panel)


# --- looks -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "zoom"), [((800, 600), 1.0), ((800, 600), 1.5), ((1240, 800), 2.0)])
def test_no_part_of_the_page_reaches_over_its_edge(qtbot, window, size, zoom):
    window.resize(*size)
    window.controller.settings.update(zoom=zoom)
    window.side.choose("drift")
    run_of(window).kept = None
    window.calibration_binding.open()
    qtbot.wait(100)
    page = window.calibration_page
    for card in page.choice.cards:
        right = card.mapTo(window, card.rect().bottomRight())
        assert right.x() < window.width() <= size[0]
        bottom = max(label.geometry().bottom() for label in card.findChildren(QLabel))
        assert bottom <= card.height()
        for label in card.findChildren(QLabel):
            assert label.heightForWidth(label.width()) <= label.height() or not label.wordWrap()
    run_of(window).start("quick")
    qtbot.waitUntil(lambda: bool(run_of(window).points), timeout=TIMEOUT_MS)
    for part in (page.bar, page.stop, page.picture, page.back):
        right = part.mapTo(window, part.rect().bottomRight())
        assert right.x() < window.width() <= size[0], part
    run_of(window).stop()
    qtbot.waitUntil(lambda: run_of(window).state == "idle", timeout=TIMEOUT_MS)


def test_the_keyboard_reaches_everything(qtbot, window):
    window.calibration_binding.open()
    page = window.calibration_page
    cards = page.choice.cards
    cards[1].setFocus()
    qtbot.keyClick(cards[1], Qt.Key.Key_Up)
    assert page.choice.size_chosen == "quick"
    for widget in (cards[0], page.choice.start, page.choice.take_over, page.back, page.stop, page.figures.fold):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.text()
        assert widget.accessibleName() or widget.text()
