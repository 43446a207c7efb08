"""Forbids a process and all it starts to open a socket of the internet: by the kernel where it can, else by watching.

The kernel's filter (seccomp) ends the process that calls socket() for IPv4 or IPv6. It cannot be taken off again, and children have
it too, whatever they are written in. Elsewhere an audit hook ends a Python process that does so; code that is not Python is seen by
`internet_sockets`, which reads what the system says of a process.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import re
import struct
import sys
from pathlib import Path
from typing import Final, Literal

Way = Literal["seccomp", "audit"]

EXIT_CAUGHT: Final = 113
"""How a process ends that the audit hook has caught."""

_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_FILTER: Final = 2
_KILL_PROCESS, _ALLOW = 0x8000_0000, 0x7FFF_0000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_SYSTEMS: Final = {"x86_64": (0xC000_003E, 41), "aarch64": (0xC000_00B7, 198)}
"""For each machine: how the kernel names it, and the number of socket()."""
_INET, _INET6 = 2, 10


def forbid_internet() -> Way:
    """Forbid this process and its children the internet from now on, and say in which way."""
    if sys.platform == "linux" and platform.machine() in _SYSTEMS and _filter(*_SYSTEMS[platform.machine()]):
        return "seccomp"
    sys.addaudithook(_watch)
    return "audit"


def internet_sockets(pid: int) -> set[str]:
    """Return the internet sockets that a process holds now, as the system lists them; empty where it does not say (not Linux)."""
    held = set()
    with contextlib.suppress(OSError):
        for each in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(FileNotFoundError):  # closed meanwhile, as the list itself is
                held.add(os.readlink(f"/proc/{pid}/fd/{each}"))
    numbers = {found[1] for each in held if (found := re.fullmatch(r"socket:\[(\d+)\]", each))}
    listed: set[str] = set()
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        try:
            rows = Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
        except OSError:
            continue
        listed |= {f"{table} {columns[1]}" for row in rows if (columns := row.split()) and columns[9] in numbers}
    return listed


def _filter(machine: int, socket_call: int) -> bool:
    """Install the filter: on this machine socket() of the internet kills, everything else is allowed. Returns whether it is on."""
    program = b"".join(
        struct.pack("=HBBI", *step)
        for step in (
            (_LOAD, 0, 0, 4),  # the machine that the call is made for
            (_EQUAL, 1, 0, machine),
            (_RETURN, 0, 0, _KILL_PROCESS),  # another one's calls have other numbers
            (_LOAD, 0, 0, 0),  # which call
            (_EQUAL, 0, 4, socket_call),
            (_LOAD, 0, 0, 16),  # its first argument
            (_EQUAL, 1, 0, _INET),
            (_EQUAL, 0, 1, _INET6),
            (_RETURN, 0, 0, _KILL_PROCESS),
            (_RETURN, 0, 0, _ALLOW),
        )
    )
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("=HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, described, 0, 0) == 0)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    caught = event == "socket.__new__" and arguments[1] in (_INET, _INET6, 23, 30)  # the last two: IPv6 on Windows and macOS
    if caught or event in ("socket.getaddrinfo", "socket.gethostbyname"):
        os.write(2, f"caught: {event}\n".encode())
        os._exit(EXIT_CAUGHT)
