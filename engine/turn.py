"""One turn: the prompt is read, the reply is generated token by token, and its figures are drawn up."""

from __future__ import annotations

import codecs
import dataclasses
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from engine.account import Account
from engine.evaluator import Evaluator
from engine.guessing import guessing
from engine.hook_plan import ORDINARY, HookPlan
from engine.llama_api import Cancelled
from engine.native_loop import Guessing
from engine.protocol import Cap, ReplyStats
from engine.residual_hook import FloatArray, IntArray
from engine.sampling import SamplerChain
from engine.speaker import Said, Speaker
from engine.stop_text import StopText
from engine.templates import Prompt


@dataclass(frozen=True, slots=True)
class Piece:
    """What is new of a reply: text as soon as its token is drawn (n_tokens 0), then that token and others that were evaluated.

    text: empty while a character is incomplete; of the tokens but the first, which was on its way before. Of evaluated tokens,
    readings: normalised, one each, empty without an axis; engaged: share of slots lifted so far, None without a cap.
    """

    text: str
    n_tokens: int
    readings: list[float]
    engaged: float | None


@dataclass(frozen=True, slots=True)
class Activations:
    """Residual stream of one reply at layers 0..n_layer-2, (n_layer - 1, n_embd): mean over its tokens, and at the header token."""

    mean: FloatArray
    header: FloatArray
    n_tokens: int


@dataclass(frozen=True, slots=True)
class Reply:
    """A generated (or read) reply.

    text: what is new; where it was cancelled, it may be one token ahead of the rest. tokens and readings: of the whole reply, a
    continued part included; readings are normalised, one per token, empty without an axis. reason: one of protocol.DONE_REASONS.
    stats: None where the prompt was not read to its end. evicted: first messages that the model did not see at the end.
    """

    text: str
    reason: str
    tokens: list[int]
    readings: list[float]
    stats: ReplyStats | None
    activations: Activations | None = None
    evicted: int = 0


