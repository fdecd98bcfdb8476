"""What is shown of an announcement: in the channels, to those who choose, to its author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.core.card_keys import CardKind, card_key
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.letter.note import LetterNote, LetterNoteKind
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import (
    FOLLOWS,
    Announcement,
    AnnouncementChoice,
    AnnouncementCopy,
    AnnouncementOrigin,
    Arrival,
    Carried,
    CopyStatus,
    carried,
)
from bot.relay.rules import Undecided
from bot.talk import say
from bot.talk.context import Context
from bot.talk.render import shorten
from bot.talk.reply import Reply
from bot.veille.deadlines import service as deadlines
from bot.veille.deadlines import store as deadline_store
from bot.veille.deadlines.finding import KnownDeadlines
from bot.veille.deadlines.rules import Deadline

ANNOUNCE = "reseau annoncer"
LIST = "reseau annonces"
SHOW = "reseau annonce"
ORIGINAL = "reseau annonce-origine"
PUBLISH = "reseau publier-annonce"
ADAPT = "reseau adapter-annonce"
KEEP = "reseau garder-annonce"
DISCARD = "reseau écarter-annonce"
EDIT = "reseau modifier-annonce"
WITHDRAW = "reseau retirer-annonce"
JOIN = "reseau rejoindre-projet"

_CHOICES = 24
"""Announcements of a menu."""


def key_of(copy: AnnouncementCopy) -> str:
    """Return the key of the post that tells an announcement in one network: one each, ever."""
    return card_key(CardKind.ANNOUNCEMENT, copy.network, copy.number)


def asking_key(copy: AnnouncementCopy) -> str:
    """Return what the keys of the messages that ask coordinators to choose start with."""
    return f"{key_of(copy)}:ask"


def source(ctx: Context, announcement: Announcement) -> str:
    """Return the name of the network that an announcement comes from."""
    found = ctx.networks.get(announcement.network)
    return found.spoken if found else announcement.network


def posted(ctx: Context, arrival: Arrival) -> tuple[str, tuple[Button, ...]]:
    """Return what the channel reads of an announcement, struck through once it was withdrawn."""
    announcement = arrival.announcement
    text = ctx.render(
        "reseau/announcement.md.j2",
        announcement=announcement,
        words=arrival.words,
        source=source(ctx, announcement),
        adapted=bool(arrival.copy.adapted),
    )
    if announcement.withdrawn:
        return text, ()
    number = str(arrival.copy.number)
    original = Button("origine", "Annonce d'origine", ORIGINAL, number)
    joins = announcement.origin is AnnouncementOrigin.PROJECT
    join = Button("rejoindre", "Ça m'intéresse…", JOIN, number, emoji="raising_hand", primary=True)
    shown = (*_applying(ctx, announcement), *((join,) if joins else ()))
    return text, (*shown, *((original,) if arrival.copy.adapted else ()))


def shown(ctx: Context, arrival: Arrival) -> Reply:
    """Return an announcement as the coordinators of a network choose what becomes of it."""
    announcement, copy = arrival.announcement, arrival.copy
    return ctx.reply(
        "reseau/arrival.md.j2",
        *(() if announcement.over(ctx.now) else _choosing(ctx, arrival)),
        announcement=announcement,
        words=arrival.words,
        outcome=carried(copy, announcement, ctx.now),
        source=source(ctx, announcement),
        letter=letter_in_time(ctx, announcement),
    )


def letter_in_time(ctx: Context, announcement: Announcement) -> bool:
    """Tell whether the network's next letter comes before an announcement is over."""
    at = ctx.next_letter(ctx)
    return at is not None and at < announcement.over_at


def show_asked(ctx: Context, arrival: Arrival) -> None:
    """Rewrite the messages that asked coordinators to choose, if any were said."""
    asked = shown(ctx, arrival)
    say.again_to_coordinators(ctx, asking_key(arrival.copy), asked.text, buttons=asked.buttons)


def own(ctx: Context, announcement: Announcement) -> Reply:
    """Return an announcement as its author's network follows it, who carried it as counts."""
    over = announcement.over(ctx.now)
    return ctx.reply(
        "reseau/own_announcement.md.j2",
        *(() if over else own_verbs(announcement)),
        announcement=announcement,
        over=over,
        counts=counts(ctx, announcement),
    )


