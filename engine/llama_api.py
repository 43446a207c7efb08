"""llama.cpp as Keel uses it: the one file that imports llama_cpp, and only its low-level functions.

The ctypes structures of llama-cpp-python must match the library byte for byte, so the exact version is pinned and the defaults the
library reports are compared with known values before anything else is called (`check_library`). Every ctypes callback is kept
referenced as long as llama.cpp may call it, and none ever raises.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import llama_cpp
import numpy as np
from llama_cpp import llama_cpp as _low_level
from numpy.typing import NDArray

from engine import ggml_library
from engine.buffer_sizes import BufferSizes
from engine.ggml_library import devices
from engine.native_loop import LoopFunctions
from engine.offload import Device
from engine.residual_hook import GgmlFunctions, ResidualHook

lib: Any = _low_level  # generated-like bindings; typed here, where they are wrapped

REQUIRED_VERSION: Final = "0.3.36"
ABORTED: Final = 2
N_UBATCH: Final = 256
"""Tokens evaluated at a time: small enough that Stop acts within half a second while a long prompt is read."""

_DEFAULTS: Final = {
    "n_batch": 2048,
    "n_ubatch": 512,
    "n_seq_max": 1,
    "rope_freq_base": 0.0,
    "yarn_ext_factor": -1.0,
    "type_k": 1,
    "type_v": 1,
}
_FLAG_DEFAULTS: Final = {"embeddings": False, "offload_kqv": True, "op_offload": True}
_KV_TYPES: Final = {"f16": 1, "q8_0": 8, "q4_0": 2}
_FLASH: Final = {"auto": -1, "off": 0, "on": 1}
_NO_VOCABULARY: Final = 0

THOUGHT_MARKERS: Final = frozenset(
    (
        *(b"<think>", b"</think>", b"[THINK]", b"[/THINK]", b"<|START_THINKING|>", b"<|END_THINKING|>"),
        *(b"<seed:think>", b"</seed:think>", b"<|start|>", b"<|channel|>", b"<|message|>", b"<|end|>"),
    )
)
"""Control tokens that are text for the reader: without them a model's thoughts could not be told from its answer."""


class LlamaError(RuntimeError):
    """llama.cpp refused or failed; the text is one sentence, `details` its own last log lines."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The work was abandoned because a cancel flag was raised."""


# --- the library -------------------------------------------------------------------------------------------------------------


def check_library() -> None:
    """Raise LlamaError unless the installed library is the pinned version with the structure layout known to it."""
    version = llama_cpp.__version__
    if version != REQUIRED_VERSION:
        raise LlamaError(f"Keel needs llama-cpp-python {REQUIRED_VERSION}, but {version} is installed; install the pinned version.")
    params = lib.llama_context_default_params()
    wrong = [name for name, value in _DEFAULTS.items() if getattr(params, name) != value]
    if params.cb_eval or params.abort_callback or lib.llama_model_default_params().vocab_only:
        wrong.append("callbacks")
    if wrong:
        raise LlamaError("The installed llama.cpp library does not match its Python package; install Keel again.", ", ".join(wrong))


def llama_version() -> str:
    """Return the versions of the Python package and of llama.cpp."""
    return f"llama-cpp-python {llama_cpp.__version__}, llama.cpp {lib.llama_version().decode()}"


def system_info() -> str:
    """Return what llama.cpp says of the processor features it uses."""
    return str(lib.llama_print_system_info().decode("utf-8", "replace")).strip()


def _extra_buffers() -> bool:
    """Whether weights may be repacked for the processor.

    They may then live in AMX buffers, and on virtual machines that announce AMX without granting it the first tile instruction ends
    the process. Plain buffers compute the same.
    """
    return "AMX_INT8 = 1" not in system_info()


def uses_graphics() -> bool:
    """Return whether this build can put layers on a graphics device."""
    return bool(lib.llama_supports_gpu_offload())


def graphics_devices() -> list[Device]:
    """Return the graphics devices this build sees now, with what is free on each; empty for a build without any."""
    return devices() if uses_graphics() else []


def ggml_functions() -> GgmlFunctions:
    """Return the addresses of the ggml functions that the residual hook calls; raises LlamaError where one is missing."""
    try:
        return ggml_library.ggml_functions()
    except (FileNotFoundError, AttributeError) as error:
        raise LlamaError("The llama.cpp library is incomplete; install Keel again.", str(error)) from error


