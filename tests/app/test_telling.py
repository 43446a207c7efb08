"""Sentences that are made where Qt is not known are found again and said in the language of the window."""

from __future__ import annotations

import errno
import os
import sqlite3
import time

import pytest
from PySide6.QtCore import QLocale

from app.conversations.faults import not_saved
from app.language import translate
from app.language.choice import install
from app.language.sentences import SENTENCES
from app.language.telling import told
from app.paths import model_file
from app.problems import UserError
from app.settings.store import SettingsStore
from axes.gguf_header import GGUFError, read_header
from axes.os_reasons import reason
from engine.model import MIN_CONTEXT


@pytest.fixture
def german(qapp):
    install(qapp, "de")
    yield
    install(qapp, "en")
    QLocale.setDefault(QLocale.c())


def test_in_english_everything_stays_as_it_is(qapp):
    install(qapp, "en")
    for text in ("The engine was restarted.", "Anything else", ""):
        assert told(text) == text


def test_a_plain_sentence_and_one_with_a_number(german):
    assert told("The engine was restarted.") == "Die Engine wurde neu gestartet."
    written = f"A context of 12 tokens is too short to chat in; choose at least {MIN_CONTEXT}."
    assert told(written) == f"Ein Gedächtnis von 12 Token ist zum Chatten zu kurz; wählen Sie mindestens {MIN_CONTEXT}."


def test_several_sentences_in_one_text(german):
    text = "The engine stopped unexpectedly (exit code 3). It failed several times, so it is not started again by itself."
    assert told(text).startswith("Die Engine endete unerwartet (Code 3). Sie ist mehrmals ausgefallen")


def test_a_real_problem_of_a_path(german, tmp_path):
    missing = tmp_path / "no; such. Model.gguf"
    with pytest.raises(UserError) as raised:
        model_file(missing)
    said = told(raised.value.sentence)
    assert str(missing) in said
    assert said.endswith("nichts wurde geladen; prüfen Sie den Pfad oder lassen Sie --model weg.")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOENT, errno.EIO, errno.EMFILE, errno.ELOOP])
def test_the_systems_reason_is_told_too(german, tmp_path, monkeypatch, number):
    def refuse(*_values, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("app.settings.store.save_settings", refuse)
    store, said = SettingsStore(tmp_path), []
    store.problem.connect(said.append)
    store.update(theme="dark")
    english = reason(OSError(number, ""))
    assert said == [f"The settings could not be saved ({english}); they hold until Keel is closed, and the old file is untouched."]
    words = told(said[0])
    assert words.startswith("Die Einstellungen konnten nicht gespeichert werden (")
    assert english not in words
    assert told(english) in words


def test_a_real_problem_of_a_file(german, tmp_path):
    file = tmp_path / "short.gguf"
    file.write_bytes(b"GGUF")
    with pytest.raises(GGUFError) as raised:
        read_header(file)
    assert told(str(raised.value)) == "short.gguf ist zu kurz für eine GGUF-Datei (4 Byte)."


def test_what_could_not_be_written_is_said_whole(german):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_WRITE"
    said = told(not_saved(error).sentence)
    assert said.startswith("Die letzte Änderung wurde nicht gespeichert: die Festplatte ist voll")
    assert " the " not in said
    assert " it " not in said
    assert said.count("; ") == 2


def test_what_is_not_known_stays_whole(german):
    for text in ("No sentence of Keel's. The engine was restarted.", "Hello; there; you.", "x" * 5000, "Größe"):
        assert told(text) == text


def test_every_sentence_is_said_in_german_and_none_is_slow(german):
    started = time.perf_counter()
    for sentence in SENTENCES:
        filled = sentence.format(*(f"part{place}" for place in range(9)))
        said = told(filled)
        assert said != filled, sentence
        for place in range(9):
            assert (f"part{place}" in filled) == (f"part{place}" in said), sentence
        assert "{" not in said, sentence
    assert time.perf_counter() - started < 5
    assert translate("Sentences", SENTENCES[0]) != SENTENCES[0]
