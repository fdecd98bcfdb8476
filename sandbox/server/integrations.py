"""Calls what people plugged in, with the real server's headers and limits."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import aiohttp

from sandbox.server import wire
from sandbox.server.records import Json

TIME_LIMIT_SECONDS = 30.0
SIZE_LIMIT = 1 << 20
_HEADERS = {
    "User-Agent": "Mattermost-Bot/1.1",
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
}


class IntegrationError(Exception):
    """The integration could not be reached in time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an integration answered: at most 1 MiB of it."""

    status: int
    reason: str
    content_type: str
    body: bytes


class Integrations:
    """The sandbox's outgoing HTTP."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=TIME_LIMIT_SECONDS),
            headers=_HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def post_json(self, url: str, payload: Json) -> Reply:
        """Send a button's or a dialog's JSON. Raises `IntegrationError` when nobody answers."""
        body = wire.text(payload).encode()
        return await self._call("POST", url, body, {"Content-Type": "application/json"})

    async def send_form(
        self, method: str, url: str, fields: list[tuple[str, str]], token: str
    ) -> Reply:
        """Send a slash command's form, its fields sorted as Go sorts them."""
        form = urlencode(sorted(fields, key=lambda field: field[0]))
        headers = {"Authorization": f"Token {token}"}
        if method == "G":
            return await self._call(
                "GET", f"{url}{'&' if '?' in url else '?'}{form}", None, headers
            )
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return await self._call("POST", url, form.encode(), headers)

    async def _call(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str]
    ) -> Reply:
        if self._session is None:
            raise IntegrationError("the sandbox is not started")
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, allow_redirects=False
            ) as response:
                kind = response.headers.get("Content-Type", "")
                content = await response.content.read(SIZE_LIMIT)
                while len(content) < SIZE_LIMIT and (
                    more := await response.content.read(SIZE_LIMIT - len(content))
                ):
                    content += more
                return Reply(response.status, response.reason or "", kind, content)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise IntegrationError(f'{method.title()} "{url}": {error!r}') from error
