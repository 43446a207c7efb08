"""The settings table, its file and its store: what is kept, what is refused, and what happens when something goes wrong."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import files
from app.settings.fields import DEFAULTS, INFO, SECTIONS, SettingError, Settings
from app.settings.files import load_settings, save_settings
from app.settings.store import SETTINGS_FILE, SettingsStore
from engine.protocol import STRENGTHS

ROOT = Path(__file__).resolve().parents[2]
REMEMBERED = Settings(cap="strong", percentile=81.0, warning="quiet", threshold=0.4, seed=7, system_prompt="Grüße\n“x”", zoom=1.5)


@pytest.fixture
def place(tmp_path):
    return tmp_path / SETTINGS_FILE


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_the_table_describes_every_setting():
    assert list(INFO) == [field.name for field in dataclasses.fields(Settings)]
    for name, info in INFO.items():
        if info.kind in ("hidden", "layers"):
            assert not info.section, name
            continue
        assert info.section in SECTIONS, name
        assert info.label, name
        if getattr(DEFAULTS, name) is None:
            assert info.unset, name
    assert [choice.value for choice in INFO["cap"].choices] == list(STRENGTHS)
    assert DEFAULTS.cap == "off"


@pytest.mark.parametrize(
    ("changes", "percentile"),
    [
        ({}, None),
        ({"cap": "off", "percentile": 60.0}, None),
        ({"cap": "standard"}, 75.0),
        ({"cap": "maximum"}, 99.0),
        ({"cap": "gentle", "percentile": 60.0}, 60.0),
    ],
)
def test_the_percentile_to_cap_at(changes, percentile):
    assert Settings(**changes).cap_percentile == percentile


@pytest.mark.parametrize(
    "changes",
    [
        {"cap": "hard"},
        {"cap": None},
        {"temperature": "1"},
        {"temperature": True},
        {"temperature": math.nan},
        {"temperature": 2.01},
        {"temperature": 10**400},
        {"top_k": 3.0},
        {"top_k": -1},
        {"max_tokens": 0},
        {"enter_sends": 1},
        {"system_prompt": None},
        {"percentile": 0.5},
        {"n_threads": 0},
    ],
)
def test_values_a_setting_cannot_have_are_refused(changes):
    with pytest.raises(SettingError, match=next(iter(changes))):
        Settings(**changes)


def test_a_whole_number_is_taken_for_a_fraction():
    assert isinstance(Settings(temperature=1).temperature, float)


def test_round_trip(place):
    save_settings(place, REMEMBERED, {})
    loaded = load_settings(place)
    assert (loaded.settings, loaded.unknown, loaded.problem) == (REMEMBERED, {}, None)
    assert names(place.parent) == [SETTINGS_FILE]


def test_defaults_are_left_out_of_the_file(place):
    save_settings(place, dataclasses.replace(DEFAULTS, top_k=5), {})
    assert json.loads(place.read_text()) == {"version": 1, "top_k": 5}


def test_a_missing_file_means_the_defaults(place):
    assert load_settings(place) == files.Loaded()
    assert names(place.parent) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"system_prompt": "\ud800 and 😀"},
        {"draft_model": "/models/a\udcff.gguf"},
        {"model_path": "/models/a\udcff.gguf"},
        {"models": {"a.gguf (1 bytes)": {"chat_template": "\udcff"}}},
        {"models": {"a\udcff.gguf": {"top_k": 5}}},
        {"presets": {"mine": {"system_prompt": "\udcff"}}},
    ],
)
def test_text_that_is_no_utf_8_is_refused_and_costs_only_itself(place, changes):
    (name,) = changes
    with pytest.raises(SettingError, match="not valid UTF-8") as refused:
        Settings(**changes)
    assert str(refused.value).isprintable()
    store = SettingsStore(place.parent)
    with pytest.raises(SettingError, match="not valid UTF-8"):
        store.update(**changes)
    assert store.settings == DEFAULTS
    place.write_text(json.dumps({"version": 1, "top_k": 7, **changes}))
    loaded = load_settings(place)
    good = {name: {title: {} for title in changes[name] if title.isprintable()}} if isinstance(changes[name], dict) else {}
    assert loaded.settings == Settings(top_k=7, **good)
    assert loaded.problem is not None
    assert "were not valid" in loaded.problem
    assert names(place.parent) == [SETTINGS_FILE, SETTINGS_FILE + ".bad"]
    save_settings(place, loaded.settings, loaded.unknown)
    assert load_settings(place).problem is None


def test_unknown_names_are_kept(place):
    place.write_text('{"version": 3, "top_k": 9, "from_the_future": {"deep": [1, null, 2.5]}}')
    loaded = load_settings(place)
    assert loaded.problem is None
    save_settings(place, loaded.settings, loaded.unknown)
    assert json.loads(place.read_text()) == {"version": 1, "top_k": 9, "from_the_future": {"deep": [1, None, 2.5]}}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"top_k": NaN}',
        b'{"later": 1e999}',
        b"[" * 100_000,
        b'{"top_k": ' + b"9" * 5000 + b"}",
        b"plain text",
    ],
)
def test_a_broken_file_gives_the_defaults_and_is_kept(place, raw):
    place.write_bytes(raw)
    loaded = load_settings(place)
    assert loaded.settings == DEFAULTS
    assert "settings.json.bad" in loaded.problem
    assert place.with_name("settings.json.bad").read_bytes() == raw


def test_a_second_broken_file_does_not_replace_the_first(place):
    for raw in (b"one", b"two", b"two"):
        place.write_bytes(raw)
        load_settings(place)
    kept = [place.with_name(f"settings.json.bad{n}") for n in ("", "2")]
    assert [path.read_bytes() for path in kept] == [b"one", b"two"]
    assert not place.with_name("settings.json.bad3").exists()


def test_a_wrong_value_costs_only_itself(place):
    raw = b'{"version": 1, "top_k": "many", "temperature": 0.2, "cap": "standard", "other": 1, "zoom": 99}'
    place.write_bytes(raw)
    loaded = load_settings(place)
    assert loaded.settings == Settings(temperature=0.2, cap="standard")
    assert loaded.unknown == {"other": 1}
    assert "Top-k" in loaded.problem
    assert "Text size" in loaded.problem
    assert place.with_name("settings.json.bad").read_bytes() == raw


@given(
    st.dictionaries(
        st.sampled_from([*INFO, "version", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
            max_leaves=4,
        ),
        max_size=6,
    )
)
def test_any_json_object_loads_and_saves(tmp_path_factory, body):
    place = tmp_path_factory.mktemp("any") / SETTINGS_FILE
    place.write_text(json.dumps(body))
    loaded = load_settings(place)
    save_settings(place, loaded.settings, loaded.unknown)
    again = load_settings(place)
    assert (again.settings, again.unknown, again.problem) == (loaded.settings, loaded.unknown, None)


def test_a_huge_file_is_not_read(place, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    place.write_text('{"top_k": 9, "x": 1}')
    assert load_settings(place).settings == DEFAULTS
    assert names(place.parent) == ["settings.json.bad"]


def test_a_folder_in_its_place_is_no_traceback(place):
    place.mkdir()
    loaded = load_settings(place)
    assert loaded.settings == DEFAULTS
    assert "could not be read" in loaded.problem


def test_written_then_synced_then_renamed_then_the_folder_synced(place, monkeypatch):
    order = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(handle):
        order.append("sync folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "sync file")
        real_fsync(handle)

    def replace(old, new):
        assert Path(old).parent == place.parent
        order.append("rename")
        real_replace(old, new)

    monkeypatch.setattr(files.os, "fsync", fsync)
    monkeypatch.setattr(files.os, "replace", replace)
    save_settings(place, REMEMBERED, {})
    assert order == ["sync file", "rename", "sync folder"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_the_owner_can_read_it(place):
    save_settings(place, REMEMBERED, {})
    assert place.stat().st_mode & 0o077 == 0


def test_a_link_to_the_file_stays_a_link(tmp_path):
    real = tmp_path / "elsewhere" / "real.json"
    real.parent.mkdir()
    link = tmp_path / SETTINGS_FILE
    link.symlink_to(real)
    save_settings(link, REMEMBERED, {})
    assert link.is_symlink()
    assert load_settings(link).settings == REMEMBERED


def test_killed_between_write_and_rename_leaves_the_old_file(place):
    """A real process dies in the middle of a save; the next start finds the old settings and clears up."""
    save_settings(place, REMEMBERED, {})
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom app.settings import files\n"
        "files.os.replace = lambda *_: os._exit(9)\n"
        "files.save_settings(Path(sys.argv[1]), files.DEFAULTS, {})\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(place)], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 9
    assert len(names(place.parent)) == 2
    assert load_settings(place).settings == REMEMBERED
    assert names(place.parent) == [SETTINGS_FILE]


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_full_disk_keeps_the_old_file_and_says_so(place):
    """A real process may write no more than a few bytes: the save fails, the old file stays, one sentence comes out."""
    save_settings(place, REMEMBERED, {})
    program = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom app.settings.store import SettingsStore\n"
        "store = SettingsStore(Path(sys.argv[1]))\nproblems = []\nstore.problem.connect(problems.append)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))\n"
        "saved = store.update(top_k=3)\nassert not saved and store.settings.top_k == 3\n"
        "sys.stderr.write('\\n'.join(problems))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(place.parent)], cwd=ROOT, check=True, timeout=60, stderr=subprocess.PIPE, text=True
    )
    assert done.stderr.startswith("The settings could not be saved")
    assert done.stderr.count("\n") == 0
    assert names(place.parent) == [SETTINGS_FILE]
    assert load_settings(place).settings == REMEMBERED


def test_the_store_saves_every_change_and_tells_of_it(qtbot, tmp_path):
    store = SettingsStore(tmp_path)
    with qtbot.waitSignal(store.changed) as told:
        assert store.update(temperature=1.3, system_prompt="Hello")
    assert told.args == [store.settings]
    assert SettingsStore(tmp_path).settings == Settings(temperature=1.3, system_prompt="Hello")
    with qtbot.waitSignal(store.changed):
        store.reset("temperature")
    assert store.is_default("temperature")
    assert not store.is_default("system_prompt")


def test_nothing_is_told_or_written_where_nothing_changes(qtbot, tmp_path):
    store = SettingsStore(tmp_path)
    with qtbot.assertNotEmitted(store.changed):
        assert store.update(top_k=DEFAULTS.top_k)
        assert store.reset("cap")
    assert names(tmp_path) == []


def test_the_store_refuses_what_is_not_a_setting(tmp_path):
    store = SettingsStore(tmp_path)
    for wrong in ({"topk": 3}, {"top_k": "3"}):
        with pytest.raises(SettingError):
            store.update(**wrong)
    with pytest.raises(SettingError):
        store.reset("topk")
    assert store.settings == DEFAULTS


def test_the_store_keeps_unknown_names_over_changes(tmp_path):
    (tmp_path / SETTINGS_FILE).write_text('{"later": [1]}')
    SettingsStore(tmp_path).update(top_k=3)
    assert json.loads((tmp_path / SETTINGS_FILE).read_text())["later"] == [1]


def test_the_store_says_what_was_wrong_with_the_file(tmp_path):
    (tmp_path / SETTINGS_FILE).write_text("{")
    store = SettingsStore(tmp_path)
    assert "damaged" in store.load_problem
    store.update(top_k=3)
    assert SettingsStore(tmp_path).load_problem is None
