"""Holding a meeting: one step after the other, decisions and actions, the end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from bot.core.errors import at_field
from bot.core.message import menu
from bot.french.dates import RefusalReason, WhenError, read_day, require_clear, without_lead
from bot.french.discretion import Discretion
from bot.french.text import checked_text
from bot.meeting import held_card, holding
from bot.meeting import note_store as notes
from bot.meeting.holding import AnswerNoted
from bot.meeting.minutes import Note, NoteKind
from bot.meeting.rules import Meeting
from bot.network.rights import Act
from bot.question.answering import AnswerDraft
from bot.question.rules import Occasion
from bot.talk.arguments import certified_first, confirmed_first
from bot.talk.care import DEPOSITED, SIGNED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.render import short_day
from bot.talk.reply import Dialog, Field, Reply, optional_field, words_field
from bot.talk.routing import Route, Takes, named
from bot.talk.toggles import toggle
from commands.doubting import confirming
from commands.rencontre.door import account_in, day_ahead, holds, meeting_of
from commands.signed import answer_privately, is_signed
from commands.texts import Numbered, checked, numbered

_DECISION = checked("la décision")

START = "rencontre tenir"


def start(command: Command, ctx: Context) -> Reply:
    """Begin the meeting; before its day, once that is confirmed."""
    confirmed, _ = confirmed_first(command.words)
    meeting = meeting_of(ctx, command.number)
    holding.require_hold(ctx, meeting, command.caller)
    zone = ZoneInfo(ctx.network.timezone)
    early = meeting.at.astimezone(zone).date() > ctx.now.astimezone(zone).date()
    if early and meeting.started_at is None and not confirmed:
        confirm = confirming("Commencer maintenant", START, number=meeting.number)
        asked = ctx.reply("rencontre/start_early.md.j2", confirm, meeting=meeting)
        return replace(asked, refused=True)
    started = holding.start(ctx, meeting, command.caller)
    return ctx.reply("rencontre/started_reply.md.j2", meeting=started)


def go_on(command: Command, ctx: Context) -> Reply:
    """Pass to what comes next."""
    return _shown(command, ctx, holding.go_on(ctx, command.caller, command.text.strip()))


def go_back(command: Command, ctx: Context) -> Reply:
    """Pass to what came before."""
    return _shown(command, ctx, holding.go_back(ctx, command.caller))


def answered(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Note the answer of a question, given by anyone."""
    asked = holding.question_now(ctx, typed.number, command.caller)
    if command.discretion is Discretion.PRIVATE:
        draft = AnswerDraft(text=typed.text, signed=is_signed(command))
        return answer_privately(command, ctx, asked.ref, draft)
    given = _given(command, typed.text, asked.answered_by)
    noted = holding.answered(ctx, asked.ref, given, command.caller)
    return ctx.reply("rencontre/answer_noted.md.j2", seen=True, answer=noted.answer)


def _given(command: Command, text: str, before: str) -> AnswerNoted:
    """Return whose answer it is: whoever the form names, whoever typed it otherwise.

    An account is credited; a name that is none is kept with the words. Without one it stays whose
    it was `before`.
    """
    giver, said = command.caller.id, text
    if command.fields:
        named = command.fields.get("qui", "").strip()
        giver = command.people.get(named.lstrip("@").casefold(), "") if named else before
        said = f"{text} ({named})" if text and named and not giver else text
    return AnswerNoted(text=said, by=giver if is_signed(command) else "")


def _answer_form(command: Command, ctx: Context) -> Dialog:
    """Ask for the answer of a question, and whose it is; the one that is noted comes back."""
    by, meeting = command.caller, holding.noted(ctx, command.caller)
    item = holding.question_now(ctx, command.number, by)
    # Whoever holds the meeting writes down what others say.
    holding.require_own_answer(ctx, meeting, item, by)
    belt = held_card.ready(ctx, item)
    ready = belt.ready if belt else ""
    own = "" if item.answer or ready or holds(ctx, meeting, by) else f"@{by.name}"
    return Dialog(
        title=f"Réponse à la n°\u00a0{item.ref}",
        introduction=ctx.render("rencontre/asked_now.md.j2", item=item),
        argument=str(item.ref),
        submit="Noter",
        fields=(
            words_field(
                label="La réponse",
                default=item.answer or ready,
                help="Videz-la pour l'effacer." if item.answer else "",
                optional=bool(item.answer),
            ),
            optional_field(
                name="qui",
                label="Donnée par",
                placeholder="@nom, ou un nom",
                default=own,
                help="Facultatif : la personne sera citée et remerciée.",
                limit=60,
            ),
        ),
    )


