"""Encryption and proxies: certificates are checked, and the proxy of the surroundings is used."""

from __future__ import annotations

import dataclasses
import socket
import threading

import pytest
import trustme

from app.downloads.hub import Hub
from app.downloads.problem import DownloadProblem
from app.downloads.worker import Job
from tests.downloads.hub_server import QUICK, World, sends_to, serving, some_bytes


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def secure(authority, tmp_path):
    """A hub that speaks TLS, with a certificate of an authority that only those know who are told."""
    leaf = tmp_path / "leaf.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(leaf))
    with serving(World(some_bytes(1_200_000)), leaf) as world:
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        world.authorities = str(tmp_path / "authority.pem")
        yield world


def test_a_file_arrives_over_tls(secure, wanted, tmp_path):
    assert secure.hub_base.startswith("https://")
    assert not secure.address.plain_http
    path = Job(wanted, tmp_path, secure.address, QUICK, lambda _: None).run()
    assert path.read_bytes() == secure.content


def test_a_certificate_nobody_vouches_for_ends_the_download_at_once(secure, wanted, tmp_path, ledger):
    hub = dataclasses.replace(secure.address, authorities="")
    with pytest.raises(DownloadProblem, match="not safe: its certificate is not valid"):
        Job(wanted, tmp_path, hub, QUICK, lambda _: None).run()
    assert secure.asked == []
    assert [each.outcome for each in ledger.entries()] == ["certificate not valid"]


def test_a_certificate_for_another_name_ends_the_download(authority, wanted, tmp_path):
    leaf = tmp_path / "leaf.pem"
    authority.issue_cert("other.example").private_key_and_cert_chain_pem.write_to_path(str(leaf))
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    with serving(World(some_bytes(10_000)), leaf) as world:
        world.authorities = str(tmp_path / "authority.pem")
        with pytest.raises(DownloadProblem, match="certificate"):
            Job(wanted, tmp_path, world.address, QUICK, lambda _: None).run()
        assert world.asked == []


def test_a_redirect_from_tls_to_plain_is_not_taken(secure, wanted, tmp_path):
    with serving(World(some_bytes(1_200_000))) as plain:
        hub = dataclasses.replace(secure.address, hosts=(*secure.address.hosts, *plain.address.hosts))
        secure.hub.append(sends_to(plain.store_base + "/x"))
        with pytest.raises(DownloadProblem, match="without encryption"):
            Job(wanted, tmp_path, hub, QUICK, lambda _: None).run()
        assert plain.asked == []


def test_a_cut_within_tls_is_gone_on_with(secure, wanted, tmp_path):
    def cut(handler):
        handler.head(200, {"ETag": secure.etag, "Content-Length": str(len(secure.content))})
        handler.pour(secure.content[:700_000])
        handler.connection.unwrap = None
        handler.close_connection = True
        socket.socket.close(handler.connection)

    secure.store.append(cut)
    path = Job(wanted, tmp_path, secure.address, QUICK, lambda _: None).run()
    assert path.read_bytes() == secure.content
    assert secure.to("store")[1].headers["Range"].startswith("bytes=")


