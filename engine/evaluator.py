"""Evaluates tokens after a kept prefix, so that the KV cache, the cap it was made under and the readings always belong together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.hook_plan import HookPlan
from engine.kv_stash import KVStash
from engine.kv_state import KVState
from engine.llama_api import Cancelled
from engine.model import LoadedModel
from engine.residual_hook import HookError, IntArray


class GenerationError(RuntimeError):
    """A reply that could not be generated; the text is one sentence, `details` is for the log."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class Evaluator:
    """The KV cache of one loaded model with its `state`; both change together or not at all."""

    def __init__(self, loaded: LoadedModel) -> None:
        self.loaded = loaded
        self.state = KVState(loaded.context.n_ctx)
        self.stash = KVStash()

    def reset(self) -> None:
        """Forget the KV cache, and what was set aside of earlier conversations."""
        self.stash.clear()
        self._empty()

    def _empty(self) -> None:
        self.loaded.context.clear()
        self.state.truncate(0)

    def keep(self, tokens: Sequence[int], classes: NDArray[np.uint8], plan: HookPlan | None, at_most: int) -> int:
        """Install a plan and keep the longest prefix of the state that serves these tokens, at most `at_most`; returns its length.

        A state evaluated under another plan never serves, nor does one this kind of model cannot shorten. A state that would be
        lost is set aside, and one set aside earlier that serves better is brought back.
        """
        key = plan.key if plan is not None else None
        self.stash.swap(self.loaded.context, self.state, tokens, classes, key, self._serving(tokens, classes, key))
        n = min(self._serving(tokens, classes, key), at_most)
        if n == 0 or not self.loaded.context.keep(n):
            n = 0
            self.loaded.context.clear()
        self.state.truncate(n)
        self.state.plan_key = key
        self.loaded.hook.set_plan(plan)
        return n

    def _serving(self, tokens: Sequence[int], classes: NDArray[np.uint8], key: str | None) -> int:
        return self.state.common_prefix(tokens, classes) if key == self.state.plan_key else 0

    def shorten(self) -> None:
        """Forget what the KV cache holds beyond the state; everything, where the model cannot go back."""
        if not self.loaded.context.keep(self.state.n):
            self._empty()

    def evaluate(
        self,
        tokens: Sequence[int],
        classes: NDArray[np.uint8],
        groups: IntArray | None = None,
        marks: IntArray | None = None,
    ) -> None:
        """Evaluate at most llama_api.N_UBATCH tokens after the state; groups and marks are for capturing (see ResidualHook).

        Raises Cancelled or GenerationError; the state is then what it was before (or empty, where the model cannot go back).
        """
        hook, context = self.loaded.hook, self.loaded.context
        hook.begin(classes, groups, marks)
        rows = None
        try:
            context.decode(tokens, self.state.n)
            rows = hook.end()
        except HookError as error:
            raise GenerationError("The model's inside could not be read, so the reply was stopped.", str(error)) from error
        except (Cancelled, RuntimeError) as error:
            hook.discard()
            if isinstance(error, Cancelled):
                raise
            details = f"{error}\n{getattr(error, 'details', '')}"
            raise GenerationError("The model failed while it evaluated the text.", details) from error
        finally:
            if rows is None:
                self.shorten()
        self.state.append(tokens, classes, rows)
