"""The engine client against the real engine, and against processes that misbehave."""

from __future__ import annotations

import os
import signal
import sys
import textwrap
import time

import psutil
import pytest

from app import engine_client
from app.engine_stream import ErrorTail, LineBuffer, LineTooLongError, LoadSentinel, RestartPolicy
from engine.protocol import MAX_LINE_BYTES, Cap, ChatMessage, Sampler

TIMEOUT = 60_000
TALK = [ChatMessage("user", "what are you")]
GREEDY = Sampler(temperature=0.0, seed=1)


@pytest.fixture
def loaded(qtbot, make_client, tiny_model):
    client = make_client()
    client.start()
    with qtbot.waitSignal(client.loaded, timeout=TIMEOUT):
        client.load(str(tiny_model), n_ctx=512)
    return client


def collect(signal_):
    events = []
    signal_.connect(events.append)
    return events


def test_a_reply_arrives_in_pieces_that_make_the_whole(qtbot, loaded):
    deltas = collect(loaded.delta)
    with qtbot.waitSignal(loaded.done, timeout=TIMEOUT) as done:
        request = loaded.generate(TALK, GREEDY, Cap(), max_tokens=40)
        assert loaded.busy
    (event,) = done.args
    assert (event.id, event.reason) in {(request, "length"), (request, "stop")}
    assert event.stats is not None
    assert event.stats.tokens == sum(delta.n_tokens for delta in deltas)
    assert all(delta.id == request for delta in deltas)
    assert not loaded.busy


def test_count_and_render_answer(qtbot, loaded):
    with qtbot.waitSignal(loaded.rendered, timeout=TIMEOUT) as rendered:
        loaded.render(TALK)
    assert "what are you" in rendered.args[0].text
    with qtbot.waitSignal(loaded.counted, timeout=TIMEOUT) as counted:
        loaded.count(TALK)
    assert counted.args[0].tokens > 3


def test_a_look_at_a_file_is_answered_while_a_reply_is_written(qtbot, loaded, tiny_model, tmp_path):
    ended = collect(loaded.done)
    reply = loaded.generate(TALK, GREEDY, Cap(), max_tokens=400)
    with qtbot.waitSignal(loaded.inspected, timeout=TIMEOUT) as seen:
        request = loaded.inspect(str(tiny_model))
    (event,) = seen.args
    assert (event.id, event.path, event.report.n_layer) == (request, str(tiny_model), 6)
    assert not ended, "the look waited for the reply"
    with qtbot.waitSignal(loaded.error, timeout=TIMEOUT) as refused:
        request = loaded.inspect(str(tmp_path))
    assert refused.args[0].id == request
    assert refused.args[0].message.endswith("it is a folder.")
    with qtbot.waitSignal(loaded.done, timeout=TIMEOUT):
        loaded.cancel(reply)


def test_an_engine_that_dies_after_an_import_comes_back_with_that_axis(qtbot, loaded, always_drifted_axis, tmp_path):
    out = tmp_path / "axes" / "mine.axis.gguf"
    with qtbot.waitSignal(loaded.imported, timeout=TIMEOUT) as imported:
        loaded.import_axis([str(always_drifted_axis)], str(out))
    assert imported.args[0].axis.source == str(out)
    with qtbot.waitSignal(loaded.loaded, timeout=TIMEOUT) as again:
        os.kill(loaded.pid, signal.SIGKILL)
    assert again.args[0].axis.source == str(out)


def test_times_are_estimated(qtbot, loaded):
    with qtbot.waitSignal(loaded.estimated, timeout=TIMEOUT) as estimated:
        loaded.estimate()
        assert loaded.busy
    assert set(estimated.args[0].seconds) == {"quick", "standard", "thorough"}
    assert not loaded.busy


def test_a_missing_model_is_an_error_and_the_engine_lives(qtbot, make_client, tmp_path):
    client = make_client()
    client.start()
    with qtbot.waitSignal(client.error, timeout=TIMEOUT) as error:
        client.load(str(tmp_path / "none.gguf"))
    assert "none.gguf" in error.args[0].message
    assert client.running
    assert client.crashed_model() is None


def test_cancel_ends_a_reply_within_half_a_second(qtbot, loaded):
    with qtbot.waitSignal(loaded.delta, timeout=TIMEOUT):
        request = loaded.generate(TALK, GREEDY, Cap(), max_tokens=480)
    began = time.monotonic()
    with qtbot.waitSignal(loaded.done, timeout=TIMEOUT) as done:
        loaded.cancel(request)
    assert done.args[0].reason in {"cancelled", "length", "stop"}
    assert time.monotonic() - began < 0.5