class Proxy:
    """A proxy that forwards whatever it is asked for to one place, and remembers what that was."""

    def __init__(self, target):
        self.target, self.asked = target, []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(client,), daemon=True).start()

    def _handle(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(1)
        line = head.split(b"\r\n")[0].decode()
        self.asked.append(line)
        if self.target is None:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            client.close()
            return
        there = socket.create_connection(self.target)
        if line.startswith("CONNECT"):
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            method, url, _ = line.split(" ")
            path = "/" + url.split("/", 3)[3]
            there.sendall(head.replace(f"{method} {url} ".encode(), f"{method} {path} ".encode(), 1))
        back = threading.Thread(target=self._pump, args=(there, client), daemon=True)
        back.start()
        self._pump(client, there)

    @staticmethod
    def _pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def where(base):
    host, port = base.rpartition("/")[2].split(":")
    return host, int(port)


@pytest.mark.filterwarnings("ignore:unclosed <socket")
def test_the_proxy_of_the_surroundings_is_used(world, wanted, tmp_path, ledger, monkeypatch):
    """Names that exist nowhere are reached, because the proxy is the one that looks them up."""
    world.hub_base, proxy = "http://hub.test", Proxy(where(world.hub_base))
    monkeypatch.setenv("http_proxy", f"http://someone:secret@{proxy.address}")
    hub = Hub("http://hub.test", ("hub.test",), plain_http=True)
    world.store_base = "http://hub.test"
    world.hub.extend([_facts_here, _store_here])
    path = Job(wanted, tmp_path, hub, QUICK, lambda _: None).run()
    assert path.read_bytes() == world.content
    assert [line.split(" ")[1].split("/")[2] for line in proxy.asked] == ["hub.test"] * 2
    assert {(each.host, each.via) for each in ledger.entries()} == {("hub.test", proxy.address)}
    assert "secret" not in ledger.path.read_text()
    proxy.server.close()


def _facts_here(handler):
    from tests.downloads.hub_server import facts

    handler.head(200, {**facts(handler.world), "Content-Length": "0"})


def _store_here(handler):
    from tests.downloads.hub_server import as_store

    as_store(handler)


@pytest.mark.filterwarnings("ignore:unclosed <socket")
def test_tls_goes_through_the_proxy_unread(authority, wanted, tmp_path, ledger, monkeypatch):
    leaf, trusted = tmp_path / "leaf.pem", tmp_path / "authority.pem"
    authority.issue_cert("hub.test").private_key_and_cert_chain_pem.write_to_path(str(leaf))
    authority.cert_pem.write_to_path(str(trusted))
    with serving(World(some_bytes(400_000)), leaf) as world:
        proxy = Proxy(where(world.hub_base))
        monkeypatch.setenv("https_proxy", f"http://{proxy.address}")
        world.hub.extend([_facts_here, _store_here])
        hub = Hub("https://hub.test", ("hub.test",), authorities=str(trusted))
        path = Job(wanted, tmp_path, hub, QUICK, lambda _: None).run()
        assert path.read_bytes() == world.content
        assert {line.rpartition(" ")[0] for line in proxy.asked} == {"CONNECT hub.test:443"}
        proxy.server.close()


def test_a_proxy_that_refuses_is_named(world, wanted, tmp_path, monkeypatch):
    proxy = Proxy(None)
    monkeypatch.setenv("https_proxy", f"http://someone:secret@{proxy.address}")
    with pytest.raises(DownloadProblem, match="proxy settings") as caught:
        Job(wanted, tmp_path, Hub(), QUICK, lambda _: None).run()
    assert proxy.address in caught.value.sentence
    assert "secret" not in caught.value.sentence
    assert proxy.asked
    assert all(line.startswith("CONNECT huggingface.co:443") for line in proxy.asked)
    proxy.server.close()


@pytest.mark.parametrize("proxy", ["http://[::1", "nonsense://x:1", "socks5h://127.0.0.1:1", "http://127.0.0.1:1"])
def test_proxy_settings_that_lead_nowhere_end_in_a_sentence(wanted, tmp_path, monkeypatch, proxy):
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(DownloadProblem) as caught:
        Job(wanted, tmp_path, Hub(), QUICK, lambda _: None).run()
    assert caught.value.sentence.endswith(".")


def test_certificates_that_are_named_but_not_there_end_in_a_sentence(secure, wanted, tmp_path, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    hub = dataclasses.replace(secure.address, authorities="")
    with pytest.raises(DownloadProblem, match="settings for the network"):
        Job(wanted, tmp_path, hub, QUICK, lambda _: None).run()


def test_the_authorities_of_the_surroundings_count(secure, wanted, tmp_path, monkeypatch):
    """Where an employer has an authority of its own, this is how programs are told."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure.authorities)
    hub = dataclasses.replace(secure.address, authorities="")
    assert Job(wanted, tmp_path, hub, QUICK, lambda _: None).run().read_bytes() == secure.content
