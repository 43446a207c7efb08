"""Presets: kept under a name, carried in a file, put in force and taken back; files from elsewhere cannot do harm."""

from __future__ import annotations

import json
import math
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.problems import UserError
from app.settings.fields import DEFAULTS, LONGEST_NAME, Settings
from app.settings.panel import SettingsPanel
from app.settings.presets import MAX_BYTES, NAMES, free_name, preset_of, read_preset, tidy_name, write_preset
from app.settings.presets_card import PresetsCard
from app.settings.store import SettingsStore
from app.theme import apply_theme

STORY = {**preset_of(DEFAULTS), "temperature": 1.2, "seed": 5, "system_prompt": "Tell a story.\nSlowly.", "cap": "gentle"}


def test_a_preset_holds_how_replies_are_made_and_nothing_of_the_window():
    assert {"cap", "percentile", "temperature", "dry_multiplier", "system_prompt", "seed"} <= set(NAMES)
    assert not {"theme", "zoom", "language", "n_ctx", "warning", "model_path", "models", "presets"} & set(NAMES)


# --- the file ----------------------------------------------------------------------------------------------------------------


@given(st.text(max_size=120), st.floats(0, 2), st.none() | st.integers(0, 4294967294), st.text(max_size=60))
def test_a_preset_survives_the_file(tmp_path_factory, name, temperature, seed, prompt):
    place = tmp_path_factory.mktemp("preset") / "one.json"
    values = {**STORY, "temperature": temperature, "seed": seed, "system_prompt": prompt}
    write_preset(place, tidy_name(name), values)
    found = read_preset(place)
    assert (found.name, found.values, found.left_out) == (tidy_name(name), values, ())


def test_what_keel_cannot_use_is_left_out_and_named(tmp_path):
    place = tmp_path / "odd.json"
    settings = {"temperature": 99, "top_k": 4, "theme": "dark", "models": {}, "from\nlater": 1, "cap": "firm"}
    place.write_text(json.dumps({"keel_preset": 1, "name": "Odd\u202e\n name", "settings": settings}))
    found = read_preset(place)
    assert found.values == {"top_k": 4}
    assert found.left_out == ("Temperature", "Theme", "Settings of one model", "from later", "Hold replies steady")
    assert found.name == "Odd name"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"keel_preset": "1", "settings": {}}',
        b'{"keel_preset": 1}',
        b'{"keel_preset": 1, "settings": []}',
        b'{"keel_preset": true, "settings": {}}',
        b"[" * 100_000,
        b'{"keel_preset": 1, "settings": {"temperature": NaN}}',
        b"\xff\xfe",
        b" " * (MAX_BYTES + 1),
    ],
)
def test_a_file_without_a_preset_is_one_sentence(tmp_path, raw):
    place = tmp_path / "x.json"
    place.write_bytes(raw)
    with pytest.raises(UserError, match="holds no preset") as refused:
        read_preset(place)
    assert str(refused.value).count(".") == 1


def test_a_newer_preset_says_so_and_a_missing_file_too(tmp_path):
    place = tmp_path / "x.json"
    place.write_text('{"keel_preset": 2, "name": "x", "settings": {}}')
    with pytest.raises(UserError, match="newer Keel"):
        read_preset(place)
    with pytest.raises(UserError, match="could not be read"):
        read_preset(tmp_path / "none.json")
    with pytest.raises(UserError, match="could not be read"):
        read_preset(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that cannot be written to")
def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="could not be written"):
            write_preset(tmp_path / "x.json", "x", STORY)
    finally:
        tmp_path.chmod(0o700)


