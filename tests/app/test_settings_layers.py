"""Settings in layers: what is set nearer to the chat counts, what is unset inherits, and broken values cost only themselves."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings.fields import DEFAULTS, INFO, SettingError, Settings, check_value
from app.settings.files import load_settings
from app.settings.layers import effective, may_differ, model_key, usable
from app.settings.store import SETTINGS_FILE, SettingsStore
from app.window import prompt
from engine.protocol import Sampler

KEY = "small.gguf (100 bytes)"

VALUES = {
    "cap": ["off", "strong"],
    "percentile": [None, 60.0],
    "temperature": [0.0, 1.5],
    "top_k": [0, 7],
    "seed": [None, 5],
    "system_prompt": ["", "Be brief."],
    "context_policy": ["stop", "handover"],
    "n_ctx": [512, 8192],
}
layers = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


@given(layers, layers, layers)
def test_the_nearest_layer_that_sets_something_counts(everywhere, model, chat):
    settings = Settings(**everywhere, models={KEY: model})
    found = effective(settings, KEY, chat)
    chat = {name: value for name, value in chat.items() if name != "n_ctx"}  # loading a model is no matter of one chat
    for layer in (model, chat):
        if "cap" in layer:
            layer.setdefault("percentile", None)
    for name in VALUES:
        wanted = chat.get(name, model.get(name, getattr(settings, name)))
        assert getattr(found, name) == wanted, name
    untouched = {name for name in INFO if name not in VALUES}
    assert all(getattr(found, name) == getattr(settings, name) for name in untouched)


@given(layers)
def test_another_models_values_do_not_count(model):
    settings = Settings(models={KEY: model})
    assert effective(settings, "other.gguf (1 bytes)", {}) == settings
    assert effective(settings, None, {}) == settings


@given(st.dictionaries(st.sampled_from([*INFO, "later", ""]), st.none() | st.booleans() | st.integers() | st.floats() | st.text()))
def test_whatever_a_chat_holds_is_no_error(overrides):
    found = effective(DEFAULTS, KEY, overrides)
    for name, value in overrides.items():
        if name in INFO and getattr(found, name) != getattr(DEFAULTS, name):
            assert may_differ(name, "chat")
            assert check_value(name, value) == getattr(found, name)


def test_a_step_of_the_cap_in_a_chat_is_not_made_exact_by_all_chats():
    settings = Settings(cap="gentle", percentile=61.0)
    assert effective(settings, None, {"cap": "strong"}).cap_percentile == 90.0
    assert effective(settings, None, {"cap": "strong", "percentile": 88.0}).cap_percentile == 88.0
    assert effective(settings, None, {"temperature": 0.1}).cap_percentile == 61.0
    assert effective(settings, None, {"cap": "off"}).cap_percentile is None


def test_none_in_a_layer_is_a_value_and_not_the_same_as_unset():
    settings = Settings(seed=4)
    assert effective(settings, None, {"seed": None}).seed is None
    assert effective(settings, None, {}).seed == 4


def test_looks_and_models_are_no_matter_of_a_chat():
    for name in ("theme", "zoom", "enter_sends", "language", "model_path", "models", "presets"):
        assert not may_differ(name, "chat")
        assert not may_differ(name, "model")
    for name in ("n_ctx", "n_threads", "n_gpu_layers"):
        assert may_differ(name, "model")
        assert not may_differ(name, "chat")
    assert usable({"zoom": 2.0, "models": {}}, "chat") == {}


def test_a_model_is_known_by_name_and_size_wherever_it_is(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "m.gguf").write_bytes(b"12345")
    assert model_key(tmp_path / "a" / "m.gguf") == model_key(str(tmp_path / "b" / "m.gguf")) == "m.gguf (5 bytes)"
    assert model_key(tmp_path / "missing.gguf") == "missing.gguf"
    assert model_key(None) is None


def test_every_part_of_the_sampler_has_its_setting():
    usual = prompt.sampler(DEFAULTS)
    assert usual == Sampler()
    others = {"temperature": 1.0, "top_p": 0.5, "min_p": 0.2, "typical_p": 0.6, "repeat_penalty": 1.3, "presence_penalty": 0.5}
    others |= {"frequency_penalty": -0.5, "dry_multiplier": 0.8, "dry_base": 2.0, "top_k": 3, "seed": 9, "repeat_last_n": 10}
    others |= {"dry_allowed_length": 4, "dry_penalty_last_n": 100}
    assert set(others) == {field.name for field in dataclasses.fields(Sampler)}
    for name, value in others.items():
        assert prompt.sampler(dataclasses.replace(DEFAULTS, **{name: value})) == dataclasses.replace(usual, **{name: value})


# --- in the file -------------------------------------------------------------------------------------------------------------


def test_settings_of_a_model_are_kept_and_can_be_taken_back(tmp_path):
    store = SettingsStore(tmp_path)
    assert store.update_model(KEY, {"temperature": 0.2, "n_ctx": 512})
    again = SettingsStore(tmp_path).settings
    assert effective(again, KEY).temperature == 0.2
    assert effective(again, KEY).n_ctx == 512
    assert again.temperature == DEFAULTS.temperature
    assert store.reset_model(KEY, "temperature")
    assert SettingsStore(tmp_path).settings.models == {KEY: {"n_ctx": 512}}
    assert store.reset_model(KEY)
    assert json.loads((tmp_path / SETTINGS_FILE).read_text()) == {"version": 1}


@pytest.mark.parametrize("values", [{"theme": "dark"}, {"temperature": 99}, {"models": {}}, {"top_k": "many"}])
def test_what_a_model_cannot_have_is_refused(tmp_path, values):
    store = SettingsStore(tmp_path)
    with pytest.raises(SettingError, match=next(iter(values))):
        store.update_model(KEY, values)
    assert store.settings == DEFAULTS


def test_a_broken_value_of_a_model_or_a_preset_costs_only_itself(tmp_path):
    body = {
        "top_k": 9,
        "models": {KEY: {"temperature": 0.2, "top_k": "x", "theme": "dark", "from_later": [1]}, "odd": 3},
        "presets": {"Mine": {"temperature": 7, "seed": 1}},
    }
    raw = json.dumps(body).encode()
    place = tmp_path / SETTINGS_FILE
    place.write_bytes(raw)
    loaded = load_settings(place)
    assert loaded.settings.top_k == 9
    assert loaded.settings.models == {KEY: {"temperature": 0.2, "from_later": [1]}}
    assert loaded.settings.presets == {"Mine": {"seed": 1}}
    assert "Settings of one model" in loaded.problem
    assert "Presets" in loaded.problem
    assert place.with_name("settings.json.bad").read_bytes() == raw


def test_presets_are_kept_renamed_and_removed(tmp_path):
    store = SettingsStore(tmp_path)
    store.save_preset("A", {"temperature": 0.1})
    store.save_preset("B", {"temperature": 0.2})
    with pytest.raises(SettingError, match="already"):
        store.rename_preset("A", "B")
    store.rename_preset("A", "C")
    assert list(SettingsStore(tmp_path).settings.presets.items()) == [("C", {"temperature": 0.1}), ("B", {"temperature": 0.2})]
    store.remove_preset("C")
    assert SettingsStore(tmp_path).settings.presets == {"B": {"temperature": 0.2}}


# --- another program changes the file ----------------------------------------------------------------------------------------


def test_a_change_from_another_program_is_taken_over_at_once(qtbot, tmp_path):
    window = SettingsStore(tmp_path)
    window.update(top_k=3)
    with qtbot.waitSignal(window.changed, timeout=10_000):
        SettingsStore(tmp_path, tidy=False).update(temperature=0.3)
    assert (window.settings.top_k, window.settings.temperature) == (3, 0.3)


def test_changes_of_two_programs_do_not_undo_each_other(tmp_path):
    one, two = SettingsStore(tmp_path), SettingsStore(tmp_path)
    one.update(top_k=3)
    two.update(temperature=0.3)
    one.update(zoom=1.5)
    assert SettingsStore(tmp_path).settings == Settings(top_k=3, temperature=0.3, zoom=1.5)
    two.update_model(KEY, {"n_ctx": 512})
    two.save_preset("A", {"seed": 1})
    one.update_model(KEY, {"top_k": 4})
    one.save_preset("B", {"seed": 2})
    kept = SettingsStore(tmp_path).settings
    assert kept.models == {KEY: {"n_ctx": 512, "top_k": 4}}
    assert list(kept.presets) == ["A", "B"]


def test_a_file_that_another_program_damages_changes_nothing_here(qtbot, tmp_path):
    window = SettingsStore(tmp_path)
    window.update(top_k=3)
    with qtbot.waitSignal(window.problem, timeout=10_000) as told:
        (tmp_path / "new").write_text("{")
        (tmp_path / "new").replace(tmp_path / SETTINGS_FILE)
    assert "damaged" in told.args[0]
    assert window.settings.top_k == 3
    assert window.update(zoom=1.5)
    assert SettingsStore(tmp_path).settings == Settings(top_k=3, zoom=1.5)


def test_what_one_program_saves_does_not_come_back_to_it_as_news(qtbot, tmp_path):
    window = SettingsStore(tmp_path)
    changes = []
    window.changed.connect(changes.append)
    window.update(top_k=3)
    qtbot.wait(300)
    assert len(changes) == 1
