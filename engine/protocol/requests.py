"""What the window asks of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.protocol.parts import Cap, ChatMessage, Sampler


@dataclass(frozen=True, slots=True)
class Hello:
    """First request; the engine answers `Ready`."""

    id: int


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model and its axis; axis_path None lets the engine look for one itself.

    It looks in axis_dir for an axis made for this very model, then inside the model file, then beside it. n_gpu_layers None: as
    many as fit on the graphics device, none where there is none. kv_type: one of memory_need.KV_TYPES; flash_attention: one of
    FLASH_ATTENTION. template: a chat template in place of the model's own. draft_path: a smaller model with the same vocabulary
    that guesses ahead; where it cannot be used, a notice says why.
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
    draft_path: str | None = None


@dataclass(frozen=True, slots=True)
class Unload:
    """Free the model; answered by `Done` with reason "stop"."""

    id: int


@dataclass(frozen=True, slots=True)
class Generate:
    """Generate the next assistant reply, or continue the last one when `continue_last` (messages then end with it).

    guess: one of GUESSES, whether tokens may be guessed and several evaluated together; the reply is the same. overflow: one of
    OVERFLOWS. forgotten: how many first messages, system messages not counted, the model no longer saw at the reply before.
    """

    id: int
    messages: list[ChatMessage]
    sampler: Sampler = field(default_factory=Sampler)
    cap: Cap = field(default_factory=Cap)
    max_tokens: int = 512
    continue_last: bool = False
    guess: str = "auto"
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
