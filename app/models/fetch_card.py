"""The card of one download: how far it is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.calibration.words import remaining
from app.models import words
from app.models.card import Card, plain
from app.models.fetches import Fetch
from app.theme import space


class FetchCard(Card):
    """Shows a Fetch; its signals carry it as it was shown last."""

    pause_requested = Signal(object)
    resume_requested = Signal(object)
    cancel_requested = Signal(object)
    discard_requested = Signal(object)

    def __init__(self, fetch: Fetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fetch = fetch
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(space(6))
        self.status, self._problem = self.label("muted"), self.label("problem")
        for widget in (self.bar, self.status, self._problem):
            self.texts.addWidget(widget)
        self.go, self.cancel, self.discard = self.button(), self.button(), self.button()
        self.go.clicked.connect(self._on_go)
        self.cancel.clicked.connect(self._on_cancel)
        self.discard.clicked.connect(self._on_discard)
        self.show_fetch(fetch)

    def show_fetch(self, fetch: Fetch) -> None:
        """Show how far it is."""
        self.fetch = fetch
        self.title.setText(plain(fetch.title))
        self.bar.setAccessibleName(self.tr("How much of {name} has arrived").format(name=self.title.text()))
        self.bar.setValue(round(words.share(list(fetch.states)) * self.bar.maximum()))
        parts = [words.state(fetch.state), words.progress(fetch.received, fetch.total)]
        if fetch.state == "running":
            parts += [words.speed(fetch.bytes_per_second), remaining(fetch.seconds_left)]
            parts = [part for part in parts if part] or [self.tr("Connecting…")]
        self.status.setText(" · ".join(part for part in parts if part))
        failed = fetch.state == "failed"
        self._problem.setText(plain(fetch.sentence))
        self._problem.setVisible(bool(fetch.sentence))
        tone = "problem" if failed else "small"
        if self._problem.property("tone") != tone:
            self._problem.setProperty("tone", tone)
            self._problem.style().unpolish(self._problem)
            self._problem.style().polish(self._problem)
        if fetch.state in ("running", "queued"):
            self.name(self.go, self.tr("Pause"), self.tr("Stop for now; what has arrived is kept"))
        else:
            self.name(self.go, self.tr("Try again") if failed else self.tr("Resume"), self.tr("Go on from where it was"))
        self.set_look(self.go, "" if fetch.state in ("running", "queued") else "primary")
        self.name(self.cancel, self.tr("Cancel"), self.tr("Take it off this list; what has arrived is kept for another time"))
        self.name(self.discard, self.tr("Cancel and delete"), self.tr("Take it off this list and delete what has arrived"))
        self.discard.setVisible(fetch.received > 0)
        self.setAccessibleName(f"{self.title.text()}, {self.status.text()}")

    def _on_go(self) -> None:
        running = self.fetch.state in ("running", "queued")
        (self.pause_requested if running else self.resume_requested).emit(self.fetch)

    def _on_cancel(self) -> None:
        self.cancel_requested.emit(self.fetch)

    def _on_discard(self) -> None:
        self.discard_requested.emit(self.fetch)
