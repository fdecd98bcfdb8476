"""After a meeting: how many came, the minutes, what people thought of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.core import generation_store as generations
from bot.core.message import File, Option, menu
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.text import checked_text
from bot.meeting import following_up as after_meetings
from bot.meeting import held_card, holding, planning
from bot.meeting import note_store as notes
from bot.meeting import reporting as minutes
from bot.meeting import store as meetings
from bot.meeting.minutes import Minutes
from bot.meeting.rules import Meeting, MeetingStatus
from bot.network.rights import Act
from bot.network.small_numbers import FEWEST_ANSWERS, GroupedCounts, grouped
from bot.talk import say
from bot.talk.arguments import certified_first, number_first
from bot.talk.care import DEPOSITED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.render import short_day
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes

FACES = range(1, 6)
MOST_PEOPLE = 5_000

_YES = frozenset({"oui", "si", "yes"})
_NO = frozenset({"non", "pas", "no"})

OPENING = 12
"""Lines of the minutes that are shown where no form opens."""

ARCHIVE = 24
"""Published minutes that a menu leads to, the latest: as many as are kept of a monthly rhythm."""

SHOWN = 6
"""Meetings whose feedback is shown: a year of them."""

_NUMBER = r"(?<!\d)(\d{1,9})\s*+"
_COUNTS = {
    "present": lazy_pattern(
        _NUMBER + r"(?:m[ée]diat|conseill|pr[ée]sent|personne|$|,)", re.IGNORECASE
    ),
    "structures": lazy_pattern(_NUMBER + "structure", re.IGNORECASE),
    "others": lazy_pattern(_NUMBER + "autre", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feelings:
    """What people thought of a meeting: counts of faces and free lines, as far as may be told.

    Until when they may say it, None once that is over.
    """

    at: datetime
    until: datetime | None = None
    faces: GroupedCounts | None = None
    lines: Sequence[str] = ()


def count(command: Command, ctx: Context, number: int = 0) -> Reply:
    """Note how many people came."""
    said = _entered(command) if command.via is Via.DIALOG else command.text
    found = {name: pattern.search(said) for name, pattern in _COUNTS.items()}
    if found["present"] is None:
        raise UNCLEAR(
            hint="Combien étiez-vous ? Des nombres, par exemple : "
            "`/rencontre effectif 18 personnes, 9 structures, 2 autres`."
        )
    numbers = {name: min(int(each[1]), MOST_PEOPLE) if each else 0 for name, each in found.items()}
    meeting = holding.count(ctx, command.caller, number, **numbers)
    return ctx.reply("rencontre/counted.md.j2", seen=True, meeting=meeting)


def _entered(command: Command) -> str:
    """Return a form's entries put together as one would type them."""
    structures, others = (command.fields.get(name, "") for name in ("structures", "autres"))
    return f"{command.text} personnes, {structures} structures, {others} autres"


def _count_form(command: Command, ctx: Context) -> Dialog:
    """Ask how many came; what is noted already comes back."""
    meeting = holding.to_report(ctx, command.caller)
    return Dialog(title="Qui était là ?", submit="Noter", fields=_count_fields(meeting))


def _count_fields(meeting: Meeting, *, optional: bool = False) -> tuple[Field, ...]:
    return tuple(
        Field(
            name=name,
            label=label,
            placeholder=example,
            default=str(known or ""),
            limit=6,
            optional=optional or name != "texte",
        )
        for name, label, example, known in (
            ("texte", "Personnes présentes", "18", meeting.present),
            ("structures", "Structures", "9", meeting.structures),
            ("autres", "Autres personnes", "2", meeting.others),
        )
    )


def read_over(command: Command, ctx: Context) -> Reply:
    """Show published minutes to anyone; else as they would be posted, to whoever publishes them.

    In a form that does it, where one opens.
    """
    if (archived := minutes.published(ctx, command.caller, command.number)) is not None:
        return _archived(command, ctx, archived)
    made = minutes.draft(ctx, command.caller, command.number)
    meeting = made.meeting
    whole = minutes.text_of(ctx, made)
    text = ctx.render("rencontre/minutes_draft.md.j2", minutes=made, opening=whole, more=False)
    if not command.via.immediate:
        text = _cut(ctx, command, made, whole)
    if meeting.status is not MeetingStatus.HELD:
        return Reply(text=text)
    form = Dialog(
        title="Compte rendu",
        introduction=text,
        submit="Publier",
        route=held_card.PUBLISH,
        argument=str(meeting.number),
        fields=_count_fields(meeting, optional=True),
    )
    if command.via.immediate:
        return Reply(dialog=form)
    return Reply(text=text, buttons=held_card.private_buttons(ctx, meeting))


def _archived(command: Command, ctx: Context, made: Minutes) -> Reply:
    """Return published minutes, and what leads to those of the meetings around."""
    opening, more = _opening(ctx, command, made, minutes.text_of(ctx, made))
    others = [each for each in minutes.archive(ctx) if each.number != made.meeting.number]
    options = (
        Option(short_day(each.at, ctx.network.timezone), f"{held_card.READ_OVER} {each.number}")
        for each in reversed(others[-ARCHIVE:])
    )
    shown = (menu("archives", "Autres comptes rendus…", *options),) if others else ()
    return ctx.reply("rencontre/minutes_archived.md.j2", *shown, opening=opening, more=more)


def _cut(ctx: Context, command: Command, made: Minutes, whole: str) -> str:
    """Return what a phone shows of the minutes; a form scrolls by itself."""
    opening, more = _opening(ctx, command, made, whole)
    return ctx.render("rencontre/minutes_draft.md.j2", minutes=made, opening=opening, more=more)


