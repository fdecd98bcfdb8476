"""Which addresses may be fetched: people type them, and our server can see inside its network.

Names are not trusted: the check that counts is made on the address that a socket is about to
connect to, at each hop, so that a name which answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult

from bot.veille.link import literal, split

PORTS = frozenset({80, 443, 8080, 8443})
"""Where public web sites listen; others are asked for to reach something else."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
_ALSO_INTERNAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carrier-grade NAT
        "168.63.129.16/32",  # Azure's host, seen from its machines
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "2001::/23",  # Teredo and other protocols' own
        "2001:db8::/32",
        "2002::/16",  # 6to4: any IPv4 address inside
        "3fff::/20",
    )
)


class BadAddressError(ValueError):
    """An address with an odd scheme, credentials, an odd port, or no host."""


class InternalAddressError(OSError):
    """A connection to the inside of the network was refused. One text for all, on purpose:
    aiohttp keeps the type of the error only if every address of a host fails alike.
    """  # noqa: D205

    def __init__(self) -> None:
        super().__init__("the address is internal")


class Guard:
    """The rule of what may be reached, with its exceptions.

    `allowed` names hosts (`intranet.example.fr`), addresses or networks (`10.1.2.0/24`) of the
    organisation's own servers: those may be internal, on any port.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._hosts: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for entry in allowed:
            try:
                self._networks.append(ipaddress.ip_network(entry.strip()))
            except ValueError:
                self._hosts.add(entry.strip().lower().rstrip("."))

    def check_url(self, url: str) -> SplitResult:
        """Refuse what can be refused before any connection.

        Raises BadAddressError or InternalAddressError.
        """
        parts = split(url)
        if parts is None:
            raise BadAddressError("not an address")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadAddressError(f"scheme {parts.scheme[:20]!r}, host {parts.hostname!r}")
        if parts.username is not None or parts.password is not None:
            raise BadAddressError("the address carries credentials")
        address = literal(parts.hostname)
        if address is not None:
            self.check_address(address)
        if parts.port not in {None, *PORTS} and not self._allows(parts.hostname, address):
            raise BadAddressError(f"port {parts.port}")
        return parts

    def check_address(self, address: _Address) -> None:
        """Raise InternalAddressError unless the address is public, or allowed."""
        if not is_public(address) and not self._allows_address(address):
            raise InternalAddressError

    def trusts(self, host: str) -> bool:
        """Tell whether a host is allowed by its name, wherever this name leads."""
        return host.lower().rstrip(".") in self._hosts

    def open_socket(self, target: tuple[Any, ...]) -> socket.socket:
        """Make the socket that is about to connect to `target` (getaddrinfo's five values).

        For aiohttp's `socket_factory`. Raises InternalAddressError.
        """
        family, kind, protocol, _, where = target
        self.check_address(ipaddress.ip_address(str(where[0]).partition("%")[0]))
        return socket.socket(family=family, type=kind, proto=protocol)

    def _allows(self, host: str, address: _Address | None) -> bool:
        return self.trusts(host) or (address is not None and self._allows_address(address))

    def _allows_address(self, address: _Address) -> bool:
        inner = _inner(address)
        return any(inner in network for network in self._networks)


def is_public(address: _Address) -> bool:
    """Tell whether an address belongs to the public internet, seen through its IPv6 disguises."""
    address = _inner(address)
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_V6:
        return False
    if any(address in network for network in _ALSO_INTERNAL):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: _Address) -> _Address:
    """Undo the two notations that lead to an IPv4 address: mapped, and NAT64's."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
