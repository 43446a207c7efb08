"""The conversation on screen."""

from __future__ import annotations

import gc
import itertools
import time

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QLabel, QMessageBox, QPushButton, QWidget

from app.chat.body import ReplyBody
from app.chat.code_block import CodeBlock
from app.chat.message import ReplyMessage
from app.chat.reasoning_fold import ReasoningFold
from app.chat.text_body import LinkOpener, TextBody
from app.chat.view import ChatView
from app.conversations.records import Chat, Message
from tests.app.test_chat_markdown import HOSTILE


def reply(number=2, text="An answer.", state="complete", **fields):
    return Message(number, 1, number - 1, "assistant", text, state, "2026-01-01T00:00:00+00:00", **fields)


def question(number=1, text="A question?"):
    return Message(number, 1, None, "user", text, "complete", "2026-01-01T00:00:00+00:00")


@pytest.fixture
def view(qtbot):
    view = ChatView()
    qtbot.addWidget(view)
    view.resize(760, 500)
    view.show()
    return view


def all_text(body):
    for fold in body.findChildren(ReasoningFold):
        fold.set_open(True)
    return "\n".join(area.code() if isinstance(area, CodeBlock) else area.toPlainText() for area in body.areas())


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_loads_nothing_and_stays(qtbot, monkeypatch, source):
    asked = []
    monkeypatch.setattr(TextBody, "loadResource", lambda self, kind, name: asked.append(name))
    body = ReplyBody()
    qtbot.addWidget(body)
    body.resize(600, 400)
    body.set_text(source[: len(source) // 2], complete=False)
    body.set_text(source, complete=True)
    body.show()
    assert body.text() == source
    shown = all_text(body)
    assert [name for name in asked if not QUrl(name).isEmpty()] == []
    for word in ("secret", "hello", "title", "alert", "never closed", "deep", "left", "example.org"):
        if word in source:
            assert word in shown or "](" in source
    assert shown.count("w" * 1000) == source.count("w" * 1000)


def test_loading_a_resource_returns_nothing(qtbot):
    body = TextBody()
    qtbot.addWidget(body)
    kind = QTextDocument.ResourceType.ImageResource
    assert not body.loadResource(kind, QUrl("file:///etc/hostname"))
    body.setHtml("<img src='file:///etc/hostname'>")
    assert not body.document().resource(kind, QUrl("file:///etc/hostname"))


def test_growing_text_ends_as_the_whole_text_would(qtbot):
    source = "Hello **you**.\n\n- one\n- two\n\n```python\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nLast [link](https://example.org).\n"
    grown, whole = ReplyBody(), ReplyBody()
    for body in (grown, whole):
        qtbot.addWidget(body)
    for at in range(1, len(source) + 1):
        grown.set_text(source[:at], complete=False)
    grown.set_text(source, complete=True)
    whole.set_text(source, complete=True)
    assert all_text(grown) == all_text(whole)
    assert grown.text() == source


def test_finished_blocks_are_not_drawn_again(qtbot):
    body = ReplyBody()
    qtbot.addWidget(body)
    body.set_text("First.\n\n```\ncode\n```\n\nSecond begins", complete=False)
    before = body.areas()[:2]
    body.set_text("First.\n\n```\ncode\n```\n\nSecond begins and goes on", complete=False)
    assert body.areas()[:2] == before


def test_a_long_reply_costs_little(view):
    view.show_messages([question(), reply(text="", state="growing")], {})
    words = "word " * 14 + "ends.\n\n"
    text, spent = "", 0.0
    for at in range(2000):
        text += words[(at * 5) % len(words) :][:5]
        if at % 5 == 4:  # tokens arrive much faster than the view draws
            began = time.process_time()
            view._live.grow(text)
            spent += time.process_time() - began
    assert spent < 8.0
    assert view.live_text() == text


def test_the_view_follows_the_end_until_someone_scrolls_up(qtbot, view):
    view.show_messages([question(), reply(text="", state="growing")], {})
    bar = view.verticalScrollBar()

    def grow(lines):
        view.grow("\n\n".join(f"line {number}" for number in range(lines)))
        qtbot.waitUntil(lambda: view.live_text().endswith(f"line {lines - 1}"), timeout=3000)
        qtbot.waitUntil(lambda: bar.maximum() > lines * 15 - 500, timeout=3000)
        qtbot.wait(50)

    grow(60)
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    bar.setValue(bar.value() - 100)
    here = bar.value()
    grow(120)
    assert bar.value() == here
    jump = view.findChild(QPushButton, "jumpButton")
    assert jump.isVisible()
    jump.click()
    assert bar.value() == bar.maximum()
    assert not jump.isVisible()
    grow(150)
    assert bar.value() == bar.maximum()


def long_chat(count=200):
    return [
        question(number, f"number {number}") if number % 2 else reply(number, f"Answer **{number}**.\n\nIt goes on a little. " * 3)
        for number in range(1, count + 1)
    ]


def shown_ids(view):
    """The ids of the messages whose widgets show on screen, from the top."""
    screen = view.viewport().rect()
    shown = [widget for widget in view.message_widgets if widget.geometry().intersects(screen)]
    return [widget.message_id for widget in shown]


def test_only_messages_near_the_screen_exist(qtbot, view):
    view.show_messages(long_chat(2000), {})
    assert shown_ids(view)[-1] == 2000
    qtbot.wait(300)
    assert len(view.message_widgets) < 60
    view.scroll_to(3)
    qtbot.wait(300)
    assert shown_ids(view)[:2] == [3, 4]
    assert len(view.message_widgets) < 90
    view.scroll_to_end()
    qtbot.wait(300)
    assert shown_ids(view)[-1] == 2000
    assert view.message_widgets[0].message_id > 1900


def test_what_a_person_unfolded_is_still_there_when_they_come_back(qtbot, view):
    messages = long_chat(300)
    messages[151] = reply(152, "<think>A thought.</think>An answer.")
    view.show_messages(messages, {})
    view.scroll_to(152)
    qtbot.wait(100)
    next(widget for widget in view.message_widgets if widget.message_id == 152).findChild(ReasoningFold).set_open(True)
    view.scroll_to_end()
    qtbot.wait(400)
    assert 151 not in [widget.message_id for widget in view.message_widgets]
    view.scroll_to(152)
    assert next(widget for widget in view.message_widgets if widget.message_id == 152).findChild(ReasoningFold).is_open()


def test_going_up_page_by_page_shows_every_message_once_and_in_order(qtbot, view):
    view.show_messages(long_chat(120), {})
    bar, seen = view.verticalScrollBar(), []
    for _ in range(400):
        ids = shown_ids(view)
        assert ids == list(range(ids[0], ids[-1] + 1))
        places = [widget.geometry() for widget in view.message_widgets]
        assert all(one.bottom() < other.top() for one, other in itertools.pairwise(places))
        seen.extend(ids)
        if bar.value() == 0:
            break
        bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepSub)
        qtbot.wait(5)
    assert bar.value() == 0
    assert set(seen) == set(range(1, 121))


def test_what_one_reads_stays_where_it_is_while_older_messages_are_made(qtbot, view):
    view.show_messages(long_chat(300), {})
    view.scroll_to(150)
    qtbot.wait(200)
    for _ in range(30):
        before = {
            widget.message_id: widget.y() for widget in view.message_widgets if widget.geometry().intersects(view.viewport().rect())
        }
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 70)
        after = {widget.message_id: widget.y() for widget in view.message_widgets}
        assert {after[number] - y for number, y in before.items() if number in after} == {70}
        qtbot.wait(10)


