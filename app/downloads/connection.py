"""The only door to the network: one request at a time, checked before it is made and written down before and after."""

from __future__ import annotations

import contextlib
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import urllib3
from requests.utils import get_environ_proxies, select_proxy

from app.downloads.hub import Hub
from app.downloads.ledger import Ledger, LedgerEntry
from app.downloads.pace import Pace
from app.downloads.problem import DownloadProblem

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_HOPS: Final = 6

# urllib3 logs addresses, which may carry a signature that is as good as a key.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class Answer:
    """What came back: status, headers and the body piece by piece. Close it, or use it in a `with`.

    url: the address that answered; host: its name; status: HTTP status; headers: by name, in any case.
    """

    def __init__(self, response: requests.Response, host: str, entry: LedgerEntry, note_every: float) -> None:
        self._response = response
        self._entry = entry
        self._note_every = note_every
        self._noted = time.monotonic()
        self._body = 0
        self._closed = False
        self.url = str(response.url)
        self.host = host
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close("" if kind is None else "broken off")

    def read(self, most: int) -> bytes:
        """Return the next bytes as soon as some are there, b"" at the end; raises DownloadProblem where the connection breaks."""
        try:
            data = bytes(self._response.raw.read1(most, decode_content=False))
        except (urllib3.exceptions.HTTPError, OSError, ValueError, AttributeError) as error:
            # The last two come from a connection that was closed from another thread while it was read.
            if isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
                raise stalled(self.host) from error
            raise broken_off(self.host) from error
        self._body += len(data)
        if time.monotonic() - self._noted >= self._note_every:
            self._noted = time.monotonic()
            self._entry.note(*self._figures())
        return data

    def abort(self) -> None:
        """Make a read that waits in another thread return; what it returns then is worth nothing."""
        with contextlib.suppress(Exception):
            self._response.raw.shutdown()

    def close(self, outcome: str = "") -> None:
        """End the connection; outcome: how, in a few words, the status for ""."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(Exception):
            self._response.close()
        self._entry.ended(*self._figures(), f"{self.status} {outcome}".strip())

    def _figures(self) -> tuple[int, int]:
        request = self._response.request
        line = len(f"{request.method} {urlsplit(self.url).path} HTTP/1.1") + 2
        return line + _length(request.headers), 17 + _length(self._response.headers) + self._body


class Connection:
    """Makes requests for one download; no cookies, no passwords of other programs, no address that `hub` does not allow.

    token: gives the access token where there is one; only asked, and only sent, where the hub refuses to answer without.
    """

    def __init__(self, hub: Hub, ledger: Ledger, pace: Pace, token: Callable[[], str | None]) -> None:
        self._hub = hub
        self._ledger = ledger
        self._pace = pace
        self._ask_token = token
        self._secret: str | None = None
        self._current: Answer | None = None
        self._aborted = False

    def fetch(self, method: str, url: str, why: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Make a request and follow where the hub sends it on; raises DownloadProblem.

        A HEAD is followed only within the hub: where it would leave it, the redirect itself is the answer. The answer to a status
        that is no success is returned too.
        """
        answer = self._walk(method, url, why, headers or {})
        if answer.status in (401, 403) and self._secret is None and self._hub.is_home(answer.url):
            self._secret = self._ask_token()
            if self._secret is not None:
                answer.close()
                answer = self._walk(method, url, why, headers or {})
        return answer

    @property
    def knows_token(self) -> bool:
        """Whether the hub was shown a token."""
        return self._secret is not None

    def abort(self) -> None:
        """Break off what is going on; may be called from another thread."""
        self._aborted = True
        if (answer := self._current) is not None:
            answer.abort()

    def _walk(self, method: str, url: str, why: str, headers: Mapping[str, str]) -> Answer:
        seen = set()
        for _ in range(_MOST_HOPS):
            seen.add(url)
            answer = self._ask(method, url, why, headers)
            location = answer.headers.get("Location")
            if answer.status not in REDIRECTS or location is None:
                return answer
            try:
                url = self._hub.follow(url, location)
                self._hub.check(url)
            except DownloadProblem:
                answer.close("leads elsewhere, not followed")
                raise
            if method == "HEAD" and not self._hub.is_home(url):
                return answer
            answer.close("sent on")
            if url in seen:
                break
        raise DownloadProblem("The hub sends Keel round in a circle", "the file is not reached", "try again later", again=True)

    def _ask(self, method: str, url: str, why: str, headers: Mapping[str, str]) -> Answer:
        """Make one request, without following where it leads."""
        host = self._hub.check(url)
        via = _proxy(url)
        sent = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "Keel", **headers}
        if self._secret is not None and self._hub.is_home(url):
            sent["Authorization"] = "Bearer " + self._secret
        try:
            entry = self._ledger.opened(host, why, via)
        except OSError as error:
            raise DownloadProblem(
                f"The list of connections in {self._ledger.path} cannot be written",
                "Keel connects to nothing that it cannot write down",
                "make room or check the folder, then resume",
            ) from error
        try:
            response = self._send(method, url, sent)
        except BaseException as error:
            entry.ended(0, 0, _short(error))
            if isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError | OSError | ValueError):
                raise _problem(error, host, via) from error
            raise
        answer = self._current = Answer(response, host, entry, self._pace.note_every)
        if self._aborted:
            answer.abort()
        return answer

    def _send(self, method: str, url: str, headers: Mapping[str, str]) -> requests.Response:
        # A session of its own for each request: nothing is carried from one to the next.
        session = requests.Session()
        session.headers.clear()
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        request = session.prepare_request(requests.Request(method, url, headers=dict(headers), auth=_unchanged))
        verify = self._hub.authorities or None
        settings = session.merge_environment_settings(url, {}, True, verify, None)
        # Not through the session, which would read the whole body of a redirect by itself.
        return session.get_adapter(url).send(request, timeout=(self._pace.connect, self._pace.stall), **settings)