def loop_functions() -> LoopFunctions:
    """Return what the native token loop calls."""
    names = ("llama_decode", "llama_sampler_sample", "llama_vocab_is_eog", "llama_memory_seq_rm")
    decode, sample, is_end, forget = (ctypes.cast(getattr(lib, name), ctypes.c_void_p).value or 0 for name in names)
    return LoopFunctions(decode, sample, is_end, forget, ctypes.sizeof(lib.llama_batch))


def loop_addresses(context: Context, sampler: Any) -> dict[str, int]:
    """Return the addresses of a context, its KV cache, its vocabulary and a sampler chain."""
    found = {
        "context": context.handle,
        "memory": lib.llama_get_memory(context.handle),
        "vocab": context.model.vocab,
        "sampler": sampler,
    }
    return {name: ctypes.cast(pointer, ctypes.c_void_p).value or 0 for name, pointer in found.items()}


# --- its log -----------------------------------------------------------------------------------------------------------------

_recent: deque[str] = deque(maxlen=20)
_sizes = BufferSizes()
_INFO, _WARNING, _ERROR, _CONTINUED = 2, 3, 4, 5


def _on_log(level: int, text: bytes, _data: object) -> None:
    with contextlib.suppress(Exception):  # a ctypes callback must never raise
        if level in (_INFO, _WARNING):
            _sizes.take(text.decode("utf-8", "replace"))
        if level in (_WARNING, _ERROR, _CONTINUED) and (line := text.decode("utf-8", "replace").strip(" .\n")):
            _recent.append(line)
            if level != _CONTINUED and os.environ.get("KEEL_LLAMA_LOG"):
                print(line, file=sys.stderr, flush=True)  # noqa: T201 - asked for by whoever debugs the engine


_log_callback = lib.llama_log_callback(_on_log)
lib.llama_log_set(_log_callback, None)
lib.llama_backend_init()


def recent_log() -> str:
    """Return llama.cpp's last warnings and errors (they never hold message text)."""
    return "\n".join(_recent)


# --- model -------------------------------------------------------------------------------------------------------------------


