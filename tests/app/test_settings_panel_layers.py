"""The switch of the settings panel: all chats, this model, this chat; in the panel alone and in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.settings.fields import DEFAULTS, INFO, Settings
from app.settings.layers import at_loading, may_differ
from app.settings.panel import SettingsPanel
from app.settings.store import SettingsStore
from app.theme import apply_theme
from engine.protocol import AxisFacts

AXIS = AxisFacts("demo", "demo.axis.gguf", 3, 4, 6, 0.55, 75.0, "position", ["reply", "position"], 0.1, 0.2)
KEY = "small.gguf (9 bytes)"


@pytest.fixture(scope="module")
def themed(qapp):
    apply_theme(qapp, "light")


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path)


@pytest.fixture
def panel(themed, qtbot, store):
    panel = SettingsPanel(store)
    qtbot.addWidget(panel)
    panel.set_axis(AXIS, None)
    panel.show_model(KEY, "Small")
    panel.show_chat(7, "About rivers", {}, None)
    panel.resize(324, 900)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def choose(panel, scope):
    QTest.mouseClick(panel.layer.button(scope), Qt.MouseButton.LeftButton)
    assert panel.layer.scope == scope


def slide(panel, name, value):
    editor = panel.row(name).editor
    editor.slider.setValue(round((value - INFO[name].minimum) / INFO[name].step))
    editor.commit()


def texts(panel) -> str:
    return " | ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def written(panel):
    told = []
    panel.chat_edited.connect(lambda *values: told.append(values))
    panel.chat_prompt_edited.connect(lambda *values: told.append(values))
    return told


@pytest.mark.parametrize("scope", ["program", "model", "chat"])
def test_only_what_can_differ_there_is_shown(panel, scope):
    choose(panel, scope)
    for button in panel.findChildren(QPushButton):
        if button.text() == "Advanced" and button.isVisible():
            button.setChecked(True)
    for name, info in INFO.items():
        if info.section:
            assert panel.row(name).isVisible() == may_differ(name, scope), name
    assert ("Appearance" in texts(panel).split(" | ")) == (scope == "program")
    assert ("Model" in texts(panel).split(" | ")) == (scope != "chat")


def test_a_change_for_this_chat_goes_to_the_chat_alone(panel, store):
    told = written(panel)
    choose(panel, "chat")
    assert "For “About rivers” alone" in texts(panel)
    assert panel.row("temperature").reset.isHidden()
    slide(panel, "temperature", 1.5)
    assert told == [(7, {"temperature": 1.5})]
    assert store.settings == DEFAULTS
    assert panel.row("temperature").value.text() == "1.50"
    assert not panel.row("temperature").reset.isHidden()
    assert panel.row("temperature").reset.toolTip() == "As for all chats again: Temperature"
    QTest.mouseClick(panel.row("temperature").reset, Qt.MouseButton.LeftButton)
    assert told[-1] == (7, {})
    assert panel.row("temperature").value.text() == "0.70"


def test_what_a_chat_does_not_set_follows_the_model_and_then_all_chats(panel, store):
    store.update(temperature=0.3, top_k=11)
    choose(panel, "chat")
    assert panel.row("temperature").value.text() == "0.30"
    store.update_model(KEY, {"temperature": 0.9})
    assert panel.row("temperature").value.text() == "0.90"
    assert panel.row("top_k").editor.line.text() == "11"
    panel.show_chat(7, "About rivers", {"temperature": 1.1}, None)
    assert panel.row("temperature").value.text() == "1.10"


def test_the_cap_of_a_chat_with_its_exact_strength(panel, store):
    store.update(cap="gentle", percentile=61.0)
    told = written(panel)
    choose(panel, "chat")
    panel.row("cap").editor.segments.buttons[3].click()
    assert told[-1] == (7, {"cap": "strong", "percentile": None})
    assert panel.row("percentile").value.text() == "90\u00a0%"
    panel.row("cap").reset.click()
    assert told[-1] == (7, {})
    assert panel.row("percentile").value.text() == "61\u00a0%"
    assert store.settings.cap_percentile == 61.0


def test_the_system_prompt_of_a_chat(panel, store, qtbot):
    store.update(system_prompt="Be kind.")
    told = written(panel)
    choose(panel, "chat")
    text = panel.row("system_prompt").editor.text
    assert text.toPlainText() == "Be kind."
    text.selectAll()
    QTest.keyClicks(text, "Be brief.")
    qtbot.waitUntil(lambda: told == [(7, "Be brief.")], timeout=10_000)
    panel.row("system_prompt").reset.click()
    assert told[-1] == (7, None)
    assert text.toPlainText() == "Be kind."
    text.selectAll()
    QTest.keyClick(text, Qt.Key.Key_Delete)
    panel.commit()
    assert told[-1] == (7, "")
    assert text.toPlainText() == ""


def test_what_is_being_typed_belongs_to_the_chat_it_was_typed_in(panel):
    told = written(panel)
    choose(panel, "chat")
    QTest.keyClicks(panel.row("system_prompt").editor.text, "For rivers")
    panel.row("temperature").editor.slider.setValue(0)
    panel.show_chat(8, "About hills", {}, None)
    assert sorted(told, key=str) == sorted([(7, {"temperature": 0.0}), (7, "For rivers")], key=str)
    assert panel.row("system_prompt").editor.text.toPlainText() == ""
    assert panel.row("temperature").value.text() == "0.70"


def test_what_is_being_typed_belongs_to_the_layer_it_was_typed_in(panel, store):
    told = written(panel)
    QTest.keyClicks(panel.row("system_prompt").editor.text, "For all")
    choose(panel, "chat")
    assert store.settings.system_prompt == "For all"
    assert told == []


def test_settings_of_a_model_and_of_a_later_version_in_a_chat_are_kept(panel, store):
    panel.show_chat(7, "About rivers", {"from_later": [1], "top_k": 5}, None)
    told = written(panel)
    choose(panel, "chat")
    slide(panel, "temperature", 1.5)
    assert told[-1] == (7, {"from_later": [1], "top_k": 5, "temperature": 1.5})
    choose(panel, "model")
    line = panel.row("top_k").editor.line
    line.selectAll()
    QTest.keyClicks(line, "9")
    assert store.settings.models == {KEY: {"top_k": 9}}
    panel.row("top_k").reset.click()
    assert store.settings.models == {}


def test_the_wider_layer_says_what_is_set_nearer(panel, store):
    store.update_model(KEY, {"top_k": 9})
    panel.show_chat(7, "About rivers", {"temperature": 1.1, "cap": "strong"}, "Be brief.")
    assert panel.row("temperature").note.text() == "This chat has its own: 1.10"
    assert panel.row("cap").note.text() == "This chat has its own: Strong"
    assert panel.row("system_prompt").note.text() == "This chat has its own: Be brief."
    assert panel.row("top_k").note.text() == "This model has its own: 9"
    assert panel.row("top_p").note.isHidden()
    choose(panel, "chat")
    assert panel.row("temperature").note.isHidden()


def test_without_a_model_there_is_no_layer_of_one(panel, store):
    choose(panel, "model")
    panel.show_model(None, "")
    assert panel.layer.scope == "program"
    assert not panel.layer.button("model").isEnabled()
    slide(panel, "temperature", 1.5)
    assert store.settings.temperature == 1.5


def test_memory_can_be_used_at_once_by_loading_again(panel, store, qtbot):
    panel.show_model(KEY, "Small", at_loading(Settings()))
    button = panel._sections["model"].action
    assert button.isHidden()
    store.update(n_ctx=1024)
    assert not button.isHidden()
    with qtbot.waitSignal(panel.reload_requested):
        button.click()
    panel.show_model(KEY, "Small", at_loading(Settings(n_ctx=1024)))
    assert button.isHidden()


# --- in the real window ------------------------------------------------------------------------------------------------------


def test_a_setting_of_one_chat_reaches_the_model_and_survives_a_restart(open_window, qtbot, tmp_path):
    window = open_window()
    flow, panel = window.controller, window.settings_panel
    window.toggle_settings()
    choose(panel, "chat")
    slide(panel, "temperature", 1.5)
    line = panel.row("max_tokens").editor.line
    line.selectAll()
    QTest.keyClicks(line, "3")
    first = flow.chat.id
    assert flow.store.chat(first).overrides == {"temperature": 1.5, "max_tokens": 3}
    flow.send("hello")
    qtbot.waitUntil(lambda: not flow.busy, timeout=60_000)
    reply = flow.open_chat.messages[-1]
    assert reply.receipt["sampler"]["temperature"] == 1.5
    assert reply.stats["tokens"] <= 3
    flow.open_chat.new()
    assert flow.chat.id != first
    assert panel.row("temperature").value.text() == "0.00"
    assert flow.replies.settings_of(flow.chat).max_tokens == 24
    flow.open_chat.open(first)
    assert panel.row("temperature").value.text() == "1.50"


def test_the_system_prompt_of_one_chat_is_what_its_model_reads(open_window, qtbot):
    window = open_window()
    flow, panel = window.controller, window.settings_panel
    window.toggle_settings()
    choose(panel, "chat")
    QTest.keyClicks(panel.row("system_prompt").editor.text, "You are a river.")
    panel.commit()
    assert flow.store.chat(flow.chat.id).system_prompt == "You are a river."
    flow.send("hello")
    qtbot.waitUntil(lambda: not flow.busy, timeout=60_000)
    assert flow.open_chat.messages[-1].receipt["system_prompt"] == "You are a river."


def test_the_memory_of_one_model_is_used_when_it_is_loaded_again(open_window, qtbot):
    window = open_window()
    flow, panel = window.controller, window.settings_panel
    window.toggle_settings()
    choose(panel, "model")
    line = panel.row("n_ctx").editor.line
    line.selectAll()
    QTest.keyClicks(line, "256")
    panel.commit()
    flow.settings.update_model(flow.loader.model_key, {"n_threads": 1, "n_gpu_layers": 3})
    assert flow.settings.settings.n_ctx == 512
    assert flow.loader.model.n_ctx == 512
    panel._sections["model"].action.click()
    qtbot.waitUntil(lambda: flow.loader.state == "ready" and flow.loader.model.n_ctx == 256, timeout=60_000)
    asked = flow.client._last_load
    assert (asked.n_ctx, asked.n_threads, asked.n_gpu_layers) == (256, 1, 3)
    assert panel._sections["model"].action.isHidden()
    flow.send("hello")
    qtbot.waitUntil(lambda: not flow.busy, timeout=60_000)
    assert flow.open_chat.messages[-1].stats["context_size"] == 256


def test_what_the_cap_costs_is_told_from_real_replies(open_window, qtbot, always_drifted_axis):
    window = open_window(always_drifted_axis)
    flow, panel = window.controller, window.settings_panel
    window.toggle_settings()
    flow.settings.update(max_tokens=40)

    def answer():
        flow.send("tell me more")
        qtbot.waitUntil(lambda: not flow.busy, timeout=60_000)
        return flow.open_chat.messages[-1].stats

    free = answer()
    assert "tokens/s" not in panel.row("cap").note.text()
    flow.settings.update(cap="standard")
    held = answer()
    assert (free["percentile"], held["percentile"]) == (None, 75.0)
    assert free["tokens"] >= 16, "the model's replies are too short to tell a speed"
    expected = f"{held['tokens_per_second']:.1f} tokens/s when held, at {free['tokens_per_second']:.1f} when not"
    assert expected in panel.row("cap").note.text()
    flow.open_chat.new()
    assert expected in panel.row("cap").note.text()
