"""The picture of roles against usual replies: where the marks stand, what they are called, and that they separate."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip

from app.calibration.picture import Picture
from app.theme import DARK, LIGHT, apply_theme

SEPARATE = [("", 1.0), ("", 0.98), ("", 1.02), ("pirate", 0.1), ("oracle", -0.3), ("teacher", 0.4), ("ghost", 0.11)]


@pytest.fixture
def picture(qapp, qtbot):
    apply_theme(qapp, "light")
    picture = Picture()
    qtbot.addWidget(picture)
    picture.resize(560, 180)
    return picture


def places(picture):
    return [picture.position(place) for place in range(len(picture.points))]


def test_readings_are_places_along_the_axis_and_the_two_kinds_stand_apart(picture):
    picture.show_points(SEPARATE)
    x = {(role, value): point.x() for (role, value), point in zip(SEPARATE, places(picture), strict=True)}
    assert sorted(x, key=x.get) == sorted(SEPARATE, key=lambda point: point[1])
    usual = [at for (role, _), at in x.items() if not role]
    roles = [at for (role, _), at in x.items() if role]
    assert min(usual) - max(roles) > 100


@pytest.mark.parametrize("seed", range(3))
def test_marks_do_not_cover_one_another_and_stay_inside(picture, seed):
    draw = random.Random(seed)
    picture.show_points([("", draw.gauss(1.0, 0.02)) for _ in range(5)] + [(f"role {n}", draw.gauss(0, 0.25)) for n in range(60)])
    inside = picture.rect().adjusted(4, 4, -4, -4)
    found = places(picture)
    assert all(inside.contains(point.toPoint()) for point in found)
    assert min((one - other).manhattanLength() for one, other in itertools.combinations(found, 2)) >= 8


def test_more_roles_than_fit_and_absurd_readings_are_drawn_inside(picture):
    picture.show_points([("", 1e12), ("", -1e12), *((f"role {n}", math.sin(n) * 50) for n in range(2000))])
    assert all(picture.rect().contains(point.toPoint()) for point in places(picture))
    assert not picture.grab().isNull()


def test_new_readings_glide_to_their_places(picture, qtbot):
    picture.show()
    picture.show_points([("", 0.5), ("pirate", 0.4)])
    qtbot.waitUntil(lambda: picture._share == 1.0, timeout=5000)
    before = places(picture)
    picture.show_points([("", 1.0), ("pirate", 0.0), ("ghost", 0.2)])
    first = places(picture)
    assert abs(first[0].x() - before[0].x()) < 2
    qtbot.waitUntil(lambda: picture._share == 1.0, timeout=5000)
    after = places(picture)
    assert after[0].x() - before[0].x() > 20
    assert before[1].x() - after[1].x() > 20


def test_a_hidden_picture_does_not_move_by_itself(picture):
    picture.show_points([("", 0.5), ("pirate", 0.4)])
    picture.show_points([("", 1.0), ("pirate", 0.0)])
    assert picture._share == 1.0


def test_the_pointer_and_a_screen_reader_hear_words(picture):
    picture.show_points([*SEPARATE, ("<b>bold</b>", -0.6)])
    assert picture.words_at(picture.position(3)) == "pirate: 0.10"
    assert picture.words_at(picture.position(0)) == "usual replies: 1.00"
    assert picture.words_at(QPointF(2, 2)) == ""
    at = picture.position(len(SEPARATE)).toPoint()
    QApplication.sendEvent(picture, QHelpEvent(QEvent.Type.ToolTip, at, picture.mapToGlobal(at)))
    assert QToolTip.text() == "<qt>&lt;b&gt;bold&lt;/b&gt;: −0.60</qt>"
    QApplication.sendEvent(picture, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), picture.mapToGlobal(QPoint(1, 1))))
    heard = QAccessible.queryAccessibleInterface(picture)
    assert heard.text(QAccessible.Text.Name) == "Roles and usual replies along the axis"
    assert "5 of 5 roles lie below" in heard.text(QAccessible.Text.Description)


@pytest.mark.parametrize(("mode", "c"), [("light", LIGHT), ("dark", DARK)])
def test_it_takes_the_colours_of_the_theme(qapp, picture, mode, c):
    apply_theme(qapp, mode)
    picture.show_points(SEPARATE)
    image = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = set(memoryview(image.constBits()).cast("I"))
    assert {QColor(name).rgb() for name in (c.steady, c.drifting)} <= pixels
    apply_theme(qapp, "light")


def test_nothing_yet_is_an_empty_scale(picture):
    assert picture.points == []
    assert not picture.grab().isNull()
    assert picture.words_at(QPointF(100, 80)) == ""
