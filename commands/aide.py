"""`/aide`: the hall, and what can be typed, written from the routes themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.network.rights import Act, Role
from bot.talk.arguments import first_word, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context, Usage
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from bot.week import card, todo

LINES = 6
"""Commands of one page: each takes three lines of a phone, and the page 25 at most."""


def help_(command: Command, ctx: Context) -> Reply:
    """Show the hall; every command, or those of one word, by pages, when asked for."""
    allowed = [usage for usage in ctx.usages if ctx.allows(usage.act, command.caller)]
    roots = list(dict.fromkeys(_root(usage) for usage in allowed))
    word, rest = first_word(fold(without_thanks(command.text)).strip(" .,:;!?/"))
    if word == "tout":
        return _listed(ctx, word, [each for each in allowed if each.usual], roots, 1)
    if word in roots:
        page = int(rest) if rest.isdecimal() and len(rest) < _DIGITS else 1
        return _listed(ctx, word, [each for each in allowed if _root(each) == word], roots, page)
    return hall(command, ctx)


def hall(command: Command, ctx: Context) -> Reply:
    """Return what the caller may do here: their week if they coordinate, else their doors.

    To whoever is no member, how to become one.
    """
    role = command.caller.role_in(ctx.network.slug)
    if role is Role.COORDINATOR:
        text, verbs = card.week(ctx, todo.waiting(ctx, command.caller.id))
    elif role is Role.MEMBER:
        text, verbs = card.member_hall(ctx)
    else:
        guest = role is Role.GUEST
        text = ctx.render("aide/stranger.md.j2", guest=guest, wording=ctx.wording)
        verbs = (Button("garde", "Ce que je garde de vous", "reseau confidentialité"),)
    return Reply(text=text, buttons=verbs)


def _listed(
    ctx: Context, word: str, usages: Sequence[Usage], roots: Sequence[str], page: int
) -> Reply:
    """List some commands, a page at a time; a menu leads to those of each word."""
    size = LINES if word in roots else len(usages)
    pages = [usages[start : start + size] for start in range(0, len(usages), size)]
    shown = min(max(page, 1), len(pages))
    others = menu(
        "toutes",
        "D'autres commandes…",
        *(Option(f"/{root}", f"aide {root}") for root in roots if root != word),
        route="aide",
        argument="tout" if word in roots else roots[0],
    )
    more = Button("suite", "La suite", "aide", f"{word} {shown + 1}")
    return ctx.reply(
        "aide/commands.md.j2",
        *((more, others) if shown < len(pages) else (others,)),
        word=word if word in roots else "",
        usages=pages[shown - 1],
        page=shown,
        last=len(pages),
    )


_DIGITS = 4


def _root(usage: Usage) -> str:
    return usage.line.lstrip("/").split()[0]


ROUTES = (
    Route(
        Act.READ_HELP, "aide", help_, "voir ce qui vous attend, et ce que je sais faire", Takes.TEXT
    ),
)
