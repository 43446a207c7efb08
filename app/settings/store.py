"""The settings of the running program: one object that everything listens to, saved at every change."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, Signal, Slot

from app.language import translate
from app.settings.fields import DEFAULTS, INFO, Layer, SettingError, Settings
from app.settings.files import load_settings, save_settings
from app.settings.layers import may_differ, with_values, without
from axes.os_reasons import reason as reason_of

__all__ = ["DEFAULTS", "INFO", "SETTINGS_FILE", "SettingError", "Settings", "SettingsStore"]

SETTINGS_FILE: Final = "settings.json"


class SettingsStore(QObject):
    """Holds the settings and keeps `settings.json` in the data folder equal to them.

    A change that cannot be written stays in force while the program runs: `problem` carries one sentence for the user, and the next
    change tries again. A change that another program makes to the file (`keel settings`) is taken over. Lives in the main thread.
    tidy: see load_settings.
    """

    changed = Signal(object)
    """Carries the new Settings, after every change that makes a difference."""

    problem = Signal(str)
    """Carries one plain sentence when the settings could not be saved."""

    def __init__(self, data_dir: Path, parent: QObject | None = None, *, tidy: bool = True) -> None:
        super().__init__(parent)
        self._path = Path(data_dir) / SETTINGS_FILE
        self._seen = self._signature()
        self.unsaved = False
        """Whether the last change is in force but not on the disk."""
        loaded = load_settings(self._path, tidy=tidy)
        self._settings = loaded.settings
        self._unknown = loaded.unknown
        self.load_problem = loaded.problem
        """One sentence where the file could not be read as it was, else None; known before anything can listen."""
        if QCoreApplication.instance() is not None:
            # A save replaces the file, which is a change of its folder; a watch on the file itself would end with the old one.
            self._watcher = QFileSystemWatcher([str(self._path.parent)], self)
            self._watcher.directoryChanged.connect(self.refresh)

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
        self.refresh()
        settings = dataclasses.replace(self._settings, **changes)
        if settings == self._settings:
            return True
        self._settings = settings
        saved = self._save()
        self.changed.emit(settings)
        return saved

    def save_again(self) -> bool:
        """Write what is in force once more, after that failed; returns whether it is on the disk now."""
        self.refresh()
        return not self.unsaved or self._save()

    def reset(self, name: str) -> bool:
        """Give one setting its default again; returns whether that is on the disk. Raises SettingError for an unknown name."""
        if name not in INFO:
            raise SettingError(f"There is no setting named {name}.")
        return self.update(**{name: getattr(DEFAULTS, name)})

    def is_default(self, name: str) -> bool:
        """Whether a setting has its default."""
        return bool(getattr(self._settings, name) == getattr(DEFAULTS, name))

    # --- settings of one model, and presets ----------------------------------------------------------------------------------

    def update_model(self, key: str, values: Layer) -> bool:
        """Change what differs for one model (see layers.model_key); raises SettingError for what cannot differ or cannot be."""
        for name in values:
            if name in INFO and not may_differ(name, "model"):
                raise SettingError(f"The setting {name} is one for all models.")
        self.refresh()
        return self._put_layer("models", key, with_values(self._settings.models.get(key, {}), values))

    def reset_model(self, key: str, *names: str) -> bool:
        """Let one model have these settings as all others do, all of them where none is named."""
        self.refresh()
        layer = self._settings.models.get(key, {})
        return self._put_layer("models", key, without(layer, *names) if names else {})

    def replace_model(self, key: str, values: Layer) -> bool:
        """Let one model differ in these settings and in no other."""
        self.refresh()
        return self._put_layer("models", key, values)

    def save_preset(self, name: str, values: Layer) -> bool:
        """Keep values under a name, in place of what had that name."""
        self.refresh()
        return self.update(presets={**self._settings.presets, name: dict(values)})

    def remove_preset(self, name: str) -> bool:
        """Forget a preset."""
        self.refresh()
        return self.update(presets={each: values for each, values in self._settings.presets.items() if each != name})

    def rename_preset(self, old: str, new: str) -> bool:
        """Give a preset another name, in the same place of the list; raises SettingError where that is taken."""
        self.refresh()
        presets = self._settings.presets
        if new != old and new in presets:
            raise SettingError(f"There is a preset named {new} already.")
        return self.update(presets={new if each == old else each: values for each, values in presets.items()})

    def _put_layer(self, table: str, key: str, layer: Mapping[str, Any]) -> bool:
        others = {each: values for each, values in getattr(self._settings, table).items() if each != key}
        return self.update(**{table: {**others, key: layer} if layer else others})

    # --- the file ------------------------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Take over what another program has written to the file, and tell of it."""
        before = self._settings
        if self._take_over() and self._settings != before:
            self.changed.emit(self._settings)

    def _take_over(self) -> bool:
        """Take over what another program has written to the file since it was last read or written here."""
        signature = self._signature()
        if signature is None or signature == self._seen:
            return False
        self._seen = signature
        loaded = load_settings(self._path, tidy=False)
        if loaded.problem is not None:
            self.problem.emit(
                translate(
                    "Settings", "Another program has damaged the settings file, so the settings stay as they are in this window."
                )
            )
            return False
        self._settings, self._unknown, self.unsaved = loaded.settings, loaded.unknown, False
        return True

    def _signature(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _save(self) -> bool:
        try:
            save_settings(self._path, self._settings, self._unknown)
        except OSError as error:
            self.unsaved = True
            reason = reason_of(error)
            self.problem.emit(
                f"The settings could not be saved ({reason}); they hold until Keel is closed, and the old file is untouched."
            )
            return False
        self.unsaved = False
        self._seen = self._signature()
        return True
