"""The measurement `drift`: what is run for it, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from axes.axis import Axis
from engine.bench.controls import RandomControl, additive_plan, random_control
from engine.bench.evaluation import DRIFT_KINDS, KINDS, EvaluationError, EvaluationSet
from engine.bench.runs import Record, Setup, Task, Variant, load_for, run
from engine.protocol import STRENGTHS, Cap
from engine.session import Session

CAPPED: Final = tuple(name for name, percentile in STRENGTHS.items() if percentile is not None)
PIECES: Final = ("uncapped", *CAPPED, "random", "additive", "greedy", "roles")
QUICK_PIECES: Final = ("uncapped", "standard", "random", "additive", "roles")
ALPHAS: Final = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
QUICK_ALPHAS: Final = (0.2, 0.4)
REFERENCE: Final = "standard"

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run. forms: None for every form the axis has (only its own in a quick run); controls: random draws of directions;
    control_talks: conversations of each kind on which these get their floors.
    """

    pieces: Collection[str] = PIECES
    seeds: int = 1
    forms: Sequence[str] | None = None
    alphas: Sequence[float] = ALPHAS
    controls: int = 1
    control_talks: int = 2
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was seen; controls: engagement reached and wanted per random variant."""

    records: list[Record]
    axis: Axis | None
    form: str | None
    alphas: dict[str, float]
    controls: dict[str, RandomControl]


def measure(setup: Setup, evaluation: EvaluationSet, plan: Plan, report: Report) -> Results:
    """Run what the plan names and return every record; report gets a line of progress now and then.

    Raises EvaluationError where something is asked for that needs an axis and there is none.
    """
    with load_for(setup) as loaded:
        axis, problem = loaded.axis, loaded.axis_problem
        facts = loaded.axis_facts
        capping = set(plan.pieces) & {*CAPPED, "random", "additive"}
        if capping and (axis is None or facts is None):
            raise EvaluationError(problem or "This model has no axis, so only its uncapped behaviour can be measured.")
        forms = list(plan.forms or (facts.forms if facts else []))
        if facts is not None and (unknown := set(forms) - set(facts.forms)):
            raise EvaluationError(f"This axis cannot drive the {min(unknown)!r} form of the cap.")
        main = facts.form if facts is not None and facts.form in forms else (forms[0] if forms else None)
        controls: dict[str, RandomControl] = {}
        if "random" in plan.pieces and axis is not None:
            controls = _controls(Session(loaded), axis, evaluation, plan, forms, report)
    alphas = {f"additive/{alpha:g}": alpha for alpha in plan.alphas} if "additive" in plan.pieces else {}
    tasks = _tasks(evaluation, plan, _variants(axis, plan, forms, main, controls, alphas), main)
    records = run(setup, tasks, plan.jobs, lambda done, n: report(f"{done} of {n} chats"))
    return Results(records, axis, main, alphas, controls)


def _controls(
    session: Session, axis: Axis, evaluation: EvaluationSet, plan: Plan, forms: Sequence[str], report: Report
) -> dict[str, RandomControl]:
    """Calibrate the random directions on a few conversations, as many of each kind."""
    talks = [
        talk for kind in KINDS for talk in [each for each in evaluation.conversations if each.kind == kind][: plan.control_talks]
    ]
    found = {}
    for form in forms:
        for number in range(plan.controls):
            report(f"calibrating random directions {number + 1} of {plan.controls}, form {form}")
            cap = Cap(STRENGTHS[REFERENCE], form)
            found[f"random/{form}/{number}"] = random_control(session, axis, cap, talks, seed=number)
    session.reset()
    return found


def _variants(
    axis: Axis | None,
    plan: Plan,
    forms: Sequence[str],
    main: str | None,
    controls: dict[str, RandomControl],
    alphas: dict[str, float],
) -> list[Variant]:
    variants = [Variant("uncapped")] if "uncapped" in plan.pieces else []
    variants += [Variant(f"{name}/{form}", Cap(STRENGTHS[name], form)) for form in forms for name in CAPPED if name in plan.pieces]
    variants += [Variant(name, control.plan) for name, control in controls.items()]
    if axis is not None and main is not None:
        cap = Cap(STRENGTHS[REFERENCE], main)
        variants += [Variant(name, additive_plan(axis, cap, alpha)) for name, alpha in alphas.items()]
    return variants


def _tasks(evaluation: EvaluationSet, plan: Plan, variants: Sequence[Variant], main: str | None) -> list[Task]:
    tasks = [
        Task(variant, conversation, seed)
        for variant in variants
        for seed in range(plan.seeds)
        for conversation in evaluation.conversations
    ]
    tasks += [Task(variant, item) for variant in variants for item in evaluation.items]
    uncapped = Variant("uncapped")
    capped = Variant(f"{REFERENCE}/{main}", Cap(STRENGTHS[REFERENCE], main)) if main is not None else None
    pair = [variant for variant in (uncapped, capped) if variant is not None]
    if "greedy" in plan.pieces:
        greedy = [replace(variant, name=f"greedy/{variant.name}", greedy=True) for variant in pair]
        tasks += [Task(variant, conversation) for variant in greedy for conversation in evaluation.conversations]
    if "roles" in plan.pieces:
        tasks += [Task(replace(variant, name=f"roles/{variant.name}"), role) for variant in pair for role in evaluation.roles]
    return tasks


def quick(evaluation: EvaluationSet, split: str) -> EvaluationSet:
    """Return the small part of a split that a quick run uses: more of the kinds that drift than of those that do not."""
    part = evaluation.part(split, conversations=6, items=10, roles=1)
    kept = [each for each in part.conversations if each.kind in DRIFT_KINDS]
    steady = evaluation.part(split, conversations=2).conversations
    return replace(part, conversations=(*kept, *(each for each in steady if each.kind not in DRIFT_KINDS)))


def find_files(model: Path | None, axis: Path | None, folder: Path) -> tuple[Path, Path | None]:
    """Return the model and axis to measure: those given, else the shipped ones; raises EvaluationError for a missing file.

    A given model without a given axis is measured with the axis beside it, where there is one.
    """
    from axes.format import find_axis

    chosen = model or folder / "keel-demo.gguf"
    if not chosen.is_file():
        raise EvaluationError(f"There is no model file {chosen.name} to measure.")
    if axis is not None and not axis.is_file():
        raise EvaluationError(f"There is no axis file {axis.name}.")
    return chosen, axis or find_axis(chosen)
