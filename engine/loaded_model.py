"""A model that is loaded: llama.cpp's objects, the residual hook, the template, the axis, and the facts the window shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import numpy as np

from axes.axis import Axis, AxisError
from axes.checks import check_fits
from engine.draft_model import DraftModel
from engine.guess_table import Tables
from engine.llama_api import Context, Model
from engine.protocol import AxisFacts, ModelFacts
from engine.residual_hook import ResidualHook
from engine.templates import ChatTemplate

NO_READINGS = (
    "This axis was imported without the figures that readings need, so it can cap but shows no readings;"
    " measure it on this model to have both."
)
UNREADABLE = "This model's inside cannot be read by Keel, so there are no readings and no cap."


@dataclass(slots=True)
class LoadedModel:
    """A model ready to chat; a context manager that frees it.

    axis is None where there is none or it does not fit; axis_problem then says why in one sentence, and so it does for one that
    can cap but gives no readings. notices: what there is to say of the model itself, without the axis. guesses: tables of what
    often follows in its replies; draft: a smaller model that guesses for it. One LoadedModel has one KV cache and belongs to one
    thread, except `hook.cancel`.
    """

    facts: ModelFacts
    model: Model
    context: Context
    hook: ResidualHook
    template: ChatTemplate
    readable: bool
    axis: Axis | None = None
    axis_source: str = ""
    axis_problem: str | None = None
    notices: list[str] = field(default_factory=list)
    guesses: Tables = ()
    draft: DraftModel | None = None

    @property
    def axis_facts(self) -> AxisFacts | None:
        """What the window needs to know of the axis in use."""
        axis = self.axis
        if axis is None:
            return None
        forms = [form for form in axis.forms if form != "position" or self.template.has_header]
        layer, stats = axis.monitor_layer, axis.reply
        distance = float(stats.default_mean[layer] - stats.role_mean[layer]) if axis.readings else 1.0
        return AxisFacts(
            name=axis.name,
            source=self.axis_source,
            monitor_layer=layer,
            band_first=axis.band_first,
            band_last=axis.band_last,
            threshold=axis.threshold,
            percentile=axis.percentile,
            form=axis.form if axis.form in forms else "reply",
            forms=forms,
            default_std=float(stats.default_std[layer]) / distance if axis.readings else 0.0,
            role_std=float(stats.role_std[layer]) / distance if axis.readings else 0.0,
            reads=axis.readings,
            caps=axis.quality.get("verdict") != "reading only",
        )

    def use_axis(self, axis: Axis, source: str) -> list[str]:
        """Read and cap with this axis in every session made from now on; returns notices.

        Raises AxisError where it does not fit this model.
        """
        if not self.readable:
            raise AxisError(UNREADABLE)
        facts = self.facts
        notices = check_fits(
            axis,
            n_layer=facts.n_layer,
            n_embd=facts.n_embd,
            fingerprint=facts.fingerprint,
            template_sha256=facts.template_sha256,
            quantization=facts.quantization,
        )
        stats = [axis.reply] + ([axis.header] if axis.header is not None else [])
        self.hook.set_monitor(axis.monitor_layer, np.stack([each.direction[axis.monitor_layer] for each in stats]))
        self.axis, self.axis_source = axis, source
        self.axis_problem = None if axis.readings else NO_READINGS
        return notices

    def close(self) -> None:
        """Free the context and the model, and the draft model; harmless when repeated."""
        if self.draft is not None:
            self.draft.close()
        self.context.close()
        self.model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
