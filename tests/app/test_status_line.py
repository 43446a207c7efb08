"""The line below the message box: where the chat stands lately, in the panel's words, and how fast the last reply came."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.chat.badges import marks
from app.conversations.records import Message
from app.drift.words import percent, state_within
from app.window.status_line import StatusLine
from engine.drift import DriftState


@pytest.fixture
def line(qapp, qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(900, 30)
    line.show()
    return line


@pytest.mark.parametrize(("smoothed", "words"), [(0.9, "close to its usual self"), (0.1, "away from its usual self")])
def test_it_speaks_of_the_last_replies_in_the_words_of_the_panel(line, smoothed, words):
    line.show_drift(DriftState(reading=smoothed, smoothed=smoothed, replies=3), 0.5)
    assert state_within(smoothed, 0.5) == words
    assert line.text() == f"lately {words}"
    (shown,) = [label for label in line.findChildren(QLabel) if label.accessibleName() == f"lately {words}"]
    assert "last replies" in shown.toolTip()
    assert "last replies" in shown.accessibleDescription()


def test_a_speed_is_written_as_other_figures_are(line):
    line.show_stats({"tokens_per_second": 1058.4})
    assert "1,058 tokens/s" in line.text()


@pytest.mark.parametrize("engaged", [0.0, 0.004, 0.553, 1.0])
def test_a_badge_writes_its_share_as_the_panel_does(engaged):
    reply = Message(2, 1, 1, "assistant", "x", "complete", "", stats={"percentile": 75.0, "engaged": engaged})
    assert [mark.text for mark in marks(reply)] == [f"● Held steady, acted on {percent(engaged)}"]