def test_a_missing_folder_is_one_sentence(tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        write_preset(tmp_path / "none" / "x.json", "x", STORY)


def test_names_are_one_short_line_and_free():
    assert tidy_name("  a\n b\x00c ") == "a b c"
    assert len(tidy_name("x" * 500)) == LONGEST_NAME
    assert free_name("A", ["A", "A (2)"]) == "A (3)"
    assert free_name("  ", []) == "Preset"
    long = "y" * LONGEST_NAME
    assert len(free_name(long, [long])) <= LONGEST_NAME
    assert math.inf > len(free_name(long, [long])) > 0


# --- the card ----------------------------------------------------------------------------------------------------------------


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
    panel.show_model("m.gguf (1 bytes)", "Small")
    panel.show_chat(1, "First", {}, None)
    panel.resize(324, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def act(panel, text):
    """Choose an entry of the card's menu."""
    action = next(each for each in panel.presets.more.menu().findChildren(QAction) if each.text() == text)
    assert action.isEnabled()
    action.trigger()


def press(button):
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def save_as(panel, name):
    act(panel, "Save the settings on show as…")
    panel.presets.name.selectAll()
    QTest.keyClicks(panel.presets.name, name)
    QTest.keyClick(panel.presets.name, Qt.Key.Key_Return)


def test_a_preset_is_saved_used_and_taken_back(panel, store, tmp_path):
    assert not panel.presets.names.isEnabled()
    store.update(temperature=1.2, seed=5, theme="dark")
    save_as(panel, "Story")
    assert SettingsStore(tmp_path).settings.presets["Story"] == {**preset_of(DEFAULTS), "temperature": 1.2, "seed": 5}
    assert panel.presets.names.currentText() == "Story"
    store.update(temperature=0.3, seed=None, top_k=9)
    press(panel.presets.use)
    assert (store.settings.temperature, store.settings.seed, store.settings.top_k) == (1.2, 5, 40)
    assert store.settings.theme == "dark"
    assert "“Story” is in force for all chats." in panel.presets.line.text()
    press(panel.presets.undo)
    assert (store.settings.temperature, store.settings.seed, store.settings.top_k) == (0.3, None, 9)
    assert not panel.presets.undo.isVisible()


@pytest.mark.parametrize("width", [200, 280, 500])
def test_the_list_has_room_for_its_words_however_narrow_the_card_is(themed, qtbot, store, width):
    card = PresetsCard(store)
    qtbot.addWidget(card)
    card.resize(width, 300)
    card.show()
    words = card.names.fontMetrics().horizontalAdvance("None yet")
    qtbot.waitUntil(lambda: card.names.width() >= words + 30, timeout=2000)
    assert card.rect().contains(card.use.geometry())
    assert card.rect().contains(card.more.geometry())
    assert not card.names.geometry().intersects(card.use.geometry())
    assert (card.use.y() > card.names.geometry().bottom()) == (width == 200)


def test_names_are_asked_for_and_not_given_twice(panel, store):
    store.save_preset("Story", STORY)
    save_as(panel, "Story")
    assert "already" in panel.presets.line.text()
    assert panel.presets.name.isVisible()
    panel.presets.name.clear()
    press(panel.presets.save)
    assert "Give the preset a name." in panel.presets.line.text()
    press(panel.presets.cancel)
    assert not panel.presets.name.isVisible()
    assert list(store.settings.presets) == ["Story"]


def test_rename_replace_and_delete_with_undo(panel, store):
    store.save_preset("A", STORY)
    panel.presets.names.setCurrentText("A")
    act(panel, "Rename…")
    panel.presets.name.selectAll()
    QTest.keyClicks(panel.presets.name, "B")
    press(panel.presets.save)
    assert store.settings.presets == {"B": STORY}
    act(panel, "Save the settings on show over it")
    assert store.settings.presets == {"B": preset_of(DEFAULTS)}
    press(panel.presets.undo)
    assert store.settings.presets == {"B": STORY}
    act(panel, "Delete")
    assert store.settings.presets == {}
    assert not panel.presets.use.isEnabled()
    press(panel.presets.undo)
    assert store.settings.presets == {"B": STORY}


def test_export_and_import_through_the_dialogs(panel, store, tmp_path, qtbot):
    store.save_preset("A/B", STORY)
    panel.presets.names.setCurrentText("A/B")
    act(panel, "Export…")
    (dialog,) = panel.presets.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("A_B.keel-preset.json")
    place = tmp_path / "mine.json"
    dialog.fileSelected.emit(str(place))
    dialog.close()
    assert read_preset(place).values == STORY
    assert "mine.json" in panel.presets.line.text()
    panel.presets.import_from(str(place))
    assert list(store.settings.presets) == ["A/B", "A/B (2)"]
    assert panel.presets.names.currentText() == "A/B (2)"
    press(panel.presets.undo)
    assert list(store.settings.presets) == ["A/B"]


def test_a_bad_file_is_told_and_changes_nothing(panel, store, tmp_path):
    (tmp_path / "x.json").write_text("<html>")
    panel.presets.import_from(str(tmp_path / "x.json"))
    assert "holds no preset" in panel.presets.line.text()
    panel.presets.import_from(str(tmp_path / "missing.json"))
    assert "could not be read" in panel.presets.line.text()
    assert store.settings == DEFAULTS


def test_a_preset_for_this_chat_or_this_model_alone(panel, store):
    store.save_preset("Story", STORY)
    panel.presets.names.setCurrentText("Story")
    told = []
    panel.chat_edited.connect(lambda *values: told.append(values))
    panel.chat_prompt_edited.connect(lambda *values: told.append(values))
    press(panel.layer.button("chat"))
    press(panel.presets.use)
    rest = {name: value for name, value in STORY.items() if name != "system_prompt"}
    assert sorted(told, key=str) == sorted([(1, STORY["system_prompt"]), (1, rest)], key=str)
    assert store.settings == Settings(presets={"Story": STORY})
    press(panel.presets.undo)
    assert told[-2:] == [(1, None), (1, {})]
    press(panel.layer.button("model"))
    press(panel.presets.use)
    assert store.settings.models == {"m.gguf (1 bytes)": STORY}
    press(panel.presets.undo)
    assert store.settings.models == {}
