"""A network is asked for: someone invited us into its channel, then filled in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from bot.core import channel_store as channels
from bot.core.channel import NetworkChannel
from bot.entry import card, deciding
from bot.entry import store as entries
from bot.entry.rules import (
    ALREADY_ASKED,
    DOES_NOT_FIT,
    ENTRY_NOT_ASKED,
    NOBODY_ABOVE,
    NOT_THE_ONE_INVITING,
    EntryState,
    NetworkEntry,
    Proposal,
    likely_scale,
    name_of_channel,
    renew,
    slug_of,
)
from bot.network.network import Home
from bot.network.rights import Act, Role
from bot.network.tree import fits
from bot.people import coordinators
from bot.people.coordinators import administrators
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.markdown import escape, typeset


def invited(ctx: Context, channel: NetworkChannel, title: str, caller: Caller) -> bool:
    """Take note that we were invited into a channel, and ask who did it what it is for.

    Nothing is kept, and why is told, where they or the server cannot have a network. What was asked
    already is begun anew by who asked, or once they are gone. Return whether one more may enter.
    """
    was = entries.of_channel(ctx.db, ctx.network.server, channel.id)
    if was is not None and was.state is EntryState.LIVE:
        return False
    why = ""
    if caller.role_in(ctx.network.slug) < Role.MEMBER:
        why = "guest"
    elif not administrators(ctx.db, ctx.network.server):
        why = "no administrator"
    elif was is not None and (was.state is EntryState.ENDED or _is_anothers(ctx, was, caller)):
        why = was.state.value
    text = ctx.render("entree/invited.md.j2", title=title, why=why)
    if why:
        say.about_oneself(ctx, f"invited:{channel.id}:{uuid4().hex}", caller.id, text)
    else:
        card.ask_inviting(ctx, _begun(ctx, channel, title, caller, was), text)
    return not why


def _is_anothers(ctx: Context, was: NetworkEntry, caller: Caller) -> bool:
    """Tell whether someone else, who is still there, has asked already."""
    asked = was.state is EntryState.ASKED and was.asked_by != caller.id
    return asked and deciding.is_there(ctx, was)


def _begun(
    ctx: Context, channel: NetworkChannel, title: str, caller: Caller, was: NetworkEntry | None
) -> NetworkEntry:
    if was is not None:
        nobody = replace(was, organisation_at=None, place_at=None)
        taken = renew(replace(nobody, asked_by=caller.id), EntryState.INVITED, ctx.now)
        entries.change(ctx.db, taken, was=was)
        entries.unname(ctx.db, was.slug)
        deciding.close_all(ctx, was, typeset("Cette demande est reprise : rien à faire ici."))
        return taken
    title = name_of_channel(title, channel.name)
    gone = channels.all_of_them(ctx.db)  # of the file once, perhaps: what it lived stays its own
    entry = NetworkEntry(
        slug=slug_of(title, {*entries.slugs(ctx.db), *ctx.networks, *gone}),
        server=ctx.network.server,
        team=channel.team,
        channel=channel.id,
        channel_name=channel.name,
        name=title,
        scale=likely_scale(title),
        state=EntryState.INVITED,
        at=ctx.now,
        asked_by=caller.id,
    )
    entries.add(ctx.db, entry)
    channels.save(ctx.db, replace(channel, network=entry.slug), since=ctx.now)
    return entry


def of(ctx: Context, caller: Caller) -> NetworkEntry:
    """Return what someone may ask for in the network of `ctx`.

    Raises ENTRY_NOT_ASKED, ALREADY_ASKED, NOT_THE_ONE_INVITING.
    """
    entry = ENTRY_NOT_ASKED.unless(entries.of(ctx.db, ctx.network.slug))
    if entry.asked_by != caller.id:
        raise NOT_THE_ONE_INVITING()
    if entry.state is EntryState.ASKED:
        raise ALREADY_ASKED()
    if entry.state not in (EntryState.INVITED, EntryState.REFUSED):
        raise ENTRY_NOT_ASKED()
    return entry


def ask(
    ctx: Context, caller: Caller, told: NetworkEntry, others: Mapping[str, str]
) -> NetworkEntry:
    """Ask for a network: who asks coordinates it from now on, the others once they say yes.

    `others` are their ids by user name. A yes that is known is not asked for: of an organisation
    that was accepted before, of a place below no one, of those who would be asked themselves.
    Raises what `of` does, DOES_NOT_FIT, NOBODY_ABOVE.
    """
    was, above = of(ctx, caller), ctx.networks.get(told.parent or "")
    entry = replace(
        renew(told, EntryState.ASKED, ctx.now),
        parent=above.slug if above else None,
        agreement="",
        organisation_at=None,
        place_at=None,
    )
    if above is not None and not fits(entry.network(), above):
        raise DOES_NOT_FIT(above=above.spoken)
    if above is not None and not ctx.coordinators_of(above.slug):
        raise NOBODY_ABOVE(above=above.spoken)
    known = any(
        each.organisation == entry.organisation
        for each in ctx.networks.values()
        if each.server == entry.server and each.home is Home.FILE  # others may have changed since
    )
    accepted = entries.is_accepted(ctx.db, entry.server, entry.organisation)
    if known or caller.administrator or accepted:
        entries.accept_organisation(ctx.db, entry.server, entry.organisation, ctx.now)
        entry = replace(entry, organisation_at=ctx.now)
    agreed = above is None or above.organisation == entry.organisation
    if above is None or (agreed and ctx.at(above).allows(Act.WELCOME_NETWORK, caller)):
        entry = replace(entry, place_at=ctx.now)
    entries.change(ctx.db, entry, was=was)
    card.close(
        ctx, was, "invited", [caller.id], typeset("Formulaire reçu : la suite est plus bas.")
    )
    _name(ctx, entry, caller, others)
    _ask_yeses(ctx, entry)
    return deciding.go_live(ctx, entry) if entry.accepted else entry


def ask_again(ctx: Context, was: NetworkEntry) -> None:
    """Ask anew what waits since before a backup was put back: cards may tell that it is decided."""
    text = "Une sauvegarde de mes données a été remise : je repose cette question plus bas."
    deciding.close_all(ctx, was, typeset(text))
    entry = renew(was, was.state, ctx.now)
    entries.change(ctx.db, entry, was=was)
    if entry.state is not EntryState.ASKED:
        card.ask_inviting(ctx, entry, ctx.render("entree/invited.md.j2", title=was.name, why=""))
        return
    _ask_yeses(ctx, entry)
    text = "Une sauvegarde de mes données a été remise, où votre demande attend encore"
    text = f"{text} ({escape(was.network().spoken)}) : je viens de la refaire, rien à faire ici."
    card.tell_asker(ctx, entry, typeset(text))


def _ask_yeses(ctx: Context, entry: NetworkEntry) -> None:
    above = ctx.networks.get(entry.parent or "")
    if entry.organisation_at is None:
        card.ask_for_organisation(ctx, entry)
    if entry.place_at is None and above is not None:
        card.ask_for_place(ctx, entry, above)


def _name(ctx: Context, entry: NetworkEntry, caller: Caller, others: Mapping[str, str]) -> None:
    """Have who asks coordinate the network, and note who else is to be asked to."""
    entries.unname(ctx.db, entry.slug)
    name = caller.names[0] if caller.names else caller.name
    coordinators.name(ctx.db, entry.slug, name, caller.id, ctx.now)
    for other, user in others.items():
        if user != caller.id:
            entries.propose(
                ctx.db,
                Proposal(network=entry.slug, user=user, name=other, by=caller.id, at=ctx.now),
            )


def decline(ctx: Context, caller: Caller) -> None:
    """Note that a channel that we were invited into is for no network. Raises as `of` does."""
    was = of(ctx, caller)
    entries.drop(ctx.db, was)
    card.close(ctx, was, "invited", [caller.id], typeset("Ce canal n'est pas pour un réseau."))
