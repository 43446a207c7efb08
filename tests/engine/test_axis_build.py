"""Axes of real models, made by real llama.cpp: random weights are worth nothing, the demo model's manner is found."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from axes.axis import AxisError
from axes.extraction import ExtractionCancelled, ExtractionSpec
from axes.format import read_axis
from axes.source import AxisProgress
from engine import axis_build
from engine.axis_build import SIZES, build_axis, estimate_seconds, spec_from_mapping, spec_of_size
from engine.model import load
from engine.session import Session

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
SPEC = ExtractionSpec(
    defaults=[None, "be small"],
    roles=[(f"role{n}", f"you are the {word}") for n, word in enumerate(("river", "house", "user", "water", "model"))],
    questions=["how?", "what?", "when?", "the house", "a river", "you?", "are you", "small?", "water", "model?"],
    max_tokens=12,
    trials=4,
)


def test_random_weights_are_not_usable_and_nothing_is_left_beside_the_model(tiny_model: Path, tmp_path: Path) -> None:
    built = build_axis(tiny_model, tmp_path / "tiny.axis.gguf", replace(SPEC, max_tokens=24, trials=8))
    assert built.verdict == "not usable"
    assert built.text.endswith(".")
    assert built.replies == len(axis_build.plan_asks(SPEC))
    assert list(tmp_path.iterdir()) == []


def test_building_can_be_stopped_and_goes_on(tiny_model: Path, tmp_path: Path) -> None:
    out, work = tmp_path / "a.gguf", tmp_path / "work"
    seen: list[AxisProgress] = []
    with pytest.raises(ExtractionCancelled):
        build_axis(tiny_model, out, SPEC, seen.append, lambda: len(seen) >= 10, work_dir=work)
    assert not out.exists()
    first = (work / "replies" / "replies.jsonl").read_bytes()
    assert first.count(b"\n") >= 8
    again: list[AxisProgress] = []
    built = build_axis(tiny_model, out, SPEC, again.append, work_dir=work)
    assert again[0].fraction > seen[0].fraction
    whole = build_axis(tiny_model, out, SPEC)
    assert (built.verdict, built.text) == (whole.verdict, whole.text)
    assert list(work.iterdir()) == []


def test_a_killed_process_goes_on_where_it_was(tiny_model: Path, tmp_path: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from engine.axis_build import build_axis
        from tests.engine.test_axis_build import SPEC
        model, folder = map(Path, sys.argv[1:])
        build_axis(model, folder / "out", SPEC, lambda told: print(told.text, flush=True), work_dir=folder)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(tiny_model), str(tmp_path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("Replies so far: 20 of"):
            break
    child.kill()
    child.wait()
    child.stdout.close()
    begun: list[AxisProgress] = []
    with pytest.raises(ExtractionCancelled):
        build_axis(tiny_model, tmp_path / "out", SPEC, begun.append, lambda: bool(begun), work_dir=tmp_path)
    assert begun[0].fraction > 0.1
    assert (tmp_path / "replies" / "replies.jsonl").read_bytes().count(b"\n") >= 21


def test_a_work_folder_keeps_what_is_not_ours(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    build_axis(tiny_model, tmp_path / "out", SPEC, work_dir=tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(AxisError, match="choose another place"):
        build_axis(tiny_model, tmp_path / "out", SPEC, work_dir=tmp_path / "file")


def test_too_little_room_is_said_before_anything_is_asked(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(axis_build, "SPARE_BYTES", 1 << 60)
    seen: list[AxisProgress] = []
    with pytest.raises(AxisError, match="make room"):
        build_axis(tiny_model, tmp_path / "out", SPEC, seen.append)
    assert seen == []


def test_specs_come_from_json_and_from_the_shipped_prompts() -> None:
    spec = spec_from_mapping(
        {
            "defaults": [{"system": None}],
            "roles": [{"role": "pirate", "system": "You are a pirate."}],
            "questions": ["Why?"],
            "held_out_roles": ["pirate"],
            "held_out_questions": ["Why not?"],
        },
        band=(2, 3),
    )
    assert (spec.defaults, spec.roles, spec.band) == ([None], [("pirate", "You are a pirate.")], (2, 3))
    for name, size in SIZES.items():
        shipped = spec_of_size(name, "Tiny")
        assert len({role for role, _ in shipped.roles}) == size.roles + size.roles_held_out
        assert len(shipped.held_out_roles) == size.roles_held_out
        assert len(set(shipped.questions)) == size.questions
        assert len(set(shipped.held_out_questions)) == size.questions_held_out
        assert shipped.defaults[0] is None
        assert "You are Tiny." in shipped.defaults


def test_the_time_is_estimated_from_a_few_replies(tiny_model: Path) -> None:
    with load(tiny_model, n_threads=1, find=False) as loaded:
        begun = time.monotonic()
        found = estimate_seconds(Session(loaded))
        assert time.monotonic() - begun < 20
    assert 0 < found["quick"] < found["standard"] < found["thorough"]


@pytest.mark.slow
def test_the_demo_models_axis_comes_out_of_the_shipped_prompts(tmp_path: Path) -> None:
    """Quick, with none of the prompts its own axis was made with: the same direction, a working band, a sound verdict."""
    out, shipped = tmp_path / "demo.axis.gguf", read_axis(DEMO / "keel-demo.axis.gguf")
    built = build_axis(DEMO / "keel-demo.gguf", out, spec_of_size("quick", "Keel Demo"), n_ctx=768)
    assert built.axis is not None
    assert built.verdict == "good", built.text
    assert built.axis.quality["auc"] >= 0.95
    band = slice(shipped.band_first, shipped.band_last + 1)
    cosines = np.einsum("le,le->l", built.axis.reply.direction, shipped.reply.direction)
    assert np.all(cosines[band] >= 0.95)
    assert abs(built.axis.quality["random_effect"]) < 0.3
    assert read_axis(out).quality["verdict"] == "good"


@pytest.mark.slow
def test_the_demo_models_axis_is_measured_anew(tmp_path: Path) -> None:
    """Other prompts than it was made with, the same directions: the same means, and the band stays where it was."""
    shipped = read_axis(DEMO / "keel-demo.axis.gguf")
    spec = replace(spec_of_size("quick", "Keel Demo"), trials=0)
    again = build_axis(DEMO / "keel-demo.gguf", tmp_path / "again", spec, n_ctx=768, fixed=shipped).axis
    assert again is not None
    np.testing.assert_array_equal(again.reply.direction, shipped.reply.direction)
    assert (again.band_first, again.band_last) == (shipped.band_first, shipped.band_last)
    band = slice(shipped.band_first, shipped.band_last + 1)
    distance = shipped.reply.default_mean - shipped.reply.role_mean
    shift = (again.reply.default_mean - shipped.reply.default_mean) / distance
    np.testing.assert_allclose(shift[band], 0, atol=0.15)
