"""`keel bench`: measurements on the shipped model, made by the engine's own bench in a process of its own."""

from __future__ import annotations

import signal
import subprocess

from app import paths
from app.problems import UserError

_HELP = """usage: keel bench drift|speed|latency|extraction|start|window|ui [--quick] [--json] [--model FILE] ...
       keel bench make-model --shape NAME --out FILE [--layers N] [--type Q8_0|F16|F32] [--seed N] ...

drift       on held-out conversations, how often the model drifts without a cap, under the cap, under a random direction of the
            same strength and under additive steering, and what each costs in capability; --quick takes a small sample
            (under a minute on 2 cores)
speed       how fast replies are with readings and the cap, against bare llama.cpp on the same weights
latency     how soon the first token comes late in a long chat, and after coming back to it, against the new tokens alone
extraction  how fast an axis is made with replies generated together, against one at a time
start       how soon the window and the first token are there, and what memory both processes take at rest
window      how fast replies are through the window, idle and while it is scrolled, against llama-cpp-python's own chat
ui          how long the person waits for the window: long chats, text that streams in, typing and searching
make-model  a model of a real shape with random weights, to measure on

keel bench drift --help and so on list every option.
"""
MEASUREMENTS = ("drift", "speed", "latency", "extraction")
WINDOW_MEASUREMENTS = ("start", "window")
OTHERS = (*WINDOW_MEASUREMENTS, "ui", "make-model")


def run(argv: list[str]) -> int:
    """Run `keel bench` with its arguments: the child's output and exit code are passed on as they are."""
    if argv[:1] in ([], ["-h"], ["--help"]):
        print(_HELP, end="")
        return 0
    if argv[0] not in MEASUREMENTS + OTHERS:
        raise UserError(f"There is no measurement called {argv[0]!r}", "", f"there are {', '.join(MEASUREMENTS + OTHERS)}")
    if argv[0] in MEASUREMENTS and not any(_gives(argv, option) for option in ("--model", "--help", "-h")):
        _require_demo_files()
    if argv[0] in WINDOW_MEASUREMENTS:
        from app.bench_window import command as window_bench

        return window_bench.run(argv[0], argv[1:])
    if argv[0] == "ui":
        from app.bench_ui import command as ui_bench

        return ui_bench.run(argv[1:])
    command, environment = paths.module_command("engine.bench", *argv)
    with subprocess.Popen(command, env=environment) as child:
        return wait(child)


def _gives(argv: list[str], option: str) -> bool:
    return any(argument == option or argument.startswith(f"{option}=") for argument in argv)


def _require_demo_files() -> None:
    for path in (paths.DEMO_MODEL, paths.DEMO_AXIS):
        if not path.is_file():
            raise UserError(f"{path.name} is missing from this installation", "there is nothing to measure", "install Keel again")


def wait(child: subprocess.Popen[bytes]) -> int:
    """Wait for the child; Ctrl+C reaches it directly, so it only has to be given the time to end."""
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:
            continue
        # A child that a signal ended has a negative code; a shell would show it like this.
        return 128 + signal.Signals(-code).value if code < 0 else code
