"""A resource: a link or a file that stands in a message, and one line that says what it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.core.errors import Refusal, not_found
from bot.core.labels import Labelled

LINE_LIMIT = 200
"""Characters of what a resource is for: two lines on a phone."""

NAME_LIMIT = 200
"""Characters of a title or a file's name that are kept."""

LOOKED_AT_EVERY = timedelta(days=30)
"""How often the page of a link is looked at."""

LOOKED_AGAIN_AFTER = timedelta(days=3)
"""The same once it did not answer: a site that is being moved is no dead link."""

DEAD_AFTER = timedelta(days=9)
"""How long a page must have been gone before its giver is told."""

GONE_AFTER = timedelta(days=30)
"""How long a resource that was taken away may be put back."""


class Licence(Labelled):
    """Under which terms its giver lets a resource leave the channel, the first proposed first."""

    BY_SA = "by-sa", "CC BY-SA 4.0"
    BY = "by", "CC BY 4.0"
    ZERO = "zero", "CC0 1.0"
    ETALAB = "etalab", "Licence Ouverte 2.0"
    OF_ITS_PAGE = "page", "celle de la page (un lien)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource of one network, known there by its number.

    It has a `link`, or the chat's id of a `file`; `title` is its page's title, or its file's name.
    `post` is the message where it stands, "" for a link that was given by a form. `giver` is a chat
    user id, named when `signed`. Without a `licence` it never leaves the channel. `checked_at` is
    when its page was last looked at, `failing_since` since when it is gone, `told_at` when its
    giver was told so. `thanks` counts those who thanked for it.
    """

    network: str
    number: int = 0
    line: str
    title: str = ""
    link: str = ""
    file: str = ""
    post: str = ""
    theme: str = ""
    giver: str = ""
    signed: bool = True
    licence: Licence | None = None
    at: datetime
    checked_at: datetime | None = None
    failing_since: datetime | None = None
    told_at: datetime | None = None
    withdrawn_at: datetime | None = None
    thanks: int = 0
    id: int = 0

    @property
    def url(self) -> str:
        """Where it is read: its page, or the message where its file stands, in the chat."""
        return self.link or f"/_redirect/pl/{self.post}"

    @property
    def called(self) -> str:
        """What there is to call it by."""
        return self.title or self.line

    @property
    def dead(self) -> bool:
        """Whether its giver was told that its page is gone."""
        return self.told_at is not None

    def require_there(self) -> None:
        """Refuse what is done with one that was taken away. Raises RESOURCE_GONE."""
        if self.withdrawn_at is not None:
            raise RESOURCE_GONE(number=self.number)

    def looked_at(self, at: datetime, *, gone: bool) -> Self:
        """Note whether its page is gone, and that its giver is told once it is so for long."""
        since = (self.failing_since or at) if gone else None
        told = (self.told_at or at) if since and at - since >= DEAD_AFTER else None
        return replace(self, checked_at=at, failing_since=since, told_at=told)


UNKNOWN_RESOURCE = not_found("resource", "de ressource", "Peut-être a-t-elle été retirée.")

RESOURCE_GONE = Refusal(
    "resource {number} was taken away",
    reply="La ressource n° {number} a été retirée.",
)

OWN_RESOURCE = Refusal(
    "resource {number} is the caller's own",
    reply="La ressource n° {number} vient de vous : merci de l'avoir partagée.",
)

NOTHING_TO_KEEP = Refusal(
    "neither link nor file in the message",
    reply="Il me faut l'adresse d'une page, ou un fichier qui se trouve déjà dans un message du "
    "canal : partagez-le là en me nommant, et je proposerai de le garder.",
)

NO_RIGHT_TO_SHARE = Refusal(
    "a licence without the right to share",
    reply="Pour qu'une ressource quitte le canal, il faut cocher « J'ai le droit de le partager » "
    "et choisir une licence : l'un sans l'autre ne suffit pas. Rien n'a été changé.",
)
