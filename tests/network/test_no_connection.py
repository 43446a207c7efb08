"""A full tour of the program makes no connection: the kernel would end whoever opened a socket of the internet."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.downloads.ledger import LEDGER_NAME
from tests.network.ban import EXIT_CAUGHT, internet_sockets

ROOT = Path(__file__).parents[2]
FORBID = "from tests.network.ban import forbid_internet; way = forbid_internet(); "
SIGSYS = -31


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_the_ban_ends_a_process_that_opens_a_socket_of_the_internet(family):
    done = python(FORBID + f"print(way, flush=True); import socket; socket.socket(socket.{family}); print('not stopped')")
    assert "not stopped" not in done.stdout
    assert done.returncode == (SIGSYS if done.stdout.strip() == "seccomp" else EXIT_CAUGHT), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux's")
def test_the_ban_holds_for_children_and_for_code_that_is_not_python():
    call = "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)"
    done = python(FORBID + f"import subprocess, sys; print(way, subprocess.run([sys.executable, '-c', {call!r}]).returncode)")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["seccomp", str(SIGSYS)]


def test_the_ban_leaves_what_is_not_the_internet():
    code = "import socket, subprocess, sys; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1), way)"
    done = python(FORBID + code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("b'x'")


@pytest.mark.skipif(sys.platform != "linux", reason="the lists of sockets are Linux's")
def test_an_open_socket_is_seen_from_outside():
    assert internet_sockets(os.getpid()) == set()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert [each for each in internet_sockets(os.getpid()) if each.endswith(f":{port:04X}")]


def test_the_hook_catches_where_the_kernel_cannot():
    hook = "import sys; from tests.network import ban; sys.addaudithook(ban._watch); "
    done = python(hook + "import socket; socket.create_connection(('localhost', 9))")
    assert done.returncode == EXIT_CAUGHT
    assert done.stderr.startswith("caught: socket")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_tour_of_the_whole_program_opens_no_socket(tmp_path):
    data = tmp_path / "data"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "LANGUAGE": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.network.tour", str(data)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=380,
        check=False,
    )
    assert done.stdout.strip(), f"the program ended with {done.returncode}: {done.stderr[-3000:]}"
    report = json.loads(done.stdout.splitlines()[-1])
    assert not report["problem"], report["problem"]
    assert done.returncode == 0
    assert report["steps"] == ["first_run", "chat", "cap", "settings", "search", "export", "pages"]
    assert report["deaths"] == 0, "a process behind the window died"
    assert report["sockets"] == []
    assert not (data / LEDGER_NAME).exists()
    if sys.platform == "linux":
        assert report["way"] == "seccomp"
