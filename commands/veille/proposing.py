"""Members feed the veille: links proposed, articles found useful."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.source import MadeKind
from bot.french.text import TEXT_LIMIT, require_impersonal
from bot.network.rights import Act
from bot.resource import keeping
from bot.talk.arguments import certified_first, every_number
from bot.talk.care import signed
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import Situation, reading
from bot.talk.making import note
from bot.talk.personal import names_in
from bot.talk.reply import WORDS, Choice, Dialog, Field, Reply, optional_field, taking_back
from bot.talk.routing import Route
from bot.talk.signature import MENU
from bot.talk.toggles import toggle
from bot.veille import digests, proposing
from bot.veille.proposal import LINK_LIMIT, link_first
from bot.veille.proposing import LinkDraft
from commands.signed import SIGNATURE, is_signed

PROPOSE = "veille proposer"


def _read(command: Command, _situation: Situation) -> LinkDraft:
    """Read a link and what is said of it. Raises UserError."""
    certified, text = certified_first(command.text)
    link, words = link_first(text)
    words = f"{words} {command.fields.get('pourquoi', '')}".strip()
    require_impersonal(words, certified=certified)
    return LinkDraft(link=link, words=words, signed=is_signed(command))


def propose(command: Command, ctx: Context, draft: LinkDraft) -> Reply:
    """Keep a link for the next digest, or as a resource where its form says so."""
    if _KIND.chosen(command.fields) == _RESOURCE:
        fields = {WORDS: draft.words, MENU: command.fields.get(MENU, "")}
        return Reply(instead=replace(command, route=keeping.KEEP, text=draft.link, fields=fields))
    post = command.made_from or command.post or ""
    proposed = proposing.propose(ctx, draft, command.caller, post=post)
    note(ctx, command, MadeKind.LINKS)
    number = str(proposed.article)
    back = taking_back(proposing.WITHDRAW, number)
    gestures.remember(ctx, command.caller, f"Lien n° {number} : proposé", back)
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
    numbers = every_number(command.text)
    shared = [each for each in numbers if proposing.withdraw(ctx, each, command.caller)]
    return ctx.reply("veille/withdrawn.md.j2", numbers=numbers, shared=shared)


def unsign(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Have one's name told no more, or told after all."""
    numbers = every_number(command.text)
    kept = [proposing.sign(ctx, each, command.caller, signed=not on) for each in numbers]
    names = [name for each in kept if on for name in names_in(each, command.caller)]
    return ctx.reply("veille/unsigned.md.j2", numbers=numbers, signed=not on, names=names)


def is_unsigned(command: Command, ctx: Context) -> bool:
    """Tell whether one's name is not told."""
    return not any(
        proposing.is_signed(ctx, each, command.caller) for each in every_number(command.text)
    )


def praise(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Say that an article is useful, or no longer."""
    title, changed = proposing.praise(ctx, command.number, command.caller, useful=on)
    return ctx.reply("veille/praised.md.j2", title=title, useful=on, changed=changed)


def is_praised(command: Command, ctx: Context) -> bool:
    """Tell whether an article is useful to the caller."""
    return proposing.is_praised(ctx, command.number, command.caller)


_RESOURCE = "ressource"
_KIND = Field(
    name="nature",
    label="Ce que c'est",
    default="article",
    choices=(
        Choice(label="Un article, pour la veille du mois", value="article"),
        Choice(label="Une ressource, à garder", value=_RESOURCE),
    ),
)
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
        optional_field(
            name="pourquoi",
            label="Pourquoi c'est utile",
            placeholder="Clair et à jour",
            multiline=True,
            limit=TEXT_LIMIT,
        ),
        SIGNATURE,
        _KIND,
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
    Route(Act.READ_DIGEST, proposing.WITHDRAW, withdraw),
    *toggle(Act.PROPOSE_LINK, proposing.UNSIGN, proposing.SIGN, unsign, is_unsigned),
    *toggle(
        Act.PRAISE_LINK,
        f"{digests.USEFUL} : <n°>",
        f"{digests.NOT_USEFUL} : <n°>",
        praise,
        is_praised,
    ),
    _route("veille noter", gather),
    _route("veille oublier", let_go),
)
