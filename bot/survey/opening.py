"""Surveys prepared, launched, offered to territories and let through by their coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.letter import note_store as letter_notes
from bot.letter.note import LetterNote, LetterNoteKind
from bot.network.network import Network
from bot.network.rights import Act
from bot.people.wish import Weight
from bot.survey import card
from bot.survey import store as surveys
from bot.survey.rules import (
    ASKED_LATELY,
    NOT_AGAIN_BEFORE,
    SURVEY_RUNNING,
    Survey,
    SurveyStatus,
    require_bounds,
)
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.render import short_day


def prepare(ctx: Context, wanted: Survey) -> Survey:
    """Save a survey that a coordinator prepares, in place of the one in preparation.

    It is for the territories too only where there are some. Raises SURVEY_LENGTH where it closes
    too soon or too late.
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
    """Open a survey, prepared here or let through from above; this network's answers stay its own.

    It is offered to the territories, if it is for them too, for whoever launched it; return these.
    Raises UNKNOWN_SURVEY, TOO_LATE, ASKED_LATELY, SURVEY_RUNNING, TOO_LATE_TO_OPEN,
    ChangedMeanwhileError.
    """
    opened = _open(ctx, surveys.get(ctx.db, ctx.network.slug, number))
    _show_asked(ctx, opened)
    launched = surveys.by_id(ctx.db, opened.parent) or opened
    asked = ctx.territories if launched.spread else ()
    for each in asked:
        _offer(ctx.at(each), launched)
    return opened, asked


def launch_held(ctx: Context, by: Caller, number: str) -> Survey:
    """Open the survey of this number, which was held. Raises NOT_ALLOWED, and as `launch`."""
    ctx.require(Act.RUN_SURVEY, by)
    return launch(ctx, int(number))[0]


def drop(ctx: Context, number: int) -> Survey:
    """Give up a survey that is being prepared, or refuse one from above.

    Raises UNKNOWN_SURVEY, TOO_LATE, ChangedMeanwhileError.
    """
    survey = surveys.get(ctx.db, ctx.network.slug, number)
    dropped = survey.drop(ctx.now)
    surveys.save(ctx.db, dropped, was=survey)
    _show_asked(ctx, dropped)
    return dropped


def offered(ctx: Context) -> Sequence[Survey]:
    """Return the surveys from above that wait for a decision."""
    return surveys.of_status(ctx.db, ctx.network.slug, SurveyStatus.OFFERED)


def source_of(ctx: Context, survey: Survey) -> str:
    """Return the name of the network that a survey comes from, "" for the network's own."""
    parent = surveys.by_id(ctx.db, survey.parent)
    if parent is None:
        return ""
    above = ctx.networks.get(parent.network)
    return above.spoken if above else parent.network


def tell_letter(ctx: Context, line: str, *, link: str = "", until: datetime | None = None) -> None:
    """Have the next letter tell something of a survey, which coordinators may leave out."""
    if ctx.next_letter(ctx) is not None:
        point = LetterNote(
            network=ctx.network.slug,
            kind=LetterNoteKind.POINT,
            text=line,
            at=ctx.now,
            link=link,
            until=until,
        )
        letter_notes.add(ctx.db, point)


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


def openable(ctx: Context, survey: Survey) -> Survey:
    """Return a survey as it would be once opened. Raises as `launch`."""
    opened = survey.open(ctx.now, ctx.network.timezone)
    _require_new(ctx, survey)
    running = surveys.current(ctx.db, ctx.network.slug)
    if running is not None:
        raise SURVEY_RUNNING(number=running.number)
    return opened


def _open(ctx: Context, survey: Survey) -> Survey:
    opened = openable(ctx, survey)
    surveys.save(ctx.db, opened, was=survey)
    text, buttons = card.posted(ctx, opened, source=source_of(ctx, opened))
    say.in_channel(ctx, card.key_of(opened), text, buttons=buttons)
    if opened.link:
        line = ctx.render("reseau/survey_in_letter.md.j2", survey=opened)
        tell_letter(ctx, line, link=opened.link, until=opened.closes_at)
    return opened


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
    shown = card.choosing(there, survey, source_of(there, survey))
    say.to_coordinators(
        there,
        card.asking_key(survey),
        shown.text,
        weight=Weight.DUTY,
        buttons=shown.buttons,
        not_after=survey.closes_at,
    )


def _show_asked(ctx: Context, survey: Survey) -> None:
    """Rewrite the messages that asked coordinators to decide, if any were said."""
    shown = card.choosing(ctx, survey, source_of(ctx, survey))
    key = card.asking_key(survey)
    say.again_to_coordinators(ctx, key, shown.text, buttons=shown.buttons)
