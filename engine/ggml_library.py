"""ggml as Keel uses it: the functions that the residual hook calls, and the devices there are; llama_api loads it first."""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import os
from pathlib import Path
from typing import Final

from engine.native_hook import knows
from engine.offload import Device
from engine.residual_hook import GgmlFunctions

_GRAPHICS: Final = (1, 2)
"""Kinds of devices that hold layers: graphics cards with memory of their own, and those that share the computer's."""
_F32: Final = 0
_PROBE_SHAPE: Final = (24, 3)
_PROBE_NAME: Final = b"l_out-3"
_PROBE_BYTES: Final = 1 << 16


class _InitParams(ctypes.Structure):
    _fields_ = (("mem_size", ctypes.c_size_t), ("mem_buffer", ctypes.c_void_p), ("no_alloc", ctypes.c_bool))


def library(which: str = "ggml-base") -> ctypes.CDLL:
    """Return one of llama.cpp's libraries, from where llama-cpp-python takes them; raises FileNotFoundError where it is missing.

    Those need not be the ones it brought: LLAMA_CPP_LIB_PATH names another build, such as one for a graphics card.
    """
    other = os.environ.get("LLAMA_CPP_LIB_PATH")
    spec = importlib.util.find_spec("llama_cpp")
    folder = Path(other) if other is not None else Path(spec.origin if spec and spec.origin else "").parent / "lib"
    for name in (f"lib{which}.so", f"lib{which}.dylib", f"{which}.dll", f"lib{which}.dll"):
        if (folder / name).exists():
            return ctypes.CDLL(str(folder / name))
    raise FileNotFoundError(folder / which)


@functools.cache
def ggml_functions() -> GgmlFunctions:
    """Return the addresses of the ggml functions that the residual hook calls."""
    ggml = library()
    names = ("ggml_get_name", "ggml_nbytes", "ggml_backend_tensor_get", "ggml_backend_tensor_set", "ggml_backend_buffer_is_host")
    get_name, nbytes, get, put, is_host = (ctypes.cast(getattr(ggml, name), ctypes.c_void_p).value or 0 for name in names)
    return GgmlFunctions(get_name, nbytes, get, put, is_host if _layout_is_known(ggml) else 0)


def devices() -> list[Device]:
    """Return the graphics devices this build sees now, with what is free on each."""
    registry, base = library("ggml"), library()
    registry.ggml_backend_dev_count.restype = ctypes.c_size_t
    registry.ggml_backend_dev_get.restype = ctypes.c_void_p
    registry.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    found = (ctypes.c_void_p(registry.ggml_backend_dev_get(number)) for number in range(registry.ggml_backend_dev_count()))
    return [_described(base, device) for device in found if base.ggml_backend_dev_type(device) in _GRAPHICS]


def _described(base: ctypes.CDLL, device: ctypes.c_void_p) -> Device:
    base.ggml_backend_dev_description.restype = ctypes.c_char_p
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    base.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
    name = base.ggml_backend_dev_description(device) or b"GPU"
    return Device(name.decode("utf-8", "replace"), free.value, total.value)


def _layout_is_known(ggml: ctypes.CDLL) -> bool:
    """Make a tensor, and a view of it, and see whether the native code finds in them what ggml says they are."""
    ggml.ggml_init.argtypes, ggml.ggml_init.restype = [_InitParams], ctypes.c_void_p
    for make in (ggml.ggml_new_tensor_2d, ggml.ggml_view_1d, ggml.ggml_set_name, ggml.ggml_get_data):
        make.restype = ctypes.c_void_p
    context = ctypes.c_void_p(ggml.ggml_init(_InitParams(_PROBE_BYTES, None, False)))
    if not context:
        return False
    try:
        width, rows = map(ctypes.c_int64, _PROBE_SHAPE)
        tensor = ctypes.c_void_p(ggml.ggml_new_tensor_2d(context, _F32, width, rows))
        view = ctypes.c_void_p(ggml.ggml_view_1d(context, tensor, width, ctypes.c_size_t(4 * width.value)))
        if not tensor or not view:
            return False
        ggml.ggml_set_name(tensor, _PROBE_NAME)
        data = ggml.ggml_get_data(tensor)
        whole = knows(tensor, _PROBE_NAME, data, *_PROBE_SHAPE, None)
        return whole and knows(view, None, data + 4 * width.value, width.value, 1, tensor)
    finally:
        ggml.ggml_free(context)
