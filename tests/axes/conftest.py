"""A sound axis with random numbers, and the smallest GGUF pieces to build sound and broken files from."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from axes.axis import Axis, ClassStatistics
from axes.calibration import QUANTILE_LEVELS

LAYERS, WIDTH = 6, 16


def random_statistics(seed: int, n_layer: int = LAYERS, n_embd: int = WIDTH) -> ClassStatistics:
    random = np.random.default_rng(seed)
    direction = random.standard_normal((n_layer, n_embd))
    role_mean = random.standard_normal(n_layer)
    norm = 1 + random.random(n_layer)
    spread = np.sort(random.standard_normal((n_layer, len(QUANTILE_LEVELS))), axis=1)
    values: dict[str, Any] = {
        "direction": direction / np.linalg.norm(direction, axis=1, keepdims=True),
        "norm": norm,
        "default_mean": role_mean + norm,
        "default_std": random.random(n_layer),
        "role_mean": role_mean,
        "role_std": random.random(n_layer),
        "quantiles": spread,
    }
    return ClassStatistics(**{name: value.astype(np.float32) for name, value in values.items()})


@pytest.fixture(scope="session")
def sound_axis() -> Axis:
    return Axis(
        name="Test axis — naïve",
        reply=random_statistics(1),
        header=random_statistics(2),
        quantile_levels=QUANTILE_LEVELS,
        monitor_layer=1,
        band_first=2,
        band_last=4,
        percentile=75.0,
        threshold=0.41,
        form="position",
        model_architecture="llama",
        model_name="tiny",
        model_fingerprint="ab" * 32,
        template_sha256="cd" * 32,
        quantization="Q8_0",
        quality={"auc": 0.993, "auc_per_layer": [0.5, 0.75], "n_roles": 24, "checked": True, "roles_left_out": ["pirate", "poet"]},
        provenance={"made_with": "a test", "seed": 7},
    )


@pytest.fixture(scope="session")
def small_axis(sound_axis: Axis) -> Axis:
    return replace(
        sound_axis, reply=random_statistics(1, 4, 3), header=None, form="reply", monitor_layer=0, band_first=1, band_last=2
    )


@pytest.fixture(scope="session")
def without_readings(sound_axis: Axis) -> Axis:
    """An axis as an import without its model makes it: floors for one strength, no means, no fingerprint."""
    nothing = np.full(LAYERS, np.nan, dtype=np.float32)
    stats = replace(
        sound_axis.reply,
        default_mean=nothing,
        default_std=nothing,
        role_mean=nothing,
        role_std=nothing,
        quantiles=sound_axis.reply.quantiles[:, :1],
    )
    levels = np.asarray([75], dtype=np.float32)
    return replace(sound_axis, reply=stats, header=None, quantile_levels=levels, form="reply", readings=False, model_fingerprint="")


@pytest.fixture(scope="session")
def altered(sound_axis: Axis) -> Callable[..., Axis]:
    """Return the sound axis with one array of its reply statistics changed by a function, or with plain fields replaced."""

    def alter(field: str = "", change: Callable[[np.ndarray], object] | None = None, **plain: Any) -> Axis:
        if change is None:
            return replace(sound_axis, **plain)
        values = getattr(sound_axis.reply, field).copy()
        changed = change(values)
        return replace(sound_axis, reply=replace(sound_axis.reply, **{field: values if changed is None else changed}), **plain)

    return alter


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def gguf_bytes(*entries: bytes, version: int = 3, tensors: int = 0, keys: int | None = None, magic: bytes = b"GGUF") -> bytes:
    return magic + struct.pack("<IQQ", version, tensors, len(entries) if keys is None else keys) + b"".join(entries)


def entry(key: str, kind: int, payload: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + payload


@pytest.fixture(scope="session")
def malformed() -> dict[str, bytes]:
    """Broken GGUF files by what is wrong with them."""
    huge = 1 << 63
    pack = struct.pack
    return {
        "empty": b"",
        "four bytes": b"GGUF",
        "bad magic": gguf_bytes(entry("a", 4, pack("<I", 1)), magic=b"GGML"),
        "version 99": gguf_bytes(version=99),
        "big-endian": b"GGUF" + pack(">IQQ", 3, 0, 0),
        "key count 2^63": gguf_bytes(keys=huge),
        "tensor count 2^63": gguf_bytes(tensors=huge),
        "array length 2^63": gguf_bytes(entry("a", 9, pack("<IQ", 4, huge))),
        "string array length 2^63": gguf_bytes(entry("a", 9, pack("<IQ", 8, huge))),
        "string length 2^63": gguf_bytes(entry("a", 8, pack("<Q", huge))),
        "nested array": gguf_bytes(entry("a", 9, pack("<IQ", 9, 1 << 40))),
        "duplicate key": gguf_bytes(entry("a", 4, pack("<I", 1)), entry("a", 4, pack("<I", 2))),
        "alignment 0": gguf_bytes(entry("general.alignment", 4, pack("<I", 0))),
        "alignment is a text": gguf_bytes(entry("general.alignment", 8, text("32"))),
        "unknown value type": gguf_bytes(entry("a", 77, b"\0" * 8)),
        "tensor outside": gguf_bytes(text("t") + pack("<IQIQ", 1, 1 << 20, 0, 0), tensors=1, keys=0),
        "tensor offset 2^63": gguf_bytes(text("t") + pack("<IQIQ", 1, 1, 0, huge), tensors=1, keys=0),
        "tensor shape overflows": gguf_bytes(text("t") + pack("<IQQQQIQ", 4, huge, huge, huge, huge, 0, 0), tensors=1, keys=0),
        "tensor twice": gguf_bytes((text("t") + pack("<IQIQ", 1, 0, 0, 0)) * 2, tensors=2, keys=0),
        "key longer than file": gguf_bytes(pack("<Q", 60_000) + b"a", keys=1),
    }
