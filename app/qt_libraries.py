"""Checks, before Qt is used, that the system has what Qt needs; Qt itself would end the process without a usable word."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

from app.problems import UserError

CORE_PACKAGES = ("libglib2.0-0",)
"""Debian and Ubuntu packages that the part of Qt without windows needs (the terminal commands)."""

WINDOW_PACKAGES = (
    *CORE_PACKAGES,
    "libegl1",
    "libgl1",
    "libfontconfig1",
    "libdbus-1-3",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libwayland-cursor0",
)
"""What the window needs; every other library comes with these (tried out on bare Debian 12 and Ubuntu 24.04 systems)."""


def install_line(packages: tuple[str, ...]) -> str:
    """Return the command that installs the packages on Debian and Ubuntu."""
    return f"sudo apt install {' '.join(packages)}"


def check_core() -> None:
    """Raise UserError where the part of Qt that needs no display cannot be loaded."""
    try:
        import PySide6.QtCore  # noqa: F401 - only whether it loads
    except ImportError as error:
        raise _missing(error, CORE_PACKAGES, "Qt, which Keel is built on") from error


def check_window() -> None:
    """Raise UserError where a window cannot be opened: a library of Qt is missing, or there is no display."""
    _check_widgets()
    if sys.platform != "linux":
        return
    problems: list[UserError] = []
    for name in _platforms():
        try:
            _check_platform(name)
        except UserError as problem:
            problems.append(problem)
        else:
            return
    raise problems[-1]


def check_offscreen() -> None:
    """Raise UserError where not even a window without a display can be made."""
    _check_widgets()
    if sys.platform == "linux":
        _load_plugin("offscreen")


def has_display() -> bool:
    """Say whether windows can be shown here: always where the system is not Linux, else where a display is named."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _check_widgets() -> None:
    try:
        import PySide6.QtGui
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401 - only whether they load
    except ImportError as error:
        raise _missing(error, WINDOW_PACKAGES) from error


def _platforms() -> list[str]:
    """The platform plugins Qt would try, in its order."""
    asked = os.environ.get("QT_QPA_PLATFORM")
    if asked:
        return [part.partition(":")[0] for part in asked.split(";")]
    if not has_display():
        raise UserError(
            "There is no display to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set)",
            "only the terminal commands work here",
            "start Keel from a desktop session, or use keel chat",
        )
    wayland = ["wayland"] if os.environ.get("WAYLAND_DISPLAY") else []
    return wayland + (["xcb"] if os.environ.get("DISPLAY") else [])


def _check_platform(name: str) -> None:
    _load_plugin(name)
    if name == "xcb":
        _check_connection("X", os.environ.get("DISPLAY", ""), _reaches_x_server)
    elif name == "wayland":
        _check_connection("Wayland", os.environ.get("WAYLAND_DISPLAY", ""), _reaches_wayland)


def _load_plugin(name: str) -> None:
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    plugin = folder / f"libq{name}.so"
    if not plugin.is_file():
        known = ", ".join(sorted(path.stem.removeprefix("libq") for path in folder.glob("libq*.so")))
        raise UserError(f"QT_QPA_PLATFORM asks for {name}, which this Qt does not have", "", f"use one of {known} or unset it")
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise _missing(error, WINDOW_PACKAGES) from error


def _missing(error: Exception, packages: tuple[str, ...], what: str = "Qt, which draws Keel's window") -> UserError:
    library, separator, _ = str(error).partition(": cannot open shared object file")
    if not separator:
        return UserError(f"{what}, cannot be loaded ({error})", "Keel cannot start", "install Keel again")
    return UserError(
        f"The system library {library} is missing",
        f"{what}, cannot start without it",
        f"on Debian or Ubuntu run: {install_line(packages)}",
    )


def _check_connection(kind: str, display: str, reaches: Callable[[], bool]) -> None:
    if not reaches():
        raise UserError(
            f"The {kind} display {display!r} cannot be reached",
            "the window cannot be opened",
            "start Keel from inside the desktop session, or check who may use that display",
        )


def _reaches_x_server() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return int(xcb.xcb_connection_has_error(connection)) == 0
    finally:
        xcb.xcb_disconnect(connection)


def _reaches_wayland() -> bool:
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = wayland.wl_display_connect(None)
    if not display:
        return False
    wayland.wl_display_disconnect(display)
    return True
