"""Surveys closed: counted, what links people to answers destroyed, told, and added up above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from secrets import SystemRandom

from bot.core import compacting
from bot.core import generation_store as generations
from bot.core.message import File
from bot.french.territories import of
from bot.french.workdays import may_remind
from bot.letter import note_store as letter_notes
from bot.network import small_numbers
from bot.network.small_numbers import AnswersTold, tells_nothing
from bot.network.tree import below
from bot.people.wish import Weight
from bot.survey import card, opening, reporting
from bot.survey import store as surveys
from bot.survey.drawing import lay_out
from bot.survey.questionnaire import LETTERS
from bot.survey.results import QuestionResult
from bot.survey.rules import WAITING, Survey, SurveyStatus
from bot.talk import say
from bot.talk.context import Context
from bot.talk.drawing import draw
from bot.talk.render import plural


def follow(ctx: Context, due: Sequence[Survey]) -> int:
    """Close, remind of or add up the surveys for which it is time; return how many were.

    A crash loses nothing: what is counted is written with the destruction of what it was counted
    from, and with the messages that tell it.
    """
    return sum(_followed(ctx, each) for each in due)


def close(ctx: Context, number: int) -> Survey:
    """Close a survey before its date.

    Raises UNKNOWN_SURVEY, TOO_LATE, ChangedMeanwhileError.
    """
    return _close(ctx, surveys.get(ctx.db, ctx.network.slug, number))


def has_lost_answers(ctx: Context, survey: Survey) -> bool:
    """Tell whether a backup was put back since it was opened: what was told may be told already.

    Beside those numbers, others would tell what whoever is missing had answered.
    """
    restored, opened = generations.restored_at(ctx.db), survey.opened_at
    return restored is not None and opened is not None and restored >= opened


def _followed(ctx: Context, survey: Survey) -> bool:
    if survey.status is SurveyStatus.CLOSED:
        return _merge(ctx, survey)
    if survey.closes_at > ctx.now:
        return _remind(ctx, survey)
    if survey.status is SurveyStatus.OFFERED:
        opening.drop(ctx, survey.number)
    else:
        _close(ctx, survey)
    return True


def _close(ctx: Context, survey: Survey) -> Survey:
    """Count the answers, then destroy them: from then on nobody can tell who said what.

    The survey is written as closed first: no answer comes in between.
    """
    closed = survey.close(ctx.now)
    surveys.save(ctx.db, closed, was=survey)
    lost = has_lost_answers(ctx, survey)
    said = [] if lost else surveys.said(ctx.db, survey)
    people = 0 if lost else surveys.count_people(ctx.db, survey)
    tallies = _tallied(survey, said)
    counted = replace(
        closed,
        people=0 if tells_nothing(people) else people,
        results=_told(survey, tallies),
        tallies=tallies if survey.parent is not None else (),
    )
    surveys.save(ctx.db, counted, was=closed)
    lines = [] if tells_nothing(people) else _lines(survey, said)
    surveys.keep_lines(ctx.db, counted, lines)
    surveys.destroy_answers(ctx.db, survey)
    compacting.ask(ctx.db, ctx.now)
    _tell_closed(ctx, counted, lines=len(lines), lost=lost)
    return counted


def _lines(survey: Survey, said: Sequence[tuple[int, str]]) -> list[str]:
    """Return the free lines in no one's order."""
    lines = [words for question, words in said if question == survey.free]
    SystemRandom().shuffle(lines)
    return lines


def _tallied(survey: Survey, said: Sequence[tuple[int, str]]) -> tuple[tuple[int, ...], ...]:
    """Count how often each option was chosen; of the free line, how many wrote one."""
    counts, places = Counter(said), Counter(place for place, _ in said)
    return tuple(
        (places[place],)
        if each.free
        else tuple(counts[place, letter] for letter in LETTERS[: len(each.options)])
        for place, each in enumerate(survey.questions, start=1)
    )


def _told(survey: Survey, tallies: Sequence[Sequence[int]]) -> tuple[AnswersTold, ...]:
    return tuple(
        small_numbers.tell_free(sum(counts)) if question.free else small_numbers.tell(counts)
        for question, counts in zip(survey.questions, tallies, strict=True)
    )


