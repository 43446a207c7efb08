"""The warning strip: its exact words, its four ways on, and its manners."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from app.drift import strip as strip_module
from app.drift.strip import WarningStrip
from app.theme import apply_theme, apply_zoom

SENTENCE = "The replies have moved away from this model's usual assistant manner."


@pytest.fixture
def place(qapp, qtbot):
    """A window as the strip is used in: something to read above, something to type in below."""
    apply_theme(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QTextEdit(), 1)
    window.strip = WarningStrip()
    window.line = QLineEdit()
    column.addWidget(window.strip)
    column.addWidget(window.line)
    window.resize(700, 500)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.line.setFocus()
    yield window
    apply_zoom(qapp, 1.0)


def buttons(strip) -> dict[str, QPushButton]:
    return {button.text(): button for button in strip.findChildren(QPushButton) if not button.isHidden()}


def test_hidden_until_presented(place):
    assert place.strip.isHidden()
    place.strip.present(cap_is_on=False)
    assert place.strip.isVisible()
    place.strip.dismiss()
    assert place.strip.isHidden()


def test_the_words(place):
    place.strip.present(cap_is_on=False)
    assert SENTENCE in [label.text() for label in place.strip.findChildren(QLabel)]
    assert list(buttons(place.strip)) == ["Start fresh chat with a summary", "Turn on capping", "Not now", "I meant this"]
    place.strip.present(cap_is_on=True)
    assert "Strengthen capping" in buttons(place.strip)
    assert "Turn on capping" not in buttons(place.strip)
    place.strip.present(cap_is_on=True, can_strengthen=False)
    assert list(buttons(place.strip)) == ["Start fresh chat with a summary", "Not now", "I meant this"]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Start fresh chat with a summary", "fresh_chat_requested"),
        ("Turn on capping", "strengthen_requested"),
        ("Not now", "not_now_requested"),
        ("I meant this", "meant_requested"),
    ],
)
def test_each_button_says_its_own(place, qtbot, text, signal):
    place.strip.present(cap_is_on=False)
    others = {"fresh_chat_requested", "strengthen_requested", "not_now_requested", "meant_requested"} - {signal}
    for other in others:
        getattr(place.strip, other).connect(place.strip.dismiss)
    with qtbot.waitSignal(getattr(place.strip, signal)):
        QTest.mouseClick(buttons(place.strip)[text], Qt.MouseButton.LeftButton)
    assert place.strip.isVisible()  # none of the others was sent


def test_it_never_takes_the_focus(place):
    assert place.line.hasFocus()
    place.strip.present(cap_is_on=False)
    assert place.line.hasFocus()
    QTest.mouseClick(buttons(place.strip)["Not now"], Qt.MouseButton.LeftButton)
    assert place.line.hasFocus()
    place.strip.dismiss()
    assert place.line.hasFocus()


def test_its_buttons_can_be_reached_with_the_tab_key(place):
    place.strip.present(cap_is_on=False)
    reached = []
    for _ in range(8):
        QTest.keyClick(place.focusWidget(), Qt.Key.Key_Backtab)
        reached.append(place.focusWidget())
    assert all(button in reached for button in buttons(place.strip).values())


def test_one_announcement_each_time_it_appears(place, monkeypatch):
    heard = []

    class Spy(QAccessible):
        @staticmethod
        def updateAccessibility(event):  # noqa: N802
            heard.append((event.object(), event.message(), event.politeness()))

    monkeypatch.setattr(strip_module, "QAccessible", Spy)
    place.strip.present(cap_is_on=False)
    place.strip.present(cap_is_on=True)
    assert heard == [(place.strip, SENTENCE, QAccessible.AnnouncementPoliteness.Polite)]
    place.strip.dismiss()
    place.strip.present(cap_is_on=True)
    assert len(heard) == 2


@pytest.mark.parametrize("zoom", [1.0, 1.5])
@pytest.mark.parametrize("width", [480, 700, 1200])
def test_everything_is_in_view_at_every_width(qapp, place, qtbot, width, zoom):
    apply_zoom(qapp, zoom)
    place.resize(width, 600)
    place.strip.present(cap_is_on=True)
    strip = place.strip
    qtbot.waitUntil(lambda: strip.height() >= strip.heightForWidth(strip.width()), timeout=10_000)
    shapes = [_in(strip, button) for button in buttons(strip).values()]
    shapes += [_in(strip, label) for label in strip.findChildren(QLabel)]
    for shape in shapes:
        assert strip.rect().contains(shape), shape
    for number, shape in enumerate(shapes):
        assert not any(shape.intersects(other) for other in shapes[number + 1 :])
    for button in buttons(strip).values():
        assert button.width() >= button.sizeHint().width()


@pytest.mark.parametrize("cap_is_on", [False, True])
def test_where_there_is_no_height_a_menu_offers_the_same(place, qtbot, cap_is_on):
    strip = place.strip
    strip.present(cap_is_on, can_go_back=True)
    whole = buttons(strip)
    strip.fit(600, 1)
    (button,) = buttons(strip).values()
    offered = {action.text(): action for action in button.menu().actions() if action.isVisible()}
    assert list(offered) == list(whole)
    for text, action in offered.items():
        with qtbot.waitSignal(whole[text].clicked):
            action.trigger()
    strip.present(cap_is_on, can_strengthen=False)
    words = [action.text() for action in button.menu().actions() if action.isVisible()]
    assert words == ["Start fresh chat with a summary", "Not now", "I meant this"]
    strip.fit(600, 1000)
    assert list(buttons(strip)) == words


def test_with_less_height_the_lesser_ways_fold_first(place):
    strip = place.strip
    strip.present(cap_is_on=False, can_go_back=True)
    whole = strip.layout().totalHeightForWidth(400)
    strip.fit(400, whole)
    assert len(buttons(strip)) == 5
    strip.fit(400, whole - 1)
    assert list(buttons(strip)) == ["Start fresh chat with a summary", "Not now", "More…"]
    assert strip.layout().totalHeightForWidth(400) < whole


def test_colour_is_not_the_only_sign(place):
    place.strip.present(cap_is_on=False)
    icons = [label for label in place.strip.findChildren(QLabel) if not label.pixmap().isNull()]
    assert len(icons) == 1


def _in(strip, widget) -> QRect:
    return QRect(widget.mapTo(strip, QPoint(0, 0)), widget.size())
