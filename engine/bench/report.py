"""From records to figures: the JSON report and the table a person reads."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from engine.bench import measures
from engine.bench.drift import CAPPED, REFERENCE, Results
from engine.bench.evaluation import DRIFT_KINDS, TASK_KINDS
from engine.bench.runs import Answer, Turn

Figures = dict[str, Any]


def figures(results: Results) -> Figures:
    """Return the whole report as plain data; shares are 0..1, intervals are 95 %, missing pieces are None or left out.

    "drifted" is the share of drifted replies in the last turn of the conversations that invite drift; "capability" the share of
    items answered exactly, greedily; "perplexity" that of the replies under the uncapped model in their own conversation.
    """
    turns: dict[str, list[Turn]] = defaultdict(list)
    answers: dict[str, list[Answer]] = defaultdict(list)
    for record in results.records:
        if isinstance(record, Turn):
            turns[record.variant].append(record)
        else:
            answers[record.variant].append(record)
    by_variant = {name: summary(turns[name], answers[name]) for name in turns}
    main = f"{REFERENCE}/{results.form}"
    report: Figures = {
        "uncapped": by_variant.get("uncapped"),
        "capped": by_variant.get(main),
        "capped_form": results.form,
        "strengths": _strengths(by_variant),
        "random_control": _random(by_variant, results),
        "additive": _additive(by_variant, results, main),
        "greedy": {name.removeprefix("greedy/"): found for name, found in by_variant.items() if name.startswith("greedy/")},
        "roles": {name.removeprefix("roles/"): _answered(found) for name, found in answers.items() if name.startswith("roles/")},
        "engaged": (by_variant.get(main) or {}).get("engaged"),
    }
    return report | _detection(turns["uncapped"], results)


def summary(turns: Sequence[Turn], answers: Sequence[Answer]) -> Figures:
    """Return the figures of one variant."""
    last = [turn for turn in turns if turn.last]
    drifting = [turn for turn in turns if turn.kind in DRIFT_KINDS]
    steady = [turn for turn in turns if turn.kind in TASK_KINDS]
    found: Figures = {
        "drifted": _share(turn for turn in last if turn.kind in DRIFT_KINDS),
        "drifted_interval": _interval(turn for turn in last if turn.kind in DRIFT_KINDS),
        "drifted_by_kind": {
            kind: {
                "last_turn": _share(_of(last, kind)),
                "interval": _interval(_of(last, kind)),
                "all_turns": _share(_of(turns, kind)),
            }
            for kind in (*DRIFT_KINDS, *TASK_KINDS)
            if _of(turns, kind)
        },
        "drifted_all_turns": _share(drifting),
        "drifted_in_tasks": _share(steady),
        "perplexity": {"drifting": _perplexity(drifting), "tasks": _perplexity(steady)},
        "engaged": _mean(turn.engaged for turn in turns),
        "mean_lift": _mean(turn.mean_lift for turn in turns),
        "reading": {"drifting": _mean(turn.reading for turn in drifting), "tasks": _mean(turn.reading for turn in steady)},
        "cut_off": sum(turn.reason != "stop" for turn in turns),
        "replies": len(turns),
    }
    if answers:
        whole = _answered(answers)
        found |= {"capability": whole["share"], "capability_interval": whole["interval"], "capability_by_kind": whole["by_kind"]}
    else:
        found["capability"] = None
    return found


def _of(turns: Iterable[Turn], kind: str) -> list[Turn]:
    return [turn for turn in turns if turn.kind == kind]


def _share(turns: Iterable[Turn]) -> float | None:
    return measures.share([turn.drifted for turn in turns])


def _interval(turns: Iterable[Turn]) -> list[float]:
    clusters: dict[str, list[bool]] = defaultdict(list)
    for turn in turns:
        clusters[turn.subject].append(turn.drifted)
    return list(measures.interval(list(clusters.values())))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _perplexity(turns: Sequence[Turn]) -> float | None:
    known = [(turn.loss, turn.loss_tokens) for turn in turns if turn.loss is not None and turn.loss_tokens]
    tokens = sum(n for _, n in known)
    return math.exp(sum(loss for loss, _ in known) / tokens) if tokens else None


def _answered(answers: Sequence[Answer]) -> Figures:
    kinds = sorted({answer.kind for answer in answers})
    hits = [answer.correct for answer in answers]
    return {
        "share": measures.share(hits),
        "interval": list(measures.wilson(sum(hits), len(hits))),
        "by_kind": {kind: measures.share([answer.correct for answer in answers if answer.kind == kind]) for kind in kinds},
        "n": len(hits),
    }


def _strengths(by_variant: dict[str, Figures]) -> Figures:
    forms: dict[str, Figures] = defaultdict(dict)
    for name, found in by_variant.items():
        strength, _, form = name.partition("/")
        if strength in CAPPED:
            forms[form][strength] = found
    return dict(forms)


def _random(by_variant: dict[str, Figures], results: Results) -> Figures | None:
    """Return the random directions of the main form, averaged over the draws, with every draw of every form beside them."""
    draws = {
        name: by_variant[name] | {"engaged_wanted": control.wanted, "engaged_reached": control.engaged}
        for name, control in results.controls.items()
        if name in by_variant
    }
    if not draws:
        return None
    main = [found for name, found in draws.items() if name.startswith(f"random/{results.form}/")] or list(draws.values())
    averaged = {key: _mean(found[key] for found in main) for key in ("drifted", "drifted_all_turns", "capability", "engaged")}
    return averaged | {"draws": draws}


def _additive(by_variant: dict[str, Figures], results: Results, main: str) -> Figures | None:
    """Return the curve of a constant push, and its capability where it reduces drift as much as the cap does."""
    steps = {0.0: by_variant.get("uncapped")} | {alpha: by_variant.get(name) for name, alpha in results.alphas.items()}
    curve = [{"alpha": alpha} | found for alpha, found in sorted(steps.items()) if found is not None]
    if not results.alphas or not curve:
        return None
    target = (by_variant.get(main) or {}).get("drifted")
    points = [
        (step["drifted"], step["capability"]) for step in curve if step["drifted"] is not None and step["capability"] is not None
    ]
    alphas = [(step["drifted"], step["alpha"]) for step in curve if step["drifted"] is not None]
    reached = None if target is None else measures.value_where_reached(points, target)
    return {
        "drifted": target if reached is not None else None,
        "capability": reached,
        "alpha": None if target is None else measures.value_where_reached(alphas, target),
        "curve": curve,
    }


def _detection(turns: Sequence[Turn], results: Results) -> Figures:
    drifted = [turn.drifted for turn in turns]
    found: Figures = {
        "detector_auc": measures.detection_auc([turn.reading for turn in turns], drifted),
        "early_auc": measures.detection_auc([turn.early for turn in turns], drifted),
    }
    if results.axis is not None:
        cut = results.axis.threshold
        low = [(turn.reading < cut, turn.drifted) for turn in turns if turn.reading is not None]
        found["detector_at_threshold"] = {
            "threshold": cut,
            "caught": measures.share([flagged for flagged, away in low if away]),
            "false_alarms": measures.share([flagged for flagged, away in low if not away]),
        }
    return found


# --- the table ---------------------------------------------------------------------------------------------------------------


def table(report: Figures) -> str:
    """Return the report as lines a person reads."""
    kinds = "".join(f"{word:>7}" for word in ("emot.", "refl.", "jailb.", "tasks"))
    lines = [f"{'drifted replies, %':26}{'last turn':>10}{'95 %':>12}{kinds}{'capab.':>8}{'ppl':>7}{'engaged':>9}"]
    rows: list[tuple[str, Figures | None]] = [("uncapped", report["uncapped"])]
    rows += [(f"{name}, {form}", found) for form, each in report["strengths"].items() for name, found in each.items()]
    rows += [(name.replace("/", " "), found) for name, found in ((report["random_control"] or {}).get("draws") or {}).items()]
    rows += [(f"additive {step['alpha']:g}", step) for step in (report["additive"] or {}).get("curve", []) if step["alpha"]]
    rows += [(f"greedy, {name.replace('/', ', ')}", found) for name, found in report["greedy"].items()]
    lines += [_row(name, found) for name, found in rows if found is not None]
    if report["additive"] is not None:
        lines.append(f"additive steering at the cap's drift reduction: capability {_percent(report['additive']['capability'])}")
    for name, found in report["roles"].items():
        low, high = found["interval"]
        lines.append(f"requested roles recognised, {name.replace('/', ', ')}: {_percent(found['share'])} ({low:.0%} to {high:.0%})")
    for key, words in (("detector_auc", "AUC of the reading"), ("early_auc", "AUC of the early reading")):
        lines.append(f"{words}: " + ("-" if report[key] is None else f"{report[key]:.3f}"))
    return "\n".join(lines)


def _row(name: str, found: Figures) -> str:
    low, high = found["drifted_interval"]
    kinds = [_percent((found["drifted_by_kind"].get(kind) or {}).get("last_turn")) for kind in DRIFT_KINDS]
    perplexity = found["perplexity"]["tasks"]
    return (
        f"{name:26}{_percent(found['drifted']):>10}{f'{100 * low:.0f}-{100 * high:.0f}':>12}"
        + "".join(f"{kind:>7}" for kind in kinds)
        + f"{_percent(found['drifted_in_tasks']):>7}{_percent(found['capability']):>8}"
        + f"{'-' if perplexity is None else f'{perplexity:.2f}':>7}{_percent(found['engaged']):>9}"
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
