"""What the tests of downloads share: a hub on this computer, and no proxy of the surroundings in between."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.downloads.ledger import LEDGER_NAME, Ledger
from app.downloads.wanted import Wanted
from app.downloads.worker import Job
from tests.downloads.hub_server import FILE, QUICK, REPOSITORY, World, serving, some_bytes

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = os.environ["LANGUAGE"] = "C.UTF-8"

SIZE = 2_500_000


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.delenv(name)
    # No keyring of whoever runs the tests is ever asked.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def world() -> Iterator[World]:
    """A hub with one file of two and a half megabytes."""
    with serving(World(some_bytes(SIZE))) as world:
        yield world


@pytest.fixture
def wanted() -> Wanted:
    return Wanted(REPOSITORY, FILE, title="Small model")


@pytest.fixture
def fetch(world: World, wanted: Wanted, tmp_path: Path) -> Callable[[], Path]:
    """Return a function that fetches the file as far as it comes, in this process."""

    def run() -> Path:
        return Job(wanted, tmp_path, world.address, QUICK, lambda _event: None).run()

    return run


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / LEDGER_NAME)
