from __future__ import annotations

import ipaddress
import socket

import pytest

from bot.veille.fetching.guard import BadAddressError, Guard, InternalAddressError, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 - to be refused
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "168.63.129.16",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_the_inside_of_networks_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2a01:e0a::1", "::ffff:93.184.216.34", "64:ff9b::93.184.216.34"]
)
def test_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://ville.example/flux",
        "file:///etc/passwd",
        "gopher://ville.example/",
        "//ville.example/flux",
        "ville.example/flux",
        "http://",
        "http://amina:secret@ville.example/",
        "http://ville.example@127.0.0.1/",
        "http://ville.example:22/",
        "http://ville.example:99999/",
        "http://[::1/",
        "",
    ],
)
def test_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadAddressError):
        Guard().check_url(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "https://[::1]:8443/", "http://[fe80::1%25a]/"]
)
def test_literal_internal_addresses_are_refused_before_any_connection(url: str) -> None:
    with pytest.raises(InternalAddressError):
        Guard().check_url(url)


def test_public_addresses_on_web_ports_pass() -> None:
    for url in ("https://ville.example/flux?a=1", "http://ville.example:8080/", "http://1.1.1.1/"):
        assert Guard().check_url(url).hostname


def test_a_network_may_be_allowed() -> None:
    guard = Guard(["10.1.0.0/16", "::1"])

    guard.check_url("http://10.1.2.3:9000/flux")
    guard.check_url("http://[::1]:9000/flux")
    guard.check_address(ipaddress.ip_address("::ffff:10.1.2.3"))
    with pytest.raises(InternalAddressError):
        guard.check_url("http://10.2.0.1/flux")


def test_a_host_may_be_allowed_by_name() -> None:
    guard = Guard(["Intranet.example."])

    assert guard.trusts("intranet.EXAMPLE")
    guard.check_url("http://intranet.example:9000/flux")
    with pytest.raises(BadAddressError):
        guard.check_url("http://autre.example:9000/flux")


def test_the_check_is_made_on_the_address_that_a_socket_connects_to() -> None:
    stream = (socket.SOCK_STREAM, socket.IPPROTO_TCP, "")

    with pytest.raises(InternalAddressError):
        Guard().open_socket((socket.AF_INET, *stream, ("192.168.0.1", 80)))
    with pytest.raises(InternalAddressError):
        Guard().open_socket((socket.AF_INET6, *stream, ("fe80::1%eth0", 80, 0, 2)))
    Guard().open_socket((socket.AF_INET, *stream, ("93.184.216.34", 80))).close()
