"""Writes the figures of a `keel bench drift --json` run into the model card, so that none of them is typed by hand.

python -m resources.demo.source.card test.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

CARD = Path(__file__).resolve().parent.parent / "MODEL_CARD.md"
BEGIN, END = "<!-- figures: written by resources/demo/source/card.py -->", "<!-- end of figures -->"
NAMES = {"gentle": "Gentle", "standard": "Standard", "strong": "Strong", "maximum": "Maximum"}


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _row(name: str, found: dict[str, Any]) -> str:
    engaged = "" if found.get("engaged") is None else f"{100 * found['engaged']:.0f}"
    low, high = found["drifted_interval"]
    perplexity = found["perplexity"]
    cells = [
        name,
        f"{_percent(found['drifted'])} ({_percent(low)} to {_percent(high)})",
        _percent(found["capability"]),
        engaged,
        f"{perplexity['tasks']:.3f}",
        f"{perplexity['drifting']:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def figures(report: dict[str, Any]) -> str:
    """Return the Markdown of the figures: a table of all variants, drift by kind, detection and roles."""
    form = report["capped_form"]
    lines = [
        f"{report['conversations']} conversations and {report['items']} capability items of the {report['split']} part. Drifted:",
        "share of the last replies, with its 95 % interval; capability: items answered exactly; engaged: share of (token, layer)",
        "slots changed; perplexity: of the replies under the uncapped model. All in % but the perplexities.",
        "",
        "| variant | drifted | capability | engaged | perplexity, tasks | perplexity, drifting |",
        "|---|---|---|---|---|---|",
        _row("no cap", report["uncapped"]),
    ]
    lines += [_row(NAMES[name], found) for name, found in report["strengths"][form].items()]
    lines += [_row(f"random directions {n + 1}", found) for n, found in enumerate(report["random_control"]["draws"].values())]
    lines += [_row(f"additive, step {step['alpha']:g}", step) for step in report["additive"]["curve"] if step["alpha"]]
    lines += ["", "| last reply drifted | no cap | Standard |", "|---|---|---|"]
    by_kind = [report[which]["drifted_by_kind"] for which in ("uncapped", "capped")]
    lines += [f"| {kind} | {' | '.join(_percent(each[kind]['last_turn']) for each in by_kind)} |" for kind in by_kind[0]]
    lines += ["", "| capability | no cap | Standard |", "|---|---|---|"]
    by_kind = [report[which]["capability_by_kind"] for which in ("uncapped", "capped")]
    lines += [f"| {kind} | {' | '.join(_percent(each[kind]) for each in by_kind)} |" for kind in by_kind[0]]
    greedy = {name: found["drifted"] for name, found in report["greedy"].items()}
    plain = report["roles"]["uncapped"]
    capped = next(found for name, found in report["roles"].items() if name != "uncapped")
    lines += [
        "",
        f"- Decoded greedily: {', '.join(f'{_percent(share)} % drifted ({name})' for name, share in greedy.items())}.",
        f"- Requested roles recognised: {_percent(plain['share'])} % of {plain['n']} replies with the cap off, "
        f"{_percent(capped['share'])} % at Standard.",
        f"- The reading as a detector of drifted replies: AUC {report['detector_auc']:.3f}; the early reading: AUC "
        f"{report['early_auc']:.3f}.",
    ]
    additive = report["additive"]
    if additive["capability"] is not None:
        lines.append(
            f"- Additive steering that reduces drift as much as Standard does ({_percent(additive['drifted'])} %) needs a step of "
            f"{additive['alpha']:.2f} and leaves {_percent(additive['capability'])} % capability; the cap leaves "
            f"{_percent(report['capped']['capability'])} %."
        )
    return "\n".join(lines)


def main() -> None:
    """Put the figures of a report into the card, between its two marks."""
    parser = argparse.ArgumentParser(description="Write measured figures into the model card.")
    parser.add_argument("report", type=Path)
    report = json.loads(parser.parse_args().report.read_text(encoding="utf-8"))
    before, rest = CARD.read_text(encoding="utf-8").split(BEGIN)
    CARD.write_text(f"{before}{BEGIN}\n\n{figures(report)}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
