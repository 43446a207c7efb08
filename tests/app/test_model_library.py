"""The list of models on disk: what is kept, what a damaged list costs, and which files may be deleted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app import paths
from app.models.library import LIBRARY_NAME, Library, files_of, first_part, stamp_of
from app.models.memory import Machine, fit, freed_by_unloading, machine
from app.models.words import breakdown, context, in_short, last_used, parameters, size
from app.problems import UserError
from app.settings.fields import DEFAULTS
from engine.memory_need import ModelShape, memory_need
from engine.protocol import ModelFacts, ModelReport

GB = 1_000_000_000


def shape(weight_bytes: int = 5 * GB, n_ctx_train: int = 8192) -> ModelShape:
    return ModelShape("llama", 32, 4096, 32, [8] * 32, 128, 128, 14336, 128256, n_ctx_train, weight_bytes)


def report(name: str = "A model") -> ModelReport:
    return ModelReport(
        name, "llama", "Q8_0", 8_030_261_248, 32, 4096, 8192, 5 * GB, ["a.gguf"], "mit", True, "none", "", "f" * 64, shape()
    )


def write(path: Path, content: bytes = b"GGUF and more") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_the_built_in_model_is_always_there_and_cannot_be_removed(data):
    library = Library(data)
    assert [model.origin for model in library.models()] == ["demo"]
    library.remove(paths.DEMO_MODEL)
    assert [model.path for model in Library(data).models()] == [paths.DEMO_MODEL]
    with pytest.raises(UserError):
        library.delete(paths.DEMO_MODEL)
    assert paths.DEMO_MODEL.is_file()


def test_what_is_known_of_a_model_is_there_after_a_restart(data, tmp_path):
    file = write(tmp_path / "mine" / "a.gguf")
    library = Library(data)
    library.add(file)
    library.note_used(file, 1_700_000_000.5)
    library.note_report(file, report("A fine model"), stamp_of(file))
    again = Library(data).model(file)
    assert (again.origin, again.last_used, again.name) == ("opened", 1_700_000_000.5, "A fine model")
    assert again.report == report("A fine model")
    assert again.stamp == stamp_of(file)


def test_a_problem_of_a_moment_is_not_kept(data, tmp_path):
    file = write(tmp_path / "a.gguf")
    library = Library(data)
    library.add(file)
    library.note_problem(file, "It cannot be read.")
    assert library.model(file).problem == "It cannot be read."
    library.remove(paths.DEMO_MODEL)
    assert Library(data).model(file).problem == ""


def test_the_newest_used_comes_first(data, tmp_path):
    library = Library(data)
    for place, name in enumerate(("b", "a", "c")):
        library.note_used(write(tmp_path / f"{name}.gguf"), 1000.0 + place)
    library.add(write(tmp_path / "0.gguf"))
    assert [model.path.stem for model in library.models()][:4] == ["c", "a", "b", "0"]


def test_a_missing_file_stays_listed_and_is_missing(data, tmp_path):
    file = write(tmp_path / "a.gguf")
    library = Library(data)
    library.note_report(library.add(file).path, report(), stamp_of(file))
    assert not library.model(file).missing
    file.unlink()
    again = Library(data).model(file)
    assert again.missing
    assert again.name == "A model"
    assert again.file_bytes == 0


def test_the_parts_of_a_split_model_are_one_model(data, tmp_path):
    names = [f"big-{n:05d}-of-00003.gguf" for n in (1, 2, 3)]
    parts = [write(tmp_path / name, b"GGUF" * n) for n, name in enumerate(names, 1)]
    library = Library(data)
    for part in reversed(parts):
        assert library.add(part).path == parts[0]
    assert len(library.models()) == 2  # with the built-in one
    assert library.model(parts[2]).file_bytes == 4 * 6
    assert files_of(parts[0]) == parts
    parts[1].unlink()
    assert library.model(parts[0]).missing


def test_removing_a_model_never_touches_its_file(data, tmp_path):
    opened = write(tmp_path / "a.gguf")
    fetched = write(data / "models" / "owner__name" / "b.gguf")
    library = Library(data)
    library.add(opened)
    library.remove(opened)
    library.remove(fetched)
    assert opened.is_file()
    assert fetched.is_file()
    assert Library(data).model(opened) is None


def test_only_what_keel_fetched_is_deleted(data, tmp_path):
    opened = write(tmp_path / "a.gguf")
    library = Library(data)
    library.add(opened, "downloaded")  # whatever it is called, it lies elsewhere
    assert not library.may_delete(opened)
    with pytest.raises(UserError, match=r"Keel did not fetch a\.gguf"):
        library.delete(opened)
    assert opened.is_file()
    assert library.model(opened) is not None


def test_deleting_takes_all_parts_and_the_empty_folder_and_nothing_else(data):
    folder = data / "models" / "owner__name"
    parts = [write(folder / f"big-{n:05d}-of-00002.gguf") for n in (1, 2)]
    other = write(data / "models" / "owner__other" / "other.gguf")
    library = Library(data)
    assert library.may_delete(parts[1])
    library.delete(parts[1])
    assert not folder.exists()
    assert other.is_file()
    assert Library(data).model(parts[0]) is None


def test_a_link_in_keels_folder_never_leads_to_the_deletion_of_what_lies_elsewhere(data, tmp_path):
    outside = write(tmp_path / "elsewhere" / "a.gguf")
    (data / "models").mkdir()
    (data / "models" / "linked").symlink_to(outside.parent, target_is_directory=True)
    library = Library(data)
    path = data / "models" / "linked" / "a.gguf"
    library.add(path, "downloaded")
    assert not library.may_delete(path)
    with pytest.raises(UserError):
        library.delete(path)
    assert outside.is_file()


def test_a_list_that_says_a_file_was_downloaded_is_not_believed(data, tmp_path):
    file = write(tmp_path / "a.gguf")
    entry = {"path": str(file), "origin": "downloaded", "last_used": None}
    (data / LIBRARY_NAME).write_text(json.dumps({"version": 1, "models": [entry]}))
    library = Library(data)
    assert library.model(file).origin == "opened"
    assert not library.may_delete(file)


def test_files_in_keels_folder_are_found_by_themselves_but_not_parts_or_axes(data):
    write(data / "models" / "owner__name" / "found.gguf")
    write(data / "models" / "owner__name" / "found.axis.gguf")
    write(data / "models" / "owner__name" / "half.gguf.part")
    write(data / "models" / "owner__name" / "set-00002-of-00002.gguf")  # its first part is not there yet
    found = [model for model in Library(data).models() if model.origin == "downloaded"]
    assert [model.path.name for model in found] == ["found.gguf"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 2, "models": []}', '{"version": 1, "models": 3}', "\x00" * 40, "[" * 5000]
)
def test_a_damaged_list_is_put_aside_and_begins_anew(data, content):
    (data / LIBRARY_NAME).write_text(content)
    library = Library(data)
    assert "begins anew" in library.problem
    assert (data / (LIBRARY_NAME + ".bad")).read_text() == content
    assert [model.origin for model in library.models()] == ["demo"]
    library.add(write(data / "a.gguf"))
    assert Library(data).problem == ""


def test_a_list_that_cannot_be_read_is_put_aside_too(data):
    (data / LIBRARY_NAME).mkdir()  # reading it fails for every user, also for one who may read all
    library = Library(data)
    assert library.problem.startswith("The list of models could not be read (")
    assert (data / (LIBRARY_NAME + ".bad")).is_dir()
    known = library.add(write(data / "a.gguf"))
    assert known.path in [model.path for model in Library(data).models()]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        3,
        {},
        {"path": "relative.gguf", "origin": "opened", "last_used": None},
        {"path": "/a.gguf", "origin": "stolen", "last_used": None},
        {"path": "/a.gguf", "origin": "opened", "last_used": "today"},
        {"path": 3, "origin": "opened", "last_used": None},
    ],
)
def test_one_strange_entry_costs_only_itself(data, tmp_path, entry):
    good = {"path": str(write(tmp_path / "good.gguf")), "origin": "opened", "last_used": 5}
    (data / LIBRARY_NAME).write_text(json.dumps({"version": 1, "models": [entry, good]}))
    library = Library(data)
    assert [model.path.name for model in library.models() if model.origin == "opened"] == ["good.gguf"]


def test_a_report_nobody_understands_is_looked_up_again(data, tmp_path):
    file = write(tmp_path / "a.gguf")
    entry = {"path": str(file), "origin": "opened", "last_used": 5, "stamp": [1, 2], "inspected": {"v": 1, "t": "inspected"}}
    (data / LIBRARY_NAME).write_text(json.dumps({"version": 1, "models": [entry]}))
    known = Library(data).model(file)
    assert (known.report, known.last_used) == (None, 5.0)


@pytest.mark.skipif(os.name != "posix", reason="names of files are text elsewhere")
def test_a_file_whose_name_is_no_text_is_kept_too(data, tmp_path):
    file = write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/model-\xff.gguf")))
    library = Library(data)
    library.note_report(library.add(file).path, report(), stamp_of(file))
    assert Library(data).model(file).report == report()


def test_a_disk_that_takes_nothing_costs_no_model(data, tmp_path, monkeypatch):
    file = write(tmp_path / "a.gguf")
    library = Library(data)
    (data / LIBRARY_NAME).mkdir()  # nothing can be put in its place
    library.note_used(file, 5.0)
    assert library.model(file).last_used == 5.0


def test_a_folder_or_nothing_is_no_model(tmp_path):
    (tmp_path / "folder.gguf").mkdir()
    assert stamp_of(tmp_path / "folder.gguf") is None
    assert stamp_of(tmp_path / "none.gguf") is None
    (tmp_path / "loop.gguf").symlink_to(tmp_path / "loop.gguf")
    assert stamp_of(tmp_path / "loop.gguf") is None
    os.mkfifo(tmp_path / "pipe.gguf")
    assert stamp_of(tmp_path / "pipe.gguf") is None


def test_the_first_part_is_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert first_part(Path("x/../set-00002-of-00002.gguf")) == tmp_path / "set-00001-of-00002.gguf"


# --- memory ------------------------------------------------------------------------------------------------------------------


def computer(available: int, total: int = 16 * GB) -> Machine:
    return Machine(8, total, available)


def test_the_verdict_follows_what_is_free_and_what_unloading_frees():
    settings = DEFAULTS
    need = memory_need(shape(), settings.n_ctx, settings.kv_type, settings.flash_attention).total
    assert fit(shape(), settings, computer(int(need / 0.85) + 1)).verdict == "fits"
    assert fit(shape(), settings, computer(int(need / 0.85) - 10)).verdict == "slow"
    helped = fit(shape(), settings, computer(int(need / 0.85) - GB), freed=GB + 10)
    assert (helped.verdict, helped.freed) == ("fits", GB + 10)
    assert fit(shape(), settings, computer(GB, total=need - 1)).verdict == "too_large"
    assert fit(shape(), settings, computer(GB, total=need + 1)).verdict == "slow"


def test_the_context_is_never_longer_than_the_model_was_trained_for():
    assert fit(shape(n_ctx_train=2048), DEFAULTS, computer(8 * GB)).n_ctx == 2048
    assert fit(shape(n_ctx_train=131072), DEFAULTS, computer(8 * GB)).n_ctx == DEFAULTS.n_ctx


def test_every_figure_of_a_verdict_is_told():
    found = fit(shape(), DEFAULTS, computer(8 * GB), freed=GB)
    rows = dict(breakdown(found))
    need = found.need
    assert rows["Weights of the model"] == size(need.weights)
    assert rows["Memory of the conversation, 4,096 tokens"] == size(need.kv_cache)
    assert rows["Working space"] == size(need.compute)
    assert rows["Together"] == size(need.weights + need.kv_cache + need.compute)
    assert rows["Free on this computer now"] == size(8 * GB)
    assert rows["Freed when the model in use is unloaded"] == size(GB)
    assert size(need.total) in in_short(found)


def test_this_computer_is_looked_at():
    found = machine()
    assert found.cores >= 1
    assert 0 < found.available <= found.total


def test_unloading_frees_no_more_than_the_engine_holds():
    facts = ModelFacts("/a.gguf", "a", "llama", "Q8_0", 1, 1, 64, 512, 512, 10, "", "", "CPU", [], "", 5 * GB, 400 * GB, GB)
    assert freed_by_unloading(None, os.getpid()) == 0
    assert 0 < freed_by_unloading(facts, os.getpid()) < 100 * GB
    assert freed_by_unloading(facts, 0) >= 401 * GB


# --- words -------------------------------------------------------------------------------------------------------------------


def test_figures_are_written_as_people_read_them():
    assert parameters(8_030_261_248) == "8.0 billion parameters"
    assert parameters(70_553_706_496) == "70.6 billion parameters"
    assert parameters(494_032_768) == "494 million parameters"
    assert parameters(12_345) == "12,345 parameters"
    assert context(131072) == "looks back 131,072 tokens"


def test_when_a_model_was_used_is_told_in_days():
    import time

    now = time.time()
    assert last_used(None) == "not used yet"
    assert last_used(now) == "used today"
    assert last_used(now - 86_400) == "used yesterday"
    assert last_used(now - 40 * 86_400).startswith("last used on ")
    assert last_used(1e30) == "not used yet"
