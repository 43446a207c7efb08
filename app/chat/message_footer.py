"""The line below a message: badges, the switch between versions, and what can be done with the message."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.chat.badges import Badge, marks
from app.chat.quiet_button import QuietButton
from app.conversations.records import Message
from app.drift.flow import FlowLayout

COPIED_MS = 1500
CONTINUABLE = ("stopped", "interrupted", "length")


class VersionSwitch(QWidget):
    """Leads to the earlier and the later version of a message; hidden where there is only one."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: Sequence[int] = ()
        self._at = 0
        self._earlier = QuietButton("‹", self, explanation=self.tr("Earlier version (Alt+Left)"))
        self._earlier.clicked.connect(self._on_earlier)
        self._position = QLabel(self)
        self._position.setObjectName("mutedLabel")
        self._later = QuietButton("›", self, explanation=self.tr("Later version (Alt+Right)"))
        self._later.clicked.connect(self._on_later)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(0)
        parts: tuple[QWidget, ...] = (self._earlier, self._position, self._later)
        for part in parts:
            layout.addWidget(part)

    def show_versions(self, message_id: int, versions: Sequence[int]) -> None:
        """Show which of these versions the message is."""
        self._versions = versions
        self._at = versions.index(message_id) if message_id in versions else 0
        self.setVisible(len(versions) > 1)
        self._position.setText(f"{self._at + 1} / {len(versions)}")
        self._position.setAccessibleName(self.tr("Version {at} of {count}").format(at=self._at + 1, count=len(versions)))
        self._earlier.setEnabled(self._at > 0)
        self._later.setEnabled(self._at + 1 < len(versions))

    def _on_earlier(self) -> None:
        self.chosen.emit(self._versions[max(0, self._at - 1)])

    def _on_later(self) -> None:
        self.chosen.emit(self._versions[min(len(self._versions) - 1, self._at + 1)])


class MessageFooter(QWidget):
    """Every request of the person leaves it as a signal with the message's id; copying it does itself."""

    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    version_requested = Signal(int)
    edit_requested = Signal(int)
    delete_requested = Signal(int)
    branch_requested = Signal(int)
    reproduce_requested = Signal(int)
    details_requested = Signal(int)
    other_cap_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._id = 0
        self._text = ""
        self._is_reply = False
        self._held: bool | None = None
        self._badges: list[Badge] = []
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(self._reset_copy)
        self.switch = VersionSwitch(self)
        self.switch.chosen.connect(self.version_requested)
        self.copy = QuietButton(self.tr("Copy"), self, explanation=self.tr("Copy this message"))
        self.copy.clicked.connect(self._on_copy)
        self.edit = QuietButton(self.tr("Edit"), self, explanation=self.tr("Edit this message; the old version is kept"))
        self.edit.clicked.connect(self._on_edit)
        self.again = QuietButton(self.tr("Regenerate"), self, explanation=self.tr("Make another version of this reply (Ctrl+R)"))
        self.again.clicked.connect(self._on_again)
        self.go_on = QuietButton(self.tr("Continue"), self, explanation=self.tr("Let the model go on where it stopped (Alt+Enter)"))
        self.go_on.clicked.connect(self._on_continue)
        self.more = QuietButton("⋯", self, explanation=self.tr("More that can be done with this message"))
        self.more.clicked.connect(self._on_more)
        self._line = FlowLayout(self, gap=4)

    def show_message(
        self,
        message_id: int,
        text: str,
        versions: Sequence[int],
        *,
        reply: Message | None = None,
        is_last: bool = False,
        trace: QToolButton | None = None,
    ) -> None:
        """Show what can be done with a message; reply: the record where it is the model's; trace unfolds its course."""
        self._id, self._text, self._is_reply = message_id, text, reply is not None
        reads = reply is not None and reply.stats.get("reading") is not None
        self._held = reply.stats.get("percentile") is not None if reply is not None and reads else None
        while self._line.takeAt(0) is not None:
            pass
        for old in self._badges:
            old.hide()
            old.deleteLater()
        self._badges = [Badge(mark, self) for mark in marks(reply)] if reply is not None else []
        traces = () if trace is None else (trace,)
        for widget in (*self._badges, *traces, self.switch, self.copy, self.edit, self.again, self.go_on, self.more):
            self._line.addWidget(widget)
        self.switch.show_versions(message_id, versions)
        if trace is not None:
            _set_flush(trace, not self._badges)
        _set_flush(self.copy, not self._badges and len(versions) < 2 and (trace is None or trace.isHidden()))
        self.copy.setVisible(bool(text))
        self.edit.setVisible(reply is None)
        self.again.setVisible(is_last)
        self.again.setText(self.tr("Regenerate") if reply is not None else self.tr("Answer"))
        explanation = self.tr("Let the model answer this message (Ctrl+R)")
        if reply is not None:
            explanation = self.tr("Make another version of this reply (Ctrl+R)")
        self.again.setToolTip(explanation)
        self.again.setAccessibleName(explanation)
        self.go_on.setVisible(reply is not None and is_last and reply.state in CONTINUABLE)

    def menu(self) -> QMenu:
        """Return a menu of all that can be done with the message; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Edit…")).triggered.connect(self._on_edit)
        menu.addAction(self.tr("Branch into a new chat")).triggered.connect(self._on_branch)
        if self._is_reply:
            menu.addSeparator()
            menu.addAction(self.tr("Regenerate")).triggered.connect(self._on_again)
            if self._held is not None:
                words = self.tr("Answer again without the cap") if self._held else self.tr("Answer again under the cap")
                menu.addAction(words).triggered.connect(self.request_other_cap)
            menu.addAction(self.tr("Reproduce from its receipt")).triggered.connect(self._on_reproduce)
            menu.addAction(self.tr("Details…")).triggered.connect(self._on_details)
        menu.addSeparator()
        menu.addAction(self.tr("Delete")).triggered.connect(self._on_delete)
        return menu

    @Slot()
    def request_other_cap(self) -> None:
        """Ask for another version of the reply: without the cap where it had one, else under it."""
        self.other_cap_requested.emit(self._id)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.copy.setText(self.tr("Copied"))
        self._copied.start()

    def _reset_copy(self) -> None:
        self.copy.setText(self.tr("Copy"))

    def _on_more(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _on_edit(self) -> None:
        self.edit_requested.emit(self._id)

    def _on_again(self) -> None:
        self.regenerate_requested.emit(self._id)

    def _on_continue(self) -> None:
        self.continue_requested.emit(self._id)

    def _on_branch(self) -> None:
        self.branch_requested.emit(self._id)

    def _on_reproduce(self) -> None:
        self.reproduce_requested.emit(self._id)

    def _on_details(self) -> None:
        self.details_requested.emit(self._id)

    def _on_delete(self) -> None:
        self.delete_requested.emit(self._id)


def _set_flush(button: QToolButton, flush: bool) -> None:
    """A button that begins a line stands in line with the text above it."""
    if button.property("flush") != flush:
        button.setProperty("flush", flush)
        button.style().unpolish(button)
        button.style().polish(button)