def _opening(ctx: Context, command: Command, made: Minutes, whole: str) -> tuple[str, bool]:
    """Return how minutes begin; the whole goes with it in a file, if it is longer."""
    lines = whole.split("\n")
    more = len(lines) > OPENING
    if more:
        meeting = made.meeting
        file = File(name=f"compte-rendu-{meeting.number}.md", content=f"{whole}\n")
        text = ctx.render("rencontre/minutes_whole.md.j2", meeting=meeting)
        say.hand_over(ctx, command.caller.id, text, file)
    return "\n".join(lines[:OPENING]).rstrip(), more


def wait(command: Command, ctx: Context) -> Reply:
    """Have the minutes wait some days more."""
    meeting, until = after_meetings.wait(ctx, command.caller, command.number)
    return ctx.reply("rencontre/minutes_wait.md.j2", meeting=meeting, until=until)


def took_place(command: Command, ctx: Context) -> Reply:
    """Note whether an announced meeting that nobody opened was held."""
    number, said = command.number, set(fold(command.words).split())
    if said & _NO:
        meeting, left = after_meetings.missed(ctx, number, command.caller)
        return ctx.reply("rencontre/missed.md.j2", meeting=meeting, questions=left)
    if said & _YES:
        meeting = after_meetings.took_place(ctx, number, command.caller)
        # The message that asked is rewritten with all that can be noted: a click needs no other.
        pressed = command.via is Via.BUTTON and not command.on_the_spot
        shown = () if pressed else held_card.private_buttons(ctx, meeting)
        return ctx.reply("rencontre/took_place.md.j2", *shown, meeting=meeting)
    raise UNCLEAR(
        hint="A-t-elle eu lieu ? Répondez par `/rencontre eu-lieu oui` ou `/rencontre eu-lieu non`."
    )


def publish(command: Command, ctx: Context) -> Reply:
    """Publish the minutes; the form where they were read over says how many came too."""
    if command.via is Via.DIALOG and command.fields.get("texte"):
        count(replace(command, text=command.fields["texte"]), ctx, command.number)
    made = minutes.post(ctx, command.caller, command.number)
    return ctx.reply("rencontre/minutes_posted.md.j2", minutes=made)


def feel(command: Command, ctx: Context) -> Reply:
    """Keep what the caller thought of a meeting; without a face, show how it goes over time."""
    found = number_first(command.text)
    if found is None:
        return _felt(ctx)
    first, (certified, rest) = found[0], certified_first(found[1])
    second = number_first(rest)
    number, face, line = (first, *second) if second else (_last(ctx), first, rest)
    if face not in FACES:
        raise UNCLEAR(
            hint="Votre avis va de 1 (pas du tout) à 5 (tout à fait) : `/rencontre avis 4`."
        )
    kept_line = line and checked_text(
        line, what="votre mot", example="/rencontre avis 4 Très utile", certified=certified
    )
    fresh = minutes.feel(ctx, number, face, kept_line, command.caller)
    return ctx.reply("rencontre/felt.md.j2", fresh=fresh)


def _felt(ctx: Context) -> Reply:
    held = meetings.with_status(ctx.db, ctx.network.slug, (MeetingStatus.REPORTED,))
    felt = [_feelings(ctx, meeting) for meeting in held[-SHOWN:]]
    return ctx.reply("rencontre/feelings.md.j2", told=felt)


def _feelings(ctx: Context, meeting: Meeting) -> Feelings:
    """Return what may be told of the opinions on a meeting, which is nothing before their end.

    One more would tell whose it is. Nor where a backup was put back since: what is lost was told.
    """
    ends, restored = minutes.opinions_end(meeting), generations.restored_at(ctx.db)
    if ctx.now < ends:
        return Feelings(at=meeting.at, until=ends)
    if restored is not None and restored >= meeting.at:
        return Feelings(at=meeting.at)
    counts, lines = notes.felt(ctx.db, meeting)
    people = sum(counts.values())
    faces = grouped({str(face): counts.get(face, 0) for face in FACES}, people)
    return Feelings(at=meeting.at, faces=faces, lines=lines if people >= FEWEST_ANSWERS else ())


def _last(ctx: Context) -> int:
    held = meetings.with_status(ctx.db, ctx.network.slug, (MeetingStatus.REPORTED,))
    return held[-1].number if held else planning.current(ctx).number


_reported = partial(Route, Act.ATTEND, for_whom=Act.REPORT)
"""What whoever held the meeting does too: the service asks what they are to it."""

ROUTES = (
    _reported(
        f"{held_card.COUNT} : <n> personnes, <n> structures, <n> autres",
        count,
        "noter combien de personnes sont venues",
        Takes.WORDS,
        form=_count_form,
    ),
    _reported(
        f"{held_card.TOOK_PLACE}|a-eu-lieu|tenue : oui|non",
        took_place,
        "dire si une rencontre que personne n'a ouverte a eu lieu",
    ),
    Route(
        Act.ATTEND,
        f"{held_card.READ_OVER}|cr|comptes-rendus|archives : [n°]",
        read_over,
        "lire un compte rendu, ou le relire avant de le publier",
        Takes.WORDS,
    ),
    _reported(
        held_card.WAIT,
        wait,
        "laisser plus de temps pour relire le compte rendu",
        Takes.WORDS,
    ),
    _reported(held_card.PUBLISH, publish, "publier le compte rendu", Takes.WORDS),
    Route(
        Act.ATTEND,
        f"{held_card.FEEL} : <1 à 5> <un mot>",
        feel,
        "dire, sans votre nom, si la rencontre vous a été utile",
        care=DEPOSITED,
    ),
)
