"""The engine as the window meets it: a real child process on real pipes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from axes.axis import Axis
from axes.format import write_axis
from engine import protocol
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Session
from tests.conftest import CHATML, write_model
from tests.engine.engine_process import PATIENCE, ROOT, EngineProcess

STOP_SECONDS = 0.5
LONG = [ChatMessage("user", "the river and the house " * 420)]
GREEDY = Sampler(temperature=0.0)


@pytest.fixture
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as process:
        yield process


@pytest.fixture(scope="module")
def capped_model(tiny_model: Path, tiny_axis: Axis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model with its axis beside it."""
    path = Path(shutil.copy(tiny_model, tmp_path_factory.mktemp("capped") / "capped.gguf"))
    write_axis(tiny_axis, path.with_name("capped.axis.gguf"))
    return path


@pytest.fixture(scope="module")
def slow_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of 27 million random parameters: seconds for a long prompt, a noticeable time to load."""
    return write_model(tmp_path_factory.mktemp("slow") / "slow.gguf", n_embd=640, n_layer=8, n_ctx=8192)


# --- the ordinary way --------------------------------------------------------------------------------------------------------


def test_the_process_says_what_the_session_says(engine: EngineProcess, capped_model: Path, talk: list[ChatMessage]) -> None:
    with load(capped_model, n_threads=1) as loaded:
        expected = Session(loaded).generate(talk, Sampler(seed=3), Cap(75.0), 60)
    engine.send(protocol.Hello(1))
    ready = engine.wait_for(protocol.Ready)
    assert (ready.id, ready.pid) == (1, engine.process.pid)
    assert "0.3.36" in ready.llama_version
    facts = engine.load(capped_model)
    assert facts.axis is not None
    assert facts.axis_problem is None
    engine.send(protocol.Generate(7, talk, Sampler(seed=3), Cap(75.0), 60))
    deltas, done = engine.until_done(7)
    assert "".join(delta.text for delta in deltas) == expected.text
    assert [reading for delta in deltas for reading in delta.readings] == pytest.approx(expected.readings)
    assert done.reason == expected.reason
    assert done.stats is not None
    assert expected.stats is not None
    for name in ("reading", "early", "engaged", "mean_lift"):
        assert getattr(done.stats, name) == pytest.approx(getattr(expected.stats, name))
    assert (done.stats.percentile, done.stats.form, done.stats.seed) == (75.0, "reply", 3)


def test_deltas_are_gathered_and_the_first_comes_at_once(
    engine: EngineProcess, capped_model: Path, talk: list[ChatMessage]
) -> None:
    engine.load(capped_model)
    engine.send(protocol.Generate(7, talk, GREEDY, Cap(), 200))
    deltas, done = engine.until_done(7)
    assert done.stats is not None
    assert deltas[0].text  # before its token is evaluated
    assert deltas[0].n_tokens == 0
    assert max(delta.n_tokens for delta in deltas) <= 32
    assert sum(delta.n_tokens for delta in deltas) == done.stats.tokens
    assert all(len(delta.readings) == delta.n_tokens for delta in deltas)


def test_counting_and_rendering(engine: EngineProcess, tiny_model: Path) -> None:
    engine.load(tiny_model)
    hello = [ChatMessage("user", "hello")]
    engine.send(protocol.Count(1, hello), protocol.Render(2, hello))
    counted = engine.wait_for(protocol.Counted)
    assert counted.limit == 512
    assert 5 < counted.tokens < 40
    assert engine.wait_for(protocol.Rendered).text == "<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\n"


def test_models_can_be_changed_and_put_away(engine: EngineProcess, tiny_model: Path, capped_model: Path) -> None:
    assert engine.load(tiny_model).axis is None
    assert engine.load(capped_model, 1001).axis is not None
    engine.send(protocol.Unload(2), protocol.Generate(3, [ChatMessage("user", "hi")]))
    assert engine.wait_for(protocol.Done).id == 2
    assert "no model loaded" in engine.wait_for(protocol.Error).message


# --- clean pipes -------------------------------------------------------------------------------------------------------------

NOISY = """
import ctypes, os, threading, time
import engine.__main__ as program

def shout():
    libc = ctypes.CDLL(None)
    while True:
        os.write(1, b"noise from a file descriptor\\n{")
        libc.puts(b"noise from C")
        libc.fflush(None)
        print("noise from Python", flush=True)
        time.sleep(0.001)

