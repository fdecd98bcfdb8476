"""`[outside.loire.…]`: the systems that get a copy of what a network keeps here."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, model_validator

from bot.config.values import Frozen, Secret
from bot.veille.link import literal


def _secure(value: HttpUrl) -> HttpUrl:
    if value.scheme != "https" and not _is_inside(value.host or ""):
        raise ValueError("le secret y passerait en clair ; écrivez une adresse en https://")
    if value.query or value.fragment or value.username or value.password:
        raise ValueError("écrivez l'adresse seule, sans paramètre ni mot de passe")
    return value


def _is_inside(host: str) -> bool:
    """Tell whether an address is on this machine or beside it, where no one else listens."""
    address = literal(host)
    return host == "localhost" if address is None else address.is_private


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
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]


class GristConfig(Frozen):
    """`[outside.loire.grist]`: a document, and the key of who may write into it."""

    url: SecureUrl
    doc: Annotated[str, Field(pattern=r"^[A-Za-z0-9_~-]{8,80}$")]
    key: Secret


class WikiFormConfig(Frozen):
    """A form of a wiki: its number, and the names of its fields, whose title is `bf_titre`."""

    form: Annotated[int, Field(gt=0)]
    text: FieldName = "bf_description"
    date: FieldName | None = None
    theme: FieldName | None = None


class YesWikiConfig(Frozen):
    """`[outside.loire.yeswiki]`: a wiki, its key, and a form for each thing that it gets."""

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


class TrelloConfig(Frozen):
    """`[outside.loire.trello]`: a list, and the key and the token of who may write into it."""

    list: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
    key: Secret
    token: Secret
    url: SecureUrl = HttpUrl("https://api.trello.com")


class Mirrored(Enum):
    """What Discord may get."""

    DIGEST = "veille"
    LETTER = "lettre"
    MEETINGS = "rencontres"


class DiscordConfig(Frozen):
    """`[outside.loire.discord]`: a webhook; what it mirrors, and whether into a forum."""

    webhook: Webhook
    what: Annotated[tuple[Mirrored, ...], Field(min_length=1)] = tuple(Mirrored)
    forum: bool = False


class OutsideConfig(Frozen):
    """`[outside.loire]`: each is left out by most networks."""

    grist: GristConfig | None = None
    yeswiki: YesWikiConfig | None = None
    trello: TrelloConfig | None = None
    discord: DiscordConfig | None = None
