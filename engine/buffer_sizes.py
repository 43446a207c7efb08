"""llama.cpp's own figures of the memory it takes, read from the lines it logs while it makes a context.

Its library tells them in no other way that is safe to call from here.
"""

from __future__ import annotations

import re
from typing import Final

_SIZE: Final = re.compile(r"\b(KV|RS|output|compute) buffer size = +(\d+(?:\.\d+)?) MiB")
_FLASH: Final = re.compile(r"flash_attn += (enabled|disabled)|Flash Attention (enabled|not supported)", re.IGNORECASE)
_MIB: Final = 1 << 20


class BufferSizes:
    """What was said since the last `clear`: bytes, each to a hundredth of a MiB, and whether flash attention is used."""

    def __init__(self) -> None:
        self._bytes: dict[str, int] = {}
        self.flash = False

    def clear(self) -> None:
        """Forget what was said."""
        self._bytes.clear()
        self.flash = False

    def take(self, line: str) -> None:
        """Read one line of the log; a line that says nothing of this is passed over."""
        if (size := _SIZE.search(line)) is not None:
            kind, amount = size.groups()
            self._bytes[kind] = self._bytes.get(kind, 0) + round(float(amount) * _MIB)
        elif (flash := _FLASH.search(line)) is not None:
            self.flash = "enabled" in (flash[1], flash[2])

    @property
    def kv(self) -> int:
        """The memory of conversations: the KV cache and the running state of recurrent blocks."""
        return self._bytes.get("KV", 0) + self._bytes.get("RS", 0)

    @property
    def compute(self) -> int:
        """The working space: what evaluation needs, and room for its results."""
        return self._bytes.get("compute", 0) + self._bytes.get("output", 0)
