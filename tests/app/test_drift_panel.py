"""The drift panel with readings as the engine sends them: what it says, what it draws, how often, what a screen reader hears."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip

from app.drift.gauge import Gauge
from app.drift.panel import REPAINT_MS, DriftPanel
from app.drift.trace import Trace
from app.drift.trajectory import Trajectory
from app.drift.words import TurnReading
from app.theme import DARK, LIGHT, apply_theme
from engine.protocol import AxisFacts, ReplyStats

AXIS = AxisFacts("demo", "demo.axis.gguf", 3, 4, 6, 0.5, 75.0, "reply", ["reply"], 0.1, 0.2)
STATS = ReplyStats(0.8, 0.9, None, None, 40, 100, 0, 20.0, 0.3, 140, 1024, 1, "0" * 64, None, None)


@pytest.fixture
def panel(qapp, qtbot):
    apply_theme(qapp, "light")
    panel = DriftPanel()
    qtbot.addWidget(panel)
    panel.set_axis(AXIS, None)
    panel.resize(300, 700)
    panel.show()
    return panel


def shown(panel) -> str:
    return " | ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible() and label.text()).replace(
        "\u00a0", " "
    )


def part(panel, kind):
    return panel.findChild(kind)


def reply(panel, readings, **stats):
    panel.begin_reply()
    panel.add_readings(readings, stats.get("engaged"))
    panel.finish_reply(dataclasses.replace(STATS, **stats))


def has_colour(widget, name: str) -> bool:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return QColor(name).rgb() in memoryview(image.constBits()).cast("I")


def test_it_waits_for_a_model_then_for_a_reply(panel):
    panel.set_axis(None, None)
    assert "Waiting for a model" in shown(panel)
    assert "Not available" not in shown(panel)
    panel.set_axis(AXIS, None)
    assert "Waiting for the first reply" in shown(panel)
    assert not part(panel, Trajectory).isVisible()


def test_without_an_axis_it_says_so_and_why_literally(panel):
    problem = "This axis is for <b>another</b> model."
    panel.set_axis(None, problem)
    assert "Not available for this model" in shown(panel)
    assert problem in shown(panel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel) if label.text())
    assert not part(panel, Gauge).isVisible()


def visible_buttons(panel):
    return [button.text() for button in panel.findChildren(QPushButton) if button.isVisible()]


def test_where_an_axis_could_be_made_that_is_offered(panel, qtbot):
    panel.set_axis(None, "This model has no axis yet.")
    assert visible_buttons(panel) == []
    panel.offer_calibration(True)
    assert visible_buttons(panel) == ["Calibrate…", "Import an axis file…"]
    for words, told in (("Calibrate…", panel.calibrate_requested), ("Import an axis file…", panel.import_requested)):
        (button,) = [button for button in panel.findChildren(QPushButton) if button.text() == words and button.isVisible()]
        with qtbot.waitSignal(told, timeout=1000):
            button.click()
    panel.offer_calibration(True, stopped=True)
    assert visible_buttons(panel) == ["Go on calibrating…", "Import an axis file…"]
    assert "was stopped" in shown(panel)
    panel.offer_calibration(False)
    assert visible_buttons(panel) == []


def test_a_calibration_under_way_is_shown_until_it_ends_also_over_old_readings(panel):
    reply(panel, [0.9], reading=0.9)
    panel.show_calibration(0.4, "40 % done · about 2 minutes left")
    assert "This model is being calibrated" in shown(panel)
    assert "about 2 minutes left" in shown(panel)
    assert visible_buttons(panel) == ["Show"]
    assert not part(panel, Gauge).isVisible()
    panel.set_axis(AXIS, None)
    assert "This model is being calibrated" in shown(panel)
    panel.offer_calibration(True)
    assert part(panel, Gauge).isVisible()
    assert visible_buttons(panel) == ["Calibrate again…"]


def test_an_axis_without_readings_says_so(panel):
    panel.set_axis(dataclasses.replace(AXIS, reads=False), "It was imported without them.")
    assert "This axis shows no readings" in shown(panel)
    assert "It was imported without them." in shown(panel)
    assert not part(panel, Gauge).isVisible()


def test_a_reply_from_start_to_end(panel, qtbot):
    panel.begin_reply()
    assert "Reading the message" in shown(panel)
    assert part(panel, Gauge).value is None
    panel.add_readings([1.0, 0.9, 0.8])
    qtbot.waitUntil(lambda: "Close to its usual self" in shown(panel), timeout=10_000)
    assert part(panel, Gauge).value == pytest.approx(0.9)
    panel.add_readings([-0.5, -0.6, -0.7, -0.8])
    qtbot.waitUntil(lambda: "Away from its usual self" in shown(panel), timeout=10_000)
    panel.finish_reply(dataclasses.replace(STATS, reading=0.4, tokens=7))
    assert "Drifting" in shown(panel)
    assert "0.40" in shown(panel)
    assert "7 tokens" in shown(panel)
    assert "The cap was off" in shown(panel)


@pytest.mark.parametrize(
    ("reading", "words"), [(0.95, "Close to its usual self"), (0.45, "Drifting"), (0.1, "Away from its usual self")]
)
def test_the_state_in_words_and_for_a_screen_reader(panel, reading, words):
    reply(panel, [reading], reading=reading)
    assert words in shown(panel)
    gauge = QAccessible.queryAccessibleInterface(part(panel, Gauge))
    assert gauge.text(QAccessible.Text.Name) == "Drift gauge"
    assert words in gauge.text(QAccessible.Text.Description)
    assert "0.50" in gauge.text(QAccessible.Text.Description)


def test_a_threshold_of_ones_own_changes_the_words(panel):
    reply(panel, [0.6], reading=0.6)
    assert "Close" in shown(panel)
    panel.set_threshold(0.7)
    assert "Drifting" in shown(panel)
    panel.set_threshold(0.5)
    assert "Close" in shown(panel)


def test_how_much_the_cap_acted_live_and_after(panel, qtbot):
    panel.begin_reply()
    panel.add_readings([0.7], 0.2)
    qtbot.waitUntil(lambda: "Lifting 20 % of steps." in shown(panel), timeout=10_000)
    panel.finish_reply(dataclasses.replace(STATS, engaged=0.12, mean_lift=0.05, percentile=75.0))
    assert "Lifted 12 % of steps, gently." in shown(panel)


def test_a_stopped_reply_without_figures_shows_what_was_seen(panel):
    reply(panel, [0.2, 0.4], reading=None, early=None, tokens=2)
    assert "0.30" in shown(panel)
    reply(panel, [], reading=None, early=None, tokens=0)
    assert "tokens" not in shown(panel)
    assert part(panel, Gauge).value is None
    assert "No reading for this reply" in shown(panel)


def test_a_reply_without_readings_is_not_said_to_have_no_tokens(panel):
    panel.show_reply([], {"tokens": 1200})
    assert "1,200 tokens" in shown(panel)
    panel.show_reply([], {})
    assert "tokens" not in shown(panel)


def test_a_reply_without_a_reading_stands_outside_of_what_counts_as_drifted(panel):
    panel.set_history([TurnReading(1, 0.9), TurnReading(2, None), TurnReading(3, 0.8)])
    course = part(panel, Trajectory)
    lowest = TurnReading(4, -1.0)
    at = course.position(1).y()
    panel.set_history([TurnReading(1, 0.9), lowest])
    assert course.position(1).y() < at < course.height()


class PaintCounter(QObject):
    painted = 0

    def eventFilter(self, _watched, event):
        self.painted += event.type() == QEvent.Type.Paint
        return False


def test_five_thousand_deltas_cost_few_repaints_and_bounded_memory(panel, qtbot, monkeypatch):
    described, counter = [], PaintCounter()
    part(panel, Trace).installEventFilter(counter)
    monkeypatch.setattr(Gauge, "setAccessibleDescription", lambda _self, text: described.append(text))
    panel.begin_reply()
    QApplication.processEvents()
    counter.painted = 0
    for _ in range(100):
        for _ in range(50):
            panel.add_readings([0.7, 0.6, 0.5])
        QApplication.processEvents()
    qtbot.wait(3 * REPAINT_MS)
    assert 1 <= counter.painted <= 60
    assert part(panel, Trace).buffer.tokens == 15_000
    assert len(part(panel, Trace).buffer.raw) <= 256
    assert described == []
    panel.finish_reply(STATS)
    assert len(described) == 1


def test_absurd_readings_are_drawn_inside(panel):
    for value in (1e12, -1e12, float("nan")):
        reply(panel, [value], reading=value if value == value else None)
        panel.set_history([TurnReading(1, value if value == value else None)])
        assert not panel.grab().isNull()


def test_clear_forgets_the_chat(panel):
    reply(panel, [0.1], reading=0.1)
    panel.set_history([TurnReading(1, 0.1)])
    panel.clear()
    assert "Waiting for the first reply" in shown(panel)
    assert "Away" not in shown(panel)
    assert not part(panel, Trajectory).isVisible()
    assert part(panel, Trace).buffer.tokens == 0


def test_an_old_chat_shows_its_last_reading(panel):
    panel.set_history([TurnReading(1, 0.9), TurnReading(3, 0.2), TurnReading(5, None)])
    assert "Away from its usual self" in shown(panel)
    assert part(panel, Gauge).value == 0.2


@pytest.mark.parametrize(("mode", "c"), [("light", LIGHT), ("dark", DARK)])
def test_the_pictures_take_the_colours_of_the_theme(qapp, panel, mode, c):
    apply_theme(qapp, mode)
    for value, colour in ((0.9, c.steady), (0.45, c.drifting), (0.0, c.away)):
        reply(panel, [value] * 5, reading=value)
        assert has_colour(part(panel, Gauge), colour)
    apply_theme(qapp, "light")


# --- the trajectory ---------------------------------------------------------------------------------------------------------------

TURNS = [TurnReading(10, 0.9), TurnReading(12, 0.6, capped=True, engaged=0.2), TurnReading(14, 0.2, drifted=True)]


def test_clicking_a_reply_says_which(panel, qtbot):
    panel.set_history(TURNS)
    course = part(panel, Trajectory)
    for place, turn in enumerate(TURNS):
        with qtbot.waitSignal(panel.turn_selected) as told:
            QTest.mouseClick(course, Qt.MouseButton.LeftButton, pos=course.position(place).toPoint())
        assert told.args == [turn.index]
    with qtbot.assertNotEmitted(panel.turn_selected):
        QTest.mouseClick(course, Qt.MouseButton.RightButton, pos=course.position(0).toPoint())


def test_the_keyboard_moves_and_chooses(panel, qtbot):
    panel.set_history(TURNS)
    course = part(panel, Trajectory)
    assert course.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.assertNotEmitted(panel.turn_selected):
        QTest.keyClick(course, Qt.Key.Key_Return)
    for key, index in (
        (Qt.Key.Key_Left, 14),
        (Qt.Key.Key_Left, 12),
        (Qt.Key.Key_Home, 10),
        (Qt.Key.Key_Left, 10),
        (Qt.Key.Key_End, 14),
    ):
        QTest.keyClick(course, key)
        with qtbot.waitSignal(panel.turn_selected) as told:
            QTest.keyClick(course, Qt.Key.Key_Return)
        assert told.args == [index]
    QTest.keyClick(course, Qt.Key.Key_Left)
    assert course.accessibleDescription().startswith("Reply 2 of 3; reading 0.60, close to its usual self; capped")


def test_capped_replies_have_another_shape(panel, monkeypatch):
    shapes = []
    monkeypatch.setattr("app.drift.trajectory.QPainter", _recorder(shapes))
    panel.set_history([TurnReading(1, 0.9)])
    part(panel, Trajectory).grab()
    round_only = list(shapes)
    shapes.clear()
    panel.set_history([TurnReading(1, 0.9, capped=True)])
    part(panel, Trajectory).grab()
    assert round_only
    assert set(round_only) == {"round"}
    assert set(shapes) == {"diamond"}
    assert "under a cap" in shown(panel)


def _recorder(shapes):
    class Recorder(QPainter):
        def drawEllipse(self, *args):  # noqa: N802
            shapes.append("round")
            super().drawEllipse(*args)

        def drawPolygon(self, *args):  # noqa: N802
            shapes.append("diamond")
            super().drawPolygon(*args)

    return Recorder


def test_a_tooltip_says_what_a_mark_stands_for(panel):
    panel.set_history(TURNS)
    course = part(panel, Trajectory)
    at = course.position(1).toPoint()
    QApplication.sendEvent(course, QHelpEvent(QEvent.Type.ToolTip, at, course.mapToGlobal(at)))
    assert QToolTip.text().startswith("Reply 2 of 3")
    QToolTip.hideText()


def test_more_replies_than_fit_show_the_newest_and_can_be_reached(panel, qtbot):
    turns = [TurnReading(index, 0.8) for index in range(500)]
    panel.set_history(turns)
    course = part(panel, Trajectory)
    inside = course.rect()
    assert inside.contains(course.position(499).toPoint())
    assert not inside.contains(course.position(0).toPoint())
    assert course.place_at(QPointF(course.position(499))) == 499
    QTest.keyClick(course, Qt.Key.Key_Home)
    assert inside.contains(course.position(0).toPoint())
    panel.set_history([*turns, TurnReading(500, 0.1)])
    assert inside.contains(course.position(500).toPoint())


def test_no_reply_is_chosen_far_from_all(panel):
    panel.set_history([TurnReading(1, 0.9)])
    assert part(panel, Trajectory).place_at(QPointF(QPoint(250, 20))) is None
    panel.set_history([])
    assert part(panel, Trajectory).place_at(QPointF(0, 0)) is None
