"""Making an axis: ask a model the same questions with and without roles, and compare what its residual stream holds.

The model itself is behind `ActivationSource`, which the engine implements. Some roles and questions are held out: directions and
percentiles come from the others; layers, band and threshold are chosen on one part of what is held out, and the figures and the
verdict come from the other part. Which roles count is decided by axes.role_filter.

Every finished reply goes to a `ReplyStore` at once, so that a run that was stopped or killed goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from axes import calibration, sweep, trials, verdict
from axes.axis import Axis, AxisError, ClassStatistics, FloatArray
from axes.measurement import Measured, Rows, describe_rows, measure, separation
from axes.pace import Pace, Picture, picture_row
from axes.plan import CHOOSE, DEFAULT, LEARN, MIN_ROLES, REPORT, Ask, ExtractionSpec, default_prompts, plan_asks
from axes.quality import Trialled, default_rank, trial_figures
from axes.reply_store import ReplyStore
from axes.role_filter import MIN_AUC, FilterFindings, filter_roles
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
    "NotUsableError",
    "ProgressCallback",
    "Prompt",
    "Sample",
    "SourceFacts",
    "default_prompts",
    "extract_axis",
    "recalibrate_axis",
]

DEFAULT_TRIALS: Final = 0.25
"""Default prompts tried beside the ones with a role, as a share of these."""
RANDOM_SEED: Final = 7
TEXTS_READ: Final = 48
"""Replies with a role that are read without their instruction, and half as many default ones."""


class NotUsableError(AxisError):
    """No axis comes of this model's replies; the text says why."""


def extract_axis(
    source: ActivationSource,
    spec: ExtractionSpec,
    store: ReplyStore,
    progress: ProgressCallback = no_progress,
    should_stop: Callable[[], bool] = never,
) -> Axis:
    """Ask, collect, try caps and return the axis, checked; its verdict stands in quality["verdict"] and quality["verdict_text"].

    store: where finished replies are kept; a run goes on from what is in it. should_stop is asked after every reply. Raises
    NotUsableError where the replies give no axis, AxisError for a spec that cannot work, and ExtractionCancelled where should_stop
    said so.
    """
    return _Making(source, spec, store, progress, should_stop).axis()


def recalibrate_axis(
    axis: Axis,
    source: ActivationSource,
    spec: ExtractionSpec,
    store: ReplyStore,
    progress: ProgressCallback = no_progress,
    should_stop: Callable[[], bool] = never,
) -> Axis:
    """Return an axis with the same directions, monitor layer and band, and everything else measured anew on this model file.

    For another quantisation of the model it was made for, and for directions that came without statistics. The form, the strength
    and the provenance stay. Raises as `extract_axis` does, and AxisError where the axis is of another shape or model.
    """
    facts = source.facts
    if (axis.n_layer, axis.n_embd) != (facts.n_layer, facts.n_embd):
        raise AxisError("The axis was made for a model of another shape, so it cannot be measured on this one.")
    if axis.model_fingerprint not in ("", facts.fingerprint):
        raise AxisError("The axis was made for another model, so it cannot be measured on this one.")
    fixed = replace(
        spec,
        name=axis.name,
        band=(axis.band_first, axis.band_last),
        monitor_layer=axis.monitor_layer,
        form=axis.form,
        percentile=axis.percentile,
        provenance=dict(axis.provenance) | dict(spec.provenance),
    )
    return _Making(source, fixed, store, progress, should_stop, axis).axis()


