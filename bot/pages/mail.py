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
from functools import partial
from typing import Literal

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.core.database import Database
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox import replying
from bot.letter.inbox.rules import MailReply, ReplyStatus
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail import subscribing
from bot.letter.mail.settings import BadMailLinkError, MailSettings, OldLinkError
from bot.network.network import Network
from bot.pages.served import page_headers
from bot.talk.bot import Bot
from bot.talk.context import Context

WAY_BACK = timedelta(hours=1)
"""How long the page that says goodbye lets one come back by its button."""

_TOKEN = "{token:[A-Za-z0-9._-]{1,300}}"  # noqa: S105  a pattern of aiohttp
_BACK = "retour"
_AGREED, _YES, _NO = "accord", "oui", "non"
_LONGEST_BACK = 1_000


MailPage = Literal[
    "confirm",
    "confirmed",
    "forgotten",
    "old",
    "leave",
    "left",
    "left already",
    "back",
    "agree",
    "agreed",
    "refused",
    "decided",
]
"""What a page says."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page says; `back` lets anyone who just left come back, `reply` has the words."""

    page: MailPage
    back: str = ""
    reply: MailReply | None = None


_Work = Callable[[Context, str], _Shown]
"""Does what a link is for, in a transaction, by the last part of its address."""


class MailPages:
    """The three addresses that mails lead to; anything that we did not make is unknown (404)."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database = database
        self._bot = bot

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the public address; HEAD comes with GET."""
        return [
            web.get(f"/abonnement/{_TOKEN}", partial(self._answer, _to_confirm)),
            web.post(f"/abonnement/{_TOKEN}", partial(self._answer, _confirm)),
            web.get(f"/desabonnement/{_TOKEN}", partial(self._answer, _to_leave)),
            web.post(f"/desabonnement/{_TOKEN}", self._leave_or_back),
            web.get(f"/accord/{_TOKEN}", partial(self._answer, _agree)),
            web.post(f"/accord/{_TOKEN}", self._agree_or_not),
        ]

    async def _leave_or_back(self, request: web.Request) -> web.Response:
        """Unsubscribe; or come back, when the page that said goodbye asks for it."""
        back = await _said(request, _BACK)
        if not isinstance(back, str) or len(back) > _LONGEST_BACK:
            raise web.HTTPBadRequest
        return await self._answer(partial(_come_back, back=back) if back else _leave, request)

    async def _agree_or_not(self, request: web.Request) -> web.Response:
        """Let what one replied be published, or not, as the button says."""
        said = await _said(request, _AGREED)
        if said not in {_YES, _NO}:
            raise web.HTTPBadRequest
        return await self._answer(partial(_agree, said=str(said)), request)

    async def _answer(self, work: _Work, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        network = self._bot.networks.get(token.partition(".")[0])
        if network is None:
            raise web.HTTPNotFound
        now = self._bot.clock()
        try:
            shown = await self._database.run(
                lambda db: work(self._bot.context(db, network, now), token)
            )
        except BadMailLinkError:
            raise web.HTTPNotFound from None
        except OldLinkError:
            shown = _Shown("old")
        return self._page(network, shown)

    def _page(self, network: Network, shown: _Shown) -> web.Response:
        render = self._bot.renderer
        style = render("lettre/subscription.css")
        text = render(
            "lettre/subscription.html.j2",
            page=shown.page,
            back=shown.back,
            reply=shown.reply,
            network=network,
            style=style,
        )
        return web.Response(text=f"{text}\n", content_type="text/html", headers=_headers(style))


def _to_confirm(ctx: Context, token: str) -> _Shown:
    """Show the button that confirms, changing nothing."""
    held = ctx.settings.of(MailSettings).to_confirm(token, ctx.now)
    known = subscribers.by_handle(ctx.db, held.handle)
    if known is None:
        return _Shown("forgotten")
    return _Shown("confirmed" if known.confirmed_at is not None else "confirm")


def _confirm(ctx: Context, token: str) -> _Shown:
    held = ctx.settings.of(MailSettings).to_confirm(token, ctx.now)
    done = subscribing.confirm(ctx, held.handle)
    return _Shown("confirmed" if done else "forgotten")


def _to_leave(ctx: Context, token: str) -> _Shown:
    """Show the button that unsubscribes, changing nothing."""
    held = ctx.settings.of(MailSettings).to_leave(token)
    there = subscribers.by_handle(ctx.db, held.handle) is not None
    return _Shown("leave" if there else "left already")


def _leave(ctx: Context, token: str) -> _Shown:
    settings = ctx.settings.of(MailSettings)
    address = subscribing.unsubscribe(ctx, settings.to_leave(token).handle)
    if not address:
        return _Shown("left already")
    return _Shown("left", settings.way_back(ctx.network.slug, address, ctx.now + WAY_BACK))


def _come_back(ctx: Context, token: str, *, back: str) -> _Shown:
    settings = ctx.settings.of(MailSettings)
    settings.to_leave(token)
    try:
        slug, address = settings.to_come_back(back, ctx.now)
    except OldLinkError:
        return _Shown("left already")
    if slug != ctx.network.slug:
        raise BadMailLinkError
    subscribing.come_back(ctx, address)
    return _Shown("back")


def _agree(ctx: Context, token: str, *, said: str = "") -> _Shown:
    """Show what would be published, changing nothing; or publish it, or not, as a button says."""
    number = ctx.settings.of(MailSettings).to_agree(token)
    reply = replies.find(ctx.db, ctx.network.slug, number)
    if reply is None or reply.status is not ReplyStatus.ASKED:
        return _Shown("decided")
    if not said:
        return _Shown("agree", reply=reply)
    published = replying.settle(ctx, reply, yes=said == _YES)
    return _Shown("agreed" if published else "decided" if said == _YES else "refused")


async def _said(request: web.Request, name: str) -> object:
    """Return what a button of ours says; "" for any other body: mail programs send what they like.

    RFC 8058 wants one to be unsubscribed by the request itself.
    """
    try:
        return (await request.post()).get(name, "")
    except (ValueError, LookupError, HttpProcessingError):
        return ""


def _headers(style: str) -> dict[str, str]:
    """Return headers by which a page is ours alone: kept by none, framed by none, posts to us."""
    return {
        **page_headers(style, pictures="data:", forms="'self'"),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
