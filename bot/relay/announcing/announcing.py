"""A network announces something to those below, changes it, takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core import outbox
from bot.french.text import stored_text
from bot.letter import note_store as letter_notes
from bot.network import tree
from bot.network.network import Network
from bot.relay.announcing import card, choosing
from bot.relay.announcing import store as announcements
from bot.relay.announcing.aiming import Head, read_aim, read_head
from bot.relay.announcing.rules import (
    ANNOUNCEMENT_LIMIT,
    FOLLOWS,
    FOLLOWS_BY_ITSELF,
    LASTS,
    LONG_ANNOUNCEMENT,
    NO_CHILDREN,
    UNREAD_END,
    Announcement,
    AnnouncementCopy,
    Arrival,
    CopyStatus,
    arriving,
)
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.veille.deadlines.typed import read_last_day
from bot.veille.proposal import link_first, links_in

EXAMPLE = "/reseau annoncer Les inscriptions aux rencontres nationales sont ouvertes"

TWICE = timedelta(minutes=10)
"""The same words within this time are one announcement that was sent twice."""

_AROUND = " \t\n\u00a0:,–—-→"
"""What parts a link from the words before or after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementDraft:
    """What a coordinator announces, in whose text personal data was looked for.

    `link`, `end` and `to` are a form's entries; a text typed in one line begins with them.
    """

    text: str
    link: str = ""
    end: str = ""
    to: str = ""
    in_form: bool = False


def below(ctx: Context) -> Sequence[Network]:
    """Return the networks below, which may be announced to. Raises NO_CHILDREN."""
    found = list(tree.below(ctx.network, ctx.networks))
    if not found:
        raise NO_CHILDREN(network=ctx.network.slug)
    return found


def announce(
    ctx: Context, draft: AnnouncementDraft, by: Caller
) -> tuple[Announcement, Sequence[Network]]:
    """Announce something to the networks aimed at; return which these are.

    In one transaction: the announcement, what each network does with it as it chose, and what is
    said of it there; each server says it on its own. Raises NO_CHILDREN, EMPTY_TEXT,
    LONG_ANNOUNCEMENT, UNREAD_END, UNKNOWN_TERRITORY, NOBODY_AIMED_AT, BAD_LINK.
    """
    networks = below(ctx)
    head = Head(to=draft.to, end=draft.end, rest=draft.text)
    if not draft.in_form:
        head = read_head(draft.text, networks)
    text, link = _said(head.rest, draft.link)
    over_at = _end(ctx, head.end)
    made = Announcement(
        network=ctx.network.slug,
        number=0,
        text=text,
        link=link,
        author=by.id,
        made_at=ctx.now,
        over_at=over_at or ctx.now + LASTS,
        dated=over_at is not None,
        aim=read_aim(head.to, networks),
    )
    return send(ctx, made)


def send(ctx: Context, made: Announcement) -> tuple[Announcement, Sequence[Network]]:
    """Keep an announcement, and have it reach the networks aimed at. Raises NOBODY_AIMED_AT."""
    aimed = made.aim.among(below(ctx))
    last = next(iter(announcements.made_by(ctx.db, ctx.network.slug, limit=1)), None)
    if last is not None and _same(last, made):
        return last, aimed
    kept = announcements.add(ctx.db, made)
    for each in aimed:
        _arrive(ctx.at(each), kept)
    return kept, aimed


def edit(ctx: Context, number: int, draft: AnnouncementDraft) -> Announcement:
    """Give an announcement other words; what was published of it is rewritten.

    An entry that is left empty stays as it is, « - » empties it. Raises UNKNOWN_ANNOUNCEMENT,
    ANNOUNCEMENT_OVER, ANNOUNCEMENT_WITHDRAWN, FOLLOWS_BY_ITSELF, and what `announce` does.
    """
    was = announcements.get(ctx.db, ctx.network.slug, number)
    if was.origin in FOLLOWS:
        raise FOLLOWS_BY_ITSELF()
    text, link = _said(draft.text, draft.link or ("" if draft.in_form else was.link))
    over_at, dated = was.over_at, was.dated
    if draft.in_form or draft.end:
        ends = _end(ctx, draft.end)
        over_at, dated = ends or (was.made_at + LASTS), ends is not None
    return change(ctx, was, was.edit(text, link, over_at, dated=dated, now=ctx.now))


def change(ctx: Context, was: Announcement, now: Announcement) -> Announcement:
    """Write other words of an announcement, and have them reach wherever it is."""
    if now.version == was.version:
        return was
    announcements.save(ctx.db, now, was=was)
    for here, arrival in _reached(ctx, now):
        _follow(here, arrival)
    return now


