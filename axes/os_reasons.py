"""What the operating system reports about files and disks, in plain words; in one place, so that all sentences say it alike."""

from __future__ import annotations

import errno
from typing import Final

_WORDS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("ENOSPC",), "the disk is full"),
    (("EDQUOT",), "your share of the disk is used up"),
    (("EFBIG",), "the file would be larger than is allowed there"),
    (("EROFS",), "the disk is write-protected"),
    (("EACCES", "EPERM"), "access is not allowed"),
    (("ENOENT",), "there is no such file or folder"),
    (("EEXIST",), "there is a file of that name already"),
    (("ENOTDIR",), "a part of its path is not a folder"),
    (("EISDIR",), "it is a folder"),
    (("ENAMETOOLONG",), "its name is too long"),
    (("ELOOP",), "it is a link that leads back to itself"),
    (("EBUSY", "ETXTBSY"), "another program is using it"),
    (("EMFILE", "ENFILE"), "too many files are open at once"),
    (("EIO",), "the disk reports a fault"),
    (("ENODEV", "ENXIO", "ESTALE"), "the drive is not connected any more"),
    (("ENOMEM",), "this computer has too little memory left"),
)
_BY_NUMBER: Final = {getattr(errno, name): words for names, words in _WORDS for name in names if hasattr(errno, name)}

_IN_USE: Final = (32, 33)
"""Windows's numbers for a file, or a part of it, that another program keeps to itself; as an errno both count as not allowed."""


def reason(error: OSError) -> str:
    """Return why the system refused something, as words that stand in brackets or behind a colon, without a full stop.

    A rare reason that has no words here is told in the system's own.
    """
    if getattr(error, "winerror", None) in _IN_USE:
        return _BY_NUMBER[errno.EBUSY]
    words = _BY_NUMBER.get(error.errno or 0) or (error.strerror or "").rstrip(".").lower()
    return words or str(error).rstrip(".") or "unknown reason"
