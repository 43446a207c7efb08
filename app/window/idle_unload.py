"""Gives a model's memory back when nothing was asked of it for a while; whatever needs it next loads it again."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.engine_client import EngineClient
from app.settings.store import SettingsStore
from app.window.model_loader import ModelLoader

MINUTE_S: Final = 60.0
LONGEST_WAIT_S: Final = 3600.0


class IdleUnload(QObject):
    """Watches how long the loaded model has been idle; the settings say after how many minutes it goes, 0 never."""

    def __init__(self, client: EngineClient, loader: ModelLoader, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._loader = loader
        self._settings = settings
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        loader.changed.connect(self._look)
        settings.changed.connect(self._look)

    def _look(self, _settings: object = None) -> None:
        """Unload the model where it has been idle for long enough, else look again when that could be so."""
        self._timer.stop()
        limit = self._settings.settings.idle_unload_minutes * MINUTE_S
        if self._loader.state != "ready" or limit <= 0:
            return
        left = limit if self._client.busy else limit - (time.monotonic() - self._client.last_used)
        if left <= 0:
            self._loader.unload()
        else:
            self._timer.start(max(1, int(1000 * min(left, LONGEST_WAIT_S))))
