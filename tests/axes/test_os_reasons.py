"""The system's reasons in plain words: real refusals of a real file system, and those that cannot be had at will."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from axes.os_reasons import reason


def _fill(_folder: Path) -> None:
    with open("/dev/full", "wb", buffering=0) as file:
        file.write(b"x")


def _loop(folder: Path) -> None:
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "loop").read_bytes()


def _through_a_file(folder: Path) -> None:
    (folder / "file").write_bytes(b"")
    (folder / "file" / "inner").read_bytes()


REFUSED: dict[str, Callable[[Path], object]] = {
    "the disk is full": _fill,
    "there is no such file or folder": lambda folder: (folder / "gone").read_bytes(),
    "there is a file of that name already": lambda folder: os.mkdir(folder),
    "a part of its path is not a folder": _through_a_file,
    "it is a folder": lambda folder: folder.read_bytes(),
    "its name is too long": lambda folder: (folder / ("x" * 5000)).read_bytes(),
    "it is a link that leads back to itself": _loop,
}


@pytest.mark.skipif(os.name != "posix", reason="other systems refuse other things")
@pytest.mark.parametrize("words", REFUSED)
def test_a_refusal_of_the_system_is_told_in_plain_words(tmp_path: Path, words: str) -> None:
    if words == "the disk is full" and not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with pytest.raises(OSError, match=r"Errno \d+") as refused:
        REFUSED[words](tmp_path)
    assert reason(refused.value) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "access is not allowed"),
        (errno.EPERM, "access is not allowed"),
        (errno.EROFS, "the disk is write-protected"),
        (errno.EIO, "the disk reports a fault"),
        (errno.EMFILE, "too many files are open at once"),
        (errno.EBUSY, "another program is using it"),
        (errno.ENOMEM, "this computer has too little memory left"),
    ],
)
def test_what_cannot_be_had_at_will_goes_by_its_number(number: int, words: str) -> None:
    assert reason(OSError(number, os.strerror(number))) == words


def test_a_file_that_another_program_keeps_on_windows_is_not_called_forbidden() -> None:
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert reason(error) == "another program is using it"


def test_a_rare_reason_is_told_in_the_systems_words_and_none_is_never_empty() -> None:
    assert reason(OSError(errno.EDOM, "Numerical argument out of domain.")) == "numerical argument out of domain"
    assert reason(OSError("The archive Photos.zip ends too early.")) == "The archive Photos.zip ends too early"
    assert reason(OSError()) == "unknown reason"
