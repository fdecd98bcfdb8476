"""Members feed the veille: links proposed, articles found useful."""

from __future__ import annotations

from functools import partial

from bot.french.text import TEXT_LIMIT, require_impersonal
from bot.network.rights import Act
from bot.talk.arguments import certified_first, number_first
from bot.talk.care import signed
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import NO_DIALOG_HERE, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.veille import proposing
from bot.veille.proposal import EXAMPLE, LINK_LIMIT, NO_ARTICLE_NUMBER, link_first
from bot.veille.proposing import LinkDraft
from commands.signed import SIGNATURE, is_signed

PROPOSE = "veille proposer"


def _read(command: Command, _situation: Situation) -> LinkDraft | None:
    """Read a link and what is said of it, None without any. Raises UserError."""
    certified, text = certified_first(command.text)
    if not text.strip() and command.via is not Via.DIALOG:
        return None
    if not certified:
        certified, text = certified_first(text)
    link, words = link_first(text)
    if not certified:
        certified, words = certified_first(words)
    in_form, why = certified_first(command.fields.get("pourquoi", ""))
    words = f"{words} {why}".strip()
    require_impersonal(words, certified=certified or in_form)
    return LinkDraft(link=link, words=words, signed=is_signed(command))


def propose(command: Command, ctx: Context, draft: LinkDraft | None) -> Reply:
    """Keep a link for the next digest; without one, open the form."""
    if draft is None:
        return _form(command)
    proposed = proposing.propose(ctx, draft, command.caller)
    text = ctx.render("veille/proposed.md.j2", proposed=proposed)
    return Reply(text=text, fetches=True)


def gather(command: Command, ctx: Context) -> Reply:
    """Keep the links of a message that its author, or someone by a reaction, gives the veille."""
    if command.refers is not None:
        proposing.gather(ctx, command.refers, command.caller)
    return Reply(fetches=True)


def let_go(command: Command, ctx: Context) -> Reply:
    """Take back the links of a message that someone's reaction had given."""
    proposing.let_go(ctx, command.text, command.caller)
    return Reply()


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take proposals back, one's own or, for coordinators, all those of a link."""
    numbers = _numbers(command, "veille retirer-lien 12")
    shared = [each for each in numbers if proposing.withdraw(ctx, each, command.caller)]
    return Reply(text=ctx.render("veille/withdrawn.md.j2", numbers=numbers, shared=shared))


def unsign(command: Command, ctx: Context) -> Reply:
    """Have one's name told no more."""
    numbers = _numbers(command, "veille sans-nom 12")
    for each in numbers:
        proposing.unsign(ctx, each, command.caller)
    return Reply(text=ctx.render("veille/unsigned.md.j2", numbers=numbers))


def praise(command: Command, ctx: Context) -> Reply:
    """Say that an article is useful."""
    return _praised(command, ctx, useful=True)


def unpraise(command: Command, ctx: Context) -> Reply:
    """Say it no more."""
    return _praised(command, ctx, useful=False)


def _praised(command: Command, ctx: Context, *, useful: bool) -> Reply:
    number = _numbers(command, "veille utile 12" if useful else "veille plus-utile 12")[0]
    title, changed = proposing.praise(ctx, number, command.caller, useful=useful)
    text = ctx.render(
        "veille/praised.md.j2", number=number, title=title, useful=useful, changed=changed
    )
    return Reply(text=text)


def _numbers(command: Command, usage: str) -> tuple[int, ...]:
    """Read « 12 », « n° 12 », « 12, 13 et 14 »; raises NO_ARTICLE_NUMBER."""
    words = command.text.replace(",", " ").split()
    rest = " ".join(word for word in words if word not in _BETWEEN)
    numbers: list[int] = []
    while (found := number_first(rest)) is not None:
        numbers.append(found[0])
        rest = found[1]
    if not numbers:
        raise NO_ARTICLE_NUMBER(usage=usage)
    return tuple(dict.fromkeys(numbers))


_BETWEEN = frozenset({"et", "le", "lien", "article", "l'article", "les", "liens"})


def _form(command: Command) -> Reply:
    if not command.via.immediate:
        raise NO_DIALOG_HERE(line=EXAMPLE)
    link = Field(
        name="lien", label="Le lien", placeholder="https://www.exemple.fr/article", limit=LINK_LIMIT
    )
    why = Field(
        name="pourquoi",
        label="Pourquoi c'est utile",
        placeholder="Clair et à jour",
        multiline=True,
        optional=True,
        limit=TEXT_LIMIT,
    )
    return Reply(
        dialog=Dialog(
            title="Proposer un lien",
            route=PROPOSE,
            argument="",
            submit="Proposer",
            fields=(link, why, SIGNATURE),
        )
    )


_route = partial(Route, Act.PROPOSE_LINK)

ROUTES = (
    _route(
        f"{PROPOSE}|propose|partager : <lien> [pourquoi]",
        reading(_read, propose),
        "proposer un lien pour la prochaine veille",
        limit=LINK_LIMIT + TEXT_LIMIT,
        care=signed("pourquoi", shared_as="pour la veille"),
    ),
    Route(
        Act.READ_DIGEST,
        f"{proposing.WITHDRAW}|retirer-le-lien : <n°>",
        withdraw,
        "retirer un lien que vous avez proposé",
        Takes.TEXT,
        rare=True,
    ),
    _route(
        f"{proposing.UNSIGN}|sans-mon-nom : <n°>",
        unsign,
        "ne pas être cité pour un lien proposé",
        Takes.TEXT,
        rare=True,
    ),
    Route(
        Act.PRAISE_LINK,
        "veille utile : <n°>",
        praise,
        "dire qu'un article de la veille vous est utile",
        Takes.TEXT,
    ),
    Route(
        Act.PRAISE_LINK,
        "veille plus-utile|ne-plus-utile|pas-utile : <n°>",
        unpraise,
        "dire qu'un article ne vous est plus utile",
        Takes.TEXT,
        rare=True,
    ),
    _route("veille noter", gather),
    _route("veille oublier", let_go),
)