def _merge(ctx: Context, survey: Survey) -> bool:
    """Add up the territories once all have closed, or refused; False while one is waited for."""
    reached = {each.slug for each in below(ctx.network, ctx.networks)}
    found = [each for each in surveys.of_parent(ctx.db, survey) if each.network in reached]
    if any(each.status in WAITING for each in found):
        return False
    counted = [each for each in found if each.tallies]
    closed = [] if has_lost_answers(ctx, survey) else counted
    merged = tuple(
        AnswersTold()
        if question.free
        else small_numbers.merge(
            [each.tallies[place] for each in closed if each.people],
            [each.tallies[place] for each in closed if not each.people],
        )
        for place, question in enumerate(survey.questions)
    )
    added = replace(survey, merged=merged, carried=len(closed), merged_at=ctx.now)
    surveys.save(ctx.db, added, was=survey)
    for each in counted:
        surveys.save(ctx.db, replace(each, tallies=()), was=each)
    if closed:
        _tell_merged(ctx, added)
    return True


def _remind(ctx: Context, survey: Survey) -> bool:
    """Say in the channel's post that it ends, and in private to those who began: once."""
    if not may_remind(ctx.now, ctx.network.timezone):
        return False
    surveys.save(ctx.db, survey.reminded(), was=survey)
    card.show(ctx, survey, source=opening.source_of(ctx, survey), ending=True)
    key = f"{card.key_of(survey)}:reminder"
    begun = ctx.render("reseau/survey_reminder.md.j2", survey=survey)
    for user in surveys.unfinished(ctx.db, survey):
        say.to_user(
            ctx,
            f"{say.ERASED}{key}:{user}",
            user,
            begun,
            weight=Weight.ASKED,
            buttons=(card.answer_verb("Finir"),),
            not_after=survey.closes_at,
        )
    return True


def _tell_closed(ctx: Context, survey: Survey, *, lines: int, lost: bool) -> None:
    """Tell a network what came of its survey, and that what linked people to it is gone.

    Its coordinators alone are told of the free lines. `lost` when a restore took answers away.
    """
    found = reporting.read(ctx.db, survey)
    card.show(ctx, survey, source=opening.source_of(ctx, survey), lost=lost)
    key = f"{card.key_of(survey)}:results"
    _withdraw_invitation(ctx, survey)
    if survey.people:
        _in_thread(ctx, survey, key, found)
        counted = [each for each in found if each.options][:3]
        line = ctx.render("reseau/survey_told.md.j2", survey=survey, results=counted)
        opening.tell_letter(ctx, line)
    themes = reporting.wished(found)
    if lines or themes:
        text = ctx.render(
            "reseau/survey_for_coordinators.md.j2",
            survey=survey,
            lines=lines,
            letter=ctx.next_letter(ctx) is not None,
        )
        buttons = (
            *((card.read_verb(survey, "Lire les lignes libres"),) if lines else ()),
            *reporting.proposing(themes),
        )
        say.to_coordinators(ctx, f"{key}:coordinators", text, weight=Weight.ASKED, buttons=buttons)


def _tell_merged(ctx: Context, survey: Survey) -> None:
    """Tell a network the total of its territories; none is named, ranked or told of alone."""
    found = reporting.read(ctx.db, survey, merged=True)
    card.show(ctx, survey, lost=has_lost_answers(ctx, survey))
    if any(each.told.people for each in found):
        _in_thread(ctx, survey, f"{card.key_of(survey)}:territories", found)


def _in_thread(ctx: Context, survey: Survey, key: str, found: Sequence[QuestionResult]) -> None:
    """Tell results under the channel's post, as a picture and in words."""
    post = card.key_of(survey)
    if picture := _picture(ctx, survey, found):
        words = ctx.render("reseau/survey_pictured.md.j2", survey=survey)
        say.in_channel(ctx, key, words, thread=post, file=picture)
    text = ctx.render("reseau/survey_results.md.j2", results=found)
    say.in_thread(ctx, key, text, under=post)


def _picture(ctx: Context, survey: Survey, found: Sequence[QuestionResult]) -> File | None:
    """Draw the counts; None where there are none to tell."""
    people = max((each.told.people for each in found if each.told.counts), default=0)
    if not people:
        return None
    picture = lay_out(f"L'enquête {of(ctx.network.spoken)}", plural(people, "réponse"), found)
    return draw(f"enquete-{survey.network}-{survey.number}", picture, ctx.render)


def _withdraw_invitation(ctx: Context, survey: Survey) -> None:
    """Have the next letter not invite to a survey that is over."""
    for each in letter_notes.waiting(ctx.db, survey.network) if survey.link else ():
        if not each.author and each.link == survey.link and each.until == survey.closes_at:
            letter_notes.remove(ctx.db, survey.network, each.number)
