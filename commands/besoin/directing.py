"""Where to send someone: what structures receive, near here."""

from __future__ import annotations

from bot.core.message import Button
from bot.french.text import tidied
from bot.helping import card, finding
from bot.network.rights import Act
from bot.talk.arguments import paged
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import SHORT, Route
from commands.besoin.reading import ASK


def find(command: Command, ctx: Context) -> Reply:
    """Tell where someone with a need may be sent, a phone screen at a time."""
    need, page = paged(tidied(command.text))
    if not need:
        return ctx.reply("besoin/where.md.j2", _HELPING)
    found = finding.find(ctx, need, page)
    text = ctx.render("besoin/directed.md.j2", found=found, need=need)
    more = Button("suite", "La suite", card.FIND, f"{need} {page + 1}")
    asking = Button("poser", "Poser la question", ASK, need, primary=not found.total)
    return Reply(text=text, buttons=(more, asking) if found.page < found.last else (asking,))


_HELPING = Button("aider", "Ce que je reçois…", card.HELP)

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
        f"{card.FIND} : <besoin>",
        find,
        "savoir où orienter quelqu'un : structures des membres, lieux du territoire",
        limit=SHORT,
        form=_FINDING,
    ),
)
