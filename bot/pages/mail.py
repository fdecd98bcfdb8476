"""The pages behind the links of mails: to confirm an address, to receive the letter no more.

Programs that check mails follow every link they hold: opening a page (GET, HEAD) changes nothing,
only its button (POST) does, or the one click of a mail program (RFC 8058, a POST too). The link
itself is the proof that whoever presses has received the mail, so that no other site can press in
their place, and nothing needs a script or a cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import partial

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from sqlalchemy import Connection

from bot.core.database import Database
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail import subscribing
from bot.letter.mail.post_office import BadMailLinkError, MailSettings, OldLinkError
from bot.network.network import Network
from bot.pages import served
from bot.talk.bot import Bot

WAY_BACK = timedelta(hours=1)
"""How long the page that says goodbye lets one come back by its button."""

_TOKEN = "{token:[A-Za-z0-9._-]{1,300}}"  # noqa: S105  a pattern of aiohttp
_BACK = "retour"
_LONGEST_BACK = 1_000


class MailPage(Enum):
    """What a page says."""

    CONFIRM = "confirm"
    CONFIRMED = "confirmed"
    FORGOTTEN = "forgotten"
    OLD = "old"
    LEAVE = "leave"
    LEFT = "left"
    LEFT_ALREADY = "left already"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page about one network; `back` lets whoever just left come back."""

    page: MailPage
    network: Network
    back: str = ""


_Work = Callable[[Connection, str], _Shown]


class MailPages:
    """The two addresses that mails lead to; anything that we did not make is unknown (404)."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database = database
        self._bot = bot
        self._style = bot.render("lettre/subscription.css")
        self._headers = _headers(self._style)

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Return the routes, under the path of the public address; HEAD comes with GET."""
        return [
            web.get(f"{prefix}/abonnement/{_TOKEN}", partial(self._answer, self._to_confirm)),
            web.post(f"{prefix}/abonnement/{_TOKEN}", partial(self._answer, self._confirm)),
            web.get(f"{prefix}/desabonnement/{_TOKEN}", partial(self._answer, self._to_leave)),
            web.post(f"{prefix}/desabonnement/{_TOKEN}", self._leave_or_back),
        ]

    async def _answer(self, work: _Work, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        try:
            shown = await self._database.run(lambda db: work(db, token))
        except BadMailLinkError:
            raise web.HTTPNotFound from None
        return self._page(shown)

    async def _leave_or_back(self, request: web.Request) -> web.Response:
        """Unsubscribe; or come back, when the page that said goodbye asks for it."""
        back = await _asked_back(request)
        if not isinstance(back, str) or len(back) > _LONGEST_BACK:
            raise web.HTTPBadRequest
        work = partial(self._come_back, back=back) if back else self._leave
        return await self._answer(work, request)

    def _to_confirm(self, db: Connection, token: str) -> _Shown:
        """Show the button that confirms, changing nothing."""
        try:
            held = self._office.to_confirm(token, self._bot.clock())
        except OldLinkError:
            return _Shown(MailPage.OLD, self._network(token.partition(".")[0]))
        known = subscribers.by_handle(db, held.handle)
        if known is None:
            return _Shown(MailPage.FORGOTTEN, self._network(held.network))
        done = known.confirmed_at is not None
        return _Shown(MailPage.CONFIRMED if done else MailPage.CONFIRM, self._network(held.network))

    def _confirm(self, db: Connection, token: str) -> _Shown:
        try:
            held = self._office.to_confirm(token, self._bot.clock())
        except OldLinkError:
            return _Shown(MailPage.OLD, self._network(token.partition(".")[0]))
        network = self._network(held.network)
        ctx = self._bot.context(db, network, self._bot.clock())
        done = subscribing.confirm(ctx, held.handle)
        return _Shown(MailPage.CONFIRMED if done else MailPage.FORGOTTEN, network)

    def _to_leave(self, db: Connection, token: str) -> _Shown:
        """Show the button that unsubscribes, changing nothing."""
        held = self._office.to_leave(token)
        there = subscribers.by_handle(db, held.handle) is not None
        return _Shown(
            MailPage.LEAVE if there else MailPage.LEFT_ALREADY, self._network(held.network)
        )

    def _leave(self, db: Connection, token: str) -> _Shown:
        held = self._office.to_leave(token)
        network = self._network(held.network)
        now = self._bot.clock()
        address = subscribing.unsubscribe(self._bot.context(db, network, now), held.handle)
        if not address:
            return _Shown(MailPage.LEFT_ALREADY, network)
        back = self._office.way_back(network.slug, address, now + WAY_BACK)
        return _Shown(MailPage.LEFT, network, back)

    def _come_back(self, db: Connection, token: str, *, back: str) -> _Shown:
        held = self._office.to_leave(token)
        network, now = self._network(held.network), self._bot.clock()
        try:
            slug, address = self._office.to_come_back(back, now)
        except OldLinkError:
            return _Shown(MailPage.LEFT_ALREADY, network)
        if slug != network.slug:
            raise BadMailLinkError
        subscribing.come_back(self._bot.context(db, network, now), address)
        return _Shown(MailPage.BACK, network)

    @property
    def _office(self) -> MailSettings:
        return self._bot.settings.of(MailSettings)

    def _network(self, slug: str) -> Network:
        """Return a network of today. Raises BadLinkError for one that is no more."""
        network = self._bot.networks.get(slug)
        if network is None:
            raise BadMailLinkError
        return network

    def _page(self, shown: _Shown) -> web.Response:
        text = self._bot.render(
            "lettre/subscription.html.j2",
            page=shown.page.value,
            back=shown.back,
            network=shown.network,
            style=self._style,
        )
        return web.Response(text=f"{text}\n", content_type="text/html", headers=self._headers)


async def _asked_back(request: web.Request) -> object:
    """Return what asks to come back, "" for any other body: mail programs send what they like.

    RFC 8058 wants one to be unsubscribed by the request itself.
    """
    try:
        return (await request.post()).get(_BACK, "")
    except (ValueError, LookupError, HttpProcessingError):
        return ""


def _headers(style: str) -> dict[str, str]:
    """Return headers by which a page is ours alone: kept by none, framed by none, posts to us."""
    return {
        **served.page_headers(style, pictures="data:", forms="'self'"),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
