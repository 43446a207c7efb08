"""The colours can be told apart and read, themes and text size reach the whole program, and every icon can be drawn."""

from __future__ import annotations

import dataclasses
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from app.theme import DARK, LIGHT, app_icon, apply_theme, apply_zoom, colours, icon, is_dark, look, pixmap, space, zoom
from app.theme.colours import contrast
from app.theme.icons import APP_ICON_SIZES, ICONS
from app.theme.render_icons import render_app_icon
from app.theme.style import style_sheet
from app.window.style import window_style

NAMES = sorted(path.stem for path in ICONS.glob("*.svg"))
GROUNDS = ("window", "sidebar", "card", "field")
PAIRS = (("on_accent", "accent"), ("on_accent", "accent_strong"), ("text", "soft"), ("text", "hover"), ("text", "notice"))
TEXTS = ("text", "muted", "accent", "steady", "drifting", "away", "problem")


@pytest.fixture(autouse=True)
def _as_before(qapp):
    yield
    if zoom() != 1.0:
        apply_zoom(qapp, 1.0)
    if qapp.property("keel_theme_mode") != "light":
        apply_theme(qapp, "light")


@pytest.mark.parametrize("c", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(c):
    for ground in GROUNDS:
        for text in TEXTS:
            assert contrast(getattr(c, text), getattr(c, ground)) >= 4.5, (text, ground)
        assert contrast(c.outline, getattr(c, ground)) >= 3, ground
    for text, ground in PAIRS:
        assert contrast(getattr(c, text), getattr(c, ground)) >= 4.5, (text, ground)
    assert contrast(c.drifting, c.notice) >= 3


def rules(c):
    """Every rule of both style sheets: what it is for, and its colours by what they colour."""
    sheet = style_sheet(c, 10, 1.0) + window_style(c, 10, 1.0)
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        yield selector.strip(), dict(re.findall(r"(?<![\w-])(color|background):\s*(#[0-9a-fA-F]{6})", body))


@pytest.mark.parametrize("c", [LIGHT, DARK], ids=["light", "dark"])
def test_the_handle_of_a_scroll_bar_is_seen(c):
    handles = [found["background"] for selector, found in rules(c) if selector.startswith("QScrollBar::handle")]
    assert len(handles) == 2
    for handle in handles:
        assert all(contrast(handle, getattr(c, ground)) >= 3 for ground in GROUNDS)


@pytest.mark.parametrize("look", ["", "primary", "quiet"])
def test_a_button_with_the_focus_has_one_edge_and_no_second_box(qapp, qtbot, look):
    apply_theme(qapp, "light")
    place = QWidget()
    qtbot.addWidget(place)
    button = QPushButton("Mmmmmmmm", place)
    button.setProperty("look", look)
    field = QLineEdit(place)
    field.move(0, 100)
    place.resize(300, 200)
    place.show()
    button.setGeometry(10, 10, 200, 60)
    place.activateWindow()
    qtbot.waitUntil(place.isActiveWindow, timeout=2000)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    qtbot.waitUntil(button.hasFocus, timeout=2000)
    picture = place.grab(button.geometry()).toImage()
    ground = picture.pixelColor(12, 30)
    # Between the edge and the words nothing is drawn, on no line across.
    assert {picture.pixelColor(x, y).name() for x in range(6, 40) for y in range(6, 54)} == {ground.name()}


@pytest.mark.parametrize("c", [LIGHT, DARK], ids=["light", "dark"])
def test_every_rule_of_the_style_sheets_can_be_read(c):
    checked = 0
    for selector, found in rules(c):
        if "color" not in found or ":disabled" in selector:  # what cannot be used now may be faint
            continue
        grounds = [found["background"]] if "background" in found else [getattr(c, ground) for ground in GROUNDS]
        for ground in grounds:
            checked += 1
            assert contrast(found["color"], ground) >= 4.5, (selector, found["color"], ground)
    assert checked > 60


def test_contrast_is_the_known_measure():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("mode", "expected"), [("light", LIGHT), ("dark", DARK)])
def test_a_theme_reaches_widgets_that_are_there_already(qapp, qtbot, mode, expected):
    label = QLabel()
    qtbot.addWidget(label)
    apply_theme(qapp, mode)
    assert colours(label) is expected
    assert label.palette().color(label.foregroundRole()) == QColor(expected.text)
    assert is_dark(qapp) is (expected is DARK)


