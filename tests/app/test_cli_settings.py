"""`keel settings` in a process of its own: what it prints, what arrives in the file, and what it refuses."""

from __future__ import annotations

import json

import pytest

from app.settings.fields import DEFAULTS, INFO, Settings
from app.settings.files import load_settings
from app.settings.store import SETTINGS_FILE
from tests.app.cli_process import keel, one_sentence


@pytest.fixture
def settings(tmp_path):
    def run(*arguments):
        return keel("settings", *arguments, "--data-dir", str(tmp_path / "data"), home=tmp_path)

    return run


def kept(tmp_path) -> Settings:
    return load_settings(tmp_path / "data" / SETTINGS_FILE).settings


def test_list_names_every_setting_with_its_range(settings):
    result = settings("list", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    facts = {fact["name"]: fact for fact in json.loads(result.stdout)["settings"]}
    assert list(facts) == [name for name in INFO if name not in ("models", "presets", "chat_template")]
    assert facts["temperature"] == {
        "name": "temperature",
        "value": 0.7,
        "default": 0.7,
        "changed": False,
        "type": "float",
        "minimum": 0.0,
        "maximum": 2.0,
        "choices": None,
        "scope": "chat",
        "section": "Replies",
        "label": "Temperature",
        "help": INFO["temperature"].help,
        "unset": "",
    }
    assert facts["cap"]["choices"] == ["off", "gentle", "standard", "strong", "maximum"]
    lines = settings("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(facts)


def test_set_get_and_reset(settings, tmp_path):
    assert settings("set", "presence_penalty", "-0.5").stdout == "-0.5\n"
    assert settings("set", "enter_sends", "off").returncode == 0
    assert settings("set", "system_prompt", "Be brief.\nAlways.").returncode == 0
    assert settings("set", "seed", "7").returncode == 0
    assert kept(tmp_path) == Settings(presence_penalty=-0.5, enter_sends=False, system_prompt="Be brief.\nAlways.", seed=7)
    assert settings("get", "system_prompt").stdout == "Be brief.\nAlways.\n"
    assert json.loads(settings("get", "seed", "--json").stdout)["value"] == 7
    assert settings("set", "seed", "none").returncode == 0
    assert settings("get", "seed").stdout == "none\n"
    assert ["presence_penalty", "*", "-0.5"] in [line.split()[:3] for line in settings("list").stdout.splitlines()]
    assert settings("reset", "presence_penalty", "enter_sends").returncode == 0
    assert kept(tmp_path) == Settings(system_prompt="Be brief.\nAlways.")
    assert settings("reset", "--all").returncode == 0
    assert kept(tmp_path) == DEFAULTS


def test_a_chat_template_is_for_one_model_alone(settings, tmp_path, tiny_model):
    result = settings("set", "chat_template", "x")
    assert result.returncode == 2
    assert "is for one model alone" in result.stderr
    assert "--model FILE" in result.stderr
    assert settings("set", "chat_template", "{{ messages }}\n", "--model", str(tiny_model)).returncode == 0
    assert settings("get", "chat_template", "--model", str(tiny_model)).stdout == "{{ messages }}\n\n"
    assert [layer["chat_template"] for layer in kept(tmp_path).models.values()] == ["{{ messages }}\n"]
    names = [fact["name"] for fact in json.loads(settings("list", "--json", "--model", str(tiny_model)).stdout)["settings"]]
    assert "chat_template" in names
    assert "theme" not in names
    assert settings("reset", "chat_template", "--model", str(tiny_model)).returncode == 0
    assert kept(tmp_path) == DEFAULTS


def test_a_draft_model_is_a_file_that_is_there(settings, tmp_path, tiny_model):
    assert settings("set", "draft_model", str(tiny_model)).stdout == f"{tiny_model}\n"
    assert kept(tmp_path).draft_model == str(tiny_model)
    (tmp_path / "beside.gguf").write_bytes(b"GGUF")
    assert settings("set", "draft_model", "beside.gguf", "--model", str(tiny_model)).returncode == 0  # from the current folder
    assert list(kept(tmp_path).models.values()) == [{"draft_model": str(tmp_path / "beside.gguf")}]
    (tmp_path / "notes.txt").write_text("x")
    for wrong, says in (("notes.txt", "ends in .gguf"), ("gone.gguf", "There is no file"), (str(tmp_path), "ends in .gguf")):
        result = settings("set", "draft_model", wrong)
        assert (result.returncode, result.stdout) == (2, "")
        assert one_sentence(result.stderr), result.stderr
        assert says in result.stderr
    assert kept(tmp_path).draft_model == str(tiny_model)
    assert settings("set", "draft_model", "none").returncode == 0
    assert kept(tmp_path).draft_model == ""


def test_a_step_of_the_cap_takes_the_place_of_an_exact_strength(settings, tmp_path):
    settings("set", "cap", "gentle")
    settings("set", "percentile", "61")
    assert kept(tmp_path).cap_percentile == 61.0
    settings("set", "cap", "strong")
    assert kept(tmp_path).cap_percentile == 90.0


def test_settings_of_one_model(settings, tmp_path, tiny_model):
    model = ("--model", str(tiny_model))
    assert settings("set", "n_ctx", "512", *model).stdout == "512\n"
    assert kept(tmp_path).n_ctx == DEFAULTS.n_ctx
    assert list(kept(tmp_path).models.values()) == [{"n_ctx": 512}]
    fact = json.loads(settings("get", "n_ctx", "--json", *model).stdout)
    assert (fact["value"], fact["default"], fact["changed"]) == (512, 4096, True)
    assert "zoom" not in settings("list", *model).stdout
    assert settings("reset", "n_ctx", *model).returncode == 0
    assert kept(tmp_path) == DEFAULTS


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("set", "temperature", "9"), "between 0 and 2"),
        (("set", "temperature", "nan"), "temperature"),
        (("set", "top_k", "1.5"), "whole number"),
        (("set", "cap", "firm"), "gentle, standard"),
        (("set", "enter_sends", "maybe"), "on or off"),
        (("set", "models", "{}"), "no setting named"),
        (("get", "colour"), "no setting named"),
        (("reset",), "--all"),
        (("reset", "zoom", "colour"), "no setting named"),
        (("set", "zoom", "2", "--model", "missing.gguf"), "missing.gguf"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(settings, tmp_path, arguments, says):
    settings("set", "zoom", "1.5")
    result = settings(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert one_sentence(result.stderr), result.stderr
    assert says in result.stderr
    assert kept(tmp_path) == Settings(zoom=1.5)


def test_a_setting_of_the_window_is_none_of_a_model(settings, tiny_model):
    result = settings("set", "zoom", "2", "--model", str(tiny_model))
    assert result.returncode == 2
    assert "leave --model out" in result.stderr


def test_a_damaged_file_is_kept_and_told(settings, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / SETTINGS_FILE).write_text("{")
    result = settings("set", "top_k", "5")
    assert result.returncode == 0
    assert one_sentence(result.stderr)
    assert "settings.json.bad" in result.stderr
    assert kept(tmp_path).top_k == 5


def test_an_open_window_takes_the_change_over(open_window, qtbot, tmp_path):
    window = open_window()
    keel("settings", "set", "theme", "dark", "--data-dir", str(tmp_path / "data"), home=tmp_path)
    qtbot.waitUntil(lambda: window.controller.settings.settings.theme == "dark", timeout=10_000)
    assert window.settings_panel.row("theme").editor.segments.value == "dark"
    assert window.palette().window().color().lightness() < 128
    assert window.controller.settings.settings.n_ctx == 512


def test_text_that_is_no_utf_8_is_refused_in_one_sentence(settings, tmp_path, tiny_model):
    assert settings("set", "system_prompt", "before").returncode == 0
    odd = "a\udcff"  # reaches the process as the byte 0xff
    for wrong in (
        ("set", "system_prompt", odd),
        ("set", "chat_template", odd, "--model", str(tiny_model)),
        ("set", "draft_model", f"{odd}.gguf"),
        ("set", "theme", odd),
        ("set", odd, "1"),
        ("get", odd),
        ("reset", odd),
        ("get", "seed", "--model", odd),
    ):
        result = settings(*wrong)
        assert (result.returncode, result.stdout) == (2, ""), wrong
        assert one_sentence(result.stderr), result.stderr
    assert "is not valid UTF-8 text; the setting stays as it was" in settings("set", "system_prompt", odd).stderr
    assert kept(tmp_path) == Settings(system_prompt="before")
