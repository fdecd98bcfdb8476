"""`[networks.outside.…]`: the systems that get a copy of what a network keeps here."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import partial
from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, model_validator

from bot.config.values import Frozen, Secret, Some
from bot.outside import cards
from bot.outside.deck.client import DeckSender
from bot.outside.discord import wanted as discord
from bot.outside.discord.client import DiscordSender
from bot.outside.grist import wanted as grist
from bot.outside.grist.client import GristSender
from bot.outside.line import OutsideLine
from bot.outside.rules import Once, OutsideTool, mark_of
from bot.outside.trello.client import TrelloSender
from bot.outside.yeswiki import wanted as yeswiki
from bot.outside.yeswiki.client import WikiForm, YesWikiSender


def _secure(value: HttpUrl) -> HttpUrl:
    if value.scheme != "https" and not _is_inside(value.host or ""):
        raise ValueError("le secret y passerait en clair ; écrivez une adresse en https://")
    if value.query or value.fragment or value.username or value.password:
        raise ValueError("écrivez l'adresse seule, sans paramètre ni mot de passe")
    return value


def _is_inside(host: str) -> bool:
    """Tell whether an address is on this machine or beside it, where no one else listens."""
    try:
        return ip_address(host.strip("[]")).is_private
    except ValueError:
        return host == "localhost"


def _webhook(value: SecretStr) -> SecretStr:
    try:
        url = _secure(HttpUrl(value.get_secret_value()))
    except ValueError:
        raise ValueError("ce n'est pas l'adresse https:// d'un webhook, seule") from None
    if "/webhooks/" not in (url.path or ""):
        raise ValueError("ce n'est pas l'adresse d'un webhook Discord (…/api/webhooks/…/…)")
    return value


SecureUrl = Annotated[HttpUrl, AfterValidator(_secure)]
Webhook = Annotated[Secret, AfterValidator(_webhook)]
FieldName = Annotated[str, Field(pattern=r"^\w{1,60}$")]


class GristConfig(Frozen):
    """`[networks.outside.grist]`: a document, and the key of who may write into it."""

    url: SecureUrl
    doc: Annotated[str, Field(pattern=r"^[\w~-]{8,80}$")]
    key: Secret

    def line(self, network: str) -> OutsideLine:
        """Return the line of a network."""
        url, key = _base(self.url), self.key.get_secret_value()
        return OutsideLine(
            network=network,
            tool=OutsideTool.GRIST,
            once=Once.KEYED,
            target=mark_of(url, self.doc),
            access=mark_of(url, self.doc, key),
            wants=grist.wanted,
            sender=GristSender(network=network, server=url, doc=self.doc, key=key),
        )


class WikiFormConfig(Frozen):
    """A form of a wiki: its number, and the names of its fields, whose title is `bf_titre`."""

    form: Annotated[int, Field(gt=0)]
    text: FieldName = "bf_description"
    date: FieldName | None = None
    theme: FieldName | None = None

    @property
    def wiki_form(self) -> WikiForm:
        """The form, as the wiki's sender knows it."""
        return WikiForm(
            form=self.form, text=self.text, date=self.date or "", theme=self.theme or ""
        )


class YesWikiConfig(Frozen):
    """`[networks.outside.yeswiki]`: a wiki, its key, and a form for each thing that it gets."""

    url: SecureUrl
    key: Secret
    minutes: WikiFormConfig | None = None
    letter: WikiFormConfig | None = None
    answers: WikiFormConfig | None = None

    @model_validator(mode="after")
    def _something(self) -> YesWikiConfig:
        if not (self.minutes or self.letter or self.answers):
            raise ValueError("donnez au moins un formulaire : minutes, letter ou answers")
        return self

    def line(self, network: str) -> OutsideLine:
        """Return the line of a network."""
        url, key = _base(self.url), self.key.get_secret_value()
        given = {
            yeswiki.MINUTES: self.minutes,
            yeswiki.LETTER: self.letter,
            yeswiki.ANSWER: self.answers,
        }
        forms = {kind: each.wiki_form for kind, each in given.items() if each}
        return OutsideLine(
            network=network,
            tool=OutsideTool.YESWIKI,
            once=Once.KEYED,
            target=mark_of(url, repr(forms)),
            access=mark_of(url, repr(forms), key),
            wants=partial(yeswiki.wanted, kinds=frozenset(forms)),
            sender=YesWikiSender(network=network, url=url, key=key, forms=forms),
            pace=0.5,
        )


