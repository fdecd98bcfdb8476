"""What the real server lacks: the page, and the world's clock that the page moves."""

from datetime import datetime
from pathlib import Path

from aiohttp import web

from sandbox.server.clock import ClockError
from sandbox.server.context import Context, answer, body_of, here
from sandbox.server.errors import ApiError, bad_body
from sandbox.server.records import Json

PAGE_FOLDER = Path(__file__).parents[1] / "page"


async def show_page(request: web.Request) -> web.StreamResponse:
    """Give the page."""
    del request
    return web.FileResponse(PAGE_FOLDER / "index.html", headers={"Cache-Control": "no-cache"})


async def show_clock(request: web.Request) -> web.Response:
    """Tell the world's instant, its offset in seconds, and the bot's next due date if known."""
    return answer(await _state(here(request)))


async def move_clock(request: web.Request) -> web.Response:
    """Move the world forward, by `advance_seconds` or up to the instant `to`; tell every page."""
    context = here(request)
    if request.content_type != "application/json":  # a form of another site cannot say so
        raise bad_body("content-type")
    body = await body_of(request)
    try:
        if "to" in body:
            context.clock.move_to(datetime.fromisoformat(str(body["to"])))
        else:
            context.clock.advance(float(body.get("advance_seconds", 0)))
    except (ClockError, ValueError, TypeError, OverflowError) as error:
        raise ApiError(400, "sandbox.server.clock", str(error)) from error
    state = await _state(context)
    context.hub.publish("sandbox_clock", state)
    return answer(state)


async def _state(context: Context) -> Json:
    due = await context.next_due() if context.next_due else None
    return {
        "now": context.clock.now().isoformat(),
        "offset": context.clock.offset,
        "next_due": due.isoformat() if due else None,
        "knows_due_dates": context.next_due is not None,
    }


ROUTES = (
    web.get("/", show_page),
    web.static("/page", PAGE_FOLDER),
    web.get("/sandbox/clock", show_clock),
    web.post("/sandbox/clock", move_clock),
)
