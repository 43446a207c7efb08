"""Collects the texts of the window with Qt's tools and builds the translations that are shipped.

Usage: python packaging/translations.py [--check]

Lists the sentences of the parts that do not know Qt in app/language/sentences.py, and the names of roles in roles.py beside it,
reads every Python file of app/, brings resources/translations/keel_<language>.ts up to date (texts that are gone are dropped, new
ones wait there to be translated, with Qt Linguist or an editor) and builds the .qm beside it. With --check nothing is written. Exit
code 1 and one line per fault where a text has no translation yet, or where --check finds a file that is not up to date.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

import sentences  # noqa: E402

FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("de",)


def tool(name: str) -> str:
    """Return the path of one of Qt's translation tools, as it lies in the package of Qt; raises FileNotFoundError without it."""
    found_at = importlib.util.find_spec("PySide6")
    place = Path(next(iter(found_at.submodule_search_locations or ()))) if found_at is not None else ROOT
    for folder in (place, place / "Qt" / "libexec"):
        found = shutil.which(name, path=str(folder))
        if found is not None:
            return found
    raise FileNotFoundError(f"There is no {name} beside PySide6.")


def collect(file: Path) -> None:
    """Bring a .ts file up to date with the source."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "app").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "sources"
        listing.write_text("\n".join(sources), encoding="utf-8")
        options = ["-no-obsolete", "-locations", "none", "-sort-messages", "-source-language", "en_GB"]
        # Nothing is guessed from a similar text: half a translation would look like a whole one.
        options += ["-disable-heuristic", "similartext", "-disable-heuristic", "sametext", "-silent"]
        subprocess.run([tool("lupdate"), *options, f"@{listing}", "-ts", str(file)], check=True, cwd=ROOT)


def build(file: Path, target: Path) -> None:
    """Build the .qm file that the program reads."""
    subprocess.run([tool("lrelease"), "-silent", "-nounfinished", str(file), "-qm", str(target)], check=True)


def faults(file: Path) -> list[str]:
    """Return what is wrong with the translations in a .ts file, one line each."""
    found = []
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            source, target = message.findtext("source", ""), message.find("translation")
            words = "" if target is None else target.text or ""
            where = f"{file.name}, {context.findtext('name')}: {source!r}"
            if not words or (target is not None and target.get("type") == "unfinished"):
                found.append(f"{where} has no translation")
            elif placeholders(words) != placeholders(source):
                found.append(f"{where} has other placeholders than {words!r}")
    return found


def placeholders(text: str) -> list[str]:
    """Return the names in braces, sorted."""
    return sorted(re.findall(r"\{[^{}]*\}", text))


def main() -> int:
    """Collect, build, report."""
    parser = argparse.ArgumentParser(description="Collect the texts of the window and build the translations.")
    parser.add_argument("--check", action="store_true", help="write nothing; only say what is missing or not up to date")
    check = parser.parse_args().check
    found = []
    for place, listing in sentences.modules(ROOT).items():
        if check and (not place.exists() or place.read_text(encoding="utf-8") != listing):
            found.append(f"{place.relative_to(ROOT)} is not up to date; run python packaging/translations.py")
        elif not check:
            place.write_text(listing, encoding="utf-8")
    for language in LANGUAGES:
        name = f"keel_{language}"
        with tempfile.TemporaryDirectory() as folder:
            draft, built = Path(folder) / f"{name}.ts", Path(folder) / f"{name}.qm"
            if (FOLDER / draft.name).exists():
                shutil.copy(FOLDER / draft.name, draft)
            collect(draft)
            build(draft, built)
            found += faults(draft)
            for file in (draft, built):
                kept = FOLDER / file.name
                if check and (not kept.exists() or kept.read_bytes() != file.read_bytes()):
                    found.append(f"{kept.relative_to(ROOT)} is not up to date; run python packaging/translations.py")
                elif not check:
                    shutil.copy(file, kept)
    sys.stdout.write("".join(f"{fault}\n" for fault in found) or "All texts are translated.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
