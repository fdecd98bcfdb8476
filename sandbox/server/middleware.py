"""Around every request: the faults in force, Mattermost's error JSON, the usual headers."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from sandbox.server.context import answer, here
from sandbox.server.errors import NO_SUCH_PAGE, ApiError
from sandbox.server.faults import Fault, FaultKind
from sandbox.server.ids import SERVER_VERSION, new_id

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_LOG = logging.getLogger(__name__)
_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn refusals into error JSON, and a defect of the sandbox into a 500 that is logged."""
    request_id = new_id()
    try:
        response = await handler(request)
    except ApiError as error:
        response = _refusal(error, request_id)
    except web.HTTPException as error:
        if error.status not in {404, 405} or not request.path.startswith("/api/"):
            raise
        detail = (
            f"There doesn't appear to be an api call for the url='{request.path}'.  Typo? are you "
            "missing a team_id or user_id as part of the url?"
        )
        response = _refusal(ApiError(404, NO_SUCH_PAGE, detail), request_id)
    if not response.prepared:
        _head(request, response, request_id)
    return response


@web.middleware
async def trouble(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Apply the faults in force to the API's requests."""
    if not request.path.startswith(("/api/", "/hooks/")):
        return await handler(request)
    strikes = here(request).faults.striking(request.method, request.path)
    for fault in strikes:
        if fault.kind is FaultKind.CUT:
            return _cut(request)
        if fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault.kind is FaultKind.RATE_LIMIT:
            return _too_many(fault)
        if fault.kind is FaultKind.ERROR:
            raise ApiError(fault.status, "sandbox.fault")
        if fault.kind is FaultKind.HANG:
            await here(request).faults.let_go.wait()
            if request.transport:
                request.transport.abort()
            raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "sandbox.fault")
    response = await handler(request)
    if any(fault.kind is FaultKind.DROP_ANSWER for fault in strikes):
        _cut(request)
    return response


def _cut(request: web.Request) -> web.Response:
    """Break the connection off; what is returned reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=503)


def _too_many(fault: Fault) -> web.Response:
    wait = f"{fault.seconds:.0f}"
    return web.Response(
        status=429,
        text="limit exceeded\n",
        headers={
            "Retry-After": wait,
            "X-Content-Type-Options": "nosniff",
            "X-Ratelimit-Limit": "101",
            "X-Ratelimit-Remaining": "0",
            "X-Ratelimit-Reset": wait,
        },
    )


def _refusal(error: ApiError, request_id: str) -> web.Response:
    if error.status >= 500:  # noqa: PLR2004 - server errors, as HTTP numbers them
        _LOG.debug("answering %s: %s", error, "".join(traceback.format_exception(error)))
    response = answer(
        {
            "id": error.error_id,
            "message": error.message,
            "detailed_error": error.detail,
            "request_id": request_id,
            "status_code": error.status,
        },
        error.status,
    )
    if error.status == 401:  # noqa: PLR2004
        response.headers["Expires"] = "0"
        response.headers["Set-Cookie"] = "MMAUTHTOKEN=; Path=/; Max-Age=0; HttpOnly"
    return response


def _head(request: web.Request, response: web.StreamResponse, request_id: str) -> None:
    if request.path.startswith(("/api/", "/hooks/")):
        response.headers["X-Request-Id"] = request_id
        response.headers["X-Version-Id"] = SERVER_VERSION
        response.headers["Vary"] = "Accept-Encoding"
    else:
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
