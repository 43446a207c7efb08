"""The command line is read as documented, and what cannot be read ends in one sentence."""

from __future__ import annotations

import json

import pytest

from app.cli import arguments
from app.cli.verdict import conversation_drifted
from app.problems import UserError, one_line, printable
from app.settings.fields import DEFAULTS
from engine.protocol import STRENGTHS
from tests.app.cli_process import keel, one_sentence


@pytest.mark.parametrize("name", STRENGTHS)
def test_named_strengths_give_their_percentile(name):
    assert arguments.percentile(arguments.strength(name.upper())) == STRENGTHS[name]


def test_a_number_is_a_percentile():
    assert arguments.percentile(arguments.strength("62.5")) == 62.5


@pytest.mark.parametrize("text", ["0", "100", "-3", "nan", "inf", "hard", ""])
def test_other_strengths_are_refused(text):
    with pytest.raises(UserError, match="cap"):
        arguments.chat_parser().parse_args([f"--cap={text}", "hello"])


@pytest.mark.parametrize(
    "given",
    [
        ["--temperature", "-1"],
        ["--temperature", "hot"],
        ["--seed", "-1"],
        ["--seed", "1.5"],
        ["--max-tokens", "0"],
        ["--temperature", "nan"],
    ],
)
def test_numbers_out_of_range_are_refused(given):
    with pytest.raises(UserError, match=given[0]):
        arguments.chat_parser().parse_args([*given, "hello"])


def test_options_may_stand_between_messages():
    options = arguments.chat_parser().parse_intermixed_args(["one", "--seed", "3", "two", "--json"])
    assert (options.messages, options.seed, options.json) == (["one", "two"], 3, True)


def test_what_is_not_given_is_left_to_the_settings_whose_defaults_are_the_documented_ones():
    options = arguments.chat_parser().parse_intermixed_args(["hello"])
    assert {options.cap, options.temperature, options.seed, options.max_tokens, options.system} == {None}
    assert (DEFAULTS.cap, DEFAULTS.temperature, DEFAULTS.seed) == ("off", 0.7, None)
    assert (DEFAULTS.max_tokens, DEFAULTS.system_prompt) == (512, "")
    said = " ".join(arguments.chat_parser().format_help().split())
    for default in ("as it is set, else off", "as it is set, else none", "as it is set, else 0.7", "as it is set, else 512"):
        assert f"(default: {default})" in said


def test_json_is_only_asked_for_before_the_end_of_the_options():
    assert arguments.wants_json(["chat", "--json", "x"])
    assert not arguments.wants_json(["chat", "--", "--json"])


@pytest.mark.parametrize(
    ("readings", "drifted"),
    [
        ([1.0, 0.9, 1.1], False),
        ([0.1], False),
        ([0.1, 0.1], True),
        ([0.1, None, 0.1], True),
        ([], False),
        ([0.0, 0.0, 1.0, 1.0, 1.0], True),
    ],
)
def test_a_conversation_drifts_where_the_window_would_warn(readings, drifted):
    assert conversation_drifted(readings, 0.5) is drifted


def test_the_parts_of_a_problem_make_one_sentence():
    assert str(UserError("It broke.", "nothing works", "try again.")) == "It broke; nothing works; try again."
    assert str(UserError("It broke")) == "It broke."


def test_control_characters_never_reach_a_terminal():
    assert printable("a\x1b[31mb\x9b1mc\x00\r\n\td") == "a[31mb1mc\n\td"
    assert one_line("a\nb\x07  c") == "a b c"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["chat"], "MESSAGE"),
        (["chat", "--cap", "huge", "hello"], "percentile"),
        (["chat", "--model", "missing.gguf", "hello"], "does not exist"),
        (["chat", "--model", ".", "hello"], "not a file"),
        (["chat", " "], "empty"),
        (["nonsense"], "no command"),
        (["--bogus"], "--bogus"),
        (["one.gguf", "--model", "two.gguf"], "Two model files"),
        (["missing.gguf"], "does not exist"),
        (["bench", "everything"], "no measurement"),
        (["self-test", "--time-limit", "soon"], "--time-limit"),
    ],
)
def test_bad_input_ends_in_one_sentence_and_code_2(given, words, tmp_path):
    result = keel(*given, home=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert one_sentence(result.stderr), result.stderr
    assert words in result.stderr


def test_bad_input_with_json_is_told_in_json(tmp_path):
    result = keel("chat", "--json", "--cap", "huge", "hello", home=tmp_path)
    assert result.returncode == 2
    assert result.stderr == ""
    assert "huge" in json.loads(result.stdout)["error"]


def test_a_message_that_is_no_text_is_refused(tmp_path):
    result = keel("chat", "caf\udce9", home=tmp_path)
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr


@pytest.mark.parametrize("given", [["--help"], ["chat", "--help"], ["self-test", "--help"], ["bench", "--help"], ["--version"]])
def test_help_and_version_need_neither_display_nor_model(given, tmp_path):
    result = keel(*given, home=tmp_path, QT_QPA_PLATFORM=None)
    assert result.returncode == 0, result.stderr
    assert "keel" in result.stdout
    assert list(tmp_path.iterdir()) == []