def own_verbs(announcement: Announcement) -> tuple[Button, ...]:
    """Return the buttons of the announcing network under a live announcement."""
    number = str(announcement.number)
    back = Button("retirer", "Retirer", WITHDRAW, number, emoji="wastebasket")
    if announcement.origin in FOLLOWS:
        return (back,)
    return (Button("modifier", "Modifier…", EDIT, number), back)


def counts(ctx: Context, announcement: Announcement) -> Mapping[Carried, int]:
    """Return in how many networks each thing came of an announcement, in their order."""
    found = announcements.copies_of(ctx.db, announcement)
    counted = Counter(carried(each, announcement, ctx.now) for each in found)
    return {each: counted[each] for each in Carried if counted[each]}


def choices_menu() -> Button:
    """Return the menu of what a network may want done with what is announced above."""
    options = (Option(each.value.capitalize(), LIST, each.value) for each in AnnouncementChoice)
    return menu("choix", "Les annonces…", *options)


def answers_menu() -> Button:
    """Return the menu of what becomes of answers from above that nobody chose anything for."""
    options = (Option(each.label, LIST, each.value) for each in Undecided)
    return menu("reponses", "Les réponses…", *options)


def reading_menu(arrived: Sequence[Arrival], made: Sequence[Announcement]) -> tuple[Button, ...]:
    """Return the menu that shows one announcement, those that wait for a choice first."""
    waits = sorted(arrived, key=lambda each: each.copy.status is not CopyStatus.WAITING)
    options = [
        *(
            Option(_label(each.copy.number, each.announcement), SHOW, str(each.copy.number))
            for each in waits
        ),
        *(Option(_label(each.number, each), SHOW, str(each.number)) for each in made),
    ]
    return (menu("voir", "Voir une annonce…", *options[:_CHOICES]),) if options else ()


def announce_verb() -> Button:
    """Return the button that opens the form of an announcement."""
    return Button("annoncer", "Annoncer…", ANNOUNCE, primary=True)


def letter_note(announcement: Announcement, copy: AnnouncementCopy) -> LetterNote:
    """Return what the letter of a network tells of an announcement, while it is not over."""
    return LetterNote(
        network=copy.network,
        number=copy.note,
        kind=LetterNoteKind.ABOVE,
        text=announcement.line,
        at=announcement.made_at,
        link=announcement.link,
        signed=False,
        source=announcement.network,
        until=announcement.over_at,
    )


def own_deadline(ctx: Context, announcement: Announcement) -> Deadline | None:
    """Return the network's own deadline of the link that is announced, None without any."""
    known = KnownDeadlines(deadline_store.every(ctx.db, ctx.network.slug))
    return known.of_link(announcement.link)


def _choosing(ctx: Context, arrival: Arrival) -> tuple[Button, ...]:
    copy, number = arrival.copy, str(arrival.copy.number)
    publish = Button("publier", "Publier", PUBLISH, number, emoji="mega", primary=True)
    adapt = Button("adapter", "Adapter…", ADAPT, number)
    keep = Button("garder", "Dans la lettre", KEEP, number, emoji="envelope")
    discard = Button("ecarter", "Écarter", DISCARD, number, emoji="x")
    if copy.status is CopyStatus.PUBLISHED:
        anew = Button("publier", "Publier le texte d'origine", PUBLISH, number)
        return (*((anew,) if copy.adapted else ()), adapt)
    letter = () if not letter_in_time(ctx, arrival.announcement) else (keep,)
    if copy.told or copy.left_out:
        return (publish, adapt)
    if copy.status is CopyStatus.LETTER:
        return (publish, adapt, discard)
    if copy.status is CopyStatus.DISCARDED:
        return (publish, adapt, *letter)
    return (publish, adapt, *letter, discard)


def _applying(ctx: Context, announcement: Announcement) -> tuple[Button, ...]:
    """Return what those whose structure applies click, under a deadline that is the network's."""
    if announcement.origin is not AnnouncementOrigin.DEADLINE:
        return ()
    found = own_deadline(ctx, announcement)
    return deadlines.applying_buttons([found]) if found is not None and found.checked else ()


def _label(number: int, announcement: Announcement) -> str:
    return shorten(f"n°\u00a0{number} {announcement.line}", OPTION_LABEL)
