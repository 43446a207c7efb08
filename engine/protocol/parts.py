"""Parts that messages are made of, and the values some of their fields may have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from engine.memory_need import ModelShape

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

GUESSES: Final = ("auto", "on", "off")
"""From what tokens are guessed ahead: auto, from a table that comes with the model; on, from the conversation too."""


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
    memory is reckoned from, None where the file does not say enough. draft: name of the draft model, "" where there is none.
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
    draft: str = ""


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
    guessed: how many of the tokens were guessed ahead.
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
    guessed: int = 0


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
