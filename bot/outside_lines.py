"""The tools outside that the configuration switches on, each with what sends to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pydantic import HttpUrl

from bot.config.models import Config
from bot.config.outside import (
    DiscordConfig,
    GristConfig,
    Mirrored,
    OutsideConfig,
    TrelloConfig,
    WikiFormConfig,
    YesWikiConfig,
)
from bot.outside import cards
from bot.outside.discord import wanted as discord
from bot.outside.discord.client import DiscordSender
from bot.outside.grist import wanted as grist
from bot.outside.grist.client import GristSender
from bot.outside.line import OutsideLine
from bot.outside.rules import Once, OutsideTool, mark_of
from bot.outside.trello.client import TrelloSender
from bot.outside.yeswiki import wanted as yeswiki
from bot.outside.yeswiki.client import WikiForm, YesWikiSender

_KINDS = {
    Mirrored.DIGEST: discord.DIGEST,
    Mirrored.LETTER: discord.LETTER,
    Mirrored.MEETINGS: discord.MEETING,
}


def outside_lines(config: Config) -> Sequence[OutsideLine]:
    """Return the tools of all networks that get copies."""
    return [line for slug, tools in config.outside.items() for line in lines_of(slug, tools)]


def lines_of(network: str, tools: OutsideConfig) -> Iterator[OutsideLine]:
    """Yield the tools of one network."""
    if tools.grist:
        yield grist_line(network, tools.grist)
    if tools.yeswiki:
        yield yeswiki_line(network, tools.yeswiki)
    if tools.trello:
        yield trello_line(network, tools.trello)
    if tools.discord:
        yield discord_line(network, tools.discord)


def grist_line(network: str, config: GristConfig) -> OutsideLine:
    """Return the line of a Grist document."""
    url, key = _base(config.url), config.key.get_secret_value()
    return OutsideLine(
        network=network,
        tool=OutsideTool.GRIST,
        once=Once.KEYED,
        target=mark_of(url, config.doc),
        access=mark_of(url, config.doc, key),
        wants=grist.wanted,
        sender=GristSender(network=network, server=url, doc=config.doc, key=key),
    )


def yeswiki_line(network: str, config: YesWikiConfig) -> OutsideLine:
    """Return the line of a YesWiki."""
    url, key = _base(config.url), config.key.get_secret_value()
    given = {
        yeswiki.MINUTES: config.minutes,
        yeswiki.LETTER: config.letter,
        yeswiki.ANSWER: config.answers,
    }
    forms = {kind: _wiki_form(each) for kind, each in given.items() if each}
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


def trello_line(network: str, config: TrelloConfig) -> OutsideLine:
    """Return the line of a Trello list."""
    url, key = _base(config.url), config.key.get_secret_value()
    token = config.token.get_secret_value()
    return OutsideLine(
        network=network,
        tool=OutsideTool.TRELLO,
        once=Once.LOOKED_FOR,
        target=mark_of(url, config.list),
        access=mark_of(url, config.list, key, token),
        wants=cards.wanted,
        sender=TrelloSender(network=network, server=url, list_id=config.list, key=key, token=token),
    )


def discord_line(network: str, config: DiscordConfig) -> OutsideLine:
    """Return the line of a Discord webhook."""
    webhook = config.webhook.get_secret_value().rstrip("/")
    kinds = frozenset(_KINDS[each] for each in config.what)
    return OutsideLine(
        network=network,
        tool=OutsideTool.DISCORD,
        once=Once.AT_MOST,
        target=mark_of(webhook, *sorted(kinds)),
        access=mark_of(webhook, *sorted(kinds), str(config.forum)),
        wants=partial(discord.wanted, kinds=kinds),
        sender=DiscordSender(webhook=webhook, forum=config.forum),
        threaded=config.forum,
    )


def _wiki_form(config: WikiFormConfig) -> WikiForm:
    return WikiForm(
        form=config.form, text=config.text, date=config.date or "", theme=config.theme or ""
    )


def _base(url: HttpUrl) -> str:
    return str(url).rstrip("/")
