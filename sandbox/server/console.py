"""What the real server lacks: the page, the world's clock that it moves, who can be whom where."""

from datetime import datetime
from pathlib import Path

from aiohttp import web

from sandbox.server.clock import ClockError
from sandbox.server.context import Shared, answer, body_of, here
from sandbox.server.errors import ApiError, bad_body
from sandbox.server.records import Json

PAGE_FOLDER = Path(__file__).parents[1] / "page"


async def show_page(request: web.Request) -> web.StreamResponse:
    """Give the page."""
    del request
    return web.FileResponse(PAGE_FOLDER / "index.html", headers={"Cache-Control": "no-cache"})


async def show_clock(request: web.Request) -> web.Response:
    """Tell the world's instant, its offset, the bot's next due date if known, what is laid out."""
    return answer(await _state(here(request).shared))


async def move_clock(request: web.Request) -> web.Response:
    """Move the world forward, by `advance_seconds` or up to the instant `to`; tell every page."""
    context = here(request)
    if request.content_type != "application/json":  # a form of another site cannot say so
        raise bad_body("content-type")
    body = await body_of(request)
    try:
        if "to" in body:
            context.shared.clock.move_to(datetime.fromisoformat(str(body["to"])))
        else:
            context.shared.clock.advance(float(body.get("advance_seconds", 0)))
    except (ClockError, ValueError, TypeError, OverflowError) as error:
        raise ApiError(400, "sandbox.server.clock", str(error)) from error
    await tell_clock(context.shared)
    return answer(await _state(context.shared))


async def tell_clock(shared: Shared) -> None:
    """Tell every page the world's instant, and what is still being laid out."""
    state = await _state(shared)
    for server in shared.servers.values():
        server.hub.publish("sandbox_clock", state)


async def show_servers(request: web.Request) -> web.Response:
    """Tell which servers stand beside each other, and whom one can be on this one."""
    context = here(request)
    return answer(
        {
            "servers": [
                {"name": name, "url": server.url, "here": server is context}
                for name, server in context.shared.servers.items()
            ],
            "visitor": context.seed.visitor,
            "people": [
                {
                    "username": each.username,
                    "name": each.first_name,
                    "role": each.position.lower(),
                    "home": each.channels[0],
                }
                for each in context.seed.players
            ],
        }
    )


async def _state(shared: Shared) -> Json:
    next_due = shared.next_due
    due = await next_due() if next_due and not shared.laying else None
    return {
        "now": shared.clock.now().isoformat(),
        "offset": shared.clock.offset,
        "next_due": due.isoformat() if due else None,
        "knows_due_dates": next_due is not None,
        "laying": shared.laying,
    }


ROUTES = (
    web.get("/", show_page),
    web.static("/page", PAGE_FOLDER),
    web.get("/sandbox/clock", show_clock),
    web.post("/sandbox/clock", move_clock),
    web.get("/sandbox/servers", show_servers),
)
