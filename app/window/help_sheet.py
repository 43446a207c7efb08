"""The help sheet: every key that does something in the window, read from the actions and shortcuts that are really there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.keys import keys_of
from app.theme import space


class HelpSheet(QDialog):
    """Lists every key and what it does; a screen reader reads it line by line."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("helpSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        heading = QLabel(self.tr("Everything in this window can be reached without a mouse: Tab goes to the next part."))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("tone", "muted")
        heading.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName(self.tr("Keys and what they do"))
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(True)
        self._fill(window)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        column = QVBoxLayout(self)
        column.setContentsMargins(space(18), space(16), space(18), space(14))
        column.setSpacing(space(10))
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.list.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size of the list, which is known now, before Qt chooses the place on the screen by it."""
        self.list.ensurePolished()
        self.list.doItemsLayout()
        self.resize(self.sizeHint())
        super().showEvent(event)

    def sizeHint(self) -> QSize:
        """High enough for the list where the screen allows it."""
        rows = self.list.topLevelItemCount() * self.list.sizeHintForRow(0)
        screen = self.screen().availableSize()
        width = max(space(420), self.list.sizeHintForColumn(0) + self.list.sizeHintForColumn(1) + space(70))
        return QSize(width, rows + space(160)).boundedTo(screen * 0.9)

    def _fill(self, window: QWidget) -> None:
        for name, keys in keys_of(window):
            item = QTreeWidgetItem([" " + self._joined(keys) + " ", name])
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name}: {self._joined(keys)}")
            font = self.list.font()
            font.setBold(True)
            item.setFont(0, font)
            self.list.addTopLevelItem(item)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)

    def _joined(self, keys: list[str]) -> str:
        return self.tr(" or ").join(keys)
