"""`[networks.outside.…]`: the systems that get a copy of what a network keeps here."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl

from bot.config.values import Frozen, Secret
from bot.outside.grist.client import GristSender
from bot.outside.grist.wanted import wanted as grist_wanted
from bot.outside.line import OutsideLine
from bot.outside.rules import Once, OutsideTool, mark_of


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


SecureUrl = Annotated[HttpUrl, AfterValidator(_secure)]


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
            wants=grist_wanted,
            sender=GristSender(network=network, server=url, doc=self.doc, key=key),
        )


class OutsideConfig(Frozen):
    """`[networks.outside]`: each is left out by most networks."""

    grist: GristConfig | None = None

    def lines(self, network: str) -> Iterator[OutsideLine]:
        """Yield the tools that are switched on."""
        for each in (self.grist,):
            if each is not None:
                yield each.line(network)


def _base(url: HttpUrl) -> str:
    return str(url).rstrip("/")
