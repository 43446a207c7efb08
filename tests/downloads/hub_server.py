"""A hub and its store on this computer: real sockets, and every bad manner a test asks for."""

from __future__ import annotations

import contextlib
import hashlib
import random
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from app.downloads.hub import Hub
from app.downloads.pace import Pace

REPOSITORY = "keel-tests/small-model"
FILE = "small-Q4_K_M.gguf"
COMMIT = "c" * 40
QUICK = Pace(
    connect=5.0,
    stall=0.6,
    slowest=20_000.0,
    first_wait=0.02,
    longest_wait=0.1,
    longest_asked=3.0,
    tries=5,
    secure_bytes=256 << 10,
    secure_every=0.2,
    note_every=0.1,
    tell_every=0.02,
)
Manner = Callable[["Handler"], None]


def some_bytes(size: int, seed: int = 1) -> bytes:
    """Bytes that look like a model: its magic, then anything."""
    return b"GGUF" + random.Random(seed).randbytes(size - 4)


@dataclass
class Asked:
    """A request that came in."""

    side: str
    method: str
    path: str
    headers: dict[str, str]


@dataclass
class World:
    """What is on the hub, what was asked, and how the next answers go wrong.

    hub, store: manners of the next requests to either, one each; where there is none, the answer is as it should be.
    """

    content: bytes
    sha256: str = ""
    size: int = 0
    commit: str = COMMIT
    etag: str = '"store-1"'
    token: str = ""
    chunk: int = 64 << 10
    pause: float = 0.0
    hub: deque[Manner] = field(default_factory=deque)
    store: deque[Manner] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    store_base: str = ""
    hub_base: str = ""
    secret_path: str = "/xet/abc?signature=hush-hush"
    authorities: str = ""

    def __post_init__(self) -> None:
        self.replace(self.content)

    def replace(self, content: bytes) -> None:
        """Put another file in the place of this one, and say so truthfully."""
        self.content, self.size = content, len(content)
        self.sha256 = hashlib.sha256(content).hexdigest()

    def to(self, side: str, method: str = "GET") -> list[Asked]:
        """The requests of one kind that came to one side."""
        return [each for each in self.asked if (each.side, each.method) == (side, method)]

    @property
    def address(self) -> Hub:
        """The addresses of these two, and no others."""
        hosts = tuple(base.rpartition("/")[2] for base in (self.hub_base, self.store_base))
        return Hub(self.hub_base, hosts, plain_http=self.hub_base.startswith("http:"), authorities=self.authorities)


class Handler(BaseHTTPRequestHandler):
    """Answers as the hub (HEAD and GET of /<repository>/resolve/...) or as its store."""

    protocol_version = "HTTP/1.1"
    world: World
    side: str

    def log_message(self, *_: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        world = self.world
        world.asked.append(Asked(self.side, self.command, self.path, dict(self.headers.items())))
        manners = world.hub if self.side == "hub" else world.store
        manner = manners.popleft() if manners else (as_hub if self.side == "hub" else as_store)
        with contextlib.suppress(OSError):
            manner(self)

    def head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def pour(self, data: bytes) -> None:
        """Send in pieces, as slowly as the world wants."""
        for start in range(0, len(data), self.world.chunk):
            self.wfile.write(data[start : start + self.world.chunk])
            self.wfile.flush()
            if self.world.pause:
                time.sleep(self.world.pause)

    def hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(2)

    @property
    def start(self) -> int:
        """First byte of the piece that is asked for."""
        return int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))


def as_hub(handler: Handler) -> None:
    """Answer as the hub does: facts, and the way to the store."""
    world = handler.world
    if world.token and handler.headers.get("Authorization") != f"Bearer {world.token}":
        handler.head(401, {"Content-Length": "0", "X-Error-Code": "GatedRepo"})
        return
    path = f"/{REPOSITORY}/resolve/"
    if not handler.path.startswith(path) or handler.path.removeprefix(path) not in {f"main/{FILE}", f"{world.commit}/{FILE}"}:
        handler.head(404, {"Content-Length": "0"})
        return
    handler.head(302, {**facts(world), "Location": world.store_base + world.secret_path, "Content-Length": "0"})


def facts(world: World) -> dict[str, str]:
    return {"X-Linked-Etag": f'"{world.sha256}"', "X-Linked-Size": str(world.size), "X-Repo-Commit": world.commit}


def as_store(handler: Handler, *, body: bytes | None = None) -> None:
    """Answer as the store does: all of it, or the rest from where it is asked for."""
    world = handler.world
    content = world.content if body is None else body
    start = handler.start
    if start and handler.headers.get("If-Range", world.etag) != world.etag:
        start = 0
    if start >= len(content):
        handler.head(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
        return
    headers = {"ETag": world.etag, "Content-Length": str(len(content) - start), "Accept-Ranges": "bytes"}
    if start:
        headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
    handler.head(206 if start else 200, headers)
    handler.pour(content[start:])


def cut_after(size: int) -> Manner:
    """Send this many bytes of what was promised, then hang up."""

    def manner(handler: Handler) -> None:
        world, start = handler.world, handler.start
        headers = {"ETag": world.etag, "Content-Length": str(len(world.content) - start)}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(world.content) - 1}/{len(world.content)}"
        handler.head(206 if start else 200, headers)
        handler.pour(world.content[start : start + size])
        handler.hang_up()

    return manner


def status(code: int, **headers: str) -> Manner:
    """Answer with a status and nothing else."""

    def manner(handler: Handler) -> None:
        handler.head(code, {"Content-Length": "0", **{name.replace("_", "-"): value for name, value in headers.items()}})

    return manner


def sends_to(location: str, code: int = 302, **more: str) -> Manner:
    """Send on to another address."""
    return status(code, Location=location, **more)


@contextlib.contextmanager
def serving(world: World, certificates: Path | None = None) -> Iterator[World]:
    """Run hub and store for this world; certificates: a PEM file with key and chain, None for plain connections."""
    servers = []
    for side in ("hub", "store"):
        handler = type("OneSide", (Handler,), {"world": world, "side": side})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that leave early are what is tested
        scheme = "http"
        if certificates is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        base = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        if side == "hub":
            world.hub_base = base
        else:
            world.store_base = base
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
    try:
        yield world
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
