"""The axis as GGUF metadata: written to a sidecar file, read from a sidecar or from a model's own file.

A sidecar (`<model>.axis.gguf` beside `<model>.gguf`) has `general.architecture = "axis"` and no tensors; a model that carries its
axis holds the same `axis.*` keys next to its own. `axis.version` is "major.minor": a newer minor version may add keys, which are
kept when the axis is written again; a newer major version is refused.

History of the format
    1.0  axis.name, n_layer, n_embd; the f32 arrays axis.direction (n_layer * n_embd, row after row), norm, default_mean,
         default_std, role_mean, role_std (n_layer each), quantiles (n_layer * levels) and, all or none of them, the same under
         axis.header.*; axis.quantile_levels, monitor_layer, band.first, band.last, band.percentile, band.form, drift.threshold;
         axis.model.architecture, name, fingerprint, template_sha256, quantization; axis.quality.* and axis.provenance.* of any
         type.
    1.1  an axis brought in from elsewhere may lack the means and spreads (axis.default_mean, default_std, role_mean, role_std), all
         four of them, and then has no axis.header.* either; its axis.model.fingerprint may be empty and there may be a single
         quantile level. Such an axis can cap but gives no readings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np

from axes.axis import Axis, AxisError, ClassStatistics, FloatArray
from axes.checks import MAX_LAYERS, MAX_WIDTH, MEANS
from axes.gguf_header import NUMBER_TYPES, ArraySpan, Field, GGUFError, GGUFHeader, ValueType, read_header
from axes.gguf_values import count_bytes, float_bytes, value_bytes, write_metadata
from axes.split_files import model_stem, read_model_files

VERSION: Final = "1.1"
ARCHITECTURE: Final = "axis"
SUFFIX: Final = ".axis.gguf"
PREFIX: Final = "axis."
MAX_SIDECAR_BYTES: Final = 1 << 28
MAX_DIRECTION_ELEMENTS: Final = 1 << 26
MAX_OTHER_BYTES: Final = 1 << 22
"""Of quality, provenance and keys this version does not know, together."""
_GROUPS: Final = {"axis.quality.": "quality", "axis.provenance.": "provenance"}
_STATISTICS: Final = tuple(item.name for item in fields(ClassStatistics))
_MEASURED: Final = {PREFIX + group + name for group in ("", "header.") for name in _STATISTICS}
"""Keys whose sizes follow from the model's and are checked one by one."""


@dataclass(frozen=True, slots=True)
class RawValue:
    """A metadata value this version does not know, kept as the bytes it had (type code first)."""

    data: bytes


def sidecar_path(model_path: str | os.PathLike[str]) -> Path:
    """Return where the axis of a model lies when it is a file of its own; a model in several files has one for all of them."""
    path = Path(model_path)
    return path.with_name(model_stem(path) + SUFFIX)


def find_axis(model_path: str | os.PathLike[str]) -> Path | None:
    """Return the file that holds a model's axis: its sidecar, else the model itself where it carries one, else None.

    The sidecar goes first because it is what a user adds or renews. Raises GGUFError where the model file is unsound.
    """
    sidecar = sidecar_path(model_path)
    if sidecar.is_file():
        return sidecar
    header = read_model_files(model_path).first
    return header.path if "axis.version" in header.fields else None


def read_axis(path: str | os.PathLike[str]) -> Axis:
    """Read the axis of a sidecar or a model file and check it; raises AxisError in one sentence."""
    try:
        header = read_header(path)
        axis = _Keys(header).axis()
    except GGUFError as error:
        raise AxisError(str(error)) from error
    axis.validate()
    return axis


def write_axis(axis: Axis, path: str | os.PathLike[str]) -> None:
    """Write an axis as a sidecar file, whole or not at all.

    Raises AxisError for an unsound axis and OSError where writing fails; the file that was there before is then untouched.
    """
    axis.validate()
    write_metadata(path, _entries(axis))


def axis_entries(axis: Axis) -> dict[str, bytes]:
    """Return the keys of an axis as a model's own file carries them, each with its value's bytes (type code first)."""
    axis.validate()
    return {key: value for key, value in _entries(axis).items() if key.startswith(PREFIX)}


