"""What the engine answers and reports."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.protocol.parts import AxisFacts, ModelFacts, ModelReport, PicturePoint, ReplyStats


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is up: versions of its parts. graphics: whether this build can put layers on a graphics device."""

    id: int
    engine_version: str
    llama_version: str
    pid: int
    system_info: str
    graphics: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of request `id`: stage is "load", "prompt", "calibrate" or "import"; fraction is 0..1.

    remaining_s: seconds until the end, None where that is not known.
    """

    id: int
    stage: str
    fraction: float
    text: str = ""
    remaining_s: float | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model is loaded; axis None means no readings and no cap, and `axis_problem` then says why in one sentence.

    readable: whether its residual stream can be read, so that an axis could be made for it.
    """

    id: int
    model: ModelFacts
    axis: AxisFacts | None
    axis_problem: str | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Delta:
    """New text of request `id` with one normalised reading per new token (empty without an axis).

    n_tokens: tokens this delta stands for; engaged: share of slots lifted so far in this request, None while the cap is off.
    """

    id: int
    text: str
    n_tokens: int
    readings: list[float] = field(default_factory=list)
    engaged: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Request `id` ended; stats is None where nothing was generated; `evicted` counts messages the model no longer saw.

    They are the first ones of the request, system messages not counted.
    """

    id: int
    reason: str
    stats: ReplyStats | None = None
    evicted: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """Answer to `Count`; `evicted` counts messages the model would not see, system messages not counted."""

    id: int
    tokens: int
    limit: int
    evicted: int = 0


@dataclass(frozen=True, slots=True)
class Rendered:
    """Answer to `Render`."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class CalibrationPicture:
    """Where the roles stand so far: provisional readings, 1 the default Assistant, 0 the average role."""

    id: int
    points: list[PicturePoint]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration came to its end; verdict is "good", "reading only" or "not usable", and text says why.

    quality: the figures by the names they have in the axis file. replies: how many it rests on; seconds: how long it took, earlier
    parts of a run that was stopped not counted. axis: what is used from now on, None where nothing was written.
    """

    id: int
    out_path: str
    verdict: str
    text: str
    quality: dict[str, float] = field(default_factory=dict)
    replies: int = 0
    seconds: float = 0.0
    axis: AxisFacts | None = None


@dataclass(frozen=True, slots=True)
class Estimated:
    """Answer to `Estimate`: seconds per size of calibration."""

    id: int
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Imported:
    """An axis was taken over and is used from now on; text says in plain words what it can do and what it lacks."""

    id: int
    out_path: str
    axis: AxisFacts
    text: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """Answer to `Inspect`."""

    id: int
    path: str
    report: ModelReport


@dataclass(frozen=True, slots=True)
class TemplateChecked:
    """Answer to `CheckTemplate`: what the template makes of the sample, and one sentence on whether it can be used.

    text is "" where it is not ok. source: the template that was tried.
    """

    id: int
    ok: bool
    text: str
    sentence: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Error:
    """Request `id` failed (None: no request); message is one plain sentence, details is for the log."""

    id: int | None
    message: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Pong:
    """Answer to `Ping`."""

    id: int
    busy: bool


@dataclass(frozen=True, slots=True)
class Log:
    """A line for the log; never holds message text."""

    level: str
    text: str


Event = (
    Ready
    | Progress
    | Loaded
    | Delta
    | Done
    | Counted
    | Rendered
    | CalibrationPicture
    | Calibrated
    | Estimated
    | Imported
    | Inspected
    | TemplateChecked
    | Error
    | Pong
    | Log
)
