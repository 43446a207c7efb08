"""Tells what there is to say of a model that was loaded, once while the program runs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.language.telling import told as in_words
from app.window.model_loader import ModelLoader, Problem


class LoadNotices(QObject):
    """`told`: a Problem with all sentences of a load that were not told of this model before."""

    told = Signal(object)

    def __init__(self, loader: ModelLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._said: set[tuple[str, str]] = set()
        loader.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        model = self._loader.model
        if self._loader.state != "ready" or model is None:
            return
        new = [notice for notice in model.notices if (model.path, notice) not in self._said]
        self._said |= {(model.path, notice) for notice in new}
        if new:
            self.told.emit(Problem(" ".join(in_words(notice) for notice in new), tone="info"))
