"""What the documents promise is what the project does: the set-up commands, the packages, the links."""

from __future__ import annotations

import re

import pytest

from app.qt_libraries import WINDOW_PACKAGES
from tests.quality.source_tree import ROOT

START = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/keel"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_readme_has_exactly_the_two_set_up_commands():
    commands = [line for line in read("README.md").splitlines() if line.startswith("python3 -m venv")]
    assert commands == [START, TEST]


def test_ci_runs_the_test_command_of_the_readme():
    assert TEST in read(".ci/run").splitlines()


def test_readme_and_ci_install_what_the_window_asks_for():
    listed = re.search(r"qt_packages=\(([^)]*)\)", read(".ci/run"))
    assert listed is not None
    assert tuple(listed.group(1).split()) == WINDOW_PACKAGES
    assert set(WINDOW_PACKAGES) <= set(read("README.md").split())


DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/settings.md",
    "docs/measurements.md",
    "resources/demo/MODEL_CARD.md",
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name):
    folder = (ROOT / name).parent
    targets = re.findall(r"\]\(([^)#\s]+)", read(name)) + re.findall(r'src="([^"]+)"', read(name))
    missing = [target for target in targets if "://" not in target and not (folder / target).exists()]
    assert not missing, missing


def test_contributing_stays_short():
    assert len(read("CONTRIBUTING.md").splitlines()) <= 150
