"""Templates that want to hang, to fill the memory or to get out: each ends within its limits, and nothing outside has changed."""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from engine import template_renderer
from engine.llama_api import Model
from engine.template_renderer import Renderer, RenderError
from engine.template_sandbox import MAX_TEXT
from engine.templates import ChatTemplate, TemplateError

SECONDS = 4.0
"""Longest wait for the end of any bomb: a second of processor time, on a computer that does other things too."""
BYTES = 420 << 20
"""Most memory the process of the templates may ever have."""

SHARED = (
    "{% set a = namespace(v=['x' ~ 1]) %}{% set b = namespace(v=['x' ~ 1]) %}"
    "{% for i in range(60) %}{% set a.v = [a.v, a.v] %}{% set b.v = [b.v, b.v] %}{% endfor %}"
)
"""Two lists of few objects that are, written out, longer than any memory."""
LONG = "{% set s = namespace(v='abcdefgh') %}{% for i in range(18) %}{% set s.v = s.v ~ s.v %}{% endfor %}"
"""A text of two million characters."""
DEEP = "".join(f"{{% for v{n} in range(99999) %}}" for n in range(15)) + "x" + "{% endfor %}" * 15

BOMBS = {
    "nested loops": DEEP,
    "nested loops that write nothing": DEEP.replace("x", ""),
    "range": "{{ range(10 ** 9) | list | length }}",
    "range without a power": "{{ range(2000000000) | list | length }}",
    "many ranges": "{% for a in range(99999) %}{% set b = range(99999) | list %}{% endfor %}",
    "multiplied text": "{{ 'a' * 10000000000 }}",
    "multiplied list": "{{ ([0] * 1000000000) | length }}",
    "multiplied step by step": "{% set s = namespace(v='ab') %}{% for i in range(40) %}{% set s.v = s.v * 1000 %}{% endfor %}",
    "power": "{{ 9 ** 9 ** 9 ** 9 }}",
    "rounding power": "{{ 1.5 | round(1000000000, 'ceil') }}",
    "pretty print": SHARED + "{{ a.v | pprint }}",
    "large numbers": "{% set s = namespace(v=99999999) %}{% for i in range(90000) %}{% set s.v = s.v * s.v %}{% endfor %}",
    "added lists": "{% set s = namespace(v=[1]) %}{% for i in range(60) %}{% set s.v = s.v + s.v %}{% endfor %}{{ s.v | length }}",
    "added texts": "{% set s = namespace(v='a') %}{% for i in range(60) %}{% set s.v = s.v + s.v %}{% endfor %}{{ s.v }}",
    "joined texts": "{% set s = namespace(v='a') %}{% for i in range(60) %}{% set s.v = s.v ~ s.v %}{% endfor %}{{ s.v }}",
    "one expression": LONG + "{{ " + " ~ ".join(["s.v"] * 3000) + " }}",
    "namespace growth": "{% set s = namespace(v=[]) %}{% for i in range(99999) %}{% set s.v = s.v + [s.v, i] %}{% endfor %}",
    "dict growth": "{% set s = namespace(v={}) %}{% for i in range(60) %}{% set s.v = dict(s.v, **{i|string: [s.v, s.v]}) %}"
    "{% endfor %}{{ s.v }}",
    "macro that calls itself": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "macros that call each other": "{% macro f(n) %}{{ g(n) }}{{ g(n) }}{% endmacro %}{% macro g(n) %}{{ f(n) }}{% endmacro %}"
    "{{ f(1) }}",
    "macro tree": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "recursive loop": "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "call block": "{% macro f() %}{{ caller() }}{{ caller() }}{% endmacro %}"
    + "{% call f() %}" * 40
    + "xxxxxxxxxxxxxxxx"
    + "{% endcall %}" * 40,
    "huge literal": "{{ '" + "a" * 200_000 + "' }}",
    "deep literal": "{{ " + "[" * 5000 + "]" * 5000 + " }}",
    "deep parentheses": "{{ " + "(" * 50_000 + "1" + ")" * 50_000 + " }}",
    "many blocks": "{% if 1 %}" * 5000 + "{% endif %}" * 5000,
    "join": LONG + "{{ range(99999) | join(s.v) }}",
    "indent": LONG + "{{ ('\\n' ~ s.v) | replace('a', '\\n') | indent(1000000) }}",
    "indent by a number": "{{ 'a\\nb' | indent(10000000000, true) }}",
    "replace": LONG + "{{ s.v | replace('a', s.v) }}",
    "replace nothing": LONG + "{{ s.v | replace('', s.v) }}",
    "replace method": LONG + "{{ s.v.replace('a', s.v) }}",
    "join method": LONG + "{{ s.v.join(s.v) }}",
    "translate": LONG + "{{ s.v.translate({97: s.v}) }}",
    "batch": "{{ [1] | batch(1000000000, 'x') | list | length }}",
    "slice": "{{ [1] | slice(1000000000) | list | length }}",
    "word wrap": LONG + "{{ s.v | wordwrap(1, true, s.v) }}",
    "url": LONG + "{{ ('http://' ~ s.v) | urlize(target=s.v) }}",
    "format filter": "{{ '%1000000000d' | format(1) }}",
    "format operator": "{{ '%1000000000d' % 1 }}",
    "format method": "{{ '{:1000000000}'.format(1) }}",
    "format map": "{{ '{a:1000000000}'.format_map({'a': 1}) }}",
    "format argument": "{{ '{:{}}'.format(1, 1000000000) }}",
    "pad": "{{ 'a'.ljust(10000000000) }}{{ 'a'.zfill(10000000000) }}",
    "centre": "{{ 'a' | center(10000000000) }}",
    "tabs": "{{ '\\t'.expandtabs(10000000000) }}",
    "bytes of a number": "{{ (1).to_bytes(10000000000, 'big') }}",
    "equal lists": SHARED + "{{ a.v == b.v }}",
    "written list": SHARED + "{{ a.v }}",
    "list as JSON": SHARED + "{{ a.v | tojson }}",
    "JSON indented": "{{ [1] | tojson(indent=1000000000) }}",
    "JSON separated": LONG + "{{ range(99999) | list | tojson(separators=(s.v, s.v)) }}",
    "summed lists": "{% for i in range(99999) %}{% set x = [range(9999) | list, range(9999) | list] | sum(start=[]) %}{% endfor %}",
    "groups": "{% for i in range(99999) %}{% set x = range(9999) | map('string') | groupby('0') %}{% endfor %}",
    "date": "{{ strftime_now('%9999999999d') }}" + DEEP,
    "error text": LONG + "{{ raise_exception(s.v) }}",
    "writes without end": "{% for a in range(99999) %}{% for b in range(99999) %}aaaaaaaaaaaaaaaaaaaaaaa{% endfor %}{% endfor %}",
}


