"""Grist's API: a row is added or updated by our own identifier, so that it stands there once."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from bot.outside.calling import ApiAnswer, ApiCall, ApiClient, Sent
from bot.outside.content import Cell, OutsideContent
from bot.outside.rules import CopyStep, OutsideError, OutsideFault

ID = "courroie_id"
"""The column that names our rows."""

COLUMNS = {
    "question": {
        "texte": "Text",
        "theme": "Text",
        "etat": "Text",
        "personnes": "Text",
        "depuis": "DateTime",
    },
    "action": {"texte": "Text", "qui": "Text", "pour": "DateTime", "faite": "Bool"},
    "deadline": {"titre": "Text", "lien": "Text", "fin": "DateTime", "etat": "Text"},
    "meeting": {
        "debut": "DateTime",
        "fin": "DateTime",
        "lieu": "Text",
        "visio": "Bool",
        "etat": "Text",
    },
}
"""The columns that we fill, by what a row is about, and their type there."""

TABLES = {
    "question": "Besoins",
    "action": "Actions",
    "deadline": "Echeances",
    "meeting": "Rencontres",
}

_BLANK: dict[str, Cell] = {"Text": "", "DateTime": None, "Bool": False}
_WITHDRAWN = "retirée"


@dataclass(frozen=True, slots=True, kw_only=True)
class GristSender:
    """Writes into one document of a Grist server, for one network."""

    network: str
    server: str
    doc: str
    key: str = field(repr=False)

    async def send(self, api: ApiClient, step: CopyStep, content: OutsideContent) -> Sent:
        """Add or update the row of a copy."""
        return await self._put(api, step.copy.key, dict(content.fields))

    async def remove(self, api: ApiClient, step: CopyStep) -> Sent:
        """Empty the row of a copy: its words go, its identifier stays."""
        kind = step.copy.key.partition(":")[0]
        blank = {name: _BLANK[each] for name, each in COLUMNS[kind].items()}
        if "etat" in blank:
            blank["etat"] = _WITHDRAWN
        return await self._put(api, step.copy.key, blank)

    async def probe(self, api: ApiClient) -> str:
        """Look whether the document has our tables."""
        answer = await api.call(ApiCall(url=self._url("tables"), headers=self._headers))
        _require(answer)
        found = answer.json()
        tables = found.get("tables") if isinstance(found, dict) else None
        if not isinstance(tables, list):
            raise OutsideError(OutsideFault.AWAY, "sa réponse n'est pas celle d'un Grist")
        there = {each.get("id") for each in tables if isinstance(each, dict)}
        missing = [each for each in TABLES.values() if each not in there]
        if missing:
            names = ", ".join(missing)
            raise OutsideError(OutsideFault.AWAY, f"il manque au document : {names}")
        return "le document a ses tables"

    async def _put(self, api: ApiClient, key: str, fields: dict[str, Cell]) -> Sent:
        table = TABLES[key.partition(":")[0]]
        ours = f"{self.network}:{key}"
        record = {"require": {ID: ours}, "fields": fields}
        url = self._url(f"tables/{table}/records")
        asked = ApiCall(method="PUT", url=url, headers=self._headers, body={"records": [record]})
        _require(await api.call(asked), what=f"la table {table}")
        return Sent(ours)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def _url(self, rest: str) -> str:
        return f"{self.server}/api/docs/{quote(self.doc, safe='')}/{rest}"


def _require(answer: ApiAnswer, what: str = "le document") -> None:
    """Refuse any answer but a success; a document that is being written to is busy, no more."""
    if "SQLITE_BUSY" in answer.text_at("error"):
        raise OutsideError(OutsideFault.BUSY, "le document est occupé")
    answer.require(what=what)
