"""The figures of a network's questions, as text, as a picture, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.message import File, FileKind
from bot.network.period import last_months
from bot.question import store as questions
from bot.question.drawing import QuestionChart, draw
from bot.question.report import Report, make_report
from bot.question.rules import Question
from bot.question.store import QuestionFilter
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.drawing import Bar, Figure
from bot.talk.render import day, delay, months_between, of, sentence, short_month
from bot.talk.spreadsheet import spreadsheet

EXPORTED = 20_000
"""Questions in one table: a spreadsheet opens no more on a modest computer."""

_COLUMNS = (
    "numéro",
    "thème",
    "état",
    "visibilité",
    "question",
    "posée le",
    "réponse",
    "réponse le",
    "délai en jours",
    "personnes concernées",
    "territoires",
    "reports",
    "reportée",
    "raison de fermeture",
    "réunie avec",
)


def make(ctx: Context) -> Report:
    """Count the network's questions of the last twelve months."""
    period = last_months(ctx.now, ctx.network.timezone)
    return make_report(questions.lately(ctx.db, ctx.network.slug, period), period)


def send(ctx: Context, by: Caller, *, to_channel: bool) -> Report:
    """Send the report's picture, the figures beside it for whoever cannot see it.

    To whoever asks, by direct message, or to the channel.
    """
    report = make(ctx)
    text = ctx.render("besoin/report.md.j2", report=report, posted=False, picture=False)
    file = File(
        name=f"questions-du-reseau-{ctx.network.slug}-{ctx.now:%Y-%m-%d}.png",
        kind=FileKind.DRAWING,
        content=draw(_chart(ctx, report), ctx.render),
    )
    say.hand_over(ctx, None if to_channel else by.id, text, file)
    return report


def _chart(ctx: Context, report: Report) -> QuestionChart:
    zone = ctx.network.timezone
    return QuestionChart(
        title=f"Les questions {of(ctx.network.name)}",
        period=sentence(months_between(report.since, ctx.now, zone)),
        figures=(
            Figure(value=str(report.asked), label="questions posées"),
            Figure(value=f"{report.share}\u00a0%", label="ont leur réponse"),
            Figure(
                value=delay(report.delay) if report.delay is not None else "–",
                label="pour une réponse sur deux",
            ),
        ),
        themes=tuple(
            Bar(label=count.label or "Sans thème", count=count.asked) for count in report.themes
        ),
        months=tuple(
            replace(count, label=short_month(count.month, zone))
            for count in report.months
            if count.month is not None
        ),
    )


def export(ctx: Context, by: Caller) -> int:
    """Send the network's questions as a table, by direct message; return how many.

    Private ones are those that were sent to who asks. Without anyone's name or id.
    """
    choice = QuestionFilter(statuses=(), reader=by.id)
    rows = questions.listed(ctx.db, ctx.network.slug, choice, limit=EXPORTED)
    file = File(
        name=f"questions-{ctx.network.slug}-{ctx.now:%Y-%m-%d}.csv",
        content=table(rows, ctx.network.timezone),
    )
    text = ctx.render("besoin/export.md.j2", count=len(rows))
    say.hand_over(ctx, by.id, text, file)
    return len(rows)


def table(rows: Sequence[Question], zone: str) -> str:
    """Write questions as a table."""
    return spreadsheet(_COLUMNS, (_cells(each, zone) for each in rows))


def _cells(question: Question, zone: str) -> tuple[object, ...]:
    answer = question.answer
    return (
        question.number,
        question.theme,
        question.status.label,
        _SEEN_BY[question.visibility.value],
        question.text,
        day(question.asked_at, zone),
        answer.text if answer else "",
        day(answer.at, zone) if answer else "",
        (answer.at - question.asked_at).days if answer else "",
        question.reach if question.territories else question.concerned,
        question.territories,
        question.deferrals,
        question.occasion.label if question.occasion else "",
        question.reason,
        question.merged_into or "",
    )


_SEEN_BY = {"public": "réseau", "anonymous": "réseau, anonyme", "private": "coordination"}
