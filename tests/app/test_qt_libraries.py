"""A system that lacks what Qt needs gets one sentence with the install line, never a traceback or an abort.

A library is hidden with an audit module of the dynamic linker: to the process it is then as absent as on a bare system.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

import pytest

from app import qt_libraries
from tests.app.cli_process import keel, one_sentence

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux do Qt's libraries come from the system")

HIDE = r"""
#include <string.h>
#include <stdlib.h>
unsigned int la_version(unsigned int version) { return version; }
char *la_objsearch(const char *name, unsigned long *cookie, unsigned int flag) {
    const char *hidden = getenv("HIDDEN_LIBRARY");
    (void)cookie;
    /* flag 1 is the bare name; the paths tried for it come after and are the ones to fail, as on a system without the file */
    return flag != 1 && hidden && strstr(name, hidden) ? 0 : (char *)name;
}
"""


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("needs a C compiler")
    folder = tmp_path_factory.mktemp("audit")
    (folder / "hide.c").write_text(HIDE)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "hide.so", folder / "hide.c"], check=True)
    return str(folder / "hide.so")


@pytest.fixture
def model_path(tiny_model):
    return os.fspath(tiny_model)


def loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def without(audit, library, tmp_path, *arguments, **changes):
    return keel(*arguments, home=tmp_path, LD_AUDIT=audit, HIDDEN_LIBRARY=library, **changes)


@pytest.mark.parametrize("library", ["libEGL.so.1", "libGL.so.1", "libfontconfig.so.1", "libxkbcommon.so.0"])
def test_a_missing_library_of_the_window_ends_in_the_install_line(audit, library, tmp_path, model_path):
    result = without(audit, library, tmp_path, "--model", model_path)
    assert result.returncode == 2, result.stderr
    assert one_sentence(result.stderr), result.stderr
    assert library in result.stderr
    assert qt_libraries.install_line(qt_libraries.WINDOW_PACKAGES) in result.stderr


@pytest.mark.parametrize("library", ["libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxkbcommon-x11.so.0"])
def test_a_missing_library_of_the_display_is_found_before_qt_aborts(audit, library, tmp_path, model_path):
    result = without(audit, library, tmp_path, "--model", model_path, QT_QPA_PLATFORM=None, DISPLAY=":0")
    assert result.returncode == 2, result.stderr
    assert one_sentence(result.stderr), result.stderr
    assert library in result.stderr
    assert "sudo apt install" in result.stderr


def test_the_terminal_needs_only_the_core(audit, tmp_path, model_path):
    result = without(audit, "libglib-2.0.so.0", tmp_path, "chat", "--model", model_path, "hello")
    assert result.returncode == 2, result.stderr
    assert one_sentence(result.stderr), result.stderr
    assert qt_libraries.install_line(qt_libraries.CORE_PACKAGES) in result.stderr


def test_the_self_test_names_a_missing_library_too(audit, tmp_path):
    result = without(audit, "libEGL.so.1", tmp_path, "self-test")
    assert result.returncode == 2, result.stderr
    assert one_sentence(result.stderr), result.stderr


def test_without_a_display_there_is_one_sentence(tmp_path, model_path):
    result = keel("--model", model_path, home=tmp_path, QT_QPA_PLATFORM=None)
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    assert "no display" in result.stderr


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_that_does_not_answer_ends_in_one_sentence(variable, tmp_path, model_path):
    if variable == "WAYLAND_DISPLAY" and not loads("libwayland-cursor.so.0"):
        pytest.skip("this system has no Wayland libraries")
    changes = {"QT_QPA_PLATFORM": None, variable: ":987", "XDG_RUNTIME_DIR": os.fspath(tmp_path)}
    result = keel("--model", model_path, home=tmp_path, **changes)
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    assert "cannot be reached" in result.stderr


def test_an_unknown_platform_plugin_is_named_with_those_there_are(tmp_path, model_path):
    result = keel("--model", model_path, home=tmp_path, QT_QPA_PLATFORM="television")
    assert result.returncode == 2
    assert one_sentence(result.stderr), result.stderr
    assert "television" in result.stderr
    assert "offscreen" in result.stderr
