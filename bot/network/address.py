"""The last part of an address that nobody can guess: whoever has it may read.

HMAC-SHA256 of its kind, its network and how many times it was renewed, so that one which got about
is changed without another's being touched, and nothing secret is kept in the database.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from enum import Enum

_BYTES = 20
"""160 bits: 32 letters and digits exactly."""

PATTERN = "[a-z2-7]{32}"
"""What every token looks like; a network's slug could too, and is not one."""


class AddressKind(Enum):
    """What is read at an address; the value is part of its token, and must never change."""

    CALENDAR = "calendar"
    VEILLE = "veille"
    LETTER = "letter"
    DRAFT = "letter draft"
    REPORT = "report"
    BELT = "belt"

    @property
    def counter(self) -> str:
        """The counter, one a network, that renews the address when it moves on."""
        return self.value

    def path(self, last: str) -> str:
        """Return the address's path below the public one, by its last part."""
        return {
            AddressKind.CALENDAR: f"/calendrier/{last}.ics",
            AddressKind.VEILLE: f"/veille/{last}",
            AddressKind.LETTER: f"/lettre/{last}",
            AddressKind.DRAFT: f"/lettre/apercu/{last}",
            AddressKind.REPORT: f"/bilan/{last}",
            AddressKind.BELT: f"/transmis/{last}",
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

    def address(self, kind: AddressKind, network: str, renewed: int | None) -> str:
        """Return where something of a network's is read, "" when nothing can reach us.

        `renewed` is how many times its address was; None is where anyone may guess it.
        """
        if not self._public:
            return ""
        last = network if renewed is None else self.token(kind, network, renewed)
        return self.place(kind, last)

    def token(self, kind: AddressKind, network: str, renewed: int = 0) -> str:
        """Return 32 small letters and digits; `renewed` is what the network's counter says."""
        told = f"{kind.value}.{network}.{renewed}".encode()
        digest = hmac.digest(self._key, told, "sha256")[:_BYTES]
        return base64.b32encode(digest).decode().lower()

    def network_of(self, kind: AddressKind, token: str, renewed: Mapping[str, int]) -> str | None:
        """Return the network that a token is of, as quickly whichever it is, None for no one's.

        `renewed` has every network and its counter.
        """
        found = None
        for network, times in renewed.items():
            if hmac.compare_digest(token.encode(), self.token(kind, network, times).encode()):
                found = network
        return found
