"""A form's counts as a table, without what would tell of someone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.message import File
from bot.framaforms.rules import OnlineForm
from bot.network.small_numbers import GroupedCounts
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.spreadsheet import spreadsheet

_COLUMNS = ("question", "choix", "réponses")


def export(ctx: Context, form: OnlineForm, by: Caller) -> None:
    """Send a form's counts as a table, by direct message."""
    content = spreadsheet(_COLUMNS, _rows(form))
    file = File(name=f"formulaire-{form.number}.csv", content=content)
    text = ctx.render("reseau/form_table.md.j2", form=form)
    say.hand_over(ctx, by.id, text, file)


def _rows(form: OnlineForm) -> Iterator[tuple[str, str, object]]:
    if form.themes.chosen:
        yield from _counted(form.themes.name, form.themes.options)
    for each in form.questions:
        if each.mean is not None:
            yield each.name, "moyenne", f"{each.mean:.1f}".replace(".", ",")
        if each.chosen or each.mean is None:
            yield from _counted(each.name, each.options)


def _counted(name: str, counts: GroupedCounts | None) -> Iterator[tuple[str, str, object]]:
    if counts is None:
        yield name, "", "pas assez, ou trop semblables"
        return
    for option, count in counts.told:
        yield name, option, count
    if counts.others:
        yield name, "autres", counts.others
