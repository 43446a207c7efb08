"""The messages between the window and the engine process: one JSON object per line, UTF-8, at most 1 MiB.

Both ends build and read lines with `encode` and `decode`, so both validate the same dataclasses. Every message carries the
protocol version (`v`), its type (`t`) and, where it belongs to a request, that request's `id`. This module is pure Python: no Qt,
no llama.cpp, no numpy.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import types
import typing
from dataclasses import dataclass, field
from typing import Any, Final

from engine.memory_need import ModelShape

VERSION: Final = 1
MAX_LINE_BYTES: Final = 1 << 20

STRENGTHS: Final[dict[str, float | None]] = {
    "off": None,
    "gentle": 50.0,
    "standard": 75.0,
    "strong": 90.0,
    "maximum": 99.0,
}
"""Named cap strengths: the percentile, in the Assistant direction, of the pooled projections that becomes the floor."""

DONE_REASONS: Final = ("stop", "length", "cancelled", "context_full", "error")

OVERFLOWS: Final = ("stop", "drop_oldest")
"""What happens where a conversation does not fit into the context: the request ends, or its oldest turns are left out."""

FLASH_ATTENTION: Final = ("auto", "on", "off")
"""Whether attention is computed in pieces that need less working space; "auto" leaves it to llama.cpp."""


class ProtocolError(ValueError):
    """A line that is not a valid message; the text says in one sentence why."""


# --- parts of messages -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One turn of a conversation: role is "system", "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Sampler:
    """Sampling settings of one request; temperature 0 is greedy, seed None lets the engine choose (and report) one.

    At their defaults, typical_p, the penalties and DRY do nothing. repeat_last_n: how many of the reply's last tokens the three
    penalties look at, 0 none. dry_multiplier 0 turns DRY off; dry_penalty_last_n -1 looks at the whole reply.
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.0
    repeat_penalty: float = 1.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    seed: int | None = None
    typical_p: float = 1.0
    repeat_last_n: int = 64
    dry_multiplier: float = 0.0
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_penalty_last_n: int = -1


@dataclass(frozen=True, slots=True)
class Cap:
    """Activation capping of one request: percentile None is off (monitor only); form None is the axis's own default.

    form "reply" is the published form (one threshold per layer for every token), "position" uses the header token's own direction
    and threshold at the last header token (it needs an axis that has them).
    """

    percentile: float | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the engine knows of the loaded model.

    device: "CPU", or the name of the graphics device with how many layers it holds; device_reason: why, in one sentence. The three
    figures in bytes are llama.cpp's own, 0 where it gave none: the weights, the memory of the conversation, the working space.
    kv_type and flash_attention: what came of the wishes of the request, flash_attention "on" or "off". shape: what its need of
    memory is reckoned from, None where the file does not say enough.
    """

    path: str
    name: str
    architecture: str
    quantization: str
    parameters: int
    n_layer: int
    n_embd: int
    n_ctx: int
    n_ctx_train: int
    n_vocab: int
    fingerprint: str
    template_sha256: str
    device: str
    notices: list[str] = field(default_factory=list)
    device_reason: str = ""
    weights_bytes: int = 0
    kv_bytes: int = 0
    compute_bytes: int = 0
    kv_type: str = "f16"
    flash_attention: str = ""
    shape: ModelShape | None = None


@dataclass(frozen=True, slots=True)
class AxisFacts:
    """What the engine knows of the axis in use; layers are 0-based and inclusive, threshold is a normalised reading.

    reads: False for an axis that came without means, so that no reading can be shown (the deviations are then 0). caps: False for
    one that was found good for readings only.
    """

    name: str
    source: str
    monitor_layer: int
    band_first: int
    band_last: int
    threshold: float
    percentile: float
    form: str
    forms: list[str]
    default_std: float
    role_std: float
    reads: bool = True
    caps: bool = True


@dataclass(frozen=True, slots=True)
class ReplyStats:
    """Figures of one finished reply; readings are normalised (1 = default Assistant, 0 = average role), None without an axis.

    reading: mean over the reply's tokens; early: at the last prompt token; engaged: share of (token, layer) slots lifted, prompt
    and reply; mean_lift: mean lift of the lifted slots, in units of the distance between default and average role at that layer.
    """

    reading: float | None
    early: float | None
    engaged: float | None
    mean_lift: float | None
    tokens: int
    prompt_tokens: int
    reused_tokens: int
    tokens_per_second: float
    time_to_first_token: float
    context_used: int
    context_size: int
    seed: int
    prompt_sha256: str
    percentile: float | None
    form: str | None


@dataclass(frozen=True, slots=True)
class PicturePoint:
    """One role ("" one of the default prompts) and its provisional reading."""

    role: str
    reading: float


@dataclass(frozen=True, slots=True)
class ModelReport:
    """What the header of a model file says, without loading it.

    parameters: weights counted over all parts; file_bytes: all parts together; parts: the names of the files of a set, one where it
    is a single file. licence: as the file states it, "" where it does not. axis: "good", "reading" (readings only) or "none";
    axis_source: the file that holds it. fingerprint: "" where no axis can be tied to the model. notices: one sentence each.
    """

    name: str
    architecture: str
    quantization: str
    parameters: int
    n_layer: int
    n_embd: int
    n_ctx_train: int
    file_bytes: int
    parts: list[str]
    licence: str
    has_template: bool
    axis: str
    axis_source: str
    fingerprint: str
    shape: ModelShape
    notices: list[str] = field(default_factory=list)


# --- requests ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hello:
    """First request; the engine answers `Ready`."""

    id: int


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model and its axis; axis_path None lets the engine look for one itself.

    It looks in axis_dir for an axis made for this very model, then inside the model file, then beside it. n_gpu_layers None: as
    many as fit on the graphics device, none where there is none. kv_type: one of memory_need.KV_TYPES; flash_attention: one of
    FLASH_ATTENTION. template: a chat template in place of the model's own.
    """

    id: int
    model_path: str
    axis_path: str | None = None
    n_ctx: int = 4096
    n_threads: int | None = None
    n_gpu_layers: int | None = None
    axis_dir: str | None = None
    kv_type: str = "f16"
    flash_attention: str = "auto"
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Unload:
    """Free the model; answered by `Done` with reason "stop"."""

    id: int


