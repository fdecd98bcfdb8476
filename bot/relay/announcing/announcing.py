"""A network announces something to those below, changes it, takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core import outbox
from bot.core.errors import TOO_LATE
from bot.french.dates import read_last_day
from bot.french.text import stored_text
from bot.letter import note_store as letter_notes
from bot.network import tree
from bot.network.network import Network
from bot.relay.announcing import card, choosing
from bot.relay.announcing import store as announcements
from bot.relay.announcing.aiming import read_aim
from bot.relay.announcing.rules import (
    ANNOUNCEMENT_LIMIT,
    FOLLOWS,
    LASTS,
    LONG_ANNOUNCEMENT,
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
from bot.veille.proposal import link_first, links_in

TWICE = timedelta(minutes=10)
"""The same words within this time are one announcement that was sent twice."""

_AROUND = " \t\n\u00a0:,–—-→"
"""What parts a link from the words before or after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementDraft:
    """What a coordinator announces, in whose text personal data was looked for.

    `end`, `scale` and `names` are a form's entries.
    """

    text: str
    end: str = ""
    scale: str = ""
    names: str = ""


def below(ctx: Context) -> Sequence[Network]:
    """Return the networks below, which may be announced to. Raises TOO_LATE for none."""
    found = list(tree.below(ctx.network, ctx.networks))
    return TOO_LATE.unless(found or None, what=f"network {ctx.network.slug}")


def announce(
    ctx: Context, draft: AnnouncementDraft, by: Caller
) -> tuple[Announcement, Sequence[Network]]:
    """Announce something to the networks aimed at; return which these are.

    In one transaction: the announcement, what each network does with it as it chose, and what is
    said of it there; each server says it on its own. Raises TOO_LATE, EMPTY_TEXT,
    LONG_ANNOUNCEMENT, UNREAD_END, UNKNOWN_TERRITORY, BAD_LINK.
    """
    networks = below(ctx)
    text, link = _said(draft.text)
    over_at = _end(ctx, draft.end)
    made = Announcement(
        network=ctx.network.slug,
        number=0,
        text=text,
        link=link,
        author=by.id,
        made_at=ctx.now,
        over_at=over_at or ctx.now + LASTS,
        dated=over_at is not None,
        aim=read_aim(draft.scale, draft.names, networks),
    )
    return send(ctx, made)


def send(ctx: Context, made: Announcement) -> tuple[Announcement, Sequence[Network]]:
    """Keep an announcement, and have it reach the networks aimed at. Raises TOO_LATE."""
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

    Raises UNKNOWN_ANNOUNCEMENT, TOO_LATE, and what `announce` does.
    """
    was = announcements.get(ctx.db, ctx.network.slug, number)
    if was.origin in FOLLOWS:
        raise TOO_LATE(what=f"announcement {number}")
    text, link = _said(draft.text)
    ends = _end(ctx, draft.end)
    over_at = ends or (was.made_at + LASTS)
    return change(ctx, was, was.edit(text, link, over_at, dated=ends is not None, now=ctx.now))


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

    Raises UNKNOWN_ANNOUNCEMENT, TOO_LATE.
    """
    return take_back(ctx, announcements.get(ctx.db, ctx.network.slug, number))


def take_back(ctx: Context, was: Announcement) -> Announcement:
    """Withdraw an announcement wherever it is. Raises TOO_LATE."""
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
    arrival = Arrival(announcement=announcement, copy=announcements.add_copy(here.db, copy))
    if status is CopyStatus.PUBLISHED:
        choosing.post(here, arrival)
    choosing.ask(here, arrival)


def _follow(here: Context, arrival: Arrival) -> None:
    """Bring what one network made of an announcement up to its last words.

    Words that the network adapted stay, under the end and the link of today: its coordinators are
    told.
    """
    announcement, copy = arrival.announcement, arrival.copy
    changed = replace(copy, version=announcement.version)
    announcements.save_copy(here.db, changed, was=copy)
    if copy.note:
        letter_notes.reword(here.db, card.letter_note(announcement, copy))
    arrival = replace(arrival, copy=changed)
    if copy.status is CopyStatus.PUBLISHED:
        choosing.post_again(here, arrival)
        if copy.adapted:
            _tell_changed(here, arrival)
    card.show_asked(here, arrival)
    choosing.ask(here, arrival)


def _tell_changed(here: Context, arrival: Arrival) -> None:
    shown = card.shown(here, arrival)
    told = here.render("reseau/announcement_changed.md.j2", shown=shown.text)
    key = f"{card.key_of(arrival.copy)}:changed{arrival.announcement.version}"
    over_at = arrival.announcement.over_at
    say.to_coordinators(here, key, told, buttons=shown.buttons, not_after=over_at, once=True)


def _said(typed: str) -> tuple[str, str]:
    """Return the words of an announcement, and the only link that begins or ends them.

    Raises EMPTY_TEXT, LONG_ANNOUNCEMENT, BAD_LINK.
    """
    text, link = typed.strip(), ""
    inside = links_in(text)
    if len(inside) == 1 and text.startswith(inside[0]):
        link, text = link_first(inside[0])[0], text.removeprefix(inside[0]).lstrip(_AROUND)
    elif len(inside) == 1 and text.endswith(inside[0]):
        link, text = link_first(inside[0])[0], text.removesuffix(inside[0]).rstrip(_AROUND)
    kept = stored_text(text, what="votre annonce")
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