def test_a_killed_engine_is_reported_restarted_and_loads_its_model_again(qtbot, loaded):
    deltas = collect(loaded.delta)
    with qtbot.waitSignal(loaded.delta, timeout=TIMEOUT):
        request = loaded.generate(TALK, GREEDY, Cap(), max_tokens=480)
    before = loaded.pid
    with qtbot.waitSignals([loaded.died, loaded.loaded], timeout=TIMEOUT):
        deaths = collect(loaded.died)
        os.kill(before, signal.SIGKILL)
    (death,) = deaths
    assert request in death.lost
    assert death.restarting
    assert not death.during_load
    assert "memory" in death.sentence
    assert loaded.pid not in (0, before)
    deltas.clear()
    with qtbot.waitSignal(loaded.done, timeout=TIMEOUT):
        loaded.generate(TALK, GREEDY, Cap(), max_tokens=4)
    assert deltas


def test_shutdown_leaves_no_process_and_does_not_wait(qtbot, loaded):
    process = psutil.Process(loaded.pid)
    with qtbot.waitSignal(loaded.delta, timeout=TIMEOUT):
        loaded.generate(TALK, GREEDY, Cap(), max_tokens=480)
    began = time.monotonic()
    with qtbot.waitSignal(loaded.stopped, timeout=4000):
        loaded.shutdown()
        assert time.monotonic() - began < 0.1
    assert not process.is_running()


def test_requests_without_an_engine_are_refused_in_a_sentence(qtbot, make_client):
    client = make_client()
    with qtbot.waitSignal(client.error, timeout=1000) as error:
        request = client.generate(TALK, GREEDY, Cap())
    assert error.args[0].id == request
    assert "not running" in error.args[0].message


def test_a_conversation_past_the_line_limit_is_refused(qtbot, loaded):
    with qtbot.waitSignal(loaded.error, timeout=1000) as error:
        loaded.generate([ChatMessage("user", "x" * MAX_LINE_BYTES)], GREEDY, Cap())
    assert "too long" in error.args[0].message
    assert loaded.running


def test_what_cannot_be_sent_is_told_as_what_it_is(qtbot, loaded, tiny_model, tmp_path):
    odd = "a\udcff"
    for send, said in (
        (lambda: loaded.generate([ChatMessage("system", odd), *TALK], GREEDY, Cap()), "system prompt holds characters"),
        (lambda: loaded.count([ChatMessage("user", odd)]), "system prompt holds characters"),
        (lambda: loaded.check_template(odd), "The name of a file or a chat template holds characters"),
        (lambda: loaded.check_template("x" * MAX_LINE_BYTES), "The chat template is too long"),
        (lambda: loaded.generate(TALK, Sampler(temperature=float("nan")), Cap()), "is no number"),
        (lambda: loaded.load(f"{tmp_path}/{odd}.gguf"), "The name of a file or a chat template holds characters"),
    ):
        with qtbot.waitSignal(loaded.error, timeout=1000) as error:
            request = send()
        assert error.args[0].id == request
        assert said in error.args[0].message
        assert "conversation is too long" not in error.args[0].message
    assert loaded.running
    assert not (tmp_path / "loading").exists(), "nothing was loaded, so nothing can have ended the engine"
    assert loaded.crashed_model() is None


def test_the_engine_has_no_idle_threads_for_linear_algebra(qtbot, loaded):
    environment = psutil.Process(loaded.pid).environ()
    assert environment["OPENBLAS_NUM_THREADS"] == os.environ.get("OPENBLAS_NUM_THREADS", "1")


def test_the_current_folder_is_not_on_the_engines_path(qtbot, make_client, tmp_path, monkeypatch):
    trap = tmp_path / "json.py"
    trap.write_text("raise SystemExit('trapped')")
    monkeypatch.chdir(tmp_path)
    client = make_client()
    with qtbot.waitSignal(client.ready, timeout=TIMEOUT):
        client.start()


# --- children that misbehave ---------------------------------------------------------------------------------------------------


