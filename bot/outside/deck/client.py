"""Nextcloud Deck's API: a card is looked for by our mark before it is made."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from bot.outside.calling import ApiAnswer, ApiCall, ApiClient, Sent
from bot.outside.content import OutsideContent
from bot.outside.marks import bears, marked
from bot.outside.rules import CopyStep, OutsideError, OutsideFault

_STRANGE = "sa réponse n'est pas celle de Deck"
_LAST = 999
"""The rank of a new card: after the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckSender:
    """Makes the cards of one network in one stack of a board; where people move them is theirs."""

    network: str
    server: str
    board: int
    stack: int
    user: str
    password: str = field(repr=False)

    async def send(self, api: ApiClient, step: CopyStep) -> Sent:
        """Make a card, or write it otherwise where people put it."""
        content = step.content
        assert content is not None  # noqa: S101  by what is asked
        told = self._told(content, step.copy.key)
        card = await self._found(api, step)
        if card is not None:
            answer = await self._call(api, "PUT", _place(card), {**_kept(card), **told})
            answer.require(missing=OutsideFault.GONE, what="la carte")
            return Sent(str(card["id"]))
        if step.copy.outside_id:
            raise OutsideError(OutsideFault.GONE, "la carte n'y est plus")
        body = {**told, "type": "plain", "order": _LAST}
        answer = await self._call(api, "POST", f"stacks/{self.stack}/cards", body)
        answer.require(what="la pile")
        made = answer.text_at("id")
        if not made:
            raise OutsideError(OutsideFault.AWAY, _STRANGE, doubt=True)
        return Sent(made)

    async def remove(self, api: ApiClient, step: CopyStep) -> Sent:
        """Delete a card, unless it is gone already."""
        card = await self._found(api, step)
        if card is not None:
            answer = await self._call(api, "DELETE", _place(card))
            if answer.status != HTTPStatus.NOT_FOUND:
                answer.require()
        return Sent()

    async def probe(self, api: ApiClient) -> str:
        """Look whether the stack is there, and lets us in."""
        stacks = await self._stacks(api)
        if not any(each.get("id") == self.stack for each in stacks):
            raise OutsideError(OutsideFault.AWAY, f"la pile {self.stack} n'y est pas")
        return "la pile est là"

    def _told(self, content: OutsideContent, key: str) -> dict[str, object]:
        done = "Fait : " if dict(content.fields).get("done") is True else ""
        return {
            "title": f"{done}{content.title}",
            "description": marked(content.text, self.network, key),
            "duedate": content.at.isoformat() if content.at else None,
        }

    async def _found(self, api: ApiClient, step: CopyStep) -> Mapping[str, object] | None:
        """Return a card of ours, wherever people moved it on the board."""
        for stack in await self._stacks(api):
            for card in _objects(stack.get("cards")):
                ours = str(card.get("id")) == step.copy.outside_id
                if ours or bears(card.get("description"), self.network, step.copy.key):
                    return {**card, "stackId": stack.get("id")}
        return None

    async def _stacks(self, api: ApiClient) -> list[Mapping[str, object]]:
        answer = await self._call(api, "GET", "stacks")
        answer.require(what="le tableau")
        found = answer.json()
        if not isinstance(found, list):
            raise OutsideError(OutsideFault.AWAY, _STRANGE)
        return list(_objects(found))

    async def _call(self, api: ApiClient, method: str, path: str, body: object = None) -> ApiAnswer:
        signed = b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {signed}", "OCS-APIRequest": "true"}
        url = f"{self.server}/index.php/apps/deck/api/v1.0/boards/{self.board}/{path}"
        return await api.call(ApiCall(method=method, url=url, headers=headers, body=body))


def _objects(found: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects of a list."""
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            yield each


def _place(card: Mapping[str, object]) -> str:
    return f"stacks/{card['stackId']}/cards/{card['id']}"


def _kept(card: Mapping[str, object]) -> dict[str, object]:
    """Return what Deck wants to be told again of a card, as it is: it forgets it otherwise."""
    owner = card.get("owner")
    owner = owner.get("uid") if isinstance(owner, dict) else owner
    others = {name: card[name] for name in ("startdate", "color") if name in card}
    return {
        "type": card.get("type") or "plain",
        "order": card.get("order") or 0,
        "owner": owner,
        **others,
    }
