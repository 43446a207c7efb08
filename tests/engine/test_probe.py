"""What is refused at loading, in one sentence, and what is only said; and that loading shows progress and stops."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from engine import protocol
from engine import read_ahead as reading
from engine.llama_api import Cancelled, Context, Model
from engine.model import LoadError, load
from engine.probe import Kept, probe
from engine.protocol import ChatMessage, Sampler
from engine.read_ahead import memory_bytes, read_ahead
from engine.residual_hook import ResidualHook
from engine.session import Session
from tests.conftest import CHATML
from tests.engine.engine_process import EngineProcess

MakeModel = Callable[..., Path]


def changed(model: Path, out: Path, old: bytes, new: bytes) -> Path:
    """Write a copy of a model in which some bytes are others."""
    data = model.read_bytes()
    assert data.count(old) == 1
    assert len(old) == len(new)
    out.write_bytes(data.replace(old, new))
    return out


def with_numbers(model: Path, out: Path, tensor: str, value: float) -> Path:
    """Write a copy of a model in which one tensor holds nothing but this number."""
    span = next(each for each in gguf.GGUFReader(model).tensors if each.name == tensor)
    data = bytearray(model.read_bytes())
    data[span.data_offset : span.data_offset + span.n_bytes] = np.full(span.n_elements, value, dtype="<f4").tobytes()
    out.write_bytes(data)
    return out


# --- what cannot chat --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pools", "not causal"])
def test_a_model_that_compares_texts_is_refused(make_model: MakeModel, kind: str) -> None:
    def embedding(writer: gguf.GGUFWriter) -> None:
        if kind == "pools":
            writer.add_pooling_type(gguf.PoolingType.MEAN)
        else:
            writer.add_causal_attention(False)

    with pytest.raises(LoadError, match=r"^embed\.gguf is not a model for chatting, so it cannot be used here\.$"):
        load(make_model("embed.gguf", extra=embedding), n_threads=1)


def test_a_model_that_pools_nothing_chats(make_model: MakeModel) -> None:
    def none(writer: gguf.GGUFWriter) -> None:
        writer.add_pooling_type(gguf.PoolingType.NONE)

    with load(make_model("none.gguf", extra=none), n_threads=1) as loaded:
        assert Session(loaded).generate([ChatMessage("user", "hi")], Sampler(temperature=0), None, 3).tokens


def test_a_model_whose_results_are_no_numbers_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    broken = with_numbers(tiny_model, tmp_path / "broken.gguf", "output.weight", float("nan"))
    with pytest.raises(
        LoadError, match=r"^broken\.gguf gives results that are no numbers, so the file is damaged; get it again\.$"
    ):
        load(broken, n_threads=1)


def test_the_last_layer_is_looked_at_too(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that says it has one layer more than it shows can be talked to, not read."""
    hooks: list[ResidualHook] = []
    with Model(tiny_model) as model:
        assert probe(model, tiny_model, 1, hooks.append, Kept())
    assert hooks[0].n_layer == 7  # the hook leaves out the last one it is told of
    monkeypatch.setattr(Model, "n_layer", property(lambda _self: 7))
    with load(tiny_model, n_threads=1) as loaded:
        assert not loaded.readable
        assert loaded.axis_problem == "This model's inside cannot be read by Keel, so there are no readings and no cap."


def test_a_model_without_a_word_to_write_is_refused(make_model: MakeModel, tmp_path: Path) -> None:
    model = make_model("mute.gguf")
    mute = changed(model, tmp_path / "quiet.gguf", b"\x04\x00\x00\x00\x00\x00\x00\x00gpt2", b"\x04\x00\x00\x00\x00\x00\x00\x00none")
    with pytest.raises(LoadError, match=r"^quiet\.gguf (has no vocabulary|could not be loaded)"):
        load(mute, n_threads=1)


@pytest.mark.parametrize("template", [CHATML, "{% for m in messages %}{{ m.content }}\n{% endfor %}"], ids=["named", "unnamed"])
def test_an_unknown_end_of_replies_is_said(make_model: MakeModel, template: str) -> None:
    """Its special tokens are called nothing that llama.cpp knows, and its file names none that ends a reply, but a template may."""
    endless = make_model("endless.gguf", template=template)
    data = endless.read_bytes()
    for token in (b"<|endoftext|>", b"<|im_end|>"):
        data = data.replace(token, b"<|" + b"q" * (len(token) - 4) + b"|>")
    data = data.replace(b"tokenizer.ggml.eos_token_id", b"tokenizer.ggml.qqq_token_id")
    endless.write_bytes(data)
    with load(endless, n_threads=1) as loaded:
        said = [notice for notice in loaded.facts.notices if "which token ends a reply" in notice]
    words = "This model does not say which token ends a reply, so replies may run on to their longest length."
    assert said == ([] if template == CHATML else [words])


# --- files that are none -----------------------------------------------------------------------------------------------------