# --- writing -----------------------------------------------------------------------------------------------------------------


def _entries(axis: Axis) -> dict[str, bytes]:
    entries = {
        "general.architecture": value_bytes(ARCHITECTURE),
        "axis.version": value_bytes(VERSION),
        "axis.name": value_bytes(axis.name),
        "axis.n_layer": count_bytes(axis.n_layer),
        "axis.n_embd": count_bytes(axis.n_embd),
        "axis.quantile_levels": float_bytes(axis.quantile_levels),
        "axis.monitor_layer": count_bytes(axis.monitor_layer),
        "axis.band.first": count_bytes(axis.band_first),
        "axis.band.last": count_bytes(axis.band_last),
        "axis.band.percentile": value_bytes(float(axis.percentile)),
        "axis.band.form": value_bytes(axis.form),
        "axis.drift.threshold": value_bytes(float(axis.threshold)),
        "axis.model.architecture": value_bytes(axis.model_architecture),
        "axis.model.name": value_bytes(axis.model_name),
        "axis.model.fingerprint": value_bytes(axis.model_fingerprint),
        "axis.model.template_sha256": value_bytes(axis.template_sha256),
        "axis.model.quantization": value_bytes(axis.quantization),
    }
    for prefix, stats in (("axis.", axis.reply), ("axis.header.", axis.header)):
        if stats is not None:
            names = [name for name in _STATISTICS if axis.readings or name not in MEANS]
            entries |= {prefix + name: float_bytes(getattr(stats, name)) for name in names}
    for prefix, group in _GROUPS.items():
        entries |= {prefix + name: value_bytes(value) for name, value in getattr(axis, group).items()}
    unknown = {key: value.data if isinstance(value, RawValue) else value_bytes(value) for key, value in axis.extra.items()}
    return entries | {key: value for key, value in unknown.items() if key not in entries}


# --- reading -----------------------------------------------------------------------------------------------------------------


