"""The settings panel, made from the table of settings."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.settings.fields import INFO, SECTIONS, FieldInfo
from app.settings.row import SettingRow
from app.settings.store import SettingsStore
from app.theme import colours, icon, space
from engine.protocol import STRENGTHS, AxisFacts

_NO_MODEL: Final = "Available once a model is loaded."
_NOT_AVAILABLE: Final = "Not available for this model."
_ONLY_READS: Final = "Not available for this model: its axis was found good for readings only."
_ONLY_CAPS: Final = "Not available for this model: its axis shows no readings."


class SettingsPanel(QWidget):
    """Shows every setting and writes each change to the store at once; a change from elsewhere is shown as it comes.

    The sections that need an axis say so where there is none; the values in them stay as they are.
    """

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Settings")
        self._store = store
        self._axis: AxisFacts | None = None
        self._rows: dict[str, SettingRow] = {}
        self._sections: dict[str, _Section] = {}
        self._build()
        self._store.changed.connect(self._show)
        self.set_axis(None, None)
        for name, info in INFO.items():
            if info.advanced and not store.is_default(name):
                self._sections[info.section].unfold()

    def set_axis(self, facts: AxisFacts | None, problem: str | None = None) -> None:
        """Say what the loaded model's axis allows; without one, why there is none."""
        self._axis = facts
        note = "" if facts is not None else (f"{_NOT_AVAILABLE} {problem}" if problem else _NO_MODEL)
        caps, reads = facts is not None and facts.caps, facts is not None and facts.reads
        for name, works, lacks in (("steadiness", caps, _ONLY_READS), ("warning", reads, _ONLY_CAPS)):
            self._sections[name].set_note("" if works else lacks if facts is not None else note)
            self._sections[name].body.setEnabled(works)
        self._show()

    def row(self, name: str) -> SettingRow:
        """Return the row of a setting; raises KeyError for one the panel does not show."""
        return self._rows[name]

    def commit(self) -> None:
        """Send what still waits for a pause in typing, before the window closes."""
        for row in self._rows.values():
            row.editor.commit()

    def minimumSizeHint(self) -> QSize:
        """Works down to this width."""
        return QSize(space(240), space(200))

    @Slot()
    def _show(self) -> None:
        settings = self._store.settings
        strength = STRENGTHS[settings.cap]
        inherited = {
            "percentile": strength if strength is not None else STRENGTHS["standard"],
            "threshold": self._axis.threshold if self._axis is not None else None,
        }
        for name, row in self._rows.items():
            value = getattr(settings, name)
            row.show_value(value, self._store.is_default(name))
            if name in inherited:
                row.show_inherited(inherited[name], value)
        self._rows["percentile"].setEnabled(settings.cap != "off")
        self._rows["form"].setEnabled(settings.cap != "off" and self._axis is not None and len(self._axis.forms) > 1)
        self._rows["threshold"].setEnabled(settings.warning != "off")

    @Slot(str, object)
    def _edited(self, name: str, value: Any) -> None:
        changes = {name: value}
        if name == "cap":
            changes["percentile"] = None  # a step is chosen, so an exact strength set before no longer counts
        self._store.update(**changes)

    @Slot(str)
    def _reset(self, name: str) -> None:
        self._store.reset(name)

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(space(14), space(12), space(14), space(14))
        column.setSpacing(space(12))
        for key, title in SECTIONS.items():
            rows = {name: info for name, info in INFO.items() if info.section == key}
            section = _Section(title)
            for name, info in rows.items():
                section.add(self._make_row(name, info), info.advanced)
            self._sections[key] = section
            column.addWidget(section)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _make_row(self, name: str, info: FieldInfo) -> SettingRow:
        row = SettingRow(name, info)
        row.edited.connect(self._edited)
        row.reset_requested.connect(self._reset)
        self._rows[name] = row
        return row


class _Section(QFrame):
    """A card with a title, a note, its settings, and those folded away under Advanced."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(space(12), space(10), space(12), space(12))
        column.setSpacing(space(8))
        heading = QLabel(title)
        heading.setProperty("tone", "title")
        self._note = QLabel()
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setProperty("tone", "muted")
        self._note.setWordWrap(True)
        self._note.hide()
        self.body = QWidget()
        self._plain = QVBoxLayout(self.body)
        self._plain.setContentsMargins(0, 0, 0, 0)
        self._plain.setSpacing(space(10))
        column.addWidget(heading)
        column.addWidget(self._note)
        column.addWidget(self.body)
        self._fold: QPushButton | None = None
        self._folded = QWidget()
        self._hidden = QVBoxLayout(self._folded)
        self._hidden.setContentsMargins(0, 0, 0, 0)
        self._hidden.setSpacing(space(10))

    def add(self, row: SettingRow, advanced: bool) -> None:
        """Add a setting at the end."""
        if not advanced:
            self._plain.addWidget(row)
            return
        if self._fold is None:
            self._make_fold()
        self._hidden.addWidget(row)

    def unfold(self) -> None:
        """Show the settings under Advanced."""
        if self._fold is not None:
            self._fold.setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_fold"):
            self._draw_icon()

    def set_note(self, text: str) -> None:
        """Say something below the title, "" for nothing."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _make_fold(self) -> None:
        self._fold = QPushButton("Advanced")
        self._fold.setProperty("look", "fold")
        self._fold.setCheckable(True)
        self._fold.setAutoDefault(False)
        self._fold.setAccessibleName(f"Advanced settings: {self._title}")
        self._fold.toggled.connect(self._unfold)
        self._plain.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._plain.addWidget(self._folded)
        self._unfold(False)

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        self._folded.setVisible(unfolded)
        self._draw_icon()

    def _draw_icon(self) -> None:
        if self._fold is not None:
            side = space(12)
            self._fold.setIcon(icon("chevron-down" if self._fold.isChecked() else "chevron-right", colours(self).muted))
            self._fold.setIconSize(QSize(side, side))
