"""The last part of an address that nobody can guess: whoever has it may read.

HMAC-SHA256 of its kind, its network and how many times it was renewed, so that one which got about
is changed without another's being touched, and nothing secret is kept in the database. What only
coordinators may read is made with their ids too: whoever coordinates no longer reads it no longer.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection, Mapping
from enum import Enum

_BYTES = 20
"""160 bits: 32 letters and digits exactly."""

PATTERN = "[a-z2-7]{32}"
"""What every token looks like; a network's slug could too, and is not one."""

Version = str | int
"""What an address is made with: how many times it was renewed, or see `AddressKind.version`."""


class AddressKind(Enum):
    """What is read at an address; the value is part of its token, and must never change.

    It names the counter too, one a network, that renews the address when it moves on.
    """

    CALENDAR = "calendar"
    VEILLE = "veille"
    LETTER = "letter"
    DRAFT = "letter draft"
    REPORT = "report"

    def version(self, renewed: int, coordinators: Collection[str]) -> Version:
        """Return what an address is made with today; only coordinators are told the reserved ones.

        >>> AddressKind.DRAFT.version(2, {"zoe", "amina"})
        '2.amina.zoe'
        """
        reserved = self is AddressKind.DRAFT
        return ".".join((str(renewed), *sorted(coordinators))) if reserved else renewed

    def path(self, last: str) -> str:
        """Return the address's path below the public one, by its last part."""
        return {
            AddressKind.CALENDAR: f"/calendrier/{last}.ics",
            AddressKind.VEILLE: f"/veille/{last}",
            AddressKind.LETTER: f"/lettre/{last}",
            AddressKind.DRAFT: f"/lettre/apercu/{last}",
            AddressKind.REPORT: f"/bilan/{last}",
        }[self]


class Addresses:
    """Makes and recognises the tokens, with the configuration's secret as its `key`.

    `public` is our public address, "" without one.
    """

    def __init__(self, key: bytes, public: str = "") -> None:
        self._key = key
        self._public = public.rstrip("/")

    def place(self, kind: AddressKind, last: str) -> str:
        """Return the whole address that ends in `last`; without a public one, its path."""
        return f"{self._public}{kind.path(last)}"

    def address(self, kind: AddressKind, network: str, version: Version | None) -> str:
        """Return where something of a network's is read, "" when nothing can reach us.

        `version` is what its address is made with today; None is where anyone may guess it.
        """
        if not self._public:
            return ""
        last = network if version is None else self.token(kind, network, version)
        return self.place(kind, last)

    def token(self, kind: AddressKind, network: str, version: Version = 0) -> str:
        """Return 32 small letters and digits; `version` is what `AddressKind.version` says."""
        told = f"{kind.value}.{network}.{version}".encode()
        digest = hmac.digest(self._key, told, "sha256")[:_BYTES]
        return base64.b32encode(digest).decode().lower()

    def network_of(
        self, kind: AddressKind, token: str, versions: Mapping[str, Version]
    ) -> str | None:
        """Return the network that a token is of, as quickly whichever it is, None for no one's.

        `versions` has every network's.
        """
        found = None
        for network, version in versions.items():
            if hmac.compare_digest(token.encode(), self.token(kind, network, version).encode()):
                found = network
        return found