class TrelloConfig(Frozen):
    """`[networks.outside.trello]`: a list, and the key and the token of who may write into it."""

    list: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
    key: Secret
    token: Secret
    url: SecureUrl = HttpUrl("https://api.trello.com")

    def line(self, network: str) -> OutsideLine:
        """Return the line of a network."""
        url, key = _base(self.url), self.key.get_secret_value()
        token = self.token.get_secret_value()
        return OutsideLine(
            network=network,
            tool=OutsideTool.TRELLO,
            once=Once.LOOKED_FOR,
            target=mark_of(url, self.list),
            access=mark_of(url, self.list, key, token),
            wants=cards.wanted,
            sender=TrelloSender(
                network=network, server=url, list_id=self.list, key=key, token=token
            ),
        )


class DeckConfig(Frozen):
    """`[networks.outside.deck]`: a stack of a Nextcloud's board, and an account of its own."""

    url: SecureUrl
    board: Annotated[int, Field(gt=0)]
    stack: Annotated[int, Field(gt=0)]
    user: Some
    password: Secret

    def line(self, network: str) -> OutsideLine:
        """Return the line of a network."""
        url, password = _base(self.url), self.password.get_secret_value()
        place = (url, str(self.board), str(self.stack))
        return OutsideLine(
            network=network,
            tool=OutsideTool.DECK,
            once=Once.LOOKED_FOR,
            target=mark_of(*place),
            access=mark_of(*place, self.user, password),
            wants=cards.wanted,
            sender=DeckSender(
                network=network,
                server=url,
                board=self.board,
                stack=self.stack,
                user=self.user,
                password=password,
            ),
        )


class Mirrored(Enum):
    """What Discord may get."""

    DIGEST = "veille"
    LETTER = "lettre"
    MEETINGS = "rencontres"


_KINDS = {
    Mirrored.DIGEST: discord.DIGEST,
    Mirrored.LETTER: discord.LETTER,
    Mirrored.MEETINGS: discord.MEETING,
}


class DiscordConfig(Frozen):
    """`[networks.outside.discord]`: a webhook; what it mirrors, and whether into a forum."""

    webhook: Webhook
    what: Annotated[tuple[Mirrored, ...], Field(min_length=1)] = tuple(Mirrored)
    forum: bool = False

    def line(self, network: str) -> OutsideLine:
        """Return the line of a network."""
        webhook = self.webhook.get_secret_value().rstrip("/")
        kinds = frozenset(_KINDS[each] for each in self.what)
        return OutsideLine(
            network=network,
            tool=OutsideTool.DISCORD,
            once=Once.AT_MOST,
            target=mark_of(webhook, *sorted(kinds)),
            access=mark_of(webhook, *sorted(kinds), str(self.forum)),
            wants=partial(discord.wanted, kinds=kinds),
            sender=DiscordSender(webhook=webhook, forum=self.forum),
            threaded=self.forum,
        )


class OutsideConfig(Frozen):
    """`[networks.outside]`: each is left out by most networks."""

    grist: GristConfig | None = None
    yeswiki: YesWikiConfig | None = None
    trello: TrelloConfig | None = None
    deck: DeckConfig | None = None
    discord: DiscordConfig | None = None

    def lines(self, network: str) -> Iterator[OutsideLine]:
        """Yield the tools that are switched on."""
        for each in (self.grist, self.yeswiki, self.trello, self.deck, self.discord):
            if each is not None:
                yield each.line(network)


def _base(url: HttpUrl) -> str:
    return str(url).rstrip("/")
