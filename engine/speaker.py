"""Says the tokens of a reply into the KV cache: evaluated, read and capped by the native loop, a few milliseconds at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.account import Account
from engine.draft_model import DraftModel
from engine.evaluator import Evaluator, GenerationError
from engine.llama_api import ABORTED, Cancelled, LlamaError, loop_addresses, loop_functions, recent_log
from engine.native_loop import DECODE_FAILED, HOOK_FAILED, NOT_SHORTENED, SAID, Guessing, TokenLoop
from engine.residual_hook import Rows
from engine.sampling import SamplerChain

FAILED: Final = "The model failed while it evaluated the text."
UNREADABLE: Final = "The model's inside could not be read, so the reply was stopped."

ENOUGH: Final = 32
"""Nothing more is evaluated behind so many tokens before somebody hears of them."""
MILLISECONDS: Final = 15
"""Nor after so long: what is said is seen in good time, and Stop is heard."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Said:
    """What one run said.

    projections: raw, at the monitor layer, one per token, empty without a reading; engaged: share of slots lifted so far, None
    where none was seen. following: the token drawn next, not evaluated yet; ended: whether it ends a reply. n_right: how many of
    the tokens were guessed. failure: what ended the run early, to be raised once the tokens are handed on.
    """

    tokens: list[int]
    projections: list[float]
    engaged: float | None
    following: int | None
    ended: bool
    n_right: int
    failure: Exception | None = None


class Speaker:
    """Says tokens behind what an evaluator holds, which takes them over with `settle`.

    One speaker at a time; it serves until anything else is evaluated. account: hears what the cap did, before anything of it is
    forgotten. n: tokens in the KV cache.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        chain: SamplerChain,
        guessing: Guessing,
        account: Account,
        should_stop: Callable[[], bool] = _never,
    ) -> None:
        loaded, state = evaluator.loaded, evaluator.state
        self._evaluator = evaluator
        self._account = account
        self._should_stop = should_stop
        self._draft = loaded.draft if guessing.draft is not None else None
        self._heard = False
        self._hook = loaded.hook
        self._reads = loaded.hook.monitor_layer is not None
        addresses = loop_addresses(loaded.context, chain.handle) | {"hook": self._hook.user_data}
        others = loaded.model.other_ends
        self._loop = TokenLoop(loop_functions(), addresses, others, guessing, enough=ENOUGH, milliseconds=MILLISECONDS)
        self._loop.begin(state.tokens, state.n)
        self._rows = self._hook.lay(len(state.tokens) - state.n)
        self._seen, self._lifted = state.slots
        self.n = state.n

    def say(self, token: int, limit: int) -> Said:
        """Evaluate a token that was drawn, and what is drawn after it, at most `limit` tokens.

        It ends before a token that ends a reply, and once there is enough or the time is over. What llama.cpp or the hook met is
        never raised here; Cancelled is, while a draft model reads.
        """
        if self._draft is not None:
            self._let_draft_read(self._draft)
        loop = self._loop
        outcome, found = loop.run(token, limit)
        count = found.n_said
        self.n += count
        self._seen += found.n_seen
        self._lifted += found.n_lifted
        engaged = self._lifted / self._seen if self._seen else None
        projections = loop.readings[:count] if self._reads else []
        following, failure = (found.next, None) if outcome == SAID else (None, self._failure(outcome, found.code))
        return Said(loop.tokens[:count], projections, engaged, following, bool(found.ended), found.n_right, failure)

    def settle(self) -> None:
        """Let the evaluator's state hold what was said since it was asked last; to be called before anything else uses it."""
        state, rows = self._evaluator.state, self._rows
        count = self.n - state.n
        if self._draft is not None and self._heard:
            self._draft.heard(state.tokens, self._loop.draft_past)
        if count:
            done = len(rows.seen) - (len(state.tokens) - state.n)
            new = slice(done, done + count)
            state.extend(count, Rows(rows.readings[new], rows.seen[new], rows.lifted[new], rows.lift[new]))
            self._hook.count(count)
            self._account.note(state)

    def _let_draft_read(self, draft: DraftModel) -> None:
        """Let the draft model read what was said before, once the first token is on its way to the reader; raises Cancelled."""
        if self._heard:
            return
        state = self._evaluator.state
        try:
            draft.read(state.tokens[: state.n], self._should_stop)
        except LlamaError:
            draft.forget()  # it tries again, a piece at a time
        self._heard = True
        self._loop.draft_past = draft.n

    def _failure(self, outcome: int, code: int) -> Exception:
        """Return what went wrong, with the KV cache as long as the state again."""
        self.settle()
        self._evaluator.shorten()
        self.n = self._evaluator.state.n
        if outcome == HOOK_FAILED:
            error = self._hook.problem(code)
            failure = GenerationError(UNREADABLE, str(error))
            failure.__cause__ = error
            return failure
        if outcome == DECODE_FAILED:
            return Cancelled() if code == ABORTED else GenerationError(FAILED, f"llama_decode returned {code}\n{recent_log()}")
        return GenerationError(FAILED, "the KV cache could not be shortened" if outcome == NOT_SHORTENED else "no token was drawn")
