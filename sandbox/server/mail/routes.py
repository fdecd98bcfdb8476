"""Where the mails are read: `/sandbox/mails`, and the same with `.json`.

A mail's HTML is shown in a frame that runs no script and loads nothing; its links open in a tab.
"""

from __future__ import annotations

from aiohttp import web

from sandbox.server.context import answer, here
from sandbox.server.mail import pages
from sandbox.server.mail.mailbox import Mail, NoSuchMailError, reply

_FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_NUMBER = "{number:[0-9]{1,9}}"


async def show_list(request: web.Request) -> web.Response:
    """Show all mails, newest first."""
    return _page(pages.written_list(here(request).shared.mailbox.all()))


async def tell_list(request: web.Request) -> web.Response:
    """Tell whom each mail is for, its subject and its date, newest first."""
    return answer([pages.summary(each) for each in here(request).shared.mailbox.all()])


async def show_mail(request: web.Request) -> web.Response:
    """Show one mail."""
    return _page(pages.written_mail(_mail(request), sent="ecrit" in request.query))


async def tell_mail(request: web.Request) -> web.Response:
    """Tell one mail: its headers, its text, its HTML, where one click unsubscribes."""
    return answer(pages.told(_mail(request)))


async def write_back(request: web.Request) -> web.Response:
    """Have what someone writes back to a mail reach the bot's mailbox, then show the mail."""
    text = str((await request.post()).get("text", "")).strip()
    mail, shared = _mail(request), here(request).shared
    if not text:
        raise web.HTTPBadRequest(text="Il manque le texte de la réponse.\n")
    shared.written_back.put(reply(mail, text))
    raise web.HTTPSeeOther(f"/sandbox/mails/{mail.number}?ecrit=1")


async def tell_waiting(request: web.Request) -> web.Response:
    """Tell which of what was written back the bot has not read."""
    return answer(here(request).shared.written_back.numbers())


async def show_html(request: web.Request) -> web.Response:
    """Give a mail's HTML for the frame of its page."""
    html = _mail(request).html
    if not html:
        raise web.HTTPNotFound(text="Ce courriel n'a pas de version HTML.\n")
    response = _page(pages.framed(html))
    response.headers["Content-Security-Policy"] = _FRAME_POLICY
    return response


def _mail(request: web.Request) -> Mail:
    try:
        return here(request).shared.mailbox.get(int(request.match_info["number"]))
    except NoSuchMailError:
        raise web.HTTPNotFound(text="Ce courriel n'est pas là, ou n'est plus gardé.\n") from None


def _page(text: str) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(text=text, content_type="text/html", headers=headers)


ROUTES = (
    web.get("/sandbox/mails", show_list),
    web.get("/sandbox/mails.json", tell_list),
    web.get("/sandbox/mails/attendent.json", tell_waiting),
    web.get(f"/sandbox/mails/{_NUMBER}", show_mail),
    web.get(f"/sandbox/mails/{_NUMBER}.json", tell_mail),
    web.post(f"/sandbox/mails/{_NUMBER}/repondre", write_back),
    web.get(f"/sandbox/mails/{_NUMBER}/html", show_html),
)
