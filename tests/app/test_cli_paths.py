"""Data folders, model files and axis files: used where they can be, refused in one sentence where they cannot."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app import paths
from app.problems import UserError
from tests.app.cli_process import environment, keel, one_sentence


def test_a_new_data_folder_is_for_its_owner_only(tmp_path):
    place = paths.data_directory(tmp_path / "deep" / "keel data ü")
    assert place.is_dir()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert list(place.iterdir()) == []


def test_a_relative_data_folder_becomes_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert paths.data_directory(Path("mine")) == tmp_path / "mine"


def test_without_a_choice_the_platform_decides(tmp_path):
    code = "from app import paths; print(paths.data_directory())"
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=True
    )
    assert result.stdout.strip() == str(tmp_path / ".local" / "share" / "keel")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    occupied = tmp_path / "occupied"
    occupied.write_text("mine")
    with pytest.raises(UserError, match="--data-dir"):
        paths.data_directory(occupied)
    with pytest.raises(UserError, match="--data-dir"):
        paths.data_directory(occupied / "below")
    assert occupied.read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write to")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    result = keel("chat", "--data-dir", "/proc/self/keel", "hello", home=tmp_path)
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    assert "--data-dir" in result.stderr


@pytest.mark.parametrize("content", [b"", b"GGU", b"PK\x03\x04 not a model"])
def test_a_file_of_another_kind_is_no_model(tmp_path, content):
    file = tmp_path / "model.gguf"
    file.write_bytes(content)
    with pytest.raises(UserError, match="not a GGUF file"):
        paths.model_file(file)


def test_a_pipe_is_no_model(tmp_path):
    pipe = tmp_path / "model.gguf"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match="not a file"):
        paths.model_file(pipe)


def test_a_loop_of_links_is_no_model(tmp_path):
    loop = tmp_path / "model.gguf"
    loop.symlink_to(loop)
    with pytest.raises(UserError):
        paths.model_file(loop)


def test_an_axis_given_by_hand_has_to_be_one_and_none_leaves_the_choice_to_the_engine(tmp_path):
    by_hand = tmp_path / "other.axis.gguf"
    by_hand.write_bytes(b"GGUF")
    assert paths.axis_file(by_hand) == by_hand
    assert paths.axis_file(None) is None
    with pytest.raises(UserError, match="axis file"):
        paths.axis_file(tmp_path / "missing.gguf")


def test_a_module_of_keel_runs_from_any_folder_even_beside_a_namesake(tmp_path):
    (tmp_path / "engine.py").write_text("raise SystemExit('the wrong engine ran')")
    command, env = paths.module_command("engine.drift")
    result = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes")
def test_names_that_are_no_text_are_refused_in_one_sentence(tmp_path, tiny_model):
    folder, model = tmp_path / "a\udcff", tmp_path / "m\udcff.gguf"
    folder.mkdir()
    model.write_bytes(tiny_model.read_bytes())
    for given in (
        ("chat", "--model", str(model), "hello"),
        ("chat", "--axis", str(model), "hello"),
        ("chat", "--data-dir", str(folder), "hello"),
        ("chats", "list", "--data-dir", str(folder)),
        ("network", "--data-dir", str(folder)),
        ("self-test", "--model", str(model)),
        (str(model),),
    ):
        result = keel(*given, home=tmp_path)
        assert (result.returncode, result.stdout) == (2, ""), given
        assert one_sentence(result.stderr), result.stderr
        assert "is not valid UTF-8 text" in result.stderr
        assert "name" in result.stderr