class _Making:
    """One run of the work, step by step."""

    def __init__(
        self,
        source: ActivationSource,
        spec: ExtractionSpec,
        store: ReplyStore,
        progress: ProgressCallback,
        should_stop: Callable[[], bool],
        fixed: Axis | None = None,
    ) -> None:
        self.source, self.spec, self.store, self.should_stop, self.fixed = source, spec, store, should_stop, fixed
        self.facts = source.facts
        self.n_layers = self.facts.n_layer - 1
        self.middle = min(self.facts.n_layer // 2, self.n_layers - 1)
        self.asks = plan_asks(spec)
        self.report = REPORT if any(ask.part == REPORT for ask in self.asks) else CHOOSE
        self.bands = self._bands()
        picture = Picture(self.asks, self.middle)
        self._trial_key = ""
        self.pace = Pace(len(self.asks), self._planned_trials(), progress, picture)
        self.picture = picture

    def axis(self) -> Axis:
        """Do all of it."""
        self._collect()
        filtered = self._filter()
        rows = describe_rows(self.store, self.asks, filtered.left_out)
        if len(rows.learned_roles()) < MIN_ROLES or not rows.select(LEARN, default=True).any():
            raise NotUsableError("The model plays too few of the roles, so no axis can be made from its replies.")
        reply = self._measure(rows, "reply")
        header = None if self.fixed is not None and self.fixed.header is None else self._measure(rows, "header")
        aucs, distances = separation(rows, reply.projections, CHOOSE)
        tried = self._try(rows, reply)
        monitor = self._monitor(tried.band, aucs, distances)
        made = self._assemble(rows, reply, header, tried, monitor, filtered)
        made.validate()
        self.pace.finish()
        return made

    # --- asking ---------------------------------------------------------------------------------------------------------------

    def _collect(self) -> None:
        done = self.store.done
        missing = [index for index in range(len(self.asks)) if index not in done]
        self.pace.skip(len(self.asks) - len(missing))
        for place, rows in self.store.chunks("reply", self.middle):
            for reply, row in zip(self.store.replies[place], rows, strict=True):
                if reply.n_tokens:
                    self.picture.add(reply.index, row)
        prompts = [self.asks[index].prompt for index in missing]
        for number, sample in self.source.samples(prompts) if prompts else ():
            index = missing[number]
            self.store.append(index, sample)
            if sample.n_tokens:
                self.picture.add(index, picture_row(sample, self.middle))
            self.pace.reply(f"Replies so far: {len(self.store.replies)} of {len(self.asks)}")
            self._check()
        self.store.flush()

    def _check(self) -> None:
        if self.should_stop():
            self.store.flush()
            raise ExtractionCancelled

    def _filter(self) -> FilterFindings:
        self.pace.say("Looking which roles are played")
        judge = self.source if self.spec.judge else None
        return filter_roles(self.store, self.asks, self.middle, judge, self.should_stop)

    def _measure(self, rows: Rows, which: str) -> Measured:
        self.pace.say("Measuring the layers")
        self._check()
        directions = None
        if self.fixed is not None:
            stats = self.fixed.reply if which == "reply" else self.fixed.header
            directions = None if stats is None else stats.direction
        try:
            return measure(self.store, which, rows, self.n_layers, directions)
        except AxisError as error:
            raise NotUsableError(str(error)) from error

    # --- trying caps ----------------------------------------------------------------------------------------------------------

    def _bands(self) -> list[tuple[int, int]]:
        """Return the bands to try; one that is fixed, or not to be tried, alone."""
        if self.spec.band is not None:
            first, last = self.spec.band
            if not 1 <= first <= last < self.n_layers:
                raise AxisError(
                    f"A band of the layers {first} to {last} cannot be capped in a model of {self.facts.n_layer} layers."
                )
            return [self.spec.band]
        if self.spec.trials < 1:
            return [calibration.default_band(self.facts.n_layer, self.facts.n_parameters)]
        return sweep.candidate_bands(self.facts.n_layer)

    def _sizes(self) -> tuple[int, int]:
        return self.spec.trials, max(4, round(self.spec.trials * DEFAULT_TRIALS))

    def _planned_trials(self) -> int:
        if self.spec.trials < 1:
            return 0
        per_trial = sum(self._sizes())
        swept = len(self.bands) if len(self.bands) > 1 else 0
        begun = trials.chats_begun(self.spec.trials) * (2 if swept else 1)
        return begun + per_trial * (swept + 2) + sweep.MATCH_REPLIES * sweep.MATCH_STEPS // 2

    def _trial_store(self, name: str) -> ReplyStore:
        store = ReplyStore(self.store.path / name, self._trial_key, self.n_layers, self.facts.n_embd)
        self.pace.skip(len(store.replies))
        return store

    def _on_trial(self) -> None:
        self.pace.reply("Trying caps")

    def _try(self, rows: Rows, reply: Measured) -> Trialled:
        if self.spec.trials < 1:
            return Trialled(self.bands[0], [], None, None)
        stats = reply.statistics
        taus = _taus(stats, self.spec.percentile)
        self._trial_key = f"{self.store.key} {_digest(stats.direction, taus)}"
        counted = [(self.store.replies[place].index, self.asks[self.store.replies[place].index]) for place in _true(rows.used)]
        counted.sort(key=lambda each: each[0])
        self.pace.begin_trials()
        self.pace.say("Trying caps")
        candidates: list[sweep.Candidate] = []
        band = self.bands[0]
        if len(self.bands) > 1:
            trial = self._trial_set(counted, CHOOSE, stats.direction)
            candidates = sweep.try_bands(
                self.source, trial, self.bands, stats.direction, taus, self._trial_store, self._on_trial, self.should_stop
            )
            chosen = sweep.choose(candidates)
            band = (chosen.first, chosen.last)
        fresh = self._trial_set(counted, self.report, stats.direction)
        (final,) = sweep.try_bands(
            self.source, fresh, [band], stats.direction, taus, self._final_store, self._on_trial, self.should_stop
        )
        return Trialled(band, candidates, final.figures, self._random(rows, fresh, band, final.figures.engaged))

    def _final_store(self, name: str) -> ReplyStore:
        return self._trial_store(f"{name}-final")

    def _trial_set(self, counted: Sequence[tuple[int, Ask]], part: str, direction: FloatArray) -> trials.TrialSet:
        there = [ask.role for _, ask in counted if ask.part == part]
        if DEFAULT not in there or set(there) == {DEFAULT}:
            raise NotUsableError("The model plays none of the held-out roles, so a cap cannot be tried on it.")
        layer, size = self.middle, self._sizes()
        with self._trial_store(f"trial-uncapped-{part}") as extra:
            return trials.prepare(
                self.source, self.store, counted, part, size, layer, direction[layer], extra, self._on_trial, self.should_stop
            )

    def _random(self, rows: Rows, trial: trials.TrialSet, band: tuple[int, int], engaged: float) -> trials.TrialFigures:
        found = sweep.random_directions(self.store, self.facts.n_layer, self.facts.n_embd, rows.used, RANDOM_SEED)
        return sweep.random_trial(
            self.source, trial, band, *found, engaged, RANDOM_SEED, self._trial_store, self._on_trial, self.should_stop
        )

    # --- the axis -------------------------------------------------------------------------------------------------------------

    def _monitor(self, band: tuple[int, int], aucs: Sequence[float], distances: Sequence[float]) -> int:
        if self.spec.monitor_layer is None:
            return calibration.monitor_layer(self.facts.n_layer, band[0], aucs, distances)
        if not 0 <= self.spec.monitor_layer < self.n_layers:
            raise AxisError(f"Layer {self.spec.monitor_layer} cannot be read in a model of {self.facts.n_layer} layers.")
        return self.spec.monitor_layer

    def _assemble(
        self, rows: Rows, reply: Measured, header: Measured | None, tried: Trialled, monitor: int, filtered: FilterFindings
    ) -> Axis:
        stats, spec, facts = reply.statistics, self.spec, self.facts
        role, default = float(stats.role_mean[monitor]), float(stats.default_mean[monitor])
        if default <= role:
            raise NotUsableError("The model's usual replies do not stand at one end of the roles, so readings would mean nothing.")
        held_out = rows.select(CHOOSE, default=True), rows.select(CHOOSE, default=False)
        readings = [(reply.projections[take, monitor] - role) / (default - role) for take in held_out]
        quality = self._quality(rows, reply, header, tried, monitor) | {"roles_left_out": filtered.left_out}
        judged = {"role_judge": "the model itself"} if filtered.judged else {}
        rule = f"cross-checked AUC of at least {MIN_AUC} on own activations, layer {self.middle}"
        asked = {"repeats": spec.repeats, "seed": spec.seed, "prompts_sha256": spec.prompts_sha256(), "role_filter": rule}
        return Axis(
            name=spec.name,
            reply=stats,
            header=None if header is None else header.statistics,
            quantile_levels=calibration.QUANTILE_LEVELS,
            monitor_layer=monitor,
            band_first=tried.band[0],
            band_last=tried.band[1],
            percentile=spec.percentile,
            threshold=calibration.threshold_between(*readings) if spec.threshold is None else spec.threshold,
            form=spec.form,
            model_architecture=facts.architecture,
            model_name=facts.name,
            model_fingerprint=facts.fingerprint,
            template_sha256=facts.template_sha256,
            quantization=facts.quantization,
            quality=quality,
            provenance=asked | judged | dict(spec.provenance),
        )

    def _quality(self, rows: Rows, reply: Measured, header: Measured | None, tried: Trialled, monitor: int) -> dict[str, Any]:
        """Return the verdict and every figure, at the monitor layer unless named otherwise, on the part kept for reporting."""
        aucs, distances = separation(rows, reply.projections, self.report)
        counts = [int(rows.select(self.report, default=default).sum()) for default in (True, False)]
        text_auc, text_error = self._text_auc(rows, reply.statistics, monitor)
        rank = default_rank(rows, reply.projections[:, monitor])
        evidence = verdict.Evidence(
            auc=aucs[monitor],
            auc_error=calibration.auc_error(aucs[monitor], *counts),
            text_auc=text_auc,
            text_error=text_error,
            default_rank=rank,
            cap_effect=None if tried.cap is None else tried.cap.effect,
            random_effect=None if tried.random is None else tried.random.effect,
            perplexity_ratio=1.0 if tried.cap is None else tried.cap.perplexity_ratio,
            looping=0.0 if tried.cap is None else tried.cap.looping,
        )
        word, sentence = verdict.judge(evidence)
        quality: dict[str, Any] = {"verdict": word, "verdict_text": sentence, "auc": aucs[monitor], "auc_error": evidence.auc_error}
        quality |= {"cohens_d": distances[monitor], "pc1_cosine": float(reply.pc1_cosine[self.middle]), "default_rank": rank}
        quality |= {"text_auc": text_auc} | trial_figures(tried)
        quality |= {"auc_per_layer": aucs, "cohens_d_per_layer": distances, "pc1_cosine_per_layer": reply.pc1_cosine.tolist()}
        if header is not None:
            quality["header_auc"] = separation(rows, header.projections, self.report)[0][monitor]
        learned = rows.used & (rows.part == LEARN)
        out = rows.used & (rows.part != LEARN) & (rows.role != DEFAULT)
        return quality | {
            "n_roles": len(rows.learned_roles()),
            "n_roles_held_out": len(set(rows.role[out].tolist())),
            "n_default_replies": int((learned & (rows.role == DEFAULT)).sum()),
            "n_role_replies": int((learned & (rows.role != DEFAULT)).sum()),
        }

    def _text_auc(self, rows: Rows, stats: ClassStatistics, monitor: int) -> tuple[float, float]:
        """Return the AUC, and its standard error, of held-out replies read without the instruction they were given under."""
        self.pace.say("Reading replies without their instruction")
        self._check()
        counted = [(self.store.replies[place].index, self.asks[self.store.replies[place].index]) for place in _true(rows.used)]
        chosen = trials.pick(sorted(counted, key=lambda each: each[0]), self.report, TEXTS_READ, TEXTS_READ // 2)
        texts = {reply.index: reply.text for reply in self.store.replies}
        asks = [ask for _, ask in chosen]
        found = trials.text_readings(self.source, asks, [texts[index] for index, _ in chosen], monitor, stats.direction[monitor])
        in_role = np.asarray([ask.role != DEFAULT for ask in asks])
        value = calibration.auc(found[~in_role], found[in_role])
        return value, calibration.auc_error(value, int((~in_role).sum()), int(in_role.sum()))


def _taus(stats: ClassStatistics, percentile: float) -> FloatArray:
    rows = [np.interp(percentile, calibration.QUANTILE_LEVELS, row) for row in stats.quantiles]
    return np.asarray(rows, dtype=np.float32)


def _digest(*arrays: FloatArray) -> str:
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _true(mask: NDArray[np.bool_]) -> list[int]:
    return [int(place) for place in np.flatnonzero(mask)]
