"""What we hand out and get back: signed, because anyone can make the server send us anything.

A ticket says which route, with which argument, in which network of which server, for whom when it
is for one person, until when, and which message it is about; and in which generation of the
database it was made, and when. HMAC-SHA256 over its JSON; compared in constant time.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.core.generation import GenerationMark, Generations, moment


class ForgedError(Exception):
    """Not signed by us, altered, or for someone else."""


class ExpiredError(Exception):
    """Signed by us, too long ago; `ticket` may do nothing any more, and tells whose it was."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"expired {ticket.expires:%Y-%m-%d}")
        self.ticket = ticket


class UnheldError(Exception):
    """Signed by us, for what the database lost when an older backup of it was restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a click or a dialog may do; `user` is empty when anyone of the network may.

    `refers` is the id of a post that it is about, if any. `hook` is what its answer may be shown
    by, where it was clicked: see `SlashCall`. A menu's has its `choices`: route, argument and
    network, "" for its own. `pile` is the key of the pile's post that it is pressed on.
    """

    server: str
    network: str
    route: str
    argument: str
    made: datetime
    expires: datetime
    user: str = ""
    refers: str = ""
    hook: str = ""
    pile: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()

    def choosing(self, value: str) -> Ticket:
        """Return it for one of its choices, by its rank. Raises ForgedError for no such choice."""
        if not value:
            return self
        try:
            route, argument, network = dict(enumerate(self.choices))[int(value)]
        except (ValueError, KeyError) as error:
            raise ForgedError("no such choice") from error
        network = network or self.network
        return replace(self, route=route, argument=argument, network=network, choices=())


_FIELDS = [each.name for each in fields(Ticket)]


class Signer:
    """Signs and checks tickets with the configuration's secret.

    `generations` is set once they are read, and again when a restore is noticed.
    """

    def __init__(self, secret: SecretStr) -> None:
        self._key = secret.get_secret_value().encode()
        self.generations = Generations()

    def sign(self, ticket: Ticket) -> str:
        """Return a ticket as letters, digits, `-`, `_` and one dot."""
        mark = self.generations.mark(ticket.made)
        expires = int(ticket.expires.timestamp())
        told = asdict(ticket) | {"made": mark.milliseconds, "expires": expires}
        sealed = [mark.generation, *told.values()]
        body = _encoded(json.dumps(sealed, ensure_ascii=False, separators=(",", ":")).encode())
        return f"{body}.{self._signature(body)}"

    def read(self, signed: str, *, user: str, now: datetime) -> Ticket:
        """Check and read a ticket that `user` hands in.

        Raises ForgedError, ExpiredError or UnheldError.
        """
        body, _, signature = signed.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            raise ForgedError("bad signature")
        try:
            generation, *values = json.loads(_decoded(body))
            told = dict(zip(_FIELDS, values, strict=True))
        except (ValueError, binascii.Error) as error:
            raise ForgedError("bad body") from error
        ticket = Ticket(
            **told
            | {
                "made": moment(told["made"]),
                "expires": datetime.fromtimestamp(told["expires"], UTC),
                "choices": tuple(map(tuple, told["choices"])),
            }
        )
        if ticket.user and ticket.user != user:
            raise ForgedError("for someone else")
        if ticket.expires <= now:
            raise ExpiredError(ticket)
        if not self.generations.hold(GenerationMark(generation=generation, made_at=ticket.made)):
            raise UnheldError(f"made {ticket.made:%Y-%m-%d} in generation {generation}")
        return ticket

    def _signature(self, body: str) -> str:
        return _encoded(hmac.digest(self._key, b"ticket." + body.encode(), "sha256"))


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
