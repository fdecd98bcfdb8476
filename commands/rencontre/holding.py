"""Holding a meeting: one step after the other, decisions and actions, the end."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

from bot.french.dates import WhenError, read_when
from bot.french.discretion import Discretion
from bot.french.folding import fold
from bot.french.text import TEXT_LIMIT, checked_text, require_impersonal
from bot.meeting import following_up as after_meetings
from bot.meeting import holding, planning
from bot.meeting import note_store as notes
from bot.meeting.minutes import Note, NoteKind
from bot.meeting.rules import Meeting
from bot.network.rights import Act
from bot.question.answering import AnswerDraft
from bot.question.rules import Occasion
from bot.talk.arguments import (
    confirmed_first,
    number_first,
    require_number,
    text_first,
)
from bot.talk.care import DEPOSITED, SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.doubting import confirming
from commands.signed import answer_privately, is_signed
from commands.telling import told
from commands.texts import Numbered, checked

_OCCASIONS = {
    "lettre": Occasion.LETTER,
    "mattermost": Occasion.MATTERMOST,
    "canal": Occasion.MATTERMOST,
    "rencontre": Occasion.MEETING,
    "prochaine": Occasion.MEETING,
}
_EXAMPLE = "/rencontre action Réserver la salle, Zoé, 15 janvier"

_POINT = checked("le point", "/rencontre point La salle du 3 mars")
_DECISION = checked("la décision", "/rencontre décision Un atelier commun en mars")

START = "rencontre tenir"

EARLY = timedelta(days=1)
"""A meeting that is further ahead is opened once whoever does it has confirmed it."""


def start(command: Command, ctx: Context) -> Reply:
    """Begin the meeting; long before its hour, once that is confirmed."""
    confirmed, rest = confirmed_first(command.text)
    coming = planning.current(ctx)
    holding.require_hold(ctx, coming, command.caller)
    meant = number_first(rest)
    sure = confirmed and (meant is None or meant[0] == coming.number)
    if coming.at - ctx.now > EARLY and coming.started_at is None and not sure:
        return _early(ctx, coming)
    meeting = holding.start(ctx, command.caller)
    return told(ctx, "rencontre/started_reply.md.j2", meeting=meeting)


def go_on(_command: Command, ctx: Context) -> Reply:
    """Pass to what comes next."""
    meeting = holding.go_on(ctx)
    return told(ctx, "rencontre/gone_on.md.j2", meeting=meeting)


def _read_answer(command: Command, _situation: Situation) -> Numbered:
    """Read an answer; 0 is the question that is spoken of. Raises PersonalDataError."""
    typed = text_first(command.text, numbered=True)
    require_impersonal(typed.text, certified=typed.certified)
    return Numbered(typed.number or 0, typed.text)


def answered(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Note the answer of a question, given by anyone."""
    draft = AnswerDraft(text=typed.text, signed=is_signed(command), certified=True)
    if command.discretion is Discretion.PRIVATE:
        asked = holding.asked_now(ctx, typed.number, command.caller)
        return answer_privately(command, ctx, asked, draft)
    meeting = holding.answered(ctx, typed.number, draft, command.caller)
    return told(ctx, "rencontre/answer_noted.md.j2", meeting=meeting)


def answered_form(command: Command, ctx: Context) -> Reply:
    """Open the form of a question's answer."""
    number, _ = require_number(command.text, usage="rencontre répondue 12 <réponse>")
    meeting = holding.noted(ctx, command.caller)
    answer = Field(name="texte", label="La réponse", multiline=True, limit=TEXT_LIMIT)
    return Reply(
        dialog=Dialog(
            title=f"Réponse au n°\u00a0{number}",
            introduction=ctx.render("rencontre/asked_now.md.j2", meeting=meeting, number=number),
            route=holding.ANSWERED,
            argument=str(number),
            submit="Noter",
            fields=(answer,),
        )
    )


def later(command: Command, ctx: Context) -> Reply:
    """Note where a question is to be answered instead."""
    found = number_first(command.text)
    number, words = found or (0, command.text)
    to = next((_OCCASIONS[word] for word in fold(words).split() if word in _OCCASIONS), None)
    if to is None:
        raise UNCLEAR(
            hint="Reporter où ? `/rencontre reporter 12 lettre`, `mattermost` ou `prochaine`."
        )
    holding.later(ctx, number, to, command.caller)
    return told(ctx, "rencontre/deferral_noted.md.j2", to=to)


def add_point(_command: Command, ctx: Context, text: str) -> Reply:
    """Add a point on the spot."""
    meeting = holding.add_point(ctx, text)
    return told(ctx, "rencontre/point_added.md.j2", meeting=meeting)


