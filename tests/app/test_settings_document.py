"""The page about the settings is the one that their table makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.settings.fields import INFO

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "settings.md"


def test_the_page_is_current():
    made = subprocess.run(
        [sys.executable, "-m", "app.settings.document"], cwd=ROOT, check=True, timeout=60, capture_output=True, encoding="utf-8"
    )
    assert PAGE.read_text(encoding="utf-8") == made.stdout, "run: python -m app.settings.document > docs/settings.md"


def test_the_page_has_every_setting_of_the_panel_with_its_range():
    text = PAGE.read_text(encoding="utf-8")
    for name, info in INFO.items():
        if not info.section:
            continue
        (line,) = [line for line in text.splitlines() if f"| `{name}` |" in line]
        assert info.label in line
        assert info.help in line
        assert all(f"`{choice.value}`" in line for choice in info.choices if choice.value is not None)
        if info.kind in ("slider", "number"):
            assert f"{info.minimum:.10g}" in line
            assert f"{info.maximum:.10g}" in line
