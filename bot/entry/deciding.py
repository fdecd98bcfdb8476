"""The two yeses, the no that says why, and the day a network is live."""

from __future__ import annotations

from dataclasses import replace

from bot.core import message_store as messages
from bot.core import occurrences
from bot.core.message import Button
from bot.core.message_store import Cursor
from bot.entry import card, handing
from bot.entry import store as entries
from bot.entry.rules import ASKER_GONE, ENTRY_NOT_ASKED, EntryState, NetworkEntry, renew
from bot.people.coordinators import administrators
from bot.talk.context import Context
from bot.talk.markdown import escape, typeset


def accept_organisation(ctx: Context) -> NetworkEntry:
    """Accept the organisation of a network, for all that it has on this server, once.

    One whose asker is gone goes no further. Raises ENTRY_NOT_ASKED, ASKER_GONE.
    """
    asked = _asked(ctx, ctx.network.slug, organisation=True)
    if not is_there(ctx, asked):
        raise ASKER_GONE()
    entries.accept_organisation(ctx.db, asked.server, asked.organisation, ctx.now)
    waiting = entries.waits_for_organisation(ctx.db, asked.server, asked.organisation)
    for was in (each for each in waiting if is_there(ctx, each)):
        text = f"L'accord est donné à « {escape(was.organisation)} » : rien à faire de plus."
        text, asked_of = typeset(text), administrators(ctx.db, was.server)
        card.close(ctx, was, "organisation", asked_of, text)
        _accepted(ctx, was, replace(was, organisation_at=ctx.now))
    return asked


def needs_agreement(ctx: Context, slug: str) -> bool:
    """Tell whether another organisation answers for a network that waits below that of `ctx`.

    Raises ENTRY_NOT_ASKED.
    """
    return _asked(ctx, slug, organisation=False).organisation != ctx.network.organisation


def welcome(ctx: Context, slug: str, agreement: str) -> NetworkEntry:
    """Give a network its place below that of `ctx`, with what was agreed between organisations.

    Raises ENTRY_NOT_ASKED, ASKER_GONE.
    """
    asked = _asked(ctx, slug, organisation=False)
    if not is_there(ctx, asked):
        raise ASKER_GONE()
    text = typeset("C'est répondu : ce réseau a sa place sous le vôtre.")
    card.close(ctx, asked, "place", ctx.coordinators, text)
    return _accepted(ctx, asked, replace(asked, place_at=ctx.now, agreement=agreement))


def refuse(ctx: Context, slug: str, why: str, *, organisation: bool) -> NetworkEntry:
    """Say no, and why; whoever asked may ask again. Raises ENTRY_NOT_ASKED."""
    asked = _asked(ctx, slug, organisation=organisation)
    entry = renew(asked, EntryState.REFUSED, ctx.now)
    entries.change(ctx.db, entry, was=asked)
    close_all(ctx, asked, typeset("Cette demande a été refusée : rien à faire de plus."))
    again = Button("entrer", "Demander à nouveau…", card.ENTER, network=entry.slug)
    text = ctx.render("entree/refused.md.j2", entry=entry, why=why, organisation=organisation)
    card.tell_asker(ctx, entry, text, again)
    return entry


def end_overdue(ctx: Context, was: NetworkEntry) -> None:
    """End what nobody said a word about for too long; whoever asked is told."""
    entries.drop(ctx.db, was)
    close_all(ctx, was, typeset("Cette demande a pris fin sans réponse."))
    if was.state is EntryState.ASKED:
        card.tell_asker(ctx, was, ctx.render("entree/ended.md.j2", entry=was))


def give_way(ctx: Context) -> None:
    """End what waits and is served by now, as the file has its channel or its slug; tell who asked.

    At the start: while we run, nothing becomes so.
    """
    places = {each.place for each in ctx.networks.values()}
    for was in entries.waiting(ctx.db):
        served = was.slug in ctx.networks
        if served or was.network().place in places:
            here, name = ctx.at(was.network()), escape(was.name)
            entries.drop(ctx.db, was, served=served)
            close_all(here, was, typeset("Cette demande n'a plus lieu d'être."))
            who = f"La personne qui s'occupe de moi a déclaré elle-même ce réseau ({name})"
            text = f"{who} : votre demande prend fin, et rien n'en reste."
            card.tell_asker(here, was, typeset(text))


def go_live(ctx: Context, entry: NetworkEntry) -> NetworkEntry:
    """Have a network be served from now on: of what was said before, nothing is read."""
    live = begin_anew(ctx, entry)
    card.tell_asker(ctx, live, ctx.render("entree/live.md.j2", entry=live))
    handing.ask_all(ctx, live)
    return live


def begin_anew(ctx: Context, was: NetworkEntry) -> NetworkEntry:
    """Serve a network; nothing is read of what was said before, nor owed that fell due."""
    live = renew(was, EntryState.LIVE, ctx.now)
    entries.change(ctx.db, live, was=was)
    read = Cursor(channel=live.channel, post="", at=ctx.now)
    messages.read_up_to(ctx.db, live.server, read)
    occurrences.start(ctx.db, live.slug, ctx.now)
    return live


def _accepted(ctx: Context, was: NetworkEntry, entry: NetworkEntry) -> NetworkEntry:
    entries.change(ctx.db, entry, was=was)
    if entry.accepted:
        return go_live(ctx, entry)
    above = ctx.networks.get(entry.parent or "")
    text = ctx.render("entree/asked.md.j2", entry=entry, above=above, news=True)
    card.tell_asker(ctx, entry, text)
    return entry


def _asked(ctx: Context, slug: str, *, organisation: bool) -> NetworkEntry:
    """Return what waits for the yes to its organisation, or to its place below that of `ctx`.

    Raises ENTRY_NOT_ASKED.
    """
    entry = ENTRY_NOT_ASKED.unless(entries.of(ctx.db, slug))
    answered = entry.organisation_at if organisation else entry.place_at
    elsewhere = not organisation and entry.parent != ctx.network.slug
    if entry.state is not EntryState.ASKED or answered is not None or elsewhere:
        raise ENTRY_NOT_ASKED()
    return entry


def is_there(ctx: Context, entry: NetworkEntry) -> bool:
    """Tell whether who asked for a network is still a member of its channel."""
    return entry.asked_by in ctx.coordinators_of(entry.slug)


def close_all(ctx: Context, entry: NetworkEntry, text: str) -> None:
    """Rewrite all that people were asked of an entry."""
    card.close(ctx, entry, "invited", [entry.asked_by], text)
    card.close(ctx, entry, "organisation", administrators(ctx.db, entry.server), text)
    if (above := ctx.networks.get(entry.parent or "")) is not None:
        here = ctx.at(above)
        card.close(here, entry, "place", here.coordinators, text)