claimed = program._die_with_parent
program._die_with_parent = lambda: (claimed(), threading.Thread(target=shout, daemon=True).start())
program.main()
"""


def test_stray_prints_never_reach_the_protocol(tiny_model: Path) -> None:
    with EngineProcess(NOISY) as engine:
        engine.send(protocol.Hello(1))
        engine.load(tiny_model)
        engine.send(protocol.Generate(2, [ChatMessage("user", "hi")], GREEDY, Cap(), 300))
        deltas, _done = engine.until_done(2)
        assert deltas
        assert all(line.startswith(b'{"v":1,') and line.endswith(b"\n") for line in engine.raw)
        assert b"noise from C" in engine.stderr


def test_garbage_is_answered_and_forgotten(engine: EngineProcess) -> None:
    noise = random.Random(1)
    lines = [
        b"garbage",
        bytes(noise.randrange(256) for _ in range(500)).replace(b"\n", b"x"),
        b'{"v":1,"t":"ping","id":',
        b'{"v":2,"t":"ping","id":1}',
        b'{"v":1,"t":"pong","id":1,"busy":false}',
        b'{"v":1,"t":"explode","id":1}',
        b'{"v":1,"t":"generate","id":"one","messages":[]}',
        b'{"v":1,"t":"generate","id":1,"messages":[],"sampler":{"temperature":1' + b"0" * 400 + b"}}",
        b'{"v":1,"t":"generate","id":1,"messages":[],"sampler":{"temperature":1e400}}',
        b"[" * 5000,
        b"\xff\xfe\x00",
        b"a" * (5 << 20),
        b"",
    ]
    for number, line in enumerate(lines):
        engine.write(line + b"\n")
        error = engine.wait_for(protocol.Error)
        assert error.id is None
        assert error.message.endswith(".")
        engine.send(protocol.Ping(number))
        assert engine.wait_for(protocol.Pong).id == number


def test_a_line_in_pieces_is_one_line(engine: EngineProcess) -> None:
    for byte in protocol.encode(protocol.Ping(5)):
        engine.write(bytes([byte]))
    assert engine.wait_for(protocol.Pong).id == 5


def test_an_error_whose_words_cannot_be_written_is_still_told(engine: EngineProcess, make_model: Callable[..., Path]) -> None:
    """A foreign chat template chooses the words of its refusal."""
    refusal = "{% if messages[-1]['content'] == 'refuse' %}{{ raise_exception('no \\ud800 more') }}{% endif %}"
    engine.load(make_model(template=refusal + CHATML))
    engine.send(
        protocol.Generate(2, [ChatMessage("user", "refuse")], GREEDY, Cap(), 2),
        protocol.Generate(3, [ChatMessage("user", "hi")], GREEDY, Cap(), 2),
    )
    error = engine.wait_for(protocol.Error)
    assert error.id == 2
    assert "refuses this conversation" in error.message
    assert engine.until_done(3)[1].reason == "length"


def test_a_path_that_cannot_be_told_is_still_answered(engine: EngineProcess, tiny_model: Path) -> None:
    for number, line in enumerate(
        (b'{"v":1,"t":"load","id":1,"model_path":"/tmp/\\udcff.gguf"}', b'{"v":1,"t":"inspect","id":2,"path":"\\ud800"}'), start=1
    ):
        engine.write(line + b"\n")
        assert engine.wait_for(protocol.Error).id == number
    engine.send(protocol.Inspect(3, str(tiny_model)))
    assert engine.wait_for(protocol.Inspected).id == 3
    engine.load(tiny_model)


def test_more_threads_than_llama_cpp_can_keep_do_not_end_the_process(engine: EngineProcess, tiny_model: Path) -> None:
    engine.send(protocol.Load(1, str(tiny_model), n_threads=100_000))
    assert engine.wait_for(protocol.Loaded).id == 1


def test_errors_are_one_sentence_and_the_engine_stays(engine: EngineProcess, tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.gguf").write_text("Dear friend, how are you these days?")
    engine.send(protocol.Generate(1, [ChatMessage("user", "hi")]))
    assert engine.wait_for(protocol.Error).id == 1
    for number, name in enumerate(("letter.gguf", "missing.gguf", "."), start=2):
        engine.send(protocol.Load(number, str(tmp_path / name)))
        error = engine.wait_for(protocol.Error)
        assert error.id == number
        assert error.message.endswith(".")
    engine.load(tiny_model)
    engine.send(
        protocol.Generate(10, []),
        protocol.Generate(11, [ChatMessage("user", "hi")], Sampler(temperature=-1.0)),
        protocol.Generate(12, [ChatMessage("user", "hi")], GREEDY, Cap(75.0)),
        protocol.Calibrate(13, str(tmp_path / "out.axis.gguf"), "gigantic"),
        protocol.Generate(14, [ChatMessage("user", "hi")], GREEDY, Cap(), 3),
    )
    errors = [engine.wait_for(protocol.Error) for _ in range(4)]
    assert [error.id for error in errors] == [10, 11, 12, 13]
    assert not any("unexpected" in error.message for error in errors)
    assert engine.until_done(14)[1].reason == "length"


# --- answering while busy ----------------------------------------------------------------------------------------------------


def test_pings_are_answered_while_decoding(engine: EngineProcess, slow_model: Path) -> None:
    engine.send(protocol.Load(1, str(slow_model), n_ctx=8192, n_threads=1))
    engine.wait_for(protocol.Loaded)
    engine.send(protocol.Generate(2, LONG, GREEDY, Cap(), 4))
    engine.wait_for(protocol.Progress, lambda event: event.stage == "prompt")
    for number in range(20, 25):
        sent = engine.send(protocol.Ping(number))
        pong = engine.wait_for(protocol.Pong)
        assert (pong.id, pong.busy) == (number, True)
        assert time.monotonic() - sent < STOP_SECONDS
    engine.send(protocol.Cancel(30, 2))
    assert engine.until_done(2)[1].reason == "cancelled"
    engine.send(protocol.Ping(31))
    assert not engine.wait_for(protocol.Pong, lambda event: event.id == 31).busy


def test_stop_while_the_prompt_is_read(engine: EngineProcess, slow_model: Path) -> None:
    engine.send(protocol.Load(1, str(slow_model), n_ctx=8192, n_threads=1))
    engine.wait_for(protocol.Loaded)
    engine.send(protocol.Generate(2, LONG, GREEDY, Cap(), 4))
    progress = engine.wait_for(protocol.Progress, lambda event: event.stage == "prompt")
    assert 0 < progress.fraction < 1
    sent = engine.send(protocol.Cancel(3, 2))
    _deltas, done = engine.until_done(2)
    assert (done.reason, done.stats) == ("cancelled", None)
    assert time.monotonic() - sent < STOP_SECONDS


def test_stop_while_generating_keeps_the_text(engine: EngineProcess, slow_model: Path, talk: list[ChatMessage]) -> None:
    engine.send(protocol.Load(1, str(slow_model), n_ctx=8192, n_threads=1))
    engine.wait_for(protocol.Loaded)
    engine.send(protocol.Generate(2, talk, GREEDY, Cap(), 5000))
    first = engine.wait_for(protocol.Delta)
    sent = engine.send(protocol.Cancel(3, 2))
    deltas, done = engine.until_done(2)
    assert time.monotonic() - sent < STOP_SECONDS
    assert done.reason == "cancelled"
    assert done.stats is not None
    assert done.stats.tokens == first.n_tokens + sum(delta.n_tokens for delta in deltas)


def test_stop_while_loading(engine: EngineProcess, slow_model: Path, tiny_model: Path) -> None:
    sent = engine.send(protocol.Load(2, str(slow_model), n_ctx=8192, n_threads=1), protocol.Cancel(3, 2))
    assert engine.until_done(2)[1].reason == "cancelled"
    assert time.monotonic() - sent < STOP_SECONDS + 1.0  # the process itself is starting, too
    engine.load(tiny_model)


def test_stop_while_an_axis_is_measured(engine: EngineProcess, capped_model: Path, tmp_path: Path) -> None:
    engine.load(capped_model)
    engine.send(protocol.Calibrate(2, str(tmp_path / "out.axis.gguf")))
    engine.wait_for(protocol.Progress, lambda event: event.stage == "calibrate")
    sent = engine.send(protocol.Cancel(3, 2))
    assert engine.until_done(2)[1].reason == "cancelled"
    assert time.monotonic() - sent < STOP_SECONDS
    assert not list(tmp_path.iterdir())


def test_a_waiting_request_can_be_stopped_before_it_begins(
    engine: EngineProcess, capped_model: Path, talk: list[ChatMessage]
) -> None:
    engine.load(capped_model)
    engine.send(protocol.Generate(2, talk, GREEDY, Cap(), 300), protocol.Generate(3, talk, GREEDY, Cap(), 5), protocol.Cancel(4, 3))
    assert engine.until_done(2)[1].reason in ("length", "stop")
    deltas, done = engine.until_done(3)
    assert (deltas, done.reason) == ([], "cancelled")
    engine.send(protocol.Cancel(5, 99), protocol.Generate(6, talk, GREEDY, Cap(), 5))
    assert engine.until_done(6)[1].reason == "length"


def test_a_reader_that_sleeps_loses_nothing_and_stop_still_works(slow_model: Path, talk: list[ChatMessage]) -> None:
    with EngineProcess(read=False) as engine:
        engine.send(protocol.Load(1, str(slow_model), n_ctx=8192, n_threads=1), protocol.Generate(2, talk, GREEDY, Cap(), 8000))
        time.sleep(2.0)
        engine.send(protocol.Cancel(3, 2), *(protocol.Ping(number) for number in range(100, 5000)))
        engine.read_from_now_on()
        events = engine.until({protocol.Done: 2, protocol.Pong: 4999})  # in either order: a Done may wait behind the pongs
    done = next(event for event in events if isinstance(event, protocol.Done) and event.id == 2)
    assert done.reason == "cancelled"
    assert done.stats is not None
    assert sum(event.n_tokens for event in events if isinstance(event, protocol.Delta)) == done.stats.tokens
    assert [event.id for event in events if isinstance(event, protocol.Pong)] == list(range(100, 5000))


# --- the end -----------------------------------------------------------------------------------------------------------------


def test_it_leaves_when_asked(engine: EngineProcess) -> None:
    engine.send(protocol.Shutdown(1))
    assert engine.until_done(1)[1].reason == "stop"
    assert engine.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("busy", [False, True])
def test_it_leaves_when_stdin_ends(engine: EngineProcess, slow_model: Path, busy: bool) -> None:
    if busy:
        engine.send(protocol.Load(1, str(slow_model), n_ctx=8192, n_threads=1), protocol.Generate(2, LONG, GREEDY, Cap(), 4))
        engine.wait_for(protocol.Progress, lambda event: event.stage == "prompt")
    else:
        engine.send(protocol.Hello(1))
        engine.wait_for(protocol.Ready)
    ended = time.monotonic()
    engine.close_stdin()
    assert engine.process.wait(PATIENCE) == 0
    assert time.monotonic() - ended < 2.0


def test_it_leaves_with_a_parent_that_is_killed() -> None:
    parent_code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-m', 'engine'], stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "child.wait()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", parent_code], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and _runs(child):
        time.sleep(0.02)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_after_a_kill_a_new_process_carries_on(capped_model: Path, talk: list[ChatMessage]) -> None:
    with EngineProcess() as engine:
        engine.load(capped_model)
        engine.send(protocol.Generate(2, talk, GREEDY, Cap(75.0), 400))
        engine.wait_for(protocol.Delta)
        os.kill(engine.process.pid, signal.SIGKILL)
        assert engine.process.wait(PATIENCE) == -signal.SIGKILL
        while engine.next() is not None:
            pass
    with EngineProcess() as engine:
        engine.load(capped_model)
        engine.send(protocol.Generate(2, talk, GREEDY, Cap(75.0), 10))
        assert engine.until_done(2)[1].reason == "length"


def test_the_wrong_library_is_said_at_once() -> None:
    code = "import llama_cpp; llama_cpp.__version__ = '0.0.1'; import engine.__main__ as program; program.main()"
    with EngineProcess(code) as engine:
        assert "0.3.36" in engine.wait_for(protocol.Error).message
        assert engine.process.wait(PATIENCE) == 1


def test_ctrl_c_belongs_to_the_window(engine: EngineProcess) -> None:
    engine.send(protocol.Hello(1))
    engine.wait_for(protocol.Ready)
    os.kill(engine.process.pid, signal.SIGINT)
    engine.send(protocol.Ping(2))
    assert engine.wait_for(protocol.Pong).id == 2
