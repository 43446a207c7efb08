"""The shipped prompts are many and varied, and a broken file gets one sentence."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axes.axis import AxisError
from axes.personas import load_personas, named_defaults, spread


def test_the_shipped_prompts_are_many_and_of_many_kinds() -> None:
    found = load_personas()
    assert len(found.roles) >= 120
    assert len(found.questions) >= 120
    assert len(found.defaults) == 5
    assert found.defaults[0] is None
    kinds, topics = Counter(role.kind for role in found.roles), Counter(question.topic for question in found.questions)
    assert len(kinds) >= 8
    assert min(kinds.values()) >= 8
    assert len(topics) >= 8
    wordings = [wording for role in found.roles for wording in role.wordings]
    assert len(set(wordings)) == len(wordings) == 3 * len(found.roles)
    for kind in kinds:
        assert {role.held_out for role in found.roles if role.kind == kind} == {True, False}


def test_a_few_stand_for_all_kinds_and_never_mix_what_is_held_out() -> None:
    found = load_personas()
    few = spread(found.roles, lambda role: role.kind, 9, held_out=False)
    assert len({role.kind for role in few}) == 9
    assert not any(role.held_out for role in few)
    everything = spread(found.roles, lambda role: role.kind, 10_000, held_out=True)
    assert set(everything) == {role for role in found.roles if role.held_out}


def test_the_models_name_is_filled_in() -> None:
    assert named_defaults([None, "You are {name}."], "Tiny") == [None, "You are Tiny."]
    assert named_defaults([None, "You are {name}."], "") == [None]


def folder_with(path: Path, **changed: Any) -> Path:
    files: dict[str, Any] = {
        "roles": {"roles": [role("pirate", False), role("poet", True)]},
        "questions": {"questions": [question("Why?", False), question("How?", True)]},
        "defaults": {"defaults": [None]},
    }
    for name, content in (files | changed).items():
        (path / f"{name}.json").write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def role(name: str, held_out: object, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "k", "held_out": held_out, "wordings": [f"{name} {n}" for n in range(3)]} | more


def question(text: str, held_out: bool) -> dict[str, Any]:
    return {"text": text, "topic": "t", "held_out": held_out}


@pytest.mark.parametrize(
    "changed",
    [
        {"roles": "{"},
        {"roles": "[" * 100_000},
        {"roles": []},
        {"roles": {"roles": ["pirate"]}},
        {"roles": {"roles": [role("pirate", False, wordings=["a", "b"]), role("poet", True)]}},
        {"roles": {"roles": [role("pirate", False, wordings=["a", "a", "b"]), role("poet", True)]}},
        {"roles": {"roles": [role("pirate", False), role("pirate", True)]}},
        {"roles": {"roles": [role("pirate", False), role("poet", False)]}},
        {"roles": {"roles": [role("", False), role("poet", True)]}},
        {"roles": {"roles": [role("pirate", "yes"), role("poet", True)]}},
        {"roles": {"roles": [role("pirate", False, kind=7), role("poet", True)]}},
        {"questions": {"questions": [question("x" * 3000, False), question("How?", True)]}},
        {"questions": {"questions": [question("Why?", False)]}},
        {"questions": {"questions": [3]}},
        {"defaults": {"defaults": []}},
        {"defaults": {"defaults": [None, None]}},
        {"defaults": {"defaults": [5]}},
    ],
)
def test_broken_files_get_one_sentence(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(AxisError) as caught:
        load_personas(folder_with(tmp_path, **changed))
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_sound_folder_of_ones_own_is_read(tmp_path: Path) -> None:
    found = load_personas(folder_with(tmp_path))
    assert [each.name for each in found.roles] == ["pirate", "poet"]
    with pytest.raises(AxisError, match="cannot be read"):
        load_personas(tmp_path / "missing")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    folder = folder_with(tmp_path_factory.mktemp("any"), roles={"roles": content})
    with pytest.raises(AxisError):
        load_personas(folder)
