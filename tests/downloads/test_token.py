"""The access token: kept by the keyring, shown to the hub alone, and only where the hub refuses without it."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from app.downloads import token as tokens
from app.downloads.problem import DownloadProblem
from app.downloads.worker import Job
from app.problems import UserError
from tests.downloads.file_keyring import FileKeyring
from tests.downloads.hub_server import QUICK, status

SECRET = "hf_notARealTokenButLongEnough"


@pytest.fixture
def ring(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEL_TEST_KEYRING", str(tmp_path / "ring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    yield tmp_path / "ring.json"
    keyring.set_keyring(before)


def test_a_token_is_kept_and_forgotten(ring):
    assert tokens.keyring_available()
    assert tokens.get_token() is None
    tokens.set_token(f"  {SECRET}\n")
    assert tokens.get_token() == SECRET
    tokens.delete_token()
    assert tokens.get_token() is None
    tokens.delete_token()


@pytest.mark.parametrize("text", ["", "   ", "two words", "line\nbreak", "ümlaut", "x" * 600, "\x00"])
def test_what_is_no_token_is_not_kept(ring, text):
    with pytest.raises(UserError, match="not an access token"):
        tokens.set_token(text)
    assert not ring.exists()


def test_without_a_keyring_there_is_a_sentence_and_no_token(monkeypatch):
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        assert not tokens.keyring_available()
        assert tokens.get_token() is None
        with pytest.raises(UserError, match="password store") as caught:
            tokens.set_token(SECRET)
        assert SECRET not in caught.value.sentence
    finally:
        keyring.set_keyring(before)


def test_a_hub_that_asks_for_nothing_never_sees_the_token(ring, world, fetch):
    tokens.set_token(SECRET)
    fetch()
    assert all("Authorization" not in each.headers for each in world.asked)


def test_the_token_is_shown_to_the_hub_and_to_nobody_else(ring, world, wanted, fetch, tmp_path, caplog):
    caplog.set_level("DEBUG")
    tokens.set_token(SECRET)
    world.token = SECRET
    path = fetch()
    assert path.read_bytes() == world.content
    shown = [each.headers.get("Authorization") for each in world.asked]
    assert shown == [None, f"Bearer {SECRET}", f"Bearer {SECRET}", None]
    assert [each.side for each in world.asked] == ["hub", "hub", "hub", "store"]
    assert SECRET not in caplog.text
    ring.unlink()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def test_a_token_that_the_hub_does_not_take_is_said(ring, world, fetch):
    tokens.set_token(SECRET)
    world.hub.extend([status(401), status(401)])
    with pytest.raises(DownloadProblem, match="with the access token that Keel has") as caught:
        fetch()
    assert SECRET not in caught.value.sentence
    assert len(world.asked) == 2


def test_the_token_does_not_follow_a_redirect_to_another_port(ring, world, wanted, tmp_path):
    tokens.set_token(SECRET)
    world.hub.append(status(401))
    world.hub.append(status(307, Location=world.store_base + "/elsewhere"))
    with pytest.raises(DownloadProblem):
        Job(wanted, tmp_path, world.address, QUICK, lambda _: None).run()
    assert all("Authorization" not in each.headers for each in world.to("store", "HEAD") + world.to("store"))


def test_passwords_of_other_programs_are_not_used(world, fetch, tmp_path, monkeypatch):
    """Other programs keep theirs in ~/.netrc."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1\nlogin someone\npassword secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    fetch()
    assert all("Authorization" not in each.headers for each in world.asked)