def decide(_command: Command, ctx: Context, text: str) -> Reply:
    """Note a decision."""
    note = holding.note(ctx, Note(kind=NoteKind.DECISION, text=text, at=ctx.now))
    return told(ctx, "rencontre/noted.md.j2", note=note)


def _read_action(command: Command, situation: Situation) -> Note:
    """Read what, who and by when. Raises EMPTY_TEXT and PersonalDataError."""
    now, zone = situation.now, situation.network.timezone
    parts = [each.strip() for each in re.split("[,;]", command.text)]
    words, *rest = [each for each in parts if each] or [""]
    who, due = "", None
    for part in rest:
        try:
            due = read_when(f"{part[:_LONGEST_DATE]} 12h", now=now, zone=zone).start
        except WhenError:
            who = who or part
    text = checked_text(words, what="l'action", example=_EXAMPLE)
    return Note(kind=NoteKind.ACTION, text=text, who=who[:60], due=due, at=now)


_LONGEST_DATE = 100
"""Characters: more are words, of which the date's reader would make nothing."""


def act(_command: Command, ctx: Context, note: Note) -> Reply:
    """Note an action: what, who, by when."""
    kept = holding.note(ctx, note)
    return told(ctx, "rencontre/noted.md.j2", note=kept)


def actions(_command: Command, ctx: Context) -> Reply:
    """List what is still to be done."""
    found = notes.to_do(ctx.db, ctx.network.slug)
    return told(ctx, "rencontre/actions.md.j2", actions=found)


def done(command: Command, ctx: Context) -> Reply:
    """Note that an action is done."""
    note = notes.done(ctx.db, ctx.network.slug, command.number, ctx.now)
    return told(ctx, "rencontre/done.md.j2", note=note)


def remove_note(command: Command, ctx: Context) -> Reply:
    """Take back a decision or an action noted by mistake."""
    notes.remove(ctx.db, ctx.network.slug, command.number)
    return told(ctx, "rencontre/note_removed.md.j2", number=command.number)


def end(_command: Command, ctx: Context) -> Reply:
    """End the meeting."""
    meeting = holding.end(ctx)
    text = ctx.render("rencontre/ended_reply.md.j2", meeting=meeting)
    return Reply(text=text, buttons=after_meetings.report_buttons(meeting))


def _early(ctx: Context, meeting: Meeting) -> Reply:
    """Ask whether to begin a meeting that is far ahead."""
    text = ctx.render("rencontre/start_early.md.j2", meeting=meeting, buttons=ctx.buttons)
    confirm = confirming("Commencer maintenant", START, str(meeting.number))
    return Reply(text=text, refused=True, buttons=(confirm,))


_route = partial(Route, Act.HOLD)
_rare = partial(Route, Act.HOLD, rare=True)

ROUTES = (
    Route(
        Act.ATTEND,
        f"{START}|commencer|démarrer",
        start,
        "commencer la rencontre, pas à pas, dans un fil du canal",
        Takes.WORDS,
        for_whom=Act.HOLD,
    ),
    _rare(f"{holding.NEXT}|suite", go_on, "passer à la suite de la rencontre"),
    Route(
        Act.ANSWER,
        f"{holding.ANSWERED} : <n°> <réponse>",
        reading(_read_answer, answered),
        "noter la réponse donnée pendant la rencontre",
        Takes.TEXT,
        rare=True,
        care=SIGNED,
    ),
    _rare(
        f"{holding.LATER} : <n°> lettre|mattermost|prochaine",
        later,
        "reporter une question pendant la rencontre",
        Takes.WORDS,
    ),
    Route(
        Act.ANSWER,
        "rencontre point : <point>",
        reading(_POINT, add_point),
        "ajouter un point pendant la rencontre",
        rare=True,
        care=DEPOSITED,
    ),
    _rare(
        "rencontre décision : <décision>",
        reading(_DECISION, decide),
        "noter une décision",
        care=DEPOSITED,
    ),
    _rare(
        "rencontre action : <quoi>, <qui>, <quand>",
        reading(_read_action, act, at_once=DATES_AT_ONCE),
        "noter une action à faire",
        care=DEPOSITED,
    ),
    Route(Act.READ_NEXT_MEETING, "rencontre actions", actions, "voir ce qui reste à faire"),
    Route(Act.ANSWER, "rencontre fait : <n°>", done, "dire qu'une action est faite", rare=True),
    _rare(
        "rencontre effacer : <n°>",
        remove_note,
        "effacer une décision ou une action notée par erreur",
    ),
    _route(f"{holding.END}|finir", end, "terminer la rencontre"),
    Route(Act.ANSWER, holding.ANSWERED_FORM, answered_form),
)
