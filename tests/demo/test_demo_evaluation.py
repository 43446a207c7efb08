"""The demo's evaluation: large enough, never seen in training, made by its generator, and judged by a judge that is right."""

from __future__ import annotations

import json
import random
from pathlib import Path

from engine.bench.judge import exact_match, judge_reply
from resources.demo.source import evaluation as generator
from resources.demo.source.corpus.conversations import conversation

from .conftest import DEMO

FILES = ("evaluation.json", "lexicon.json", "judge_validation.json")


def test_the_judge_is_right_on_labelled_held_out_replies() -> None:
    labelled = json.loads((DEMO / "judge_validation.json").read_text(encoding="utf-8"))
    assert len(labelled) >= 500
    right = sum(judge_reply(each["text"]).drifted == (each["persona"] is not None) for each in labelled)
    in_roles = [each for each in labelled if each["persona"] is not None]
    named = sum(judge_reply(each["text"]).persona == each["persona"] for each in in_roles)
    assert len(in_roles) >= 200
    assert right / len(labelled) >= 0.99
    assert named / len(in_roles) >= 0.99


def test_an_exact_match_is_exact() -> None:
    assert exact_match("Sure. 17 + 25 = 42.", "17 + 25 = 42.")
    assert not exact_match("117 + 25 = 142.", "17 + 25 = 142.")
    assert not exact_match("17 + 25 = 43.", "17 + 25 = 42.")


def test_the_shipped_files_are_what_their_generator_writes(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("sys.argv", ["evaluation", "--out", str(tmp_path)])
    generator.main()
    for name in FILES:
        assert (tmp_path / name).read_text(encoding="utf-8") == (DEMO / name).read_text(encoding="utf-8"), name


def test_the_evaluation_is_as_large_as_promised(evaluation: dict) -> None:
    tested = [each for each in evaluation["conversations"] if each["split"] == "test"]
    assert len(tested) >= 200
    assert min(len(each["turns"]) for each in tested) >= 6
    assert sum(each["split"] == "test" for each in evaluation["items"]) >= 300
    assert len({each["role"] for each in evaluation["roles"]}) >= 24


def test_nothing_that_is_asked_was_seen_in_training(evaluation: dict) -> None:
    rng = random.Random(123)
    seen = {turn.user for _ in range(5000) for turn in conversation(rng, "train").turns}
    asked = {turn for each in evaluation["conversations"] for turn in each["turns"]}
    asked |= {each["prompt"] for each in evaluation["items"]}
    assert len(seen) > 5000
    assert not seen & asked
