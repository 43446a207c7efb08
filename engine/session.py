"""One conversation partner in this process: generates replies with a loaded model and keeps what it can of the KV cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from axes.axis import AxisError
from engine.evaluator import Evaluator, GenerationError
from engine.hook_plan import HookPlan
from engine.llama_api import Cancelled
from engine.model import LoadedModel
from engine.protocol import OVERFLOWS, Cap, ChatMessage, Sampler
from engine.room import Room, Seen
from engine.sampling import SamplerChain
from engine.turn import Activations, Piece, Reply, Turn

__all__ = ["Activations", "GenerationError", "Piece", "Reply", "Session"]

_GREEDY = Sampler(temperature=0.0)
_OFF = Cap()


def _never() -> bool:
    return False


class Session:
    """Generates replies with one loaded model; the engine process, the benchmark and the tests all drive it.

    A KV cache belongs to the cap it was evaluated under: another cap evaluates the conversation anew from its first token.
    Everything runs in the calling thread; `cancel` may be called from any other and ends the request within one evaluation step.
    """

    def __init__(self, loaded: LoadedModel) -> None:
        self.loaded = loaded
        self.evaluator = Evaluator(loaded)

    def generate(
        self,
        messages: Sequence[ChatMessage],
        sampler: Sampler | None = None,
        cap: Cap | HookPlan | None = None,
        max_tokens: int = 512,
        *,
        continue_last: bool = False,
        on_piece: Callable[[Piece], None] | None = None,
        on_prompt: Callable[[float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        capture: bool = False,
        guess: str = "off",
        overflow: str = "stop",
        forgotten: int = 0,
    ) -> Reply:
        """Generate the next reply, or go on with the last one.

        cap: a request's cap, a plan of its own (for control experiments), or None for none. on_piece gets every token, on_prompt
        the share of the prompt read so far. should_stop is asked between evaluations. capture: also return the activations.
        guess: see Turn. Where the prompt does not fit, or the reply reaches the end of the context, the reason is
        "context_full"; with overflow "drop_oldest" the oldest turns are left out instead (see Room), never the system prompt, and
        the reply says how many messages that were.
        Raises TemplateError, SamplerError, AxisError, PlanError or GenerationError; the next request is sound after any of them.
        """
        hook = self.loaded.hook
        hook.cancel(False)
        plan, cap = self._resolved(cap)
        room = self._room(messages, continue_last=continue_last, overflow=overflow, forgotten=forgotten)
        seen = room.fit(max_tokens)
        with SamplerChain(sampler or Sampler(), self.loaded.facts.n_vocab, self.loaded.model.vocab) as chain:
            if seen is None:
                return Reply("", "context_full", [], [], None)
            turn = Turn(self.evaluator, seen.prompt, plan, should_stop or _never, guess)
            if capture:
                turn.start_capture()
            try:
                try:
                    turn.read_prompt(on_prompt)
                except Cancelled:
                    return Reply("", "cancelled", [], [], None, evicted=seen.evicted)
                reason, seen = self._speak(turn, chain, room, seen, max_tokens, on_piece, on_prompt)
                return turn.reply(reason, chain.seed, cap, seen.evicted)
            finally:
                hook.stop_capture()

    def read(self, messages: Sequence[ChatMessage], cap: Cap | HookPlan | None = None, *, capture: bool = False) -> Reply:
        """Evaluate a conversation that ends with a reply and return that reply's readings, generating nothing."""
        return self.generate(messages, _GREEDY, cap, 0, continue_last=True, capture=capture)

    def count(self, messages: Sequence[ChatMessage]) -> int:
        """Return the number of tokens of the prompt these messages make; raises TemplateError."""
        return len(self.loaded.template.prompt(messages).tokens)

    def seen(
        self,
        messages: Sequence[ChatMessage],
        max_tokens: int = 1,
        *,
        continue_last: bool = False,
        overflow: str = "stop",
        forgotten: int = 0,
    ) -> tuple[int, int]:
        """Return how many tokens `generate` would read of these messages, and how many messages it would leave out.

        Where they do not fit, all tokens are counted. Raises TemplateError or GenerationError.
        """
        seen = self._room(messages, continue_last=continue_last, overflow=overflow, forgotten=forgotten).fit(max_tokens)
        if seen is None:
            return len(self.loaded.template.prompt(messages, continue_last=continue_last).tokens), 0
        return len(seen.prompt.tokens), seen.evicted

    def cancel(self) -> None:
        """End an evaluation that is running; safe from any thread. Whoever calls it also lets `should_stop` return True."""
        self.loaded.hook.cancel(True)

    def reset(self) -> None:
        """Forget the KV cache, so that the next prompt is evaluated whole."""
        self.evaluator.reset()

    def _room(self, messages: Sequence[ChatMessage], *, continue_last: bool, overflow: str, forgotten: int) -> Room:
        if overflow not in OVERFLOWS:
            raise GenerationError(f"There is no way named {overflow!r} to deal with a full context.")
        drop = overflow == "drop_oldest"
        n_ctx = self.loaded.context.n_ctx
        return Room(self.loaded.template, messages, n_ctx, continue_last=continue_last, drop=drop, forgotten=forgotten)

    def _speak(
        self,
        turn: Turn,
        chain: SamplerChain,
        room: Room,
        seen: Seen,
        max_tokens: int,
        on_piece: Callable[[Piece], None] | None,
        on_prompt: Callable[[float], None] | None,
    ) -> tuple[str, Seen]:
        """Generate to the end; where the context is full and older turns may give way, go on without them."""
        try:
            while (reason := turn.speak(chain, max_tokens, on_piece)) == "context_full":
                shorter = room.shorten(seen, turn.said)
                if shorter is None:
                    break
                seen = shorter
                turn.move(seen.prompt, on_prompt)
        except Cancelled:
            reason = "cancelled"
        return reason, seen

    def _resolved(self, cap: Cap | HookPlan | None) -> tuple[HookPlan | None, Cap]:
        """Return the plan of a cap, and the cap with its form filled in."""
        if cap is None or isinstance(cap, HookPlan):
            return cap, _OFF
        if cap.percentile is None:
            return None, _OFF
        axis, facts = self.loaded.axis, self.loaded.axis_facts
        if axis is None or facts is None:
            raise AxisError("There is no axis for this model, so replies cannot be capped; turn the cap off or add an axis.")
        cap = Cap(axis.strength(cap.percentile), cap.form or facts.form)
        if cap.form == "position" and cap.form not in facts.forms:
            raise AxisError("The position form of the cap cannot be used with this model and axis; choose the reply form.")
        return HookPlan.from_axis(axis, cap), cap
