"""Which answers go into the memory: chosen by the coordination, some at a time, and taken out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.core.message import OPTION_LABEL, Button, File, FileKind, Option, menu
from bot.french.territories import of
from bot.question import store as questions
from bot.question.rules import Leave, Place, Question, QuestionStatus
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.render import plural, shorten

SHOWN = "reseau mémoire"
KEEP = "reseau mémoire-garder"
LEAVE = "reseau mémoire-laisser"
REOPEN = "reseau mémoire-revoir"
TAKE = "reseau mémoire-emporter"

AT_ONCE = 3
"""Answers that are shown to be chosen together: what is read before a yes."""

_LOOKED_AT = 25
"""Answers that are read to find those, and those that the menu may take out again."""


def undecided(ctx: Context) -> Sequence[Question]:
    """Return the latest answers that may go into the memory and wait for a choice."""
    found = questions.of_memory(ctx.db, ctx.network.slug, chosen=None, limit=_LOOKED_AT)
    return [each for each in found if each.leaves(Place.MEMORY) is Leave.CHOSEN][:AT_ONCE]


def choose(ctx: Context, numbers: Collection[int], *, on: bool | None) -> Sequence[Question]:
    """Choose whether answers are in the memory; return those of which that could be chosen."""
    found = questions.by_numbers(ctx.db, ctx.network.slug, numbers).values()
    chosen = [
        each
        for each in found
        if each.leaves(Place.MEMORY) is Leave.CHOSEN
        and (not on or each.status is QuestionStatus.ANSWERED)
    ]
    for each in chosen:
        questions.save(ctx.db, replace(each, remembered=on))
    return chosen


def buttons(ctx: Context, waiting: Sequence[Question]) -> tuple[Button, ...]:
    """Return what can be done of the memory: these in, one of them or of those in out, the ZIP."""
    kept = questions.of_memory(ctx.db, ctx.network.slug, chosen=True, limit=_LOOKED_AT)
    numbers = " ".join(str(each.number) for each in waiting)
    label = (
        f"Garder ces {plural(len(waiting), 'réponse')}" if waiting[1:] else "Garder cette réponse"
    )
    out = [
        Option(shorten(f"n°\u00a0{each.number} {each.text}", OPTION_LABEL), LEAVE, str(each.number))
        for each in (*waiting, *kept)
    ]
    return (
        *((Button("garder", label, KEEP, numbers, primary=True),) if waiting else ()),
        *((menu("laisser", "Laisser hors de la mémoire…", *out),) if out else ()),
        Button("emporter", "Recevoir la mémoire (ZIP)", TAKE),
    )


def hand_over(ctx: Context, by: Caller) -> None:
    """Send the memory to who asks, as a ZIP that is made when it leaves."""
    name = f"memoire-{ctx.network.slug}.zip"
    file = File(name=name, kind=FileKind.MEMORY, content=ctx.network.slug)
    text = f"La mémoire {of(ctx.network.spoken)} : ouvrez le ZIP, puis `index.html`."
    say.hand_over(ctx, by.id, typeset(text), file)
