"""How the window was left: its place and size, and which panels were open, kept over a restart in a small file of its own."""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QObject, Slot

from app.settings.files import parse, write_whole

if TYPE_CHECKING:
    from app.window.window import MainWindow

FILE: Final = "window.json"
VERSION: Final = 1
MOST_BYTES: Final = 1 << 16

_log = logging.getLogger(__name__)


class KeptView(QObject):
    """Gives a window the look it was left with, and keeps that when it is closed.

    What cannot be read or kept is left out: the window then looks as it does at the first start.
    """

    def __init__(self, window: MainWindow, data_dir: Path) -> None:
        super().__init__(window)
        self._window = window
        self._path = data_dir / FILE
        window.closed.connect(self.keep)

    def restore(self) -> None:
        """Give the window its place, size and panels; a place that is on no screen any more is moved by Qt."""
        kept = self._read()
        geometry = kept.get("geometry")
        if isinstance(geometry, str):
            with contextlib.suppress(binascii.Error, ValueError):
                self._window.restoreGeometry(QByteArray(base64.b64decode(geometry, validate=True)))
        self._window.choose_panels(sidebar=kept.get("sidebar") is not False, drift=kept.get("drift") is not False)

    @Slot()
    def keep(self) -> None:
        """Write down how the window looks."""
        sidebar, drift = self._window.chosen_panels
        geometry = base64.b64encode(bytes(self._window.saveGeometry().data())).decode("ascii")
        body = {"version": VERSION, "geometry": geometry, "sidebar": sidebar, "drift": drift}
        try:
            write_whole(self._path, json.dumps(body).encode("ascii") + b"\n")
        except OSError as error:
            _log.warning("How the window looks could not be kept: %s", error)

    def _read(self) -> dict[str, Any]:
        with contextlib.suppress(OSError):
            if self._path.stat().st_size <= MOST_BYTES:
                return parse(self._path.read_bytes()) or {}
        return {}
