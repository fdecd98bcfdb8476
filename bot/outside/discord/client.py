"""A Discord webhook: nothing can be looked for there, so that in doubt nothing is sent again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from bot.outside.calling import ApiAnswer, ApiCall, ApiClient, Sent
from bot.outside.content import OutsideContent
from bot.outside.rules import CopyStep, OutsideError, OutsideFault

_QUIET: Mapping[str, object] = {"allowed_mentions": {"parse": []}}
"""Nobody is rung: to be said of each message, and again of each edition."""

_NO_HOOK = "le webhook n'existe plus"
LONGEST_TITLE = 100
LONGEST_REST = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordSender:
    """Writes into one channel; in a `forum`, each thing has a thread of its own."""

    webhook: str = field(repr=False)
    forum: bool = False

    async def send(self, api: ApiClient, step: CopyStep, content: OutsideContent) -> Sent:
        """Post a message, or edit it."""
        body: dict[str, object] = {"content": content.text, **_QUIET}
        if step.copy.outside_id:
            answer = await self._edit(api, "PATCH", step.copy.outside_id, body)
            answer.require(missing=OutsideFault.GONE, what="le message")
            return Sent(step.copy.outside_id, _rest(answer))
        _, _, thread = step.beside.partition("@")
        if self.forum and not thread:
            body["thread_name"] = content.title[:LONGEST_TITLE]
        query = f"?wait=true&thread_id={thread}" if thread else "?wait=true"
        asked = ApiCall(method="POST", url=f"{self.webhook}{query}", body=body)
        answer = await api.call(asked)
        if answer.status == HTTPStatus.NOT_FOUND:
            raise OutsideError(OutsideFault.ACCESS, _NO_HOOK)
        answer.require()
        made = answer.made("Discord")
        where = answer.text_at("channel_id") if self.forum else ""
        return Sent(f"{made}@{where}" if where else made, _rest(answer))

    async def remove(self, api: ApiClient, step: CopyStep) -> Sent:
        """Delete a message, unless it is gone already."""
        if not step.copy.outside_id:
            return Sent()
        answer = await self._edit(api, "DELETE", step.copy.outside_id)
        answer.require_gone()
        return Sent(rest=_rest(answer))

    async def probe(self, api: ApiClient) -> str:
        """Look whether the webhook is there."""
        answer = await api.call(ApiCall(url=self.webhook))
        if answer.status == HTTPStatus.NOT_FOUND:
            raise OutsideError(OutsideFault.ACCESS, _NO_HOOK)
        answer.require()
        return "le webhook répond"

    async def _edit(
        self, api: ApiClient, method: str, outside_id: str, body: object = None
    ) -> ApiAnswer:
        message, _, thread = outside_id.partition("@")
        query = f"?thread_id={thread}" if thread else ""
        url = f"{self.webhook}/messages/{message}{query}"
        return await api.call(ApiCall(method=method, url=url, body=body))


def _rest(answer: ApiAnswer) -> float:
    """Return how many seconds Discord wants before the next call: it says so at each answer."""
    if answer.headers.get("x-ratelimit-remaining") != "0":
        return 0.0
    try:
        return min(max(float(answer.headers.get("x-ratelimit-reset-after", "")), 0), LONGEST_REST)
    except ValueError:
        return 0.0