@dataclass(frozen=True, slots=True)
class Generate:
    """Generate the next assistant reply, or continue the last one when `continue_last` (messages then end with it).

    longest_guess: tokens that may be guessed from the conversation and evaluated together; the reply is the same. overflow: one of
    OVERFLOWS. forgotten: how many first messages, system messages not counted, the model no longer saw at the reply before.
    """

    id: int
    messages: list[ChatMessage]
    sampler: Sampler = field(default_factory=Sampler)
    cap: Cap = field(default_factory=Cap)
    max_tokens: int = 512
    continue_last: bool = False
    longest_guess: int = 0
    overflow: str = "stop"
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop the request `target` as soon as possible; that request then ends with reason "cancelled"."""

    id: int
    target: int


@dataclass(frozen=True, slots=True)
class Count:
    """Count the tokens of the prompt that `Generate` with the same fields would make; answered by `Counted`."""

    id: int
    messages: list[ChatMessage]
    max_tokens: int = 1
    continue_last: bool = False
    overflow: str = "stop"
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Render:
    """Render the exact prompt; answered by `Rendered`."""

    id: int
    messages: list[ChatMessage]


@dataclass(frozen=True, slots=True)
class Calibrate:
    """Compute an axis for the loaded model, write it to `out_path` and use it; size is "quick", "standard" or "thorough".

    work_dir: where finished replies are kept, so that the same request goes on later where this one was stopped; None keeps none.
    Answered by `Progress` and `CalibrationPicture`, then `Calibrated`. An axis found not usable is neither written nor used.
    """

    id: int
    out_path: str
    size: str = "quick"
    work_dir: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Measure how long a calibration of each size would take; answered by `Estimated`."""

    id: int


@dataclass(frozen=True, slots=True)
class ImportAxis:
    """Read an axis from files made elsewhere, write it to `out_path` and use it; answered by `Imported`.

    Where it lacks what readings need, that is measured on the loaded model as in a quick calibration; the answers are then those of
    `Calibrate`. work_dir: as there.
    """

    id: int
    paths: list[str]
    out_path: str
    work_dir: str | None = None


