"""The last part of a calendar's address, which nobody can guess: whoever has it may read.

HMAC-SHA256 of the network and of how many times its address was renewed, so that one which got
about is changed without another's being touched, and nothing secret is kept in the database.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping

COUNTER = "calendar"
"""The counter, one a network, that renews its address when it moves on."""

_BYTES = 20
"""160 bits: 32 letters and digits exactly."""


class CalendarAddresses:
    """Makes and recognises the tokens, with the configuration's secret as its `key`."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, network: str, renewed: int = 0) -> str:
        """Return 32 small letters and digits; `renewed` is what the network's counter says."""
        told = f"calendar.{network}.{renewed}".encode()
        digest = hmac.digest(self._key, told, "sha256")[:_BYTES]
        return base64.b32encode(digest).decode().lower()

    def network_of(self, token: str, renewed: Mapping[str, int]) -> str | None:
        """Return the network that a token is of, as quickly whichever it is, None for no one's.

        `renewed` has every network and its counter.
        """
        found = None
        for network, times in renewed.items():
            if hmac.compare_digest(token.encode(), self.token(network, times).encode()):
                found = network
        return found
