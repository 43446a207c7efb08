"""What a calibration says in words, and what is remembered of one that was stopped. No window."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QTranslator

from app.calibration import words
from app.calibration.kept import STATE_FILE, Kept, KeptRuns, axis_path
from engine.protocol import Calibrated, ModelFacts

MODEL = ModelFacts("/m/some model.gguf", "Some", "llama", "Q4_K - Medium", 1, 6, 64, 512, 512, 300, "f" * 64, "", "CPU")
QUALITY = {
    "auc": 0.97,
    "auc_error": 0.02,
    "text_auc": 0.9,
    "cohens_d": 2.5,
    "default_rank": 1.0,
    "pc1_cosine": -0.81,
    "cap_effect": 0.65,
    "cap_effect_error": 0.1,
    "random_effect": -0.04,
    "perplexity_ratio": 1.1,
    "engaged": 0.2,
    "monitor_layer": 2.0,
    "band_first": 3.0,
    "band_last": 6.0,
    "threshold": 0.5,
    "n_roles": 24.0,
    "n_roles_held_out": 8.0,
}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a minute"),
        (49, "less than a minute"),
        (55, "about 1 minute"),
        (100, "about 2 minutes"),
        (3540, "about 59 minutes"),
        (3590, "about 1 hour"),
        (4000, "about 1 hour 5 minutes"),
        (7200, "about 2 hours"),
        (40_000, "about 11 hours"),
    ],
)
def test_times_are_told_as_people_tell_them(seconds, said):
    assert words.about(seconds) == said
    assert words.remaining(seconds) == f"{said} left"


def test_an_unknown_time_is_not_told():
    assert words.remaining(None) == ""


def test_every_figure_has_a_name_a_value_and_a_meaning():
    rows = words.figure_rows(Calibrated(1, "x", "good", "Fine.", QUALITY, 310, 58.0))
    assert all(all(row) for row in rows)
    shown = {name: value.replace("\u00a0", " ") for name, value, _meaning in rows}
    assert len(shown) == len(rows)
    assert shown["Told apart, roles held out"] == "97 % ± 2 %"
    assert shown["Distance between the two"] == "2.50"
    assert shown["Agreement with the main direction"] == "−0.81"
    assert shown["The cap brings back"] == "65 % ± 10 %"
    assert shown["Random directions bring back"] == "−4 %"
    assert shown["Wording under the cap"] == "1.10 ×"
    assert shown["Held in layers"] == "3 to 6"
    assert shown["Roles played"] == "24 and 8 to check with"
    assert shown["Time"] == "1 minute"


@pytest.mark.parametrize("missing", sorted(QUALITY))
def test_a_figure_that_was_not_measured_is_left_out(missing):
    quality = {name: value for name, value in QUALITY.items() if name != missing}
    everything = words.figure_rows(Calibrated(1, "x", "good", "Fine.", QUALITY))
    rows = words.figure_rows(Calibrated(1, "x", "good", "Fine.", quality))
    assert rows != everything
    assert {name for name, _value, _meaning in rows} <= {name for name, _value, _meaning in everything}


def test_nothing_measured_is_nothing_shown():
    assert words.figure_rows(Calibrated(1, "x", "not usable", "No.")) == []


def test_how_far_roles_and_usual_replies_have_separated():
    assert "on their way" in words.standing([])
    assert "on their way" in words.standing([("pirate", 0.0)])
    points = [("", 1.0), ("", 0.9), ("pirate", -0.2), ("ghost", 0.1), ("teacher", 0.97)]
    said = words.standing(points)
    assert said == "So far 2 of 3 roles lie below the model's usual replies. Farthest from them: pirate; nearest: teacher."
    assert words.standing(points, over=True).startswith("2 of 3 roles")
    assert words.standing([("", 1.0), ("pirate", 0.0)], over=True) == "1 of 1 roles lie below the model's usual replies."


def test_roles_of_keels_own_set_are_named_in_the_windows_language(qapp):
    class Words(QTranslator):
        def isEmpty(self):  # noqa: N802 - the name that Qt calls
            return False

        def translate(self, context, source, _disambiguation=None, _number=-1):
            return "Seeräuber" if (context, source) == ("Roles", "pirate") else None

    german = Words()
    qapp.installTranslator(german)
    try:
        said = words.standing([("", 1.0), ("pirate", -0.2), ("my aunt", 0.1)])
    finally:
        qapp.removeTranslator(german)
    assert said.endswith("Farthest from them: Seeräuber; nearest: my aunt.")


# --- what is kept ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def runs(tmp_path):
    return KeptRuns(tmp_path, MODEL)


def test_a_stopped_calibration_is_remembered_until_it_is_forgotten(runs, tmp_path):
    assert runs.load() is None
    runs.work_dir("standard").mkdir(parents=True)
    runs.save(Kept("standard", 0.25))
    runs.save(Kept("standard", 0.5))
    assert KeptRuns(tmp_path, MODEL).load() == Kept("standard", 0.5)
    runs.forget()
    assert runs.load() is None
    assert not runs.folder.exists()


def test_every_model_and_every_quantisation_has_its_own(runs, tmp_path):
    runs.work_dir("quick").mkdir(parents=True)
    runs.save(Kept("quick", 0.5))
    for other in ({"fingerprint": "e" * 64}, {"quantization": "Q8_0"}):
        assert KeptRuns(tmp_path, dataclasses.replace(MODEL, **other)).load() is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"size": "quick"}',
        '{"size": "huge", "fraction": 0.5}',
        '{"size": "../..", "fraction": 0.5}',
        '{"size": "quick", "fraction": NaN}',
        '{"size": "quick", "fraction": "x"}',
        '{"size": ["quick"], "fraction": 1}',
    ],
)
def test_a_spoiled_note_is_nothing_to_go_on_with(runs, text):
    runs.work_dir("quick").mkdir(parents=True)
    (runs.folder / STATE_FILE).write_text(text)
    assert runs.load() is None


def test_a_share_outside_its_range_is_brought_back(runs):
    runs.work_dir("quick").mkdir(parents=True)
    runs.save(Kept("quick", 7.0))
    assert runs.load() == Kept("quick", 1.0)


def test_replies_that_have_gone_cannot_be_gone_on_with(runs):
    runs.work_dir("quick").mkdir(parents=True)
    runs.save(Kept("quick", 0.5))
    runs.work_dir("quick").rmdir()
    assert runs.load() is None


def test_a_disk_that_cannot_be_written_is_passed_over(tmp_path):
    (tmp_path / "calibration").write_text("a file where the folder should be")
    runs = KeptRuns(tmp_path, MODEL)
    runs.save(Kept("quick", 0.5))
    assert runs.load() is None
    runs.forget()


def test_axes_of_two_models_with_the_same_file_name_do_not_meet(tmp_path):
    twin = dataclasses.replace(MODEL, path="/elsewhere/some model.gguf", fingerprint="e" * 64)
    paths = {axis_path(tmp_path, MODEL), axis_path(tmp_path, twin), axis_path(tmp_path, MODEL, "imported")}
    assert len(paths) == 3
    for path in paths:
        assert path.parent == tmp_path
        assert path.name.endswith(".axis.gguf")
        assert " " not in path.name


@pytest.mark.parametrize("name", ["..gguf", "a/../../b.gguf", "ü" * 200 + ".gguf", "-.gguf", " .gguf"])
def test_a_strange_model_name_makes_a_plain_file_name(tmp_path, name):
    path = axis_path(tmp_path, dataclasses.replace(MODEL, path=f"/m/{name}"))
    assert path.parent == tmp_path
    assert len(path.name) < 150
    assert not path.name.startswith(("-", "."))
