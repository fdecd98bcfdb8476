"""What a network's mail rests on: whether it can leave, whom it trusts, the keys of its links.

A link acts for whoever received it, so that each is sealed (HMAC-SHA256) for one purpose, one
network and one subscriber, and one that confirms also until a moment. An address that must not be
written to is remembered by its seal only: who has the database has no address.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.core.patterns import lazy_pattern
from bot.letter.mail.address import domain_of

_SEAL = 10
"""Bytes of a seal: 80 bits, 16 letters and digits, so that a return address fits in its 64."""

_PART = r"[a-z2-7]{16}"
_TAG = lazy_pattern(rf"({_PART})({_PART})")
HANDLE_BYTES = 10
"""Bytes of what names a subscriber in links: 16 letters and digits."""


class BoxUse(Enum):
    """What an address of ours is for, by the purpose of its seal."""

    RETURN = "bounce"
    LEAVE = "leave by mail"
    REPLY = "reply"
    NEWS = "news"


class BadMailLinkError(Exception):
    """A link that we did not make, or that was altered."""


class MailboxError(Exception):
    """The mailbox cannot be read now; `reason` says why in French."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class OldLinkError(Exception):
    """A link of ours that is good no longer."""


@dataclass(frozen=True, slots=True)
class LinkContent:
    """What a link holds: a network's slug, and what names the subscriber there."""

    network: str
    handle: str


class Security(Enum):
    """How the way to the server is kept from others."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "aucune"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mails are handed over, and as whom; nobody in particular without a `username`."""

    host: str
    port: int
    security: Security
    username: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """Where the mailbox of the service is read, and as whom; in clear unless `tls`."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    tls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail's settings and seals; `sends` when there is a server to hand mails to.

    `public` is our public address. `box` is the address of the mailbox that is read for us, where
    what comes back, replies and newsletters go; "" when there is none.
    """

    key: bytes = field(default=b"", repr=False)
    sends: bool = False
    public: str = ""
    sender: str = ""
    sender_name: str = ""
    box: str = ""
    trusted: frozenset[str] = frozenset()

    def trusts(self, address: str) -> bool:
        """Tell whether an address is of the network's own structures."""
        return domain_of(address) in self.trusted

    def suppressed(self, network: str, address: str) -> str:
        """Return what is kept of an address that must not be written to."""
        told = f"mail.suppressed.{network}.{address}".encode()
        return hmac.digest(self.key, told, "sha256").hex()

    def confirm_link(self, network: str, handle: str, until: datetime) -> str:
        """Return the link by which someone confirms their address."""
        return f"{self.public}/abonnement/{self._good_until('confirm', network, handle, until)}"

    def leave_link(self, network: str, handle: str) -> str:
        """Return the link by which someone unsubscribes, good for ever."""
        held = f"{network}.{handle}"
        return f"{self.public}/desabonnement/{held}.{self._seal('leave', held)}"

    def to_confirm(self, token: str, now: datetime) -> LinkContent:
        """Read the last part of a link that confirms. Raises BadMailLinkError, OldLinkError."""
        return self._in_time("confirm", token, now)

    def to_leave(self, token: str) -> LinkContent:
        """Read the last part of a link that unsubscribes. Raises BadMailLinkError."""
        network, handle = self._held("leave", token, parts=2)
        return LinkContent(network, handle)

    def way_back(self, network: str, address: str, until: datetime) -> str:
        """Return what a page holds for whoever just left to come back; we keep nothing of it."""
        return self._good_until("back", network, base64.b32encode(address.encode()).decode(), until)

    def to_come_back(self, token: str, now: datetime) -> tuple[str, str]:
        """Read the network and the address of a way back. Raises BadMailLinkError, OldLinkError."""
        held = self._in_time("back", token, now)
        return held.network, base64.b32decode(held.handle).decode()

    def return_address(self, handle: str) -> str:
        """Return where what comes back of a subscriber's mails goes: `courroie+…@exemple.fr`.

        "" when nobody reads it. Tagged for each subscriber (VERP): what comes back says so little
        of whom it was for, and anyone may write to it.
        """
        return self._tagged(BoxUse.RETURN, handle)

    def leave_address(self, handle: str) -> str:
        """Return where a mail unsubscribes whoever writes it, "" when nobody reads it."""
        return self._tagged(BoxUse.LEAVE, handle)

    def reply_address(self, handle: str) -> str:
        """Return where a subscriber's reply to the letter is read, "" when nobody reads it."""
        return self._tagged(BoxUse.REPLY, handle)

    def news_address(self, network: str) -> str:
        """Return where a network receives newsletters, "" when nobody reads it."""
        return self._tagged(BoxUse.NEWS, self.news_handle(network))

    def news_handle(self, network: str) -> str:
        """Return what names a network in the address of its newsletters."""
        return self._seal("news of", network)

    def agree_link(self, network: str, number: int) -> str:
        """Return the link by which whoever replied lets their words be published."""
        held = f"{network}.{number}"
        return f"{self.public}/accord/{held}.{self._seal('agree', held)}"

    def to_agree(self, token: str) -> int:
        """Read the reply of a link that lets publish. Raises BadMailLinkError."""
        return int(self._held("agree", token, parts=2)[1])

    def written_to(self, address: str) -> tuple[str, BoxUse]:
        """Return whom an address of ours is of, and what it is for.

        Raises BadMailLinkError where it is none that we gave.
        """
        local, _, domain = self.box.rpartition("@")
        name, _, tag = address.lower().partition("@")[0].rpartition("+")
        found = _TAG.fullmatch(tag)
        if not self.box or name != local or domain_of(address.lower()) != domain or not found:
            raise BadMailLinkError
        handle, seal = found.groups()
        for use in BoxUse:
            if hmac.compare_digest(seal, self._seal(use.value, handle)):
                return handle, use
        raise BadMailLinkError

    def message_id(self, mail: int, made_at: datetime) -> str:
        """Return the Message-ID of a mail, the same however often it is handed over."""
        stamp = int(made_at.timestamp())
        return f"<{mail}.{stamp}.{self._seal('id', f'{mail}.{stamp}')}@{domain_of(self.sender)}>"

    def _tagged(self, use: BoxUse, handle: str) -> str:
        if not self.box:
            return ""
        local, _, domain = self.box.rpartition("@")
        return f"{local}+{handle}{self._seal(use.value, handle)}@{domain}"

    def _good_until(self, purpose: str, network: str, name: str, until: datetime) -> str:
        held = f"{network}.{name}.{int(until.timestamp())}"
        return f"{held}.{self._seal(purpose, held)}"

    def _in_time(self, purpose: str, token: str, now: datetime) -> LinkContent:
        network, name, until = self._held(purpose, token, parts=3)
        if int(until) <= now.timestamp():
            raise OldLinkError
        return LinkContent(network, name)

    def _held(self, purpose: str, token: str, *, parts: int) -> list[str]:
        held, _, seal = token.rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(purpose, held).encode()):
            raise BadMailLinkError
        found = held.split(".")
        if len(found) != parts:
            raise BadMailLinkError
        return found

    def _seal(self, purpose: str, held: str) -> str:
        digest = hmac.digest(self.key, f"mail.{purpose}.{held}".encode(), "sha256")
        return base64.b32encode(digest[:_SEAL]).decode().lower()


def new_handle(random: bytes) -> str:
    """Return what names a subscriber in links, from HANDLE_BYTES random bytes."""
    return base64.b32encode(random).decode().lower()
