"""Heights are the same as adding them all up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.chat.heights import Heights

SIZES = st.lists(st.integers(1, 500), min_size=1, max_size=70)


@given(
    SIZES, st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 900)), max_size=20), st.lists(st.integers(1, 400), max_size=9)
)
def test_every_place_is_where_a_plain_sum_puts_it(sizes, changes, added):
    heights, plain = Heights(sizes), list(sizes)
    for size in added:
        heights.append(size)
        plain.append(size)
    for index, size in changes:
        at = index % len(plain)
        assert heights.set(at, size) == (plain[at] != size)
        plain[at] = size
    assert heights.total == sum(plain)
    assert [heights.top(index) for index in range(len(plain) + 1)] == [sum(plain[:index]) for index in range(len(plain) + 1)]
    for index in range(len(plain)):
        begin = sum(plain[:index])
        assert heights.at(begin) == index
        assert heights.at(begin + plain[index] - 1) == index
    assert heights.at(-5) == 0
    assert heights.at(sum(plain) + 5) == len(plain) - 1