def stalled(host: str) -> DownloadProblem:
    """Return the sentence for a connection over which nothing comes any more."""
    return DownloadProblem(f"{host} sends nothing any more", "what has arrived is kept", "resume later", again=True)


def broken_off(host: str) -> DownloadProblem:
    """Return the sentence for a connection that ended too early."""
    return DownloadProblem(f"The connection to {host} broke off", "what has arrived is kept", "resume later", again=True)


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stand in for authentication, so that no password is taken from the files of other programs."""
    return request


def _problem(error: BaseException, host: str, via: str) -> DownloadProblem:
    """Return what a failed request means for people."""
    if _has(error, ssl.SSLCertVerificationError):
        return DownloadProblem(
            f"The connection to {host} is not safe: its certificate is not valid",
            "nothing was fetched over it",
            "check this computer's clock, and whether a proxy or a virus scanner stands in between",
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return DownloadProblem(
            f"The proxy {via} does not let Keel through",
            "what has arrived is kept",
            "check the proxy settings, then resume",
            again=True,
        )
    if isinstance(error, requests.Timeout):
        return DownloadProblem(f"{host} does not answer", "what has arrived is kept", "resume later", again=True)
    if isinstance(error, requests.ConnectionError | urllib3.exceptions.HTTPError):
        return DownloadProblem(
            f"{host} cannot be reached", "what has arrived is kept", "check the connection to the internet, then resume", again=True
        )
    return DownloadProblem(
        f"The settings for the network cannot be used ({type(error).__name__})",
        "nothing was fetched",
        "check the proxy and the certificates that this computer is set up with",
    )


def _has(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether an error, or one that led to it, is of a kind."""
    for _ in range(10):
        if error is None or isinstance(error, kind):
            break
        reason: Any = getattr(error, "reason", None) or (error.args[0] if error.args else None)
        error = reason if isinstance(reason, BaseException) else error.__cause__ or error.__context__
    return isinstance(error, kind)


def _short(error: BaseException) -> str:
    """Return what went wrong in a few words that hold no address."""
    if _has(error, ssl.SSLCertVerificationError):
        return "certificate not valid"
    names = {
        requests.Timeout: "no answer",
        requests.exceptions.ProxyError: "proxy refused",
        requests.ConnectionError: "not reached",
    }
    return next((text for kind, text in names.items() if isinstance(error, kind)), type(error).__name__)


def _proxy(url: str) -> str:
    """Return the proxy that a request would go through, without its password, or ""."""
    chosen = select_proxy(url, get_environ_proxies(url))
    if not chosen:
        return ""
    try:
        parts = urlsplit(chosen if "://" in chosen else f"http://{chosen}")
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname or "")
    except ValueError:
        return "a proxy"


def _length(headers: Mapping[str, Any]) -> int:
    """Return how many bytes headers take."""
    return 2 + sum(len(str(name)) + len(str(value)) + 4 for name, value in headers.items())