@dataclass(frozen=True, slots=True)
class Inspect:
    """Read the header of a model file, whatever the engine is doing; answered by `Inspected`, or `Error`.

    axis_dir: a folder of axes, as in `Load`.
    """

    id: int
    path: str
    axis_dir: str | None = None


@dataclass(frozen=True, slots=True)
class CheckTemplate:
    """Try a chat template on a sample conversation, whatever the engine is doing; answered by `TemplateChecked`.

    source "": the loaded model's own template, ChatML where it has none or none is loaded.
    """

    id: int
    source: str


@dataclass(frozen=True, slots=True)
class Ping:
    """Answered by `Pong` at once, also while decoding."""

    id: int


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Finish and leave."""

    id: int


# --- events ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is up: versions of its parts."""

    id: int
    engine_version: str
    llama_version: str
    pid: int
    system_info: str


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


Request = (
    Hello
    | Load
    | Unload
    | Generate
    | Cancel
    | Count
    | Render
    | Calibrate
    | Estimate
    | ImportAxis
    | Inspect
    | CheckTemplate
    | Ping
    | Shutdown
)
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
Message = Request | Event

_TYPES: Final[dict[str, type[Any]]] = {cls.__name__.lower(): cls for cls in typing.get_args(Request) + typing.get_args(Event)}


# --- lines -------------------------------------------------------------------------------------------------------------------


def encode(message: Message) -> bytes:
    """Return the message as one line, newline included; raises ProtocolError where the line would be too long."""
    body = {"v": VERSION, "t": type(message).__name__.lower(), **dataclasses.asdict(message)}
    try:
        line = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "surrogatepass")
        line.decode("utf-8")
    except ValueError as error:
        raise ProtocolError(f"A message cannot be sent: {error}.") from error
    if len(line) >= MAX_LINE_BYTES:
        raise ProtocolError(f"A message of {len(line)} bytes is longer than the limit of {MAX_LINE_BYTES}.")
    return line + b"\n"


def decode(line: bytes) -> Message:
    """Read one line; raises ProtocolError for anything that is not a valid message of this version."""
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"A line of {len(line)} bytes is longer than the limit of {MAX_LINE_BYTES}.")
    try:
        body = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"A line is not JSON: {error}.") from error
    if not isinstance(body, dict):
        raise ProtocolError("A line is not a JSON object.")
    version = body.pop("v", None)
    if version != VERSION:
        raise ProtocolError(f"A line speaks protocol version {version!r}, this end speaks {VERSION}.")
    kind = body.pop("t", None)
    cls = _TYPES.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise ProtocolError(f"A line has the unknown type {kind!r}.")
    message: Message = _build(cls, body, str(kind))
    return message


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


@functools.cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _build(cls: Any, body: dict[str, Any], where: str) -> Any:
    hints = _hints(cls)
    unknown = body.keys() - hints.keys()
    if unknown:
        raise ProtocolError(f"{where} has the unknown field {min(unknown)!r}.")
    values = {name: _check(hints[name], value, f"{where}.{name}") for name, value in body.items()}
    try:
        return cls(**values)
    except TypeError as error:
        raise ProtocolError(f"{where} lacks a field: {error}.") from error


def _check(hint: Any, value: Any, where: str) -> Any:
    """Return the value as the type the field declares, or raise; an int is accepted where a float is asked, a bool is not."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        options = typing.get_args(hint)
        if value is None and type(None) in options:
            return None
        return _check(next(option for option in options if option is not type(None)), value, where)
    if origin is list:
        if not isinstance(value, list):
            raise ProtocolError(f"{where} is not a list.")
        (item,) = typing.get_args(hint)
        return [_check(item, each, where) for each in value]
    if origin is dict:
        if not isinstance(value, dict):
            raise ProtocolError(f"{where} is not an object.")
        item = typing.get_args(hint)[1]
        return {name: _check(item, each, f"{where}.{name}") for name, each in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise ProtocolError(f"{where} is not an object.")
        return _build(hint, value, where)
    if hint is float and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    if type(value) is not hint:
        raise ProtocolError(f"{where} is a {type(value).__name__}, not a {hint.__name__}.")
    return value
