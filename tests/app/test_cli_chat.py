"""`keel chat` with the real engine and a real model, in processes of their own."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from app.settings.layers import model_key
from app.settings.store import DEFAULTS, SettingsStore
from axes.format import read_axis, write_axis
from tests.app.cli_process import environment, keel, one_sentence

TURN_FIELDS = ["user", "reply", "reading", "early", "engaged", "mean_lift", "tokens", "tokens_per_second", "stop"]


def chat(model, home, *arguments, **changes):
    return keel("chat", "--model", os.fspath(model), *arguments, home=home, **changes)


def chat_json(model, home, *arguments):
    result = chat(model, home, "--json", *arguments)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_a_conversation_in_json_has_exactly_the_documented_form(tiny_model, tmp_path):
    answer = chat_json(tiny_model, tmp_path, "--seed", "1", "--max-tokens", "6", "--system", "Be brief.", "hello", "and you?")
    assert list(answer) == ["model", "axis", "cap", "settings", "turns", "drifted"]
    assert (answer["model"], answer["axis"], answer["cap"], answer["drifted"]) == ("tiny-0", None, "off", False)
    assert [list(turn) for turn in answer["turns"]] == [TURN_FIELDS, TURN_FIELDS]
    assert [turn["user"] for turn in answer["turns"]] == ["hello", "and you?"]
    for turn in answer["turns"]:
        assert 1 <= turn["tokens"] <= 6
        assert turn["stop"] in {"stop", "length"}
        assert turn["tokens_per_second"] > 0
        assert [turn[name] for name in ("reading", "early", "engaged", "mean_lift")] == [None] * 4


def settings_in(folder):
    folder.mkdir(exist_ok=True)
    return SettingsStore(folder, tidy=False)


def test_what_is_set_counts_and_what_is_set_for_the_model_goes_before_it(tiny_model, tmp_path):
    def chat_here(*arguments):
        return chat_json(tiny_model, tmp_path, "--data-dir", str(tmp_path / "data"), *arguments)

    store = settings_in(tmp_path / "data")
    plain = chat_here("--max-tokens", "12", "--seed", "3", "hello")
    assert plain["settings"] | {"max_tokens": 512, "seed": None} == {name: getattr(DEFAULTS, name) for name in plain["settings"]}
    assert plain["settings"]["seed"] == 3
    store.update(temperature=0.0, max_tokens=3, system_prompt="Be brief.")
    store.update_model(model_key(tiny_model), {"max_tokens": 5, "n_ctx": 128, "kv_type": "q8_0", "n_threads": 1})
    answer = chat_here("hello")
    assert answer["turns"][0]["tokens"] <= 5
    expected = {"temperature": 0.0, "max_tokens": 5, "n_ctx": 128, "kv_type": "q8_0", "n_threads": 1, "system_prompt": "Be brief."}
    assert {name: answer["settings"][name] for name in expected} == expected
    assert chat_here("hello")["turns"][0]["reply"] == answer["turns"][0]["reply"]  # at 0 nothing is drawn by chance
    assert chat_here("--system", "", "hello")["turns"][0]["reply"] != answer["turns"][0]["reply"]
    given = chat_here("--max-tokens", "2", "--temperature", "0.4", "--system", "Be long.", "--seed", "9", "hello")
    assert given["turns"][0]["tokens"] <= 2
    expected |= {"max_tokens": 2, "temperature": 0.4, "system_prompt": "Be long.", "seed": 9}
    assert {name: given["settings"][name] for name in expected} == expected


def test_the_memory_set_for_the_model_is_the_one_it_is_loaded_with(tiny_model, tmp_path):
    data = ("--data-dir", str(tmp_path / "data"))
    settings_in(tmp_path / "data").update_model(model_key(tiny_model), {"n_ctx": 64})
    result = chat(tiny_model, tmp_path, *data, "--max-tokens", "4", "word " * 60)
    assert result.returncode == 2
    assert "Message 1 no longer fits" in result.stderr
    assert chat(tiny_model, tmp_path, "--max-tokens", "4", "word " * 60).returncode == 0


def test_a_template_kept_for_the_model_is_used(tiny_model, tmp_path):
    data = ("--data-dir", str(tmp_path / "data"))
    plain = chat_json(tiny_model, tmp_path, "--temperature", "0", "--max-tokens", "8", "hello")
    settings_in(tmp_path / "data").update_model(
        model_key(tiny_model), {"chat_template": "{% for m in messages %}<{{ m.role }}> {{ m.content }}\n{% endfor %}>>"}
    )
    other = chat_json(tiny_model, tmp_path, *data, "--temperature", "0", "--max-tokens", "8", "hello")
    assert other["settings"]["chat_template"].startswith("{% for")
    assert other["turns"][0]["reply"] != plain["turns"][0]["reply"]


def test_a_cap_that_is_set_holds_where_it_can_and_is_left_out_where_it_cannot(tiny_model, always_drifted_axis, tmp_path):
    data = ("--data-dir", str(tmp_path / "data"), "--max-tokens", "4")
    settings_in(tmp_path / "data").update(cap="strong", percentile=88.0)
    held = chat_json(tiny_model, tmp_path, *data, "--axis", os.fspath(always_drifted_axis), "hello")
    assert held["cap"] == "88"
    assert held["turns"][0]["engaged"] > 0
    assert chat_json(tiny_model, tmp_path, *data, "--axis", os.fspath(always_drifted_axis), "--cap", "off", "hello")["cap"] == "off"
    assert chat_json(tiny_model, tmp_path, *data, "hello")["cap"] == "off"
    assert "[no cap: " in chat(tiny_model, tmp_path, *data, "hello").stderr
    assert chat(tiny_model, tmp_path, *data, "--cap", "strong", "hello").returncode == 2


def test_settings_that_cannot_be_read_are_told_and_the_defaults_used(tiny_model, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "settings.json").write_text("{")
    result = chat(tiny_model, tmp_path, "--data-dir", str(data), "--json", "--max-tokens", "4", "hello")
    assert result.returncode == 0
    assert one_sentence(result.stderr), result.stderr
    assert "settings" in result.stderr
    assert json.loads(result.stdout)["settings"]["n_ctx"] == DEFAULTS.n_ctx


def test_the_same_seed_gives_the_same_conversation(tiny_model, tmp_path):
    replies = [
        [turn["reply"] for turn in chat_json(tiny_model, tmp_path, "--seed", seed, "--max-tokens", "12", "hello", "more")["turns"]]
        for seed in ("5", "5", "6")
    ]
    assert replies[0] == replies[1] != replies[2]


def test_the_earlier_turns_are_part_of_the_conversation(tiny_model, tmp_path):
    options = ("--temperature", "0", "--max-tokens", "12")
    alone = chat_json(tiny_model, tmp_path, *options, "second")["turns"][0]["reply"]
    after = chat_json(tiny_model, tmp_path, *options, "first", "second")["turns"][1]["reply"]
    assert alone != after


def test_as_text_the_replies_are_on_stdout_and_the_figures_on_stderr(tiny_model, tmp_path):
    options = ("--seed", "1", "--max-tokens", "6")
    answer = chat_json(tiny_model, tmp_path, *options, "hello", "and you?")
    result = chat(tiny_model, tmp_path, *options, "hello", "and you?")
    assert result.returncode == 0, result.stderr
    assert not any(character < " " and character not in "\n\t" for character in result.stdout)
    shown = "".join(turn["reply"] + "\n" for turn in answer["turns"])
    assert [c for c in result.stdout if c.isalnum()] == [c for c in shown if c.isalnum()]
    figures = result.stderr.splitlines()
    assert figures[0].startswith("[no readings: ")
    assert [line.startswith("[") and "tokens" in line for line in figures[1:]] == [True, True]


def test_it_needs_no_display_and_stores_no_message(tiny_model, tmp_path):
    data = tmp_path / "data"
    result = chat(tiny_model, tmp_path, "--data-dir", str(data), "--max-tokens", "3", "unmistakable words", QT_QPA_PLATFORM=None)
    assert result.returncode == 0, result.stderr
    assert [path for path in data.rglob("*") if path.is_file() and b"unmistakable" in path.read_bytes()] == []


def test_a_cap_without_an_axis_is_refused(tiny_model, tmp_path):
    result = chat(tiny_model, tmp_path, "--cap", "standard", "hello")
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    assert "axis" in result.stderr


def test_a_cap_with_an_axis_for_reading_only_is_refused(tiny_model, always_drifted_axis, tmp_path):
    reader = tmp_path / "reader.axis.gguf"
    write_axis(dataclasses.replace(read_axis(always_drifted_axis), quality={"verdict": "reading only"}), reader)
    result = chat(tiny_model, tmp_path, "--axis", os.fspath(reader), "--cap", "standard", "hello")
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    assert "readings only" in result.stderr
    result = chat(tiny_model, tmp_path, "--axis", os.fspath(reader), "--json", "--max-tokens", "4", "hello")
    assert json.loads(result.stdout)["turns"][0]["reading"] is not None


def test_an_axis_kept_in_the_data_folder_is_used(tiny_model, always_drifted_axis, tmp_path):
    kept = tmp_path / "data" / "axes" / "some-name.axis.gguf"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(always_drifted_axis.read_bytes())
    result = chat(tiny_model, tmp_path, "--data-dir", str(tmp_path / "data"), "--json", "--max-tokens", "4", "hello")
    assert json.loads(result.stdout)["axis"] == "Always drifted"


def test_an_axis_that_is_none_is_refused(tiny_model, tmp_path):
    result = chat(tiny_model, tmp_path, "--axis", os.fspath(tiny_model), "hello")
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    assert result.stdout == ""


def test_a_broken_model_is_refused(tiny_model, tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(tiny_model.read_bytes()[:2000])
    result = chat(broken, tmp_path, "--json", "hello")
    assert result.returncode == 2
    assert json.loads(result.stdout)["error"].endswith(".")
    assert "Traceback" not in result.stderr


def test_a_message_longer_than_the_context_is_refused(tiny_model, tmp_path):
    result = chat(tiny_model, tmp_path, "--max-tokens", "4", "word " * 3000)
    assert result.returncode == 2
    assert "Message 1 no longer fits" in result.stderr
    assert result.stdout == ""


def test_what_was_answered_is_printed_though_the_next_message_does_not_fit(tiny_model, tmp_path):
    result = chat(tiny_model, tmp_path, "--json", "--max-tokens", "4", "hello", "word " * 3000)
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    turns = json.loads(result.stdout)["turns"]
    assert turns[0]["user"] == "hello"
    assert [turn["stop"] for turn in turns[1:]] == ["context_full"]


def test_a_message_longer_than_the_protocol_allows_is_refused(tiny_model, tmp_path):
    result = chat(tiny_model, tmp_path, "--json", "--max-tokens", "4", *["x" * 100_000] * 12)
    assert result.returncode == 2
    assert json.loads(result.stdout)["error"].endswith(".")


@pytest.fixture
def talking(tiny_model, tmp_path):
    """A started keel chat that has written its first characters and would go on for long."""
    messages = ["tell me everything"] * 2000
    command = [sys.executable, "-P", "-m", "app", "chat", "--model", os.fspath(tiny_model), "--temperature", "2", *messages]
    process = subprocess.Popen(
        command, env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.read(1)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def engine_of(process):
    (child,) = psutil.Process(process.pid).children()
    return child


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_stops_cleanly_and_leaves_no_process(talking):
    engine = engine_of(talking)
    os.killpg(talking.pid, signal.SIGINT)  # a terminal sends it to the engine as well
    _, errors = talking.communicate(timeout=20)
    assert talking.returncode == 130
    assert b"Traceback" not in errors
    psutil.wait_procs([engine], timeout=5)
    assert not engine.is_running()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_the_death_of_the_engine_is_told(talking):
    engine_of(talking).kill()
    _, errors = talking.communicate(timeout=20)
    assert talking.returncode == 2
    assert b"Traceback" not in errors
    assert b"keel: " in errors.splitlines(keepends=True)[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_reader_that_leaves_ends_the_command_quietly(talking):
    engine = engine_of(talking)
    talking.stdout.close()
    deadline = time.monotonic() + 20
    while talking.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert talking.returncode is not None
    assert b"Traceback" not in talking.stderr.read()
    psutil.wait_procs([engine], timeout=5)
    assert not engine.is_running()
