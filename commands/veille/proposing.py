"""Members feed the veille: links proposed, articles found useful."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.source import MadeKind
from bot.french.text import TEXT_LIMIT, require_impersonal
from bot.network.rights import Act
from bot.talk.arguments import certified_first, number_first
from bot.talk.care import signed
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.making import note
from bot.talk.personal import names_in
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.talk.toggles import toggle
from bot.veille import digests, proposing
from bot.veille.proposal import LINK_LIMIT, NO_ARTICLE_NUMBER, link_first
from bot.veille.proposing import LinkDraft
from commands.signed import SIGNATURE, is_signed

PROPOSE = "veille proposer"


def _read(command: Command, _situation: Situation) -> LinkDraft:
    """Read a link and what is said of it. Raises UserError."""
    certified, text = certified_first(command.text)
    if not certified:
        certified, text = certified_first(text)
    link, words = link_first(text)
    if not certified:
        certified, words = certified_first(words)
    in_form, why = certified_first(command.fields.get("pourquoi", ""))
    words = f"{words} {why}".strip()
    require_impersonal(words, certified=certified or in_form)
    return LinkDraft(link=link, words=words, signed=is_signed(command))


def propose(command: Command, ctx: Context, draft: LinkDraft) -> Reply:
    """Keep a link for the next digest."""
    post = command.made_from or command.post or ""
    proposed = proposing.propose(ctx, draft, command.caller, post=post)
    note(ctx, command, MadeKind.LINKS)
    text = ctx.render("veille/proposed.md.j2", proposed=proposed)
    buttons = proposing.own_buttons([proposed])
    return Reply(text=text, buttons=buttons, fetches=True)


def gather(command: Command, ctx: Context) -> Reply:
    """Keep the links of a message that its author, or someone by a reaction, gives the veille."""
    if command.refers is not None:
        proposing.gather(ctx, command.refers, command.caller)
        note(ctx, command, MadeKind.LINKS, whole=not command.post)  # a reaction points at one
    return Reply(fetches=True)


def let_go(command: Command, ctx: Context) -> Reply:
    """Take back the links of a message that someone's reaction had given."""
    proposing.let_go(ctx, command.text, command.caller)
    return Reply()


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take proposals back, one's own or, for coordinators, all those of a link."""
    numbers = _numbers(command, "veille retirer-lien 12")
    shared = [each for each in numbers if proposing.withdraw(ctx, each, command.caller)]
    return ctx.reply("veille/withdrawn.md.j2", numbers=numbers, shared=shared)


def unsign(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Have one's name told no more, or told after all."""
    numbers = _numbers(command, "veille sans-nom 12")
    kept = [proposing.sign(ctx, each, command.caller, signed=not on) for each in numbers]
    names = [name for each in kept if on for name in names_in(each, command.caller)]
    return ctx.reply("veille/unsigned.md.j2", numbers=numbers, signed=not on, names=names)


def is_unsigned(command: Command, ctx: Context) -> bool:
    """Tell whether one's name is not told."""
    numbers = _numbers(command, "veille sans-nom 12")
    return not any(proposing.is_signed(ctx, each, command.caller) for each in numbers)


def praise(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Say that an article is useful, or no longer; without a number, ask which of the last ones."""
    if not command.text.strip():
        return _asked_which(ctx)
    number = _numbers(command, "veille utile 12")[0]
    title, changed = proposing.praise(ctx, number, command.caller, useful=on)
    return ctx.reply("veille/praised.md.j2", title=title, useful=on, changed=changed)


def is_praised(command: Command, ctx: Context) -> bool:
    """Tell whether an article is useful to the caller."""
    if not command.text.strip():
        return False
    return proposing.is_praised(ctx, _numbers(command, "veille utile 12")[0], command.caller)


def _asked_which(ctx: Context) -> Reply:
    digest = digests.latest(ctx.db, ctx.network.slug)
    buttons = (replace(digests.useful_menu(digest), route=""),) if digest else ()
    return ctx.reply("veille/praising.md.j2", *buttons, digest=digest)


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


_FORM = Dialog(
    title="Proposer un lien",
    submit="Proposer",
    fields=(
        Field(
            name="lien",
            label="Le lien",
            placeholder="https://www.exemple.fr/article",
            limit=LINK_LIMIT,
        ),
        Field(
            name="pourquoi",
            label="Pourquoi c'est utile",
            placeholder="Clair et à jour",
            multiline=True,
            optional=True,
            limit=TEXT_LIMIT,
        ),
        SIGNATURE,
    ),
)
_route = partial(Route, Act.PROPOSE_LINK)

ROUTES = (
    _route(
        f"{PROPOSE}|propose|partager : <lien> [pourquoi]",
        reading(_read, propose),
        "proposer un lien, pour la prochaine veille",
        limit=LINK_LIMIT + TEXT_LIMIT,
        care=signed("pourquoi", shared_as="pour la veille"),
        form=_FORM,
    ),
    Route(
        Act.READ_DIGEST,
        f"{proposing.WITHDRAW}|retirer-le-lien : <n°>",
        withdraw,
        "retirer un lien que vous avez proposé",
        Takes.TEXT,
    ),
    *toggle(
        Act.PROPOSE_LINK,
        f"{proposing.UNSIGN}|sans-mon-nom : <n°>",
        f"{proposing.SIGN}|avec-mon-nom : <n°>",
        unsign,
        is_unsigned,
        summary="ne pas être cité pour un lien proposé",
        off_summary="être cité pour un lien proposé",
    ),
    *toggle(
        Act.PRAISE_LINK,
        f"{digests.USEFUL} : [n°]",
        "veille plus-utile|ne-plus-utile|pas-utile : <n°>",
        praise,
        is_praised,
        summary="dire qu'un article de la veille vous est utile",
        off_summary="dire qu'un article ne vous est plus utile",
    ),
    _route("veille noter", gather),
    _route("veille oublier", let_go),
)
