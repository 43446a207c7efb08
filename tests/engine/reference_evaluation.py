"""Evaluation by llama.cpp with a Python callback of the tests' own: what the native hook is compared with."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engine import llama_api
from engine.llama_api import Model, lib

MONITOR, BAND = 1, (2, 4)
TEXT = "the river and the house, what are you when the user asks how the model works?\n" * 5


def logits_with(
    path: Path,
    tokens: list[list[int]],
    edit: Callable[[int, np.ndarray], np.ndarray | None] | None,
    prepare: Callable[[Any], None] | None = None,
    *,
    flash: bool = True,
) -> np.ndarray:
    """Evaluate chunks of tokens by llama.cpp with an own Python callback (none: no callback); returns the logits after each chunk.

    edit(layer, rows) may return changed rows of `l_out-<layer>`. prepare gets llama.cpp's context before anything is evaluated.
    flash: whether flash attention may be used, which Context leaves to llama.cpp and `load` forbids on a processor.
    Nothing of the residual hook is used here.
    """
    functions = llama_api.ggml_functions()
    get_name = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(functions.get_name)
    nbytes = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)(functions.nbytes)
    copy = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)
    get, put = copy(functions.tensor_get), copy(functions.tensor_set)
    with Model(path) as model:
        params = lib.llama_context_default_params()
        params.flash_attn_type = -1 if flash else 0
        params.n_ctx, params.n_batch, params.n_ubatch, params.n_threads, params.n_threads_batch = 512, 256, 256, 1, 1

        def callback(tensor: int, ask: bool, _data: object) -> bool:
            name = get_name(tensor)
            if not name.startswith(b"l_out-") or not name[6:].isdigit():
                return not ask
            if not ask:
                rows = np.zeros((nbytes(tensor) // (4 * model.n_embd), model.n_embd), dtype=np.float32)
                get(tensor, rows.ctypes.data, 0, rows.nbytes)
                changed = edit(int(name[6:]), rows)
                if changed is not None:
                    changed = np.ascontiguousarray(changed, dtype=np.float32)
                    put(tensor, changed.ctypes.data, 0, changed.nbytes)
            return True

        if edit is not None:
            kept = lib.ggml_backend_sched_eval_callback(callback)
            params.cb_eval = kept
        context = lib.llama_init_from_model(model.handle, params)
        if prepare is not None:
            prepare(context)
        found, position = [], 0
        batch = lib.llama_batch_init(256, 0, 1)
        for chunk in tokens:
            batch.n_tokens = len(chunk)
            for i, token in enumerate(chunk):
                batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, position + i, 1, i == len(chunk) - 1
                batch.seq_id[i][0] = 0
            assert lib.llama_decode(context, batch) == 0
            found.append(np.ctypeslib.as_array(lib.llama_get_logits_ith(context, -1), (model.n_vocab,)).copy())
            position += len(chunk)
        lib.llama_batch_free(batch)
        lib.llama_free(context)
        return np.stack(found)