def test_a_narrower_window_keeps_the_message_one_reads(qtbot, view):
    view.show_messages(long_chat(300), {})
    view.scroll_to(150)
    top = view.message_widgets[0]
    view.resize(420, 500)
    qtbot.wait(100)
    assert 150 in shown_ids(view)
    assert all(widget.width() == 420 - 2 * 24 - view.verticalScrollBar().width() for widget in view.message_widgets), top


def test_a_reply_grows_below_without_moving_what_one_reads(qtbot, view):
    view.show_messages([*long_chat(300), question(301), reply(302, "", "growing")], {})
    view.scroll_to(150)
    place = {widget.message_id: widget.y() for widget in view.message_widgets}[150]
    for step in range(1, 20):
        view.grow("A growing line.\n\n" * step)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: view.live_text().count("growing") == 19, timeout=3000)
    assert {widget.message_id: widget.y() for widget in view.message_widgets}[150] == place
    view.scroll_to_end()
    assert shown_ids(view)[-1] == 302


def test_home_and_end_go_to_the_first_and_last_message(qtbot, view):
    view.show_messages(long_chat(400), {})
    QTest.keyClick(view, Qt.Key.Key_Home)
    qtbot.wait(100)
    assert shown_ids(view)[0] == 1
    QTest.keyClick(view, Qt.Key.Key_End)
    assert shown_ids(view)[-1] == 400
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_tab_goes_through_the_messages_from_the_top(qtbot, view):
    view.show_messages(long_chat(6), {})
    qtbot.wait(200)
    view.activateWindow()
    view.setFocus()
    seen = []
    for _ in range(80):
        QTest.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
        focus = view.focusWidget()
        inside = [widget.message_id for widget in view.message_widgets if widget.isAncestorOf(focus)]
        if inside and inside[0] not in seen:
            seen.append(inside[0])
        if len(seen) == 6:
            break
    assert seen == [1, 2, 3, 4, 5, 6]


def test_the_line_of_forgetting_stands_above_the_first_message_the_model_sees(qtbot, view):
    view.show_messages(long_chat(100), {})
    view.set_forgotten_before(98)
    line = view.findChild(QLabel, "forgottenLine")
    below = next(widget for widget in view.message_widgets if widget.message_id == 98)
    above = next(widget for widget in view.message_widgets if widget.message_id == 97)
    assert above.geometry().bottom() < line.y() < line.geometry().bottom() < below.y()
    view.set_forgotten(0)
    assert view.findChild(QLabel, "forgottenLine") is None