@pytest.fixture
def misbehaving(make_client, tmp_path):
    """Return a function that makes a client of a child process running this Python code."""

    def make(code: str):
        script = tmp_path / "child.py"
        prelude = """
            import json, os, signal, sys, time
            def say(kind, **fields):
                sys.stdout.write(json.dumps({"v": 1, "t": kind, **fields}) + "\\n")
                sys.stdout.flush()
            def requests():
                for line in sys.stdin:
                    yield json.loads(line)
        """
        script.write_text(textwrap.dedent(prelude) + textwrap.dedent(code))
        return make_client(command=(sys.executable, [str(script)], None))

    return make


def test_a_child_that_dies_again_and_again_is_started_three_times_at_most(qtbot, misbehaving, monkeypatch):
    monkeypatch.setattr(engine_client, "RestartPolicy", lambda: RestartPolicy(delays=(0.01, 0.02)))
    client = misbehaving("sys.stderr.write('broken part\\n'); os.abort()")
    deaths = collect(client.died)
    client.start()
    qtbot.waitUntil(lambda: len(deaths) == 3, timeout=TIMEOUT)
    qtbot.wait(200)
    assert [death.restarting for death in deaths] == [True, True, False]
    assert "broken part" in deaths[0].details
    assert "not started again" in deaths[2].sentence


def test_a_crash_while_loading_is_remembered_and_not_repeated(qtbot, misbehaving, tmp_path):
    client = misbehaving("for r in requests():\n    if r['t'] == 'load': os.abort()")
    client.start()
    loads = collect(client.loaded)
    with qtbot.waitSignal(client.died, timeout=TIMEOUT) as died:
        client.load("/models/bad.gguf")
    assert died.args[0].during_load
    assert LoadSentinel(tmp_path / "loading").crashed_model() == "/models/bad.gguf"
    qtbot.waitUntil(lambda: client.running, timeout=TIMEOUT)
    qtbot.wait(100)
    assert not loads
    assert not client.busy


def test_a_child_that_ignores_everything_is_killed_after_a_cancel(qtbot, misbehaving, monkeypatch):
    monkeypatch.setattr(engine_client, "STILL_STOPPING_MS", 50)
    monkeypatch.setattr(engine_client, "TERMINATE_MS", 100)
    monkeypatch.setattr(engine_client, "KILL_MS", 100)
    client = misbehaving("signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsay('log', level='info', text='up')\ntime.sleep(600)")
    client.start()
    qtbot.wait(300)
    request = client.generate(TALK, GREEDY, Cap())
    with qtbot.waitSignals([client.still_stopping, client.died], timeout=5000):
        deaths = collect(client.died)
        client.cancel(request)
    assert "did not stop" in deaths[0].sentence
    assert request in deaths[0].lost


def test_a_load_that_does_not_stop_when_asked_ends_its_child_at_once(qtbot, misbehaving, monkeypatch, tmp_path):
    monkeypatch.setattr(engine_client, "LOAD_STOP_MS", 100)
    client = misbehaving("signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)")
    client.start()
    qtbot.waitUntil(lambda: client.pid > 0, timeout=TIMEOUT)
    first, deaths = client.pid, collect(client.died)
    request = client.load("/models/large.gguf")
    began = time.monotonic()
    with qtbot.waitSignal(client.done, timeout=5000) as ended:
        client.cancel(request)
    assert time.monotonic() - began < 1.0
    assert (ended.args[0].id, ended.args[0].reason) == (request, "cancelled")
    qtbot.waitUntil(lambda: client.running and client.pid != first, timeout=TIMEOUT)
    assert not deaths
    assert client.load_id is None
    assert LoadSentinel(tmp_path / "loading").crashed_model() is None


def test_a_load_that_waits_for_a_reply_does_not_cost_the_reply(qtbot, misbehaving, monkeypatch):
    monkeypatch.setattr(engine_client, "LOAD_STOP_MS", 50)
    client = misbehaving("time.sleep(600)")
    client.start()
    qtbot.waitUntil(lambda: client.pid > 0, timeout=TIMEOUT)
    pid = client.pid
    client.generate(TALK, GREEDY, Cap())
    client.cancel(client.load("/models/next.gguf"))
    qtbot.wait(300)
    assert client.pid == pid
    assert client.running