class Turn:
    """The work of one request. `read_prompt`, then `speak`, then `reply`; Cancelled leaves what was generated so far in place.

    guess: one of protocol.GUESSES: whether tokens may be guessed and several evaluated together; the reply is the same.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        prompt: Prompt,
        plan: HookPlan | None,
        should_stop: Callable[[], bool],
        guess: str = "off",
    ) -> None:
        self._evaluator = evaluator
        self._loaded = evaluator.loaded
        self._prompt = prompt
        self._plan = plan
        self._should_stop = should_stop
        self._started = time.monotonic()
        self._first_token_at: float | None = None
        self._finished_at = self._started
        self._reused = 0
        self._first_prompt = prompt
        self._in_prompt = 0
        self._drawn: int | None = None
        self._heard_before = False
        self._reading_anew = 0.0
        self._generated: list[int] = []
        self._texts: list[str] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._account = Account()
        self._capture = False
        markers = self._loaded.template.end.texts
        self._stop = StopText(markers)
        self._guessing = guessing(guess, self._loaded) if not markers else Guessing()
        self._at_once = 1 if markers else evaluator.loaded.context.n_ctx  # nothing is evaluated behind a marker of plain text
        self._guessed = 0

    def start_capture(self) -> None:
        """Capture the reply's activations in this turn."""
        self._capture = True
        self._loaded.hook.capture(1, 1)

    def read_prompt(self, on_prompt: Callable[[float], None] | None) -> None:
        """Evaluate what of the prompt is not in the KV cache yet; raises Cancelled or GenerationError."""
        self._reused = self._read(on_prompt)
        axis = self._loaded.axis
        header_column = 1 if axis is not None and axis.header is not None else 0
        self._account.begin(self._evaluator.state, self._prompt.reply_start, self._prompt.header, header_column)

    @property
    def said(self) -> int:
        """Tokens of the reply so far, a part that is being continued included."""
        return len(self._prompt.tokens) - self._prompt.reply_start + len(self._generated) - self._in_prompt

    def move(self, prompt: Prompt, on_prompt: Callable[[float], None] | None) -> None:
        """Go on with this reply behind a shorter prompt that ends before it; raises Cancelled or GenerationError."""
        began = time.monotonic()
        said = [*self._prompt.tokens[self._prompt.reply_start :], *self._generated[self._in_prompt :]]
        classes = np.concatenate([prompt.classes, np.full(len(said), ORDINARY, dtype=np.uint8)])
        self._prompt = dataclasses.replace(prompt, tokens=[*prompt.tokens, *said], classes=classes)
        self._in_prompt = len(self._generated)
        self._read(on_prompt)
        self._reading_anew += time.monotonic() - began

    def _read(self, on_prompt: Callable[[float], None] | None) -> int:
        """Evaluate the prompt and return how much of it was in the KV cache already."""
        tokens, classes, total = self._prompt.tokens, self._prompt.classes, len(self._prompt.tokens)
        at_most = min(total - 1, self._prompt.header) if self._capture else total - 1
        position = reused = self._evaluator.keep(tokens, classes, self._plan, at_most)
        while position < total:
            self._check()
            end = min(position + self._loaded.context.n_batch, total)
            self._evaluator.evaluate(tokens[position:end], classes[position:end], *self._targets(position, end))
            position = end
            if on_prompt is not None:
                on_prompt((position - reused) / (total - reused))
        return reused

    def speak(self, chain: SamplerChain, max_tokens: int, on_piece: Callable[[Piece], None] | None) -> str:
        """Generate until the model ends its turn or a limit is met; returns the reason, raises Cancelled or GenerationError.

        After "context_full" and `move` it may be called again.
        """
        if not self._heard_before:
            chain.accept(self._prompt.tokens[self._prompt.reply_start :])
            self._heard_before = True
        speaker: Speaker | None = None
        token, self._drawn = self._drawn, None
        ended = token is not None and self._loaded.model.is_end(token)
        try:
            while len(self._generated) < max_tokens:
                self._check()
                free = self._loaded.context.n_ctx - (speaker.n if speaker is not None else self._evaluator.state.n)
                if free < 1:
                    self._drawn = token
                    self._emit_text(self._stop.rest(), on_piece)
                    return "context_full"
                if token is None:
                    token = chain.sample(self._loaded.context)
                    ended = self._loaded.model.is_end(token)
                if ended:
                    self._emit_text(self._stop.feed(self._decoder.decode(b"", final=True)) + self._stop.rest(), on_piece)
                    return "stop"
                self._emit_text(self._text_of(token), on_piece)
                if self._stop.met:
                    return "stop"
                speaker = speaker or Speaker(self._evaluator, chain, self._guessing, self._account, self._should_stop)
                said = speaker.say(token, min(free, max_tokens - len(self._generated), self._at_once))
                self._take(said, on_piece)
                token, ended = said.following, said.ended
            self._emit_text(self._stop.rest(), on_piece)
            return "length"
        except Cancelled:
            self._emit_text(self._stop.rest(), on_piece)
            raise
        finally:
            self._finished_at = time.monotonic()
            if speaker is not None:
                speaker.settle()

    def _take(self, said: Said, on_piece: Callable[[Piece], None] | None) -> None:
        """Make what was said part of the reply and hand it on; raises what ended it early."""
        self._generated += said.tokens
        self._account.hear(said.projections)
        self._guessed += said.n_right
        text = "".join([self._text_of(token) for token in said.tokens[1:]])
        if text:
            self._texts.append(text)
        if said.tokens and on_piece is not None:
            engaged = said.engaged if self._plan is not None else None
            on_piece(Piece(text, len(said.tokens), self._normalised(said.projections), engaged))
        if said.failure is not None:
            raise said.failure

    def _text_of(self, token: int) -> str:
        """Return what a token adds to the text that can be shown."""
        return self._stop.feed(self._decoder.decode(self._loaded.model.piece(token)))

    def reply(self, reason: str, seed: int, cap: Cap, evicted: int = 0) -> Reply:
        """Draw up the reply after the prompt was read, whole or cut short."""
        account, prompt = self._account, self._prompt
        tokens = [*prompt.tokens[prompt.reply_start :], *self._generated[self._in_prompt :]]
        readings = self._normalised(account.projections)
        content = readings[self._content_start(tokens) :]
        speaking = self._finished_at - (self._first_token_at or self._finished_at) - self._reading_anew
        capped, axis = self._plan is not None, self._loaded.axis
        stats = ReplyStats(
            reading=float(np.mean(content)) if content else None,
            early=self._early(),
            engaged=account.engaged if capped else None,
            mean_lift=account.mean_lift if capped and (axis is None or axis.readings) else None,
            tokens=len(self._generated),
            prompt_tokens=len(self._first_prompt.tokens),
            reused_tokens=self._reused,
            tokens_per_second=(len(self._generated) - 1) / speaking if speaking > 0 and len(self._generated) > 1 else 0.0,
            time_to_first_token=(self._first_token_at or time.monotonic()) - self._started,
            context_used=len(prompt.tokens) + len(self._generated) - self._in_prompt,
            context_size=self._loaded.context.n_ctx,
            seed=seed,
            prompt_sha256=hashlib.sha256(self._first_prompt.text.encode("utf-8", "replace")).hexdigest(),
            percentile=cap.percentile,
            form=cap.form,
            guessed=self._guessed,
        )
        return Reply("".join(self._texts), reason, tokens, readings, stats, self._activations(), evicted)

    # --- inside ---------------------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        if self._should_stop():
            raise Cancelled

    def _targets(self, begin: int, end: int) -> tuple[IntArray | None, IntArray | None]:
        """Return the capture groups and marks of the tokens at positions begin..end: reply tokens are summed, the header marked."""
        if not self._capture:
            return None, None
        positions = np.arange(begin, end)
        groups = np.where(positions >= self._prompt.reply_start, 0, -1).astype(np.int32)
        return groups, np.where(positions == self._prompt.header, 0, -1).astype(np.int32)

    def _emit_text(self, text: str, on_piece: Callable[[Piece], None] | None) -> None:
        """Hand on text before its token is evaluated: it can be read while that goes on."""
        if self._first_token_at is None:
            self._first_token_at = time.monotonic()
        if text:
            self._texts.append(text)
            if on_piece is not None:
                on_piece(Piece(text, 0, [], None))

    def _normalised(self, projections: Iterable[float]) -> list[float]:
        axis = self._loaded.axis
        if axis is None or not axis.readings:
            return []
        role, distance = axis.scale(axis.monitor_layer)
        return [(float(projection) - role) / distance for projection in projections]

    def _early(self) -> float | None:
        """Reading at the last header token: with the header's own statistics where the axis has them."""
        axis, projection = self._loaded.axis, self._account.header
        if axis is None or not axis.readings or projection is None:
            return None
        return axis.normalise(projection, axis.monitor_layer, "header" if axis.header is not None else "reply")

    def _content_start(self, tokens: list[int]) -> int:
        """Return the index of the first token after the thoughts of a model that thinks aloud; 0 where it does not."""
        pieces = [self._loaded.model.piece(token) for token in tokens]
        whole = b"".join(pieces)
        end = whole.find(b"</think>") if whole.lstrip().startswith(b"<think>") else -1
        if end < 0:
            return 0
        ends = np.cumsum([len(piece) for piece in pieces])
        start = int(np.searchsorted(ends, end + len(b"</think>"))) + 1
        return start if start < len(tokens) else 0

    def _activations(self) -> Activations | None:
        if not self._capture:
            return None
        hook = self._loaded.hook
        return Activations(hook.captured_means()[0], hook.captured_rows()[0], int(hook.captured_counts()[0]))
