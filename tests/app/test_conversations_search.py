"""Search over titles and messages: words in any order, the last one growing as one types, and never an error."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.conversations.search import read_marks
from app.conversations.store import Store


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    yield store
    store.close()


def say(store, *said, title=""):
    chat = store.create_chat(title)
    parent = None
    for text in said:
        parent = store.add_message(chat.id, "user", text, parent_id=parent).id
    return chat


def marked(hit):
    return [hit.snippet[start:end] for start, end in hit.marks]


def test_the_last_word_may_be_a_beginning_and_the_others_must_all_occur(store):
    chat = say(store, "The lighthouse keeper counts ships", "Nobody counts the gulls", title="Harbour")
    assert [hit.snippet for hit in store.search("counts li")] == ["The lighthouse keeper counts ships"]
    assert marked(store.search("counts li")[0]) == ["lighthouse", "counts"]
    assert len(store.search("COUNTS")) == 2
    assert store.search("keeper gulls") == []
    (hit,) = store.search("gulls")
    assert (hit.chat_id, hit.title) == (chat.id, "Harbour")
    assert store.message(hit.message_id).content == "Nobody counts the gulls"


def test_titles_come_first_and_newer_messages_before_older_ones(store):
    say(store, "an old word on pelicans")
    say(store, "a new word on pelicans")
    say(store, "something else", title="Pelicans of the coast")
    assert [(hit.message_id is None, hit.snippet) for hit in store.search("pelic")] == [
        (True, "Pelicans of the coast"),
        (True, "a new word on pelicans"),
        (True, "an old word on pelicans"),
        (False, "a new word on pelicans"),
        (False, "an old word on pelicans"),
    ]


def test_a_long_text_is_cut_around_the_find_and_shown_in_one_line(store):
    say(store, "padding words\n\n" * 200 + "the needle\nlies here" + " more padding" * 200)
    (hit,) = [hit for hit in store.search("needle") if hit.message_id is not None]
    assert marked(hit) == ["needle"]
    assert len(hit.snippet) < 250
    assert "\n" not in hit.snippet


def test_accents_and_case_make_no_difference(store):
    say(store, "Das Café in Zürich")
    assert marked(store.search("cafe zuri")[-1]) == ["Café", "Zürich"]


@pytest.mark.parametrize("asked", ["Über 日本", "über 日本", "UBER 日本", "日本 uBE", "日本 ÜBER", "U\u0308ber 日本", "日"])
def test_letters_with_case_and_accents_are_found_beside_scripts_without_spaces(store, asked):
    say(store, "Ein Buch\nÜber 日本 im Regal", title="Über 日本")
    say(store, "Unter 日本", "Über China")
    hits = [hit for hit in store.search(asked) if "ber" in hit.snippet]
    assert [hit.message_id is None for hit in hits] == [True, False]
    first = asked.split()[0]
    assert all(marked(hit) == [hit.snippet[slice(*hit.marks[0])]] for hit in hits)
    assert all(len(marked(hit)[0]) == len(unicodedata.normalize("NFC", first)) for hit in hits)


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("İstanbul'da 東京 var", "istanbul 東京", "İstanbul"),
        ("Große Straße nach 東京", "STRASSE 東京", "Straße"),
        ("한국어로 쓴 東京 이야기", "한국어로 東京", "한국어로"),
        ("vie\u0302t 東京", "viet 東京", "vie\u0302t"),
        ("ΑΘΉΝΑ 東京", "αθηνα 東京", "ΑΘΉΝΑ"),
        ("Über日本の本", "über日本", "Über日本"),
    ],
)
def test_the_find_is_marked_as_it_was_written(store, text, asked, found):
    say(store, text)
    hits = [hit for hit in store.search(asked) if hit.message_id is not None]
    assert [marked(hit) for hit in hits] == [[found]]


def test_marks_that_make_another_letter_make_a_difference(store):
    say(store, "かき", title="x")
    assert store.search("がき") == []
    assert [hit.snippet for hit in store.search("かき")] == ["かき"]


@pytest.mark.parametrize(
    ("text", "word"), [("我们今天去图书馆看书", "图书馆"), ("これは日本語の文章です", "日本語"), ("สวัสดีครับวันนี้", "วันนี้")]
)
def test_scripts_without_spaces_are_found_inside(store, text, word):
    say(store, "something", text)
    assert [marked(hit) for hit in store.search(word)] == [[word]]


def test_a_growing_reply_is_found_when_it_has_ended_and_a_changed_text_by_its_new_words_only(store):
    chat = say(store, "question")
    parent = store.path(chat.id)[0].id
    reply = store.add_message(chat.id, "assistant", "", parent_id=parent, state="growing")
    store.checkpoint(reply.id, "albatross", [])
    assert store.search("albatross") == []
    store.finish(reply.id, "albatross flies", [], "complete")
    assert len(store.search("albatross")) == 1
    store.checkpoint(reply.id, "albatross flies", [])
    assert store.search("albatross") == []
    store.finish(reply.id, "cormorant dives", [], "complete")
    assert store.search("albatross") == []
    assert len(store.search("cormorant")) == 1
    store.rename_chat(chat.id, "Seabirds")
    assert [hit.message_id for hit in store.search("seab")] == [None]
    assert [hit for hit in store.search("question") if hit.message_id is None] == []
    for index in ("message_words", "title_words"):
        store._db.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")


def test_deleted_chats_are_not_found_and_restored_ones_are(store):
    chat = say(store, "kittiwake")
    store.delete_chat(chat.id)
    assert store.search("kittiwake") == []
    store.restore_chat(chat.id)
    assert len(store.search("kittiwake")) == 2
    store.delete_chat(chat.id)
    store.purge_deleted()
    assert store.search("kittiwake") == []


QUERIES = ["", "  ", '"', "'", "*", "a OR", "NEAR(", "a AND b", "-x", "col:x", "^", "(", "\0", "\ud83d", "--", "?"]


@pytest.mark.parametrize("text", QUERIES)
def test_what_looks_like_a_query_is_only_text(store, text):
    say(store, "a AND b OR x near col:x")
    assert isinstance(store.search(text), list)


@pytest.fixture(scope="module")
def filled_store(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("search") / "chats.db")
    say(store, "some words to find")
    yield store
    store.close()


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_anything_can_be_typed(filled_store, text):
    for hit in filled_store.search(text):
        assert all(hit.snippet[start:end].strip() for start, end in hit.marks)


@given(st.text(alphabet="ab \ufdd0\ufdd1", max_size=30))
def test_marks_are_read_whatever_the_text_contains(text):
    plain, marks = read_marks(text)
    assert "\ufdd0" not in plain
    assert "\ufdd1" not in plain
    assert all(0 <= start < end <= len(plain) for start, end in marks)
    assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(marks))
