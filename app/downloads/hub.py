"""Which addresses may be contacted at all: those of the hub and of its stores, over HTTPS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from app.downloads.problem import DownloadProblem

DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_LONGEST: Final = 8192
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Hub:
    """Where models come from.

    base: address of the hub; hosts: what may be contacted, either a name ("host" or "host:port") or, with a dot in front, every
    name that ends so; plain_http: whether unencrypted connections are allowed, as they never are to the real hub; authorities:
    file with the certificates to trust, "" for the usual ones.
    """

    base: str = "https://huggingface.co"
    hosts: tuple[str, ...] = ("huggingface.co", "hf.co", ".huggingface.co", ".hf.co")
    plain_http: bool = False
    authorities: str = ""

    def file_url(self, repository: str, revision: str, file: str) -> str:
        """Return the address of a file as it is in one revision of a repository."""
        return f"{self.base}/{quote(repository)}/resolve/{quote(revision, safe='')}/{quote(file)}"

    def page(self, repository: str) -> str:
        """Return the address of a repository's page, to be shown to people."""
        return f"{self.base}/{repository}"

    def check(self, url: str) -> str:
        """Return the host of an address, with its port where that is not the usual one; raises DownloadProblem if not allowed."""
        parts, port = _split(url)
        host = (parts.hostname or "").rstrip(".").lower()
        if parts.scheme != "https" and not (self.plain_http and parts.scheme == "http"):
            raise DownloadProblem(
                f"The download leads to an address without encryption (at {host or 'an unknown place'})",
                "Keel does not go there",
                "try again later or choose another file",
            )
        if not _HOST.fullmatch(host) or "\\" in url:  # programs disagree on where the host of such an address ends
            raise _unreadable()
        shown = host if port == DEFAULT_PORTS[parts.scheme] else f"{host}:{port}"
        if parts.username is not None or parts.password is not None or not any(_matches(shown, each) for each in self.hosts):
            raise DownloadProblem(
                f"The download leads to {shown[:100]}, which does not belong to the hub",
                "Keel does not go there",
                "try again later or choose another file",
            )
        return shown

    def is_home(self, url: str) -> bool:
        """Say whether an address is on the hub itself, so that an access token may be sent there."""
        (here, port), (home, home_port) = _split(url), _split(self.base)
        return (here.scheme, here.hostname, port) == (home.scheme, home.hostname, home_port)

    def follow(self, url: str, location: str) -> str:
        """Return where a redirect leads; raises DownloadProblem where that is no address. It still has to be checked."""
        if not location or len(location) > _LONGEST or not location.isprintable():
            raise _unreadable()
        try:
            return urljoin(url, location)
        except ValueError:
            raise _unreadable() from None


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        return parts, parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _unreadable() from None


def _unreadable() -> DownloadProblem:
    return DownloadProblem("The hub sent an address that makes no sense", "Keel does not go there", "try again later", again=True)


def _matches(shown: str, allowed: str) -> bool:
    return shown.endswith(allowed) if allowed.startswith(".") else shown == allowed