class Model:
    """A model file opened by llama.cpp; a context manager that frees it.

    progress gets 0..1 while loading and returns False to abandon it. Raises LlamaError where the file cannot be loaded and
    Cancelled where progress said so.
    """

    def __init__(self, path: Path, n_gpu_layers: int = 0, progress: Callable[[float], bool] | None = None) -> None:
        self._handle = None
        cancelled = False

        def on_progress(fraction: float, _data: object) -> bool:
            nonlocal cancelled
            with contextlib.suppress(Exception):  # a ctypes callback must never raise
                cancelled = progress is not None and not progress(fraction)
            return not cancelled

        params = lib.llama_model_default_params()
        params.n_gpu_layers = n_gpu_layers
        params.use_extra_bufts = _extra_buffers()
        callback = lib.llama_progress_callback(on_progress)
        params.progress_callback = callback
        _recent.clear()
        self._handle = lib.llama_model_load_from_file(os.fsencode(path), params)
        if cancelled:
            self.close()
            raise Cancelled
        if not self._handle:
            raise LlamaError(f"{path.name} could not be loaded: it is not a model this version of llama.cpp can run.", recent_log())
        self._pieces: dict[int, bytes] = {}
        self._ends: frozenset[int] = frozenset()

    def close(self) -> None:
        """Free the model; harmless when repeated."""
        if self._handle:
            lib.llama_model_free(self._handle)
        self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def handle(self) -> Any:
        """The pointer that llama.cpp's functions take."""
        if not self._handle:
            raise LlamaError("The model is no longer loaded.")
        return self._handle

    @property
    def vocab(self) -> Any:
        """The pointer to its vocabulary that llama.cpp's functions take; valid while the model is loaded."""
        return lib.llama_model_get_vocab(self.handle)

    @property
    def n_layer(self) -> int:
        """Number of blocks."""
        return int(lib.llama_model_n_layer(self.handle))

    @property
    def n_embd(self) -> int:
        """Width of the residual stream."""
        return int(lib.llama_model_n_embd(self.handle))

    @property
    def n_ctx_train(self) -> int:
        """Context length the model was trained with."""
        return int(lib.llama_model_n_ctx_train(self.handle))

    @property
    def n_vocab(self) -> int:
        """Number of tokens in the vocabulary."""
        return int(lib.llama_vocab_n_tokens(self.vocab))

    @property
    def n_params(self) -> int:
        """Number of parameters."""
        return int(lib.llama_model_n_params(self.handle))

    @property
    def quantization(self) -> str:
        """llama.cpp's name of the file type, for example "Q8_0"."""
        name = lib.llama_ftype_name(lib.llama_model_ftype(self.handle))
        return name.decode() if name else "unknown"

    @property
    def weights_bytes(self) -> int:
        """Size of all its tensors."""
        return int(lib.llama_model_size(self.handle))

    @property
    def generates(self) -> bool:
        """Whether this is a plain decoder that can chat: no encoder, no diffusion, none that only compares or ranks texts."""
        handle, architecture = self.handle, self.metadata("general.architecture")
        if not lib.llama_model_has_decoder(handle) or lib.llama_model_has_encoder(handle) or lib.llama_model_is_diffusion(handle):
            return False
        pools = self.metadata(f"{architecture}.pooling_type") not in (None, "0")
        return not pools and self.metadata(f"{architecture}.attention.causal") != "false"

    @property
    def has_vocabulary(self) -> bool:
        """Whether texts can be turned into tokens."""
        return int(lib.llama_vocab_type(self.vocab)) != _NO_VOCABULARY and self.n_vocab > 0

    @property
    def knows_an_end(self) -> bool:
        """Whether a token ends a turn or the text; one that llama.cpp only supposes does not count where it is an ordinary word."""
        eos = lib.llama_vocab_eos(self.vocab)
        stated = self.metadata("tokenizer.ggml.eos_token_id") is not None
        return lib.llama_vocab_eot(self.vocab) >= 0 or (eos >= 0 and (stated or lib.llama_vocab_is_control(self.vocab, eos)))

    @property
    def can_go_back(self) -> bool:
        """Whether single tokens can be forgotten again; recurrent models keep a running state instead."""
        return not (lib.llama_model_is_recurrent(self.handle) or lib.llama_model_is_hybrid(self.handle))

    def metadata(self, key: str) -> str | None:
        """Return a metadata value as text, None where the model has none."""
        size = lib.llama_model_meta_val_str(self.handle, key.encode(), None, 0)
        if size < 0:
            return None
        buffer = ctypes.create_string_buffer(size + 1)
        lib.llama_model_meta_val_str(self.handle, key.encode(), buffer, size + 1)
        return buffer.value.decode("utf-8", "replace")

    def tokenize(self, text: str, *, add_special: bool, parse_special: bool) -> list[int]:
        """Return the token ids of a text; special tokens written out in it count as such where `parse_special`."""
        data = text.encode("utf-8", "replace")
        count, size = -1, len(data) + 16
        while count < 0:
            found = np.empty(size, dtype=np.int32)  # a ctypes array of every length would be a type of its own
            pointer = found.ctypes.data_as(ctypes.POINTER(lib.llama_token))
            count = lib.llama_tokenize(self.vocab, data, len(data), pointer, size, add_special, parse_special)
            if count < 0 and -count <= size:
                raise LlamaError("The text could not be split into tokens.")
            size = -count
        tokens: list[int] = found[:count].tolist()
        return tokens

    def piece(self, token: int) -> bytes:
        """Return the bytes a token stands for; empty for control tokens, but for those that part thoughts from the answer."""
        known = self._pieces.get(token)
        if known is None:
            buffer = ctypes.create_string_buffer(64)
            size = lib.llama_token_to_piece(self.vocab, token, buffer, 64, 0, False)
            if size < 0:
                buffer = ctypes.create_string_buffer(-size)
                size = lib.llama_token_to_piece(self.vocab, token, buffer, -size, 0, False)
            known = buffer.raw[: max(0, size)]
            if not known and (written := lib.llama_vocab_get_text(self.vocab, token)) in THOUGHT_MARKERS:
                known = bytes(written)
            self._pieces[token] = known
        return known

    def is_end(self, token: int) -> bool:
        """Return whether a token ends the turn or the text."""
        return token in self._ends or bool(lib.llama_vocab_is_eog(self.vocab, token))

    @property
    def other_ends(self) -> list[int]:
        """The tokens that end a turn besides the vocabulary's own."""
        return sorted(self._ends)

    def end_at(self, tokens: frozenset[int]) -> None:
        """Let these tokens end a turn too, in place of those named before."""
        self._ends = tokens

    def is_special(self, token: int) -> bool:
        """Return whether a token stands for itself alone, however it is written, and is more than white space."""
        attributes = int(lib.llama_vocab_get_attr(self.vocab, token))
        marks = lib.LLAMA_TOKEN_ATTR_CONTROL | lib.LLAMA_TOKEN_ATTR_USER_DEFINED
        return bool(attributes & marks) and bool(self.written(token).strip())

    def written(self, token: int) -> str:
        """Return the written form of a token as the vocabulary has it."""
        return str(lib.llama_vocab_get_text(self.vocab, token).decode("utf-8", "replace"))

    def special_words(self) -> dict[str, str]:
        """Return the written forms of special tokens by the names that chat templates know them by; bos and eos may be empty."""
        tokens = {"bos_token": lib.llama_vocab_bos(self.vocab), "eos_token": lib.llama_vocab_eos(self.vocab)}
        more = {"pad_token": lib.llama_vocab_pad(self.vocab), "sep_token": lib.llama_vocab_sep(self.vocab)}
        unknown = self.metadata("tokenizer.ggml.unknown_token_id") or ""
        if unknown.isascii() and unknown.isdigit() and int(unknown) < self.n_vocab:
            more["unk_token"] = int(unknown)
        known = {**tokens, **{name: token for name, token in more.items() if token >= 0}}
        return {name: self.written(token) if token >= 0 else "" for name, token in known.items()}

    @property
    def adds_bos(self) -> bool:
        """Whether tokenising with `add_special` puts a begin-of-text token first."""
        return bool(lib.llama_vocab_get_add_bos(self.vocab))


