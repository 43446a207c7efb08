"""The card of one model that is on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.chat.text_body import plain_tooltip
from app.language.telling import told
from app.models.card import Card, plain
from app.models.library import KnownModel
from app.models.memory import Fit
from app.models.words import axis, context, last_used, licence, parameters, size
from app.theme import colours, icon, space


@dataclass(frozen=True, slots=True)
class Offers:
    """Which buttons make sense now."""

    load: bool = True
    axis: bool = False
    forget: bool = False


class InstalledCard(Card):
    """Shows a KnownModel; what the person wants with it leaves as a signal that carries its path."""

    load_requested = Signal(object)
    unload_requested = Signal()
    cancel_requested = Signal()
    calibrate_requested = Signal(object)
    import_requested = Signal(object)
    folder_requested = Signal(object)
    remove_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._state = ""
        self._asking = False
        self._offers = Offers()
        self._facts, self._where, self._notices = self.label("muted"), self.label("small"), self.label("small")
        self._axis, self._problem = self.label(""), self.label("problem")
        for label in (self._facts, self._axis, self._problem, self._notices, self._where):
            self.texts.addWidget(label)
        self.load = self.button()
        self.load.clicked.connect(self._on_load)
        self.calibrate = self.button()
        self.calibrate.clicked.connect(self._on_calibrate)
        self.take_over = self.button()
        self.take_over.clicked.connect(self._on_import)
        self.forget = self.button()
        self.forget.clicked.connect(self._on_remove)
        self._question = self.label("")
        self.texts.addWidget(self._question)
        self.confirm, self.keep = self.button("primary"), self.button()
        self.confirm.clicked.connect(self._on_confirmed)
        self.keep.clicked.connect(self._on_kept)
        self.more = QToolButton(self)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.folder = self._entry(self.tr("Show in its folder"), self._on_folder)
        self.remove = self._entry(self.tr("Remove from this list; the file stays"), self._on_remove)
        self.delete = self._entry(self.tr("Delete the file…"), self._on_delete)
        self.more.setMenu(self._menu)
        self.buttons.addWidget(self.more)
        self._draw()

    def show_model(
        self, model: KnownModel, *, axis_state: str, fit: Fit | None, state: str, may_delete: bool, taken: int = 0
    ) -> None:
        """Show what is known; state: "" not in use, "loading", "ready", or "unloaded" until needed; taken: bytes it holds."""
        self._state, missing = state, model.missing
        self.title.setText(plain(model.name))
        self.setToolTip(plain_tooltip(str(model.path)))
        facts = self._facts_of(model)
        if taken:
            facts.append(self.tr("takes {size} of memory").format(size=size(taken)))
        self._facts.setText(" · ".join(facts))
        self._facts.setVisible(bool(facts))
        self._where.setText(self._where_words(model))
        words, tone = axis(axis_state)
        known = model.report is not None and not missing
        self._axis.setText(words)
        if self._axis.property("tone") != tone:
            self._axis.setProperty("tone", tone)
            self._axis.style().unpolish(self._axis)
            self._axis.style().polish(self._axis)
        self._axis.setVisible(known)
        self._problem.setText(told(model.problem))
        self._problem.setVisible(bool(model.problem) and not missing)
        notices = model.report.notices if model.report is not None and not missing else []
        self._notices.setText(" ".join(told(plain(notice)) for notice in notices))
        self._notices.setVisible(bool(notices))
        self.show_fit(fit if known and state in ("", "unloaded") else None)
        marks = {
            "ready": (self.tr("in use"), "good"),
            "loading": (self.tr("loading…"), ""),
            "unloaded": (self.tr("put away until it is needed"), ""),
        }
        self.show_mark(*(marks.get(state) or ((self.tr("file missing"), "warn") if missing else ("", ""))))
        self._offers = Offers(
            load=not missing,
            axis=known and axis_state == "none" and state != "loading",
            forget=missing and model.origin != "demo",
        )
        self._name_buttons(too_large=fit is not None and fit.verdict == "too_large")
        self._show_menu(missing, model.origin == "demo", may_delete)
        self._show_asking()
        self.setAccessibleName(f"{self.title.text()}, {self._facts.text()}")

    def ask_about_deleting(self) -> None:
        """Ask whether the file shall really go; nothing is deleted yet."""
        self._asking = True
        self._question.setText(
            self.tr("Delete the file of {name} from this computer? It would have to be downloaded again.").format(
                name=self.title.text()
            )
        )
        self._show_asking()
        self.keep.setFocus()

    # --- how it looks --------------------------------------------------------------------------------------------------------

    def _facts_of(self, model: KnownModel) -> list[str]:
        report = model.report
        if report is None:
            return [] if model.missing else [size(model.file_bytes)]
        facts = [parameters(report.parameters) if report.parameters else "", plain(report.quantization)]
        facts += [size(report.file_bytes), context(report.n_ctx_train) if report.n_ctx_train > 0 else ""]
        facts += [licence(plain(report.licence)[:60]), last_used(model.last_used)]
        return [fact for fact in facts if fact]

    def _where_words(self, model: KnownModel) -> str:
        if model.missing:
            return self.tr(
                "The file {path} is not there now. It may have been moved, or be on a drive that is not connected."
            ).format(path=model.path)
        if model.origin == "demo":
            return self.tr("Built in: a tiny model that shows drift and the cap. It knows almost nothing, and English only.")
        parts = len(model.report.parts) if model.report is not None else 1
        if parts > 1:
            return self.tr("{path}, in {count} parts").format(path=model.path, count=parts)
        return str(model.path)

    def _name_buttons(self, *, too_large: bool) -> None:
        if self._state == "ready":
            self.name(self.load, self.tr("Unload"), self.tr("Give the model's memory back; the next message loads it again"))
        elif self._state == "loading":
            self.name(self.load, self.tr("Cancel"), self.tr("Stop loading this model"))
        elif too_large:
            self.name(self.load, self.tr("Load anyway"), self.tr("Load this model although it may not fit"))
        else:
            self.name(self.load, self.tr("Load"), self.tr("Use this model from now on; the conversation stays"))
        self.name(self.calibrate, self.tr("Calibrate…"), self.tr("Make an axis for this model; it is loaded for that"))
        self.name(self.take_over, self.tr("Import an axis file…"), self.tr("Use an axis of this model that was made elsewhere"))
        self.name(self.forget, self.tr("Remove from this list"))
        self.name(self.confirm, self.tr("Delete the file"))
        self.name(self.keep, self.tr("Keep it"))
        more = self.tr("More that can be done with {name}").format(name=self.title.text())
        self.more.setAccessibleName(more)
        self.more.setToolTip(plain_tooltip(more))

    def _show_menu(self, missing: bool, is_demo: bool, may_delete: bool) -> None:
        self.folder.setEnabled(not missing)
        self.remove.setVisible(not is_demo)
        self.remove.setEnabled(self._state == "")
        self.delete.setVisible(may_delete and not missing)
        self.delete.setEnabled(self._state in ("", "unloaded"))

    def _show_asking(self) -> None:
        """Show the question in place of the buttons while it is asked."""
        offers = self._offers
        wanted = (
            (self.load, offers.load),
            (self.calibrate, offers.axis),
            (self.take_over, offers.axis),
            (self.forget, offers.forget),
            (self.more, offers.load),
        )
        for widget, is_wanted in wanted:
            widget.setVisible(is_wanted and not self._asking)
        for part in (self._question, self.confirm, self.keep):
            part.setVisible(self._asking)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "more"):
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape answers the question whether the file shall go: it is kept."""
        if event.key() == Qt.Key.Key_Escape and self._asking:
            self._on_kept()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        self.more.setIcon(icon("more", colours(self).text))
        self.more.setIconSize(QSize(space(18), space(18)))

    def _entry(self, words: str, slot: object) -> QAction:
        action = QAction(words, self._menu)
        action.triggered.connect(slot)
        self._menu.addAction(action)
        return action

    # --- wishes --------------------------------------------------------------------------------------------------------------

    def _on_load(self) -> None:
        if self._state == "ready":
            self.unload_requested.emit()
        elif self._state == "loading":
            self.cancel_requested.emit()
        else:
            self.load_requested.emit(self.path)

    def _on_calibrate(self) -> None:
        self.calibrate_requested.emit(self.path)

    def _on_import(self) -> None:
        self.import_requested.emit(self.path)

    def _on_folder(self) -> None:
        self.folder_requested.emit(self.path)

    def _on_remove(self) -> None:
        self.remove_requested.emit(self.path)

    def _on_delete(self) -> None:
        self.ask_about_deleting()

    def _on_confirmed(self) -> None:
        self._asking = False
        self._show_asking()
        self.delete_requested.emit(self.path)

    def _on_kept(self) -> None:
        self._asking = False
        self._show_asking()
        self.more.setFocus()
