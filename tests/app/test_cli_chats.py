"""`keel chats` in a process of its own."""

from __future__ import annotations

import json

import pytest

from app.conversations.store import Store
from tests.app.cli_process import keel, one_sentence

TURNS = [{"role": "user", "content": "How deep is the sea?"}, {"role": "assistant", "content": "Deep."}]


@pytest.fixture
def chats(tmp_path):
    def run(*arguments):
        return keel("chats", *arguments, "--data-dir", str(tmp_path / "data"), home=tmp_path)

    return run


def test_import_list_and_export(chats, tmp_path):
    (tmp_path / "in.json").write_text(json.dumps([TURNS, [*TURNS, {"role": "tool", "content": "x"}]]))
    (tmp_path / "bad.json").write_text("Dear diary")
    result = chats("import", "in.json", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "files": [{"file": "in.json", "form": "transcript", "chats": [1, 2], "messages": 4, "left_out": {"tool_messages": 1}}]
    }
    again = chats("import", "bad.json", "in.json")
    assert again.returncode == 2
    assert one_sentence(again.stderr)
    assert again.stdout.splitlines() == [
        "2 chats with 4 messages were imported from in.json.",
        "  Not taken: Messages to and from tools: 1",
    ]
    listed = json.loads(chats("list", "--json").stdout)["chats"]
    assert sorted(chat["id"] for chat in listed) == [1, 2, 3, 4]
    assert {chat["title"] for chat in listed} == {"How deep is the sea?"}
    assert len(chats("list").stdout.splitlines()) == 4
    done = chats("export", "2", "1", "--to", "out.html")
    assert (done.returncode, done.stdout) == (0, f"2 chats were written to {tmp_path / 'out.html'}.\n")
    assert (tmp_path / "out.html").read_text().count("<article") == 2
    everything = json.loads(chats("export", "--all").stdout)
    assert len(everything["chats"]) == 4
    assert everything["keel"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("export",),
        ("export", "1", "--all"),
        ("export", "99", "--to", "out.md"),
        ("export", "--all", "--to", "out.txt"),
        ("export", "--all", "--to", "nowhere/out.md"),
        ("import", "missing.json"),
        ("delete",),
    ],
)
def test_what_has_to_be_put_right_is_one_sentence(chats, tmp_path, arguments):
    store = Store(tmp_path / "chats.db")
    store.close()
    result = chats(*arguments)
    assert result.returncode == 2
    assert one_sentence(result.stderr)
    assert result.stdout == ""
    assert not list(tmp_path.glob("out.*"))
