"""A second context of a loaded model in which many short chats are evaluated side by side, with a residual hook of its own."""

from __future__ import annotations

from types import TracebackType
from typing import Final, Self

from engine.batch_slot import Rows
from engine.evaluator import GenerationError
from engine.llama_api import N_UBATCH, Context, ggml_functions
from engine.model import LoadedModel
from engine.residual_hook import HookError, ResidualHook
from engine.residual_hook import Rows as HookRows

MAX_SEQUENCES: Final = 16
KV_BYTES: Final = 128 << 20
"""Memory for the KV cache of all chats together."""
MIN_CELLS: Final = 512
MAX_CELLS: Final = 8192


def kv_bytes_per_token(loaded: LoadedModel) -> int:
    """Return what one token takes in the KV cache, from the model's metadata, in half precision."""
    facts = loaded.facts

    def number(name: str, default: int) -> int:
        value = loaded.model.metadata(f"{facts.architecture}.attention.{name}")
        return int(value) if value is not None and value.isdigit() else default

    heads = max(1, number("head_count", 1))
    per_head = max(1, facts.n_embd // heads)
    width = number("key_length", per_head) + number("value_length", per_head)
    return 2 * facts.n_layer * number("head_count_kv", heads) * width


class BatchContext:
    """Places for `n_sequences` chats in one KV cache of `cells` tokens; a context manager that frees it.

    Its hook captures one group and one mark per place. Everything runs in the calling thread; the session's `cancel` ends an
    evaluation here too.
    """

    def __init__(self, loaded: LoadedModel, n_sequences: int = MAX_SEQUENCES, kv_bytes: int = KV_BYTES) -> None:
        self.loaded = loaded
        self.hook = ResidualHook(max(loaded.model.n_layer, 2), loaded.model.n_embd, ggml_functions())
        cells = min(max(kv_bytes // kv_bytes_per_token(loaded), MIN_CELLS), MAX_CELLS)
        self.cells = cells // N_UBATCH * N_UBATCH
        self.n = n_sequences
        self.context = Context(
            loaded.model,
            self.cells,
            loaded.context.n_threads,
            self.hook,
            n_seq_max=n_sequences,
            abort=loaded.hook,
        )
        self.hook.capture(self.n, self.n)

    def close(self) -> None:
        """Free the context; harmless when repeated."""
        self.context.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def evaluate(self, rows: Rows) -> HookRows:
        """Evaluate one batch and return what the hook saw; raises Cancelled, GenerationError or LlamaError."""
        classes, groups, marks = rows.arrays()
        self.hook.begin(classes, groups, marks)
        try:
            self.context.decode_rows(rows.tokens, rows.positions, rows.sequences, rows.wanted)
            return self.hook.end()
        except HookError as error:
            raise GenerationError("The model's inside could not be read, so the reply was stopped.", str(error)) from error
        except BaseException:
            self.hook.discard()
            raise

    def forget_all(self) -> None:
        """Forget every chat and what was captured of it."""
        self.context.clear()
        self.hook.capture(self.n, self.n)
