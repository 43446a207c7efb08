"""The window speaks the chosen language: which one that is, that Qt itself speaks it too, and that numbers follow."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from app.language import number, translate
from app.language.choice import SHIPPED, code_for, install, spoken
from app.settings.choices import LANGUAGE
from app.settings.store import SettingsStore


@pytest.fixture(autouse=True)
def _as_before(qapp):
    yield
    install(qapp, "en")
    QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize(
    ("choice", "system", "code"),
    [
        ("en", "de_DE", "en"),
        ("de", "en_GB", "de"),
        ("system", "de_AT", "de"),
        ("system", "en_US", "en"),
        ("system", "fr_FR", "en"),
        ("system", "C", "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_systems(choice, system, code):
    assert code_for(choice, QLocale(system)) == code


def test_every_language_can_be_chosen():
    assert {choice.value for choice in LANGUAGE} == {"system", *SHIPPED}


def test_german_reaches_what_is_made_afterwards_and_goes_again(qapp, qtbot):
    assert install(qapp, "de") == spoken(qapp) == "de"
    assert translate("Settings", "Appearance") == "Darstellung"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"
    assert install(qapp, "en") == spoken(qapp) == "en"
    assert translate("Settings", "Appearance") == "Appearance"
    other = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(other)
    assert other.button(QDialogButtonBox.StandardButton.Cancel).text() == "Cancel"


def test_numbers_are_written_as_the_language_writes_them(qapp):
    install(qapp, "en")
    assert number("1,234.50") == "1,234.50"
    install(qapp, "de")
    assert number("1,234.50") == "1.234,50"
    assert QLocale().decimalPoint() == ","


def test_a_text_of_a_base_class_is_translated_in_a_class_derived_from_it(qapp, qtbot):
    from app.chat.composer import Composer

    class Derived(Composer):
        pass

    install(qapp, "de")
    derived = Derived()
    qtbot.addWidget(derived)
    assert isinstance(derived, QWidget)
    assert derived.button.text() == "Senden"


def test_an_unknown_text_stays_as_it_is(qapp):
    install(qapp, "de")
    assert translate("Settings", "No such text") == "No such text"
    assert translate("Settings", "") == ""


def test_looking_a_text_up_does_not_load_qt():
    code = "import sys; from app.language import translate; assert translate('A', 'B') == 'B'; assert 'PySide6' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_window_speaks_the_language_of_the_settings_from_its_next_start(open_window, tmp_path):
    (tmp_path / "data").mkdir()
    SettingsStore(tmp_path / "data").update(language="de")
    window = open_window(wait=False)
    assert window.composer.editor.placeholderText() == "Nachricht schreiben …"
    assert "Neuer Chat" in [action.text() for action in window.actions()]
    heading = window.settings_panel.row("language").label.text()
    assert heading == "Sprache"
    window.controller.settings.update(language="en")
    assert window.composer.editor.placeholderText() == "Nachricht schreiben …", "what is on screen stays until the next start"
