"""Builds the axis of a model file and writes it beside the model: what `keel axis build`, the window and the demo axis all use."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from axes.axis import Axis, AxisError
from axes.extraction import ExtractionSpec, NotUsableError, ProgressCallback, default_prompts, extract_axis, recalibrate_axis
from axes.format import write_axis
from axes.personas import load_personas, spread
from axes.plan import plan_asks
from axes.reply_store import ReplyStore
from axes.source import SourceFacts, never, no_progress
from axes.sweep import candidate_bands
from axes.trials import chats_begun
from axes.verdict import NOT_USABLE
from engine.activations import TEMPERATURE, TOP_K, TOP_P, SessionSource
from engine.model import load
from engine.session import Session


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked: learned and held-out roles and questions, wordings in turn or all, tokens per reply, replies per trial."""

    roles: int
    roles_held_out: int
    questions: int
    questions_held_out: int
    all_wordings: bool
    max_tokens: int
    trials: int


SIZES: Final[dict[str, Size]] = {
    "quick": Size(24, 8, 8, 6, False, 40, 12),
    "standard": Size(48, 16, 16, 8, False, 64, 24),
    "thorough": Size(106, 26, 24, 12, True, 96, 32),
}
"""What a user can choose."""
SPEED_REPLIES: Final = 16
SPEED_TOKENS: Final = 24
REPLIES: Final = "replies"
SPARE_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class BuiltAxis:
    """What came of it: verdict is "good", "reading only" or "not usable" (then nothing was written); text says why.

    axis: None where not even an unusable one came of the replies. replies: how many were generated or found from an earlier run;
    seconds: how long it took this time.
    """

    verdict: str
    text: str
    axis: Axis | None
    replies: int
    seconds: float


def build_axis(
    model_path: Path,
    out_path: Path,
    spec: ExtractionSpec,
    progress: ProgressCallback = no_progress,
    should_stop: Callable[[], bool] = never,
    *,
    n_ctx: int = 1024,
    n_threads: int | None = None,
    work_dir: Path | None = None,
    fixed: Axis | None = None,
) -> BuiltAxis:
    """Load a model and build its axis; see build_axis_in for the rest. Raises LoadError where it cannot be loaded."""
    with load(model_path, n_ctx=n_ctx, n_threads=n_threads, find=False) as loaded:
        return build_axis_in(Session(loaded), out_path, spec, progress, should_stop, work_dir=work_dir, fixed=fixed)


def build_axis_in(
    session: Session,
    out_path: Path,
    spec: ExtractionSpec,
    progress: ProgressCallback = no_progress,
    should_stop: Callable[[], bool] = never,
    *,
    temperature: float = TEMPERATURE,
    work_dir: Path | None = None,
    fixed: Axis | None = None,
) -> BuiltAxis:
    """Build the axis of a loaded model and write it to out_path, whole or not at all.

    work_dir: a folder for finished replies; a later call with the same model, prompts and folder goes on where this one ended, and
    one that comes to its end removes them. None for a temporary one. fixed: an axis whose directions, monitor layer and band are
    kept, so that only its statistics are measured anew.

    An axis found "not usable" is not written, because a file beside the model would be taken up at the next start. should_stop is
    asked between tokens. Raises AxisError for a spec that cannot work or a work_dir that cannot be used, ExtractionCancelled where
    should_stop said so, LoadError for a model that cannot be read, and OSError where writing fails.
    """
    begun = time.monotonic()
    source = SessionSource(session, temperature=temperature, max_tokens=spec.max_tokens, should_stop=should_stop)
    made_by = {"temperature": temperature, "top_p": TOP_P, "top_k": TOP_K, "max_tokens": spec.max_tokens}
    spec = replace(spec, provenance=dict(spec.provenance) | made_by)
    with _work_folder(work_dir) as folder, _open_store(folder, source.facts, spec, temperature) as store:
        _check_room(store, len(plan_asks(spec)))
        try:
            if fixed is None:
                axis = extract_axis(source, spec, store, progress, should_stop)
            else:
                axis = recalibrate_axis(fixed, source, spec, store, progress, should_stop)
        except NotUsableError as error:
            return BuiltAxis(NOT_USABLE, str(error), None, len(store.replies), time.monotonic() - begun)
        replies = len(store.replies)
    built = BuiltAxis(str(axis.quality["verdict"]), str(axis.quality["verdict_text"]), axis, replies, time.monotonic() - begun)
    if built.verdict != NOT_USABLE:
        write_axis(axis, out_path)
    if work_dir is not None:
        shutil.rmtree(work_dir / REPLIES, ignore_errors=True)
    return built


