"""The store's benchmark measures what it says, and the store keeps its promises on a tenth of the messages."""

from __future__ import annotations

from app.bench_ui import store_bench
from app.conversations.store import Store


def test_the_quick_figures_hold_what_is_promised():
    said = []
    found = store_bench.measure(said.append, quick=True)
    assert found["messages"] == 5000
    assert found["search_ms"]["n"] > 30
    assert 0 < found["search_ms"]["median"] <= 10
    assert found["read_long_chat_ms"]["median"] <= 100
    assert found["checkpoint_ms"]["median"] <= 50
    assert said


def test_the_texts_are_found_and_always_the_same(tmp_path):
    store = Store(tmp_path / "chats.db")
    words = store_bench.Words(known=500)
    long = store_bench.fill(store, words, 300)
    assert len(store.path(long)) == 300
    assert all(store.search(asked) for asked in store_bench.typed(words, 3) if " " not in asked)
    assert store_bench.Words(known=500).text(5) == store_bench.Words(known=500).text(5)
    store.close()


def test_the_percentiles_are_those_of_the_figures():
    figures = store_bench.spread([float(n) for n in range(1, 101)])
    assert figures == {
        "n": 100,
        "median": 50.5,
        "p95": 96.0,
        "p99": 100.0,
        "max": 100.0,
    }