class _Keys:
    """The metadata of one file, taken key by key; what is left over is what this version does not know."""

    def __init__(self, header: GGUFHeader) -> None:
        self._header = header
        self._sidecar = header.text("general.architecture") == ARCHITECTURE
        self._known = {"general.architecture"}
        if self._sidecar and header.size > MAX_SIDECAR_BYTES:
            raise AxisError(f"{header.path.name} is far larger than any axis, so it is not read.")

    def axis(self) -> Axis:
        self._check_version()
        self._check_other()
        n_layer, n_embd = self._size("axis.n_layer", MAX_LAYERS), self._size("axis.n_embd", MAX_WIDTH)
        levels = self._vector("axis.quantile_levels")
        self._means = any(f"axis.{name}" in self._header.fields for name in MEANS)
        values: dict[str, Any] = {
            "name": self._string("axis.name"),
            "reply": self._statistics("axis.", n_layer, n_embd, len(levels)),
            "header": self._statistics("axis.header.", n_layer, n_embd, len(levels)) if self._has_header() else None,
            "quantile_levels": levels,
            "monitor_layer": self._integer("axis.monitor_layer"),
            "band_first": self._integer("axis.band.first"),
            "band_last": self._integer("axis.band.last"),
            "percentile": self._number("axis.band.percentile"),
            "form": self._string("axis.band.form"),
            "threshold": self._number("axis.drift.threshold"),
            "model_architecture": self._string("axis.model.architecture"),
            "model_name": self._string("axis.model.name"),
            "model_fingerprint": self._string("axis.model.fingerprint"),
            "template_sha256": self._string("axis.model.template_sha256"),
            "quantization": self._string("axis.model.quantization"),
        }
        values |= {group: self._group(prefix) for prefix, group in _GROUPS.items()}
        return Axis(**values, extra=self._extra(), readings=self._means)

    def _check_other(self) -> None:
        """Refuse what would cost much memory although no axis needs it; the statistics have limits of their own."""
        others = [
            found.end - found.start
            for key, found in self._header.fields.items()
            if key not in _MEASURED and (self._sidecar or key.startswith(PREFIX))
        ]
        if sum(others) > MAX_OTHER_BYTES:
            raise AxisError(f"The axis in {self._header.path.name} carries far more than any axis needs, so it is not read.")

    def _check_version(self) -> None:
        name = self._header.path.name
        if "axis.version" not in self._header.fields:
            raise AxisError(f"{name} holds no Assistant axis.")
        version = self._string("axis.version")
        major = version.partition(".")[0]
        if not (major.isascii() and major.isdigit()) or int(major[:9]) < 1:
            raise AxisError(f"The axis in {name} has the unknown version {version[:20]!r}.")
        if int(major[:9]) > int(VERSION.partition(".")[0]):
            raise AxisError(
                f"The axis in {name} was made by a newer version of this program (format {version[:20]}); update to use it."
            )

    def _has_header(self) -> bool:
        return any(f"axis.header.{name}" in self._header.fields for name in _STATISTICS)

    def _missing(self, key: str) -> AxisError:
        return AxisError(f"The axis in {self._header.path.name} lacks the value {key!r}, so it cannot be used.")

    def _string(self, key: str) -> str:
        self._known.add(key)
        value = self._header.text(key)
        if value is None:
            raise self._missing(key)
        return value

    def _integer(self, key: str) -> int:
        self._known.add(key)
        value = self._header.integer(key)
        if value is None:
            raise self._missing(key)
        return value

    def _number(self, key: str) -> float:
        self._known.add(key)
        value = self._header.number(key)
        if value is None:
            raise self._missing(key)
        return value

    def _size(self, key: str, limit: int) -> int:
        value = self._integer(key)
        if not 1 <= value <= limit:
            raise AxisError(f"The axis in {self._header.path.name} claims an impossible size ({value}), so it cannot be used.")
        return value

    def _vector(self, key: str, length: int | None = None) -> FloatArray:
        self._known.add(key)
        found = self._header.fields.get(key)
        if found is None:
            raise self._missing(key)
        span = found.value
        if not isinstance(span, ArraySpan) or span.element_type is not ValueType.FLOAT32 or span.length > MAX_DIRECTION_ELEMENTS:
            raise AxisError(f"The axis in {self._header.path.name} holds {key!r} in an unknown form, so it cannot be used.")
        if length is not None and span.length != length:
            raise AxisError(f"The axis in {self._header.path.name} holds {span.length} numbers for {key!r} instead of {length}.")
        values = np.asarray(self._header.array(key), dtype=np.float32)
        if not np.all(np.isfinite(values)):
            raise AxisError(f"The axis in {self._header.path.name} holds numbers for {key!r} that are not finite.")
        return values

    def _statistics(self, prefix: str, n_layer: int, n_embd: int, n_levels: int) -> ClassStatistics:
        widths = {"direction": n_embd, "quantiles": n_levels}
        values = {}
        for name in _STATISTICS:
            width = widths.get(name)
            if name in MEANS and not self._means:
                values[name] = np.full(n_layer, np.nan, dtype=np.float32)
                continue
            flat = self._vector(prefix + name, n_layer * (width or 1))
            values[name] = flat if width is None else flat.reshape(n_layer, width)
        return ClassStatistics(**values)

    def _group(self, prefix: str) -> Mapping[str, Any]:
        names = [key for key in self._header.fields if key.startswith(prefix)]
        self._known.update(names)
        return {key.removeprefix(prefix): self._plain(key, self._header.fields[key]) for key in names}

    def _plain(self, key: str, found: Field) -> Any:
        if not isinstance(found.value, ArraySpan):
            return found.value
        if found.value.element_type in NUMBER_TYPES:
            return self._header.array(key).tolist()
        return self._header.strings(key)

    def _extra(self) -> Mapping[str, RawValue]:
        unknown = {
            key: found
            for key, found in self._header.fields.items()
            if key not in self._known and (self._sidecar or key.startswith(PREFIX))
        }
        return {key: RawValue(self._header.raw(found.start, found.end - found.start)) for key, found in unknown.items()}
