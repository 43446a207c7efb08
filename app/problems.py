"""Problems a person can act on, and how a terminal shows them."""

from __future__ import annotations

import json
import sys

EXIT_PROBLEM = 2
"""Exit code of every command that ended in a `UserError`."""


class UserError(Exception):
    """Something a person can put right: what happened, what it means, what to do; its text is one sentence.

    Anything else that is raised is a bug of Keel.
    """

    def __init__(self, what: str, means: str = "", do: str = "") -> None:
        self.what = what.strip().rstrip(".")
        self.means = means.strip().rstrip(".")
        self.do = do.strip().rstrip(".")
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The three parts as one plain sentence."""
        return "; ".join(part for part in (self.what, self.means, self.do) if part) + "."


def report(problem: UserError, as_json: bool) -> int:
    """Show the problem on the terminal (one sentence on stderr, or {"error": ...} on stdout) and return the exit code."""
    stream = sys.stdout if as_json else sys.stderr
    text = json.dumps({"error": problem.sentence}) if as_json else f"keel: {one_line(problem.sentence)}"
    if stream is not None:  # a program started without a terminal has none
        stream.write(text + "\n")
        stream.flush()
    return EXIT_PROBLEM


def one_line(text: str) -> str:
    """Return the text without line breaks and without control characters, which a terminal would obey."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Return the text without control characters other than line breaks and tabs."""
    return "".join(char for char in text if char in "\n\t" or (char >= " " and not "\x7f" <= char <= "\x9f"))


def is_text(text: str) -> bool:
    """Whether a text can be written as UTF-8: bytes of a command line or of a file name that are no text become halves of pairs."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