def withdraw(ctx: Context, number: int) -> Announcement:
    """Take an announcement back; where it was published it is struck through.

    Raises UNKNOWN_ANNOUNCEMENT, ANNOUNCEMENT_WITHDRAWN.
    """
    return take_back(ctx, announcements.get(ctx.db, ctx.network.slug, number))


def take_back(ctx: Context, was: Announcement) -> Announcement:
    """Withdraw an announcement wherever it is. Raises ANNOUNCEMENT_WITHDRAWN."""
    now = was.withdraw(ctx.now)
    announcements.save(ctx.db, now, was=was)
    for here, arrival in _reached(ctx, now):
        letter_notes.remove(ctx.db, here.network.slug, arrival.copy.note)
        key = card.key_of(arrival.copy)
        if not outbox.cancel(ctx.db, key) and say.was_said(here, key):
            text, buttons = card.posted(here, arrival)
            say.again(here, key, text, buttons=buttons)
        card.show_asked(here, arrival)
    return now


def _reached(ctx: Context, announcement: Announcement) -> Iterator[tuple[Context, Arrival]]:
    """Yield what becomes of an announcement in each network that is still there."""
    for copy in announcements.copies_of(ctx.db, announcement):
        if copy.network in ctx.networks:
            here = ctx.at(ctx.networks[copy.network])
            yield here, Arrival(announcement=announcement, copy=copy)


def _arrive(here: Context, announcement: Announcement) -> None:
    """Do in one network what it chose: publish it, or keep it for its letter and its choice."""
    status = arriving(choosing.choice_of(here))
    copy = AnnouncementCopy(
        announcement=announcement.id, network=here.network.slug, number=0, status=status
    )
    if copy.open:
        note = card.letter_note(announcement, copy)
        copy = replace(copy, note=letter_notes.add(here.db, note).number)
    copy = announcements.add_copy(here.db, copy)
    if status is CopyStatus.PUBLISHED:
        choosing.post(here, Arrival(announcement=announcement, copy=copy))


def _follow(here: Context, arrival: Arrival) -> None:
    """Bring what one network made of an announcement up to its last words.

    Words that the network adapted stay: its coordinators are told.
    """
    announcement, copy = arrival.announcement, arrival.copy
    changed = replace(copy, version=announcement.version)
    announcements.save_copy(here.db, changed, was=copy)
    if copy.note:
        letter_notes.reword(here.db, card.letter_note(announcement, copy))
    arrival = replace(arrival, copy=changed)
    if copy.status is CopyStatus.PUBLISHED and copy.adapted:
        _tell_changed(here, arrival)
    elif copy.status is CopyStatus.PUBLISHED:
        choosing.post_again(here, arrival)
    card.show_asked(here, arrival)


def _tell_changed(here: Context, arrival: Arrival) -> None:
    shown = card.shown(here, arrival)
    told = here.render("reseau/announcement_changed.md.j2", shown=shown.text)
    key = f"{card.key_of(arrival.copy)}:changed{arrival.announcement.version}"
    over_at = arrival.announcement.over_at
    say.to_coordinators(here, key, told, buttons=shown.buttons, not_after=over_at, once=True)


def _said(typed: str, link: str) -> tuple[str, str]:
    """Return the words of an announcement and its link, which may begin or end its text.

    Raises EMPTY_TEXT, LONG_ANNOUNCEMENT, BAD_LINK.
    """
    text = typed.strip()
    if link.strip(" -–—"):
        link, _ = link_first(link)
    else:
        link = ""
    inside = links_in(text)
    if not link and len(inside) == 1 and text.startswith(inside[0]):
        link, text = link_first(inside[0])[0], text.removeprefix(inside[0]).lstrip(_AROUND)
    elif not link and len(inside) == 1 and text.endswith(inside[0]):
        link, text = link_first(inside[0])[0], text.removesuffix(inside[0]).rstrip(_AROUND)
    kept = stored_text(text, what="votre annonce", example=EXAMPLE)
    if len(kept) > ANNOUNCEMENT_LIMIT:
        raise LONG_ANNOUNCEMENT(count=len(kept), most=ANNOUNCEMENT_LIMIT)
    return kept, link


def _end(ctx: Context, typed: str) -> datetime | None:
    """Read until when an announcement is of use, None where it is not said. Raises UNREAD_END."""
    if not typed.strip(" -–—."):
        return None
    return read_last_day(typed, ctx.now, ctx.network.timezone, UNREAD_END)


def _same(last: Announcement, made: Announcement) -> bool:
    """Tell whether an announcement is the last one again, sent twice by mistake."""
    same = (last.text, last.link, last.aim) == (made.text, made.link, made.aim)
    return same and not last.withdrawn and made.made_at - last.made_at < TWICE
