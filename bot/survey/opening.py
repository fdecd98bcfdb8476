"""Surveys prepared, launched, offered to territories and let through by their coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.letter import note_store as letter_notes
from bot.letter.note import LetterNote, LetterNoteKind
from bot.network.network import Network
from bot.people.wish import Weight
from bot.survey import card
from bot.survey import store as surveys
from bot.survey.rules import (
    ASKED_LATELY,
    NOT_AGAIN_BEFORE,
    SURVEY_RUNNING,
    Survey,
    SurveyStatus,
    SurveyStep,
    require_bounds,
)
from bot.talk import say
from bot.talk.context import Context
from bot.talk.render import short_day


def prepare(ctx: Context, wanted: Survey) -> Survey:
    """Keep what a coordinator prepares, in place of what was being prepared.

    Raises SURVEY_LENGTH.
    """
    require_bounds(wanted.closes_at, ctx.now)
    made = replace(wanted, spread=wanted.spread and bool(ctx.territories))
    before = drafted(ctx)
    if before is None:
        return surveys.add(ctx.db, made)
    kept = replace(made, id=before.id, number=before.number)
    surveys.save(ctx.db, kept, was=before)
    return kept


def drafted(ctx: Context) -> Survey | None:
    """Return the survey that is being prepared."""
    return next(iter(surveys.of_status(ctx.db, ctx.network.slug, SurveyStatus.DRAFTED)), None)


def last_closed(ctx: Context) -> Survey | None:
    """Return the last survey that closed."""
    return next(iter(surveys.of_status(ctx.db, ctx.network.slug, SurveyStatus.CLOSED)), None)


def launch(ctx: Context, number: int) -> tuple[Survey, Sequence[Network]]:
    """Open a survey, and offer it to the territories if it is for them too; return these.

    Raises UNKNOWN_SURVEY, SURVEY_STATE, ASKED_LATELY, SURVEY_RUNNING, TOO_LATE_TO_OPEN,
    ChangedMeanwhileError.
    """
    survey = surveys.get(ctx.db, ctx.network.slug, number)
    opened = _open(ctx, survey, SurveyStep.LAUNCHED)
    asked = ctx.territories if opened.spread else ()
    for each in asked:
        _offer(ctx.at(each), opened)
    return opened, asked


def drop(ctx: Context, number: int) -> Survey:
    """Give up a survey that is being prepared, or refuse one from above.

    Raises UNKNOWN_SURVEY, SURVEY_STATE, ChangedMeanwhileError.
    """
    survey = surveys.get(ctx.db, ctx.network.slug, number)
    dropped = survey.drop(ctx.now)
    surveys.save(ctx.db, dropped, was=survey)
    _show_asked(ctx, dropped)
    return dropped


def let_through(ctx: Context, number: int) -> tuple[Survey, Sequence[Network]]:
    """Open here a survey that comes from above; this network's answers stay its own.

    It is then offered to this network's own territories, for whoever launched it; return these.
    Raises UNKNOWN_SURVEY, SURVEY_STATE, ASKED_LATELY, SURVEY_RUNNING, TOO_LATE_TO_OPEN,
    ChangedMeanwhileError.
    """
    survey = surveys.get(ctx.db, ctx.network.slug, number)
    opened = _open(ctx, survey, SurveyStep.LET_THROUGH)
    _show_asked(ctx, opened)
    launched = surveys.by_id(ctx.db, opened.parent)
    if launched is None:
        return opened, ()
    for each in ctx.territories:
        _offer(ctx.at(each), launched)
    return opened, ctx.territories


def offered(ctx: Context) -> Sequence[Survey]:
    """Return the surveys from above that wait for a decision."""
    return surveys.of_status(ctx.db, ctx.network.slug, SurveyStatus.OFFERED)


def source_of(ctx: Context, survey: Survey) -> str:
    """Return the name of the network that a survey comes from, "" for the network's own."""
    return card.source_of(ctx, surveys.by_id(ctx.db, survey.parent))


def _require_new(ctx: Context, survey: Survey) -> None:
    """Refuse a survey so soon after one whose results were told: see NOT_AGAIN_BEFORE.

    One from above, whose words were chosen elsewhere, only where it asks the same. Raises
    ASKED_LATELY.
    """
    for each in surveys.of_status(ctx.db, survey.network, SurveyStatus.CLOSED):
        after = (each.ended_at or ctx.now) + NOT_AGAIN_BEFORE
        same = survey.parent is None or survey.asks_again(each)
        if after > ctx.now and same and _is_told(ctx, each):
            day = short_day(after, ctx.network.timezone)
            raise ASKED_LATELY(number=each.number, day=day)


def _is_told(ctx: Context, survey: Survey) -> bool:
    """Tell whether answers given here are told, here or in a total, or still may be."""
    total = surveys.by_id(ctx.db, survey.parent) if survey.parent else survey
    if survey.people or total is None or not total.spread:
        return survey.people > 0
    return total.merged_at is None or any(each.people for each in total.merged)


def _open(ctx: Context, survey: Survey, step: SurveyStep) -> Survey:
    opened = survey.open(ctx.now, ctx.network.timezone, step)
    _require_new(ctx, survey)
    running = surveys.current(ctx.db, ctx.network.slug)
    if running is not None:
        raise SURVEY_RUNNING(number=running.number)
    surveys.save(ctx.db, opened, was=survey)
    text, buttons = card.posted(ctx, opened, source=source_of(ctx, opened))
    say.in_channel(ctx, card.key_of(opened), text, buttons=buttons)
    if opened.link and ctx.next_letter(ctx) is not None:
        _tell_letter(ctx, opened)
    return opened


def _tell_letter(ctx: Context, survey: Survey) -> None:
    """Have the next letter give the form of those who are not on the chat, while it is open."""
    note = LetterNote(
        network=survey.network,
        kind=LetterNoteKind.POINT,
        text=ctx.render("reseau/survey_in_letter.md.j2", survey=survey),
        at=ctx.now,
        link=survey.link,
        until=survey.closes_at,
    )
    letter_notes.add(ctx.db, note)


def _offer(there: Context, above: Survey) -> None:
    made = Survey(
        network=there.network.slug,
        number=0,
        questions=above.questions,
        author="",
        made_at=there.now,
        closes_at=above.closes_at,
        link=above.link,
        status=SurveyStatus.OFFERED,
        parent=above.id,
    )
    survey = surveys.add(there.db, made)
    text, buttons = card.choosing(there, survey, card.source_of(there, above))
    say.to_coordinators(
        there,
        card.asking_key(survey),
        text,
        weight=Weight.DUTY,
        buttons=buttons,
        not_after=survey.closes_at,
    )


def _show_asked(ctx: Context, survey: Survey) -> None:
    """Rewrite the messages that asked coordinators to decide, if any were said."""
    text, buttons = card.choosing(ctx, survey, source_of(ctx, survey))
    say.again_to_coordinators(ctx, card.asking_key(survey), text, buttons=buttons)