def test_what_is_no_file_gets_a_sentence_at_once(tmp_path: Path, tiny_model: Path) -> None:
    pipe, loop, folder = tmp_path / "pipe.gguf", tmp_path / "loop.gguf", tmp_path / "folder.gguf"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    folder.mkdir()
    gone = tmp_path / "gone.gguf"
    empty = tmp_path / "empty.gguf"
    empty.touch()
    for path in (pipe, loop, folder, gone, empty):
        began = time.monotonic()
        with pytest.raises(LoadError) as caught:
            load(path, n_threads=1)
        assert time.monotonic() - began < 1.0
        assert str(caught.value).startswith((path.name, "There is no file"))
        assert str(caught.value).endswith(".")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_gets_a_sentence(tiny_model: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed.gguf"
    closed.write_bytes(tiny_model.read_bytes())
    closed.chmod(0)
    with pytest.raises(LoadError, match=r"^closed\.gguf cannot be"):
        load(closed, n_threads=1)


# --- a model in several files ------------------------------------------------------------------------------------------------


def test_a_model_in_several_files_is_opened_by_any_of_them(tiny_model: Path, tmp_path: Path) -> None:
    parts = split(tiny_model, tmp_path)
    with load(tiny_model, n_threads=1) as loaded:
        whole = loaded.facts
    for part in parts:
        with load(part, n_threads=1) as loaded:
            assert (loaded.facts.fingerprint, loaded.facts.n_layer, loaded.readable) == (whole.fingerprint, 6, True)
            assert loaded.facts.path == str(parts[0])
    parts[1].unlink()
    with pytest.raises(LoadError, match=rf"^{parts[1].name} is missing"):
        load(parts[0], n_threads=1)


def split(model: Path, folder: Path) -> list[Path]:
    """Write a model in two files, as llama.cpp's own splitting does."""
    reader = gguf.GGUFReader(model)
    tensors = reader.tensors
    middle = len(tensors) // 2
    paths = [folder / f"tiny-{number:05d}-of-00002.gguf" for number in (1, 2)]
    for number, chosen in enumerate((tensors[:middle], tensors[middle:])):
        writer = gguf.GGUFWriter(paths[number], "llama")
        if number == 0:
            for field in reader.fields.values():
                if not field.name.startswith(("GGUF.", "general.architecture")):
                    kind = field.types[0]
                    sub = field.types[-1] if kind is gguf.GGUFValueType.ARRAY else None
                    writer.add_key_value(field.name, field.contents(), kind, sub_type=sub)
        writer.add_uint16("split.no", number)
        writer.add_uint16("split.count", 2)
        writer.add_int32("split.tensors.count", len(tensors))
        for tensor in chosen:
            writer.add_tensor(tensor.name, np.array(tensor.data))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
    return paths


# --- progress and stopping ---------------------------------------------------------------------------------------------------


def test_progress_only_grows_and_reaches_its_end(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 64 << 10)
    seen: list[float] = []
    with load(tiny_model, n_threads=1, progress=lambda share: seen.append(share) is None):
        pass
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0
    assert len({share for share in seen if share < 0.6}) > 5


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.93, 0.96, 0.975, 0.985, 0.995, 1.0])
def test_it_can_be_abandoned_at_any_point(tiny_model: Path, monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    monkeypatch.setattr(reading, "CHUNK", 64 << 10)
    seen: list[float] = []

    def go_on(now: float) -> bool:
        seen.append(now)
        return now < share

    with pytest.raises(Cancelled):
        load(tiny_model, n_threads=1, progress=go_on)
    assert seen[-1] >= share
    assert sum(each >= share for each in seen) == 1  # nothing more was asked once it was told to stop


def test_the_first_evaluation_can_be_interrupted(tiny_model: Path) -> None:
    """The flag of the hook ends it, before a single layer is evaluated."""
    with pytest.raises(Cancelled):
        load(tiny_model, n_threads=1, watch=lambda hook: hook.cancel(True))
    with load(tiny_model, n_threads=1) as loaded:
        assert loaded.readable


def test_reading_ahead_reads_every_file(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 100_000)
    seen: list[float] = []
    assert read_ahead([tiny_model, tiny_model], lambda share: seen.append(share) is None)
    pieces = -(-tiny_model.stat().st_size // 100_000)
    assert len(seen) == 2 * pieces
    assert seen[pieces] == pytest.approx(0.5)
    monkeypatch.setattr(reading, "_populated", lambda *_values: False)  # a system without the call
    assert read_ahead([tiny_model], lambda share: seen.append(share) is None)
    assert len(seen) == 3 * pieces


def test_what_cannot_be_read_ahead_is_left_to_llama_cpp(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_ahead([tmp_path / "gone.gguf"], lambda _share: pytest.fail("there is nothing to read"))
    monkeypatch.setattr(reading, "memory_bytes", lambda: tiny_model.stat().st_size)
    assert read_ahead([tiny_model], lambda _share: pytest.fail("it does not fit into memory"))
    assert memory_bytes() > 1 << 28


def test_a_file_that_becomes_shorter_while_it_is_read_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 1 << 20)
    file = tmp_path / "shrinking.gguf"
    file.write_bytes(bytes(8 << 20))

    def cut(_share: float) -> bool:
        os.truncate(file, 1 << 20)
        return True

    assert read_ahead([file], cut)


def test_cancelling_one_load_leaves_the_next_alone(tiny_model: Path, make_model: MakeModel) -> None:
    large = make_model("large.gguf", n_embd=640, n_layer=8)
    with EngineProcess() as engine:
        engine.load(tiny_model)
        for number in range(10, 100, 10):
            engine.send(protocol.Load(number, str(large)))
            time.sleep(number / 2000)
            sent = engine.send(protocol.Cancel(number + 1, number), protocol.Load(number + 2, str(tiny_model)))
            engine.wait_for(protocol.Loaded, lambda event, wanted=number + 2: event.id == wanted)
            assert time.monotonic() - sent < 2.0


def test_the_context_of_a_probe_is_small(tiny_model: Path) -> None:
    with Model(tiny_model) as model, Context(model, 64, 1, None) as context:
        assert context.n_ctx <= 256
        assert 0 < context.kv_bytes < 1 << 21
