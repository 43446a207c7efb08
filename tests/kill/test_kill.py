"""A short run of the kill test; CONTRIBUTING.md says how to run the long one."""

from __future__ import annotations

import sys

import pytest

from tests.kill.books import Books
from tests.kill.kill import run


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="times are compared on a clock that only Linux shares")
def test_eight_kills_lose_nothing_acknowledged(tmp_path):
    said = []
    found = run(8, 7, tmp_path, said.append)
    assert len(said) == 8
    assert found["talking"]["acknowledged"]["painted"] == 4
    assert found["talking"]["acknowledged"]["typed"] > 40
    assert sum(found["importing"].values()) == 2 * found["importing"]["kills"]


def test_the_books_notice_what_is_missing(tmp_path):
    from app.conversations.store import Store

    path = tmp_path / "chats.db"
    store = Store(path)
    chat = store.create_chat()
    reply = store.add_message(chat.id, "assistant", "short", parent_id=None, state="growing")
    store.close()
    grew = f'{{"t": 10.0, "what": "grew", "id": {reply.id}, "length": 900}}'
    with pytest.raises(AssertionError, match=r"2.00 s of a reply are missing"):
        Books().check(path, [grew], 12.0)
    Books().check(path, [grew], 10.5)
    typed = f'{{"t": 10.0, "what": "typed", "chat": {chat.id}, "text": "half a thought"}}'
    with pytest.raises(AssertionError, match="half a thought"):
        Books().check(path, [typed], 12.0)
    with pytest.raises(KeyError):
        Books().check(path, ['{"t": 1.0, "what": "kept", "id": 99, "role": "user", "text": "gone"}'], 12.0)
