"""`keel model download` and `keel network` as a terminal runs them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from app.cli import model_download, network
from app.downloads.ledger import LEDGER_NAME, Ledger
from app.problems import UserError
from tests.app.cli_process import ROOT, environment, keel, one_sentence
from tests.downloads.hub_server import FILE, QUICK, REPOSITORY, status

CODE = """\
import sys
from app.cli.model_download import run
from app.downloads.hub import Hub
from app.downloads.pace import Pace
base, hosts, *rest = sys.argv[1:]
sys.exit(run(rest, hub=Hub(base, tuple(hosts.split(",")), plain_http=True), pace=Pace(tell_every=0.05)))
"""


def started(world, home, *arguments):
    hosts = ",".join(world.address.hosts)
    command = [sys.executable, "-P", "-c", CODE, world.hub_base, hosts, "--data-dir", str(home / "data"), *arguments]
    return subprocess.Popen(
        command,
        env=environment(home),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_download_prints_where_the_file_is(world, tmp_path, capsys):
    arguments = [REPOSITORY, FILE, "--data-dir", str(tmp_path)]
    assert model_download.run(arguments, hub=world.address, pace=QUICK) == 0
    path = tmp_path / "models" / "keel-tests__small-model" / FILE
    assert capsys.readouterr().out == f"{path}\n"
    assert path.read_bytes() == world.content
    assert model_download.run([*arguments, "--json"], hub=world.address, pace=QUICK) == 0
    assert json.loads(capsys.readouterr().out) == {
        "repository": REPOSITORY,
        "files": [{"path": str(path), "bytes": len(world.content)}],
    }


def test_a_refusal_is_one_sentence(world, tmp_path):
    world.hub.append(status(404))
    with pytest.raises(UserError, match="has no file"):
        model_download.run([REPOSITORY, FILE, "--data-dir", str(tmp_path)], hub=world.address, pace=QUICK)


def test_ctrl_c_keeps_what_has_arrived_and_the_same_command_goes_on(world, tmp_path):
    world.pause = 0.05
    child = started(world, tmp_path, REPOSITORY, FILE)
    part = tmp_path / "data" / "models" / "keel-tests__small-model" / f"{FILE}.part"
    until = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > 500_000) and time.monotonic() < until:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    begun = time.monotonic()
    out, error = child.communicate(timeout=30)
    assert (child.returncode, out) == (130, "")
    assert one_sentence(error), error
    assert time.monotonic() - begun < 3
    assert 500_000 < part.stat().st_size < len(world.content)
    world.pause = 0.0
    again = started(world, tmp_path, REPOSITORY, FILE)
    out, error = again.communicate(timeout=60)
    assert (again.returncode, error) == (0, "")
    assert part.with_name(FILE).read_bytes() == world.content
    assert world.to("store")[-1].headers["Range"].startswith("bytes=")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("no-owner", "x.gguf"), "owner/name"),
        (("a/b", "x.bin"), ".gguf"),
        (("a/b", "../x.gguf"), "not the name"),
        (("../b", "x.gguf"), "repository"),
        (("a/b",), "not understood"),
    ],
)
def test_a_name_that_is_none_contacts_nobody(tmp_path, arguments, word):
    done = keel("model", "download", *arguments, "--data-dir", str(tmp_path / "data"), home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert one_sentence(done.stderr), done.stderr
    assert word in done.stderr
    assert not (tmp_path / "data" / LEDGER_NAME).exists()


def test_the_list_of_connections_is_empty_until_something_is_asked_for(tmp_path):
    done = keel("network", "--data-dir", str(tmp_path), home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Keel has not connected to anything.\n", "")
    done = keel("network", "--json", "--data-dir", str(tmp_path), home=tmp_path)
    assert json.loads(done.stdout) == {"connections": []}


def test_the_list_of_connections_names_each(world, tmp_path, capsys):
    model_download.run([REPOSITORY, FILE, "--data-dir", str(tmp_path)], hub=world.address, pace=QUICK)
    capsys.readouterr()
    assert network.run(["--data-dir", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert f"Ask about {REPOSITORY}/{FILE}" in lines[0]
    assert world.hub_base.removeprefix("http://") in lines[0]
    assert "sent on" in lines[1]
    assert world.store_base.removeprefix("http://") in lines[2]
    assert "signature" not in "".join(lines)
    assert network.run(["--json", "--data-dir", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)["connections"]
    assert told[2]["received"] > len(world.content)
    assert told[2]["outcome"] == "200"


def test_the_list_of_connections_can_be_cleared(tmp_path, capsys):
    Ledger(tmp_path / LEDGER_NAME).opened("huggingface.co", "a test").ended(1, 2, "200")
    assert network.run(["--clear", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Keel has not connected to anything since this list was cleared.\n"
    assert (tmp_path / LEDGER_NAME).read_bytes() == b""


def test_a_list_that_cannot_be_read_is_one_sentence(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / LEDGER_NAME).mkdir()
    done = keel("network", "--data-dir", str(tmp_path / "data"), home=tmp_path)
    assert done.returncode == 2
    assert one_sentence(done.stderr), done.stderr
