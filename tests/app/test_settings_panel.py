"""The settings panel on a real store: what a person does in it arrives in the file, and what changes elsewhere is shown."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSlider,
    QWidget,
)

from app.language.choice import install
from app.settings.fields import DEFAULTS, INFO, Settings
from app.settings.layers import at_loading
from app.settings.panel import SettingsPanel
from app.settings.store import SETTINGS_FILE, SettingsStore
from app.theme import apply_theme, apply_zoom
from engine.protocol import AxisFacts

AXIS = AxisFacts("demo", "demo.axis.gguf", 3, 4, 6, 0.55, 75.0, "position", ["reply", "position"], 0.1, 0.2)


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path)


@pytest.fixture
def panel(qapp, qtbot, store):
    apply_theme(qapp, "light")
    panel = SettingsPanel(store)
    qtbot.addWidget(panel)
    panel.set_axis(AXIS, None)
    panel.resize(320, 700)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    apply_zoom(qapp, 1.0)


def saved(tmp_path) -> dict:
    return json.loads((tmp_path / SETTINGS_FILE).read_text())


def segment(panel, name, text) -> QPushButton:
    return next(button for button in panel.row(name).findChildren(QPushButton) if button.text() == text)


def field(panel, name):
    return panel.row(name).editor.field


def unfold_all(panel):
    for button in panel.findChildren(QPushButton):
        if button.text() == "Advanced":
            button.setChecked(True)
    QApplication.processEvents()  # the rows take their new places before anything is clicked


def texts(panel) -> str:
    return " | ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_every_setting_of_the_table_has_a_row(panel):
    for name, info in INFO.items():
        if not info.section:
            with pytest.raises(KeyError):
                panel.row(name)
        else:
            assert panel.row(name).label.text() == info.label


def test_choosing_a_cap_step_is_saved_and_explained(panel, store, tmp_path):
    assert "Only watching" in texts(panel)
    QTest.mouseClick(segment(panel, "cap", "Standard"), Qt.MouseButton.LeftButton)
    assert store.settings.cap_percentile == 75.0
    assert saved(tmp_path)["cap"] == "standard"
    assert "Keeps replies near" in texts(panel)


def test_arrow_keys_choose_a_cap_step(panel, store, qtbot):
    panel.activateWindow()
    segment(panel, "cap", "Off").setFocus()
    qtbot.waitUntil(segment(panel, "cap", "Off").hasFocus, timeout=10_000)
    QTest.keyClick(segment(panel, "cap", "Off"), Qt.Key.Key_Right)
    assert store.settings.cap == "gentle"
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Right)
    assert store.settings.cap == "standard"


def test_the_exact_strength_follows_the_step_until_it_is_set(panel, store, qtbot):
    unfold_all(panel)
    slider = field(panel, "percentile")
    assert not slider.isEnabled()
    QTest.mouseClick(segment(panel, "cap", "Strong"), Qt.MouseButton.LeftButton)
    assert slider.isEnabled()
    assert panel.row("percentile").value.text() == "90\u00a0%"
    assert "Follows the step above" in texts(panel)
    slider.setValue(slider.value() - 8)
    assert panel.row("percentile").value.text() == "82\u00a0%"
    qtbot.waitUntil(lambda: store.settings.percentile == 82.0, timeout=10_000)
    assert store.settings.cap_percentile == 82.0
    assert "Follows the step above" not in texts(panel)
    QTest.mouseClick(segment(panel, "cap", "Gentle"), Qt.MouseButton.LeftButton)
    assert store.settings.percentile is None
    assert store.settings.cap_percentile == 50.0
    assert panel.row("percentile").value.text() == "50\u00a0%"


def test_the_threshold_is_the_models_until_it_is_set(panel, store, qtbot):
    unfold_all(panel)
    assert panel.row("threshold").value.text() == "0.55"
    field(panel, "threshold").setValue(field(panel, "threshold").value() + 5)
    qtbot.waitUntil(lambda: store.settings.threshold == pytest.approx(0.6), timeout=10_000)
    panel.row("threshold").reset.click()
    assert store.settings.threshold is None
    assert panel.row("threshold").value.text() == "0.55"


def test_sliding_is_shown_at_once_and_saved_once(panel, store, qtbot):
    changes = []
    store.changed.connect(changes.append)
    slider = field(panel, "temperature")
    for _ in range(10):
        slider.setValue(slider.value() + 1)
    assert panel.row("temperature").value.text() == "1.20"
    assert changes == []
    qtbot.waitUntil(lambda: store.settings.temperature == pytest.approx(1.2), timeout=10_000)
    assert len(changes) == 1


def test_reset_is_offered_only_away_from_the_default(panel, store):
    reset = panel.row("temperature").reset
    assert reset.isHidden()
    store.update(temperature=1.5)
    assert not reset.isHidden()
    assert field(panel, "temperature").value() == 30
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert store.settings.temperature == DEFAULTS.temperature
    assert reset.isHidden()
    assert panel.row("temperature").value.text() == "0.70"


def test_typed_numbers(panel, store):
    line = field(panel, "max_tokens")
    line.selectAll()
    QTest.keyClicks(line, "2048")
    assert store.settings.max_tokens == 2048
    line.selectAll()
    QTest.keyClicks(line, "0")
    QTest.keyClick(line, Qt.Key.Key_Return)
    line.clearFocus()
    panel.row("max_tokens").editor.commit()
    assert store.settings.max_tokens == 2048
    assert line.text() == "2048"


def test_an_empty_seed_is_a_random_one(panel, store):
    line = field(panel, "seed")
    QTest.keyClicks(line, "4294967294")
    assert store.settings.seed == 4294967294
    QTest.keyClicks(line, "0")
    assert store.settings.seed == 4294967294
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert store.settings.seed is None


def test_the_system_prompt_is_saved_while_one_types(panel, store, tmp_path, qtbot):
    text = field(panel, "system_prompt")
    text.setFocus()
    QTest.keyClicks(text, "Answer in one line.")
    assert store.settings.system_prompt == ""
    qtbot.waitUntil(lambda: store.settings.system_prompt == "Answer in one line.", timeout=10_000)
    assert saved(tmp_path)["system_prompt"] == "Answer in one line."
    assert text.textCursor().position() == len("Answer in one line.")


def test_the_system_prompt_is_saved_when_the_focus_leaves(panel, store, qtbot):
    text = field(panel, "system_prompt")
    panel.activateWindow()
    text.setFocus()
    qtbot.waitUntil(text.hasFocus, timeout=10_000)
    QTest.keyClicks(text, "Hello")
    field(panel, "top_k").setFocus()
    assert store.settings.system_prompt == "Hello"


def test_the_system_prompt_is_saved_when_the_window_closes(panel, store):
    QTest.keyClicks(field(panel, "system_prompt"), "Hello")
    field(panel, "temperature").setValue(0)
    panel.commit()
    assert store.settings.system_prompt == "Hello"
    assert store.settings.temperature == 0


def test_a_change_from_elsewhere_is_shown_and_not_sent_back(panel, store, qtbot):
    store.update(cap="maximum", top_k=7, enter_sends=False, system_prompt="New", zoom=1.25)
    assert segment(panel, "cap", "Maximum").isChecked()
    assert field(panel, "top_k").text() == "7"
    assert not field(panel, "enter_sends").isChecked()
    assert field(panel, "system_prompt").toPlainText() == "New"
    assert panel.row("zoom").value.text() == "125\u00a0%"
    with qtbot.assertNotEmitted(store.changed, wait=600):
        pass


def test_a_change_from_elsewhere_does_not_disturb_what_is_being_typed(panel, store, qtbot):
    text = field(panel, "system_prompt")
    QTest.keyClicks(text, "half a sent")
    store.update(cap="standard")
    assert text.toPlainText() == "half a sent"
    QTest.keyClicks(text, "ence")
    qtbot.waitUntil(lambda: store.settings.system_prompt == "half a sentence", timeout=10_000)


def test_a_slider_in_motion_is_not_thrown_back(panel, store, qtbot):
    slider = field(panel, "temperature")
    slider.setValue(30)
    store.update(cap="standard")
    qtbot.waitUntil(lambda: store.settings.temperature == pytest.approx(1.5), timeout=10_000)


def test_the_toggle(panel, store):
    QTest.keyClick(field(panel, "enter_sends"), Qt.Key.Key_Space)
    assert store.settings.enter_sends is False


def test_without_an_axis_steadiness_and_warning_say_so_and_keep_their_values(panel, store):
    store.update(cap="strong")
    panel.set_axis(None, "This axis is for <i>another</i> model.")
    assert "Not available for this model. This axis is for <i>another</i> model." in texts(panel)
    assert not segment(panel, "cap", "Off").isEnabled()
    assert not segment(panel, "warning", "Off").isEnabled()
    assert field(panel, "temperature").isEnabled()
    assert store.settings.cap == "strong"
    panel.set_axis(None, None)
    assert "Available once a model is loaded." in texts(panel)
    panel.set_axis(AXIS, None)
    assert "Not available" not in texts(panel)
    assert segment(panel, "cap", "Off").isEnabled()


def test_advanced_is_folded_unless_something_in_it_was_changed(panel, store, qtbot, tmp_path):
    assert not field(panel, "repeat_penalty").isVisible()
    store.update(repeat_penalty=1.2)
    other = SettingsPanel(store)
    qtbot.addWidget(other)
    other.show()
    assert field(other, "repeat_penalty").isVisible()
    assert not field(other, "threshold").isVisible()


@pytest.mark.parametrize(("width", "zoom"), [(280, 1.0), (360, 1.0), (320, 1.5), (558, 3.0)])
def test_nothing_is_cut_off_at_narrow_widths(qapp, panel, qtbot, width, zoom):
    apply_zoom(qapp, zoom)
    panel.show_model("m", "Small", at_loading(Settings(n_ctx=512)))
    panel.presets._save_as()
    panel.resize(width, 700)
    unfold_all(panel)
    area = panel.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.widget().width() == area.viewport().width(), timeout=10_000)
    assert panel.width() == width
    edge = area.viewport().width()
    for widget in area.widget().findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, (QAbstractButton, QLabel, QSlider, QLineEdit, QPlainTextEdit)):
            right = widget.mapTo(area.widget(), QPoint(widget.width(), 0)).x()
            assert right <= edge, widget
        if widget.isVisible() and isinstance(widget, QPushButton):
            assert widget.width() >= widget.minimumSizeHint().width(), widget.text()


def test_nothing_is_cut_off_in_german_with_large_text_in_a_small_window(qapp, qtbot, store):
    apply_theme(qapp, "light")  # with its paddings and frames, as in the window
    assert install(qapp, "de") == "de"
    try:
        panel = SettingsPanel(store)
        qtbot.addWidget(panel)
        apply_zoom(qapp, 1.5)
        panel.show_model("m", "Small")
        panel.show_chat(1, "Tee", {}, None)
        panel.resize(360, 600)  # what it gets beside a chat in a window of 800 pixels
        panel.show()
        qtbot.waitExposed(panel)
        for fold in panel.findChildren(QPushButton):
            if fold.text() == "Erweitert":
                fold.setChecked(True)
        area = panel.findChild(QScrollArea)
        for button in panel.layer.segments.buttons:
            button.click()
            qtbot.wait(20)
            widest = {name: panel.row(name).minimumSizeHint().width() for name in INFO if INFO[name].section}
            assert area.widget().minimumSizeHint().width() <= area.viewport().width(), max(widest, key=widest.get)
    finally:
        install(qapp, "en")
        apply_zoom(qapp, 1.0)


def test_everything_can_be_reached_with_the_tab_key_and_has_a_name(panel, qtbot):
    unfold_all(panel)
    panel.activateWindow()
    segment(panel, "cap", "Off").setFocus()
    reached = []
    for _ in range(120):
        widget = panel.focusWidget()
        reached.append(widget)
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    for name, info in INFO.items():
        if info.kind in ("slider", "number", "text", "toggle", "model_file") and field(panel, name).isEnabled():
            assert field(panel, name) in reached, name
        if info.section and info.kind not in ("choice", "toggle"):
            assert panel.row(name).label.buddy() is field(panel, name)


def test_the_wheel_scrolls_past_a_slider_without_changing_it(panel, qtbot):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    slider = field(panel, "temperature")
    slider.clearFocus()
    before = slider.value()
    middle = QPointF(slider.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(slider.mapToGlobal(middle.toPoint())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, event)
    assert slider.value() == before


# --- from the file to the window ---------------------------------------------------------------------------------------------


def test_a_text_that_the_panel_shows_otherwise_does_not_keep_the_window_from_opening(qtbot, open_window, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps({"version": 1, "theme": "dark", "system_prompt": "one\r\ntwo"}))
    window = open_window(data_dir=folder, wait=False)
    assert window.settings_panel.row("system_prompt").editor.text.toPlainText() == "one\ntwo"


def test_a_file_with_text_that_is_no_utf_8_costs_that_setting_and_no_more(qtbot, open_window, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps({"version": 1, "top_k": 7, "system_prompt": "a\udcff"}))
    window = open_window(data_dir=folder)
    settings = window.controller.settings.settings
    assert (settings.system_prompt, settings.top_k) == ("", 7)
    said = "Some settings were not valid and have their defaults again (Read before each chat)"
    assert said in window.notice.sentence() + window.chat_view.notice.sentence()
    assert (folder / "settings.json.bad").exists()
    window.composer.set_text("hello")
    window.composer.submit()
    replies = window.controller.open_chat
    qtbot.waitUntil(lambda: bool(replies.messages) and replies.messages[-1].state == "length", timeout=60_000)
