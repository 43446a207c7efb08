"""The chats of the benchmark through real llama.cpp: same draws for every variant, true losses, comparable controls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from axes.axis import Axis
from engine.bench.controls import additive_plan, random_control, random_directions
from engine.bench.drift import Plan, measure
from engine.bench.evaluation import Conversation, EvaluationError, EvaluationSet, Item, RoleQuestion, load_evaluation
from engine.bench.fluency import reply_losses
from engine.bench.runs import Setup, Task, Turn, Variant, hold, load_for, run
from engine.hook_plan import HookPlan
from engine.protocol import Cap, ChatMessage
from engine.session import Session


@pytest.fixture(scope="module")
def evaluation(evaluation_file: Path) -> EvaluationSet:
    return load_evaluation(evaluation_file)


@pytest.fixture
def bench_session(setup: Setup) -> Iterator[Session]:
    with load_for(setup) as loaded:
        yield Session(loaded)


def test_the_evaluation_is_read_and_cut(evaluation: EvaluationSet) -> None:
    part = evaluation.part("test", conversations=1, items=1, roles=1)
    assert len(part.conversations) == 6
    assert {each.split for each in (*part.conversations, *part.items, *part.roles)} == {"test"}
    assert [role.kind for role in part.roles] == ["river", "house", "user"]
    assert len(evaluation.part("validation").roles) == 6
    with pytest.raises(EvaluationError, match="no conversations"):
        evaluation.part("nowhere")


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1}', '{"version":1,"conversations":[{"id":"a"}]}'])
def test_other_files_are_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "e.json").write_text(text)
    with pytest.raises(EvaluationError) as caught:
        load_evaluation(tmp_path / "e.json")
    assert str(caught.value).endswith(".")
    with pytest.raises(EvaluationError, match="cannot be read"):
        load_evaluation(tmp_path / "missing.json")


def test_a_conversation_is_held_turn_by_turn(bench_session: Session, evaluation: EvaluationSet) -> None:
    conversation = evaluation.part("test").conversations[0]
    records = hold(bench_session, Task(Variant("standard/reply", Cap(75.0, "reply")), conversation))
    turns = [record for record in records if isinstance(record, Turn)]
    assert [(turn.turn, turn.last) for turn in turns] == [(0, False), (1, False), (2, True)][: len(turns)]
    for turn in turns:
        assert turn.engaged is not None
        assert 0 < turn.engaged < 1
        assert turn.reading is not None
        assert turn.early is not None


def test_variants_draw_with_the_same_seeds_and_runs_repeat(bench_session: Session, evaluation: EvaluationSet) -> None:
    conversation = evaluation.part("test").conversations[0]
    first = hold(bench_session, Task(Variant("uncapped"), conversation))
    again = hold(bench_session, Task(Variant("uncapped"), conversation))
    other = hold(bench_session, Task(Variant("uncapped"), conversation, seed_index=1))
    assert first == again
    assert [turn.text for turn in first] != [turn.text for turn in other]
    # A floor that never binds must change nothing at all, so a variant differs by its cap alone.
    axis = bench_session.loaded.axis
    assert axis is not None
    idle = HookPlan.along(axis.reply.direction, np.full(axis.n_layer, -1e6, dtype=np.float32), range(2, 5))
    assert [turn.text for turn in hold(bench_session, Task(Variant("idle", idle), conversation))] == [turn.text for turn in first]


def test_losses_are_those_of_single_steps(bench_session: Session) -> None:
    """The loss of a reply, against probabilities read one token at a time."""
    messages = [
        ChatMessage("user", "how?"),
        ChatMessage("assistant", "the river"),
        ChatMessage("user", "what?"),
        ChatMessage("assistant", "a house"),
    ]
    losses = reply_losses(bench_session, messages)
    assert [n > 0 for _, n in losses] == [True, True]
    context, model = bench_session.loaded.context, bench_session.loaded.model
    for until, (loss, n_tokens) in zip((1, 3), losses, strict=True):
        prompt = bench_session.loaded.template.prompt(messages[:until]).tokens
        reply = model.tokenize(messages[until].content, add_special=False, parse_special=False)
        assert len(reply) == n_tokens
        context.clear()
        context.decode(prompt, 0)
        expected = 0.0
        for n, token in enumerate(reply):
            logits = context.logits().astype(np.float64)
            expected += float(np.log(np.exp(logits - logits.max()).sum()) - (logits[token] - logits.max()))
            context.decode([token], len(prompt) + n)
        assert loss == pytest.approx(expected, abs=2e-2)
    bench_session.reset()


def test_a_conversation_too_long_for_the_context_has_no_losses(bench_session: Session) -> None:
    messages = [ChatMessage("user", "how?"), ChatMessage("assistant", "river " * 600)]
    assert reply_losses(bench_session, messages) == [(None, 0)]
    endless = Conversation("long", "emotional", "test", ("how?", "what " * 600, "when?"))
    assert len(hold(bench_session, Task(Variant("uncapped"), endless))) == 1


@pytest.mark.parametrize("form", ["reply", "position"])
def test_random_directions_lift_as_often_as_the_cap(
    bench_session: Session, tiny_axis: Axis, evaluation: EvaluationSet, form: str
) -> None:
    talks = evaluation.part("test").conversations[:2]
    control = random_control(bench_session, tiny_axis, Cap(75.0, form), talks, seed=3)
    assert control.wanted > 0.1
    assert control.engaged == pytest.approx(control.wanted, abs=0.05)
    lengths = np.linalg.norm(control.plan.direction, axis=2)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)
    assert control.plan.layers == [2, 3, 4]
    cosines = np.einsum("lce,le->lc", control.plan.direction, tiny_axis.reply.direction)
    assert np.abs(cosines).max() < 0.6
    assert np.array_equal(control.plan.direction[:, 0], control.plan.direction[:, 1]) is (form == "reply")


def test_random_directions_differ_by_seed_only(tiny_axis: Axis) -> None:
    assert np.array_equal(random_directions(tiny_axis, 1), random_directions(tiny_axis, 1))
    assert not np.allclose(random_directions(tiny_axis, 1), random_directions(tiny_axis, 2))


def test_a_push_raises_the_reading_by_its_size(bench_session: Session, tiny_axis: Axis) -> None:
    plan = additive_plan(tiny_axis, Cap(75.0, "reply"), 0.5)
    assert plan.additive
    np.testing.assert_allclose(plan.tau[2, 0], 0.5 * (tiny_axis.reply.default_mean[2] - tiny_axis.reply.role_mean[2]), rtol=1e-5)
    messages = [ChatMessage("user", "how?"), ChatMessage("assistant", "the river")]
    plain = bench_session.read(messages, None, capture=True).activations
    pushed = bench_session.read(messages, plan, capture=True).activations
    assert plain is not None
    assert pushed is not None
    moved = (pushed.mean[2] - plain.mean[2]) @ tiny_axis.reply.direction[2]  # the first layer of the band
    assert moved == pytest.approx(float(plan.tau[2, 0]), rel=1e-2)


def test_two_processes_give_what_one_gives(setup: Setup, evaluation: EvaluationSet) -> None:
    part = evaluation.part("test", conversations=1, items=1, roles=1)
    subjects: list[Conversation | Item | RoleQuestion] = [*part.conversations[:2], *part.items, *part.roles]
    tasks = [Task(Variant("standard/reply", Cap(75.0, "reply")), subject) for subject in subjects]
    seen: list[int] = []
    one = run(setup, tasks, 1, lambda done, n: seen.append(done))
    assert seen == list(range(1, len(tasks) + 1))
    assert run(setup, tasks, 2, lambda done, n: None) == one


def test_what_needs_an_axis_says_so(tiny_model: Path, evaluation: EvaluationSet) -> None:
    part = evaluation.part("test", conversations=1, items=1, roles=1)
    with pytest.raises(EvaluationError, match="no axis"):
        measure(Setup(tiny_model, None, n_ctx=512), part, Plan(("uncapped", "standard")), lambda line: None)
