"""Where to send someone: what structures receive, near here."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.message import Button
from bot.french.text import tidied
from bot.helping import card, finding
from bot.network.rights import Act
from bot.talk.arguments import paged
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import SHORT, Route, Takes
from commands.besoin.reading import ASK

_WHO = "Qui"


def find(command: Command, ctx: Context) -> Reply:
    """Tell where someone with a need may be sent, a phone screen at a time."""
    need, page = paged(tidied(command.text))
    if not need:
        return Reply(text=ctx.render("besoin/where.md.j2"), buttons=(_HELPING,))
    found = finding.find(ctx, need, page, command.caller.id)
    text = ctx.render("besoin/directed.md.j2", found=found, need=need)
    more = Button(id="suite", label="La suite", route=card.FIND, argument=f"{need} {page + 1}")
    asking = Button(
        id="poser",
        label="Poser la question",
        route=ASK,
        argument=need if "?" in need else f"Qui reçoit ou connaît : {need} ?",
        primary=not found.total,
    )
    return Reply(text=text, buttons=(more, asking) if found.page < found.last else (asking,))


def who(command: Command, ctx: Context) -> Reply:
    """Tell it to whoever types « qui… »; a question, where nothing is known of structures."""
    if command.text.strip() and not finding.knows_any(ctx):
        return Reply(instead=replace(command, route=ASK, text=f"{_WHO} {command.text}"))
    return find(replace(command, text=_RECEIVES.sub("", command.text)), ctx)


_RECEIVES = re.compile(
    r"^\s*(?:re[çc]oit|accueille|prend en charge)\s+(?:(?:des|les|un|une)\s+|l['’])?", re.IGNORECASE
)
"""What « qui reçoit des … » says before the need."""

_HELPING = Button(id="aider", label="Ce que je reçois…", route=card.HELP, argument="")

_FINDING = Dialog(
    title="Où orienter quelqu'un",
    submit="Chercher",
    fields=(
        Field(
            name="texte",
            label="Le besoin, et la commune",
            placeholder="Personnes sourdes, Roanne",
            help="Sans nom ni détail qui permette de reconnaître la personne.",
        ),
    ),
)

ROUTES = (
    Route(
        Act.FIND_WHO,
        f"{card.FIND}|où-orienter : <besoin>",
        find,
        "savoir où orienter quelqu'un : structures des membres, lieux du territoire",
        limit=SHORT,
        form=_FINDING,
    ),
    Route(
        Act.FIND_WHO,
        "besoin qui : [besoin]",
        who,
        "savoir qui reçoit ce besoin près d'ici",
        Takes.WORDS,
        form=_FINDING,
    ),
)
