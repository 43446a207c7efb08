"""The installed PySide6 does not lose references to True and None, which ends older interpreters after a few thousand calls."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None have no reference count from Python 3.12 on")

CALLS = 500
NOISE = 50


class Sender(QObject):
    fired = Signal()
    told = Signal(bool)


def test_emitting_keeps_the_references_of_true():
    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(CALLS):
        sender.fired.emit()
        sender.told.emit(True)
    assert abs(sys.getrefcount(True) - before) < NOISE


def test_calls_without_a_result_keep_the_references_of_none():
    sender = Sender()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        sender.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < NOISE