def test_as_the_system_follows_the_system(qapp, qtbot, monkeypatch):
    system = Qt.ColorScheme.Light
    monkeypatch.setattr(look, "system_is_dark", lambda _app: system == Qt.ColorScheme.Dark)  # no display here reports a scheme
    label = QLabel()
    qtbot.addWidget(label)
    apply_theme(qapp, "system")
    for system, expected in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Dark, DARK)):
        qapp.styleHints().colorSchemeChanged.emit(system)
        assert colours(label) is expected
        assert label.palette().color(label.foregroundRole()) == QColor(expected.text)
    apply_theme(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(system)
    assert colours(label) is LIGHT


def test_a_system_that_does_not_say_is_taken_at_its_palette(qapp):
    apply_theme(qapp, "system")
    assert qapp.styleHints().colorScheme() == Qt.ColorScheme.Unknown
    assert not look.system_is_dark(qapp)


def test_an_unknown_theme_is_refused(qapp):
    with pytest.raises(ValueError, match="sepia"):
        apply_theme(qapp, "sepia")


def test_text_size_scales_widgets_that_are_there_and_comes_back(qapp, qtbot):
    apply_theme(qapp, "light")
    button = QPushButton("Text")
    qtbot.addWidget(button)
    button.ensurePolished()
    before, hint = button.fontInfo().pointSizeF(), button.sizeHint()
    apply_zoom(qapp, 2.0)
    assert button.fontInfo().pointSizeF() == pytest.approx(2 * before, rel=0.1)
    assert button.sizeHint().height() > 1.5 * hint.height()
    assert (zoom(), space(10)) == (2.0, 20)
    apply_zoom(qapp, 1.0)
    assert button.fontInfo().pointSizeF() == pytest.approx(before)
    apply_zoom(qapp, 99)
    assert zoom() == 3.0


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("c", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_names_only_files_and_lengths_that_exist(c, factor):
    sheet = style_sheet(c, 10 * factor, factor)
    for name in re.findall(r'url\("([^"]+)"\)', sheet):
        assert QImage(name).width() > 0, name
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"-?\d+\.\d+px|: -\d+px;", sheet)


def test_all_colours_are_colours():
    for c in (LIGHT, DARK):
        assert all(QColor.isValidColorName(value) for value in dataclasses.asdict(c).values())


def test_there_are_icons(qapp):
    assert {"send", "stop", "new-chat", "settings", "sidebar", "warning", "chevron-down", "copy", "keel"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something_in_its_square(qapp, name):
    image = pixmap(name, "#ff0000", 32, 2.0).toImage()
    assert (image.width(), image.height(), image.devicePixelRatio()) == (64, 64, 2.0)
    alphas = bytes(image.convertToFormat(QImage.Format.Format_Alpha8).constBits())
    assert sum(alpha > 40 for alpha in alphas) > 60


def test_an_icon_has_the_colour_asked_for(qapp):
    image = icon("stop", "#12ab34").pixmap(24, 24).toImage()
    assert image.pixelColor(12, 12) == QColor("#12ab34")


def test_a_missing_icon_is_named(qapp):
    with pytest.raises(KeyError, match="no-such"):
        icon("no-such", "#000000")


@pytest.mark.parametrize("size", APP_ICON_SIZES)
def test_the_pictures_of_the_app_icon_are_made_from_its_drawing(qapp, size):
    stored, fresh = QImage(str(ICONS / f"keel-{size}.png")), render_app_icon(size)
    assert (stored.width(), stored.height()) == (size, size)
    step = max(1, size // 32)
    points = [(x, y) for x in range(0, size, step) for y in range(0, size, step)]
    off = [point for point in points if _distance(stored.pixelColor(*point), fresh.pixelColor(*point)) > 24]
    assert len(off) <= len(points) // 100
    assert not app_icon().pixmap(size, size).isNull()


def _distance(one: QColor, other: QColor) -> int:
    return max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))
