"""A network's questions as a table."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.message import File
from bot.question import store as questions
from bot.question.rules import Question
from bot.question.store import QuestionFilter
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.render import day
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


def export(ctx: Context, by: Caller) -> int:
    """Send the network's questions as a table, by direct message; return how many.

    Private ones are those that were sent to who asks. Without anyone's name or id, nor what is not
    to leave the channel.
    """
    choice = QuestionFilter(statuses=(), reader=by.id)
    found = questions.listed(ctx.db, ctx.network.slug, choice, limit=EXPORTED)
    rows = [each for each in found if not each.withheld]
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
        max(0, (answer.at - question.asked_at).days) if answer else "",
        question.reach if question.territories else question.concerned,
        question.territories,
        question.deferrals,
        question.occasion.label if question.occasion else "",
        question.reason,
        question.merged_into or "",
    )


_SEEN_BY = {"public": "réseau", "anonymous": "réseau, anonyme", "private": "coordination"}
