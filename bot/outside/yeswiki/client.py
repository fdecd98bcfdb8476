"""A YesWiki's API: an entry is a page whose name we choose, so that it stands there once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.outside.calling import ApiCall, ApiClient, Sent
from bot.outside.content import OutsideContent
from bot.outside.markup import wiki_words
from bot.outside.rules import CopyStep, OutsideError, OutsideFault

_NAMES = {"meeting": "Rencontre", "letter": "Lettre", "question": "Reponse"}
_WITHDRAWN = "Page retirée"
_SILENT = "sa réponse n'est pas celle d'un YesWiki"


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiForm:
    """A form of the wiki, and which of its fields take a text, a date, a theme; "" for none."""

    form: int
    text: str
    date: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YesWikiSender:
    """Writes the entries of one network into a wiki; `forms` by what they are of."""

    network: str
    url: str
    key: str = field(repr=False)
    forms: Mapping[str, WikiForm]

    async def send(self, api: ApiClient, step: CopyStep, content: OutsideContent) -> Sent:
        """Write an entry, or a new revision of it."""
        told = dict(content.fields)
        return await self._write(
            api,
            step.copy.key,
            title=wiki_words(content.title),
            text=content.text,
            date=str(told.get("date") or ""),
            theme=str(told.get("theme") or ""),
        )

    async def remove(self, api: ApiClient, step: CopyStep) -> Sent:
        """Empty an entry by a new revision: the wiki itself keeps the former ones."""
        return await self._write(api, step.copy.key, title=_WITHDRAWN)

    async def probe(self, api: ApiClient) -> str:
        """Look whether the wiki has our forms: nothing but writing tells whether it knows us."""
        answer = await api.call(ApiCall(url=self._url("api/forms"), headers=self._headers))
        answer.require()
        found = answer.json()
        if not isinstance(found, dict | list):
            raise OutsideError(OutsideFault.AWAY, _SILENT)
        there = {str(each) for each in found} if isinstance(found, dict) else _ids(found)
        for each in self.forms.values():
            if str(each.form) not in there:
                raise OutsideError(OutsideFault.AWAY, f"le formulaire {each.form} n'y est pas")
        return "le wiki a ses formulaires ; la clé s'essaie au premier envoi"

    async def _write(  # noqa: PLR0913  an entry has that many fields
        self,
        api: ApiClient,
        key: str,
        *,
        title: str,
        text: str = "",
        date: str = "",
        theme: str = "",
    ) -> Sent:
        kind, _, number = key.partition(":")
        form = self.forms[kind]
        page = f"Courroie{_camel(self.network)}{_NAMES[kind]}{number}"
        named = {form.text: text, form.date: date, form.theme: theme}
        fields = {name: value for name, value in named.items() if name}
        asked = ApiCall(
            method="POST",
            url=self._url(f"api/entries/{form.form}"),
            headers=self._headers,
            form={**fields, "bf_titre": title, "id_fiche": page},
        )
        answer = await api.call(asked)
        answer.require(what=f"le formulaire {form.form}")
        if not answer.text_at("success"):  # PHP may say more: the rest is not looked at
            raise OutsideError(OutsideFault.AWAY, _SILENT, doubt=True)
        return Sent(page)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def _url(self, route: str) -> str:
        return f"{self.url}/?{route}"


def _camel(slug: str) -> str:
    return "".join(each.capitalize() for each in re.split(r"[^a-z0-9]+", slug))


def _ids(forms: list[object]) -> set[str]:
    found = (each for each in forms if isinstance(each, dict))
    return {str(each.get("bn_id_nature") or each.get("id") or "") for each in found}
