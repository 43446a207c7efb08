"""The list of chats: its groups, folders and signs, choosing several, changing names, menus, undo, and thousands of chats."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu

from app.conversations.records import Entry, Folder
from app.conversations.store import Store
from app.sidebar.dates import day_of
from app.sidebar.kept_folds import load_folds, save_folds
from app.sidebar.rows import rows_of
from app.sidebar.sidebar import Sidebar
from tests.app.conftest import close_window

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def entry(number: int, days: float = 0, **values: Any) -> Entry:
    """A chat last used so many days before NOW."""
    made = {"title": f"chat {number}", "pinned": False, "folder_id": None, "drifted": False, "temporary": False, **values}
    return Entry(id=number, updated_at=(NOW - timedelta(days=days)).isoformat(), **made)


def lines(rows: Any) -> list[str]:
    """Rows as one reads them."""
    signs = {"heading": "# ", "folder": "> ", "chat": ""}
    return [signs[row.kind] + row.text for row in rows]


# --- lines -------------------------------------------------------------------------------------------------------------------


def test_pinned_chats_come_first_then_folders_then_dates():
    chats = [
        entry(1),
        entry(2, 1),
        entry(3, 3, folder_id=7),
        entry(4, 12),
        entry(5, 40, pinned=True, folder_id=7),
        entry(6, 70),
        entry(8, 71, folder_id=99),
    ]
    rows = rows_of(chats, [Folder(7, "Work", 0), Folder(9, "Empty", 1)], (), day_of(NOW.isoformat()))
    assert lines(rows) == [
        "# Pinned", "chat 5", "# Folders", "> Work", "chat 3", "> Empty", "# Today", "chat 1", "# Yesterday", "chat 2",
        "# Last 30 days", "chat 4", "# January 2026", "chat 6", "chat 8",
    ]  # fmt: skip
    assert [row.count for row in rows if row.kind == "folder"] == [1, 0]
    folded = rows_of(chats, [Folder(7, "Work", 0)], {7}, day_of(NOW.isoformat()))
    assert "chat 3" not in lines(folded)
    assert [row.count for row in folded if row.kind == "folder"] == [1]


def test_a_time_nobody_can_read_does_no_harm():
    chats = [Entry(1, "odd", "never", False, None, False, False)]
    assert lines(rows_of(chats, [], (), day_of(NOW.isoformat()))) == ["# January 1970", "odd"]


# --- the list alone ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sidebar(qtbot: Any) -> Sidebar:
    """A list of six chats, the third open, the fourth and fifth in a folder."""
    made = Sidebar()
    qtbot.addWidget(made)
    made.resize(236, 500)
    made.show()
    chats = [entry(n, folder_id=7 if n in (4, 5) else None, drifted=n == 2, pinned=n == 6) for n in range(1, 7)]
    made.show_chats(chats, 3, [Folder(7, "Work & play", 0)])
    return made


def click(sidebar: Sidebar, chat: int, modifiers: Any = Qt.KeyboardModifier.NoModifier, kind: str = "chat") -> None:
    """Click the line of a chat or a folder."""
    place = sidebar.list.visualRect(sidebar.list._rows.place(kind, chat)).center()
    QTest.mouseClick(sidebar.list.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def spoken(sidebar: Sidebar, chat: int, kind: str = "chat") -> str:
    """What a screen reader says of a line."""
    return str(sidebar.list._rows.place(kind, chat).data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_click_opens_and_with_ctrl_or_shift_it_chooses(sidebar):
    opened: list[int] = []
    sidebar.chat_chosen.connect(opened.append)
    assert sidebar.chosen() == [3]
    click(sidebar, 1)
    assert opened == [1]
    click(sidebar, 4, CTRL)
    click(sidebar, 2, CTRL)
    assert opened == [1]
    assert sorted(sidebar.chosen()) == [1, 2, 4]
    click(sidebar, 1)
    click(sidebar, 3, SHIFT)
    assert sidebar.chosen() == [1, 2, 3]
    assert opened == [1, 1]


def test_what_is_chosen_stays_when_the_list_is_shown_again(sidebar):
    click(sidebar, 1, CTRL)
    click(sidebar, 5, CTRL)
    assert sorted(sidebar.chosen()) == [1, 3, 5]
    sidebar.show_chats([entry(n) for n in (5, 3, 1, 8)], 3, [])
    assert sorted(sidebar.chosen()) == [1, 3, 5]


def test_keys_open_delete_and_fold(sidebar):
    opened: list[int] = []
    deleted: list[list[int]] = []
    sidebar.chat_chosen.connect(opened.append)
    sidebar.delete_requested.connect(deleted.append)
    view = sidebar.list
    view.setFocus()
    view.setCurrentIndex(view._rows.place("chat", 1))
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [2]
    view.setCurrentIndex(view._rows.place("folder", 7))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert "chat 4" not in sidebar.titles()
    assert "folded" in spoken(sidebar, 7, "folder")
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert "chat 4" in sidebar.titles()
    view.setCurrentIndex(view._rows.place("chat", 1))
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    sidebar.list.actions()[0].trigger()
    assert deleted == [[1, 2]]


def test_a_click_on_a_folder_hides_its_chats(sidebar):
    click(sidebar, 7, kind="folder")
    assert sidebar.titles() == ["chat 6", "chat 1", "chat 2", "chat 3"]
    click(sidebar, 7, kind="folder")
    assert sidebar.titles() == ["chat 6", "chat 4", "chat 5", "chat 1", "chat 2", "chat 3"]


def test_opening_a_chat_of_a_folded_folder_unfolds_it(sidebar):
    sidebar.fold(7, True)
    sidebar.show_chats(sidebar._chats, 5, sidebar._folders)
    assert "chat 5" in sidebar.titles()
    assert sidebar.chosen() == [5]


def test_a_name_is_changed_in_place_and_the_list_waits_meanwhile(qtbot, sidebar):
    renamed: list[tuple[int, str]] = []
    sidebar.rename_requested.connect(lambda chat, name: renamed.append((chat, name)))
    sidebar.list.setCurrentIndex(sidebar.list._rows.place("chat", 2))
    sidebar.list.actions()[1].trigger()
    editor = sidebar.list.findChild(QLineEdit)
    assert editor.text() == "chat 2"
    assert editor.accessibleName()
    QTest.keyClicks(editor, "a better name")
    sidebar.show_chats([entry(9), *sidebar._chats], 3, sidebar._folders)
    assert "chat 9" not in sidebar.titles(), "the field would be gone with what was typed"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "chat 9" in sidebar.titles())
    assert renamed == [(2, "a better name")]


def test_a_name_of_nothing_changes_nothing(sidebar):
    renamed: list[object] = []
    sidebar.rename_requested.connect(lambda *values: renamed.append(values))
    sidebar.list.rename("chat", 2)
    editor = sidebar.list.findChild(QLineEdit)
    editor.setText("   ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed == []


def test_signs_are_drawn_and_said(sidebar):
    assert "moved away" in spoken(sidebar, 2)
    assert "pinned" in spoken(sidebar, 6)
    assert "reply is being made" not in spoken(sidebar, 1)
    rect = sidebar.list.visualRect(sidebar.list._rows.place("chat", 1))
    before = sidebar.list.viewport().grab(rect).toImage()
    sidebar.set_growing(1)
    assert "reply is being made" in spoken(sidebar, 1)
    QApplication.processEvents()
    assert sidebar.list.viewport().grab(rect).toImage() != before
    drifted = sidebar.list.viewport().grab(sidebar.list.visualRect(sidebar.list._rows.place("chat", 2))).toImage()
    plain = sidebar.list.viewport().grab(sidebar.list.visualRect(sidebar.list._rows.place("chat", 4))).toImage()
    reds = [sum(_reddish(image, x, y) for x in range(image.width()) for y in range(image.height())) for image in (drifted, plain)]
    assert reds[0] > 20
    assert reds[1] == 0


def _reddish(image: Any, x: int, y: int) -> bool:
    colour = image.pixelColor(x, y)
    return bool(colour.red() > colour.blue() + 60)


def test_hostile_titles_stay_text(sidebar):
    sidebar.show_chats([entry(1, title="<img src=x><b>bold</b>\nsecond\x00line")], 1, [])
    (title,) = sidebar.titles()
    assert title == "<img src=x><b>bold</b> second\ufffdline"
    assert "<b>" not in str(sidebar.list._rows.place("chat", 1).data(Qt.ItemDataRole.ToolTipRole))


# --- the menu ----------------------------------------------------------------------------------------------------------------


def words(menu: QMenu) -> list[str]:
    """What a menu offers."""
    return [action.text() for action in menu.actions() if action.text()]


def pick(menu: QMenu, *path: str) -> None:
    """Choose an entry of a menu, through submenus."""
    for name in path[:-1]:
        menu = next(action.menu() for action in menu.actions() if action.text() == name)
    next(action for action in menu.actions() if action.text() == path[-1]).trigger()


def test_the_menu_of_one_chat_and_of_several(qtbot, sidebar):
    moved: list[object] = []
    wishes: list[object] = []
    sidebar.move_requested.connect(lambda chats, folder: moved.append((chats, folder)))
    sidebar.pin_requested.connect(lambda chats, pinned: wishes.append((chats, pinned)))
    sidebar.move_to_new_requested.connect(wishes.append)
    click(sidebar, 4)
    menu = sidebar.menu()
    assert words(menu) == ["Rename", "Pin to the top", "Move to folder", "Delete"]
    pick(menu, "Move to folder", "Out of the folder")
    click(sidebar, 1, CTRL)
    assert words(sidebar.menu()) == ["Pin to the top", "Move to folder", "Delete 2 chats"]
    pick(sidebar.menu(), "Move to folder", "Work && play")
    pick(sidebar.menu(), "Pin to the top")
    pick(sidebar.menu(), "Move to folder", "New folder…")
    assert moved == [([4], None), ([4, 1], 7)]
    assert wishes == [([4, 1], True), [4, 1]]


def test_exports_are_offered_where_something_can_export(sidebar):
    asked: list[object] = []
    sidebar.export_requested.connect(asked.append)
    click(sidebar, 1)
    assert "Export…" not in words(sidebar.menu())
    sidebar.allow_export()
    click(sidebar, 2, CTRL)
    pick(sidebar.menu(), "Export 2 chats…")
    assert asked == [[1, 2]]


def test_the_menu_opens_for_the_line_below_the_pointer_or_of_the_keyboard(sidebar):
    places: list[QPoint] = []
    sidebar.list.menu_requested.disconnect()
    sidebar.list.menu_requested.connect(places.append)
    rect = sidebar.list.visualRect(sidebar.list._rows.place("chat", 2))
    at = rect.center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, sidebar.list.viewport().mapToGlobal(at))
    QApplication.sendEvent(sidebar.list.viewport(), event)
    assert sidebar.chosen() == [2]
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(sidebar.list.viewport(), by_key)
    assert [rect.contains(sidebar.list.viewport().mapFromGlobal(place)) for place in places] == [True, True]


# --- in the window -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def window(open_window: Any) -> Any:
    """The real window with five chats of one exchange each."""
    made = open_window(wait=False)
    store: Store = made.controller.store
    for name in ("alpha", "beta", "gamma", "delta", "epsilon"):
        chat = store.create_chat()
        asked = store.add_message(chat.id, "user", name, parent_id=None)
        store.add_message(chat.id, "assistant", f"about {name}", parent_id=asked.id)
    made.controller.open_chat.list_changed.emit()
    return made


def ids(window: Any, *titles: str) -> list[int]:
    """The ids of chats by their titles."""
    found = {chat.title: chat.id for chat in window.controller.store.listed()}
    return [found[title] for title in titles]


def test_several_chats_are_deleted_and_come_back(window):
    gone = ids(window, "alpha", "gamma", "epsilon")
    window.controller.open_chat.open(gone[0])
    window.sidebar.delete_requested.emit(gone)
    assert "3 chats were deleted" in window.notice.sentence()
    assert not {"alpha", "gamma", "epsilon"} & set(window.sidebar.titles())
    assert window.controller.chat.id not in gone
    window.notice.action_requested.emit(window.notice.action)
    assert {"alpha", "beta", "gamma", "delta", "epsilon"} <= set(window.sidebar.titles())
    assert [message.content for message in window.controller.store.path(gone[1])] == ["gamma", "about gamma"]


def test_moving_into_a_folder_and_back(window):
    store = window.controller.store
    folder = store.create_folder("Greek")
    chosen = ids(window, "beta", "delta")
    window.sidebar.move_requested.emit(chosen, folder.id)
    assert {chat.id for chat in store.listed() if chat.folder_id == folder.id} == set(chosen)
    assert window.notice.sentence() == "2 chats were moved to “Greek”."
    row = next(row for row in window.sidebar.rows() if row.kind == "folder")
    assert (row.text, row.count) == ("Greek", 2)
    window.notice.action_requested.emit(window.notice.action)
    assert all(chat.folder_id is None for chat in store.listed())


def test_a_new_folder_is_named_at_once(qtbot, window):
    chosen = ids(window, "alpha")
    window.sidebar.move_to_new_requested.emit(chosen)
    editor = window.sidebar.list.findChild(QLineEdit)
    assert editor.text() == "New folder"
    editor.selectAll()
    QTest.keyClicks(editor, "First letters")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [folder.name for folder in window.controller.store.folders()] == ["First letters"])
    assert window.controller.store.chat(chosen[0]).folder_id == window.controller.store.folders()[0].id
    qtbot.waitUntil(lambda: "First letters" in [row.text for row in window.sidebar.rows()])


@pytest.mark.parametrize("used", [False, True])
def test_undoing_a_move_to_a_new_folder_takes_the_folder_away_unless_it_is_used(window, used):
    store = window.controller.store
    alpha, beta = ids(window, "alpha", "beta")
    window.sidebar.move_to_new_requested.emit([alpha])
    (folder,) = store.folders()
    if used:
        store.move_chats([beta], folder.id)
    window.notice.action_requested.emit(window.notice.action)
    assert store.chat(alpha).folder_id is None
    assert store.folders() == ([folder] if used else [])


def test_a_deleted_folder_comes_back_with_its_chats_and_its_place(window):
    store = window.controller.store
    folders = [store.create_folder(name) for name in ("one", "two", "three")]
    chosen = ids(window, "beta", "gamma")
    store.move_chats(chosen, folders[1].id)
    window.sidebar.folder_delete_requested.emit(folders[1].id)
    assert [folder.name for folder in store.folders()] == ["one", "three"]
    assert {"beta", "gamma"} <= set(window.sidebar.titles())
    window.notice.action_requested.emit(window.notice.action)
    assert [folder.name for folder in store.folders()] == ["one", "two", "three"]
    again = store.folders()[1].id
    assert {chat.id for chat in store.listed() if chat.folder_id == again} == set(chosen)


def test_pins_and_names_reach_the_store(window):
    beta, gamma = ids(window, "beta", "gamma")
    window.sidebar.pin_requested.emit([beta, gamma], True)
    assert window.sidebar.titles()[:2] == ["gamma", "beta"]
    assert window.controller.store.chat(beta).pinned
    window.sidebar.pin_requested.emit([gamma], False)
    assert window.sidebar.titles()[0] == "beta"
    window.sidebar.rename_requested.emit(beta, "a new name")
    assert window.controller.store.chat(beta).title == "a new name"
    assert window.sidebar.titles()[0] == "a new name"


def test_the_title_is_there_at_once_and_the_chat_shows_that_it_gets_a_reply(qtbot, open_window):
    window = open_window()
    window.controller.settings.update(max_tokens=200)
    window.composer.set_text("Tell me about boats")
    window.composer.submit()
    assert window.sidebar.titles()[0] == "Tell me about boats"
    chat = window.controller.chat.id
    qtbot.waitUntil(lambda: window.controller.run.active, timeout=30_000)
    assert "reply is being made" in spoken(window.sidebar, chat)
    window.controller.open_chat.new()
    assert "reply is being made" in spoken(window.sidebar, chat)
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=30_000)
    assert "reply is being made" not in spoken(window.sidebar, chat)


def test_a_chat_that_drifted_gets_its_sign_when_the_reply_ends(qtbot, open_window, always_drifted_axis):
    window = open_window(always_drifted_axis)
    window.composer.set_text("hello")
    window.composer.submit()
    chat = window.controller.chat.id
    assert "moved away" not in spoken(window.sidebar, chat)
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=60_000)
    assert "moved away" in spoken(window.sidebar, chat)


def test_five_thousand_chats_stay_quick(qtbot, tmp_path):
    store = Store(tmp_path / "chats.db")
    with store._disk.writing() as connection:
        for number in range(5000):
            stamp = (NOW - timedelta(hours=number)).isoformat()
            values = (f"Chat number {number}", stamp, stamp, int(number % 9 == 0))
            connection.execute("INSERT INTO chats (title, created_at, updated_at, drifted) VALUES (?, ?, ?, ?)", values)
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.resize(236, 700)
    sidebar.show()
    for turn in range(5):
        chats = store.listed()
        sidebar.show_chats([chats[turn], *chats[:turn], *chats[turn + 1 :]], chats[turn].id, [])
        sidebar.list.viewport().grab()
    assert len(sidebar.titles()) == 5000
    assert sidebar.titles()[0] == chats[4].title
    assert len(sidebar.list.findChildren(QLineEdit)) == 0
    store.close()


def test_chosen_chats_can_be_exported(qtbot, window):
    chosen = ids(window, "alpha", "beta")
    window.sidebar.export_requested.emit(chosen)
    dialog = window.findChild(QFileDialog, "exportDialog")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def test_a_folder_is_made_from_the_menu_above_the_chat(qtbot, window):
    window.toggle_sidebar()
    pick(window.header.chat_menu, "New folder")
    assert window.sidebar.isVisible(), "it waits for its name there"
    editor = window.sidebar.list.findChild(QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert [folder.name for folder in window.controller.store.folders()] == ["New folder"]


def test_keys_work_in_the_window(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view = window.sidebar.list
    (gamma,) = ids(window, "gamma")
    view.setFocus()
    view._choose_only(view._rows.place("chat", gamma))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "gamma ra")
    QTest.keyClick(editor, Qt.Key.Key_F2)  # once more changes nothing, and Qt has nothing to say to it
    view.actions()[1].trigger()
    assert (view.editing, editor.text()) == (True, "gamma ra")
    QTest.keyClicks(editor, "ys")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.store.chat(gamma).title == "gamma rays")
    qtbot.waitUntil(lambda: not view.editing and "gamma rays" in window.sidebar.titles())
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert "gamma rays" not in window.sidebar.titles()
    window.notice.action_requested.emit(window.notice.action)
    assert "gamma rays" in window.sidebar.titles()


def test_the_keyboard_stays_where_it_was_when_another_chat_comes_up(sidebar):
    view = sidebar.list
    view._choose_only(view._rows.place("chat", 1))
    sidebar.show_chats([entry(n) for n in (9, 1, 2, 3)], 3, [])
    assert view.currentIndex() == view._rows.place("chat", 1)
    assert sidebar.chosen() == [1]
    sidebar.show_chats([entry(n) for n in (9, 2, 3)], 3, [])
    assert view.currentIndex() == view._rows.place("chat", 3), "the chat it was at has gone"
    assert sidebar.chosen() == [3]


# --- over a restart ----------------------------------------------------------------------------------------------------------


def folded(window: Any) -> dict[str, bool]:
    """The folders of the list by name, and whether each is folded."""
    return {row.text: row.folded for row in window.sidebar.rows() if row.kind == "folder"}


def test_folded_folders_are_folded_after_a_restart_also_the_one_of_the_open_chat(qtbot, window, open_window):
    store = window.controller.store
    work, play = store.create_folder("Work"), store.create_folder("Play")
    alpha, epsilon, gamma = ids(window, "alpha", "epsilon", "gamma")  # epsilon was used last, and is open at the next start
    store.move_chats([alpha, epsilon], work.id)
    store.move_chats([gamma], play.id)
    window.controller.open_chat.open(epsilon)
    window.sidebar.fold(work.id, True)
    window.sidebar.fold(play.id, True)
    window.sidebar.fold(play.id, False)
    assert folded(window) == {"Work": True, "Play": False}
    close_window(qtbot, window)
    again = open_window(wait=False)
    assert again.controller.chat.id == epsilon
    assert folded(again) == {"Work": True, "Play": False}
    assert "epsilon" not in again.sidebar.titles()
    again.controller.open_chat.open(gamma)
    again.controller.open_chat.open(epsilon)
    assert folded(again) == {"Work": False, "Play": False}, "a chat that is opened is in sight"
    close_window(qtbot, again)
    assert folded(open_window(wait=False)) == {"Work": False, "Play": False}


def test_a_folder_that_is_gone_is_forgotten(qtbot, window, tmp_path):
    store = window.controller.store
    work, play = store.create_folder("Work"), store.create_folder("Play")
    window.controller.open_chat.list_changed.emit()
    window.sidebar.fold(work.id, True)
    window.controller.sorting.delete_folder(work.id)
    window.sidebar.fold(play.id, True)
    assert load_folds(tmp_path / "data" / "view.json") == {play.id}


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[1]", b'{"folded": 3}', b'{"folded": [true, "1", null, 2.5]}', b"\xff" * 9, b"[" * 99999]
)
def test_a_file_of_folds_that_says_nothing_folds_nothing(tmp_path, raw):
    path = tmp_path / "view.json"
    path.write_bytes(raw)
    assert load_folds(path) == set()
    save_folds(path, {3, 1})
    assert load_folds(path) == {1, 3}


def test_folds_that_cannot_be_kept_are_no_problem(tmp_path, caplog):
    save_folds(tmp_path / "no-such-folder" / "view.json", {1})
    assert "could not be kept" in caplog.text
    assert load_folds(tmp_path / "no-such-folder" / "view.json") == set()


def test_the_open_chat_is_reached_from_a_page(qtbot, window):
    window.models_binding.open()
    assert not window.chat_is_shown
    window.sidebar.chat_chosen.emit(window.controller.chat.id)
    assert window.chat_is_shown
    window.models_binding.open()
    window.finding_binding.find()
    assert window.chat_is_shown
    assert window.find_bar.isVisible()