class Watch:
    """Looks at the memory of a process again and again while something goes on."""

    def __init__(self, pid: int) -> None:
        self.most = 0
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.002):
            try:
                self.most = max(self.most, self._process.memory_info().rss)
            except psutil.Error:
                return


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer


def rendered(renderer: Renderer, source: str) -> str:
    """Return what a template writes, or in brackets why it was ended."""
    try:
        return renderer.render(source, {"messages": [{"role": "user", "content": "Hello"}]})
    except RenderError as error:
        return f"<{error}>"


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_ends_within_its_limits(renderer: Renderer, source: str) -> None:
    assert rendered(renderer, "{{ messages[0].content }}") == "Hello"
    assert renderer.pid is not None
    own = psutil.Process().memory_info().rss
    with Watch(renderer.pid) as watch:
        started = time.monotonic()
        text = rendered(renderer, source)
        assert time.monotonic() - started < SECONDS
    assert watch.most < BYTES
    assert psutil.Process().memory_info().rss < own + (100 << 20)
    assert text.startswith("<") or len(text) <= MAX_TEXT
    assert len(text) < 300 or not text.startswith("<")
    assert rendered(renderer, "{{ messages[0].content }}") == "Hello"


ESCAPES = {
    "attribute walk": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "attribute walk by filter": "{{ '' | attr('__class__') | attr('__mro__') }}",
    "attribute walk by map": "{{ [''] | map(attribute='__class__') | list }}",
    "attribute walk by item": "{{ ''['__class__']['__mro__'] }}",
    "sorted by attribute": "{{ [''] | sort(attribute='__class__.__mro__') }}",
    "globals of a function": "{{ raise_exception.__globals__ }}",
    "globals of a macro": "{% macro f() %}{% endmacro %}{{ f._func.__globals__ }}",
    "globals of a class": "{{ cycler.__init__.__globals__.os.system('touch ESCAPED') }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "self": "{{ self.__init__.__globals__ }}",
    "self of a block": "{{ self._TemplateReference__context }}",
    "loop": "{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "format": "{{ '{0.__class__.__mro__}'.format('') }}",
    "format map": "{{ '{a.__class__.__mro__}'.format_map({'a': ''}) }}",
    "format kept for later": "{% set f = '{0.__class__.__mro__}'.format %}{{ f('') }}",
    "format by attr": "{{ ('{0.__class__.__mro__}' | attr('format'))('') }}",
    "format by map": "{{ ['{0.__class__}'] | map('format', '') | list }}{{ '%(a)s' | format(a=''.__class__) }}",
    "str of a type": "{{ messages.__class__.__base__ }}",
    "generator frame": "{% set g = messages | map('upper') %}{{ g.gi_frame.f_globals }}",
    "code of a function": "{{ strftime_now.__code__.co_consts }}",
    "environment": "{{ environment.globals }}{{ messages.append.__self__ }}{{ config.os }}",
    "include": "{% include '/etc/passwd' %}",
    "import": "{% import 'os' as os %}{{ os.getcwd() }}",
    "from import": "{% from 'os' import system %}{{ system('touch ESCAPED') }}",
    "extends": "{% extends '/etc/passwd' %}",
    "do": "{% do messages.append(1) %}",
    "change of a list": "{% set x = messages.append(1) %}",
    "change of a dict": "{% set x = messages[0].update({'role': 'system'}) %}",
    "debug": "{% debug %}",
}


