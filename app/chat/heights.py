"""The heights of many items one below the other: where each begins and which one stands at a place, without adding them all up."""

from __future__ import annotations

from collections.abc import Iterable


class Heights:
    """A list of heights, in pixels; changing one and finding a place take time that grows with the logarithm of their number."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        # A Fenwick tree, counted from 1: the entry at n is the sum of the last (n & -n) heights up to the n-th.
        self._sums = [0, *self._heights]
        for at in range(1, len(self._sums)):
            above = at + (at & -at)
            if above < len(self._sums):
                self._sums[above] += self._sums[at]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    @property
    def total(self) -> int:
        """The sum of all heights."""
        return self.top(len(self._heights))

    def set(self, index: int, height: int) -> bool:
        """Change one height; returns whether it was another one."""
        change = height - self._heights[index]
        if not change:
            return False
        self._heights[index] = height
        at = index + 1
        while at < len(self._sums):
            self._sums[at] += change
            at += at & -at
        return True

    def append(self, height: int) -> None:
        """Add an item at the end."""
        at = len(self._sums)
        self._sums.append(height + self.top(at - 1) - self.top(at - (at & -at)))
        self._heights.append(height)

    def top(self, index: int) -> int:
        """Return where an item begins; the number of items gives the end of the last one."""
        total = 0
        while index > 0:
            total += self._sums[index]
            index -= index & -index
        return total

    def at(self, place: int) -> int:
        """Return the index of the item at a place; the first or last one where it lies outside. There has to be an item."""
        index, step = 0, 1 << len(self._heights).bit_length()
        while step:
            if index + step < len(self._sums) and self._sums[index + step] <= place:
                index += step
                place -= self._sums[index]
            step >>= 1
        return min(index, len(self._heights) - 1)
