"""Trello's API: a card is looked for by our mark before it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from bot.outside.calling import ApiAnswer, ApiCall, ApiClient, Sent
from bot.outside.content import OutsideContent
from bot.outside.rules import CopyStep, OutsideError, OutsideFault

_LIST = "la liste"

_LONGEST = 16_000
"""Characters of a card's text: Trello takes 16,384."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrelloSender:
    """Makes the cards of one network in one list; where people move them is theirs."""

    network: str
    server: str
    list_id: str
    key: str = field(repr=False)
    token: str = field(repr=False)

    async def send(self, api: ApiClient, step: CopyStep, content: OutsideContent) -> Sent:
        """Make a card, or write it otherwise."""
        card = {
            "name": content.title,
            "desc": _marked(content.text, self.network, step.copy.key),
            "due": content.at.isoformat() if content.at else None,
            "dueComplete": dict(content.fields).get("done") is True,
        }
        there = await self._there(api, step)
        if there:
            answer = await self._call(api, "PUT", f"cards/{_part(there)}", card)
            answer.require(missing=OutsideFault.GONE, what="la carte")
            return Sent(there)
        answer = await self._call(api, "POST", "cards", {**card, "idList": self.list_id})
        answer.require(what=_LIST)
        return Sent(answer.made("Trello"))

    async def remove(self, api: ApiClient, step: CopyStep) -> Sent:
        """Delete a card, unless it is gone already."""
        there = await self._there(api, step)
        if there:
            (await self._call(api, "DELETE", f"cards/{_part(there)}")).require_gone()
        return Sent()

    async def probe(self, api: ApiClient) -> str:
        """Look whether the list is there, and lets us in."""
        answer = await self._call(api, "GET", f"lists/{_part(self.list_id)}?fields=name,closed")
        answer.require(what=_LIST)
        found = answer.json()
        if not isinstance(found, dict) or found.get("closed"):
            raise OutsideError(OutsideFault.AWAY, "la liste est archivée")
        return "la liste est là"

    async def _there(self, api: ApiClient, step: CopyStep) -> str:
        """Return the id of a card; one that we know nothing of may have been made already.

        A call that was lost, or a restored database: it is always looked for. "" for none.
        """
        if step.copy.outside_id:
            return step.copy.outside_id
        path = f"lists/{_part(self.list_id)}/cards?fields=desc&filter=all"
        answer = await self._call(api, "GET", path)
        answer.require(what=_LIST)
        cards = answer.json()
        for card in cards if isinstance(cards, list) else ():
            if isinstance(card, dict) and _bears(card.get("desc"), self.network, step.copy.key):
                return str(card.get("id") or "")
        return ""

    async def _call(self, api: ApiClient, method: str, path: str, body: object = None) -> ApiAnswer:
        signed = f'OAuth oauth_consumer_key="{self.key}", oauth_token="{self.token}"'
        url, headers = f"{self.server}/1/{path}", {"Authorization": signed}
        return await api.call(ApiCall(method=method, url=url, headers=headers, body=body))


def _marked(text: str, network: str, key: str) -> str:
    """Return a card's text with our mark on its last line: « courroie:loire:action:12 »."""
    return f"{text[:_LONGEST]}\n\n{_mark(network, key)}".strip()


def _bears(text: object, network: str, key: str) -> bool:
    """Tell whether a card's text has the mark, on a line of its own."""
    line = _mark(network, key)
    return isinstance(text, str) and line in map(str.strip, text.splitlines())


def _mark(network: str, key: str) -> str:
    return f"courroie:{network}:{key}"


def _part(given: str) -> str:
    return quote(given, safe="")
