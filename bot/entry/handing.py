"""Who coordinates a network that entered from the chat: asked by who does, held by who says yes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from bot.core.message import Button
from bot.entry import changing
from bot.entry import store as entries
from bot.entry.rules import (
    COORDINATES_ALREADY,
    NO_LONGER_IN_OFFICE,
    NO_LONGER_PROPOSED,
    NOT_IN_OFFICE,
    NOT_YOURS_TO_NAME,
    NetworkEntry,
    Proposal,
)
from bot.network.rights import Act
from bot.people import coordinators
from bot.talk import coordination, say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.coordination import PROPOSE

TAKE = "reseau coordonner"
LEAVE_IT = "reseau ne-pas-coordonner"
TAKE_BACK = "reseau reprendre-proposition"
REMOVE = "reseau retirer-coordination"

__all__ = ["LEAVE_IT", "PROPOSE", "REMOVE", "TAKE", "TAKE_BACK"]


def ask_all(ctx: Context, entry: NetworkEntry) -> None:
    """Ask all those whom the form that made a network enter named."""
    here = ctx.at(entry.network())
    for each in entries.proposed(ctx.db, entry.slug):
        _ask(here, each)


def require_may_propose(ctx: Context, caller: Caller) -> None:
    """Refuse to propose to those who may not: who coordinates or administrates may.

    So may those who coordinate the nearest network above, where nobody does. Raises IN_THE_FILE,
    NOT_ALLOWED, NOT_YOURS_TO_NAME, NO_LONGER_IN_OFFICE.
    """
    changing.entry_of(ctx)
    above = coordination.above(ctx)
    if (
        above is not None
        and above.server == caller.server
        and caller.id in ctx.coordinators_of(above.slug)
    ):
        if caller.administrator or not ctx.coordinators & changing.office(ctx):
            return
        if not ctx.allows(Act.NAME_COORDINATOR, caller):
            raise NOT_YOURS_TO_NAME()
    ctx.require(Act.NAME_COORDINATOR, caller)
    _require_in_office(ctx, caller)


def propose(ctx: Context, user: str, name: str, by: Caller) -> None:
    """Ask a member to coordinate the network too.

    Raises what `require_may_propose` does, and COORDINATES_ALREADY.
    """
    require_may_propose(ctx, by)
    if user in changing.office(ctx):
        raise COORDINATES_ALREADY(name=f"@{name}")
    proposal = Proposal(network=ctx.network.slug, user=user, name=name, by=by.id, at=ctx.now)
    entries.propose(ctx.db, proposal)
    _ask(ctx, proposal)
    changing.note(ctx, by.id, "propose de coordonner le réseau à", whom=user)


def _ask(ctx: Context, proposal: Proposal) -> None:
    buttons = (
        Button("daccord", "D'accord", TAKE, primary=True, network=proposal.network),
        Button("non", "Non merci", LEAVE_IT, network=proposal.network),
    )
    text = ctx.render("entree/proposed.md.j2", by=proposal.by)
    say.to_user(ctx, _key(proposal), proposal.user, text, buttons=buttons)


def _key(proposal: Proposal) -> str:
    return f"coordonner:{proposal.network}:{proposal.at.timestamp()}:{proposal.user}"


def answer(ctx: Context, caller: Caller, *, takes: bool) -> None:
    """Have someone coordinate from now on, or not; those who do are told, and who asked.

    Raises NO_LONGER_PROPOSED.
    """
    asked = NO_LONGER_PROPOSED.unless(entries.answered(ctx.db, ctx.network.slug, caller.id))
    if takes:
        name = caller.names[0] if caller.names else asked.name
        coordinators.name(ctx.db, ctx.network.slug, name, caller.id, ctx.now)
    line = "rejoint la coordination du réseau" if takes else "préfère ne pas coordonner le réseau"
    changing.note(ctx, caller.id, line)
    if asked.by not in ctx.coordinators:  # those above, or who administrates
        text = ctx.render("entree/answered.md.j2", user=caller.id, takes=takes)
        say.about_oneself(ctx, f"{_key(asked)}:{uuid4().hex}", asked.by, text)


def take_back(ctx: Context, user: str, by: Caller) -> None:
    """Ask someone no longer. Raises NO_LONGER_IN_OFFICE, NO_LONGER_PROPOSED."""
    _require_in_office(ctx, by)
    asked = NO_LONGER_PROPOSED.unless(entries.answered(ctx.db, ctx.network.slug, user))
    say.again(ctx, _key(asked), ctx.render("entree/taken_back.md.j2"))
    changing.note(ctx, by.id, "ne propose plus de coordonner le réseau à", whom=user)


def remove(ctx: Context, user: str, by: Caller, own_cards: Iterable[str]) -> None:
    """Have someone coordinate no more: of their own wish, or of another's, which they are told.

    So are the others, or the level above where nobody is left. Raises IN_THE_FILE,
    NO_LONGER_IN_OFFICE, NOT_IN_OFFICE.
    """
    changing.entry_of(ctx)
    _require_in_office(ctx, by)
    if coordinators.remove(ctx.db, ctx.network.slug, user, own_cards) is None:
        raise NOT_IN_OFFICE()

    def in_office(network: str) -> frozenset[str]:
        found = ctx.coordinators_of(network)
        return found - {user} if network == ctx.network.slug else found

    left = replace(ctx, coordinators_of=in_office)
    if user == by.id:
        changing.note(left, user, "ne coordonne plus le réseau")
    else:
        text = ctx.render("entree/removed.md.j2", by=by.id)
        say.about_oneself(ctx, f"removed:{ctx.network.slug}:{uuid4().hex}", user, text)
        changing.note(left, by.id, "a mis fin à la coordination de", whom=user)
    if not left.coordinators:
        coordination.follow(left, ())


def _require_in_office(ctx: Context, by: Caller) -> None:
    """Refuse what one pressed who has coordinated, and was removed meanwhile."""
    if not by.administrator and by.id not in changing.office(ctx):
        raise NO_LONGER_IN_OFFICE()
