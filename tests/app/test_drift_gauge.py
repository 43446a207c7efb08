"""The gauge as it is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from app.drift.gauge import Gauge
from app.drift.scale import share
from app.theme import LIGHT, apply_theme, apply_zoom, space


@pytest.fixture
def gauge(qapp, qtbot):
    apply_theme(qapp, "light")
    gauge = Gauge()
    qtbot.addWidget(gauge)
    yield gauge
    apply_zoom(qapp, 1.0)


def names(gauge):
    """Where each name below the track begins and ends: columns with ink, apart where a wide gap is."""
    picture = gauge.grab().toImage()
    ground = QColor(picture.pixelColor(0, picture.height() - 1)).lightness()
    rows = range(space(8) + space(8) + space(6), picture.height())
    inked = [x for x in range(picture.width()) if any(abs(picture.pixelColor(x, y).lightness() - ground) > 40 for y in rows)]
    parts = [[inked[0], inked[0]]]
    for x in inked[1:]:
        if x - parts[-1][1] > space(12):
            parts.append([x, x])
        parts[-1][1] = x
    return parts


def tick(gauge, level):
    inset = space(8)
    return inset + share(level) * (gauge.width() - 2 * inset)


@pytest.mark.parametrize("width", [300, 420, 700])
def test_the_names_stand_below_their_ticks(gauge, width):
    gauge.resize(width, gauge.sizeHint().height())
    low, high = names(gauge)
    for (left, right), level in ((low, 0.0), (high, 1.0)):
        assert (left + right) / 2 == pytest.approx(tick(gauge, level), abs=3)


@pytest.mark.parametrize("factor", [1.0, 3.0])
def test_names_near_an_edge_stay_inside_and_apart(qapp, gauge, factor):
    apply_zoom(qapp, factor)
    gauge.resize(gauge.minimumSizeHint().width(), gauge.sizeHint().height())
    assert gauge.grab().toImage().pixelColor(0, gauge.height() - 1) != QColor(LIGHT.muted)
    low, high = names(gauge)
    assert low[0] >= 0
    assert high[1] < gauge.width()
    assert low[1] + space(8) <= high[0] + 4
