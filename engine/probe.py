"""What is looked at before and just after a model is loaded, so that whatever would fail later is said at once in a sentence."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from axes.gguf_header import GGUFError
from axes.os_reasons import reason as reason_of
from axes.split_files import ModelFiles, read_model_files
from engine import llama_api
from engine.hook_plan import UNTOUCHED
from engine.llama_api import Cancelled, Context, LlamaError, Model
from engine.model_checks import check_is_model
from engine.residual_hook import HookError, ResidualHook

PROBE_CONTEXT = 64
NO_END = "This model does not say which token ends a reply, so replies may run on to their longest length."
SAMPLE = "Hello, how are you?"


class LoadError(RuntimeError):
    """A model that cannot be used; the text is one sentence, `details` is for the log."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


def check_file(path: Path) -> ModelFiles:
    """Return the headers of a model's files, of which any may be given; raises LoadError for what llama.cpp shall not even see."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        raise LoadError(f"There is no file {path.name} any more; choose another model.") from error
    except OSError as error:
        raise LoadError(f"{path.name} cannot be opened ({reason_of(error)}); choose another model.") from error
    if not stat.S_ISREG(mode):
        raise LoadError(f"{path.name} is not a file, so it cannot be loaded as a model.")
    try:
        files = read_model_files(path)
        check_is_model(files.first)
    except GGUFError as error:
        raise LoadError(str(error)) from error
    return files


def check_model(model: Model, path: Path) -> list[str]:
    """Raise LoadError for a model that cannot chat; returns notices, one sentence each."""
    if not model.generates:
        raise LoadError(f"{path.name} is not a model for chatting, so it cannot be used here.")
    if not model.has_vocabulary:
        raise LoadError(f"{path.name} has no vocabulary, so it can neither read nor write text.")
    _check_vocabulary(model, path)
    if model.knows_an_end:
        return []
    return [NO_END]


def _check_vocabulary(model: Model, path: Path) -> None:
    """Let a text go to tokens and back; what comes back may be spelled otherwise, but not be empty."""
    try:
        tokens = model.tokenize(SAMPLE, add_special=False, parse_special=False)
    except LlamaError as error:
        raise LoadError(f"The vocabulary of {path.name} is damaged, so it cannot read text.", error.details) from error
    sound = tokens and all(0 <= token < model.n_vocab for token in tokens)
    if not sound or not b"".join(map(model.piece, tokens)).strip():
        raise LoadError(f"The vocabulary of {path.name} is damaged, so it cannot read text.")


@dataclass(frozen=True, slots=True)
class Kept:
    """How the memory of a conversation is kept, and with which kind of attention; see protocol.Load."""

    kv_type: str = "f16"
    flash_attention: str = "auto"


def probe(model: Model, path: Path, n_threads: int, watch: Callable[[ResidualHook], None], kept: Kept) -> bool:
    """Return whether one evaluated token shows a residual stream of the right width at every layer, the last one included.

    Done in a small context of its own, because one context has one hook and the hook of a chat leaves out the last layer. watch
    gets the hook, whose cancel flag ends it. Raises LoadError where the model
    cannot be evaluated or gives no numbers, Cancelled, and LlamaError where the context cannot be made.
    """
    hook = ResidualHook(max(model.n_layer, 1) + 1, model.n_embd, llama_api.ggml_functions())
    with Context(model, PROBE_CONTEXT, n_threads, hook, kv_type=kept.kv_type, flash_attention=kept.flash_attention) as context:
        watch(hook)
        readable = _shows_its_layers(context, hook)
        if not np.isfinite(context.logits()).any():
            raise LoadError(f"{path.name} gives results that are no numbers, so the file is damaged; get it again.")
    return readable and model.n_layer >= 3


def _shows_its_layers(context: Context, hook: ResidualHook) -> bool:
    hook.capture(1)
    hook.begin(np.array([UNTOUCHED], dtype=np.uint8), groups=np.zeros(1, dtype=np.int32))
    try:
        context.decode([0], 0)
        hook.end()
    except HookError:
        return False
    except Cancelled:
        hook.discard()
        raise
    except LlamaError as error:
        hook.discard()
        raise LoadError("The model cannot be evaluated by this version of llama.cpp.", f"{error}\n{error.details}") from error
    return True
