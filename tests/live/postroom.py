"""A house that has a letter, a mail server to send it by, and whose time a test moves."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.admin.setup import set_up_all
from bot.app import App, Pace
from bot.network.network import Network
from tests.live.bot import NETWORK, House, eventually, free_port
from tests.live.newsroom import Clock

RULE = "les mois sans rencontre, le 2e jeudi à 9 h"


@dataclass
class Boxes:
    """A mail server on this machine that keeps what it is given, by recipient."""

    port: int = field(default_factory=free_port)
    _received: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802  the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self._received.extend((each, mail) for each in envelope.rcpt_tos)
        return "250 OK"

    def of(self, address: str) -> list[EmailMessage]:
        """Return what one address has received, in order."""
        return [mail for to, mail in list(self._received) if to == address]

    async def mail(self, address: str, count: int = 1) -> EmailMessage:
        """Wait until an address has so many mails, and return the last."""

        async def look() -> list[EmailMessage]:
            found = self.of(address)
            return found if len(found) >= count else []

        return (await eventually(look))[count - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postroom:
    """A house, the bot there, and where its mails go."""

    house: House
    app: App
    clock: Clock
    boxes: Boxes

    @property
    def network(self) -> Network:
        """The network, as the bot knows it."""
        return self.app.bot.networks[NETWORK]

    def move_to(self, moment: datetime) -> None:
        """Make it another time; never backwards."""
        self.clock.ahead += max(moment - self.clock(), timedelta())


@asynccontextmanager
async def open_postroom(
    build: Callable[..., Awaitable[House]], name: str, *, buttons: bool = True
) -> AsyncIterator[Postroom]:
    """Open a house with a letter; without `buttons` no click comes, and no mail leaves."""
    clock, boxes = Clock(), Boxes()
    more = {"mail": boxes.port} if buttons else {"callback": None}
    house = await build(
        name,
        administers=buttons,
        letter=RULE,
        pace=Pace(clock=clock, fast=True),
        **more,
    )
    if buttons:
        said: list[str] = []
        assert await set_up_all(house.config, said.append) == 0, said
    controller = Controller(boxes, hostname="127.0.0.1", port=boxes.port)
    await asyncio.to_thread(controller.start)
    try:
        async with house.running() as app:
            yield Postroom(house=house, app=app, clock=clock, boxes=boxes)
    finally:
        await asyncio.to_thread(controller.stop)


def at_work(moment: datetime) -> datetime:
    """Return ten o'clock in Paris, on a moment's day there."""
    return moment.astimezone(ZoneInfo("Europe/Paris")).replace(hour=10, minute=0)