@pytest.mark.parametrize("source", ESCAPES.values(), ids=ESCAPES.keys())
def test_an_escape_leads_nowhere(renderer: Renderer, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = rendered(renderer, source)
    assert "<class" not in text
    assert "<module" not in text
    assert "root:" not in text
    assert "'__builtins__'" not in text
    assert text.startswith("<") or text.strip("[]'") in ("", "Undefined")
    assert list(tmp_path.iterdir()) == []
    assert renderer.pid is not None
    assert psutil.Process(renderer.pid).children() == []


OUT_OF_THE_SANDBOX = {
    "write a file": "open({path!r}, 'w').write('x')",
    "read a file": "open('/etc/hostname').read()",
    "low-level open": "os.open({path!r}, os.O_CREAT | os.O_WRONLY)",
    "make a folder": "os.mkdir({path!r})",
    "start a program": "subprocess.run(['touch', {path!r}])",
    "start by system": "os.system('touch ' + {path!r})",
    "fork": "os.fork()",
    "open a socket": "socket.socket()",
    "import": "__import__('sqlite3')",
    "load a library": "ctypes.CDLL(None)",
}


@pytest.mark.parametrize("attempt", OUT_OF_THE_SANDBOX.values(), ids=OUT_OF_THE_SANDBOX.keys())
def test_behind_the_sandbox_there_is_a_second_wall(attempt: str, tmp_path: Path) -> None:
    """Even code that got out of Jinja's sandbox, whose place is taken by the worker itself here, can do nothing."""
    target = tmp_path / "ESCAPED"
    code = (
        "import ctypes, os, socket, subprocess, sys\nfrom engine import template_worker\ntemplate_worker._shut_in()\n"
        f"try:\n    {attempt.format(path=str(target))}\n"
        "except BaseException as error:\n    os.write(1, type(error).__name__.encode())\n"
        "else:\n    os.write(1, b'done')\n"
    )
    child = psutil.Popen([sys.executable, "-c", code], stdout=-1, cwd=Path(__file__).parents[2])
    out, _ = child.communicate(timeout=60)
    assert out == b"PermissionError"
    assert not target.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of another process can be read on Linux alone")
def test_the_process_is_limited_by_the_system_too(renderer: Renderer) -> None:
    rendered(renderer, "x")
    process = psutil.Process(renderer.pid)
    assert process.rlimit(psutil.RLIMIT_NOFILE) == (3, 3)
    assert process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert 0 < process.rlimit(psutil.RLIMIT_AS)[0] < 1 << 30
    assert 0 < process.rlimit(psutil.RLIMIT_CPU)[0] < 30


def test_a_process_that_died_is_started_again(renderer: Renderer) -> None:
    rendered(renderer, "x")
    first = renderer.pid
    assert first is not None
    psutil.Process(first).kill()
    assert rendered(renderer, "{{ messages[0].role }}") == "user"
    assert renderer.pid not in (None, first)


def test_it_ends_with_whoever_started_it() -> None:
    code = (
        "from engine.template_renderer import Renderer\nr = Renderer()\nr.render('x', {})\nprint(r.pid, flush=True)\n"
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    if os.name == "nt":
        pytest.skip("there is no SIGKILL on Windows")
    parent = psutil.Popen([sys.executable, "-c", code], stdout=-1, cwd=Path(__file__).parents[2])
    out, _ = parent.communicate(timeout=60)
    for _ in range(500):
        if not psutil.pid_exists(int(out)) or psutil.Process(int(out)).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.02)
    raise AssertionError("the process of the templates is still there")


def test_without_the_limits_a_bomb_would_go_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits do the work: with ten times the time, a loop lasts ten times as long."""
    monkeypatch.setattr(template_renderer, "MAX_SECONDS", 2.5)
    with Renderer() as renderer:
        rendered(renderer, "x")
        started = time.monotonic()
        assert rendered(renderer, DEEP.replace("x", "")) == "<it takes too long>"
        assert time.monotonic() - started > 2.4


def test_what_ordinary_templates_use_is_there(renderer: Renderer) -> None:
    """Also after a bomb, and also what Jinja imports only when it is first used."""
    rendered(renderer, "{{ 'a' | indent(10000000000, true) }}")
    assert (
        rendered(renderer, "{{ 'a b c' | wordwrap(3) }}|{{ [1] | pprint }}|{{ '-' * 3 }}|{{ '%02d' % 7 }}") == "a b\nc|[1]|---|07"
    )
    source = "{% generation %}x{% endgeneration %}{% for i in [1, 2] %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}"
    assert rendered(renderer, source) == "x1"
    assert rendered(renderer, "{{ {'b': 'ä', 'a': 1} | tojson(sort_keys=true, ensure_ascii=true) }}") == '{"a": 1, "b": "\\u00e4"}'
    assert rendered(renderer, "{{ ('[1]' | from_json)[0] }}{{ tools is defined }}{{ functions is defined }}") == "1FalseFalse"
    assert rendered(renderer, "{{ raise_exception('Not so') }}") == "<Not so>"
    assert rendered(renderer, "{{ strftime_now('%Y') }}").isdigit()
    assert rendered(renderer, "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}") == "<it calls itself without end>"
    assert rendered(renderer, "{% if %}").startswith("<line 1: ")


def test_memory_is_watched_from_outside_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system cannot limit it from within."""
    monkeypatch.setattr(template_renderer, "MAX_BYTES", 1 << 20)
    with Renderer() as renderer:
        assert rendered(renderer, DEEP.replace("x", "")) == "<it takes too much memory>"


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be held up on Windows")
def test_a_process_that_does_nothing_at_all_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_renderer, "MAX_WAIT_SECONDS", 0.5)
    with Renderer() as renderer:
        rendered(renderer, "x")
        psutil.Process(renderer.pid).suspend()
        assert rendered(renderer, "x") == "<it takes too long>"
        assert rendered(renderer, "x") == "x"


@pytest.mark.parametrize("command", [["/nowhere/at-all"], [sys.executable, "-c", "raise SystemExit(3)"]])
def test_a_program_that_cannot_run_is_a_sentence(command: list[str], tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_renderer, "_command", lambda: (command, dict(os.environ)))
    words = r"Chat templates do not run on this computer \(.*\); install Keel again\."
    with Renderer() as renderer, Model(tiny_model) as model, pytest.raises(TemplateError, match=words):
        ChatTemplate(model, None, renderer=renderer)


def test_threads_share_one_process(renderer: Renderer) -> None:
    found: list[str] = []
    counter = itertools.count()
    work = [threading.Thread(target=lambda: found.append(rendered(renderer, f"{next(counter)}"))) for _ in range(20)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert sorted(map(int, found)) == list(range(20))