# --- finding ---------------------------------------------------------------------------------------------------------------------


def test_finding_counts_marks_and_goes_round(qtbot, view):
    messages = long_chat(300)
    messages[9] = reply(10, "The needle and a **nee**dle.\n\n```\nneedle in code\n```\n")
    messages[250] = question(251, "A NEEDLE of mine")
    view.show_messages(messages, {})
    assert view.find("needle") == 4
    assert view.find_position() == 1
    seen = []
    for _ in range(4):
        find = view._finder.current
        widget = view._list.widget(find.index)
        top = widget.y() + widget.mark_top()
        assert 0 <= top < view.viewport().height(), (find, top)
        seen.append(view._messages[find.index].id)
        view.find_next()
    assert sorted(seen) == [10, 10, 10, 251]
    assert view.find_previous() == 4
    assert view.find("no such thing") == 0
    assert view.find_next() == 0
    view.clear_find()
    assert all(not body.extraSelections() for body in view.findChildren(TextBody))


def test_marks_are_on_the_text_that_was_searched_for(qtbot, view):
    view.show_messages([question(1, "tea"), reply(2, "Tea is **tea**, said the `tea` maker.")], {})
    assert view.find("tea") == 4
    marked = [each.cursor.selectedText() for body in view.findChildren(TextBody) for each in body.extraSelections()]
    assert marked == ["tea", "Tea", "tea", "tea"]
    colours = [each.format.background().color().name() for body in view.findChildren(TextBody) for each in body.extraSelections()]
    assert len(set(colours)) == 2


def test_badges_say_what_happened(view):
    stats = {"reading": 0.21, "percentile": 75.0, "engaged": 0.123}
    view.show_messages([question(), reply(state="stopped", stats=stats, drifted=True)], {})
    texts = " ".join(label.text() for label in view.findChildren(QWidget, "badge"))
    assert "Stopped" in texts
    assert "Drifted 0.21" in texts
    assert "12\u00a0%" in texts


def test_continue_and_regenerate_belong_to_the_last_reply(view):
    first, last = reply(2, state="stopped"), reply(4, state="stopped")
    view.show_messages([question(), first, question(3), last], {2: [2], 4: [3, 4]})
    replies = [widget for widget in view.message_widgets if isinstance(widget, ReplyMessage)]
    assert [widget.footer.again.isVisibleTo(widget) for widget in replies] == [False, True]
    assert [widget.footer.go_on.isVisibleTo(widget) for widget in replies] == [False, True]
    assert [widget.footer.switch.isVisibleTo(widget) for widget in replies] == [False, True]


def test_titles_and_links_are_plain_text(view):
    chat = Chat(7, "<b>bold</b><img src='file:///etc/passwd'>", True, None, "", "", None, None, (), "", "")
    view.set_links(chat, [chat])
    assert all("<b>bold</b>" in text for text in view.link_texts())


def test_showing_chats_again_and_again_leaves_no_widgets_behind(qtbot, view):
    messages = [question(), reply(text="one\n\n```python\nx\n```\n\ntwo")]

    def count():
        view.show_messages(messages, {})
        view.set_queued("waiting")
        view.set_queued("")
        qtbot.wait(20)
        gc.collect()
        return len(view.findChildren(QWidget))

    first = [count() for _ in range(2)][-1]
    assert [count() for _ in range(10)][-1] == first


# --- links -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch):
    urls = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toString()) or True)
    return urls


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "smb://host/share",
        "//host/share",
        "data:text/html,x",
        "ftp://x",
        "",
        "x" * 5000,
    ],
)
def test_other_links_are_refused(qtbot, opened, target):
    window = QWidget()
    qtbot.addWidget(window)
    LinkOpener(window).offer(target)
    box = window.findChild(QMessageBox)
    assert "not opened" in box.text()
    assert [button.text() for button in box.buttons()] == ["Close"]
    box.close()
    assert opened == []


def test_a_web_link_is_shown_and_opened_only_after_a_click(qtbot, opened):
    window = QWidget()
    qtbot.addWidget(window)
    opener = LinkOpener(window)
    opener.offer("https://example.org/a?b=<i>c</i>")
    box = window.findChild(QMessageBox)
    assert "https://example.org/a?b=<i>c</i>" in box.informativeText()
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert opened == []
    next(button for button in box.buttons() if button.text() == "Open").click()
    assert len(opened) == 1
    assert opened[0].startswith("https://example.org/a")


def test_a_click_in_the_text_never_navigates(qtbot):
    body = TextBody()
    qtbot.addWidget(body)
    body.show_prose("[here](https://example.org)")
    asked = []
    body.link_activated.connect(asked.append)
    body.anchorClicked.emit(QUrl("https://example.org"))
    assert asked == ["https://example.org"]
    assert body.toPlainText() == "here"
