"""Making an axis: ask a model the same questions with and without roles, and compare what its residual stream holds.

The model itself is behind `ActivationSource`, which the engine implements. Some roles and questions are held out: the
directions and percentiles come from the others, and how well the axis separates is measured on those held out.

The role filter is deliberately simple: a role reply that equals, word for word, a default reply to the same question does not
play the role and is left out, and a role with fewer than half of its replies left is left out as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from axes import calibration
from axes.axis import Axis, AxisError, FloatArray
from axes.source import (
    ActivationSource,
    AxisProgress,
    ExtractionCancelled,
    ProgressCallback,
    Prompt,
    Sample,
    SourceFacts,
    never,
    no_progress,
)

__all__ = [
    "DEFAULT",
    "ActivationSource",
    "AxisProgress",
    "ExtractionCancelled",
    "ExtractionSpec",
    "ProgressCallback",
    "Prompt",
    "Sample",
    "SourceFacts",
    "default_prompts",
    "extract_axis",
]

DEFAULT: Final = ""
"""Name of the class of default prompts, where the others are named after their role."""
MIN_ROLES: Final = 2
MIN_KEPT: Final = 0.5

# --- what to ask -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExtractionSpec:
    """What to ask and which choices are fixed beforehand.

    defaults: system prompts of the default Assistant. roles: (role, system prompt) pairs, a role may have several. held_out_roles:
    names; held_out_questions: texts, asked only to measure. Where either is empty, every fifth one is held out. repeats:
    replies per system prompt and question. band (first, last) and monitor_layer None: chosen by axes.calibration. provenance:
    kept in the axis.
    """

    defaults: Sequence[str | None]
    roles: Sequence[tuple[str, str]]
    questions: Sequence[str]
    held_out_roles: Sequence[str] = ()
    held_out_questions: Sequence[str] = ()
    repeats: int = 1
    seed: int = 1
    name: str = "Assistant axis"
    band: tuple[int, int] | None = None
    monitor_layer: int | None = None
    form: str = "reply"
    percentile: float = 75.0
    threshold: float | None = None
    provenance: Mapping[str, Any] = field(default_factory=dict)


def default_prompts(model_name: str) -> list[str | None]:
    """Return the system prompts of the default Assistant: none, and four that ask for nothing else."""
    named = f"You are {model_name}." if model_name else "You are a helpful assistant."
    return [None, "You are an AI assistant.", "You are a large language model.", named, "Respond as yourself."]


@dataclass(frozen=True, slots=True)
class _Ask:
    held_out: bool
    role: str
    prompt: Prompt


def _plan(spec: ExtractionSpec) -> list[_Ask]:
    """Return every question to ask, the held-out ones last; seeds count up so that no two replies share one."""
    names = list(dict.fromkeys(role for role, _ in spec.roles))
    out_roles = set(spec.held_out_roles or names[4::5])
    out_questions = list(spec.held_out_questions or spec.questions[4::5])
    unknown = out_roles - set(names)
    if unknown:
        raise AxisError(f"The role {min(unknown)!r} is to be held out but has no system prompt.")
    in_questions = [question for question in spec.questions if question not in set(out_questions)]
    asks: list[_Ask] = []
    for held_out, questions in ((False, in_questions), (True, out_questions)):
        chosen = [(role, system) for role, system in spec.roles if (role in out_roles) is held_out]
        if len({role for role, _ in chosen}) < (1 if held_out else MIN_ROLES) or not questions or not spec.defaults:
            raise AxisError("There are too few roles or questions to make an axis and to check it.")
        prompts: list[tuple[str, str | None]] = [*((DEFAULT, system) for system in spec.defaults), *chosen]
        for role, system in prompts:
            for question in questions:
                for _ in range(spec.repeats):
                    asks.append(_Ask(held_out, role, Prompt(system, question, spec.seed + len(asks))))
    return asks


# --- collecting --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Activations:
    """One token class of one set of replies: default (n, layers, n_embd) and, per role, an array like it."""

    default: FloatArray
    roles: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True)
class _Set:
    reply: Activations
    header: Activations
    left_out: list[str]


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _gather(pairs: Sequence[tuple[_Ask, Sample]]) -> _Set:
    """Sort samples by role, without the empty ones and without the replies and roles that the role filter leaves out."""
    told = [(ask, sample) for ask, sample in pairs if sample.n_tokens > 0]
    plain = {(ask.prompt.question, _same(sample.text)) for ask, sample in told if ask.role == DEFAULT}
    asked: dict[str, int] = defaultdict(int)
    kept: dict[str, list[Sample]] = defaultdict(list)
    for ask, _ in pairs:
        asked[ask.role] += 1
    for ask, sample in told:
        if ask.role == DEFAULT or (ask.prompt.question, _same(sample.text)) not in plain:
            kept[ask.role].append(sample)
    playing = [role for role in asked if role != DEFAULT and len(kept[role]) >= max(1, MIN_KEPT * asked[role])]
    if not kept[DEFAULT] or not playing:
        raise AxisError("The model gave no replies that tell a role from the default Assistant, so no axis can be made.")
    reply = Activations(_stack(kept[DEFAULT], "reply"), {role: _stack(kept[role], "reply") for role in playing})
    header = Activations(_stack(kept[DEFAULT], "header"), {role: _stack(kept[role], "header") for role in playing})
    return _Set(reply, header, [role for role in asked if role != DEFAULT and role not in playing])


def _stack(samples: Sequence[Sample], which: str) -> FloatArray:
    return np.stack([getattr(sample, which) for sample in samples]).astype(np.float32)


def _ask_all(
    source: ActivationSource, asks: Sequence[_Ask], progress: ProgressCallback, should_stop: Callable[[], bool]
) -> list[tuple[_Ask, Sample]]:
    pairs: list[tuple[_Ask, Sample]] = []
    for index, sample in source.samples([ask.prompt for ask in asks]):
        pairs.append((asks[index], sample))
        progress(AxisProgress(len(pairs) / len(asks), f"{len(pairs)} of {len(asks)} replies"))
        if should_stop():
            raise ExtractionCancelled
    return pairs


# --- the axis ----------------------------------------------------------------------------------------------------------------


def extract_axis(
    source: ActivationSource,
    spec: ExtractionSpec,
    progress: ProgressCallback = no_progress,
    should_stop: Callable[[], bool] = never,
) -> Axis:
    """Ask, collect and return the axis, checked; its verdict stands in quality["verdict"] and quality["verdict_text"].

    progress gets a fraction 0..1 and a short text; should_stop is asked after every reply. Raises AxisError where no sound
    axis comes of it and ExtractionCancelled where should_stop said so.
    """
    pairs = _ask_all(source, _plan(spec), progress, should_stop)
    trained = _gather([pair for pair in pairs if not pair[0].held_out])
    held_out = _gather([pair for pair in pairs if pair[0].held_out])
    if len(trained.reply.roles) < MIN_ROLES:
        raise AxisError("The model plays too few of the roles, so no axis can be made from its replies.")
    axis = _assemble(source.facts, spec, trained, held_out)
    axis.validate()
    return axis


def _assemble(facts: SourceFacts, spec: ExtractionSpec, trained: _Set, held_out: _Set) -> Axis:
    roles = list(trained.reply.roles.values())
    reply = calibration.class_statistics(trained.reply.default, roles)
    header = calibration.class_statistics(trained.header.default, list(trained.header.roles.values()))
    default = calibration.projections(held_out.reply.default, reply.direction[:-1])
    role = calibration.projections(np.concatenate(list(held_out.reply.roles.values())), reply.direction[:-1])
    columns = list(zip(default.T, role.T, strict=True))
    aucs = [calibration.auc(*pair) for pair in columns]
    distances = [calibration.cohens_d(*pair) for pair in columns]
    first, last = spec.band or calibration.default_band(facts.n_layer, facts.n_parameters)
    monitor = calibration.monitor_layer(facts.n_layer, first, aucs, distances) if spec.monitor_layer is None else spec.monitor_layer
    if not 0 <= monitor < len(columns):
        raise AxisError(f"Layer {monitor} cannot be read in a model of {facts.n_layer} layers.")
    scale = float(reply.default_mean[monitor] - reply.role_mean[monitor])
    readings = [(values[:, monitor] - float(reply.role_mean[monitor])) / scale for values in (default, role)]
    quality = _quality(trained, held_out, reply.direction[:-1], header.direction[:-1], monitor)
    quality |= {"auc": aucs[monitor], "auc_per_layer": aucs, "cohens_d": distances[monitor], "cohens_d_per_layer": distances}
    error = calibration.auc_error(aucs[monitor], len(default), len(role))
    quality["verdict"], quality["verdict_text"] = calibration.verdict(aucs[monitor], error, quality["default_rank"])
    return Axis(
        name=spec.name,
        reply=reply,
        header=header,
        quantile_levels=calibration.QUANTILE_LEVELS,
        monitor_layer=monitor,
        band_first=first,
        band_last=last,
        percentile=spec.percentile,
        threshold=calibration.threshold_between(*readings) if spec.threshold is None else spec.threshold,
        form=spec.form,
        model_architecture=facts.architecture,
        model_name=facts.name,
        model_fingerprint=facts.fingerprint,
        template_sha256=facts.template_sha256,
        quantization=facts.quantization,
        quality=quality,
        provenance={"repeats": spec.repeats, "seed": spec.seed} | dict(spec.provenance),
    )


def _quality(trained: _Set, held_out: _Set, reply: FloatArray, header: FloatArray, monitor: int) -> dict[str, Any]:
    """Return what is known about the axis beside the separation per layer, at the monitor layer unless named otherwise."""
    vectors = np.stack([role.mean(axis=0) for role in trained.reply.roles.values()])
    cosines = calibration.pc1_cosine(vectors, reply)
    middle = min((len(reply) + 1) // 2, len(reply) - 1)
    default = calibration.projections(trained.reply.default, reply)[:, monitor].mean()
    below = np.einsum("re,e->r", vectors[:, monitor], reply[monitor]) < default
    header_default = calibration.projections(held_out.header.default, header)[:, monitor]
    header_role = calibration.projections(np.concatenate(list(held_out.header.roles.values())), header)[:, monitor]
    return {
        "pc1_cosine_middle": float(cosines[middle]),
        "pc1_cosine_per_layer": cosines.tolist(),
        "default_rank": float(below.mean()),
        "header_auc": calibration.auc(header_default, header_role),
        "n_roles": len(vectors),
        "n_roles_held_out": len(held_out.reply.roles),
        "n_default_replies": len(trained.reply.default),
        "n_role_replies": sum(len(role) for role in trained.reply.roles.values()),
        "roles_left_out": trained.left_out + held_out.left_out,
    }
