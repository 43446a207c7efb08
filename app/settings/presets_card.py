"""The card of presets: put one in force, keep the settings on show as one, rename, delete, export and import."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QSize, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.file_dialog import FileDialog
from app.language.telling import told
from app.problems import UserError
from app.settings.fields import LONGEST_NAME, Layer
from app.settings.presets import free_name, read_preset, tidy_name, write_preset
from app.settings.store import SettingsStore
from app.theme import colours, icon, space

FILE_ENDING: Final = ".keel-preset.json"
NAME_SHOWN: Final = 14
"""Characters of a preset's name that the list has room for at least."""
ARROW: Final = 40
"""What the list takes beside its words, at the usual text size."""


class _CalmBox(QComboBox):
    """A list that leaves the wheel to the page unless it has the focus, so that scrolling past it chooses nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class PresetsCard(QFrame):
    """Keeps the presets of a store; what to put in force, and in which layer, is for the panel to decide."""

    use_requested = Signal(str, object)
    """A preset shall be put in force: its name and its values."""

    undo_requested = Signal()
    """What was put in force shall be taken back."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._store = store
        self._current: dict[str, Any] = {}
        self._naming = ""
        self._below = False  # whether the button stands below the list
        self._before: dict[str, Layer] | None = None
        self._make_widgets()
        self._make_menu()
        self._lay_out()
        self._draw_icon()
        store.changed.connect(self._show)
        self._show()

    def set_current(self, values: Layer) -> None:
        """Say what a preset made now would hold."""
        self._current = dict(values)

    def say(self, text: str, *, undo: bool = False) -> None:
        """Show one line below, with a way back where `undo`; "" for nothing."""
        self._before = None
        self.line.setText(told(text))
        self._line_box.setVisible(bool(text))
        self.undo.setVisible(undo)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the list would be too narrow for its words beside the button, the button stands below it."""
        super().resizeEvent(event)
        self._place_use()

    def _place_use(self) -> None:
        metrics = self.names.fontMetrics()
        words = max(metrics.horizontalAdvance(self.names.placeholderText()), metrics.averageCharWidth() * NAME_SHOWN)
        beside = self.use.sizeHint().width() + self.more.sizeHint().width() + 2 * self._row.spacing()
        room = self.contentsRect().width() - 2 * space(12) - beside
        below = room < words + space(ARROW)
        if below != self._below:
            self._below = below
            self._row.removeWidget(self.use)
            self._row.addWidget(self.use, *((1, 0) if below else (0, 1)), Qt.AlignmentFlag.AlignLeft)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_line_box"):
            self._draw_icon()
            self._place_use()

    # --- files ---------------------------------------------------------------------------------------------------------------

    @Slot(str)
    def export_to(self, path: str) -> None:
        """Write the chosen preset to a file."""
        name = self.names.currentText()
        if self._holds_chats(path):
            return
        try:
            write_preset(Path(path), name, self._store.settings.presets[name])
        except UserError as error:
            self.say(error.sentence)
            return
        self.say(self.tr("“{name}” was exported to {file}.").format(name=name, file=Path(path).name))

    @Slot(str)
    def import_from(self, path: str) -> None:
        """Add the preset that a file holds."""
        if self._holds_chats(path):
            return
        try:
            found = read_preset(Path(path))
        except UserError as error:
            self.say(error.sentence)
            return
        before = dict(self._store.settings.presets)
        name = free_name(found.name, before)
        self._store.save_preset(name, found.values)
        self.names.setCurrentText(name)
        text = self.tr("“{name}” was added.").format(name=name)
        if found.left_out:
            text += " " + self.tr("Left out, as Keel cannot use it: {settings}.").format(settings=", ".join(found.left_out))
        self._say_with_way_back(text, before)

    # --- inside --------------------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        names = list(self._store.settings.presets)
        if names != [self.names.itemText(place) for place in range(self.names.count())]:
            chosen = self.names.currentText()
            self.names.clear()
            self.names.addItems(names)
            self.names.setCurrentIndex(names.index(chosen) if chosen in names else -1)
        self.names.setEnabled(bool(names))
        self.names.setPlaceholderText(self.tr("Choose a preset") if names else self.tr("None yet"))
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        name = self.names.currentText()
        known = name in self._store.settings.presets
        self.use.setEnabled(known)
        for action in (self._replace, self._rename, self._delete, self._export):
            action.setEnabled(known)

    @Slot()
    def _use(self) -> None:
        name = self.names.currentText()
        self.use_requested.emit(name, dict(self._store.settings.presets[name]))

    @Slot()
    def _save_as(self) -> None:
        self._ask_name("", free_name(self.tr("My preset"), self._store.settings.presets))

    @Slot()
    def _save_over(self) -> None:
        before, name = dict(self._store.settings.presets), self.names.currentText()
        self._store.save_preset(name, self._current)
        self._say_with_way_back(self.tr("“{name}” now holds the settings on show.").format(name=name), before)

    @Slot()
    def _rename_it(self) -> None:
        self._ask_name(self.names.currentText(), self.names.currentText())

    @Slot()
    def _delete_it(self) -> None:
        before, name = dict(self._store.settings.presets), self.names.currentText()
        self._store.remove_preset(name)
        self._say_with_way_back(self.tr("“{name}” was deleted.").format(name=name), before)

    @Slot()
    def _choose_export(self) -> None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
        safe = "".join(char if char.isalnum() or char in " -_" else "_" for char in self.names.currentText()).strip()
        dialog = self._dialog(self.tr("Export a preset"), str(folder / (safe + FILE_ENDING)))
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(safe + FILE_ENDING)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    @Slot()
    def _choose_import(self) -> None:
        dialog = self._dialog(self.tr("Import a preset"), str(Path.home()))
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_from)
        dialog.open()

    def _holds_chats(self, path: str) -> bool:
        """Whether this is the chat file, which is neither opened here nor replaced; says so then."""
        place = Path(path).resolve()
        holds = place.parent == self._store.path.parent.resolve() and place.name.startswith("chats.db")
        if holds:
            self.say(self.tr("{file} holds your chats, so it cannot be used for a preset.").format(file=place.name))
        return holds

    def _dialog(self, title: str, place: str) -> FileDialog:
        return FileDialog(self, title, place, self.tr("Presets (*.json)"))

    def _ask_name(self, renamed: str, proposal: str) -> None:
        self._naming = renamed
        self.say("")
        self.name.setText(proposal)
        self._name_box.show()
        self.name.selectAll()
        self.name.setFocus()

    @Slot()
    def _take_name(self) -> None:
        name, presets = tidy_name(self.name.text()), self._store.settings.presets
        if not name:
            self.say(self.tr("Give the preset a name."))
            return
        if name in presets and name != self._naming:
            self.say(self.tr("There is a preset named “{name}” already; choose another name.").format(name=name))
            return
        if self._naming:
            self._store.rename_preset(self._naming, name)
        else:
            self._store.save_preset(name, self._current)
        self._close_name()
        self.names.setCurrentText(name)
        self.say(self.tr("Saved as “{name}”.").format(name=name))

    @Slot()
    def _close_name(self) -> None:
        self._name_box.hide()
        self.say("")
        self.more.setFocus()

    def _say_with_way_back(self, text: str, before: dict[str, Layer]) -> None:
        self.say(text, undo=True)
        self._before = before

    @Slot()
    def _undo(self) -> None:
        if self._before is None:
            self.say("")
            self.undo_requested.emit()
            return
        presets = self._before
        self.say("")
        self._store.update(presets=presets)

    def _make_widgets(self) -> None:
        self.names = _CalmBox()
        self.names.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.names.setAccessibleName(self.tr("Preset"))
        self.names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.names.setMinimumContentsLength(4)
        self.names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.names.currentIndexChanged.connect(self._chosen)
        self.use = self._button(self.tr("Use"), self.tr("Put the chosen preset in force"))
        self.use.clicked.connect(self._use)
        self.more = QToolButton()
        self.more.setAccessibleName(self.tr("More about presets"))
        self.more.setToolTip(self.tr("Save, rename, delete, export and import presets"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(self.tr("Name of the preset"))
        self.name.returnPressed.connect(self._take_name)
        self.save = self._button(self.tr("Save"), self.tr("Save the preset under this name"))
        self.save.clicked.connect(self._take_name)
        self.cancel = self._button(self.tr("Cancel"), self.tr("Keep no preset"))
        self.cancel.clicked.connect(self._close_name)
        self.line = QLabel()
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setProperty("tone", "small")
        self.line.setWordWrap(True)
        self.undo = self._button(self.tr("Undo"), self.tr("Take it back"))
        self.undo.clicked.connect(self._undo)

    def _make_menu(self) -> None:
        menu = QMenu(self.more)
        self._save_new = self._action(menu, self.tr("Save the settings on show as…"), self._save_as)
        self._replace = self._action(menu, self.tr("Save the settings on show over it"), self._save_over)
        menu.addSeparator()
        self._rename = self._action(menu, self.tr("Rename…"), self._rename_it)
        self._delete = self._action(menu, self.tr("Delete"), self._delete_it)
        menu.addSeparator()
        self._export = self._action(menu, self.tr("Export…"), self._choose_export)
        self._import = self._action(menu, self.tr("Import…"), self._choose_import)
        self.more.setMenu(menu)

    def _action(self, menu: QMenu, text: str, slot: Any) -> QAction:
        action = QAction(text, menu)
        action.triggered.connect(slot)
        menu.addAction(action)
        return action

    def _button(self, text: str, explanation: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(explanation)
        button.setAccessibleDescription(explanation)
        return button

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Presets"))
        heading.setProperty("tone", "title")
        self._row = QGridLayout()
        self._row.setSpacing(space(6))
        self._row.setColumnStretch(0, 1)
        self._row.addWidget(self.names, 0, 0)
        self._row.addWidget(self.use, 0, 1)
        self._row.addWidget(self.more, 0, 2)
        self._name_box = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(space(6))
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        naming = QVBoxLayout(self._name_box)
        naming.setContentsMargins(0, 0, 0, 0)
        naming.setSpacing(space(6))
        naming.addWidget(self.name)
        naming.addLayout(buttons)
        self._name_box.hide()
        self._line_box = QWidget()
        saying = QHBoxLayout(self._line_box)
        saying.setContentsMargins(0, 0, 0, 0)
        saying.setSpacing(space(6))
        saying.addWidget(self.line, 1)
        saying.addWidget(self.undo)
        self._line_box.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(space(12), space(10), space(12), space(12))
        column.setSpacing(space(8))
        column.addWidget(heading)
        column.addLayout(self._row)
        column.addWidget(self._name_box)
        column.addWidget(self._line_box)

    def _draw_icon(self) -> None:
        side = space(16)
        self.more.setIcon(icon("more", colours(self).muted))
        self.more.setIconSize(QSize(side, side))