# --- context -----------------------------------------------------------------------------------------------------------------


class Context:
    """One context (KV cache) of a model, with a residual hook where given; a context manager that frees it.

    n_seq_max: sequences that may be evaluated together; they share one KV cache of n_ctx tokens, and rows come in batch order.
    abort: the hook whose cancel flag ends an evaluation, where that is another one. kv_type and flash_attention: see protocol.Load.
    kv_bytes, compute_bytes: what llama.cpp says it took, to a hundredth of a MiB. Raises LlamaError where it cannot be made.
    """

    def __init__(
        self,
        model: Model,
        n_ctx: int,
        n_threads: int,
        hook: ResidualHook | None,
        *,
        n_seq_max: int = 1,
        abort: ResidualHook | None = None,
        kv_type: str = "f16",
        flash_attention: str = "auto",
    ) -> None:
        self._handle = None
        self._batch: Any = None
        self.model = model
        self.hook = hook
        self.n_threads = n_threads
        params = lib.llama_context_default_params()
        params.n_ctx = n_ctx
        params.n_batch = params.n_ubatch = min(N_UBATCH, n_ctx)
        params.n_threads = params.n_threads_batch = n_threads
        params.no_perf = True
        params.n_seq_max = n_seq_max
        params.kv_unified = True  # several streams would be evaluated in another order than the batch has
        params.swa_full = True  # any prefix can then be kept, also in models with a sliding window
        params.type_k = params.type_v = _KV_TYPES[kv_type]
        params.flash_attn_type = _FLASH[flash_attention]
        ends = abort or hook
        if ends is not None:
            self._abort_callback = lib.ggml_abort_callback(ends.abort_callback)
            params.abort_callback, params.abort_callback_data = self._abort_callback, ends.user_data
        if hook is not None:
            self._callback = lib.ggml_backend_sched_eval_callback(hook.callback)
            params.cb_eval, params.cb_eval_user_data = self._callback, hook.user_data
        _recent.clear()
        _sizes.clear()
        self._handle = lib.llama_init_from_model(model.handle, params)
        if not self._handle:
            raise LlamaError("There is not enough memory for this context length; choose a shorter one.", recent_log())
        self.kv_bytes, self.compute_bytes, self.flash = _sizes.kv, _sizes.compute, _sizes.flash
        self.n_ctx = int(lib.llama_n_ctx(self._handle))
        self.n_batch = int(lib.llama_n_batch(self._handle))
        self._batch = lib.llama_batch_init(self.n_batch, 0, 1)

    def close(self) -> None:
        """Free the context; harmless when repeated."""
        if self._batch is not None:
            lib.llama_batch_free(self._batch)
        if self._handle:
            lib.llama_free(self._handle)
        self._batch = self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def handle(self) -> Any:
        """The pointer that llama.cpp's functions take."""
        if not self._handle:
            raise LlamaError("The model is no longer loaded.")
        return self._handle

    def decode(self, tokens: Sequence[int], position: int, *, every_logit: bool = False) -> None:
        """Evaluate at most n_batch tokens from a position on; logits are kept for the last one, or for `every_logit`.

        Raises Cancelled where the hook's cancel flag ended it and LlamaError for any other failure; what the KV cache then holds
        from `position` on must be removed.
        """
        handle, batch, n = self.handle, self._batch, len(tokens)
        if not 0 < n <= self.n_batch:
            raise LlamaError(f"{n} tokens cannot be evaluated at once.")
        batch.n_tokens = n
        for i, token in enumerate(tokens):
            batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, position + i, 1, every_logit
            batch.seq_id[i][0] = 0
        batch.logits[n - 1] = True
        self._decode(handle)

    def decode_rows(
        self, tokens: Sequence[int], positions: Sequence[int], sequences: Sequence[int], wanted: Sequence[bool]
    ) -> None:
        """Evaluate tokens of several sequences together, each at its own position; wanted: whose logits are kept.

        Raises as `decode` does.
        """
        handle, batch, n = self.handle, self._batch, len(tokens)
        if not 0 < n <= self.n_batch:
            raise LlamaError(f"{n} tokens cannot be evaluated at once.")
        batch.n_tokens = n
        for i, (token, position, sequence, want) in enumerate(zip(tokens, positions, sequences, wanted, strict=True)):
            batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, position, 1, want
            batch.seq_id[i][0] = sequence
        self._decode(handle)

    def _decode(self, handle: Any) -> None:
        _recent.clear()
        code = lib.llama_decode(handle, self._batch)
        if code == ABORTED:
            raise Cancelled
        if code != 0:
            raise LlamaError("The model could not evaluate the text.", f"llama_decode returned {code}\n{recent_log()}")

    def forget(self, sequence: int) -> None:
        """Forget everything of one sequence."""
        lib.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def logits(self) -> NDArray[np.float32]:
        """Return a copy of the logits of the last token evaluated, (n_vocab,)."""
        pointer = lib.llama_get_logits_ith(self.handle, -1)
        if not pointer:
            raise LlamaError("The model gave no logits.")
        return np.ctypeslib.as_array(pointer, (self.model.n_vocab,)).copy()

    def all_logits(self, n_tokens: int) -> NDArray[np.float32]:
        """Return the logits of the n_tokens tokens of the last decode whose logits were kept, (n_tokens, n_vocab).

        The rows are llama.cpp's own memory: they hold until the next decode.
        """
        pointer = lib.llama_get_logits(self.handle)
        if not pointer:
            raise LlamaError("The model gave no logits.")
        return np.ctypeslib.as_array(pointer, (n_tokens, self.model.n_vocab))

    @property
    def _memory(self) -> Any:
        return lib.llama_get_memory(self.handle)

    def clear(self) -> None:
        """Forget everything in the KV cache."""
        lib.llama_memory_clear(self._memory, True)

    def keep(self, n_tokens: int) -> bool:
        """Forget everything from a position on; False where this kind of model cannot forget in part (then `clear`)."""
        return bool(lib.llama_memory_seq_rm(self._memory, 0, n_tokens, -1))

    def saved_bytes(self) -> int:
        """Return how many bytes `save` would take."""
        return int(lib.llama_state_seq_get_size(self.handle, 0))

    def save(self, memory: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Copy what the KV cache holds of the first sequence to a memory of at least `saved_bytes`, and return the part it takes.

        Raises LlamaError where it cannot be copied.
        """
        written = int(lib.llama_state_seq_get_data(self.handle, _bytes_of(memory), memory.size, 0))
        if written == 0:
            raise LlamaError("What was evaluated could not be set aside.")
        return memory[:written]

    def restore(self, kept: NDArray[np.uint8]) -> bool:
        """Put what `save` returned in the place of what the KV cache holds; False (and an empty cache) where that fails."""
        self.clear()
        if int(lib.llama_state_seq_set_data(self.handle, _bytes_of(kept), kept.size, 0)) == 0:
            self.clear()
            return False
        return True


def _bytes_of(array: NDArray[np.uint8]) -> Any:
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))


def plain_chat(path: Path, n_ctx: int, n_threads: int) -> Any:
    """Return llama-cpp-python's own chat object on a model file, its weights in the same buffers; only measurements use it."""
    defaults = lib.llama_model_default_params

    def params() -> Any:
        found = defaults()
        found.use_extra_bufts = _extra_buffers()
        return found

    lib.llama_model_default_params = params
    try:
        return llama_cpp.Llama(
            str(path), n_ctx=n_ctx, n_threads=n_threads, n_threads_batch=n_threads, n_gpu_layers=0, verbose=False
        )
    finally:
        lib.llama_model_default_params = defaults