@contextlib.contextmanager
def _work_folder(work_dir: Path | None) -> Iterator[Path]:
    if work_dir is not None:
        yield work_dir
        return
    with tempfile.TemporaryDirectory(prefix="keel-axis-") as folder:
        yield Path(folder)


def _open_store(folder: Path, facts: SourceFacts, spec: ExtractionSpec, temperature: float) -> ReplyStore:
    """Open the store of replies; its key holds everything that decides what a reply is."""
    parts = [
        facts.fingerprint,
        facts.quantization,
        facts.template_sha256,
        spec.prompts_sha256(),
        spec.max_tokens,
        temperature,
        TOP_P,
        TOP_K,
    ]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return ReplyStore(folder / REPLIES, key, facts.n_layer - 1, facts.n_embd)


def _check_room(store: ReplyStore, replies: int) -> None:
    wanted = (replies - len(store.replies)) * store.bytes_per_reply + SPARE_BYTES
    free = shutil.disk_usage(store.path).free
    if free < wanted:
        raise AxisError(
            f"Making the axis needs {wanted / 1e9:.1f} GB on disk for a while, but only {free / 1e9:.1f} GB are free;"
            " make room or choose a smaller size."
        )


# --- what to ask -------------------------------------------------------------------------------------------------------------


def spec_of_size(size: str, model_name: str, *, judge: bool = False) -> ExtractionSpec:
    """Return what is asked of any model, from the shipped roles and questions; size is a key of SIZES."""
    chosen, personas = SIZES[size], load_personas()
    learned = spread(personas.roles, lambda role: role.kind, chosen.roles, held_out=False)
    out = spread(personas.roles, lambda role: role.kind, chosen.roles_held_out, held_out=True)
    questions = spread(personas.questions, lambda question: question.topic, chosen.questions, held_out=False)
    out_questions = spread(personas.questions, lambda question: question.topic, chosen.questions_held_out, held_out=True)
    return ExtractionSpec(
        defaults=default_prompts(model_name),
        roles=[(role.name, wording) for role in [*learned, *out] for wording in role.wordings],
        questions=[question.text for question in questions],
        held_out_roles=[role.name for role in out],
        held_out_questions=[question.text for question in out_questions],
        rotate_wordings=not chosen.all_wordings,
        max_tokens=chosen.max_tokens,
        trials=chosen.trials,
        judge=judge,
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


def estimate_seconds(session: Session, should_stop: Callable[[], bool] = never) -> dict[str, float]:
    """Return how long each size will take on this machine, in seconds, measured on a few short replies of this model.

    A reply is taken to be as long as it may be, so the real time is rather shorter. Raises ExtractionCancelled and LoadError.
    """
    asks = plan_asks(spec_of_size("quick", session.loaded.facts.name))[:SPEED_REPLIES]
    prompts = [ask.prompt for ask in asks]
    taken, tokens = [], 0
    for limit in (1, SPEED_TOKENS):  # the first is all reading, so that reading and speaking can be told apart
        source = SessionSource(session, max_tokens=limit, should_stop=should_stop)
        begun = time.monotonic()
        tokens = sum(max(1, sample.n_tokens) for _, sample in source.samples(prompts))
        taken.append(time.monotonic() - begun)
    per_prompt = taken[0] / len(prompts)
    per_token = max(0.0, taken[1] - taken[0]) / max(1, tokens - len(prompts))
    return {name: _seconds(name, session.loaded.facts.n_layer, per_prompt, per_token) for name in SIZES}


def _seconds(size: str, n_layer: int, per_prompt: float, per_token: float) -> float:
    """Return how long a size takes; a trial's reply is read twice more, which takes about as long as two prompts each."""
    trials = SIZES[size].trials
    tried = round(trials * 1.25) * (len(candidate_bands(n_layer)) + 2) + 2 * chats_begun(trials)
    replies = len(plan_asks(spec_of_size(size, ""))) + tried
    return replies * (per_prompt + SIZES[size].max_tokens * per_token) + tried * 4 * per_prompt
