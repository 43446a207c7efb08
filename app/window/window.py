"""The main window: puts the parts side by side and passes their signals on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.calibration.page import CalibrationPage
from app.chat.composer import Composer
from app.chat.notice import Notice
from app.chat.text_body import LinkOpener
from app.chat.view import ChatView
from app.drift.hand_over_strip import HandOverStrip
from app.drift.panel import DriftPanel
from app.drift.strip import WarningStrip
from app.file_dialog import FileDialog
from app.finding.find_bar import FindBar
from app.keys import KEYS_NOTE
from app.settings.fields import INFO
from app.settings.panel import SettingsPanel
from app.sidebar.sidebar import Sidebar
from app.theme import app_icon, apply_look, colours, space, wear, zoom
from app.window.binding import Binding
from app.window.calibration_binding import CalibrationBinding
from app.window.chat_page import ChatPage
from app.window.controller import Controller
from app.window.drift_binding import DriftBinding
from app.window.exchange_binding import ExchangeBinding
from app.window.finding_binding import FindingBinding
from app.window.first_run_binding import FirstRunBinding
from app.window.header import Header
from app.window.help_sheet import HelpSheet
from app.window.message_binding import MessageBinding
from app.window.models_binding import ModelsBinding
from app.window.network_binding import NetworkBinding
from app.window.page import Page
from app.window.settings_binding import SettingsBinding
from app.window.side_panels import SidePanels
from app.window.status_line import StatusLine
from app.window.style import window_style
from app.window.template_binding import TemplateBinding
from app.window.way_back import WayBack

MINIMUM = (800, 600)
FIRST_SIZE = (1240, 800)
ZOOM_STEP = 0.1
ROOM_FOR_CHAT = 460
CLOSE_LIMIT_MS = 3800
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class MainWindow(QMainWindow):
    """One chat in the middle, the list of chats on the left, drift panel or settings on the right."""

    closed = Signal()
    page_changed = Signal()

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.controller = controller
        controller.setParent(self)
        self.setObjectName("mainWindow")
        self.setWindowTitle("Keel")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*MINIMUM)
        self.setAcceptDrops(True)
        self._closing = False
        self._styled: tuple[object, ...] = ()
        self._sidebar_wanted = True
        self._drift_wanted = True
        self._may_stop = False
        self.sidebar = Sidebar(self)
        self.header = Header(self)
        self.chat_view = ChatView(self)
        self.find_bar = FindBar(self.chat_view, self)
        self.warning_strip = WarningStrip(self)
        self.hand_over_strip = HandOverStrip(self)
        self.notice = Notice(self, name="windowNotice")
        self.composer = Composer(self)
        self.status_line = StatusLine(self)
        self.drift_panel = DriftPanel(self)
        self.settings_panel = SettingsPanel(controller.settings, self)
        self.side = SidePanels(self.drift_panel, self.settings_panel, self)
        self.calibration_page = CalibrationPage(controller.calibration, self)
        self.links = LinkOpener(self)
        self.way_back = WayBack(self)
        self._lay_out()
        self._make_actions()
        self._make_timers()  # before anything listens: what is built below may change a setting, and so the look
        self._connect()
        self.binding = Binding(self)
        self.message_binding = MessageBinding(self)
        self.finding_binding = FindingBinding(self)
        self.drift_binding = DriftBinding(self)
        self.calibration_binding = CalibrationBinding(self)
        self.models_binding = ModelsBinding(self)
        self.settings_binding = SettingsBinding(self)
        self.template_binding = TemplateBinding(self)
        self.exchange_binding = ExchangeBinding(self)
        self.network_binding = NetworkBinding(self)
        self.first_run_binding = FirstRunBinding(self)
        self._apply_settings(controller.settings.settings)
        self._restyle()
        self.resize(*FIRST_SIZE)
        self.composer.setFocus()

    def start(self, model: str | None, axis: str | None) -> None:
        """Load the model and show the chat used last."""
        self.binding.show_start()
        self.controller.start(model, axis)
        self.first_run_binding.show_if_wanted(model)

    # --- building ------------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        centre = QWidget(self)
        centre.setObjectName("centre")
        centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        parts = (self.notice, self.warning_strip, self.hand_over_strip, self.composer, self.status_line)
        self._chat_page = ChatPage(self.find_bar, self.chat_view, parts, centre)
        self._pages = QStackedWidget(centre)
        self._pages.setProperty(KEYS_NOTE, [(self.tr("Back to the chat"), "Esc")])
        self._pages.addWidget(self._chat_page)
        self._pages.addWidget(self.calibration_page)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._pages, 1)
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(centre, 1)
        row.addWidget(self.side)
        self.setCentralWidget(whole)
        self._centre = centre
        for first, second in ((self.composer.editor, self.composer.button), (self.composer.button, self.sidebar)):
            QWidget.setTabOrder(first, second)

    def _make_actions(self) -> None:
        self._action(self.tr("New chat"), self._on_new, "Ctrl+N")
        temporary = self._action(self.tr("New temporary chat"), self.controller.new_temporary, "Ctrl+Shift+N")
        temporary.setToolTip(self.tr("A chat that is never written to the disk"))
        self.header.chat_menu.addAction(temporary)
        for action in (
            self._action(self.tr("All models"), self._on_models, "Ctrl+M"),
            self._action(self.tr("Open a model file…"), self.choose_model, "Ctrl+O"),
        ):
            self.header.model_menu.addAction(action)
        self._action(self.tr("Search all chats"), self._on_search, "Ctrl+K")
        self._action(self.tr("Find in this chat"), self._on_find, "Ctrl+F")
        self._action(self.tr("List of chats"), self.toggle_sidebar, "Ctrl+B")
        self._action(self.tr("Drift panel"), self.toggle_drift, "Ctrl+D")
        self._action(self.tr("Settings"), self.toggle_settings, "Ctrl+,")
        self._action(self.tr("Regenerate"), self._on_regenerate, "Ctrl+R")
        self._action(self.tr("Continue"), self._on_continue, "Alt+Return")
        self._action(self.tr("Earlier version of the last message"), self._on_earlier, "Alt+Left")
        self._action(self.tr("Later version of the last message"), self._on_later, "Alt+Right")
        self._action(self.tr("Copy the last reply"), self._on_copy_last, "Ctrl+Shift+C")
        self._stop_action = self._action(self.tr("Stop"), self.controller.stop, "Esc")
        self._stop_action.setEnabled(False)
        self._action(self.tr("Larger text"), self._on_larger, "Ctrl++", "Ctrl+=")
        self._action(self.tr("Smaller text"), self._on_smaller, "Ctrl+-")
        self._action(self.tr("Usual text size"), self._on_usual, "Ctrl+0")
        self._action(self.tr("Help: all keys"), self.show_help, "Ctrl+/", "F1")
        self._action(self.tr("Close"), self.close, "Ctrl+Q")

    def _make_timers(self) -> None:
        self._close_limit = QTimer(self)
        self._close_limit.setSingleShot(True)
        self._close_limit.setInterval(CLOSE_LIMIT_MS)
        self._close_limit.timeout.connect(self._on_closed)
        # Never from within changeEvent: Qt is then walking through all widgets to give them the program's style sheet.
        self._restyle_soon = QTimer(self)
        self._restyle_soon.setSingleShot(True)
        self._restyle_soon.setInterval(0)
        self._restyle_soon.timeout.connect(self._restyle)

    def allow_stop(self, possible: bool) -> None:
        """Escape stops a reply only while there is one and the chat is on show; otherwise it belongs to whatever has the focus."""
        self._may_stop = possible
        self._stop_action.setEnabled(possible and self.chat_is_shown)

    def _action(self, name: str, slot: object, *keys: str) -> QAction:
        action = QAction(name, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _connect(self) -> None:
        self.header.sidebar_toggled.connect(self.toggle_sidebar)
        self.header.drift_toggled.connect(self.toggle_drift)
        self.header.settings_toggled.connect(self.toggle_settings)
        self.side.changed.connect(self._show_switches)
        self.side.refitted.connect(self._make_room)
        self.side.left.connect(self._on_side_left)
        self.chat_view.link_activated.connect(self.links.offer)
        self.controller.settings.changed.connect(self._apply_settings)
        self.controller.closed.connect(self._on_closed)

    # --- pages ---------------------------------------------------------------------------------------------------------------

    @property
    def calibration_is_shown(self) -> bool:
        """Whether the calibration page is where the chat otherwise is."""
        return self._pages.currentWidget() is self.calibration_page

    @property
    def chat_is_shown(self) -> bool:
        """Whether no page is where the chat is."""
        return self._pages.currentWidget() is self._chat_page

    def show_calibration(self) -> None:
        """Show the calibration page in place of the chat."""
        self.show_page(self.calibration_page)

    def show_page(self, page: Page) -> None:
        """Show a page in place of the chat; its accessible name is its title. A page that is made late is taken in here."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        if self.chat_is_shown:
            self.way_back.remember()
        self._pages.setCurrentWidget(page)
        self.allow_stop(self._may_stop)
        page.take_focus()
        self.show_title()
        self.page_changed.emit()

    def drop_page(self, page: Page) -> None:
        """Take a page out that is not needed again."""
        self._pages.removeWidget(page)
        page.deleteLater()

    def show_network(self) -> None:
        """Show what Keel has connected to."""
        self.network_binding.open()

    def is_shown(self, page: QWidget | None) -> bool:
        """Whether this page is where the chat otherwise is."""
        return page is not None and self._pages.currentWidget() is page

    def show_chat(self) -> None:
        """Show the chat."""
        self._pages.setCurrentWidget(self._chat_page)
        self.allow_stop(self._may_stop)
        self.composer.setFocus()
        self.show_title()
        self.page_changed.emit()

    def show_title(self) -> None:
        """Name what is on show."""
        chat, page = self.controller.chat, self._pages.currentWidget()
        if page is not None and page is not self._chat_page:
            self.header.show_title(page.accessibleName())
        else:
            blank = self.tr("Temporary chat") if chat.temporary else self.tr("New chat")
            self.header.show_title(chat.title or blank, temporary=chat.temporary)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button with the focus; Escape leads back to the chat where nothing on a page has another use for it."""
        button = QApplication.focusWidget()
        if event.key() in _ENTER and isinstance(button, QAbstractButton) and not event.modifiers() & ~_KEYPAD:
            if not event.isAutoRepeat():
                button.click()
            return
        if event.key() != Qt.Key.Key_Escape or self.chat_is_shown or not self.way_back.escape():
            super().keyPressEvent(event)

    # --- panels --------------------------------------------------------------------------------------------------------------

    def toggle_sidebar(self) -> None:
        """Show or hide the list of chats; where there is no room for both, the right side gives way."""
        self._sidebar_wanted = self.sidebar.isHidden()
        self.sidebar.setVisible(self._sidebar_wanted)
        if self._sidebar_wanted and not self._fits_sidebar():
            self.side.choose("")
        self._show_switches()

    @property
    def chosen_panels(self) -> tuple[bool, bool]:
        """Whether the list of chats and the drift panel are wanted, where there is room for them."""
        return self._sidebar_wanted, self._drift_wanted

    def choose_panels(self, *, sidebar: bool, drift: bool) -> None:
        """Say which panels are wanted; they are shown where there is room."""
        self._sidebar_wanted, self._drift_wanted = sidebar, drift
        if self.side.shown != "settings":
            self.side.choose("drift" if drift and self.side.shown else "")
        self._make_room()

    def toggle_drift(self) -> None:
        """Open or close the drift panel."""
        self._toggle("drift")

    def toggle_settings(self) -> None:
        """Open or close the settings."""
        self._toggle("settings")

    def _toggle(self, panel: str) -> None:
        self.side.toggle(panel)  # type: ignore[arg-type]
        if panel == "drift":
            self._drift_wanted = self.side.shown == "drift"
        self._make_room()

    def _on_side_left(self) -> None:
        """The focus of a panel that closes goes where one goes on: to the message, or to the page on show."""
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.take_focus()
        else:
            self.composer.setFocus()

    def _make_room(self) -> None:
        """The conversation keeps a readable width: first the list of chats gives way, never what was opened last."""
        # Set once: shown and hidden again at once, its place would stay empty.
        self.sidebar.setVisible(self._sidebar_wanted and self._fits_sidebar())
        self._show_switches()

    def _fits_sidebar(self) -> bool:
        side = self.side.width() if self.side.shown else 0
        return self.width() - side - self.sidebar.width() >= space(ROOM_FOR_CHAT)

    def _show_switches(self) -> None:
        self._centre.setVisible(not self.side.covers_chat)
        shown = self.side.shown
        self.header.show_switches(sidebar=not self.sidebar.isHidden(), drift=shown == "drift", settings=shown == "settings")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panels give way when the window gets narrow, and come back when there is room."""
        super().resizeEvent(event)
        self.side.fit(self.width())
        narrow = self.width() < space(ROOM_FOR_CHAT) + self.side.width() + self.sidebar.width()
        was_narrow = event.oldSize().width() < space(ROOM_FOR_CHAT) + self.side.width() + self.sidebar.width()
        first = event.oldSize().width() <= 0
        if narrow and (first or not was_narrow):
            self.side.choose("")
        elif not narrow and (first or was_narrow):
            self.side.choose(self.side.shown or ("drift" if self._drift_wanted else ""))
        self._make_room()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802 - Qt calls it
        """Show where Tab came to when it came into the conversation from elsewhere."""
        moved = bool(super().focusNextPrevChild(next))
        self.chat_view.show_focus()
        return moved

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and zoom."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_restyle_soon"):
            self._restyle_soon.start()

    def _restyle(self) -> None:
        c = colours(self)
        points = QApplication.font().pointSizeF()
        key = (c, points, zoom())
        if key == self._styled:
            return
        self._styled = key
        wear(self, window_style(c, points, zoom()))
        self.side.fit(self.width())
        self._make_room()
        self._chat_page.place_foot()

    def _apply_settings(self, settings: object) -> None:
        app = QApplication.instance()
        values = self.controller.settings.settings
        if isinstance(app, QApplication):
            wanted = (values.theme, values.zoom)
            if wanted != self.property("applied"):
                self.setProperty("applied", wanted)
                apply_look(app, values.theme, values.zoom, sheet=False)
                self._restyle_soon.start()
        self.composer.set_enter_sends(values.enter_sends)

    # --- actions -------------------------------------------------------------------------------------------------------------

    def choose_model(self) -> None:
        """Let the person choose a model file; nothing waits for the answer."""
        dialog = FileDialog(self, self.tr("Choose a model file"), str(Path.home()), self.tr("Models") + " (*.gguf)")
        dialog.setFileMode(FileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.models_binding.take_files)
        dialog.open()

    def choose_axis(self) -> None:
        """Let the person choose an axis to import; nothing waits for the answer."""
        dialog = FileDialog(self, self.tr("Choose an axis to import"), str(Path.home()), self.tr("Axis files") + " (*.gguf *.pt)")
        dialog.setFileMode(FileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.calibration_binding.import_files)
        dialog.open()

    @Slot()
    def hold_chats(self) -> None:
        """Take the locks of the chat file again, after a dialog has looked into files."""
        self.controller.store.hold_again()

    def show_help(self) -> None:
        """List every key that does something here."""
        HelpSheet(self).open()

    def show_again(self) -> None:
        """Come to the front; used when the program is started a second time."""
        self.show()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def _on_new(self) -> None:
        self.controller.open_chat.new()
        self.composer.setFocus()

    def _on_models(self) -> None:
        self.models_binding.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from elsewhere, which may be models."""
        if _local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        names = _local_files(event.mimeData())
        if names:
            event.acceptProposedAction()
            self.models_binding.take_files(names)

    def _on_search(self) -> None:
        self.finding_binding.search()

    def _on_find(self) -> None:
        self.finding_binding.find()

    def _on_regenerate(self) -> None:
        self.controller.regenerate()

    def _on_continue(self) -> None:
        self.controller.go_on()

    def _on_earlier(self) -> None:
        self.message_binding.step_version(-1)

    def _on_later(self) -> None:
        self.message_binding.step_version(1)

    def _on_copy_last(self) -> None:
        growing = self.controller.run.message  # what is on disk of it lags behind, and is nothing at first
        replies = [message for message in self.controller.open_chat.messages if message.role == "assistant"]
        if replies:
            last = growing if growing is not None and growing.id == replies[-1].id else replies[-1]
            if last.content:
                QApplication.clipboard().setText(last.content)

    def _on_larger(self) -> None:
        self._zoom(self.controller.settings.settings.zoom + ZOOM_STEP)

    def _on_smaller(self) -> None:
        self._zoom(self.controller.settings.settings.zoom - ZOOM_STEP)

    def _on_usual(self) -> None:
        self._zoom(1.0)

    def _zoom(self, factor: float) -> None:
        self.controller.settings.update(zoom=round(min(max(factor, INFO["zoom"].minimum), INFO["zoom"].maximum), 2))

    # --- closing -------------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save at once, hide, and go when the engine has ended; nothing waits here."""
        event.ignore()
        if self._closing:
            return
        self._closing = True
        self.binding.save_draft()
        self.settings_panel.commit()
        self.hide()
        self._close_limit.start()
        self.controller.close()

    def _on_closed(self) -> None:
        self._close_limit.stop()
        self.closed.emit()


def _local_files(dragged: QMimeData) -> list[str]:
    """Return the files of this computer among what is dragged."""
    return [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
