"""The field for the access token of the hub: it goes into the system's keyring and is never shown again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.language.telling import told
from app.network.token_keeper import TokenKeeper
from app.theme import space


class TokenCard(QFrame):
    """Shows whether a token is kept, takes one, and forgets it."""

    def __init__(self, keeper: TokenKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.keeper = keeper
        self._heading = QLabel(self.tr("Access token"))
        self._heading.setProperty("tone", "heading")
        self._about = QLabel(
            self.tr(
                "Only needed for models whose owner wants to know who takes them. It is kept in the keyring of this computer,"
                " never in a file of Keel, and sent to the hub alone."
            )
        )
        self._about.setProperty("tone", "muted")
        self.state = QLabel()
        self.problem = QLabel()
        self.problem.setProperty("tone", "problem")
        for label in (self._heading, self._about, self.state, self.problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.problem.hide()
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(512)
        self.field.setPlaceholderText(self.tr("Paste a token here"))
        self.field.setAccessibleName(self.tr("Access token of the hub"))
        self.keep = QPushButton(self.tr("Keep"))
        self.keep.setAccessibleName(self.tr("Keep the access token"))
        self.forget = QPushButton(self.tr("Forget the token"))
        self._lay_out()
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self._on_keep)
        self.keep.clicked.connect(self._on_keep)
        self.forget.clicked.connect(self._on_forget)
        keeper.changed.connect(self._show)
        keeper.failed.connect(self._on_failed)
        self._show()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(space(8))
        line.addWidget(self.field, 1)
        line.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(16), space(14), space(16), space(14))
        column.setSpacing(space(8))
        for widget in (self._heading, self._about, self.state):
            column.addWidget(widget)
        column.addLayout(line)
        column.addWidget(self.problem)
        column.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _show(self) -> None:
        words = {
            "asking": self.tr("The keyring is being asked…"),
            "none": "",
            "kept": self.tr("A token is kept."),
            "unavailable": self.tr("This computer has no keyring, so a token cannot be kept."),
        }
        state = self.keeper.state
        self.state.setText(words[state])
        self.state.setVisible(bool(words[state]))
        possible = state in ("none", "kept")
        self.field.setEnabled(possible)
        self.keep.setEnabled(possible and bool(self.field.text().strip()))
        self.forget.setVisible(state == "kept")

    @Slot()
    def _on_keep(self) -> None:
        token = self.field.text().strip()
        if token and self.keep.isEnabled():
            self.problem.hide()
            self.field.clear()
            self.keeper.keep(token)

    @Slot()
    def _on_forget(self) -> None:
        self.problem.hide()
        self.field.setFocus()
        self.keeper.forget()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.problem.setText(told(sentence))
        self.problem.show()


def make_token_card(parent: QObject) -> TokenCard:
    """Return the card with a keeper of its own, which belongs to `parent`."""
    return TokenCard(TokenKeeper(parent))
