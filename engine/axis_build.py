"""Builds the axis of a model file and writes it beside the model: what `keel axis build`, the window and the demo axis all use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any, Final

from axes.axis import Axis
from axes.extraction import ExtractionSpec, ProgressCallback, default_prompts, extract_axis
from axes.format import write_axis
from axes.source import never, no_progress
from engine.activations import MAX_TOKENS, TEMPERATURE, TOP_P, SessionSource
from engine.model import load
from engine.session import Session

SIZES: Final[dict[str, tuple[int, int]]] = {"quick": (16, 10), "standard": (30, 20), "thorough": (48, 40)}
"""Roles and questions asked for each size a user can choose, those held out included."""


@dataclass(frozen=True, slots=True)
class BuiltAxis:
    """What came of it: verdict is "good", "reading only" or "not usable" (then nothing was written); text says why."""

    verdict: str
    text: str
    axis: Axis


def build_axis(
    model_path: Path,
    out_path: Path,
    spec: ExtractionSpec,
    progress: ProgressCallback = no_progress,
    should_stop: Callable[[], bool] = never,
    *,
    n_ctx: int = 2048,
    n_threads: int | None = None,
) -> BuiltAxis:
    """Load a model and build its axis; see build_axis_in for the rest. Raises LoadError where it cannot be loaded."""
    with load(model_path, n_ctx=n_ctx, n_threads=n_threads, find=False) as loaded:
        return build_axis_in(Session(loaded), out_path, spec, progress, should_stop)


def build_axis_in(
    session: Session,
    out_path: Path,
    spec: ExtractionSpec,
    progress: ProgressCallback = no_progress,
    should_stop: Callable[[], bool] = never,
    *,
    temperature: float = TEMPERATURE,
) -> BuiltAxis:
    """Build the axis of a loaded model and write it to out_path, whole or not at all.

    An axis found "not usable" is not written, because a file beside the model would be taken up at the next start. progress gets
    a fraction 0..1 and a short text; should_stop is asked between tokens. Raises AxisError where no sound axis comes of it,
    ExtractionCancelled where should_stop said so, LoadError for a model that cannot be read, and OSError where writing fails.
    """
    source = SessionSource(session, temperature=temperature, should_stop=should_stop)
    made_by = {"temperature": temperature, "top_p": TOP_P, "max_tokens": MAX_TOKENS, "prompts_sha256": _prompts_sha256(spec)}
    axis = extract_axis(source, replace(spec, provenance=dict(spec.provenance) | made_by), progress, should_stop)
    built = BuiltAxis(str(axis.quality["verdict"]), str(axis.quality["verdict_text"]), axis)
    if built.verdict != "not usable":
        write_axis(axis, out_path)
    return built


def spec_of_size(size: str, model_name: str) -> ExtractionSpec:
    """Return what is asked of any model, from the shipped roles and questions; size is a key of SIZES."""
    n_roles, n_questions = SIZES[size]
    text = (resources.files("resources") / "axis_prompts.json").read_text(encoding="utf-8")
    found = json.loads(text)
    roles = [(str(each["role"]), str(each["system"])) for each in found["roles"][:n_roles]]
    return ExtractionSpec(
        defaults=default_prompts(model_name),
        roles=roles,
        questions=[str(question) for question in found["questions"][:n_questions]],
        name=f"Assistant axis of {model_name}",
        provenance={"prompts": f"shipped, {size}"},
    )


def spec_from_mapping(extraction: Mapping[str, Any], **choices: Any) -> ExtractionSpec:
    """Return a spec from {"defaults", "roles", "questions", "held_out_roles", "held_out_questions"} as JSON holds them.

    choices: other fields of ExtractionSpec. Raises KeyError or TypeError for a mapping of another shape.
    """
    return ExtractionSpec(
        defaults=[each["system"] for each in extraction["defaults"]],
        roles=[(each["role"], each["system"]) for each in extraction["roles"]],
        questions=list(extraction["questions"]),
        held_out_roles=list(extraction.get("held_out_roles", ())),
        held_out_questions=list(extraction.get("held_out_questions", ())),
        **choices,
    )


def _prompts_sha256(spec: ExtractionSpec) -> str:
    asked = [spec.defaults, spec.roles, spec.questions, spec.held_out_roles, spec.held_out_questions]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, default=list).encode()).hexdigest()
