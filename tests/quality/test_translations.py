"""The translations are complete, up to date with the source, and built from what is committed."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from tests.quality.source_tree import ROOT

SCRIPT = ROOT / "packaging" / "translations.py"
FILES = sorted((ROOT / "resources" / "translations").glob("keel_*.ts"))


def run(*arguments, cwd=ROOT):
    script = cwd / "packaging" / "translations.py"
    done = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_everything_is_translated_and_up_to_date():
    code, said = run("--check")
    assert code == 0, said


@pytest.fixture
def copy(tmp_path):
    for name in ("app", "engine", "axes", "packaging", "resources/translations", "resources/personas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.so", "__pycache__", "screenshots"))
    return tmp_path


def test_a_new_text_a_lost_placeholder_and_a_new_sentence_of_the_engine_are_seen(copy):
    page = copy / "app" / "calibration" / "page.py"
    page.write_text(page.read_text(encoding="utf-8") + '\n\nLATE = translate("CalibrationPage", "A text of tomorrow")\n', "utf-8")
    service = copy / "engine" / "axis_service.py"
    service.write_text(service.read_text(encoding="utf-8") + '\n\nLATER = "The engine says this tomorrow."\n', "utf-8")
    german = copy / "resources" / "translations" / "keel_de.ts"
    spoiled = german.read_text(encoding="utf-8").replace("{name} kalibrieren", "{nam} kalibrieren")
    german.write_text(spoiled, encoding="utf-8")
    code, said = run("--check", cwd=copy)
    assert code == 1
    assert "'A text of tomorrow' has no translation" in said
    assert "'Calibrate {name}' has other placeholders" in said
    assert "sentences.py is not up to date" in said
    assert german.read_text(encoding="utf-8") == spoiled, "--check writes nothing"


def test_every_step_that_is_told_while_an_axis_is_made_is_in_the_list():
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        sentences = importlib.import_module("sentences")
    finally:
        sys.path.pop(0)
    told = set()
    for path in (ROOT / "axes").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and re.search(r"(pace\.reply|pace\.say|self\.say)$", ast.unparse(call.func)):
                told |= {text for part in ast.walk(call.args[0]) if (text := sentences.template(part)) is not None and " " in text}
    whole = {text for text in told if text[0].isupper() and text == text.strip()}
    assert "Replies so far: {0} of {1}" in whole
    assert whole <= set(sentences.gather(ROOT))
    assert "imaginary friend" in sentences.role_names(ROOT)
    listing = sentences.module("Roles", ["imaginary friend"])
    assert 'QT_TRANSLATE_NOOP("Roles", "imaginary friend")' in listing


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_translations_are_whole_words_of_the_other_language(file):
    messages = list(ET.parse(file).getroot().iter("message"))
    assert len(messages) > 800
    same = Counter(
        message.findtext("source") == message.findtext("translation")
        for message in messages
        if len(message.findtext("source", "")) > 20
    )
    assert same[True] <= 5, "whole sentences were left in English"
    for message in messages:
        source, words = message.findtext("source", ""), message.findtext("translation", "")
        assert words.strip() or not source.strip(), source
        assert (source[:1] == " ", source[-1:] == " ") == (words[:1] == " ", words[-1:] == " "), source
        assert '"' not in words, f"German quotation marks are „ and “: {words}"
        assert not words.endswith("..."), words
