"""Each reason for less than "good" is found, and said in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from axes.verdict import Evidence, judge

SOUND = Evidence(0.99, 0.01, 0.97, 0.02, 1.0, 0.7, 0.02, 1.05, 0.0)


def test_a_sound_axis_is_good() -> None:
    word, sentence = judge(SOUND)
    assert word == "good"
    assert "99%" in sentence
    assert judge(replace(SOUND, cap_effect=None, random_effect=None))[0] == "good"


@pytest.mark.parametrize(
    ("change", "word", "part"),
    [
        ({"default_rank": 0.5}, "not usable", "one end"),
        ({"auc": 0.7}, "not usable", "too much alike"),
        ({"auc": 0.85, "auc_error": 0.06}, "not usable", "too much alike"),
        ({"text_auc": 0.55}, "not usable", "not in what the model says"),
        ({"text_auc": 0.75, "text_error": 0.08}, "not usable", "not in what the model says"),
        ({"auc": 0.88}, "reading only", "not well enough to cap"),
        ({"default_rank": 0.7}, "reading only", "not well enough to cap"),
        ({"cap_effect": 0.1}, "reading only", "next to nothing"),
        ({"cap_effect": -0.5}, "reading only", "next to nothing"),
        ({"random_effect": 0.65}, "reading only", "random directions"),
        ({"perplexity_ratio": 1.6}, "reading only", "hurts"),
        ({"looping": 0.4}, "reading only", "hurts"),
    ],
)
def test_each_fault_has_its_verdict_and_reason(change: dict[str, float], word: str, part: str) -> None:
    found, sentence = judge(replace(SOUND, **change))
    assert found == word
    assert part in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
