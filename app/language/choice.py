"""Which language the window speaks: the one that was chosen, or the system's where Keel is translated into it."""

from __future__ import annotations

from importlib import resources
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

SHIPPED: Final = ("en", "de")
"""The languages there are words for; the first is the one the program is written in."""

_INSTALLED: Final = "keel_language"


def code_for(choice: str, system: QLocale | None = None) -> str:
    """Return the code of the language for a choice of the settings ("system" or a code); system is for tests."""
    if choice in SHIPPED:
        return choice
    wanted = (system or QLocale.system()).uiLanguages()
    return next((code for code in (name.partition("-")[0] for name in wanted) if code in SHIPPED), SHIPPED[0])


def install(app: QCoreApplication, choice: str) -> str:
    """Make the program speak the language of a choice and return its code; texts that are shown already stay as they are.

    Called before the first widget is made. It replaces the language of an earlier call.
    """
    code = code_for(choice)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
        old.deleteLater()
    app.setProperty(_INSTALLED, code)
    QLocale.setDefault(_locale(code))
    if code == SHIPPED[0]:
        return code
    # Qt's own words (buttons of dialogs, menus of text fields) lie beside Qt, where the package of Qt has them.
    _add(app, f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{code}.qm")
    with resources.as_file(resources.files("resources") / "translations" / f"keel_{code}.qm") as file:
        if not _add(app, str(file)):
            app.setProperty(_INSTALLED, SHIPPED[0])
            return SHIPPED[0]
    return code


def spoken(app: QCoreApplication) -> str:
    """Return the code of the language the program speaks."""
    return str(app.property(_INSTALLED) or SHIPPED[0])


def _add(app: QCoreApplication, file: str) -> bool:
    translator = QTranslator(app)
    return translator.load(file) and app.installTranslator(translator)


def _locale(code: str) -> QLocale:
    """The system's own habits (dates, numbers) where it speaks this language, or else those of the language."""
    system = QLocale.system()
    language = system.name().partition("_")[0]
    if language == code or (language == "C" and code == SHIPPED[0]):
        return system
    return QLocale(QLocale.Language.German) if code == "de" else QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
