"""After a meeting: how many came, the minutes, what people thought of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.core import generation_store as generations
from bot.core.errors import Refusal, at_field
from bot.core.message import Button, File, Option, menu
from bot.meeting import following_up as after_meetings
from bot.meeting import held_card, holding
from bot.meeting import note_store as notes
from bot.meeting import reporting as minutes
from bot.meeting import store as meetings
from bot.meeting.minutes import Minutes
from bot.meeting.rules import Meeting, MeetingStatus
from bot.network.rights import Act
from bot.network.small_numbers import GroupedCounts, grouped, tells_nothing
from bot.pile import following
from bot.pile.rules import PieceKind
from bot.talk import say
from bot.talk.care import UNSIGNED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import reading
from bot.talk.render import short_day
from bot.talk.reply import Dialog, Field, Reply, words_field
from bot.talk.routing import Route, Takes
from commands.texts import Numbered, numbered, second_number

FEELINGS = "rencontre ressentis"
"""What shows what people thought of the last meetings."""

FACES = range(1, 6)
MOST_PEOPLE = 5_000

OPENING = 12
"""Lines of the minutes that are shown where no form opens."""

ARCHIVE = 24
"""Published minutes that a menu leads to, the latest: as many as are kept of a monthly rhythm."""

SHOWN = 6
"""Meetings whose feedback is shown: a year of them."""

NOT_A_COUNT = Refusal(
    "no count of people",
    reply="Écrivez un nombre dans « {label} », par exemple « 18 ».",
)


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
    fields = {**command.fields, "texte": command.text}
    present, structures, others = (_counted(fields, each) for each in _count_fields())
    meeting = holding.count(
        ctx, command.caller, number, present=present, structures=structures, others=others
    )
    return ctx.reply("rencontre/counted.md.j2", seen=True, meeting=meeting)


def _counted(fields: Mapping[str, str], field: Field) -> int:
    said = fields.get(field.name, "").strip()
    if (said or not field.optional) and not re.fullmatch(r"[0-9]{1,6}", said):
        with at_field(field.name):
            raise NOT_A_COUNT(label=field.label)
    return min(int(said or 0), MOST_PEOPLE)


def _count_form(command: Command, ctx: Context) -> Dialog:
    """Ask how many came; what is noted already comes back."""
    meeting = holding.to_report(ctx, command.caller)
    return Dialog(title="Qui était là ?", submit="Noter", fields=_count_fields(meeting))


def _count_fields(meeting: Meeting | None = None, *, optional: bool = False) -> tuple[Field, ...]:
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
            ("texte", "Personnes présentes", "18", meeting and meeting.present),
            ("structures", "Structures", "9", meeting and meeting.structures),
            ("autres", "Autres personnes", "2", meeting and meeting.others),
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
        Option(short_day(each.at, ctx.network.timezone), held_card.READ_OVER, str(each.number))
        for each in reversed(others[-ARCHIVE:])
    )
    shown = (
        *((menu("archives", "Autres comptes rendus…", *options),) if others else ()),
        Button("avis", "Les avis", FEELINGS),
    )
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
    if command.words != "oui":
        meeting, left = after_meetings.missed(ctx, command.number, command.caller)
        return ctx.reply("rencontre/missed.md.j2", meeting=meeting, questions=left)
    meeting = after_meetings.took_place(ctx, command.number, command.caller)
    # The message that asked is rewritten with all that can be noted: a click needs no other.
    pressed = command.via is Via.BUTTON and not command.on_the_spot
    shown = () if pressed else held_card.private_buttons(ctx, meeting)
    return ctx.reply("rencontre/took_place.md.j2", *shown, meeting=meeting)


def publish(command: Command, ctx: Context) -> Reply:
    """Publish the minutes; the form where they were read over says how many came too."""
    if command.fields.get("texte"):
        count(replace(command, text=command.fields["texte"]), ctx, command.number)
    number = minutes.draft(ctx, command.caller, command.number).meeting.number
    line, told = f"Rencontre n° {number} : compte rendu publié", "Le compte rendu paraît"
    if held := gestures.hold_back(ctx, command.caller, held_card.PUBLISH, str(number), line, told):
        return held
    made = minutes.post(ctx, command.caller, number)
    following.cover(ctx, PieceKind.PASSAGE_TO_KEEP)
    return ctx.reply("rencontre/minutes_posted.md.j2", minutes=made)


def feel(command: Command, ctx: Context) -> Reply:
    """Keep what the caller thought of a meeting; a word may follow."""
    fresh = minutes.feel(ctx, command.number, second_number(command), command.caller)
    word = Button("mot", "Ajouter un mot…", held_card.WORD, str(command.number))
    return ctx.reply("rencontre/felt.md.j2", *([word] if fresh else ()), fresh=fresh)


def add_word(_command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Keep a word on a meeting, apart from who says it."""
    minutes.add_word(ctx, typed.number, typed.text)
    return ctx.reply("rencontre/felt.md.j2", fresh=True)


def feelings(_command: Command, ctx: Context) -> Reply:
    """Show what people thought of the last meetings."""
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
    return Feelings(at=meeting.at, faces=faces, lines=() if tells_nothing(people) else lines)


_WORD_FORM = Dialog(
    title="Un mot sur la rencontre",
    submit="Envoyer",
    fields=(words_field(label="Votre mot", help="Il reste sans nom.", limit=300),),
)

_reported = partial(Route, Act.ATTEND)
"""What whoever held the meeting does: the service asks what they are to it."""

ROUTES = (
    _reported(f"{held_card.COUNT} : [n°] <personnes>", count, form=_count_form),
    _reported(f"{held_card.TOOK_PLACE} : <n°> oui|non", took_place),
    Route(
        Act.ATTEND,
        f"{held_card.READ_OVER} : [n°]",
        read_over,
        "lire un compte rendu, ou le relire avant de le publier",
        Takes.WORDS,
    ),
    _reported(f"{held_card.WAIT} : <n°>", wait),
    _reported(f"{held_card.PUBLISH} : <n°>", publish),
    Route(Act.ATTEND, f"{held_card.FEEL} : <n°> <1 à 5>", feel),
    Route(
        Act.ATTEND,
        f"{held_card.WORD} : <n°> <un mot>",
        reading(numbered, add_word),
        care=UNSIGNED,
        form=_WORD_FORM,
    ),
    Route(Act.READ_NEXT_MEETING, FEELINGS, feelings),
)
