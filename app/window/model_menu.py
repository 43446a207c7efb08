"""The menu on the model's name above the conversation: models used lately, the models page, opening a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.models.card import plain
from app.models.library import KnownModel

RECENT = 6
_LONGEST = 48


class ModelMenu(QMenu):
    """Lists what was used lately anew each time it opens; `model_chosen` carries a path.

    Other actions, such as those with keys, are put below it from outside with `addAction`.
    """

    about_to_show = Signal()
    model_chosen = Signal(object)
    unload_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._line = self.addSeparator()
        self.unload = self.addAction(self.tr("Unload the model"))
        self.unload.setToolTip(self.tr("Give its memory back; the next message loads it again"))
        self.unload.triggered.connect(self.unload_requested)
        self._recent: list[QAction] = []
        self.aboutToShow.connect(self.about_to_show)
        self.triggered.connect(self._on_triggered)

    def fill(self, models: Sequence[KnownModel], current: Path | None, *, can_unload: bool = False) -> None:
        """Show the models used lately, the one in use marked; those that cannot be used now are left out."""
        self.unload.setEnabled(can_unload)
        for action in self._recent:
            self.removeAction(action)
            action.deleteLater()
        shown = [model for model in models if not model.missing and not model.problem][:RECENT]
        self._recent = []
        for model in shown:
            name = plain(model.name)
            action = QAction((name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…").replace("&", "&&"), self)
            action.setCheckable(True)
            action.setChecked(model.path == current)
            action.setData(str(model.path))
            action.setToolTip(str(model.path))
            self.insertAction(self._line, action)
            self._recent.append(action)

    def _on_triggered(self, action: QAction) -> None:
        if action in self._recent:
            action.setChecked(True)
            self.model_chosen.emit(Path(action.data()))
