"""The page of connections shows what is on disk, follows it, and can be cleared; the token goes into the keyring alone."""

from __future__ import annotations

import os
import stat
from types import SimpleNamespace

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.downloads.ledger import LEDGER_NAME, Ledger
from app.downloads.token import get_token
from app.network import words
from app.network.page import MOST_SHOWN, NetworkPage
from tests.downloads.file_keyring import FileKeyring

SECRET = "hf_abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def ring(tmp_path, monkeypatch):
    """A keyring in a file of its own."""
    monkeypatch.setenv("KEEL_TEST_KEYRING", str(tmp_path / "ring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    yield tmp_path / "ring.json"
    keyring.set_keyring(before)


@pytest.fixture
def page(qtbot, ring, tmp_path):
    made = NetworkPage(tmp_path / LEDGER_NAME)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    qtbot.waitUntil(lambda: made.token.state == "none", timeout=10_000)
    return made


def lines(page: NetworkPage) -> list[str]:
    return [page.list.item(row).text() for row in range(page.list.count())]


def test_it_says_that_there_was_none(page):
    assert page.summary.text() == "Keel has not connected to anything."
    assert page.list.isHidden()
    assert page.clear.isHidden()


def test_it_lists_every_connection_while_it_lasts(qtbot, page, tmp_path):
    ledger = Ledger(tmp_path / LEDGER_NAME)
    ledger.opened("huggingface.co", "asked for a.gguf").ended(400, 1_200, "302")
    entry = ledger.opened("cdn.hf.co", "fetches a.gguf", via="proxy.example:8080")
    qtbot.waitUntil(lambda: len(lines(page)) == 2, timeout=5_000)
    newest, oldest = lines(page)
    assert newest.startswith("cdn.hf.co through proxy.example:8080 · not ended\ntoday ")
    assert oldest.startswith("huggingface.co · sent on to another address (302)\ntoday ")
    assert oldest.endswith("asked for a.gguf · 400 bytes sent, 1\u00a0kB received")
    entry.ended(500, 2_500_000_000, "206")
    qtbot.waitUntil(lambda: "answered (206)" in lines(page)[0], timeout=5_000)
    assert "2.5\u00a0GB received" in lines(page)[0]
    assert page.summary.text().startswith("Connections so far: 2.")


def test_a_hostile_ledger_is_shown_as_it_is(qtbot, page, tmp_path):
    Ledger(tmp_path / LEDGER_NAME).opened("<img src=x>", "<b>why</b>\nline").ended(1, 1, "<i>ended</i>")
    qtbot.waitUntil(lambda: len(lines(page)) == 1, timeout=5_000)
    assert "<img src=x>" in lines(page)[0]
    assert "<b>why</b>" in lines(page)[0]


def test_a_long_list_shows_the_newest(qtbot, page, tmp_path):
    ledger = Ledger(tmp_path / LEDGER_NAME)
    for number in range(MOST_SHOWN + 20):
        ledger.opened(f"host{number}.example", "x")
    qtbot.waitUntil(lambda: len(lines(page)) == MOST_SHOWN, timeout=10_000)
    qtbot.waitUntil(lambda: f"Connections so far: {MOST_SHOWN + 20}." in page.summary.text(), timeout=10_000)
    assert lines(page)[0].startswith(f"host{MOST_SHOWN + 19}.example")


def test_clearing_says_so_and_can_be_undone(qtbot, page, tmp_path):
    path = tmp_path / LEDGER_NAME
    Ledger(path).opened("huggingface.co", "x").ended(1, 1, "200")
    qtbot.waitUntil(lambda: len(lines(page)) == 1, timeout=5_000)
    QTest.mouseClick(page.clear, Qt.MouseButton.LeftButton)
    assert path.read_bytes() == b""
    assert page.summary.text().startswith("Keel has not connected to anything since this list was cleared (today ")
    Ledger(path).opened("later.example", "y").ended(1, 1, "200")
    undo = next(each for each in page.notice.findChildren(QAbstractButton) if each.text() == "Undo")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert [each.host for each in Ledger(path).entries()] == ["huggingface.co", "later.example"]
    assert len(lines(page)) == 2
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_list_that_cannot_be_read_is_one_sentence(qtbot, ring, tmp_path):
    (tmp_path / LEDGER_NAME).mkdir()
    page = NetworkPage(tmp_path / LEDGER_NAME)
    qtbot.addWidget(page)
    page.show()
    assert page.notice.sentence().startswith("The list of connections cannot be read (")


@pytest.mark.parametrize(
    ("written", "said"), [("200", "answered (200)"), ("404", "refused (404)"), ("open", "not ended"), ("cut off", "cut off")]
)
def test_outcomes_in_words(written, said):
    assert words.outcome(written) == said


# --- the token ---------------------------------------------------------------------------------------------------------------


def test_a_token_goes_into_the_keyring_and_nowhere_else(qtbot, page, ring, tmp_path):
    card = page.token_card
    QTest.keyClicks(card.field, SECRET)
    assert card.field.displayText() != SECRET
    QTest.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.token.state == "kept", timeout=10_000)
    assert get_token() == SECRET
    assert card.field.text() == ""
    assert card.state.text() == "A token is kept."
    holders = [path for path in tmp_path.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert holders == [ring]
    QTest.mouseClick(card.forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.token.state == "none", timeout=10_000)
    assert get_token() is None


def test_what_is_no_token_is_refused_in_one_sentence(qtbot, page):
    QTest.keyClicks(page.token_card.field, "two words")
    QTest.keyClick(page.token_card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.token_card.problem.isHidden(), timeout=10_000)
    assert "This is not an access token" in page.token_card.problem.text()
    assert get_token() is None


def test_a_keyring_that_waits_holds_nothing_up(qtbot, ring, tmp_path, monkeypatch):
    import threading

    asked, answer = threading.Event(), threading.Event()

    class Slow(FileKeyring):
        def get_password(self, service, username):
            asked.set()
            answer.wait(20)
            return super().get_password(service, username)

    keyring.set_keyring(Slow())
    page = NetworkPage(tmp_path / LEDGER_NAME)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(asked.is_set, timeout=10_000)
    assert page.token.state == "asking"
    assert not page.token_card.field.isEnabled()
    answer.set()
    qtbot.waitUntil(lambda: page.token.state == "none", timeout=10_000)


# --- the window --------------------------------------------------------------------------------------------------------------


def test_it_is_reached_from_the_settings_and_led_back(qtbot, ring, open_window):
    window = open_window(wait=False)
    window.toggle_settings()
    button = next(each for each in window.settings_panel.findChildren(QAbstractButton) if each.text() == "Connections…")
    button.click()
    page = window.network_binding.page
    assert window.is_shown(page)
    assert window.header.title.full_text() == "Network"
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert window.composer.isVisible()


def test_it_is_reached_from_the_models_page(ring, open_window):
    window = open_window(wait=False)
    window.show_page(window.models_binding.page)
    window.models_binding.page.network.click()
    assert window.is_shown(window.network_binding.page)


def test_words_of_a_connection_without_an_amount():
    entry = SimpleNamespace(when=-1e30, host="h", why="w", sent=0, received=0, outcome="200", via="")
    assert words.facts(entry) == "w · 0 bytes sent, 0 bytes received"