def later(command: Command, ctx: Context) -> Reply:
    """Note where a question is to be answered instead; chosen again, take it back."""
    occasion = named(Occasion, command.words)
    deferred = holding.later(ctx, command.number, occasion, command.caller)
    text = ctx.render("rencontre/deferral_noted.md.j2", to=deferred.to)
    return Reply() if _pressed(command) else Reply(text=text)


def decide(command: Command, ctx: Context, text: str) -> Reply:
    """Note a decision."""
    made = Note(kind=NoteKind.DECISION, text=text, at=ctx.now)
    return _noted(ctx, holding.note(ctx, made, command.caller))


def _read_action(command: Command, situation: Situation) -> Note:
    """Read what, who and by when: one after the other, or from the form's entries.

    Raises EMPTY_TEXT, PersonalDataError, WhenError for a day that may be another and, from the
    form, for any that is not read.
    """
    (certified, words), who, due = certified_first(command.text), "", None
    if command.fields:
        who, due = _entered(command, situation)
    else:
        parts = [each.strip() for each in re.split("[,;]", words)]
        words, *rest = [each for each in parts if each] or [""]
        for part in rest:
            try:
                due = _day(part, situation)
            except WhenError as error:
                if error.why is RefusalReason.DOUBTFUL:
                    raise
                who = who or part
    text = checked_text(words, what="l'action", certified=certified)
    return _action(command, situation, text, who, due)


def _entered(command: Command, situation: Situation) -> tuple[str, datetime | None]:
    """Return who does something and by when, as a form says it. Raises WhenError."""
    who, when = (command.fields.get(name, "").strip() for name in ("qui", "quand"))
    with at_field("quand"):
        return who, _day(when, situation) if when else None


def _action(
    command: Command, situation: Situation, text: str, who: str, due: datetime | None
) -> Note:
    account = account_in(command, who)
    words = "" if account else who[:_NAME]
    kind = NoteKind.ACTION
    return Note(kind=kind, text=text, who=words, account=account, due=due, at=situation.now)


def _day(words: str, situation: Situation) -> datetime:
    """Read the day by which something is to be done. Raises WhenError."""
    line, zone = without_lead(words[:_LONGEST_DATE]), situation.network.timezone
    return require_clear(read_day(line, now=situation.now, zone=zone, at=time(12))).start


_NAME = 60
_LONGEST_DATE = 100
"""Characters: more are words, of which the date's reader would make nothing."""


def act(command: Command, ctx: Context, made: Note) -> Reply:
    """Note an action: what, who, by when."""
    return _noted(ctx, holding.note(ctx, made, command.caller))


def _read_correction(command: Command, situation: Situation) -> Note | None:
    """Read a note said otherwise; None when nothing is left of it. Raises as `action_said`."""
    return action_said(command, situation) if certified_first(command.words)[1].strip() else None


def action_said(command: Command, situation: Situation) -> Note:
    """Read what is to be done as a form says it: what, who, by when.

    Raises EMPTY_TEXT, PersonalDataError, WhenError.
    """
    certified, words = certified_first(command.words)
    text = checked_text(words, what="la note", certified=certified)
    who, due = _entered(command, situation)
    return _action(command, situation, text, who, due)


def correct(command: Command, ctx: Context, said: Note | None) -> Reply:
    """Change the text of a decision or an action; an empty text takes it back."""
    if said is None:
        return remove_note(command, ctx)
    kept = replace(notes.get(ctx.db, ctx.network.slug, command.number), text=said.text)
    if command.fields:
        account = said.account or ("" if said.who else kept.account)  # its field shows words only
        kept = replace(kept, who=said.who, account=account, due=said.due)
    return _noted(ctx, holding.correct(ctx, kept, command.caller))


