"""A card of the settings panel: a title, a note, its settings, and those folded away under Advanced."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.settings.row import SettingRow
from app.theme import colours, icon, space


class Section(QFrame):
    """Shows the rows of one section; it hides where none of them is for the layer on show."""

    action_requested = Signal()
    """The button below the rows was pressed."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._title = title
        self._rows: list[tuple[SettingRow, bool]] = []
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
        self.action = QPushButton()
        self.action.setAutoDefault(False)
        self.action.hide()
        self.action.clicked.connect(self.action_requested)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeft)
        self._fold: QPushButton | None = None
        self._folded = QWidget(self)
        self._folded.hide()
        self._hidden = QVBoxLayout(self._folded)
        self._hidden.setContentsMargins(0, 0, 0, 0)
        self._hidden.setSpacing(space(10))

    def add(self, row: SettingRow, advanced: bool) -> None:
        """Add a setting at the end."""
        self._rows.append((row, advanced))
        if not advanced:
            self._plain.addWidget(row)
            return
        if self._fold is None:
            self._make_fold()
        self._hidden.addWidget(row)

    def show_names(self, names: frozenset[str]) -> None:
        """Show the rows of these settings alone."""
        for row, _ in self._rows:
            row.setVisible(row.name in names)
        if self._fold is not None:
            self._fold.setVisible(any(advanced and row.name in names for row, advanced in self._rows))
        self.setVisible(any(row.name in names for row, _ in self._rows))

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

    def set_action(self, text: str) -> None:
        """Offer something below the rows, "" nothing."""
        self.action.setText(text)
        self.action.setVisible(bool(text))

    def _make_fold(self) -> None:
        self._fold = QPushButton(self.tr("Advanced"))
        self._fold.setProperty("look", "fold")
        self._fold.setCheckable(True)
        self._fold.setAutoDefault(False)
        self._fold.setAccessibleName(self.tr("Advanced settings: {section}").format(section=self._title))
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
