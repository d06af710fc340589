"""Only private addresses of this machine are listened on."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from unweary.interfaces import network
from unweary.interfaces.network import Place, at_home, home_place, listen, this_machine
from unweary.vocab.errors import UserError


@pytest.mark.parametrize("address", ["192.168.1.7", "10.0.0.2", "172.16.0.1", "172.31.255.254", "fd00::7", "127.0.0.2"])
def test_what_routers_give_out_at_home_is_taken(address):
    assert at_home(ipaddress.ip_address(address))
    assert home_place(address) == Place(address, address)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "::", "8.8.8.8", "172.32.0.1", "192.169.0.1", "100.64.0.1", "169.254.1.1", "2001:db8::1"),
        *("fe80::1", "224.0.0.1", "255.255.255.255", "127.0.0.1", "::1", "::ffff:8.8.8.8"),
        *("", "no-such-name.invalid", "x" * 300),
    ],
)
def test_every_other_address_is_refused(address):
    with pytest.raises(UserError) as refused:
        home_place(address)
    assert refused.value.code == "address"


def test_a_name_stands_in_the_url_and_its_address_is_listened_on(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.7", 0))]
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda *_, **__: found)
    assert home_place("Laptop.fritz.box") == Place("laptop.fritz.box", "192.168.1.7")


def test_a_machine_without_a_home_network_is_told_so(monkeypatch):
    class Nowhere:
        def __enter__(self):
            raise OSError("Network is unreachable")

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(network.socket, "socket", lambda *_: Nowhere())
    with pytest.raises(UserError) as refused:
        home_place()
    assert refused.value.code == "no_home_network"


@pytest.mark.parametrize("said", ["8.8.8.8", "127.0.0.1", "169.254.7.7"])
def test_a_machine_that_is_only_in_other_networks_is_told_so_too(monkeypatch, said):
    class Leads:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def connect(self, _):
            return None

        def getsockname(self):
            return said, 9

    monkeypatch.setattr(network.socket, "socket", lambda *_: Leads())
    with pytest.raises(UserError):
        home_place()


def test_this_machine_alone_is_the_usual_place():
    assert this_machine("localhost") == Place("127.0.0.1", "127.0.0.1")
    with pytest.raises(UserError):
        this_machine("127.0.0.2")


def test_answers_are_not_held_back_by_the_network(monkeypatch):
    """asyncio switches Nagle's delay off only where the protocol is named; with it on an answer takes 40 ms longer."""
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
        assert listening.getsockname()[0] == "127.0.0.1"