@pytest.mark.parametrize("end", ["{'reason': 'cancelled'}", "{'message': 'It is damaged.'}"])
def test_a_model_that_was_not_loaded_is_not_loaded_by_a_restarted_engine(qtbot, misbehaving, end):
    kind = "done" if "reason" in end else "error"
    code = f"for r in requests():\n    if r['t'] == 'load': say({kind!r}, id=r['id'], **{end})"
    client = misbehaving(
        code + "\n    if r['t'] == 'hello': say('ready', id=r['id'], engine_version='', llama_version='', pid=1, system_info='')"
    )
    loads = collect(client.progress)
    client.start()
    with qtbot.waitSignal(getattr(client, kind), timeout=TIMEOUT):
        client.load("/models/bad.gguf")
    pid = client.pid
    with qtbot.waitSignal(client.ready, timeout=TIMEOUT):
        os.kill(pid, signal.SIGKILL)
    qtbot.wait(100)
    assert not client.busy
    assert not loads


def test_a_child_that_falls_silent_is_reported(qtbot, misbehaving, monkeypatch):
    monkeypatch.setattr(engine_client, "PING_MS", 30)
    monkeypatch.setattr(engine_client, "UNRESPONSIVE_S", 0.2)
    client = misbehaving("for r in requests(): pass")
    client.start()
    with qtbot.waitSignal(client.unresponsive, timeout=5000):
        client.generate(TALK, GREEDY, Cap())


def test_noise_and_unknown_ids_are_ignored(qtbot, misbehaving):
    client = misbehaving("""
        for r in requests():
            if r["t"] == "generate":
                sys.stdout.buffer.write(b"\\xff\\xfe garbage\\n{\\"v\\":2}\\n[]\\n"); sys.stdout.flush()
                say("nonsense", id=r["id"])
                say("delta", id=r["id"] + 999, text="not for you", n_tokens=1)
                say("delta", id=r["id"], text="hello", n_tokens=1)
                say("done", id=r["id"], reason="stop")
                say("delta", id=r["id"], text="too late", n_tokens=1)
                say("done", id=r["id"], reason="stop")
    """)
    client.start()
    deltas, dones = collect(client.delta), collect(client.done)
    with qtbot.waitSignal(client.done, timeout=TIMEOUT):
        client.generate(TALK, GREEDY, Cap())
    qtbot.wait(100)
    assert [delta.text for delta in deltas] == ["hello"]
    assert len(dones) == 1


def test_a_line_without_an_end_costs_the_child_its_life(qtbot, misbehaving):
    client = misbehaving("""
        for r in requests():
            if r["t"] == "generate":
                try:
                    while True:
                        sys.stdout.write("x" * 65536)
                except BrokenPipeError:
                    os._exit(1)
    """)
    client.start()
    with qtbot.waitSignal(client.died, timeout=TIMEOUT) as died:
        client.generate(TALK, GREEDY, Cap())
    assert "line of more than" in died.args[0].sentence


def test_a_program_that_is_not_there_is_a_sentence(qtbot, make_client):
    client = make_client(command=("/nonexistent/engine", [], None))
    with qtbot.waitSignal(client.died, timeout=TIMEOUT) as died:
        client.start()
    assert "could not be started" in died.args[0].sentence
    assert not died.args[0].restarting


# --- the parts without Qt --------------------------------------------------------------------------------------------------------


def test_lines_are_cut_the_same_however_the_bytes_arrive():
    data = b"one\ntwo\n\nthree"
    for size in range(1, len(data) + 1):
        buffer = LineBuffer()
        lines = [line for at in range(0, len(data), size) for line in buffer.feed(data[at : at + size])]
        assert lines == [b"one", b"two", b""]
        assert buffer.feed(b"\n") == [b"three"]


@pytest.mark.parametrize("pieces", [[b"123456789\n"], [b"12345", b"6789"], [b"12345678", b"9", b"\n"]])
def test_a_long_line_is_refused_whole_or_in_pieces(pieces):
    buffer = LineBuffer(limit=8)
    with pytest.raises(LineTooLongError):
        [buffer.feed(piece) for piece in pieces]


def test_restarts_are_counted_in_a_window_of_time():
    policy = RestartPolicy(delays=(0.1, 0.5), window=10)
    assert [policy.next_delay(now) for now in (0, 1, 2)] == [0.1, 0.5, None]
    assert policy.next_delay(10.5) == 0.5
    policy.forgive()
    assert policy.next_delay(10.6) == 0.1


def test_the_error_tail_is_bounded():
    tail = ErrorTail()
    tail.feed(b"\n".join(b"line %d" % number for number in range(100)) + b"\n" + b"y" * 1_000_000)
    text = tail.text()
    assert "line 99" in text
    assert "line 9\n" not in text
    assert len(text) < 3000
