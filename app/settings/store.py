"""The settings of the running program: one object that everything listens to, saved at every change."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from app.settings.fields import DEFAULTS, INFO, SettingError, Settings
from app.settings.files import load_settings, save_settings

__all__ = ["DEFAULTS", "INFO", "SETTINGS_FILE", "SettingError", "Settings", "SettingsStore"]

SETTINGS_FILE: Final = "settings.json"


class SettingsStore(QObject):
    """Holds the settings and keeps `settings.json` in the data folder equal to them.

    A change that cannot be written stays in force while the program runs: `problem` carries one sentence for the user, and the next
    change tries again. Lives in the main thread.
    """

    changed = Signal(object)
    """Carries the new Settings, after every change that makes a difference."""

    problem = Signal(str)
    """Carries one plain sentence when the settings could not be saved."""

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path(data_dir) / SETTINGS_FILE
        loaded = load_settings(self._path)
        self._settings = loaded.settings
        self._unknown = loaded.unknown
        self.load_problem = loaded.problem
        """One sentence where the file could not be read as it was, else None; known before anything can listen."""

    @property
    def settings(self) -> Settings:
        """The settings now in force."""
        return self._settings

    @property
    def path(self) -> Path:
        """The file they are kept in."""
        return self._path

    def update(self, **changes: Any) -> bool:
        """Change settings by name and save; returns whether they are on the disk. Raises SettingError for a value none can have."""
        unknown = changes.keys() - INFO.keys()
        if unknown:
            raise SettingError(f"There is no setting named {min(unknown)}.")
        settings = dataclasses.replace(self._settings, **changes)
        if settings == self._settings:
            return True
        self._settings = settings
        saved = self._save()
        self.changed.emit(settings)
        return saved

    def reset(self, name: str) -> bool:
        """Give one setting its default again; returns whether that is on the disk. Raises SettingError for an unknown name."""
        if name not in INFO:
            raise SettingError(f"There is no setting named {name}.")
        return self.update(**{name: getattr(DEFAULTS, name)})

    def is_default(self, name: str) -> bool:
        """Whether a setting has its default."""
        return bool(getattr(self._settings, name) == getattr(DEFAULTS, name))

    def _save(self) -> bool:
        try:
            save_settings(self._path, self._settings, self._unknown)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            self.problem.emit(
                f"The settings could not be saved ({reason}); they hold until Keel is closed, and the old file is untouched."
            )
            return False
        return True