def _correction_form(command: Command, ctx: Context) -> Dialog | Reply:
    """Show a note as it is, to be said otherwise; without its number, list what may be."""
    if not command.number:
        meeting = holding.to_report(ctx, command.caller)
        found = held_card.corrections(ctx, meeting, told=notes.of(ctx.db, meeting))
        corriger = menu("corriger", "Corriger…", *found)
        return ctx.reply("rencontre/correcting.md.j2", corriger, meeting=meeting)
    note = notes.get(ctx.db, ctx.network.slug, command.number)
    holding.require_hold(
        ctx, notes.meeting_of(ctx.db, ctx.network.slug, note.number), command.caller
    )
    due = short_day(note.due, ctx.network.timezone) if note.due else ""
    return Dialog(
        title=f"{note.kind.label} n°\u00a0{note.number}",
        submit="Corriger",
        fields=(
            words_field(
                label=note.kind.label,
                default=note.text,
                help="Videz ce champ pour l'effacer.",
                optional=True,
            ),
            *(task_fields(ctx, note.who, due) if note.kind is NoteKind.ACTION else ()),
        ),
    )


def remove_note(command: Command, ctx: Context) -> Reply:
    """Take back a decision or an action noted by mistake."""
    note = holding.remove_note(ctx, command.number, command.caller)
    return ctx.reply("rencontre/note_removed.md.j2", seen=True, note=note)


def do(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Note that an action is done, or that it is not."""
    note = holding.do(ctx, command.number, done=on)
    return ctx.reply("rencontre/done.md.j2", note=note)


def end(command: Command, ctx: Context) -> Reply:
    """End the meeting: its minutes are on its card from then on."""
    meeting = holding.end(ctx, command.caller)
    text = ctx.render("rencontre/ended_reply.md.j2", meeting=meeting)
    return Reply(text=text, buttons=held_card.private_buttons(ctx, meeting))


def _pressed(command: Command) -> bool:
    """Tell whether a button of the card was pressed: the card is the answer, words hide it.

    One that was shown in a direct message is not rewritten there.
    """
    return command.via is Via.BUTTON and not (command.on_the_spot or command.direct)


def _shown(command: Command, ctx: Context, meeting: Meeting) -> Reply:
    """Say where a meeting is, with what can be done there."""
    if _pressed(command):
        return Reply()
    text, buttons = held_card.text(ctx, meeting), held_card.buttons(ctx, meeting)
    return Reply(text=text, buttons=buttons, seen=True)


def _noted(ctx: Context, note: Note) -> Reply:
    return ctx.reply("rencontre/noted.md.j2", seen=True, note=note)


def task_fields(ctx: Context, who: str = "", due: str = "") -> tuple[Field, ...]:
    """Return the entries that ask who does something, and by when."""
    return (
        optional_field(
            name="qui",
            label="Qui",
            placeholder="@nom, ou un nom",
            default=who,
            limit=_NAME,
        ),
        optional_field(
            name="quand",
            label="Pour quand",
            placeholder=day_ahead(ctx, 30),
            default=due,
            limit=_LONGEST_DATE,
        ),
    )


def _action_form(_command: Command, ctx: Context) -> Dialog:
    fields = (words_field(label="Quoi"), *task_fields(ctx))
    return Dialog(title="Une action à faire", submit="Noter", fields=fields)


_held = partial(Route, Act.ATTEND)
"""What whoever holds the meeting does: the service asks what they are to it."""

_noting = partial(_held, care=DEPOSITED)

ROUTES = (
    Route(
        Act.ATTEND,
        f"{START} : [n°]",
        start,
        "commencer la rencontre, pas à pas, sur sa carte",
        Takes.WORDS,
        for_whom=Act.HOLD,
    ),
    _held(held_card.NEXT, go_on),
    _held(held_card.BACK, go_back),
    Route(
        Act.ANSWER,
        f"{held_card.ANSWERED} : <n°> <réponse>",
        reading(numbered, answered),
        shape=Takes.TEXT,
        care=SIGNED,
        form=_answer_form,
    ),
    _held(f"{held_card.LATER} : <n°> <occasion>", later),
    _noting(
        held_card.DECISION,
        reading(_DECISION, decide),
        form=Dialog(
            title="Une décision", submit="Noter", fields=(words_field(label="La décision"),)
        ),
    ),
    _noting(
        held_card.ACTION,
        reading(_read_action, act, at_once=DATES_AT_ONCE),
        form=_action_form,
    ),
    _noting(
        f"{held_card.CORRECT} : [n°] <texte>",
        reading(_read_correction, correct, at_once=DATES_AT_ONCE),
        form=_correction_form,
    ),
    *toggle(
        Act.ANSWER,
        f"{held_card.DONE} : <n°>",
        f"{held_card.UNDONE} : <n°>",
        do,
    ),
    _held(held_card.END, end),
)
