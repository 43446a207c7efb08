"""Every way an axis can be unsound or foreign is refused, in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from axes.axis import Axis, AxisError
from axes.checks import check_axis, check_fits


def refused(axis: Axis, words: str) -> None:
    with pytest.raises(AxisError, match=words) as caught:
        check_axis(axis)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_a_sound_axis_passes(sound_axis: Axis) -> None:
    check_axis(sound_axis)
    sound_axis.validate()


@pytest.mark.parametrize("field", ["direction", "norm", "default_mean", "default_std", "role_mean", "role_std", "quantiles"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_not_finite(altered: Callable[..., Axis], field: str, bad: float) -> None:
    def spoil(values: np.ndarray) -> None:
        values.flat[-1] = bad

    refused(altered(field, spoil), "not finite")


@pytest.mark.parametrize("field", ["norm", "default_mean", "default_std", "role_mean", "role_std", "quantiles"])
def test_wrong_shape(altered: Callable[..., Axis], field: str) -> None:
    refused(altered(field, lambda values: values[..., :-1]), "wrong size")


def test_wrong_shape_of_the_directions(sound_axis: Axis, altered: Callable[..., Axis]) -> None:
    refused(altered("direction", lambda values: values[0]), "one direction per layer")
    refused(altered("direction", lambda values: values[:2]), "one direction per layer")
    header = replace(sound_axis.header, direction=sound_axis.reply.direction[:, :1])  # type: ignore[type-var]
    refused(replace(sound_axis, header=header), "header direction of the wrong size")


@pytest.mark.parametrize("factor", [0.0, 0.99, 1.01, 2.0, -3.0])
def test_directions_must_be_unit(altered: Callable[..., Axis], factor: float) -> None:
    def scale(values: np.ndarray) -> None:
        values[3] *= factor

    refused(altered("direction", scale), "unit length")


def test_quantiles_must_ascend(altered: Callable[..., Axis]) -> None:
    refused(altered("quantiles", lambda values: values[:, ::-1]), "not ascending")


@pytest.mark.parametrize("field", ["norm", "default_std", "role_std"])
def test_negative_lengths(altered: Callable[..., Axis], field: str) -> None:
    refused(altered(field, lambda values: -1 - values), "below zero")


def test_default_must_lie_at_the_assistant_end(sound_axis: Axis) -> None:
    swapped = replace(sound_axis.reply, default_mean=sound_axis.reply.role_mean, role_mean=sound_axis.reply.default_mean)
    refused(replace(sound_axis, reply=swapped), "Assistant end")
    header = replace(sound_axis.header, default_mean=sound_axis.header.role_mean)  # type: ignore[union-attr]
    refused(replace(sound_axis, header=header), "header")


@pytest.mark.parametrize("name", ["reply", "header"])
@pytest.mark.parametrize("distance", [0.0, 1e-45, 1e-9])
def test_a_distance_that_nothing_can_be_divided_by_is_refused_at_every_layer_in_use(
    sound_axis: Axis, name: str, distance: float
) -> None:
    stats = getattr(sound_axis, name)
    for layer in range(sound_axis.n_layer):
        means = stats.role_mean.copy()
        means[layer] = 0.0
        default = np.maximum(stats.default_mean, means + 1)
        default[layer] = distance
        axis = replace(sound_axis, **{name: replace(stats, role_mean=means, default_mean=default.astype(np.float32))})
        if layer == axis.monitor_layer or axis.band_first <= layer <= axis.band_last:
            refused(axis, "no distance")
        else:
            check_axis(axis)


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ({"monitor_layer": -1}, "reads layer"),
        ({"monitor_layer": 5}, "reads layer"),
        ({"monitor_layer": 2}, "not lie above"),
        ({"monitor_layer": 3}, "not lie above"),
        ({"band_first": 0}, "not lie above"),
        ({"band_last": 5}, "last layer"),
        ({"band_last": 90}, "last layer"),
        ({"band_first": 5}, "ends before"),
        ({"percentile": 0.5}, "strength"),
        ({"percentile": 99.9}, "strength"),
        ({"percentile": float("nan")}, "strength"),
        ({"threshold": float("inf")}, "threshold"),
        ({"form": "sideways"}, "form"),
        ({"header": None}, "form"),
        ({"quantile_levels": np.asarray([50.0], dtype=np.float32)}, "percentiles"),
        ({"quantile_levels": np.asarray([0.0, 50.0], dtype=np.float32)}, "percentiles"),
        ({"quantile_levels": np.asarray([50.0, 25.0], dtype=np.float32)}, "percentiles"),
        ({"quantile_levels": np.asarray([50.0, np.nan], dtype=np.float32)}, "percentiles"),
        ({"quantile_levels": np.asarray([25.0, 50.0], dtype=np.float32)}, "wrong size"),
    ],
)
def test_settings_that_cannot_be(altered: Callable[..., Axis], plain: dict[str, Any], words: str) -> None:
    refused(altered(**plain), words)


FACTS: dict[str, Any] = {"n_layer": 6, "n_embd": 16, "fingerprint": "ab" * 32, "template_sha256": "cd" * 32, "quantization": "Q8_0"}


def test_fits_its_own_model_without_a_word(sound_axis: Axis) -> None:
    assert check_fits(sound_axis, **FACTS) == []


@pytest.mark.parametrize(("fact", "value"), [("n_layer", 7), ("n_embd", 32), ("fingerprint", "cd" * 32), ("fingerprint", "")])
def test_does_not_fit_another_model(sound_axis: Axis, fact: str, value: object) -> None:
    with pytest.raises(AxisError, match="cannot be used"):
        check_fits(sound_axis, **(FACTS | {fact: value}))


def test_another_template_or_quantisation_is_only_noticed(sound_axis: Axis) -> None:
    notices = check_fits(sound_axis, **(FACTS | {"template_sha256": "ef" * 32, "quantization": "Q4_K_M"}))
    assert len(notices) == 2
    assert "Q4_K_M" in notices[1]


def test_an_axis_without_readings_has_no_means_at_all(without_readings: Axis, sound_axis: Axis) -> None:
    without_readings.validate()
    with pytest.raises(AxisError, match="holds means"):
        replace(without_readings, reply=replace(without_readings.reply, role_std=sound_axis.reply.role_std)).validate()
    with pytest.raises(AxisError, match="not finite"):
        replace(without_readings, readings=True, quantile_levels=sound_axis.quantile_levels).validate()
    with pytest.raises(AxisError, match="none for replies"):
        replace(without_readings, header=replace(without_readings.reply)).validate()
