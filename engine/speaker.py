"""Says the tokens of a reply into the KV cache: evaluated, read and capped by the native loop, a few milliseconds at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.evaluator import Evaluator, GenerationError
from engine.llama_api import ABORTED, Cancelled, LlamaError, loop_addresses, loop_functions, recent_log
from engine.native_loop import DECODE_FAILED, HOOK_FAILED, MOST_GUESSES, NOT_SHORTENED, SAID, Guessing, TokenLoop
from engine.residual_hook import Rows
from engine.sampling import SamplerChain

ENOUGH: Final = 16
"""Nothing more is evaluated behind so many tokens before somebody hears of them."""
MOST_TOKENS: Final = ENOUGH + MOST_GUESSES
MILLISECONDS: Final = 8
"""Nor after so long: what is said is seen in good time, and Stop is heard."""


def _never() -> bool:
    return False


FAILED: Final = "The model failed while it evaluated the text."
UNREADABLE: Final = "The model's inside could not be read, so the reply was stopped."


@dataclass(frozen=True, slots=True)
class Said:
    """What one run said. following: the token drawn next, not evaluated yet. n_right: how many of the tokens were guessed.

    failure: what ended the run early, to be raised once the tokens are handed on; the KV cache then holds them and no more.
    """

    tokens: list[int]
    following: int | None
    n_right: int = 0
    failure: Exception | None = None


class Speaker:
    """Says tokens behind what an evaluator holds. One speaker at a time; it serves until anything else is evaluated."""

    def __init__(
        self, evaluator: Evaluator, chain: SamplerChain, guessing: Guessing, should_stop: Callable[[], bool] = _never
    ) -> None:
        self._evaluator = evaluator
        self._should_stop = should_stop
        self._draft = evaluator.loaded.draft if guessing.draft is not None else None
        self._heard = False
        self._hook = evaluator.loaded.hook
        loaded = evaluator.loaded
        addresses = loop_addresses(loaded.context, chain.handle) | {"hook": self._hook.user_data}
        self._loop = TokenLoop(
            loop_functions(), addresses, loaded.model.other_ends, guessing, enough=ENOUGH, milliseconds=MILLISECONDS
        )
        self._rows = self._hook.lay(MOST_TOKENS)

    def say(self, token: int, limit: int) -> Said:
        """Evaluate a token that was drawn, and what is drawn after it, at most `limit` tokens.

        It ends before a token that ends a reply, and once there is enough or the time is over. What llama.cpp or the hook met is
        never raised here; Cancelled is, while a draft model reads.
        """
        state = self._evaluator.state
        begin = state.n
        self._let_draft_read()
        outcome, found = self._loop.run(token, state.tokens, begin, limit)
        count = found.n_said
        tokens = state.tokens[begin : begin + count].tolist()
        if self._draft is not None:
            self._draft.heard(state.tokens, self._loop.draft_past)
        if count:
            rows = self._rows
            state.extend(count, Rows(rows.readings[:count], rows.seen[:count], rows.lifted[:count], rows.lift[:count]))
            self._hook.count(count)
        if outcome == SAID:
            return Said(tokens, found.next, found.n_right)
        return Said(tokens, None, found.n_right, self._failure(outcome, found.code))

    def _let_draft_read(self) -> None:
        """Let the draft model read what was said before, once the first token is on its way to the reader; raises Cancelled."""
        if self._draft is None or self._heard:
            return
        self._heard = True
        state = self._evaluator.state
        try:
            self._draft.read(state.tokens[: state.n], self._should_stop)
        except LlamaError:
            self._draft.forget()  # it tries again, a piece at a time
        self._loop.draft_past = self._draft.n

    def _failure(self, outcome: int, code: int) -> Exception:
        """Return what went wrong, with the KV cache as long as the state again."""
        self._evaluator.shorten()
        if outcome == HOOK_FAILED:
            error = self._hook.problem(code)
            failure = GenerationError(UNREADABLE, str(error))
            failure.__cause__ = error
            return failure
        if outcome == DECODE_FAILED:
            return Cancelled() if code == ABORTED else GenerationError(FAILED, f"llama_decode returned {code}\n{recent_log()}")
        return GenerationError(FAILED, "the KV cache could not be shortened" if outcome == NOT_SHORTENED else "no token was drawn")
